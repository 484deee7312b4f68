//! `carrierlab model generate`: a corpus from our own templates of business texts.

use std::fmt::Write;

use serde_json::json;

use super::pretty;
use crate::cli::Failure;
use crate::scorer::{KINDS, Kind, Row, generate, generate_of};

/// The most rows that one call makes.
const ROWS_MAX: usize = 10_000_000;

/// A number of rows to generate, as a flag gives it.
pub fn generated_rows(written: &str) -> Result<usize, String> {
    let n: usize = written.parse().map_err(|_| format!("`{written}` is no number of rows"))?;
    if n <= ROWS_MAX { Ok(n) } else { Err(format!("at most {ROWS_MAX} rows are made")) }
}

/// Said beside rows that cannot say it themselves.
const NOTE: &str = "note: every row is generated from our own templates; none was sent to anybody\n";

/// Flags of `model generate`.
#[derive(Debug, Clone, clap::Args)]
pub struct GenerateArgs {
    /// Rows to make, honest and prohibited ones in turn
    #[arg(short, long, default_value_t = 1000, value_name = "N")]
    n: usize,
    /// Seed of the rows; the same seed gives the same rows, and a longer list begins with a shorter one
    #[arg(short, long, default_value_t = 1)]
    seed: u64,
    /// Only this kind; give it several times for several (all kinds if left out)
    #[arg(short, long, value_name = "NAME")]
    kind: Vec<String>,
    /// List the kinds instead: name, trade, where it is at home, wordings, and whether carriers prohibit it
    #[arg(long, conflicts_with_all = ["csv", "n", "seed"])]
    list: bool,
    /// Columns `label,text,class` instead of `label<TAB>text`; the class is the kind
    #[arg(long)]
    csv: bool,
}

/// Makes the rows, or the list of kinds, and gives what is to be printed.
pub fn generate_rows(args: &GenerateArgs, json: bool) -> Result<String, Failure> {
    let chosen = args.kind.iter().map(|name| place(name)).collect::<Result<Vec<usize>, Failure>>()?;
    if args.list {
        return Ok(list(&chosen, json));
    }
    if args.n > ROWS_MAX {
        let what = format!("{} rows are too many; at most {ROWS_MAX} are made", args.n);
        return Err(Failure::message(2, "usage", what, "make several files with different seeds"));
    }
    let rows =
        if chosen.is_empty() { generate(args.n, args.seed) } else { generate_of(&chosen, args.n, args.seed) };
    if json {
        let rows: Vec<serde_json::Value> = rows
            .iter()
            .map(|row| {
                let kind = kind_of(row);
                json!({ "label": label(row), "text": row.text, "class": class(kind), "kind": kind.name, "trade": kind.trade })
            })
            .collect();
        return Ok(pretty(&json!({ "generated": true, "seed": args.seed, "rows": rows })));
    }
    // A corpus has no place for a remark of its own.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), NOTE.as_bytes());
    let mut out = String::new();
    if args.csv {
        out.push_str("label,text,class\n");
    }
    for row in &rows {
        if args.csv {
            let text = row.text.replace('"', "\"\"");
            writeln!(out, "{},\"{text}\",\"{}\"", label(row), class(kind_of(row)))
        } else {
            writeln!(out, "{}\t{}", label(row), row.text)
        }
        .expect("a string takes all");
    }
    Ok(out)
}

fn kind_of(row: &Row) -> &'static Kind {
    &KINDS[row.kind.expect("a generated row has a kind")]
}

/// The class of a row, which says that it is generated.
fn class(kind: &Kind) -> String {
    format!("generated {}", kind.name)
}

/// What a corpus would call it: fraud in another's name is smishing, the other prohibited kinds are spam.
fn label(row: &Row) -> &'static str {
    let kind = kind_of(row);
    match (kind.prohibited, kind.is_fraud()) {
        (false, _) => "ham",
        (true, true) => "smishing",
        (true, false) => "spam",
    }
}

fn place(name: &str) -> Result<usize, Failure> {
    KINDS.iter().position(|kind| kind.name == name).ok_or_else(|| {
        let near = KINDS
            .iter()
            .map(|kind| (strsim::damerau_levenshtein(kind.name, name), kind.name))
            .min()
            .filter(|(distance, _)| *distance <= 3);
        let help = match near {
            Some((_, near)) => format!("did you mean `{near}`?"),
            None => "see `carrierlab model generate --list`".into(),
        };
        Failure::message(2, "usage", format!("there is no kind `{name}`"), help)
    })
}

fn list(chosen: &[usize], json: bool) -> String {
    let kinds: Vec<&Kind> = KINDS
        .iter()
        .enumerate()
        .filter(|(k, _)| chosen.is_empty() || chosen.contains(k))
        .map(|(_, k)| k)
        .collect();
    if json {
        let kinds: Vec<serde_json::Value> = kinds
            .iter()
            .map(|k| {
                json!({ "name": k.name, "trade": k.trade, "region": k.region, "templates": k.templates.len(), "prohibited": k.prohibited })
            })
            .collect();
        return pretty(&json!({ "generated": true, "kinds": kinds }));
    }
    let width = |of: fn(&Kind) -> &str| kinds.iter().map(|k| of(k).chars().count()).max().unwrap_or(0);
    let (name, trade) = (width(|k| k.name), width(|k| k.trade));
    let mut out = String::new();
    for k in &kinds {
        let half = if k.prohibited { "prohibited" } else { "honest" };
        writeln!(
            out,
            "{:name$}  {:trade$}  {:3}  {:2} templates  {half}",
            k.name,
            k.trade,
            k.region,
            k.templates.len()
        )
        .expect("a string takes all");
    }
    let prohibited = kinds.iter().filter(|k| k.prohibited).count();
    writeln!(
        out,
        "{} honest and {prohibited} prohibited kinds; all texts are generated",
        kinds.len() - prohibited
    )
    .expect("a string takes all");
    out
}
