//! Counts of one sender at one carrier, the truth and the report side by side.

use hdrhistogram::Histogram;

use serde::{Deserialize, Serialize};

use super::{CodesTally, kept};
use crate::carrier::{Rule, Stage};
use crate::message::{Aggregation, Code, Fate, GuardKind};
use crate::time::SimSpan;

/// Why a message was not delivered, for "where messages were lost".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// A filter's score; this stage added most.
    Score(Stage),
    /// Chance in the grey zone of a filter, without any term.
    Chance,
    /// The number, or another thing that the message belongs to, was blacklisted.
    Blacklisted,
    /// The number, campaign or brand was suspended.
    Suspended,
    /// The person had opted out.
    OptedOut,
    /// The number's queue was full.
    QueueFull,
    /// Refused for missing registration.
    Unregistered,
    /// Waited past its validity.
    Expired,
    /// Over a grant of this level.
    Grant(Aggregation),
    /// A landline.
    Landline,
    /// An unknown or inactive number.
    Inactive,
    /// The handset was off.
    Off,
    /// Not yet decided at the horizon.
    Pending,
    /// The number was not set up at the recipient's carrier.
    NotProvisioned,
    /// The number does not reach the recipient's country.
    Border,
    /// The network turned it away, since the person had stopped the number.
    NetworkStop,
    /// The number's registration or set-up was not done yet.
    SettingUp,
    /// A guard of the platform.
    Guard(GuardKind),
}

const N_STAGES: usize = Stage::ALL.len();

impl Cause {
    /// How many causes there are.
    pub const N: usize = N_STAGES + 18 + GuardKind::ALL.len();

    /// A place in 0..[`Cause::N`].
    pub fn index(self) -> usize {
        N_STAGES
            + match self {
                Cause::Score(stage) => return stage as usize,
                Cause::Blacklisted => 0,
                Cause::OptedOut => 1,
                Cause::QueueFull => 2,
                Cause::Unregistered => 3,
                Cause::Expired => 4,
                Cause::Grant(Aggregation::Number) => 5,
                Cause::Grant(Aggregation::Campaign) => 6,
                Cause::Grant(Aggregation::Brand) => 7,
                Cause::Landline => 8,
                Cause::Inactive => 9,
                Cause::Off => 10,
                Cause::Pending => 11,
                Cause::Chance => 12,
                Cause::Suspended => 13,
                Cause::NotProvisioned => 14,
                Cause::Border => 15,
                Cause::NetworkStop => 16,
                Cause::SettingUp => 17,
                Cause::Guard(guard) => 18 + guard as usize,
            }
    }

    /// All causes, by index.
    pub fn all() -> impl Iterator<Item = Cause> {
        let others = [
            Cause::Blacklisted,
            Cause::OptedOut,
            Cause::QueueFull,
            Cause::Unregistered,
            Cause::Expired,
            Cause::Grant(Aggregation::Number),
            Cause::Grant(Aggregation::Campaign),
            Cause::Grant(Aggregation::Brand),
            Cause::Landline,
            Cause::Inactive,
            Cause::Off,
            Cause::Pending,
            Cause::Chance,
            Cause::Suspended,
            Cause::NotProvisioned,
            Cause::Border,
            Cause::NetworkStop,
            Cause::SettingUp,
        ];
        let guards = GuardKind::ALL.into_iter().map(Cause::Guard);
        Stage::ALL.into_iter().map(Cause::Score).chain(others).chain(guards)
    }

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Cause::Score(stage) => stage.name(),
            Cause::Chance => "chance",
            Cause::Blacklisted => "blacklist",
            Cause::Suspended => "suspended",
            Cause::OptedOut => "opted_out",
            Cause::QueueFull => "queue_full",
            Cause::Unregistered => "unregistered",
            Cause::Expired => "expired",
            Cause::Grant(Aggregation::Number) => "grant_number",
            Cause::Grant(Aggregation::Campaign) => "grant_campaign",
            Cause::Grant(Aggregation::Brand) => "grant_brand",
            Cause::Landline => "landline",
            Cause::Inactive => "inactive",
            Cause::Off => "off",
            Cause::Pending => "in_flight",
            Cause::NotProvisioned => "not_provisioned",
            Cause::Border => "border",
            Cause::NetworkStop => "network_stop",
            Cause::SettingUp => "setting_up",
            Cause::Guard(guard) => guard.name(),
        }
    }

    /// The name in words.
    pub const fn label(self) -> &'static str {
        match self {
            Cause::Score(stage) => stage.label(),
            Cause::Chance => "chance in the grey zone",
            Cause::Blacklisted => "blacklist",
            Cause::Suspended => "suspended",
            Cause::OptedOut => "opted out before",
            Cause::QueueFull => "queue full",
            Cause::Unregistered => "not registered",
            Cause::Expired => "waited too long",
            Cause::Grant(Aggregation::Number) => "grant of the number",
            Cause::Grant(Aggregation::Campaign) => "grant of the campaign",
            Cause::Grant(Aggregation::Brand) => "daily cap of the brand",
            Cause::Landline => "landline",
            Cause::Inactive => "inactive number",
            Cause::Off => "handset off",
            Cause::Pending => "in flight",
            Cause::NotProvisioned => "not set up at this carrier",
            Cause::Border => "no route across the border",
            Cause::NetworkStop => "stopped in the network",
            Cause::SettingUp => "set-up not done",
            Cause::Guard(guard) => guard.label(),
        }
    }

    /// The cause of an unreachable handset, by its code.
    pub fn of_unreachable(code: Code) -> Cause {
        match code {
            Code::LANDLINE => Cause::Landline,
            Code::UNKNOWN_NUMBER => Cause::Inactive,
            _ => Cause::Off,
        }
    }

    /// The cause that a carrier's rule stands for.
    pub fn of_rule(rule: Rule) -> Cause {
        match rule {
            Rule::Score(stage) => Cause::Score(stage),
            Rule::Chance => Cause::Chance,
            Rule::Blacklisted => Cause::Blacklisted,
            Rule::Suspended => Cause::Suspended,
            Rule::NetworkStop => Cause::NetworkStop,
            Rule::Passed => unreachable!("a message that passed was not lost to a rule"),
        }
    }
}

/// Counts of one sender at one carrier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tally {
    /// Messages the sender tried to send.
    pub attempted: u64,
    /// What the sender wanted to say and sent at least once: attempts without retries, openers and seeds.
    pub intents: u64,
    /// What the sender wanted to say and, by its own strategy, did not send.
    pub withheld: u64,
    /// Intents of which at least one attempt was delivered.
    pub reached: u64,
    /// Where they ended, by [`Fate`].
    pub fates: [u64; 8],
    /// Why they were not delivered, by [`Cause`].
    #[serde(with = "kept::counts")]
    pub causes: [u64; Cause::N],
    /// Messages a filter judged.
    pub screened: u64,
    /// Messages whose first receipt said delivered.
    pub reported_delivered: u64,
    /// Messages whose first receipt said delivered, but that were not.
    pub false_delivered: u64,
    /// Messages whose first receipt, or the platform, said failed.
    pub reported_failed: u64,
    /// Of the receipts that said delivered, those that the network gave before its filter ran.
    pub receipts_acknowledged: u64,
    /// Second receipts that said the same as the first.
    pub receipts_duplicate: u64,
    /// Second receipts that said the opposite of the first.
    pub receipts_contradictory: u64,
    /// Replies that were neither opt-outs nor HELP.
    pub replies: u64,
    /// Opt-outs.
    pub opt_outs: u64,
    /// Complaints that reached the carrier.
    pub complaints: u64,
    /// Texts back that asked for HELP and were answered by the platform; they are no replies.
    pub helps: u64,
    /// Notices of the platform to the sender.
    pub notices: u64,
    /// Deliveries to people who did not want them.
    pub unwanted: u64,
    /// Clicks on links.
    pub clicks: u64,
    /// Clicks that ended in what the sender wants.
    pub conversions: u64,
    /// Handsets on which the number was blocked.
    pub blocks: u64,
    /// Segments handed to the carrier, answers to HELP included.
    pub segments: u64,
    /// What segments cost, in dollars, those included that failed over a grant and are billed.
    pub cost: f64,
    /// Requests for one-time codes, people and bots apart.
    pub codes: CodesTally,
    /// From due to delivered, in milliseconds.
    #[serde(with = "kept::histogram")]
    pub waits: Histogram<u32>,
    /// A digest of all that happened, where one was asked for ([`Detail::Digest`](super::Detail)): the sum of a hash
    /// of each event with its time, so that the order of writing down plays no part.
    pub log: u64,
}

impl Default for Tally {
    fn default() -> Self {
        let waits = Histogram::new(2).expect("two significant digits are in range");
        Tally {
            attempted: 0,
            intents: 0,
            withheld: 0,
            reached: 0,
            fates: [0; 8],
            causes: [0; Cause::N],
            screened: 0,
            reported_delivered: 0,
            false_delivered: 0,
            reported_failed: 0,
            receipts_acknowledged: 0,
            receipts_duplicate: 0,
            receipts_contradictory: 0,
            replies: 0,
            opt_outs: 0,
            complaints: 0,
            helps: 0,
            notices: 0,
            unwanted: 0,
            clicks: 0,
            conversions: 0,
            blocks: 0,
            segments: 0,
            cost: 0.0,
            codes: CodesTally::default(),
            waits,
            log: 0,
        }
    }
}

impl Tally {
    /// Messages with this fate.
    pub fn fate(&self, fate: Fate) -> u64 {
        self.fates[fate as usize]
    }

    /// Messages that a filter dropped, with or without a word.
    pub fn dropped(&self) -> u64 {
        self.fate(Fate::Blocked) + self.fate(Fate::Silenced)
    }

    /// Notes a delivery after this wait.
    pub fn delivered(&mut self, wait: SimSpan) {
        self.waits.record((wait.micros() / 1000).max(1)).expect("the histogram resizes to any wait");
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Tally) {
        self.attempted += other.attempted;
        self.intents += other.intents;
        self.withheld += other.withheld;
        self.reached += other.reached;
        for (a, b) in self.fates.iter_mut().zip(other.fates) {
            *a += b;
        }
        for (a, b) in self.causes.iter_mut().zip(other.causes) {
            *a += b;
        }
        self.screened += other.screened;
        self.reported_delivered += other.reported_delivered;
        self.false_delivered += other.false_delivered;
        self.reported_failed += other.reported_failed;
        self.receipts_acknowledged += other.receipts_acknowledged;
        self.receipts_duplicate += other.receipts_duplicate;
        self.receipts_contradictory += other.receipts_contradictory;
        self.replies += other.replies;
        self.opt_outs += other.opt_outs;
        self.complaints += other.complaints;
        self.helps += other.helps;
        self.notices += other.notices;
        self.unwanted += other.unwanted;
        self.clicks += other.clicks;
        self.conversions += other.conversions;
        self.blocks += other.blocks;
        self.segments += other.segments;
        self.cost += other.cost;
        self.codes.add(&other.codes);
        self.waits.add(&other.waits).expect("both histograms resize");
        self.log = self.log.wrapping_add(other.log);
    }

    /// Whether every attempted message has exactly one fate: the conservation law.
    pub fn is_conserved(&self) -> bool {
        self.attempted == self.fates.iter().sum::<u64>()
            && self.attempted - self.fate(Fate::Delivered) == self.causes.iter().sum::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_of_any_length_are_told_apart() {
        let mut tally = Tally::default();
        for seconds in [1, 60, 3600, 86_400] {
            tally.delivered(SimSpan::from_seconds(seconds));
        }
        let longest = tally.waits.value_at_quantile(1.0) as f64 / 1000.0;
        assert!((longest / 86_400.0 - 1.0).abs() < 0.01, "{longest}");
        let median = tally.waits.value_at_quantile(0.5) as f64 / 1000.0;
        assert!((median / 60.0 - 1.0).abs() < 0.01, "{median}");
    }

    #[test]
    fn every_cause_has_its_place() {
        let indices: Vec<usize> = Cause::all().map(Cause::index).collect();
        assert_eq!(indices, (0..Cause::N).collect::<Vec<_>>());
    }
}
