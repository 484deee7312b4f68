//! What a person does about a message: a choice by multinomial logit against doing nothing.

use super::rhythm::{Local, Rhythm};
use super::settings::ReactionSettings;
use crate::message::NumberId;
use crate::rng::{LogNormal, exp};

/// What one delivered message is to the person who gets it.
#[derive(Debug, Clone, Copy)]
pub struct Impression {
    /// The number it comes from.
    pub number: NumberId,
    /// Whether the text says how to opt out.
    pub opt_out_wording: bool,
    /// Whether the text has a link to click on.
    pub link: bool,
    /// Whether it is unwanted advertising or fraud.
    pub abusive: bool,
    /// As how many texts it arrives: more than one where the carrier does not put a long text together again.
    pub parts: u16,
}

/// What a person can do, in the order in which a draw meets it. Ignoring the message is what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Reply,
    OptOut,
    Complain,
    Click,
    Block,
    Ignore,
}

/// Who chooses, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mood {
    pub(super) consented: bool,
    pub(super) aware: bool,
    /// Recent messages, as they annoy now.
    pub(super) annoyance: f64,
    /// The person's own factor on the odds of leaving.
    pub(super) leaving: f64,
    pub(super) local: Local,
}

/// The reactions of one persona in the form that a draw needs.
#[derive(Debug)]
pub(super) struct Weights {
    pub(super) settings: ReactionSettings,
    /// Odds against ignoring, for a person at rest.
    reply: f64,
    click: f64,
    opt_out: f64,
    complaint: f64,
    block: f64,
    /// Factors on odds: missing consent, abuse, missing opt-out wording, a weekend, a link that is recognised.
    no_consent: f64,
    abuse: f64,
    no_opt_out_wording: f64,
    weekend: f64,
    fooled: f64,
    unaware_blocks: f64,
    rhythm: Option<Rhythm>,
    pub(super) half_life: f64,
    pub(super) delay: LogNormal,
    pub(super) complaint_delay: LogNormal,
}

/// Beyond e^30 the odds say no more; without a bound they would overflow into nonsense.
const LOG_ODDS_MAX: f64 = 30.0;

impl Weights {
    pub(super) fn new(settings: ReactionSettings, rhythm: Option<[f64; 24]>) -> Weights {
        let s = &settings;
        let chances = [s.reply, s.opt_out, s.complaint, s.click, s.block].map(|c| c.value());
        let ignore = (1.0 - chances.iter().sum::<f64>()).max(1e-9);
        let [reply, opt_out, complaint, click, block] = chances.map(|c| c / ignore);
        Weights {
            reply,
            click,
            opt_out,
            complaint,
            block,
            no_consent: libm::exp(s.no_consent),
            abuse: libm::exp(s.abuse),
            no_opt_out_wording: libm::exp(s.no_opt_out_wording),
            weekend: libm::exp(s.weekend),
            fooled: 1.0 - s.recognised.value(),
            unaware_blocks: s.unaware_blocks.value(),
            rhythm: rhythm.map(|awake| Rhythm::new(awake, s.night)),
            half_life: s.annoyance_half_life.seconds(),
            delay: LogNormal::of(s.delay),
            complaint_delay: LogNormal::of(s.complaint_delay),
            settings,
        }
    }

    /// Whether what people do depends on the time of day or week.
    fn has_clock(&self) -> bool {
        self.rhythm.is_some() || self.settings.weekend != 0.0
    }

    /// The choice at `u` in (0, 1).
    pub(super) fn choose(&self, mood: Mood, what: Impression, u: f64) -> Choice {
        let mut leaving = mood.leaving;
        if mood.annoyance > 0.0 && self.settings.annoyance > 0.0 {
            leaving *= exp((self.settings.annoyance * mood.annoyance).min(LOG_ODDS_MAX));
        }
        if !mood.consented {
            leaving *= self.no_consent;
        }
        if self.has_clock() {
            leaving *= self.rhythm.as_ref().map_or(1.0, |r| r.night(mood.local));
            if mood.local.is_weekend() {
                leaving *= self.weekend;
            }
        }
        let mut leave = [self.opt_out * leaving, self.complaint * leaving, self.block * leaving];
        if what.abusive {
            leave[1] *= self.abuse;
            leave[2] *= self.abuse;
        }
        if !what.opt_out_wording {
            leave = self.without_wording(leave);
        }
        let [opt_out, complain, block] = leave;
        let mut click = if what.link { self.click } else { 0.0 };
        if what.abusive {
            click *= self.fooled;
        }
        // Where there is no link, or it is not trusted, who would click ignores the message, and nobody else
        // does otherwise.
        let at = u * (1.0 + self.reply + opt_out + complain + self.click + block);
        let mut end = self.reply;
        if at < end {
            return Choice::Reply;
        }
        end += opt_out;
        if at < end {
            return Choice::OptOut;
        }
        end += complain;
        if at < end {
            return if mood.aware {
                Choice::Complain
            } else if end - at < complain * self.unaware_blocks {
                Choice::Block
            } else {
                Choice::Ignore
            };
        }
        let clicked = end + click;
        if at < clicked {
            return Choice::Click;
        }
        end += self.click;
        if at < end {
            return Choice::Ignore;
        }
        end += block;
        if at < end { Choice::Block } else { Choice::Ignore }
    }

    /// Who is not told how to opt out leaves all the same: complaining and blocking gain on opting out, and
    /// the sum stays.
    fn without_wording(&self, [opt_out, complain, block]: [f64; 3]) -> [f64; 3] {
        let factor = self.no_opt_out_wording;
        let before = opt_out + complain + block;
        let after = opt_out + (complain + block) * factor;
        let scale = if after > 0.0 { before / after } else { 1.0 };
        [opt_out * scale, complain * factor * scale, block * factor * scale]
    }

    /// The time by the clock that a delay, in seconds of waking time, takes.
    pub(super) fn wait(&self, local: Local, delay: f64) -> f64 {
        self.rhythm.as_ref().map_or(delay, |r| r.wait(local, delay))
    }
}
