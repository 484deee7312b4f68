//! `init [TEMPLATE]`: a commented scenario to start from.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::render::Answer;
use super::{Failure, Global};

#[derive(Debug, Clone, Args)]
pub struct InitArgs {
    /// Which scenario to begin with
    #[arg(value_enum, default_value_t, value_name = "TEMPLATE")]
    template: Template,
    /// The file to write
    #[arg(short, long, value_name = "FILE", default_value = "scenario.toml")]
    out: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Template {
    /// The same sale sent six ways over four carriers
    #[default]
    Quickstart,
    /// One carrier, one audience, one sender
    Minimal,
}

impl Template {
    fn text(self) -> &'static str {
        match self {
            Template::Quickstart => include_str!("../../scenarios/quickstart.toml"),
            Template::Minimal => include_str!("../../scenarios/minimal.toml"),
        }
    }
}

/// Writes the template, but not over a file that is there.
pub fn init(args: &InitArgs, global: &Global) -> Result<u8, Failure> {
    let path = &args.out;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true);
    if args.force {
        options.truncate(true)
    } else {
        options.create_new(true)
    };
    let mut file = options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::message(
            1,
            "exists",
            format!("{} is there already", path.display()),
            "choose another file with -o, or write over it with --force",
        ),
        _ => Failure::io(path, "write", &error),
    })?;
    std::io::Write::write_all(&mut file, args.template.text().as_bytes())
        .map_err(|error| Failure::io(path, "write", &error))?;
    let name = path.display().to_string();
    Answer {
        text: format!("wrote {name}; check it with: carrierlab validate {name}\n"),
        json: json!({ "written": name }),
    }
    .print(global)?;
    Ok(0)
}
