//! Honest changes to a draft: clearer, calmer, with a name and a way out. None of them hides anything.

use serde::Serialize;

use super::rewrite;
use crate::content::{Cue, Cues, Normal, cues};

/// Who writes: what edits put in where a draft lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The brand's name.
    pub brand: String,
    /// The brand's own domain.
    pub domain: String,
}

impl Voice {
    /// The brand and domain that were given, or what the text itself says, or placeholders.
    pub fn of(text: &str, brand: Option<&str>, domain: Option<&str>) -> Voice {
        let head: String = text.chars().take(30).collect();
        let said = head.split_once(':').filter(|(name, rest)| {
            name.split_whitespace().count() <= 4 && !rest.starts_with("//") && cues(text).has(Cue::BrandStart)
        });
        let calm = said.map(|(name, _)| name.trim()).filter(|s| s.chars().any(char::is_lowercase));
        let brand = brand.or(calm);
        let slug = |name: &str| -> String {
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
        };
        let own = brand.map(slug).filter(|s| !s.is_empty()).unwrap_or_else(|| "yourbrand".into());
        Voice {
            brand: brand.unwrap_or("Your Brand").to_owned(),
            domain: domain.map_or_else(|| format!("{own}.example"), str::to_owned),
        }
    }
}

/// One change of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// A stable name, such as `own_domain`.
    pub name: &'static str,
    /// What to do.
    pub says: String,
    /// Who advises it, or *assumption*.
    pub source: &'static str,
    /// The cues that it is about.
    #[serde(serialize_with = "names")]
    pub cues: Vec<Cue>,
    /// Whether it takes something out that the sender may need; tried last.
    pub costly: bool,
}

fn names<S: serde::Serializer>(cues: &[Cue], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(cues.iter().map(|cue| cue.name()))
}

/// Every change that applies to a text, with the changed text, in a fixed order.
pub fn edits(text: &str, voice: &Voice) -> Vec<(Edit, String)> {
    let mut list = List { shown: cues(text), text, found: Vec::new() };
    links(&mut list, voice);
    tone(&mut list);
    phrases(&mut list);
    consent(&mut list, voice);
    length(&mut list);
    list.found
}

struct List<'a> {
    shown: Cues,
    text: &'a str,
    found: Vec<(Edit, String)>,
}

impl List<'_> {
    fn push(
        &mut self,
        name: &'static str,
        says: impl Into<String>,
        source: &'static str,
        about: &[Cue],
        text: Option<String>,
    ) {
        // Where words stand glued together a change may bring to light what was none before.
        let bad = [Cue::Hidden, Cue::Disguised, Cue::Respelt, Cue::Shortener];
        let worse = |t: &str| bad.iter().any(|&cue| cues(t).has(cue) && !self.shown.has(cue));
        let Some(text) = text.filter(|t| t != self.text && !t.trim().is_empty() && !worse(t)) else { return };
        let costly = matches!(name, "no_link" | "one_segment");
        let edit = Edit { name, says: says.into(), source, cues: about.to_vec(), costly };
        self.found.push((edit, text));
    }
    fn any(&self, cues: &[Cue]) -> bool {
        cues.iter().any(|&cue| self.shown.has(cue))
    }
}

fn links(list: &mut List<'_>, voice: &Voice) {
    use Cue::{
        BareLink, DashedHost, Link, LinkEnd, LinkMiddle, LinkStart, Links, PlainHttp, Shortener,
        UnusualDomain,
    };
    let text = list.text;
    let domain = &voice.domain;
    let by = |is: &dyn Fn(&crate::content::Link) -> bool| rewrite::with_domain(text, domain, is);
    if list.shown.has(Shortener) {
        let says = format!("link to your own domain, such as {domain}, not to a shared shortener");
        let source = "Truly; AT&T through 360 SMS; Bandwidth 4771: shared shorteners";
        list.push("own_domain", says, source, &[Shortener], by(&|link| link.is_shortened(text)));
    }
    if list.any(&[UnusualDomain, DashedHost]) {
        let says = format!("link to the brand's main domain, such as {domain}, if that is yours");
        let source = "Prokeep: unusual top-level domains; Unit 42 2025: look-alike hosts with dashes";
        let odd = by(&|link| link.is_unusual(text) || text[link.host.clone()].contains('-'));
        list.push("main_domain", says, source, &[UnusualDomain, DashedHost], odd);
    }
    list.push(
        "https",
        "link over https",
        "Truly; Bandwidth: https only (Canada)",
        &[PlainHttp],
        rewrite::with_https(text),
    );
    list.push(
        "one_link",
        "keep one link",
        "Truly: one domain per campaign",
        &[Links],
        rewrite::one_link(text),
    );
    list.push(
        "link_to_end",
        "move the link to the end, before the words on opting out",
        "Prompt, Zingle: links at the end rather than in the middle",
        &[LinkStart, LinkMiddle],
        rewrite::link_to_end(text),
    );
    list.push(
        "no_link",
        "do without the link, if readers can do without",
        "Prompt, Zingle: redirecting links cost",
        &[Link, BareLink, LinkEnd, LinkMiddle, LinkStart],
        rewrite::no_link(text),
    );
}

fn tone(list: &mut List<'_>) {
    use Cue::{Capitals, Disguised, Ellipsis, Exclamation, Exclamations, Hidden, LowerStart, Shouting};
    let text = list.text;
    if list.any(&[Capitals, Shouting]) {
        let mostly = list.shown.has(Capitals);
        let changed = rewrite::sentence_case(text, mostly);
        list.push(
            "sentence_case",
            "write in sentence case",
            "Prompt, Zingle: capital letters",
            &[Capitals, Shouting],
            changed,
        );
    }
    list.push(
        "no_exclamation",
        "end sentences with a full stop",
        "Prompt, Zingle: hype",
        &[Exclamation, Exclamations],
        rewrite::no_exclamation(text),
    );
    list.push("no_ellipsis", "use one full stop", "assumption", &[Ellipsis], rewrite::no_ellipsis(text));
    if list.shown.has(LowerStart) {
        list.push(
            "capital_start",
            "begin with a capital",
            "assumption",
            &[LowerStart],
            rewrite::capital_start(text),
        );
    }
    if list.any(&[Hidden, Disguised]) {
        let plain = Some(Normal::of(text).plain);
        let says =
            "write plain letters: hidden and look-alike characters are undone before scoring, and told on";
        list.push("plain_letters", says, "assumption", &[Hidden, Disguised], plain);
    }
}

fn phrases(list: &mut List<'_>) {
    let text = list.text;
    let lists: [(Cue, &[&str], &'static str); 4] = [
        (Cue::Aggression, Cue::Aggression.phrases(), "Prompt, Zingle: aggressive words"),
        (Cue::Hype, Cue::Hype.phrases(), "Prompt, Zingle: hype"),
        (Cue::Verify, &["click here", "click", "tap"], "T-Mobile code: phishing; Unit 42 2025"),
        (Cue::GenericGreeting, Cue::GenericGreeting.phrases(), "T-Mobile code: phishing"),
    ];
    for (cue, phrases, source) in lists {
        let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
        // The longest phrase wins where one holds another.
        let mut found: Vec<_> = phrases.iter().filter_map(|p| rewrite::find_phrase(text, p)).collect();
        found.sort_by_key(|r| (std::cmp::Reverse(r.len()), r.start));
        for range in found {
            if taken.iter().all(|t| range.end <= t.start || t.end <= range.start) {
                if let Some(led) = rewrite::see_link(text, &range).filter(|_| cue == Cue::Verify) {
                    let says = format!("lead to the link with `see`, not `{}`", &text[range.clone()]);
                    list.push("see_link", says, source, &[cue], Some(led));
                    taken.push(range);
                    continue;
                }
                let says = match cue {
                    Cue::GenericGreeting => format!("greet by name, or without `{}`", &text[range.clone()]),
                    _ => format!("say it without `{}`", &text[range.clone()]),
                };
                list.push("no_phrase", says, source, &[cue], Some(rewrite::without(text, &range)));
                taken.push(range);
            }
        }
    }
}

fn consent(list: &mut List<'_>, voice: &Voice) {
    use Cue::{BrandStart, OddOptOut, OptOut, OptOutPlain};
    let text = list.text;
    if !list.shown.has(OptOutPlain) {
        let (says, source) = if list.any(&[OptOut, OddOptOut]) {
            ("say how to opt out in the standard words", "Vintory 2024: non-standard wording is filtered")
        } else {
            (
                "say how to opt out; more people will, and fewer will complain",
                "AgentPhone: a first text without may vanish; Prompt: helps delivery, raises opt-outs; Zingle: \
                 who is not told complains",
            )
        };
        list.push(
            "opt_out",
            says,
            source,
            &[OddOptOut, OptOut, OptOutPlain],
            Some(rewrite::with_opt_out(text)),
        );
    }
    if !list.shown.has(BrandStart) {
        let says = format!("say who writes: begin with `{}:`", voice.brand);
        let source = "AgentPhone; Truly: brand named in the body; CASL: sender identity";
        list.push(
            "brand_first",
            says,
            source,
            &[BrandStart],
            Some(format!("{}: {}", voice.brand, text.trim_start())),
        );
    }
}

fn length(list: &mut List<'_>) {
    let text = list.text;
    list.push(
        "plain_alphabet",
        "use plain quotes, dashes and letters: one character outside GSM-7 makes 70 the limit, not 160",
        "3GPP TS 23.038; Twilio, Bandwidth, Convey: each segment is counted and paid",
        &[],
        rewrite::in_gsm7(text),
    );
    list.push(
        "one_segment",
        "cut it to one segment",
        "Prompt, Zingle: long text; Twilio, Bandwidth, Convey: each segment counts and is paid; BlackBerry: small \
         carriers do not join parts",
        &[Cue::Long, Cue::VeryLong],
        rewrite::one_segment(text),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        edits(text, &Voice::of(text, None, None)).iter().map(|(e, _)| e.name).collect()
    }

    #[test]
    fn edits_apply_where_there_is_something_to_change() {
        assert_eq!(
            names("HUGE SALE!!! Hurry, click http://bit.ly/3x now"),
            [
                "own_domain",
                "https",
                "no_link",
                "sentence_case",
                "no_exclamation",
                "no_phrase",
                "see_link",
                "opt_out",
                "brand_first"
            ]
        );
        assert_eq!(names("Acme: your table is ready. Reply STOP to end"), Vec::<&str>::new());
    }

    #[test]
    fn a_placeholder_stands_where_no_brand_is_known() {
        assert_eq!(Voice::of("Acme Outdoor: sale", None, None).domain, "acmeoutdoor.example");
        assert_eq!(Voice::of("sale", None, None).brand, "Your Brand");
        assert_eq!(Voice::of("sale", Some("Birch & Co"), None).domain, "birchco.example");
        assert_eq!(Voice::of("sale", Some("Birch"), Some("birch.test")).domain, "birch.test");
        assert_eq!(Voice::of("Hi there - see https://a.example", None, None).brand, "Your Brand");
        assert_eq!(Voice::of("URGENT: sale", None, None).brand, "Your Brand", "that is no brand");
    }

    #[test]
    fn every_edit_names_its_source_and_changes_the_text() {
        let text = "dear customer, URGENT NOTICE... it’s FREE! See http://a-b.xyz/1 or bit.ly/2 — act now";
        let voice = Voice::of(text, None, None);
        let found = edits(text, &voice);
        assert!(found.len() > 10);
        for (edit, changed) in found {
            assert!(!edit.source.is_empty() && changed != text, "{edit:?}");
        }
    }
}
