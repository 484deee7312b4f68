//! Kinds of content that carriers prohibit or restrict: no wording makes them welcome.

use serde::Serialize;

use crate::content::{Cue, PhraseList, cues};

/// The lexicons of campaigns that carriers prohibit or admit only under conditions.
const KINDS: [(Cue, &str); 15] = [
    (Cue::Loans, "loans"),
    (Cue::Debt, "debt relief or credit repair"),
    (Cue::Income, "easy money"),
    (Cue::Crypto, "cryptocurrency or trading tips"),
    (Cue::Gambling, "betting"),
    (Cue::Leads, "gathering leads"),
    (Cue::Prize, "prizes"),
    (Cue::Sex, "sexual content"),
    (Cue::Hate, "hate"),
    (Cue::Alcohol, "alcohol"),
    (Cue::Firearms, "firearms"),
    (Cue::Tobacco, "tobacco or vaping"),
    (Cue::Cannabis, "cannabis or CBD"),
    (Cue::Drugs, "prescription drugs or cures"),
    (Cue::WrongNumber, OPENER),
];

/// A restricted kind that a text speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restricted {
    /// The kind, as it follows "speaks of" or "has".
    pub kind: &'static str,
    /// The phrase that says so, from the lexicon.
    pub phrase: String,
    /// Who restricts it.
    pub source: &'static str,
}

/// The openers of strangers, and where they lead.
const OPENER: &str = "a stranger's opener or a lead to another messenger";
/// How the kind is called that no lexicon names alone.
const PHISHING: &str = "the shape of phishing (an account, parcel or fine, an urgent request, a link)";

impl Restricted {
    /// What is said of the text.
    pub fn says(&self) -> String {
        let verb = if [PHISHING, OPENER].contains(&self.kind) { "Has" } else { "Speaks of" };
        format!("{verb} {} (`{}`)", self.kind, self.phrase)
    }
}

/// The restricted kinds that a text speaks of. A lexicon knows words, not meaning: a wine shop's honest
/// note is named here too, and so is a bank's about its own loan.
pub fn restricted(text: &str) -> Vec<Restricted> {
    let shown = cues(text);
    let mut found: Vec<Restricted> = KINDS
        .iter()
        .filter(|(cue, _)| shown.has(*cue))
        .filter_map(|&(cue, kind)| {
            let phrases: Vec<String> = cue.phrases().iter().map(ToString::to_string).collect();
            let phrase = PhraseList::new(&phrases).find(text)?.to_owned();
            Some(Restricted { kind, phrase, source: cue.source() })
        })
        .collect();
    let asks = shown.has(Cue::Verify) || shown.has(Cue::Aggression);
    let lure = [Cue::Account, Cue::Parcel, Cue::Toll].into_iter().find(|&cue| shown.has(cue));
    if let (true, true, Some(lure)) = (asks, shown.has(Cue::Link), lure) {
        let phrases: Vec<String> = lure.phrases().iter().map(ToString::to_string).collect();
        let phrase = PhraseList::new(&phrases).find(text).unwrap_or(lure.name()).to_owned();
        found.push(Restricted { kind: PHISHING, phrase, source: "T-Mobile code: phishing; Unit 42 2025" });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_named_with_their_phrase_and_source() {
        let kinds = |text: &str| restricted(text).iter().map(|r| r.kind).collect::<Vec<_>>();
        assert_eq!(kinds("Need cash? A payday loan in minutes"), ["loans"]);
        assert_eq!(kinds("Lux Casino: play now"), ["betting"]);
        assert_eq!(kinds("USPS: your parcel is on hold, confirm your address http://a-b.example").len(), 1);
        assert_eq!(
            kinds("Acme Outdoor: 20% off tents until Sunday. acme.example Reply STOP to end").len(),
            0
        );
        assert_eq!(kinds("Your table is booked for eight").len(), 0);
        // Disguise does not help.
        assert_eq!(kinds("p.a.y.d.a.y l\u{200B}oan"), ["loans"]);
        assert!(restricted("casino").iter().all(|r| !r.source.is_empty() && r.phrase == "casino"));
    }
}
