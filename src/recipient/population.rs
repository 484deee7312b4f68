//! The people of one audience: who they are, what they have received, and how they react.

use super::AudienceSettings;
use super::settings::ReactionSettings;
use crate::message::Code;
use crate::rng::{Draws, LogNormal, Purpose, exp, key_of, splitmix, unit};
use crate::time::{SimSpan, SimTime};

/// One person: 16 bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Person {
    /// Recent messages, each counting half after the half-life.
    annoyance: f32,
    /// When the last message came, in seconds.
    last: u32,
    /// Messages that reached the handset.
    received: u32,
    carrier: u16,
    traits: u16,
}

const CONSENTED: u16 = 1;
const LANDLINE: u16 = 2;
const INACTIVE: u16 = 4;
/// Opted out of any sender: from then on the person wants nothing from this list.
const OPTED_OUT: u16 = 8;
/// Has replied to a sender of this list.
const REPLIED: u16 = 16;

/// The people of one audience, by index.
#[derive(Debug)]
pub struct Population {
    key: u64,
    reactions: Weights,
    off: f64,
    people: Vec<Person>,
}

/// What one delivered message is to the person who gets it.
#[derive(Debug, Clone, Copy)]
pub struct Impression {
    /// Whether the text says how to opt out.
    pub opt_out_wording: bool,
    /// Whether it is unwanted advertising or fraud.
    pub abusive: bool,
    /// As how many texts it arrives: more than one where the carrier does not put a long text together again.
    pub parts: u16,
}

/// What a person does about a message, and when it takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// Nothing.
    Ignore,
    /// A reply that is not an opt-out.
    Reply {
        /// When it comes.
        after: SimSpan,
        /// Whether the person has replied to this list before.
        again: bool,
    },
    /// An opt-out, after this time.
    OptOut(SimSpan),
    /// A complaint that the carrier learns of after this time.
    Complaint(SimSpan),
}

/// The outcome at the handset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impact {
    /// What the person does.
    pub reaction: Reaction,
    /// Whether the person did not want the message: no consent, opted out before, too many of late, or abuse.
    pub unwanted: bool,
}

/// Reaction settings in the form that a draw needs.
#[derive(Debug)]
struct Weights {
    settings: ReactionSettings,
    /// Odds against ignoring, for a person at rest.
    reply: f64,
    opt_out: f64,
    complaint: f64,
    /// Factors on odds: missing consent, abuse, missing opt-out wording.
    no_consent: f64,
    abuse: f64,
    no_opt_out_wording: f64,
    half_life: f64,
    delay: LogNormal,
    complaint_delay: LogNormal,
}

impl Weights {
    fn new(settings: ReactionSettings) -> Weights {
        let (r, o, c) = (settings.reply.value(), settings.opt_out.value(), settings.complaint.value());
        let ignore = (1.0 - r - o - c).max(1e-9);
        Weights {
            reply: r / ignore,
            opt_out: o / ignore,
            complaint: c / ignore,
            no_consent: libm::exp(settings.no_consent),
            abuse: libm::exp(settings.abuse),
            no_opt_out_wording: libm::exp(settings.no_opt_out_wording),
            half_life: settings.annoyance_half_life.seconds(),
            delay: LogNormal::of(settings.delay),
            complaint_delay: LogNormal::of(settings.complaint_delay),
            settings,
        }
    }
}

impl Population {
    /// The audience `name`: traits and carriers are drawn for each person from the audience's name and the
    /// person's index alone. `shares` are the carriers' cumulative market shares, the last of them 1.
    pub fn new(name: &str, settings: &AudienceSettings, shares: &[f64], draws: &Draws) -> Population {
        let key = key_of("audience", name);
        let (landline, inactive) = (settings.landline.value(), settings.inactive.value());
        let consented = settings.consented.value();
        let people = (0..settings.size)
            .map(|i| {
                let person = splitmix(key.wrapping_add(u64::from(i)));
                let u = draws.uniforms(Purpose::Person, person, 0);
                let mut traits = 0;
                if u[0] < consented {
                    traits |= CONSENTED;
                }
                if u[1] < landline {
                    traits |= LANDLINE;
                } else if u[1] < landline + inactive {
                    traits |= INACTIVE;
                }
                let carrier = shares.partition_point(|&s| s <= u[2]).min(shares.len() - 1);
                Person { carrier: carrier as u16, traits, ..Person::default() }
            })
            .collect();
        Population { key, reactions: Weights::new(settings.reactions), off: settings.off.value(), people }
    }

    /// Makes everybody the customer of one of so many carriers, in turn.
    pub fn spread_over(&mut self, carriers: usize) {
        for (i, person) in self.people.iter_mut().enumerate() {
            person.carrier = (i % carriers) as u16;
        }
    }

    /// How many people there are.
    pub fn len(&self) -> u32 {
        self.people.len() as u32
    }
    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }
    /// The place of a person's carrier in the order of the names.
    #[inline]
    pub fn carrier(&self, person: u32) -> usize {
        usize::from(self.people[person as usize].carrier)
    }
    /// The key of a person in random draws.
    #[inline]
    pub fn key(&self, person: u32) -> u64 {
        splitmix(self.key.wrapping_add(u64::from(person)))
    }

    /// Whether a message that passed the filter can reach the handset; otherwise the code of the failure.
    pub fn reach(&self, person: u32, message: (u64, u32), draws: &Draws) -> Result<(), Code> {
        let traits = self.people[person as usize].traits;
        if traits & LANDLINE != 0 {
            return Err(Code::LANDLINE);
        }
        if traits & INACTIVE != 0 {
            return Err(Code::UNKNOWN_NUMBER);
        }
        if self.off > 0.0 && draws.uniform(Purpose::Reach, message.0, message.1) < self.off {
            return Err(Code::UNREACHABLE);
        }
        Ok(())
    }

    /// A message reaches the handset. Choice by multinomial logit against ignoring it; the draw belongs to
    /// the person and the how-manieth message it is, so that strategies meet the same people.
    pub fn receive(&mut self, person: u32, now: SimTime, what: Impression, draws: &Draws) -> Impact {
        let key = self.key(person);
        let weights = &self.reactions;
        let set = &weights.settings;
        let state = &mut self.people[person as usize];
        let seconds = now.seconds() as u32;
        if state.annoyance > 0.0 && weights.half_life > 0.0 {
            let gap = f64::from(seconds.saturating_sub(state.last));
            state.annoyance *= libm::exp2(-gap / weights.half_life) as f32;
        }
        let annoyance = f64::from(state.annoyance);
        let consented = state.traits & CONSENTED != 0 && state.traits & OPTED_OUT == 0;

        let words = draws.words(Purpose::Reaction, key, state.received);
        let (mut out, mut complain) = (1.0, 1.0);
        if annoyance > 0.0 && set.annoyance > 0.0 {
            // Beyond e^30 the odds say no more; without a bound they would overflow into nonsense.
            out = exp((set.annoyance * annoyance).min(30.0));
            complain = out;
        }
        if !consented {
            out *= weights.no_consent;
            complain *= weights.no_consent;
        }
        if what.abusive {
            complain *= weights.abuse;
        }
        if !what.opt_out_wording {
            out /= weights.no_opt_out_wording;
            complain *= weights.no_opt_out_wording;
        }
        let odds = [weights.reply, weights.opt_out * out, weights.complaint * complain];
        let total = 1.0 + odds[0] + odds[1] + odds[2];
        let u = unit(words[0]) * total;
        let reaction = if u < odds[0] {
            let again = state.traits & REPLIED != 0;
            state.traits |= REPLIED;
            Reaction::Reply { after: SimSpan::from_seconds_f64(weights.delay.at(unit(words[1]))), again }
        } else if u < odds[0] + odds[1] {
            state.traits |= OPTED_OUT;
            Reaction::OptOut(SimSpan::from_seconds_f64(weights.delay.at(unit(words[1]))))
        } else if u < odds[0] + odds[1] + odds[2] {
            Reaction::Complaint(SimSpan::from_seconds_f64(weights.complaint_delay.at(unit(words[2]))))
        } else {
            Reaction::Ignore
        };
        let unwanted = !consented || what.abusive || annoyance >= set.tolerance;
        state.annoyance += f32::from(what.parts);
        state.last = seconds;
        state.received += 1;
        Impact { reaction, unwanted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Share;

    fn people(reactions: ReactionSettings) -> Population {
        let settings = AudienceSettings {
            size: 40_000,
            consent: String::new(),
            consented: Share::ONE,
            landline: Share::ZERO,
            inactive: Share::ZERO,
            off: Share::ZERO,
            reactions,
        };
        Population::new("all", &settings, &[0.25, 1.0], &Draws::new(1, 0))
    }

    fn shares(population: &mut Population, what: Impression) -> [f64; 3] {
        let mut n = [0.0; 3];
        for i in 0..population.len() {
            match population.receive(i, SimTime::START, what, &Draws::new(1, 0)).reaction {
                Reaction::Reply { .. } => n[0] += 1.0,
                Reaction::OptOut(_) => n[1] += 1.0,
                Reaction::Complaint(_) => n[2] += 1.0,
                Reaction::Ignore => {}
            }
        }
        n.map(|x| x / f64::from(population.len()))
    }

    #[test]
    fn people_at_rest_react_with_the_chances_set() {
        let settings = ReactionSettings {
            reply: Share::new(0.1),
            opt_out: Share::new(0.05),
            complaint: Share::new(0.02),
            ..Default::default()
        };
        let polite = Impression { opt_out_wording: true, abusive: false, parts: 1 };
        let got = shares(&mut people(settings), polite);
        for (got, set) in got.iter().zip([0.1, 0.05, 0.02]) {
            assert!((got - set).abs() < 0.005, "{got} against {set}");
        }
        let silent =
            shares(&mut people(settings), Impression { opt_out_wording: false, abusive: false, parts: 1 });
        assert!(silent[1] < got[1] && silent[2] > got[2], "without opt-out wording people complain instead");
        let mut twice = people(settings);
        shares(&mut twice, polite);
        let again = shares(&mut twice, polite);
        assert!(again[1] > got[1] && again[2] > got[2], "repeats annoy");
    }

    #[test]
    fn no_number_of_repeats_makes_people_indifferent() {
        let settings = ReactionSettings {
            opt_out: Share::new(1e-4),
            complaint: Share::new(1e-5),
            annoyance_half_life: SimSpan::DAY,
            ..Default::default()
        };
        let mut people = people(settings);
        let polite = Impression { opt_out_wording: true, abusive: false, parts: 1 };
        let draws = Draws::new(1, 0);
        let mut reacted = |from: u32| {
            (from..from + 500)
                .filter(|_| people.receive(0, SimTime::START, polite, &draws).reaction != Reaction::Ignore)
                .count()
        };
        let (few, many) = (reacted(0), reacted(5000));
        assert!(many >= few, "{few} of the first 500, {many} of later ones");
        assert!(many > 490);
    }

    #[test]
    fn carriers_get_their_shares() {
        let people = people(ReactionSettings::default());
        let first = (0..people.len()).filter(|&i| people.carrier(i) == 0).count() as f64;
        assert!((first / 40_000.0 - 0.25).abs() < 0.01);
    }
}
