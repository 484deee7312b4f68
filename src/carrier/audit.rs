//! # Audit and switch-off
//!
//! **Does:** looks at each campaign whose program was approved (`number.program_approved`), at the end of
//! every `interval`, over what it did at this carrier since it was last looked at: opt-outs and complaints
//! among delivered messages, and the share of delivered messages that said how to opt out. One that fails is
//! switched off at this carrier: for `lasts`, or for good. A campaign of which fewer than `least` messages
//! were delivered is not looked at yet; its counts carry on to the next audit.
//! **Evaded by:** keeping to the approved texts; drawing no opt-outs.
//! **Source:** short-code programs are audited against the CTIA handbook, and violations can switch the code
//! off at one carrier (Bandwidth codes 4790 to 4793); a consent audit from 0.5 % opt-outs in 24 h, and less than
//! 1 % in Canada (Bandwidth); opt-out wording in every marketing text (AT&T, after Attentive). Interval, least
//! and lasts are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filter::reputation::Evidence;
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// Settings of the audit. Each of the three shares is looked at where it is set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AuditSettings {
    /// Whether campaigns are audited.
    pub enabled: bool,
    /// From audit to audit, counted from the start of the scenario.
    pub interval: SimSpan,
    /// Delivered messages since the last audit without which a campaign is not looked at.
    #[schemars(range(min = 1))]
    pub least: u32,
    /// The share of opt-outs among delivered messages above which a campaign fails. Example: `"1%"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_outs: Option<Share>,
    /// The share of complaints among delivered messages above which a campaign fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaints: Option<Share>,
    /// The share of delivered messages that must say how to opt out; with less a campaign fails. Example: `"90%"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_out_wording: Option<Share>,
    /// How long a campaign that failed is switched off; absent means for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasts: Option<SimSpan>,
}

impl Default for AuditSettings {
    fn default() -> Self {
        AuditSettings {
            enabled: true,
            interval: SimSpan::DAY * 30,
            least: 100,
            opt_outs: None,
            complaints: None,
            opt_out_wording: None,
            lasts: None,
        }
    }
}

/// What a campaign did since it was last looked at.
#[derive(Debug, Clone, Copy, Default)]
struct Record {
    /// The first audit that has not been held.
    next: u64,
    delivered: u32,
    worded: u32,
    opt_outs: u32,
    complaints: u32,
}

impl AuditSettings {
    fn fails(&self, record: &Record) -> bool {
        let of_delivered = |n: u32| f64::from(n) / f64::from(record.delivered);
        record.delivered >= self.least
            && (self.opt_outs.is_some_and(|most| of_delivered(record.opt_outs) > most.value())
                || self.complaints.is_some_and(|most| of_delivered(record.complaints) > most.value())
                || self.opt_out_wording.is_some_and(|least| of_delivered(record.worded) < least.value()))
    }
}

/// A failed audit: when the campaign was switched off, and when it is switched on again (never: `None`).
pub(super) type SwitchOff = Option<SimTime>;

/// The audit at work.
#[derive(Debug)]
pub(super) struct Audit {
    settings: AuditSettings,
    /// By campaign; `None` where its program was not approved.
    records: Vec<Option<Record>>,
}

impl Audit {
    /// The audit of campaigns, each with whether its program was approved.
    pub(super) fn new(settings: AuditSettings, approved: impl Iterator<Item = bool>) -> Audit {
        let first = Record { next: 1, ..Record::default() };
        Audit { settings, records: approved.map(|approved| approved.then_some(first)).collect() }
    }

    /// Holds the audit of a campaign that is due by now, if one is. Called before anything else is made of a
    /// campaign's message or of what came back on one, so that an audit sees exactly what was known when it
    /// was due, however long after that the campaign is heard of again.
    pub(super) fn hold(&mut self, campaign: usize, now: SimTime) -> Option<SwitchOff> {
        let settings = self.settings;
        let record = self.records[campaign].as_mut()?;
        let interval = settings.interval.micros().max(1);
        let due = SimTime::START + settings.interval * record.next;
        if now < due {
            return None;
        }
        record.next = now.micros() / interval + 1;
        if record.delivered < settings.least {
            return None;
        }
        let fails = settings.fails(record);
        *record = Record { next: record.next, ..Record::default() };
        fails.then(|| settings.lasts.map(|span| due + span))
    }

    /// Takes note of what became of a message; `worded`: whether it said how to opt out.
    pub(super) fn learn(&mut self, campaign: usize, evidence: Evidence, worded: bool) {
        let Some(record) = self.records[campaign].as_mut() else { return };
        match evidence {
            Evidence::Delivered => {
                record.delivered += 1;
                record.worded += u32::from(worded);
            }
            Evidence::OptOut => record.opt_outs += 1,
            Evidence::Complaint => record.complaints += 1,
            Evidence::Reply | Evidence::Conversation => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Evidence::{Complaint, Delivered, OptOut};

    fn day(days: u64) -> SimTime {
        SimTime::START + SimSpan::DAY * days
    }

    /// Every 10 days, from 100 messages on; campaign 0 is approved, campaign 1 is not.
    fn audit(settings: AuditSettings) -> Audit {
        Audit::new(AuditSettings { interval: SimSpan::DAY * 10, ..settings }, [true, false].into_iter())
    }

    fn one_percent() -> AuditSettings {
        AuditSettings { opt_outs: Some(Share::new(0.01)), ..AuditSettings::default() }
    }

    fn see(audit: &mut Audit, evidence: Evidence, times: u32) {
        for campaign in [0, 1] {
            (0..times).for_each(|_| audit.learn(campaign, evidence, false));
        }
    }

    #[test]
    fn a_campaign_above_a_limit_is_switched_off_when_the_audit_is_due() {
        let mut audit = audit(one_percent());
        see(&mut audit, Delivered, 100);
        see(&mut audit, OptOut, 2);
        assert_eq!(audit.hold(0, day(9)), None);
        assert_eq!(audit.hold(0, day(10)), Some(None), "for good");
        assert_eq!(audit.hold(0, day(10)), None, "once");
        assert_eq!(audit.hold(1, day(10)), None, "its program was never approved");
    }

    #[test]
    fn at_the_limit_it_passes_and_is_looked_at_anew() {
        let mut audit = audit(one_percent());
        see(&mut audit, Delivered, 100);
        see(&mut audit, OptOut, 1);
        assert_eq!(audit.hold(0, day(10)), None);
        // The old hundred are not there to make it better.
        see(&mut audit, Delivered, 100);
        see(&mut audit, OptOut, 2);
        assert_eq!(audit.hold(0, day(20)), Some(None));
    }

    #[test]
    fn a_campaign_that_delivered_little_waits_for_the_next_audit() {
        let mut audit = audit(one_percent());
        see(&mut audit, Delivered, 99);
        see(&mut audit, OptOut, 9);
        assert_eq!(audit.hold(0, day(10)), None);
        see(&mut audit, Delivered, 1);
        assert_eq!(audit.hold(0, day(19)), None);
        assert_eq!(audit.hold(0, day(20)), Some(None));
    }

    #[test]
    fn an_audit_counts_from_when_it_was_due_not_from_when_the_campaign_is_heard_of() {
        let lasts = Some(SimSpan::DAY * 7);
        let mut audit = audit(AuditSettings { lasts, ..one_percent() });
        see(&mut audit, Delivered, 100);
        see(&mut audit, OptOut, 2);
        assert_eq!(audit.hold(0, day(35)), Some(Some(day(17))));
        assert_eq!(audit.hold(0, day(39)), None);
        see(&mut audit, Delivered, 100);
        see(&mut audit, OptOut, 2);
        assert_eq!(audit.hold(0, day(40)), Some(Some(day(47))));
    }

    #[test]
    fn each_share_has_its_own_limit() {
        let complaints = AuditSettings { complaints: Some(Share::new(0.02)), ..AuditSettings::default() };
        for (n, fails) in [(2, false), (3, true)] {
            let mut audit = audit(complaints);
            see(&mut audit, Delivered, 100);
            see(&mut audit, OptOut, 50);
            see(&mut audit, Complaint, n);
            assert_eq!(audit.hold(0, day(10)).is_some(), fails, "{n} complaints");
        }
        let wording = AuditSettings { opt_out_wording: Some(Share::new(0.9)), ..AuditSettings::default() };
        for (n, fails) in [(10, false), (11, true)] {
            let mut audit = audit(wording);
            (0..100).for_each(|i| audit.learn(0, Delivered, i >= n));
            assert_eq!(audit.hold(0, day(10)).is_some(), fails, "{n} without");
        }
    }
}
