//! The glossary of metrics: one name each, everywhere.

/// How a metric is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A share in 0..=1, printed as a percentage.
    Share,
    /// Dollars.
    Money,
    /// Seconds.
    Seconds,
    /// A count.
    Count,
}

/// One metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// Its one name.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub meaning: &'static str,
    /// How it is printed.
    pub scale: Scale,
    /// Whether it can be below zero.
    pub signed: bool,
    /// Whether more of it is better for sender and people alike (`Some(false)`: worse; `None`: neither).
    pub good: Option<bool>,
}

const fn share(name: &'static str, meaning: &'static str, good: Option<bool>) -> Metric {
    Metric { name, meaning, scale: Scale::Share, signed: false, good }
}

/// Every metric, in reporting order.
pub const METRICS: &[Metric] = &[
    Metric {
        name: "attempted",
        meaning: "messages the sender tried to send",
        scale: Scale::Count,
        signed: false,
        good: None,
    },
    share("delivered", "truly delivered / attempted", Some(true)),
    share(
        "reached",
        "wanted messages of which an attempt was truly delivered / planned, withheld ones included",
        Some(true),
    ),
    share("withheld", "not sent by the sender's own strategy / planned", None),
    share("reported_delivered", "reported as delivered / attempted", None),
    share("false_delivered", "reported as delivered but not / attempted", Some(false)),
    share("blocked", "dropped by a filter with a code / attempted", Some(false)),
    share("silenced", "dropped by a filter without an honest word / attempted", Some(false)),
    share("throttled", "turned away for rate / attempted", Some(false)),
    share("refused", "refused by the platform / attempted", None),
    Metric {
        name: "notices",
        meaning: "notices of the platform's loop guard to senders, one for each person and hour with a refusal",
        scale: Scale::Count,
        signed: false,
        good: Some(false),
    },
    share("expired", "waited too long on the platform / attempted", Some(false)),
    share("unreachable", "no handset could be reached / attempted", None),
    share("in_flight", "still on its way at the horizon / attempted", None),
    share("replies", "replies / truly delivered", Some(true)),
    share("opt_outs", "opt-outs / truly delivered", Some(false)),
    share("complaints", "complaints to the carrier / truly delivered", Some(false)),
    share("clicks", "clicks on links / truly delivered", None),
    share("conversions", "clicks that ended in what the sender wants / truly delivered", None),
    share("blocks", "numbers blocked on a handset / truly delivered", Some(false)),
    share("unwanted_delivered", "delivered to people who did not want it / attempted", Some(false)),
    share("estimated_delivered", "what the sender's own estimate takes for delivered / attempted", None),
    share(
        "estimate_error",
        "how far that estimate is from what was truly delivered, in either direction",
        Some(false),
    ),
    share(
        "estimate_halfwidth",
        "half the width of the 95 % interval that the sender gives its estimate: the error of sampling alone",
        None,
    ),
    share("spam_caught", "spam and fraud dropped by a filter / spam and fraud screened", Some(true)),
    share("ham_blocked", "honest messages dropped by a filter / honest messages screened", Some(false)),
    Metric {
        name: "cost_per_delivered",
        meaning: "cost and penalties in dollars for each truly delivered message",
        scale: Scale::Money,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "cost",
        meaning: "dollars for segments and carriers' fees and, of a sender or of all, for registration, codes and numbers; absent where nothing has a price",
        scale: Scale::Money,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "penalties",
        meaning: "dollars that carriers fined; absent where none fines",
        scale: Scale::Money,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "revenue",
        meaning: "dollars that conversions were worth; absent where they have no value",
        scale: Scale::Money,
        signed: false,
        good: Some(true),
    },
    Metric {
        name: "profit",
        meaning: "revenue - cost - penalties; absent where conversions have no value",
        scale: Scale::Money,
        signed: true,
        good: Some(true),
    },
    Metric {
        name: "time_to_delivery_p50",
        meaning: "median time from due to delivered",
        scale: Scale::Seconds,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "time_to_delivery_p95",
        meaning: "95th percentile of the time from due to delivered",
        scale: Scale::Seconds,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "numbers_blacklisted",
        meaning: "numbers, not campaigns, brands, domains or texts, that were on a blacklist at least once, over all carriers",
        scale: Scale::Count,
        signed: false,
        good: Some(false),
    },
    share(
        "codes_completed",
        "codes that people entered on a website / people who asked for one, asking again not counted",
        Some(true),
    ),
    share(
        "genuine_refused",
        "people's requests for a code that a guard turned away / people's requests, asking again included",
        Some(false),
    ),
    share("fraud_delivered", "codes truly delivered to bots' targets / bots' requests", Some(false)),
    Metric {
        name: "fraud_loss",
        meaning: "dollars that the sender pays for segments to bots' targets; what a guard turned away costs nothing",
        scale: Scale::Money,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "fraud_income",
        meaning: "dollars that the attacker is paid for codes truly delivered to bots' targets",
        scale: Scale::Money,
        signed: false,
        good: Some(false),
    },
];

/// The metric of that name.
pub fn metric(name: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.name == name)
}
