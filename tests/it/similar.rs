//! Near-duplicates from outside: the command, and real texts where they are at hand.

use std::path::PathBuf;

use assert_cmd::Command;
use carrierlab::content::{ClusterIndex, SIMILARITY, cluster, jaccard, normalise};
use carrierlab::rng::splitmix;
use carrierlab::scorer::parse_corpus;

use crate::support::corpora;

fn similar(stdin: &str, flags: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("carrierlab").unwrap();
    let output =
        command.args(["model", "similar", "-"]).args(flags).write_stdin(stdin.to_owned()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const SALE: &str = "Acme Outdoor: 20% off all tents and stoves until Sunday in every shop";
const SALE_TOO: &str = "Acme Outdoor: 35% off all tents and boots until Sunday in every shop";
const TABLE: &str = "Your table for four at Bluebird is confirmed for Friday at seven";

#[test]
fn pairs_get_their_jaccard_and_single_texts_their_cluster() {
    let (code, out, _) = similar(&format!("{SALE}\t{SALE_TOO}\n\n{SALE}\t{TABLE}\n"), &[]);
    assert_eq!((code, out.as_str()), (0, "0.5714\tjoined\n0.0000\tapart\n"));
    let (_, out, _) = similar(&format!("{SALE}\t{SALE_TOO}\n"), &["--similarity", "0.6"]);
    assert_eq!(out, "0.5714\tapart\n");
    for flags in [&[][..], &["--one-by-one"]] {
        let (code, out, _) = similar(&format!("{SALE}\n{TABLE}\n{SALE_TOO}\n"), flags);
        assert_eq!((code, out), (0, format!("0\t{SALE}\n1\t{TABLE}\n0\t{SALE_TOO}\n")));
    }
    let (_, out, _) = similar(&format!("{SALE}\t{SALE_TOO}\n{SALE}\t{TABLE}\n"), &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&json["joined"], &json["pairs"][1]["line"]), (&0.5.into(), &2.into()));
}

#[test]
fn what_cannot_be_compared_is_told_with_its_line() {
    let check = |stdin: &str, code: i32, says: &str| {
        let (found, _, err) = similar(stdin, &[]);
        assert_eq!(found, code, "{stdin:?}");
        assert!(err.contains(says), "{err}");
    };
    check("a\tb\n\nc\n", 3, "line 3 has no tab");
    check("a\nb\tc\n", 3, "line 2 has a tab");
    check("a\tb\tc\n", 3, "line 1 has 3 texts");
    check("ham\tsee you\nspam\twin now\n", 3, "labelled corpus");
    check(" \n", 3, "holds no text");
    let mut command = Command::cargo_bin("carrierlab").unwrap();
    assert_eq!(command.args(["model", "similar", "none.txt"]).output().unwrap().status.code(), Some(1));
    assert_eq!(similar("a\n", &["--similarity", "7"]).0, 2);
}

/// Real spam and ham of 18 to 30 words, each text once after normalising; `None` with a printed reason.
fn texts() -> Option<(Vec<String>, Vec<String>)> {
    let folder = corpora()?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "tsv" || e == "csv"));
    files.sort();
    let (mut spam, mut all) = (Vec::new(), Vec::new());
    let mut seen = std::collections::BTreeSet::new();
    for file in files {
        for row in parse_corpus(&std::fs::read_to_string(file).unwrap()).unwrap() {
            if (18..=30).contains(&row.text.split_whitespace().count()) && seen.insert(normalise(&row.text)) {
                all.push(row.text.clone());
                if row.is_spam() {
                    spam.push(row.text);
                }
            }
        }
    }
    Some((spam, all))
}

/// A text with so many different words replaced by words of other texts.
fn reworded(text: &str, others: &[String], replaced: usize, seed: u64) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let mut at = Vec::new();
    let mut draw = splitmix(seed);
    while at.len() < replaced {
        draw = splitmix(draw);
        let place = (draw >> 20) as usize % words.len();
        if at.contains(&place) {
            continue;
        }
        let other = &others[(draw >> 8) as usize % others.len()];
        let word = other.split_whitespace().nth((draw >> 32) as usize % 18).unwrap();
        if normalise(word) != normalise(words[place]) {
            words[place] = word;
            at.push(place);
        }
    }
    words.join(" ")
}

/// `CARRIERLAB_CORPORA=FOLDER cargo test --test it similar -- --nocapture` prints the table of `docs/similar.md`.
#[test]
#[expect(clippy::print_stdout, reason = "shown with --nocapture: the figures of the docs")]
fn a_replaced_word_joins_and_unrelated_texts_do_not() {
    let Some((spam, all)) = texts() else { return };
    println!("{} spam texts of 18 to 30 words, {} texts of all kinds", spam.len(), all.len());
    let mut first = 1.0;
    for replaced in 1..=3 {
        let (mut pairs, mut joined, mut indexed) = (0, 0, 0);
        for seed in 0..3 {
            for (i, text) in spam.iter().enumerate() {
                let other = reworded(text, &all, replaced, seed << 32 | i as u64);
                pairs += 1;
                joined += usize::from(jaccard(text, &other) >= SIMILARITY);
                let mut index = ClusterIndex::new(SIMILARITY);
                index.insert(text);
                indexed += usize::from(!index.insert(&other).new);
            }
        }
        let (joined, indexed) = (joined as f64 / pairs as f64, indexed as f64 / pairs as f64);
        println!(
            "{replaced} replaced: {:.2} % joined by Jaccard, {:.2} % found by the index",
            100.0 * joined,
            100.0 * indexed
        );
        if replaced == 1 {
            first = indexed.min(joined);
        }
    }
    assert!(first >= 0.85, "{first}");

    for (name, texts) in [("spam", &spam), ("all", &all)] {
        let (n, mut draw, mut joined) = (100_000, 7u64, 0);
        for _ in 0..n {
            draw = splitmix(draw);
            let (a, b) =
                ((draw >> 40) as usize % texts.len(), (draw & 0xFF_FFFF) as usize % (texts.len() - 1));
            let b = if b >= a { b + 1 } else { b };
            joined += usize::from(jaccard(&texts[a], &texts[b]) >= SIMILARITY);
        }
        let share = joined as f64 / f64::from(n);
        println!("random pairs of {name}: {:.3} % joined", 100.0 * share);
        assert!(share <= 0.02, "{name}: {share}");
    }
}

/// Clusters of the stream against those of the batch, over all texts of the corpora of that length.
#[test]
#[expect(clippy::print_stdout, reason = "shown with --nocapture: the figures of the docs")]
fn the_stream_and_the_batch_agree_on_almost_all_pairs() {
    let Some((_, all)) = texts() else { return };
    let batch = cluster(&all, SIMILARITY);
    let mut index = ClusterIndex::new(SIMILARITY);
    let stream: Vec<u32> = all.iter().map(|t| index.insert(t).cluster).collect();
    // A text is split off where its cluster's founder in the batch is not in its cluster of the stream.
    let mut founder = std::collections::BTreeMap::new();
    let mut split = 0;
    for (b, s) in batch.iter().zip(&stream) {
        split += usize::from(*founder.entry(*b).or_insert(*s) != *s);
    }
    let n = batch.iter().max().unwrap() + 1;
    println!(
        "{} texts: {n} clusters in the batch, {} in the stream; {split} texts split off",
        all.len(),
        index.len()
    );
    assert!((split as f64) < 0.05 * all.len() as f64);
    assert!(index.len() as u32 >= n, "what the stream joins, chains join");
}
