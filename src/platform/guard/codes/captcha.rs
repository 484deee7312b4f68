//! ### CAPTCHA, `[platform.codes.captcha]`
//!
//! **Does:** tests every request on a website. `friction` of the people leave at
//! the sight of it, of the others `human` pass; of the programs, `bot` pass. Whoever fails gets no code.
//!
//! **Evaded by:** programs that solve it, and people who are paid to. Asking once more is a new test.
//!
//! **Source:** advised by Messente. In a study people solved 50 to 84 % of tests with distorted text, programs
//! 85 to 99.8 % of common tests (Searles et al. 2023); the defaults are those of a test that still tells the two
//! apart, an assumption.
//!
//! **Scenario:** `code-pumping`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Code, GuardKind};
use crate::platform::guard::{Guard, Request, Ruling};
use crate::rng::{Draws, Purpose};
use crate::units::Share;

/// A test that people pass and programs do not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CaptchaSettings {
    /// Whether there is one.
    pub enabled: bool,
    /// Share of the people who try that pass (assumption).
    pub human: Share,
    /// Share of the programs that pass (assumption).
    pub bot: Share,
    /// Share of the people who do not try and leave (assumption).
    pub friction: Share,
}

impl Default for CaptchaSettings {
    fn default() -> Self {
        CaptchaSettings {
            enabled: true,
            human: Share::new(0.95),
            bot: Share::new(0.1),
            friction: Share::new(0.03),
        }
    }
}

/// A CAPTCHA at work.
#[derive(Debug)]
pub struct Captcha {
    settings: CaptchaSettings,
}

impl Captcha {
    /// A CAPTCHA by its settings.
    pub fn new(settings: CaptchaSettings) -> Captcha {
        Captcha { settings }
    }
}

impl Guard for Captcha {
    fn request(&mut self, request: &Request, draws: &Draws) -> Ruling {
        let Some(web) = request.web else { return Ruling::Pass };
        let s = &self.settings;
        let u = draws.uniforms(Purpose::Captcha, request.sender_key, request.count);
        let passes = if web.automated {
            u[0] < s.bot.value()
        } else {
            u[0] < s.human.value() && u[1] >= s.friction.value()
        };
        if passes { Ruling::Pass } else { Ruling::Refuse(Code::WEBSITE, GuardKind::Captcha) }
    }
}
