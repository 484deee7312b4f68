//! The people of one audience: who they are, what they have received, and how they react.

use rustc_hash::{FxHashMap, FxHashSet};

use super::CodeHabits;
use super::choice::{Choice, Impression, Mood, Weights};
use super::rhythm::Local;
use super::settings::{AudienceSettings, PersonaSettings, Zone};
use crate::message::{Code, NumberId};
use crate::rng::{Draws, LogNormal, Purpose, exp, key_of, normal_quantile, splitmix, unit};
use crate::time::{SimSpan, SimTime};

/// One person: 24 bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Person {
    /// Recent messages, each counting half after the half-life.
    annoyance: f32,
    /// When the last message came, in seconds.
    last: u32,
    /// Messages that were seen on the handset.
    received: u32,
    /// The person's own factor on the odds of leaving.
    leaving: f32,
    carrier: u16,
    /// The carrier that a look-up names.
    looked_up: u16,
    traits: u16,
    persona: u8,
    zone: u8,
}

const CONSENTED: u16 = 1;
const LANDLINE: u16 = 2;
const INACTIVE: u16 = 4;
/// Opted out of any sender: from then on the person wants nothing from this list.
const OPTED_OUT: u16 = 8;
/// Has replied to a sender of this list.
const REPLIED: u16 = 16;
/// Knows how to complain to the carrier.
const AWARE: u16 = 32;

/// The people of one audience, by index.
#[derive(Debug)]
pub struct Population {
    key: u64,
    /// By persona, in the order of their names.
    personas: Vec<Weights>,
    /// By zone: how many minutes its clock is ahead of the scenario's.
    zones: Vec<i32>,
    off: f64,
    codes: CodeHabits,
    people: Vec<Person>,
    /// Numbers that a person has blocked; looked up, never gone through.
    blocked: FxHashSet<(NumberId, u32)>,
    /// When somebody who opted out comes back; looked up, never iterated.
    returns: FxHashMap<u32, SimTime>,
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
    /// A click on the link.
    Click {
        /// When it comes.
        after: SimSpan,
        /// Whether it ends in what the sender wants.
        converts: bool,
    },
    /// An opt-out, after this time.
    OptOut(SimSpan),
    /// A complaint that the carrier learns of after this time.
    Complaint(SimSpan),
    /// The number is blocked on the handset after this time; [`Population::block`] is to be called then.
    Block(SimSpan),
}

/// The outcome at the handset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impact {
    /// What the person does.
    pub reaction: Reaction,
    /// Whether the person did not want the message: no consent, opted out before, number blocked, too many of
    /// late, or abuse.
    pub unwanted: bool,
}

/// Shares of named kinds, as bounds on a draw.
struct Lots(Vec<f64>);

impl Lots {
    fn new(shares: impl Iterator<Item = f64>) -> Lots {
        let mut sum = 0.0;
        Lots(
            shares
                .map(|share| {
                    sum += share;
                    sum
                })
                .collect(),
        )
    }
    /// The place that `u` in (0, 1) falls on. Rounding may leave the last bound short of 1.
    fn at(&self, u: f64) -> usize {
        self.0.partition_point(|&end| end <= u).min(self.0.len().saturating_sub(1))
    }
}

/// What one persona is born with.
struct Birth {
    consented: f64,
    recycled: f64,
    aware: f64,
    spread: f64,
}

impl Population {
    /// The audience `name`: traits and carriers are drawn for each person from the audience's name and the
    /// person's index alone. `shares` are the carriers' cumulative market shares, the last of them 1.
    pub fn new(name: &str, settings: &AudienceSettings, shares: &[f64], draws: &Draws) -> Population {
        let key = key_of("audience", name);
        let (landline, inactive) = (settings.landline.value(), settings.inactive.value());
        // By name, so that the order of declaration changes nothing.
        let mut kinds: Vec<&PersonaSettings> = settings.personas.iter().collect();
        kinds.sort_by(|a, b| a.name.cmp(&b.name));
        let persona_lots = Lots::new(kinds.iter().map(|k| k.share.value()));
        let whole = PersonaSettings::default();
        if kinds.is_empty() {
            kinds.push(&whole);
        }
        let births: Vec<Birth> = kinds
            .iter()
            .map(|k| {
                let own = k.reactions(&settings.reactions);
                Birth {
                    consented: k.consented.unwrap_or(settings.consented).value(),
                    recycled: k.recycled.unwrap_or(settings.recycled).value(),
                    aware: own.aware.value(),
                    spread: own.spread,
                }
            })
            .collect();
        let mut zones: Vec<&Zone> = settings.zones.iter().collect();
        zones.sort_by(|a, b| a.hours.total_cmp(&b.hours).then(a.share.value().total_cmp(&b.share.value())));
        let zone_lots = Lots::new(zones.iter().map(|z| z.share.value()));
        let ported = settings.ported.value();
        // What is switched off draws nothing.
        let sorted =
            kinds.len() > 1 || zones.len() > 1 || ported > 0.0 || births.iter().any(|b| b.recycled > 0.0);
        let people = (0..settings.size)
            .map(|i| {
                let person = splitmix(key.wrapping_add(u64::from(i)));
                let u = draws.uniforms(Purpose::Person, person, 0);
                let v = if sorted { draws.uniforms(Purpose::Persona, person, 0) } else { [1.0; 4] };
                let persona = if kinds.len() > 1 { persona_lots.at(v[0]) } else { 0 };
                let birth = &births[persona];
                let carrier = shares.partition_point(|&s| s <= u[2]).min(shares.len() - 1);
                let mut traits = 0;
                if u[0] < birth.consented && v[1] >= birth.recycled {
                    traits |= CONSENTED;
                }
                if u[1] < landline {
                    traits |= LANDLINE;
                } else if u[1] < landline + inactive {
                    traits |= INACTIVE;
                }
                let (leaving, aware) = birth.propensity(person, draws);
                if aware {
                    traits |= AWARE;
                }
                let looked_up =
                    if v[3] < ported { other_carrier(carrier, v[3] / ported, shares) } else { carrier };
                Person {
                    carrier: carrier as u16,
                    looked_up: looked_up as u16,
                    traits,
                    leaving,
                    persona: persona as u8,
                    zone: if zones.len() > 1 { zone_lots.at(v[2]) as u8 } else { 0 },
                    ..Person::default()
                }
            })
            .collect();
        let weights = |k: &&PersonaSettings| {
            Weights::new(k.reactions(&settings.reactions), k.rhythm.or(settings.rhythm))
        };
        let minutes = |z: &&Zone| libm::round(z.hours * 60.0) as i32;
        Population {
            key,
            personas: kinds.iter().map(weights).collect(),
            zones: if zones.is_empty() { vec![0] } else { zones.iter().map(minutes).collect() },
            off: settings.off.value(),
            codes: CodeHabits::new(&settings.codes.unwrap_or_default()),
            people,
            blocked: FxHashSet::default(),
            returns: FxHashMap::default(),
        }
    }

    /// Makes everybody the customer of one of so many carriers, in turn.
    pub fn spread_over(&mut self, carriers: usize) {
        for (i, person) in self.people.iter_mut().enumerate() {
            person.carrier = (i % carriers) as u16;
            person.looked_up = person.carrier;
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
    /// The place of the carrier that a look-up names: of a ported number, the one that its owner has left.
    pub fn looked_up(&self, person: u32) -> usize {
        usize::from(self.people[person as usize].looked_up)
    }
    /// How many minutes a person's clock is ahead of the scenario's; negative where it is behind.
    pub fn zone(&self, person: u32) -> i32 {
        self.zones[usize::from(self.people[person as usize].zone)]
    }
    /// Whether a person agreed to be written to, still has the number, and has not opted out.
    pub fn consents(&self, person: u32) -> bool {
        self.people[person as usize].consents()
    }
    /// The place of a person's persona in the order of the names; 0 where there is none.
    pub fn persona(&self, person: u32) -> usize {
        usize::from(self.people[person as usize].persona)
    }
    /// The key of a person in random draws.
    #[inline]
    pub fn key(&self, person: u32) -> u64 {
        splitmix(self.key.wrapping_add(u64::from(person)))
    }

    /// How they treat one-time codes.
    pub fn codes(&self) -> &CodeHabits {
        &self.codes
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
    /// the person and the how-manieth message it is, so that strategies meet the same people. What comes from
    /// a number that the person has blocked is not seen.
    pub fn receive(&mut self, person: u32, now: SimTime, what: Impression, draws: &Draws) -> Impact {
        if !self.sees(what.number, person) {
            return Impact { reaction: Reaction::Ignore, unwanted: true };
        }
        let key = self.key(person);
        let state = &mut self.people[person as usize];
        let weights = &self.personas[usize::from(state.persona)];
        if state.traits & OPTED_OUT != 0 && self.returns.get(&person).is_some_and(|back| *back <= now) {
            state.traits &= !OPTED_OUT;
        }
        let seconds = now.seconds() as u32;
        if state.annoyance > 0.0 && weights.half_life > 0.0 {
            let gap = f64::from(seconds.saturating_sub(state.last));
            state.annoyance *= libm::exp2(-gap / weights.half_life) as f32;
        }
        let mood = Mood {
            consented: state.consents(),
            aware: state.traits & AWARE != 0,
            annoyance: f64::from(state.annoyance),
            leaving: f64::from(state.leaving),
            local: Local::of(now, self.zones[usize::from(state.zone)]),
        };
        let words = draws.words(Purpose::Reaction, key, state.received);
        let choice = weights.choose(mood, what, unit(words[0]));
        let span = |delay| SimSpan::from_seconds_f64(weights.wait(mood.local, delay));
        let after = || span(weights.delay.at(unit(words[1])));
        let reaction = match choice {
            Choice::Ignore => Reaction::Ignore,
            Choice::Reply => {
                let again = state.traits & REPLIED != 0;
                state.traits |= REPLIED;
                Reaction::Reply { after: after(), again }
            }
            Choice::Click => {
                let converts = unit(words[3]) < weights.settings.convert.value();
                Reaction::Click { after: after(), converts }
            }
            Choice::OptOut => {
                state.traits |= OPTED_OUT;
                Reaction::OptOut(after())
            }
            Choice::Complain => Reaction::Complaint(span(weights.complaint_delay.at(unit(words[2])))),
            Choice::Block => Reaction::Block(after()),
        };
        let unwanted = !mood.consented || what.abusive || mood.annoyance >= weights.settings.tolerance;
        state.annoyance += f32::from(what.parts);
        state.last = seconds;
        state.received += 1;
        Impact { reaction, unwanted }
    }

    /// From now on a person sees nothing more that comes from this number.
    pub fn block(&mut self, person: u32, number: NumberId) {
        self.blocked.insert((number, person));
    }

    /// Whether what comes from this number is shown to the person: it is not once they have blocked it.
    pub fn sees(&self, number: NumberId, person: u32) -> bool {
        self.blocked.is_empty() || !self.blocked.contains(&(number, person))
    }

    /// A person who opted out at `left` comes back with the chance `share` after a delay of that law, and wants
    /// messages again from then on. Says when; the draw belongs to the person and what it has received so far.
    pub fn thinks_again(
        &mut self,
        person: u32,
        left: SimTime,
        share: f64,
        delay: LogNormal,
        draws: &Draws,
    ) -> Option<SimTime> {
        let received = self.people[person as usize].received;
        let words = draws.words(Purpose::Start, self.key(person), received);
        let back = left + SimSpan::from_seconds_f64(delay.at(unit(words[1])));
        if unit(words[0]) < share {
            self.returns.insert(person, back);
            return Some(back);
        }
        self.returns.remove(&person);
        None
    }
}

impl Person {
    fn consents(self) -> bool {
        self.traits & (CONSENTED | OPTED_OUT) == CONSENTED
    }
}

impl Birth {
    /// A person's own factor on the odds of leaving, and whether the person knows how to complain. Over all
    /// people the factor has the mean 1.
    fn propensity(&self, person: u64, draws: &Draws) -> (f32, bool) {
        if self.spread == 0.0 && self.aware == 1.0 {
            return (1.0, true);
        }
        let u = draws.uniforms(Purpose::Propensity, person, 0);
        let log = self.spread * normal_quantile(u[0]) - self.spread * self.spread / 2.0;
        (exp(log) as f32, u[1] < self.aware)
    }
}

/// A carrier other than `own`, by market share, at `u` in (0, 1); `own` where there is no other.
fn other_carrier(own: usize, u: f64, shares: &[f64]) -> usize {
    let from = if own == 0 { 0.0 } else { shares[own - 1] };
    let width = shares[own] - from;
    if width >= 1.0 {
        return own;
    }
    // The carrier's own part is cut out, and the rest is drawn from.
    let u = u * (1.0 - width);
    let u = if u < from { u } else { u + width };
    shares.partition_point(|&s| s <= u).min(shares.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn population(settings: serde_json::Value) -> Population {
        let mut all = serde_json::json!({ "size": 40_000, "consent": "" });
        for (key, value) in settings.as_object().expect("keys") {
            all[key] = value.clone();
        }
        let settings = serde_json::from_value(all).expect("an audience");
        Population::new("all", &settings, &[0.25, 1.0], &Draws::new(1, 0))
    }

    const POLITE: Impression =
        Impression { number: NumberId(0), opt_out_wording: true, link: false, abusive: false, parts: 1 };

    #[test]
    fn a_person_takes_24_bytes() {
        assert_eq!(size_of::<Person>(), 24);
    }

    #[test]
    fn no_number_of_repeats_makes_people_indifferent() {
        let reactions =
            serde_json::json!({ "opt_out": 1e-4, "complaint": 1e-5, "annoyance_half_life": "1d" });
        let mut people = population(serde_json::json!({ "reactions": reactions }));
        let draws = Draws::new(1, 0);
        let mut reacted = |from: u32| {
            (from..from + 500)
                .filter(|_| people.receive(0, SimTime::START, POLITE, &draws).reaction != Reaction::Ignore)
                .count()
        };
        let (few, many) = (reacted(0), reacted(5000));
        assert!(many >= few, "{few} of the first 500, {many} of later ones");
        assert!(many > 490);
    }

    #[test]
    fn carriers_get_their_shares() {
        let people = population(serde_json::json!({}));
        let first = (0..people.len()).filter(|&i| people.carrier(i) == 0).count() as f64;
        assert!((first / 40_000.0 - 0.25).abs() < 0.01);
        assert!((0..people.len()).all(|i| people.looked_up(i) == people.carrier(i) && people.consents(i)));
    }

    #[test]
    fn an_old_carrier_is_another_one_by_its_share() {
        let shares = [0.2, 0.5, 1.0];
        for own in 0..3 {
            let mut n = [0u32; 3];
            (0..10_000).for_each(|i| n[other_carrier(own, (f64::from(i) + 0.5) / 10_000.0, &shares)] += 1);
            assert_eq!(n[own], 0, "{own}: {n:?}");
            let (a, b) = [(1, 2), (0, 2), (0, 1)][own];
            let [x, y] = [a, b].map(|c| [0.2, 0.3, 0.5][c]);
            assert!((f64::from(n[a]) / f64::from(n[b]) - x / y).abs() < 0.01, "{own}: {n:?}");
        }
        assert_eq!(other_carrier(0, 0.7, &[1.0]), 0, "there is no other");
    }
}
