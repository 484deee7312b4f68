//! Rules about the source itself: arrows between rooms point inward, and the core stays a core.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, innermost first. A room may use those before it.
const ROOMS: [&str; 17] = [
    "time",
    "units",
    "rng",
    "message",
    "content",
    "scorer",
    "sender",
    "platform",
    "carrier",
    "recipient",
    "ledger",
    "engine",
    "scenario",
    "lint",
    "experiment",
    "report",
    "cli",
];

/// These four know one another only through `message`.
const APART: [&str; 4] = ["sender", "platform", "carrier", "recipient"];

/// From `time` to `engine` nothing reads a file, prints, asks the wall clock or names these.
const CORE: usize = 12;
const OUTSIDE: [&str; 10] = [
    "std::fs",
    "std::io",
    "std::env",
    "std::net",
    "println!",
    "eprintln!",
    "Instant::now",
    "tokio",
    "clap",
    "plotters",
];

fn files(under: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(under).expect("the source is here") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The room of a file: the first folder under `src`, or the file's own name.
fn room_of(path: &Path) -> Option<usize> {
    let inside = path.strip_prefix(source()).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    ROOMS.iter().position(|room| *room == first.trim_end_matches(".rs"))
}

/// The code of a file without comments, strings aside, and without its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("source is text");
    let body = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("").to_owned();
    body.lines().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// The rooms that a text names after `crate::`, one by one or in braces, nested ones included.
fn rooms_used(code: &str) -> Vec<&str> {
    let name = |text: &'_ str| text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if !rest.starts_with('{') {
            used.push(&rest[..name(rest)]);
            continue;
        }
        let (mut depth, mut fresh) = (0, false);
        for (at, c) in rest.char_indices() {
            match c {
                '{' => (depth, fresh) = (depth + 1, depth == 0),
                '}' if depth == 1 => break,
                '}' => depth -= 1,
                ',' => fresh = depth == 1,
                c if fresh && !c.is_whitespace() => {
                    used.push(&rest[at..at + name(&rest[at..])]);
                    fresh = false;
                }
                _ => {}
            }
        }
    }
    used
}

/// What a sender may not know, its code does not name: `sender` and `platform` stay clear of every truth.
#[test]
fn senders_cannot_name_the_truth() {
    for room in ["sender", "platform"] {
        for path in files(&source().join(room)) {
            let code = code(&path);
            for word in ["Verdict", "Fate", "Decision", "Ledger", "Impact", "Reaction"] {
                assert!(!code.contains(word), "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn arrows_between_rooms_point_inward() {
    let mut wrong = Vec::new();
    for path in files(&source()) {
        let Some(room) = room_of(&path) else { continue };
        for used in rooms_used(&code(&path)) {
            let Some(other) = ROOMS.iter().position(|r| *r == used) else { continue };
            let apart = other != room && APART.contains(&ROOMS[room]) && APART.contains(&used);
            if other > room || apart {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that point outward:\n{}", wrong.join("\n"));
}

#[test]
fn the_core_reads_no_file_and_asks_no_clock() {
    let mut wrong = Vec::new();
    for path in files(&source()) {
        if room_of(&path).is_none_or(|room| room >= CORE) {
            continue;
        }
        let code = code(&path);
        for word in OUTSIDE.iter().filter(|w| code.contains(*w)) {
            wrong.push(format!("{} names {word}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "the core reaches outside:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_stands_on_the_map() {
    let map = fs::read_to_string(source().join("lib.rs")).expect("the map");
    let listed: Vec<&str> =
        map.lines().filter_map(|l| l.strip_prefix("pub mod ")).filter_map(|l| l.split(';').next()).collect();
    assert_eq!(listed, ROOMS, "lib.rs lists the rooms in reading order");
}

/// The reader of arrows sees both ways of writing one.
#[test]
fn the_reader_of_arrows_works() {
    assert_eq!(
        rooms_used("use crate::engine::World;\nuse crate::{report::{a, b}, cli, units};"),
        ["engine", "report", "cli", "units"]
    );
}
