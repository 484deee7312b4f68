//! `carrierlab model similar`: near-duplicates, by pairs or by clusters.

use std::fmt::Write;

use serde_json::json;

use super::pretty;
use super::texts::{Given, content, lines};
use crate::cli::Failure;
use crate::content::{ClusterIndex, SIMILARITY, cluster, jaccard};

/// Flags of `model similar`.
#[derive(Debug, Clone, clap::Args)]
pub struct SimilarArgs {
    /// A file, or `-` for stdin: either pairs, `text<TAB>text` a line, or single texts, one a line
    #[arg(value_name = "FILE")]
    file: String,
    /// Jaccard similarity of word 3-shingles from which texts are near-duplicates
    #[arg(long, default_value_t = SIMILARITY, value_parser = similarity, value_name = "0..1")]
    similarity: f64,
    /// Take single texts one by one, as a carrier does, instead of joining chains over the whole file
    #[arg(long)]
    one_by_one: bool,
}

/// Pairs give `jaccard<TAB>joined|apart`, single texts `cluster<TAB>text`, in the order of the file.
pub fn similar(args: &SimilarArgs, json: bool) -> Result<String, Failure> {
    let Some(content) = content(&args.file, false)? else {
        let what = format!("there is no file {}", args.file);
        let help = "`model similar` compares the lines of a file; `-` reads stdin";
        return Err(Failure::message(1, "io", what, help));
    };
    let given = lines(&content);
    let Some(first) = given.first() else {
        let help = "write two texts with a tab between them, or one text, a line";
        return Err(Failure::message(3, "similar.empty", format!("{} holds no text", args.file), help));
    };
    if first.text.contains('\t') { pairs(&given, args, json) } else { singles(&given, args, json) }
}

fn pairs(given: &[Given], args: &SimilarArgs, json: bool) -> Result<String, Failure> {
    let mut rows = Vec::new();
    for Given { text, line, .. } in given {
        let found = match text.split('\t').collect::<Vec<_>>().as_slice() {
            [a, b] => jaccard(a, b),
            [_] => return Err(mixed(*line, "has no tab, but the first line is a pair")),
            many => {
                let what = format!("line {line} has {} texts; a pair has two", many.len());
                return Err(Failure::message(3, "similar.line", what, "put one tab between two texts"));
            }
        };
        rows.push((*line, found, found >= args.similarity));
    }
    let label = |row: &Given| matches!(row.text.split('\t').next(), Some("ham" | "spam" | "smishing"));
    if given.iter().all(label) {
        let what = format!("{} is a labelled corpus: its first column holds no texts", args.file);
        let help = "give the texts alone: cut -f2- FILE | carrierlab model similar -";
        return Err(Failure::message(3, "similar.labels", what, help));
    }
    if json {
        let joined = rows.iter().filter(|row| row.2).count();
        let pairs: Vec<serde_json::Value> = rows
            .iter()
            .map(|(line, jaccard, joined)| json!({ "line": line, "jaccard": jaccard, "joined": joined }))
            .collect();
        let share = joined as f64 / rows.len() as f64;
        return Ok(pretty(&json!({ "similarity": args.similarity, "joined": share, "pairs": pairs })));
    }
    Ok(rows.iter().fold(String::new(), |mut out, (_, jaccard, joined)| {
        let word = if *joined { "joined" } else { "apart" };
        writeln!(out, "{jaccard:.4}\t{word}").expect("a string takes all");
        out
    }))
}

fn singles(given: &[Given], args: &SimilarArgs, json: bool) -> Result<String, Failure> {
    if let Some(pair) = given.iter().find(|g| g.text.contains('\t')) {
        return Err(mixed(pair.line, "has a tab, but the first text has none"));
    }
    let texts: Vec<String> = given.iter().map(|g| g.text.clone()).collect();
    let clusters = if args.one_by_one {
        let mut index = ClusterIndex::new(args.similarity);
        texts.iter().map(|text| index.insert(text).cluster).collect()
    } else {
        cluster(&texts, args.similarity)
    };
    if json {
        let n = clusters.iter().max().map_or(0, |c| c + 1);
        let rows: Vec<serde_json::Value> = given
            .iter()
            .zip(&clusters)
            .map(|(g, cluster)| json!({ "line": g.line, "cluster": cluster, "text": g.text }))
            .collect();
        return Ok(pretty(&json!({ "similarity": args.similarity, "clusters": n, "texts": rows })));
    }
    Ok(texts.iter().zip(clusters).fold(String::new(), |mut out, (text, cluster)| {
        writeln!(out, "{cluster}\t{text}").expect("a string takes all");
        out
    }))
}

fn mixed(line: usize, what: &str) -> Failure {
    let help = "a file holds pairs or single texts, not both: split it";
    Failure::message(3, "similar.mixed", format!("line {line} {what}"), help)
}

fn similarity(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("a similarity lies between 0 and 1, such as 0.5".into()),
    }
}
