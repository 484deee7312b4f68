//! # Links
//!
//! **Does:** adds a part for each thing that a text's links show: a shared shortener, a redirect (another
//! address inside the link), plain http, a link that does not stand at the end, two or more links, a
//! top-level domain rare in business, a domain that is not the sender's site on record. Where `domains` is
//! set, each further link domain of one campaign in the window adds `domain_excess`.
//! **Evaded by:** no link at all; one's own domain at the end of the text.
//! **Source:** shorteners (Truly; AT&T 2020 through 360 SMS), redirects and links in the middle (Prompt,
//! Zingle), no http links (Canada: Truly, Bandwidth), unusual top-level domains (Prokeep), one domain a
//! campaign (Truly). The size of each part is an assumption.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distinct::{Distinct, Group, LastSeen};
use crate::carrier::text::Signs;
use crate::content::Cue;
use crate::time::{SimSpan, SimTime};

/// Settings of the links stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LinksSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies every part below.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// A shared shortener.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub shortener: f64,
    /// Another address inside the link, or a parameter that names where it leads.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub redirect: f64,
    /// Plain http.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub http: f64,
    /// A link that does not stand at the end.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub middle: f64,
    /// Two or more links.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub many: f64,
    /// A top-level domain rare in business.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub unusual: f64,
    /// A domain that is not the sender's `website`; nothing is added where none is on record.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub mismatch: f64,
    /// Different link domains of one campaign in the window; absent means any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub domains: Option<u32>,
    /// What each further domain adds, up to ten.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub domain_excess: f64,
    /// The window in which domains are counted, from a campaign's first link.
    pub window: SimSpan,
}

impl Default for LinksSettings {
    fn default() -> Self {
        LinksSettings {
            enabled: true,
            weight: 1.0,
            shortener: 0.5,
            redirect: 0.3,
            http: 0.2,
            middle: 0.1,
            many: 0.1,
            unusual: 0.2,
            mismatch: 0.3,
            domains: None,
            domain_excess: 0.3,
            window: SimSpan::DAY,
        }
    }
}

impl LinksSettings {
    /// What the links of one text show that counts, by the key of its part, and what each of it adds.
    pub fn parts(&self, signs: &Signs) -> impl Iterator<Item = (&'static str, f64)> {
        let cue = |cue: Cue| signs.cues.has(cue);
        let parts = [
            ("shortener", cue(Cue::Shortener), self.shortener),
            ("redirect", signs.redirect, self.redirect),
            ("http", cue(Cue::PlainHttp), self.http),
            ("middle", cue(Cue::LinkStart) || cue(Cue::LinkMiddle), self.middle),
            ("many", cue(Cue::Links), self.many),
            ("unusual", cue(Cue::UnusualDomain), self.unusual),
            ("mismatch", signs.mismatch, self.mismatch),
        ];
        let weight = self.weight;
        parts.into_iter().filter(|part| part.1).map(move |(name, _, part)| (name, weight * part))
    }

    /// What the links of one text add.
    pub fn term(&self, signs: &Signs) -> f64 {
        self.parts(signs).fold(0.0, |sum, (_, part)| sum + part)
    }
}

/// Domains beyond the limit that are told apart.
const EXCESS_MAX: u32 = 10;

/// The part of the stage that remembers: the link domains of each campaign.
#[derive(Debug)]
pub struct Domains {
    limit: u32,
    /// How many domains of a campaign are remembered.
    keep: u32,
    each: f64,
    /// By campaign.
    groups: Vec<Group>,
    /// By campaign: where its last domain was counted.
    last: Vec<(u32, LastSeen)>,
    seen: Distinct,
}

impl Domains {
    /// For so many campaigns; `None` where the settings do not count domains. `all` are the settings of the
    /// stage in every filter that the carrier ever has.
    pub fn new(settings: &LinksSettings, all: &[LinksSettings], n_campaigns: usize) -> Option<Domains> {
        Some(Domains {
            limit: settings.domains?,
            keep: all.iter().filter_map(|s| s.domains).max().unwrap_or(0).saturating_add(EXCESS_MAX),
            each: settings.weight * settings.domain_excess,
            groups: vec![Group::default(); n_campaigns],
            last: vec![(0, LastSeen::default()); n_campaigns],
            seen: Distinct::new(settings.window),
        })
    }

    /// What a message of this campaign with a link to this domain adds; `counts` is false for one that was
    /// counted before.
    pub fn term(&mut self, campaign: usize, domain: u32, counts: bool, now: SimTime) -> f64 {
        let (known, last) = &mut self.last[campaign];
        if *known != domain {
            (*known, *last) = (domain, LastSeen::default());
        }
        let group = &mut self.groups[campaign];
        let n = self.seen.add_known(group, campaign as u32, (domain, last), counts, self.keep, now);
        self.each * f64::from(n.saturating_sub(self.limit).min(EXCESS_MAX))
    }

    /// Goes on with what another stage of its kind remembers.
    pub fn take_over(&mut self, old: Domains) {
        (self.groups, self.last) = (old.groups, old.last);
        self.seen.take_over(old.seen);
    }

    /// Different domains of a campaign in the window, and the limit.
    pub fn evidence(&self, campaign: usize) -> (u32, u32) {
        (self.groups[campaign].n(), self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_that_a_link_shows_adds_its_part() {
        let settings = LinksSettings {
            shortener: 1.0,
            redirect: 2.0,
            http: 4.0,
            middle: 8.0,
            many: 16.0,
            unusual: 32.0,
            mismatch: 64.0,
            ..Default::default()
        };
        let term = |text: &str| settings.term(&Signs::of(text, Some("acme.example")));
        assert_eq!(term("Tents are in. https://acme.example/sale"), 0.0);
        assert_eq!(term("Tents are in. https://shop.acme.example/sale"), 0.0, "a host of the site on record");
        assert_eq!(term("Tents are in. http://acme.example/sale"), 4.0);
        assert_eq!(term("Tents are in, see acme.example/sale for all of them, from Monday to Friday"), 8.0);
        assert_eq!(
            term("Tents are in. https://bit.ly/x1"),
            65.0,
            "a shortener is not the site on record either"
        );
        assert_eq!(term("Tents are in. https://acme.example/go?url=https://other.example/"), 2.0);
        assert_eq!(
            settings.term(&Signs::of("Tents are in. https://acme.example", None)),
            0.0,
            "none on record"
        );
    }

    #[test]
    fn further_domains_of_a_campaign_add_up() {
        let settings = LinksSettings { domains: Some(1), domain_excess: 0.25, ..Default::default() };
        let mut domains = Domains::new(&settings, &[settings], 2).expect("a limit is set");
        let mut send = |campaign, domain, hour| {
            domains.term(campaign, domain, true, SimTime::START + SimSpan::HOUR * hour)
        };
        assert_eq!(
            [send(0, 7, 0), send(0, 7, 1), send(0, 8, 2), send(0, 9, 2), send(0, 7, 3)],
            [0.0, 0.0, 0.25, 0.5, 0.5]
        );
        assert_eq!([send(1, 8, 3), send(0, 8, 24)], [0.0, 0.0], "campaigns and days are apart");
    }
}
