//! `carrierlab lint`: drafts against carriers before they are sent.

mod drafts;
pub(super) mod view;

use std::path::{Path, PathBuf};

use serde_json::json;

use self::drafts::{Draft, Spread};
use super::{Failure, Global, models, render};
use crate::lint::{Lint, Outcome, Panel, Voice};
use crate::scenario::{self, Loaded, Overrides, PRESETS};

/// Flags of `lint`.
#[derive(Debug, Clone, clap::Args)]
pub struct LintArgs {
    /// A draft, a file with one draft a line, or `-` for stdin; left out, the texts of the scenario's senders
    #[arg(value_name = "TEXT|FILE", required_unless_present = "scenario")]
    draft: Option<String>,
    /// Take the argument for a draft even if it looks like a file's name
    #[arg(long, requires = "draft")]
    text: bool,
    /// Ask the carriers of this scenario
    #[arg(long, value_name = "FILE", conflicts_with = "preset", help_heading = "Carriers")]
    scenario: Option<PathBuf>,
    /// Ask these presets, or preset files, with commas between; all shipped ones unless set
    #[arg(long, value_delimiter = ',', value_name = "NAME", help_heading = "Carriers")]
    preset: Vec<String>,
    /// Count what a kind of number adds: long-code, 10dlc, toll-free, short-code, or a preset file
    #[arg(long, value_name = "TYPE", help_heading = "Carriers")]
    number: Option<String>,
    /// Set a key, such as carrier.adaptive.filter.threshold=0.8 or sender.draft.number.trust=80
    #[arg(long = "set", value_name = "KEY=VALUE", help_heading = "Carriers")]
    set: Vec<String>,
    /// The brand that advice puts in where a draft names none
    #[arg(long, value_name = "NAME", help_heading = "Advice")]
    brand: Option<String>,
    /// The brand's own domain, in place of shorteners and odd hosts
    #[arg(long, value_name = "HOST", help_heading = "Advice")]
    domain: Option<String>,
    /// What a slot such as {first_name} stands for; may be given often
    #[arg(long = "slot", value_name = "NAME=VALUE", help_heading = "Advice")]
    slots: Vec<String>,
    /// Show every change that helps, and every one of many drafts in full
    #[arg(long, help_heading = "Advice")]
    all: bool,
    /// Exit with 4 where a content model gives a draft a higher probability of spam
    #[arg(long, value_name = "P", value_parser = probability, help_heading = "Expectations")]
    max_score: Option<f64>,
    /// Exit with 4 where a carrier would turn a draft away, or finds a forbidden phrase in it
    #[arg(long, help_heading = "Expectations")]
    strict: bool,
}

/// One draft with what was found.
struct Linted {
    draft: Draft,
    spread: Spread,
    lint: Lint,
    fails: Vec<String>,
}

/// Reads drafts and carriers, and prints what the carriers make of the drafts.
pub fn lint(args: &LintArgs, global: &Global) -> Result<u8, Failure> {
    let (loaded, folder) = carriers(args)?;
    let mut drafts = match &args.draft {
        Some(draft) => drafts::given(draft, args.text)?,
        None => drafts::of_scenario(&loaded),
    };
    if args.draft.is_some() {
        let website = drafts::website(&loaded);
        drafts.iter_mut().for_each(|draft| draft.website.clone_from(&website));
    }
    drafts::fill_slots(&mut drafts, &args.slots)?;
    let number = number(args, &loaded)?;
    let settings = &loaded.worlds[0].settings;
    let (models, _) = models::load(settings.carriers.iter(), &folder)?;
    let mut panel = Panel::new(&settings.carriers, number.as_ref(), &models);
    let linted: Vec<Linted> = drafts
        .into_iter()
        .map(|draft| {
            panel.set_website(draft.website.as_deref());
            let (text, spread) = drafts::worst(&draft, &panel);
            let domain = args.domain.as_deref().or(draft.website.as_deref());
            let voice = Voice::of(&text, args.brand.as_deref(), domain);
            let lint = crate::lint::lint(&text, &panel, &voice);
            let fails = fails(&lint, args);
            Linted { draft, spread, lint, fails }
        })
        .collect();
    let failed: Vec<&str> = linted.iter().flat_map(|l| l.fails.iter().map(String::as_str)).collect();
    if global.json {
        render::print(&format!("{:#}\n", document(&linted, args)))?;
    } else if !global.quiet {
        let width = view::width();
        let paint = render::Paint::stdout(global.color);
        let mut out = String::new();
        let full = args.all || global.verbose;
        if linted.len() > view::SCREENS && !full {
            view::list(&mut out, &linted, &view::How { width, paint, all: false, name: None });
        } else {
            for one in &linted {
                let name = (linted.len() > 1).then_some(one.draft.name.as_str());
                view::draft(&mut out, one, &view::How { width, paint, all: full, name });
            }
        }
        view::closing(&mut out, args.number.as_deref(), width);
        render::print(&out)?;
    }
    if failed.is_empty() {
        return Ok(0);
    }
    if !global.json {
        render::note(&format!("expectation failed: {}\n", failed.join("\nexpectation failed: ")));
    }
    Ok(4)
}

/// The scenario whose carriers are asked, and the folder that paths in it start from.
fn carriers(args: &LintArgs) -> Result<(Loaded, PathBuf), Failure> {
    let overrides = Overrides { set: args.set.clone(), ..Overrides::default() };
    if let Some(file) = &args.scenario {
        let folder = file.parent().map_or_else(PathBuf::new, Path::to_owned);
        return Ok((scenario::read(file, &overrides)?, folder));
    }
    let shipped: Vec<&str> = PRESETS.iter().filter_map(|(name, _)| name.strip_prefix("carriers/")).collect();
    let names: Vec<&str> = match args.preset.as_slice() {
        [] => shipped.clone(),
        chosen => {
            let mut names: Vec<&str> = Vec::new();
            for name in chosen {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
            names
        }
    };
    let is_file = |name: &str| name.contains(['/', '\\']) || name.ends_with(".toml");
    if let Some(unknown) = names.iter().find(|n| !shipped.contains(*n) && !is_file(n)) {
        let what = format!("there is no carrier preset `{unknown}`");
        return Err(Failure::message(2, "usage", what, format!("presets: {}", shipped.join(", "))));
    }
    let loaded = stage(&names, args.number.as_deref().unwrap_or("long-code"), &overrides)?;
    Ok((loaded, PathBuf::from(".")))
}

/// A scenario with these carriers and one sender with that kind of number: presets are read, checked and
/// overridden in the same way as anywhere else.
fn stage(presets: &[&str], number: &str, overrides: &Overrides) -> Result<Loaded, Failure> {
    let share = 1.0 / presets.len() as f64;
    let carriers: Vec<serde_json::Value> = presets
        .iter()
        .enumerate()
        .map(|(i, preset)| {
            let stem = |preset: &str| Path::new(preset).file_stem().map(|s| s.to_string_lossy().into_owned());
            // Two files of one name in different folders are two carriers.
            let taken = presets[..i].iter().any(|other| stem(other) == stem(preset));
            let name = if taken { Some((*preset).to_owned()) } else { stem(preset) };
            json!({ "name": name, "preset": preset, "share": share })
        })
        .collect();
    let file = json!({
        "schema": 1,
        "scenario": { "name": "lint", "horizon": "1d", "seed": 1 },
        "carrier": carriers,
        "audience": { "anyone": { "size": 1, "consent": "opted-in" } },
        "sender": [{
            "name": "draft", "audience": "anyone", "start": "09:00", "rate": "1/s",
            "number": { "type": number }, "texts": ["draft"],
        }],
    });
    Ok(scenario::parse("lint.json", &file.to_string(), overrides, Some(Path::new(".")))?)
}

/// The kind of number whose standing counts: the one asked for, else none.
fn number(args: &LintArgs, loaded: &Loaded) -> Result<Option<crate::message::NumberSettings>, Failure> {
    let Some(kind) = &args.number else { return Ok(None) };
    let of = |loaded: &Loaded| loaded.worlds[0].settings.senders.first().map(|s| s.number.clone());
    if args.scenario.is_none() {
        return Ok(of(loaded));
    }
    // Flags about the scenario say nothing of this one.
    Ok(of(&stage(&["rate-only"], kind, &Overrides::default())?))
}

fn fails(lint: &Lint, args: &LintArgs) -> Vec<String> {
    let mut fails = Vec::new();
    for reading in &lint.readings {
        let carrier = &reading.carrier;
        if let (Some(max), Some(p)) = (args.max_score, reading.probability)
            && p > max
        {
            fails.push(format!("{carrier} scores {p:.4}, above {max}: {}", view::brief(&lint.text)));
        }
        let turned = !matches!(reading.outcome, Outcome::Passes | Outcome::Unread);
        if args.strict && (turned || reading.phrase.is_some()) {
            let why = match &reading.phrase {
                Some(phrase) if !turned => format!("finds the forbidden phrase `{phrase}`"),
                _ => format!("{} on the text alone", reading.outcome.label()),
            };
            fails.push(format!("{carrier}: {why}: {}", view::brief(&lint.text)));
        }
    }
    fails
}

fn document(linted: &[Linted], args: &LintArgs) -> serde_json::Value {
    let drafts: Vec<serde_json::Value> = linted
        .iter()
        .map(|one| {
            let mut value = json!(one.lint);
            value["draft"] = json!(one.draft.text);
            value["name"] = json!(one.draft.name);
            value["website"] = json!(one.draft.website);
            value["variants"] = json!(one.spread);
            value["notes"] = json!(one.draft.notes);
            value["expectations_failed"] = json!(one.fails);
            value
        })
        .collect();
    json!({ "about": view::ABOUT, "number": args.number, "drafts": drafts })
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("a probability lies between 0 and 1, such as 0.5".into()),
    }
}
