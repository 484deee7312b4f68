//! # Receipts
//!
//! **Does:** decides what the sender is told, which need not be true. A dropped message is reported honestly
//! with a code, not at all, or as delivered, by shares that may differ by cause (`cause`). A network
//! acknowledgement (`acknowledged`, for numbers with `number.receipts = "network"`) says delivered before the
//! filter runs, and then no receipt of its fate comes, whatever becomes of the message. Any receipt can get lost,
//! be late, come twice, or be followed by one that says the opposite; the first that comes counts, as a
//! provider treats the first final status.
//! **Source:** receipts of 10DLC are made before the filter (Convey, IntelePeer, n.d.); for US long codes only
//! the carrier's receipt exists, handset receipts are possible for toll-free and short codes (Bandwidth,
//! n.d.); at T-Mobile 10DLC has no handset receipts (Teli 2021). Two carriers reported filtered messages as
//! delivered in 2019 (PastorsLine); some send none (Convey, n.d.). A provider gives up after 2 hours
//! (Bandwidth 2023, 9902). All shares are assumptions, and so is that the first final status stands.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::filter::Stage;
use super::screen::Rule;
use crate::message::Code;
use crate::units::{Delay, Share};

/// Settings of the receipts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReceiptSettings {
    /// From the decision, or from the handset, to the sender. `min` is the round of the simulation and must be at least 100 ms.
    pub delay: Delay,
    /// Share of filtered messages that are receipted as delivered.
    pub block_reported_delivered: Share,
    /// Share of filtered messages of which no receipt ever comes.
    pub block_silent: Share,
    /// The code of an honestly reported block.
    pub block_code: Code,
    /// Other answers for what one cause dropped, by the name that the cause has in tables.
    #[serde(skip_serializing_if = "Causes::is_empty")]
    pub cause: Causes,
    /// Share of the messages from numbers with `number.receipts = "network"` that are receipted as delivered before the filter runs. What becomes of these is not reported.
    pub acknowledged: Share,
    /// Share of receipts that are lost on their way, whatever they say.
    pub lost: Share,
    /// Share of receipts that take `late_delay` instead of `delay`. What comes after the horizon is never read.
    pub late: Share,
    /// How long a late receipt takes. Median: a provider gives up after 2 hours (Bandwidth 2023, 9902); the rest is an assumption.
    pub late_delay: Delay,
    /// Share of receipts that come twice.
    pub duplicate: Share,
    /// Share of receipts after which a second one says the opposite: failed after delivered (with `block_code` of a filtered message, otherwise with 30008), delivered after failed. The first one counts.
    pub contradictory: Share,
}

impl Default for ReceiptSettings {
    fn default() -> Self {
        ReceiptSettings {
            delay: Delay::of_seconds(1.0, 4.0, 30.0),
            block_reported_delivered: Share::ZERO,
            block_silent: Share::ZERO,
            block_code: Code::FILTERED,
            cause: Causes::default(),
            acknowledged: Share::ZERO,
            lost: Share::ZERO,
            late: Share::ZERO,
            late_delay: Delay::of_seconds(60.0, 7_200.0, 86_400.0),
            duplicate: Share::ZERO,
            contradictory: Share::ZERO,
        }
    }
}

/// What the sender is told of messages that one cause dropped. What is absent is as for all causes; of
/// throttled messages none is silent or a lie by default, and their code is 30022.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CauseReceipts {
    /// Share that is receipted as delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_delivered: Option<Share>,
    /// Share of which no receipt ever comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<Share>,
    /// The code of an honest receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

/// Answers by cause.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Causes(pub BTreeMap<String, CauseReceipts>);

impl Causes {
    /// Whether all causes are answered alike.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Every name is a key, so that a misspelt one is found and a path may set it.
impl JsonSchema for Causes {
    fn schema_name() -> Cow<'static, str> {
        "Causes".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut keys = serde_json::Map::new();
        for name in groups().chain(causes()) {
            let mut key = generator.subschema_for::<CauseReceipts>();
            let what = match name {
                "chance" => "What chance in the grey zone dropped without any term.".to_owned(),
                "blacklist" => "What was sent while blacklisted.".to_owned(),
                "suspended" => "What was sent while suspended.".to_owned(),
                THROTTLED => "What was held too often and turned away, whatever the stage.".to_owned(),
                "rate" => "What any window of the rate dropped.".to_owned(),
                "reputation" => "What any level of reputation dropped.".to_owned(),
                _ => format!("What `{name}` dropped."),
            };
            key.insert("description".into(), what.into());
            keys.insert(name.into(), key.into());
        }
        json_schema!({
            "description": "Answers by cause: a stage; `rate` for all four windows and `reputation` for all five levels; \
                `blacklist`, `suspended`, `chance`; `throttled`. The more exact name wins.",
            "type": "object", "properties": keys, "additionalProperties": false,
        })
    }
}

/// How messages that one cause dropped are answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// Share that is receipted as delivered, in 0..=1.
    pub reported_delivered: f64,
    /// Share of which no receipt ever comes, in 0..=1.
    pub silent: f64,
    /// The code of an honest receipt.
    pub code: Code,
}

/// The causes beside the stages, in the order of [`Answers`].
const OTHERS: [&str; 4] = ["chance", "blacklist", "suspended", THROTTLED];
/// The cause of what was held too often.
pub const THROTTLED: &str = "throttled";
/// Names that stand for several stages: those that begin with the name and an underscore.
const GROUPS: [&str; 2] = ["rate", "reputation"];

/// Every single cause that an answer can be set for: the stages, and what else drops messages.
pub fn causes() -> impl Iterator<Item = &'static str> {
    Stage::ALL.into_iter().map(Stage::name).chain(OTHERS)
}

/// Names for several causes at once.
pub fn groups() -> impl Iterator<Item = &'static str> {
    GROUPS.into_iter()
}

/// The names under which an answer for this cause may be set, the more exact one last.
pub fn names_of(cause: &str) -> impl Iterator<Item = &str> {
    let head = cause.split_once('_').map(|(head, _)| head);
    head.filter(|head| GROUPS.contains(head)).into_iter().chain([cause])
}

impl ReceiptSettings {
    /// The answer to what this cause dropped.
    pub fn answer(&self, cause: &str) -> Answer {
        let mut answer = Answer {
            reported_delivered: self.block_reported_delivered.value(),
            silent: self.block_silent.value(),
            code: self.block_code,
        };
        if cause == THROTTLED {
            answer = Answer { reported_delivered: 0.0, silent: 0.0, code: Code::RATE_EXCEEDED };
        }
        for set in names_of(cause).filter_map(|name| self.cause.0.get(name)) {
            answer = Answer {
                reported_delivered: set.reported_delivered.map_or(answer.reported_delivered, Share::value),
                silent: set.silent.map_or(answer.silent, Share::value),
                code: set.code.unwrap_or(answer.code),
            };
        }
        answer
    }
}

/// The answers to every cause, worked out once.
#[derive(Debug)]
pub(super) struct Answers(Vec<Answer>);

impl Answers {
    pub(super) fn new(settings: &ReceiptSettings) -> Answers {
        Answers(causes().map(|cause| settings.answer(cause)).collect())
    }

    /// The answer to a message that this rule dropped.
    pub(super) fn dropped(&self, rule: Rule) -> Answer {
        self.0[match rule {
            Rule::Score(stage) => stage as usize,
            Rule::Chance => Stage::ALL.len(),
            Rule::Blacklisted => Stage::ALL.len() + 1,
            Rule::Suspended => Stage::ALL.len() + 2,
            Rule::NetworkStop => unreachable!("what the network stops has its own code"),
            Rule::Passed => unreachable!("a message that passed was not dropped"),
        }]
    }

    /// The answer to a message that was held too often.
    pub(super) fn throttled(&self) -> Answer {
        self.0[Stage::ALL.len() + 3]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_exact_name_wins() {
        let set = |delivered: f64| CauseReceipts {
            reported_delivered: Some(Share::new(delivered)),
            ..CauseReceipts::default()
        };
        let code = CauseReceipts { code: Some(Code::UNKNOWN_ERROR), ..CauseReceipts::default() };
        let settings = ReceiptSettings {
            block_reported_delivered: Share::new(0.1),
            block_silent: Share::new(0.2),
            cause: Causes(BTreeMap::from([
                ("rate".to_owned(), set(0.3)),
                ("rate_hour".to_owned(), code),
                ("rate_day".to_owned(), set(0.4)),
                ("blacklist".to_owned(), set(0.5)),
                ("throttled".to_owned(), set(0.6)),
            ])),
            ..ReceiptSettings::default()
        };
        let answers = Answers::new(&settings);
        let of = |rule| {
            let a = answers.dropped(rule);
            (a.reported_delivered, a.silent, a.code)
        };
        assert_eq!(of(Rule::Score(Stage::Content)), (0.1, 0.2, Code::FILTERED));
        assert_eq!(of(Rule::Score(Stage::RateMinute)), (0.3, 0.2, Code::FILTERED));
        assert_eq!(of(Rule::Score(Stage::RateHour)), (0.3, 0.2, Code::UNKNOWN_ERROR));
        assert_eq!(of(Rule::Score(Stage::RateDay)), (0.4, 0.2, Code::FILTERED));
        assert_eq!(of(Rule::Blacklisted), (0.5, 0.2, Code::FILTERED));
        assert_eq!(of(Rule::Suspended), (0.1, 0.2, Code::FILTERED));
        assert_eq!(of(Rule::Chance), (0.1, 0.2, Code::FILTERED));
        let throttled = answers.throttled();
        assert_eq!((throttled.reported_delivered, throttled.silent), (0.6, 0.0));
        assert_eq!(throttled.code, Code::RATE_EXCEEDED);
    }

    #[test]
    fn every_group_has_its_stages() {
        let members = |group: &str| causes().filter(|c| names_of(c).any(|n| n == group)).count();
        assert_eq!((members("rate"), members("reputation")), (4, 5));
        assert_eq!(names_of("rate_second").collect::<Vec<_>>(), ["rate", "rate_second"]);
        assert_eq!(names_of("content").collect::<Vec<_>>(), ["content"]);
    }
}
