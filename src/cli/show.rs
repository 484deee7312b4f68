//! `show FILE --resolved`: every value in force, and where it comes from.

use std::path::PathBuf;

use clap::{ArgMatches, Args};
use serde_json::json;

use super::render::{Answer, warn};
use super::{Failure, Global, ScenarioArgs};
use crate::scenario::{self, World};

#[derive(Debug, Clone, Args)]
pub struct ShowArgs {
    /// A scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print every value in force, defaults and presets included, and who set it
    #[arg(long)]
    resolved: bool,
    /// Under this strategy; the baseline unless set
    #[arg(long, value_name = "NAME")]
    strategy: Option<String>,
    #[command(flatten)]
    scenario: ScenarioArgs,
}

impl ShowArgs {
    pub fn from(mut self, matches: &ArgMatches) -> ShowArgs {
        self.scenario.note_sources(matches);
        self
    }
}

/// With `--resolved` one world and its origins; without, what the scenario compares.
pub fn show(args: &ShowArgs, global: &Global) -> Result<u8, Failure> {
    let loaded = scenario::read(&args.file, &args.scenario.overrides())?;
    warn(&loaded.warnings, global);
    let world = match &args.strategy {
        Some(name) => loaded.worlds.iter().find(|w| w.name == *name).ok_or_else(|| {
            let known: Vec<&str> = loaded.worlds.iter().map(|w| w.name.as_str()).collect();
            let help = format!("strategies of this scenario: {}", known.join(", "));
            Failure::message(2, "usage", format!("there is no strategy `{name}`"), help)
        })?,
        None => &loaded.worlds[0],
    };
    let answer = if args.resolved {
        Answer {
            text: format!(
                "# {} under strategy \"{}\": every value in force, and where it comes from.\n\n{}",
                args.file.display(),
                world.name,
                scenario::explained_toml(world)
            ),
            json: json!({
                "file": args.file.display().to_string(),
                "strategy": world.name,
                "resolved": scenario::explained_json(&world.resolved),
            }),
        }
    } else {
        outline(&loaded, args)
    };
    answer.print(global)?;
    Ok(0)
}

/// What is simulated and compared, in a few lines.
fn outline(loaded: &scenario::Loaded, args: &ShowArgs) -> Answer {
    let about = &loaded.file.scenario;
    let mut text = format!("{}: {}\n", about.name, about.about);
    text.push_str(&format!(
        "horizon {}, seed {}, {} replications\n\nstrategies:\n",
        about.horizon, about.seed, about.replications
    ));
    for World { name, about, .. } in &loaded.worlds {
        text.push_str(&format!("  {name:<24} {about}\n"));
    }
    text.push_str("\ncarriers:\n");
    for carrier in &loaded.file.carriers {
        let mut preset = carrier.preset.clone().unwrap_or_else(|| "no preset".into());
        if let Some(limits) = &carrier.limits {
            preset = format!("{preset}, limits {limits}");
        }
        let share = carrier.share.value() * 100.0;
        text.push_str(&format!("  {:<24} {share:.0} % of recipients, {preset}\n", carrier.name));
    }
    text.push_str("\nevery value in force: add --resolved\n");
    Answer {
        text,
        json: json!({
            "file": args.file.display().to_string(),
            "scenario": about,
            "strategies": loaded.worlds.iter()
                .map(|w| json!({ "name": w.name, "about": w.about })).collect::<Vec<_>>(),
            "carriers": loaded.file.carriers.iter()
                .map(|c| json!({ "name": c.name, "share": c.share, "preset": c.preset, "limits": c.limits })).collect::<Vec<_>>(),
        }),
    }
}
