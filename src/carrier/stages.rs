//! The stages of one carrier at work, and what they remember.

use std::sync::Arc;

use super::filter::balance::{Balance, Flow};
use super::filter::duplicates::Duplicates;
use super::filter::gaps::{Gaps, Rhythm};
use super::filter::links::Domains;
use super::filter::loops::Loops;
use super::filter::rate::{Rate, Windows};
use super::filter::recipients::{Met, Recipients};
use super::filter::repeats::{Repeats, Run};
use super::filter::reputation::{Evidence, Reputation};
use super::filter::snowshoe::{Snowshoe, Trail};
use super::filter::{FilterSettings, LastSeen, Stage, Terms};
use super::people::People;
use super::scope::{Counts, Keys, Scope};
use super::text::TextTerms;
use crate::message::{Aggregation, ClusterId, NumberId, NumberSettings, Submission};
use crate::time::{SimSpan, SimTime};

/// What a message is to the stages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'m> {
    pub(super) message: &'m Submission,
    pub(super) keys: Keys,
    /// The class of its number.
    pub(super) class: u32,
    /// What its text alone adds.
    pub(super) text: TextTerms,
}

impl Case<'_> {
    /// The number that it counts for.
    #[inline]
    pub(super) fn number(&self) -> NumberId {
        NumberId(self.keys.get(Scope::Number).expect("every message has a number") as u32)
    }
    fn cluster(&self) -> ClusterId {
        ClusterId(self.keys.get(Scope::Cluster).expect("every text has a cluster") as u32)
    }
    /// Each message is counted once, at its first screening.
    fn counts(&self) -> bool {
        self.message.holds == 0
    }
}

/// All that the stages remember of one number, side by side, so that a message touches one place in memory:
/// 192 bytes, exactly three cache lines.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct NumberState {
    rate: Windows,
    recipients: Met,
    balance: Flow,
    repeats: Run,
    gaps: Rhythm,
    duplicates: LastSeen,
    snowshoe: Trail,
}

/// The stages that are on.
#[derive(Debug)]
pub(super) struct Stages {
    numbers: Vec<NumberState>,
    /// By campaign or brand, where the rate stage counts those.
    shared_windows: Vec<Windows>,
    /// What the kind of number alone adds, by class.
    prior: Vec<f64>,
    rate: Option<Rate>,
    recipients: Option<Recipients>,
    balance: Option<Balance>,
    repeats: Option<Repeats>,
    duplicates: Option<Duplicates>,
    loops: Option<Loops>,
    snowshoe: Option<Snowshoe>,
    gaps: Option<Gaps>,
    domains: Option<Domains>,
    reputation: Option<Reputation>,
}

impl Stages {
    /// The stages that the settings switch on, for these classes of number (each with its brand), so many of
    /// everything, and so many people. `all` is every filter that the carrier ever has: what a later one goes by
    /// has to be remembered from the beginning.
    pub(super) fn new(
        filter: &FilterSettings,
        all: &[FilterSettings],
        classes: &[(Arc<NumberSettings>, u32)],
        counts: &Counts,
        people: &People,
    ) -> Stages {
        let entitlements = || classes.iter().map(|(n, _)| &n.entitlement);
        let prior = filter.prior.as_ref().filter(|s| s.enabled);
        let rate = filter.rate.filter(|s| s.enabled);
        let rates: Vec<_> = all.iter().filter_map(|f| f.rate.filter(|s| s.enabled)).collect();
        let recipients: Vec<_> = all.iter().filter_map(|f| f.recipients.filter(|s| s.enabled)).collect();
        let duplicates: Vec<_> = all.iter().filter_map(|f| f.duplicates.filter(|s| s.enabled)).collect();
        let snowshoes: Vec<_> = all.iter().filter_map(|f| f.snowshoe.filter(|s| s.enabled)).collect();
        let links: Vec<_> = all.iter().filter_map(|f| f.links.filter(|s| s.enabled)).collect();
        let by = rate.map_or(Scope::Number, |s| Scope::of(s.by));
        let kinds = classes.iter().map(|(n, brand)| (n.aggregation, n.prior, *brand));
        Stages {
            numbers: vec![NumberState::default(); counts.of(Scope::Number)],
            shared_windows: vec![Windows::default(); if by == Scope::Number { 0 } else { counts.of(by) }],
            prior: classes.iter().map(|(n, _)| prior.map_or(0.0, |s| s.term(n))).collect(),
            rate: rate.map(|s| Rate::new(s, &rates, entitlements(), counts.of(by))),
            recipients: filter
                .recipients
                .filter(|s| s.enabled)
                .map(|s| Recipients::new(s, &recipients, entitlements(), people.n())),
            balance: filter.balance.filter(|s| s.enabled).map(|s| Balance::new(s, entitlements())),
            repeats: filter.repeats.filter(|s| s.enabled).map(|s| Repeats::new(s, entitlements())),
            duplicates: filter.duplicates.filter(|s| s.enabled).map(|s| {
                Duplicates::new(s, &duplicates, entitlements(), counts.of(Scope::Cluster), people.n())
            }),
            loops: filter.loops.filter(|s| s.enabled).map(|s| Loops::new(s, people.clone())),
            snowshoe: filter.snowshoe.filter(|s| s.enabled).map(|s| Snowshoe::new(s, &snowshoes, counts)),
            gaps: filter.gaps.filter(|s| s.enabled).map(|s| Gaps::new(s, entitlements())),
            domains: filter
                .links
                .filter(|s| s.enabled)
                .and_then(|s| Domains::new(&s, &links, counts.of(Scope::Campaign))),
            reputation: filter
                .reputation
                .clone()
                .filter(|s| s.enabled)
                .map(|s| Reputation::new(s, kinds, counts)),
        }
    }

    /// Goes on from `at` with what other stages remember. A stage that is not on in both begins anew: nothing is
    /// kept of it, beside the stage or with a number, that it would later take for its own. `numbers` has the
    /// class and the brand of each number.
    pub(super) fn take_over(&mut self, old: Stages, at: SimTime, numbers: &[(u32, u32)]) {
        self.numbers = old.numbers;
        let states = &mut self.numbers;
        match (&mut self.rate, old.rate) {
            (Some(new), Some(former)) if new.counts_like(&former) => {
                self.shared_windows = old.shared_windows;
                match new.settings().by {
                    Aggregation::Number => {
                        for (state, &(class, _)) in states.iter_mut().zip(numbers) {
                            new.take_over_windows(&former, &mut state.rate, class, at);
                        }
                    }
                    by => {
                        // A brand refills like the class of it with the highest limits, whatever its name.
                        let mut classes: Vec<Option<u32>> = vec![None; self.shared_windows.len()];
                        for &(class, brand) in numbers {
                            let place = if by == Aggregation::Brand { brand } else { class };
                            let known = &mut classes[place as usize];
                            if known.is_none_or(|known| former.is_larger(class, known)) {
                                *known = Some(class);
                            }
                        }
                        for (windows, class) in self.shared_windows.iter_mut().zip(classes) {
                            if let Some(class) = class {
                                new.take_over_windows(&former, windows, class, at);
                            }
                        }
                    }
                }
                new.take_over(former);
            }
            // Windows of another kind mean something else.
            _ => states.iter_mut().for_each(|n| n.rate = Windows::default()),
        }
        match (&mut self.recipients, old.recipients) {
            (Some(new), Some(old)) => new.take_over(old),
            _ => states.iter_mut().for_each(|n| n.recipients = Met::default()),
        }
        match (&self.balance, old.balance) {
            (Some(new), Some(old)) => {
                states.iter_mut().for_each(|n| new.take_over(&old, &mut n.balance, at));
            }
            _ => states.iter_mut().for_each(|n| n.balance = Flow::default()),
        }
        match (&mut self.repeats, old.repeats) {
            (Some(new), Some(old)) => new.take_over(old),
            _ => states.iter_mut().for_each(|n| n.repeats = Run::default()),
        }
        match (&mut self.duplicates, old.duplicates) {
            (Some(new), Some(old)) => {
                new.take_over(old, at, states.iter_mut().map(|n| &mut n.duplicates));
            }
            _ => states.iter_mut().for_each(|n| n.duplicates = LastSeen::default()),
        }
        if let (Some(new), Some(old)) = (&mut self.loops, old.loops) {
            new.take_over(old);
        }
        match (&mut self.snowshoe, old.snowshoe) {
            (Some(new), Some(old)) => new.take_over(old, states.iter_mut().map(|n| &mut n.snowshoe)),
            _ => states.iter_mut().for_each(|n| n.snowshoe = Trail::default()),
        }
        if self.gaps.is_none() || old.gaps.is_none() {
            states.iter_mut().for_each(|n| n.gaps = Rhythm::default());
        }
        if let (Some(new), Some(old)) = (&mut self.domains, old.domains) {
            new.take_over(old);
        }
        if let (Some(new), Some(old)) = (&mut self.reputation, old.reputation) {
            new.take_over(old, at);
        }
    }

    /// Reads what a message is going to need from far places in memory, all at once: the waits for them then
    /// overlap instead of following one another.
    fn reach_for(&self, case: &Case<'_>) {
        let state = &self.numbers[case.number().index()];
        std::hint::black_box((state.rate.touched(), state.gaps, state.snowshoe));
        if let Some(loops) = &self.loops {
            std::hint::black_box(loops.touched(case.message.person));
        }
        if let Some(reputation) = &self.reputation {
            std::hint::black_box(reputation.touched(&case.keys));
        }
    }

    /// What every stage adds for a message. One that was held is judged again without being counted again.
    pub(super) fn terms(&mut self, case: &Case<'_>, now: SimTime) -> Terms {
        self.reach_for(case);
        let (message, class, counts) = (case.message, case.class, case.counts());
        let (number, person) = (case.number(), message.person);
        let mut terms = case.text.beside(self.prior[class as usize]);
        let state = &mut self.numbers[number.index()];
        if let Some(rate) = &mut self.rate {
            let more = if counts { rate.size(message.segments) } else { 0 };
            let (windows, owner) = owner(rate, &mut self.shared_windows, &mut state.rate, &case.keys);
            let parts = rate.term(message.id, windows, owner, class, more, now);
            terms[Stage::RateSecond as usize..=Stage::RateDay as usize].copy_from_slice(&parts);
        }
        if let Some(recipients) = &mut self.recipients {
            terms[Stage::Recipients as usize] =
                recipients.term(&mut state.recipients, number, class, person, counts, now);
        }
        if let Some(balance) = &self.balance {
            terms[Stage::Balance as usize] = balance.term(&mut state.balance, class, counts, now);
        }
        if let Some(repeats) = &mut self.repeats {
            terms[Stage::Repeats as usize] =
                repeats.term(&mut state.repeats, number, class, case.cluster(), counts, now);
        }
        if let Some(duplicates) = &mut self.duplicates {
            let last = &mut state.duplicates;
            terms[Stage::Duplicates as usize] =
                duplicates.term(case.cluster(), number, last, class, person, counts, now);
        }
        if let Some(loops) = &mut self.loops {
            terms[Stage::Loops as usize] = loops.term(person, case.cluster(), counts, now);
        }
        if let Some(snowshoe) = &mut self.snowshoe {
            terms[Stage::Snowshoe as usize] = snowshoe.term(&case.keys, &mut state.snowshoe, counts, now);
        }
        if let Some(gaps) = &self.gaps {
            terms[Stage::Gaps as usize] = gaps.term(&mut state.gaps, class, counts, now);
        }
        if let (Some(domains), Some(domain)) = (&mut self.domains, case.keys.get(Scope::Domain)) {
            let campaign = case.keys.get(Scope::Campaign).expect("every number has a campaign");
            terms[Stage::Links as usize] += domains.term(campaign, domain as u32, counts, now);
        }
        if let Some(reputation) = &mut self.reputation {
            reputation.term(&case.keys, class, now, &mut terms);
        }
        terms
    }

    /// How long a campaign is to be suspended for a message with these terms.
    pub(super) fn penalty(&self, terms: &Terms) -> Option<SimSpan> {
        let snowshoe = self.snowshoe.as_ref()?;
        snowshoe.settings().penalty.filter(|_| terms[Stage::Snowshoe as usize] > 0.0)
    }

    /// The message just screened is held.
    pub(super) fn hold(&mut self, case: &Case<'_>) {
        if let Some(rate) = &mut self.rate {
            rate.hold(case.message.id);
        }
    }

    /// Takes the message just screened, which was dropped, back out of the rate windows, where dropped messages
    /// do not count.
    pub(super) fn uncount(&mut self, case: &Case<'_>, now: SimTime) {
        if let Some(rate) = &mut self.rate {
            let own = &mut self.numbers[case.number().index()].rate;
            let (windows, owner) = owner(rate, &mut self.shared_windows, own, &case.keys);
            rate.uncount(windows, owner, case.class, now);
        }
    }

    /// Takes note of what a recipient did with a message.
    pub(super) fn learn(&mut self, case: &Case<'_>, evidence: Evidence, now: SimTime) {
        if let Some(reputation) = &mut self.reputation {
            reputation.learn(&case.keys, case.class, evidence, now);
        }
        let reply = matches!(evidence, Evidence::Reply | Evidence::Conversation);
        if let Some(balance) = self.balance.as_ref().filter(|_| reply) {
            balance.reply(&mut self.numbers[case.number().index()].balance, now);
        }
    }

    /// What each stage that counts knows of a message that it has just judged, in words.
    pub(super) fn evidence(&self, case: &Case<'_>) -> Vec<(Stage, String)> {
        let state = &self.numbers[case.number().index()];
        let (class, cluster) = (case.class, case.cluster());
        let mut found = Vec::new();
        if let Some(rate) = &self.rate {
            let mut own = state.rate;
            let mut shared = self.shared_windows.clone();
            let (windows, owner) = owner(rate, &mut shared, &mut own, &case.keys);
            let whose = Scope::of(rate.settings().by).name();
            let names = ["second", "minute", "hour", "day"];
            for (w, counted) in rate.evidence(windows, owner, class).into_iter().enumerate() {
                if let Some((n, limit)) = counted {
                    let stage = Stage::ALL[Stage::RateSecond as usize + w];
                    found.push((stage, format!("{n:.0} in the {} of the {whose}, limit {limit}", names[w])));
                }
            }
        }
        if let Some(recipients) = &self.recipients {
            let says = match recipients.evidence(&state.recipients, class) {
                (Some(n), limit) => format!("{n} different people remembered, limit {limit}"),
                (None, limit) => format!("not counted: no more people than the limit of {limit}"),
            };
            found.push((Stage::Recipients, says));
        }
        if let Some(balance) = &self.balance {
            let says = match balance.ratio(&state.balance, class) {
                Some(ratio) => {
                    format!("{ratio:.1} sent for each reply, limit {}", balance.settings().limit)
                }
                None => "not judged: too few sent, or entitled to a volume".into(),
            };
            found.push((Stage::Balance, says));
        }
        if let Some(repeats) = &self.repeats {
            let (n, limit) = repeats.evidence(&state.repeats, class);
            found.push((Stage::Repeats, format!("{n} near-identical texts of this number, limit {limit}")));
        }
        if let Some(duplicates) = &self.duplicates {
            let (n, limit, senders, recipients) = duplicates.evidence(cluster, class);
            let mut says = format!("{n:.1} in the decaying count of the text's cluster, limit {limit}");
            if let Some(limit) = duplicates.settings().senders {
                says += &format!("; {senders} numbers, limit {limit}");
            }
            if let Some(limit) = duplicates.settings().recipients {
                says += &match recipients {
                    Some(n) => format!("; {n} people, limit {limit} or the entitlement"),
                    None => format!("; no more people than the limit of {limit}"),
                };
            }
            found.push((Stage::Duplicates, says));
        }
        if let Some(loops) = &self.loops {
            let (same, any) = loops.evidence(case.message.person, cluster);
            let limits = loops.settings();
            let says = format!(
                "this person got {same} near-identical, limit {}, and {any} of any kind, limit {}",
                limits.same, limits.any
            );
            found.push((Stage::Loops, says));
        }
        if let Some(snowshoe) = &self.snowshoe {
            let counts: Vec<String> = snowshoe
                .evidence(&case.keys)
                .map(|(scope, n, limit)| format!("{n} numbers of the {}, limit {limit}", scope.name()))
                .collect();
            found.push((Stage::Snowshoe, counts.join("; ")));
        }
        if let Some(gaps) = &self.gaps {
            let says = match gaps.variation(&state.gaps, class) {
                Some(v) => {
                    format!("gaps vary by {v:.2} of their mean, human from {}", gaps.settings().variation)
                }
                None => "not judged: too few gaps, or entitled to a volume".into(),
            };
            found.push((Stage::Gaps, says));
        }
        if let Some(domains) = &self.domains {
            let campaign = case.keys.get(Scope::Campaign).expect("every number has a campaign");
            let (n, limit) = domains.evidence(campaign);
            found.push((Stage::Links, format!("{n} link domains of the campaign, limit {limit}")));
        }
        if let Some(reputation) = &self.reputation {
            for (scope, good, bad, bound) in reputation.evidence(&case.keys, class) {
                let says = format!("{good:.2} good, {bad:.2} bad; bad share at most {bound:.3}");
                found.push((Stage::reputation(scope), says));
            }
        }
        found
    }
}

/// The windows that a message counts in, and the place of their owner.
fn owner<'w>(
    rate: &Rate,
    shared: &'w mut [Windows],
    own: &'w mut Windows,
    keys: &Keys,
) -> (&'w mut Windows, usize) {
    let by = rate.settings().by;
    let place = keys.get(Scope::of(by)).expect("every message has a number, a campaign and a brand");
    if by == Aggregation::Number { (own, place) } else { (&mut shared[place], place) }
}
