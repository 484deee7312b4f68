//! What all views of the claims say alike: sheets of strings, words for what did not come out, names of figures.

use std::collections::{BTreeMap, BTreeSet};

use super::unit::{Kind, Unit};
use crate::experiment::claims::{ClaimResult, ClaimsDocument, DoseResult, PartResult};
use crate::experiment::summary::Estimate;
use crate::ledger::LOST;
use crate::report::format;
use crate::report::view::{FEW, Sheet, clean};

/// The unit of a part's effect.
pub(in crate::report) fn unit(part: &PartResult) -> Unit {
    Unit::of(&part.metric, &part.scale, part.alone)
}

/// An effect of that part, in its unit.
pub(in crate::report) fn effect(part: &PartResult, e: &Estimate) -> String {
    unit(part).estimate(e)
}

/// What is left of a part's effect under its switch.
pub(in crate::report) fn killed(part: &PartResult) -> String {
    match &part.killed {
        None => format::ABSENT.into(),
        Some(_) if part.one_world => "0 (one world)".into(),
        Some(left) => effect(part, left),
    }
}

/// The contrast without quotation marks, and with signs for its words: `"paced − blast"`.
pub(in crate::report) fn short(contrast: &str) -> String {
    clean(&contrast.replace("” minus “", " − ").replace("” over “", " / ").replace(['“', '”'], ""))
}

/// A metric or measure in words: `"lost to rate, any"` is `lost.rate_*`.
pub(in crate::report) fn metric(name: &str) -> String {
    let words = |name: &str| clean(&name.replace('_', " "));
    match name.strip_prefix(LOST) {
        Some(cause) => match cause.strip_suffix('*') {
            Some(begin) => format!("lost to {}, any", words(begin.trim_end_matches('_'))),
            None => format!("lost to {}", words(cause)),
        },
        None => words(name),
    }
}

/// How a claim came out: a mark and words.
pub(in crate::report) fn outcome(claim: &ClaimResult) -> (&'static str, String) {
    let mut words = clean(&claim.verdict);
    if claim.verdict == claim.expected && claim.verdict != "supported" {
        words.push_str(", as expected");
    }
    if !claim.kill_switch_ok {
        words.push_str(", switch does not kill");
    }
    if claim.dose_ok == Some(false) {
        words.push_str(", doses do not fit");
    }
    let mark = match () {
        () if !claim.passed => "✗",
        () if claim.verdict != claim.expected => "?",
        () => "✓",
    };
    (mark, words)
}

/// The verdict of all claims in a sentence, without a full stop.
pub(in crate::report) fn tally(document: &ClaimsDocument) -> String {
    let n = document.claims.len();
    let count = |verdict: &str| document.claims.iter().filter(|c| c.verdict == verdict).count();
    format!(
        "{n} claim{}: {} supported, {} refuted, {} inconclusive; {}",
        if n == 1 { "" } else { "s" },
        count("supported"),
        count("refuted"),
        count("inconclusive"),
        standing(document)
    )
}

fn standing(document: &ClaimsDocument) -> String {
    let failed = document.claims.iter().filter(|c| !c.passed).count();
    let open = document.claims.iter().filter(|c| c.passed && c.verdict != c.expected).count();
    let open_words = if open > 0 { format!(", {open} still open") } else { String::new() };
    match () {
        () if failed > 0 => format!("{failed} not as expected{open_words}"),
        () if !document.passed => "interrupted, the rest was not tested".into(),
        () if open > 0 => format!("nothing against what is expected{open_words}"),
        () => "all as expected".into(),
    }
}

/// What the effort of the call means for its numbers.
pub(in crate::report) fn effort(document: &ClaimsDocument) -> &'static str {
    match document.effort.as_str() {
        "quick" => "A quick look: few replications, and no doses, maps or factorials.",
        "fixed" => "As many replications as were asked for, whether or not that decides every claim.",
        _ => "Replications were added until each claim was decided or reached its cap.",
    }
}

/// What has to be said before any number.
pub(in crate::report) fn warnings(document: &ClaimsDocument) -> Vec<String> {
    let few: Vec<String> =
        document.claims.iter().filter(|c| c.replications < FEW).map(|c| clean(&c.id)).collect();
    let mut out = Vec::new();
    if !few.is_empty() {
        out.push(format!(
            "Fewer than {FEW} replications of {}: their intervals are rough (drawn dashed) or missing.",
            few.join(", ")
        ));
    }
    out
}

/// The signs that stand behind numbers, explained.
pub(in crate::report) fn legend(document: &ClaimsDocument) -> String {
    let parts = document.claims.iter().flat_map(|c| &c.parts);
    let kinds: BTreeSet<Kind> = parts.map(|p| unit(p).kind().clone()).collect();
    let mut signs = Vec::new();
    let mut counts = Vec::new();
    for kind in &kinds {
        match kind {
            Kind::Count(words) => counts.push(words.clone()),
            kind => signs.extend(kind.explained()),
        }
    }
    if !counts.is_empty() {
        signs.extend(Kind::Count(counts.join(", ")).explained());
    }
    signs.join("; ")
}

/// What a part says of its effect: `"above +1.00 pp"`.
pub(in crate::report) fn asked(part: &PartResult) -> String {
    let unit = unit(part);
    match part.direction.as_str() {
        "increase" => format!("above {}", border(&unit, part.zone)),
        "decrease" => format!("below {}", border(&unit, -part.zone)),
        _ if part.zone == 0.0 => format!("exactly {}", border(&unit, part.target)),
        _ => {
            format!("from {} to {}", unit.value(part.target - part.zone), unit.value(part.target + part.zone))
        }
    }
}

fn border(unit: &Unit, x: f64) -> String {
    if x == 0.0 { "0".into() } else { unit.value(x) }
}

/// What has to become of an effect under the switch, in words.
pub(in crate::report) fn must(part: &PartResult) -> &'static str {
    match part.killed_must.as_str() {
        "gone" => "within two standard errors of zero",
        "exact" => "exactly zero in every replication",
        "appears" => "outside the range in which it counts as equal",
        _ => "anything: another part has the switch",
    }
}

/// Whether the switch does to a part what it must: a mark and a word.
pub(in crate::report) fn switch(part: &PartResult) -> String {
    let (yes, no) = match part.killed_must.as_str() {
        "gone" => ("gone", "not gone"),
        "exact" => ("exactly gone", "not exactly gone"),
        "appears" => ("appears", "does not appear"),
        _ => return format::ABSENT.into(),
    };
    // That nothing is left of a difference that was taken away is no evidence.
    let yes = if part.one_world { "same on both sides" } else { yes };
    if part.kill_ok { format!("✓ {yes}") } else { format!("✗ {no}") }
}

/// What did not come out as the file expects, a sentence each.
pub(in crate::report) fn complaints(claim: &ClaimResult) -> Vec<String> {
    let mut lines = Vec::new();
    if claim.verdict != claim.expected {
        lines.push(format!("{} where {} was expected.", clean(&claim.verdict), clean(&claim.expected)));
        for part in claim.parts.iter().filter(|p| p.verdict != claim.expected) {
            let seen = effect(part, &part.effect);
            let sure =
                if part.verdict == "inconclusive" { ", corrected for all parts of all claims" } else { "" };
            lines.push(format!(
                "{}: {}: {seen} where it had to be {}{sure}.",
                clean(&part.verdict),
                which(claim, part),
                asked(part)
            ));
        }
    }
    for part in claim.parts.iter().filter(|p| !p.kill_ok) {
        lines.push(format!(
            "the switch does not do its work: {}: {} under it, where it had to be {}.",
            which(claim, part),
            killed(part),
            must(part)
        ));
    }
    if claim.dose_ok == Some(false) {
        let way = claim.dose.as_ref().map_or("move", way);
        lines.push(format!(
            "the effect does not {way} with the dose, as the file says: either its last dose is not surely past the first, \
             or a step surely goes the other way."
        ));
    }
    lines
}

/// Which way the effect has to go as the dose grows: a file may name its doses from the largest to the least.
pub(in crate::report) fn way(dose: &DoseResult) -> &'static str {
    let backwards = dose.axis.at.first() > dose.axis.at.last();
    if (dose.shape == "falls") != backwards { "fall" } else { "rise" }
}

/// A part as it is spoken of: by its words, or as the claim itself.
fn which(claim: &ClaimResult, part: &PartResult) -> String {
    if part.says == claim.says { "the claim itself".into() } else { format!("“{}”", clean(&part.says)) }
}

/// One row a claim.
pub(in crate::report) fn overview(document: &ClaimsDocument) -> Sheet {
    let columns = ["Claim", "What it says", "Source", "Compared", "Effect", "Switched off", "Verdict", "n"];
    let row = |c: &ClaimResult| {
        let head = c.parts.first();
        let (mark, words) = outcome(c);
        let compared = format!("{}: {}", metric(&c.metric), short(&c.contrast));
        vec![
            clean(&c.id),
            clean(&c.says),
            clean(&c.source),
            compared,
            head.map_or_else(|| format::ABSENT.into(), |h| effect(h, &h.effect)),
            head.map_or_else(|| format::ABSENT.into(), killed),
            format!("{mark} {words}"),
            c.replications.to_string(),
        ]
    };
    sheet(&columns, document.claims.iter().map(row).collect())
}

/// The parts of a claim.
pub(in crate::report) fn parts(claim: &ClaimResult) -> Sheet {
    let columns = ["Part", "Compared", "Had to be", "Effect", "Verdict", "Switched off", "Switch", "n"];
    let row = |p: &PartResult| {
        vec![
            clean(&p.says),
            format!("{}: {}", metric(&p.metric), short(&p.contrast)),
            asked(p),
            effect(p, &p.effect),
            clean(&p.verdict),
            killed(p),
            switch(p),
            p.effect.n.to_string(),
        ]
    };
    sheet(&columns, claim.parts.iter().map(row).collect())
}

/// The effect at each dose.
pub(in crate::report) fn dose(claim: &ClaimResult) -> Option<Sheet> {
    let (dose, head) = (claim.dose.as_ref()?, claim.parts.first()?);
    let at =
        |list: &[Estimate], k: usize| list.get(k).map_or_else(|| format::ABSENT.into(), |e| effect(head, e));
    let row = |(k, label): (usize, &String)| {
        vec![clean(label), at(&dose.effects, k), at(&dose.killed, k), dose.replications.to_string()]
    };
    let rows = dose.axis.labels.iter().enumerate().map(row).collect();
    Some(Sheet {
        columns: vec![capital(&dose.axis.label), "Effect".into(), "Switched off".into(), "n".into()],
        rows,
    })
}

/// The effect over two factors: the highest value of the second in the first row, as on the map.
pub(in crate::report) fn map(claim: &ClaimResult) -> Option<Sheet> {
    let (map, head) = (claim.map.as_ref()?, claim.parts.first()?);
    let mut columns = vec![format!("{} by {}", capital(&map.y.label), clean(&map.x.label))];
    columns.extend(map.x.labels.iter().map(|l| clean(l)));
    let rows = (0..map.effects.len()).rev().map(|y| {
        let mut row = vec![map.y.labels.get(y).map_or_else(String::new, |l| clean(l))];
        row.extend(map.effects[y].iter().enumerate().map(|(x, e)| {
            let verdict = map.verdicts.get(y).and_then(|r| r.get(x)).map_or("", String::as_str);
            let text = effect(head, e);
            // The interval last, as in every cell.
            match text.split_once(" [") {
                Some((mean, interval)) => format!("{mean}, {} [{interval}", clean(verdict)),
                None => format!("{text}, {}", clean(verdict)),
            }
        }));
        row
    });
    Some(Sheet { columns, rows: rows.collect() })
}

/// What each switch and each pair does to each metric.
pub(in crate::report) fn factorial_effects(claim: &ClaimResult) -> Option<Sheet> {
    let f = claim.factorial.as_ref()?;
    let mut columns = vec!["Switched on".to_string()];
    columns.extend(f.metrics.iter().map(|m| capital(&metric(m))));
    let rows = f.effects.iter().map(|effect| {
        let names: Vec<String> = effect.factors.iter().map(|n| clean(n)).collect();
        let mut row = vec![names.join(" × ")];
        let cells = effect.effects.iter().zip(&f.metrics);
        row.extend(cells.map(|(e, m)| Unit::of(m, "difference", false).estimate(e)));
        row
    });
    Some(Sheet { columns, rows: rows.collect() })
}

/// The level of each metric under every combination of switches.
pub(in crate::report) fn factorial_levels(claim: &ClaimResult) -> Option<Sheet> {
    let f = claim.factorial.as_ref()?;
    let mut columns: Vec<String> = f.factors.iter().map(|n| capital(n)).collect();
    columns.extend(f.metrics.iter().map(|m| capital(&metric(m))));
    let rows = f.combinations.iter().map(|c| {
        let mut row: Vec<String> = c.on.iter().map(|on| if *on { "on" } else { "off" }.into()).collect();
        let cells = c.levels.iter().zip(&f.metrics);
        row.extend(cells.map(|(e, m)| Unit::of(m, "difference", true).estimate(e)));
        row
    });
    Some(Sheet { columns, rows: rows.collect() })
}

/// A name for files and anchors for each claim, by its place: letters, digits and dashes, no two alike even where
/// case does not count.
pub(in crate::report) fn slugs(document: &ClaimsDocument) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut slug = |id: &str| {
        let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let mut name = plain.clone();
        loop {
            let n = seen.entry(name.to_ascii_lowercase()).or_insert(0);
            *n += 1;
            if *n == 1 {
                return name;
            }
            name = format!("{plain}-{n}");
        }
    };
    document.claims.iter().map(|c| slug(&c.id)).collect()
}

/// The command that tests the claims again.
pub(in crate::report) fn command(document: &ClaimsDocument) -> String {
    if !document.command.is_empty() {
        return clean(&document.command);
    }
    let files: BTreeSet<String> =
        document.claims.iter().map(|c| format!("scenarios/claims/{}", clean(&c.file))).collect();
    let flag = match document.effort.as_str() {
        "quick" => " --quick".into(),
        "fixed" => document
            .claims
            .first()
            .map_or_else(String::new, |c| format!(" --replications {}", c.replications)),
        _ => String::new(),
    };
    match files.first() {
        Some(only) if files.len() == 1 => format!("carrierlab claims {only}{flag}"),
        _ => format!("carrierlab claims{flag}"),
    }
}

/// The beginning of a file's hash, enough to see that a page is of the file as it is.
pub(in crate::report) fn hash(claim: &ClaimResult) -> String {
    claim.file_hash.chars().filter(char::is_ascii_hexdigit).take(12).collect()
}

fn sheet(columns: &[&str], rows: Vec<Vec<String>>) -> Sheet {
    Sheet { columns: columns.iter().map(|c| (*c).into()).collect(), rows }
}

/// With a capital at its beginning.
pub(in crate::report) fn capital(text: &str) -> String {
    let text = clean(text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
