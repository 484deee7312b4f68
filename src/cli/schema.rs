//! `schema`, `completions`, `man`: what the program says of itself.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use super::render::print;
use super::{Cli, Failure};
use crate::scenario;

#[derive(Debug, Clone, Args)]
pub struct SchemaArgs {
    /// The reference of all keys as Markdown instead
    #[arg(long, hide = true)]
    markdown: bool,
}

/// Prints the JSON Schema, which is the same with and without `--json`.
pub fn schema(args: &SchemaArgs) -> Result<u8, Failure> {
    if args.markdown {
        print(&scenario::markdown())?;
    } else {
        print(&format!("{:#}\n", scenario::schema()))?;
    }
    Ok(0)
}

#[derive(Debug, Clone, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Prints a completion script.
pub fn completions(args: &CompletionsArgs) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "carrierlab", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}

#[derive(Debug, Clone, Args)]
pub struct ManArgs {
    /// Write one page for each command to this folder, instead of the first to stdout
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints the manual page, or writes all of them.
pub fn man(args: &ManArgs) -> Result<u8, Failure> {
    let Some(folder) = &args.out else {
        let mut page = Vec::new();
        let here = PathBuf::from("stdout");
        clap_mangen::Man::new(Cli::command())
            .render(&mut page)
            .map_err(|error| Failure::io(&here, "write", &error))?;
        print(&String::from_utf8_lossy(&page))?;
        return Ok(0);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .map_err(|error| Failure::io(folder, "write", &error))?;
    Ok(0)
}
