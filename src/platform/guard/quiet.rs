//! # Quiet hours, `[platform.quiet]`
//!
//! **Does:** lets nothing leave before `opens` or from `closes` on by the clock of the *recipient*. What would leave
//! then waits outside its number's queue and comes back to it at `opens` (`over = "wait"`), or is refused
//! (`"refuse"`). It is asked when a message is handed over, and once more when it would leave, so that neither a queue
//! nor a grant carries it into the night; a validity period shorter than the night lets it expire.
//! One-time codes, which somebody has just asked for, leave at any hour (`exempt_codes`); of other messages it is not
//! asked whether they are advertising.
//! **Evaded by:** a time zone that the platform gets wrong. Here it is given the person's own, an assumption in the
//! guard's favour: a real one goes by the area code, and people move (see the page on people).
//! **Source:** no telephone solicitation before 08:00 or after 21:00 of the recipient's local time (TCPA), which a code is not; 20:00 in Florida and
//! some other states (recalled). That a platform moves such messages to the next allowed time: Twilio's Compliance
//! Toolkit (Twilio n.d., 30047). Refusing them instead is an assumption.
//!
//! **Scenario:** `quiet-hours`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Guard, Request, Ruling};
use crate::message::{Code, GuardKind};
use crate::time::{SimSpan, SimTime};
use crate::units::ClockTime;

/// Settings of the quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct QuietSettings {
    /// Whether the guard is on.
    pub enabled: bool,
    /// From when on messages may leave, by the recipient's clock.
    pub opens: ClockTime,
    /// From when on they may no more; before `opens` where the open hours go over midnight.
    pub closes: ClockTime,
    /// What becomes of a message that would leave in quiet hours.
    pub over: QuietOver,
    /// Whether one-time codes that somebody asked for leave at any hour: they are no solicitation (TCPA).
    pub exempt_codes: bool,
    /// The code of what is refused.
    pub code: Code,
}

impl Default for QuietSettings {
    fn default() -> Self {
        let clock = |hour: u64| ClockTime(SimTime::START + SimSpan::HOUR * hour);
        QuietSettings {
            enabled: true,
            opens: clock(8),
            closes: clock(21),
            over: QuietOver::Wait,
            exempt_codes: true,
            code: Code::QUIET_HOURS,
        }
    }
}

/// What becomes of a message that would leave in quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuietOver {
    /// It waits until the hours open.
    #[default]
    Wait,
    /// It is refused.
    Refuse,
}

/// Quiet hours at work.
#[derive(Debug)]
pub struct Quiet {
    settings: QuietSettings,
}

impl Quiet {
    /// The guard.
    pub fn new(settings: QuietSettings) -> Quiet {
        Quiet { settings }
    }

    /// How long it is at `now` until the hours open where the clock is so many minutes ahead; nothing where they
    /// are open.
    fn closed_for(&self, now: SimTime, zone: i32) -> SimSpan {
        let day = SimSpan::DAY.micros() as i128;
        let clock = |time: ClockTime| i128::from(time.0.micros());
        let (opens, closes) = (clock(self.settings.opens), clock(self.settings.closes));
        let local = (i128::from(now.micros()) + i128::from(zone) * 60_000_000).rem_euclid(day);
        let since = (local - opens).rem_euclid(day);
        // Hours that close when they open are open all day.
        let open = if opens == closes { day } else { (closes - opens).rem_euclid(day) };
        SimSpan::from_micros(if since < open { 0 } else { (day - since) as u64 })
    }
}

impl Guard for Quiet {
    fn turn(&self, request: &Request) -> Ruling {
        if request.code && self.settings.exempt_codes {
            return Ruling::Pass;
        }
        let wait = self.closed_for(request.now, request.zone);
        match self.settings.over {
            _ if wait == SimSpan::ZERO => Ruling::Pass,
            QuietOver::Wait => Ruling::Wait(request.now + wait),
            QuietOver::Refuse => Ruling::Refuse(self.settings.code, GuardKind::Quiet),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::request;
    use super::*;

    fn ask(settings: QuietSettings, minutes: u64, zone: i32) -> Ruling {
        let now = SimTime::START + SimSpan::MINUTE * minutes;
        Quiet::new(settings).turn(&Request { now, zone, ..request() })
    }
    fn wait(hours: u64, minutes: u64) -> Ruling {
        Ruling::Wait(SimTime::START + SimSpan::HOUR * hours + SimSpan::MINUTE * minutes)
    }

    #[test]
    fn hours_are_those_of_the_recipient() {
        let day = QuietSettings::default();
        let ask = |hour: u64, minute: u64, zone: i32| ask(day, hour * 60 + minute, zone);
        assert_eq!([ask(8, 0, 0), ask(20, 59, 0)], [Ruling::Pass; 2]);
        assert_eq!([ask(0, 0, 0), ask(7, 59, 0)], [wait(8, 0); 2]);
        assert_eq!([ask(21, 0, 0), ask(23, 59, 0)], [wait(24 + 8, 0); 2]);
        // Three hours behind: 21:00 there is midnight here.
        assert_eq!(
            [ask(23, 59, -180), ask(24, 0, -180), ask(8, 0, -180)],
            [Ruling::Pass, wait(35, 0), wait(11, 0)]
        );
        // Half an hour ahead, on the first morning.
        assert_eq!([ask(7, 29, 30), ask(7, 30, 30)], [wait(7, 30), Ruling::Pass]);
    }

    #[test]
    fn open_hours_may_go_over_midnight_or_never_end() {
        let night = QuietSettings {
            opens: "20:00".parse().unwrap(),
            closes: "02:00".parse().unwrap(),
            ..QuietSettings::default()
        };
        assert_eq!(
            [ask(night, 60, 0), ask(night, 120, 0), ask(night, 23 * 60, 0)],
            [Ruling::Pass, wait(20, 0), Ruling::Pass]
        );
        let always = QuietSettings { closes: night.opens, ..night };
        assert!((0..1440).all(|minute| ask(always, minute, 0) == Ruling::Pass));
        let refuse = QuietSettings { over: QuietOver::Refuse, ..QuietSettings::default() };
        assert_eq!(ask(refuse, 0, 0), Ruling::Refuse(Code::QUIET_HOURS, GuardKind::Quiet));
    }

    #[test]
    fn a_code_that_was_asked_for_does_not_wait_for_the_morning() {
        let at_night = |exempt_codes, code| {
            let settings = QuietSettings { exempt_codes, ..QuietSettings::default() };
            Quiet::new(settings).turn(&Request { code, ..request() })
        };
        assert_eq!(at_night(true, true), Ruling::Pass);
        assert_eq!([at_night(false, true), at_night(true, false)], [wait(8, 0); 2]);
    }
}
