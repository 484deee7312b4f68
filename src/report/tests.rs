//! The views of one document, held equal.

use serde_json::json;

use super::*;
use crate::ledger::metric;

fn manifest() -> serde_json::Value {
    json!({"version": "0.1.0", "wall_seconds": 12.3, "threads": 2, "models": {"default": "abc123"}})
}

fn screen(summary: &Summary, width: usize) -> String {
    let view =
        TerminalView { width, colour: false, files: vec!["out/quickstart".into()], command: String::new() };
    terminal(summary, &view)
}

/// A page without the marks around intervals, its escapes undone.
fn plain(page: &str) -> String {
    page.replace("<span>", "").replace("</span>", "").replace("&lt;", "<").replace("&gt;", ">")
}

#[test]
fn every_view_shows_the_same_numbers() {
    let summary = sample::plausible();
    let page = plain(&html(&summary, "", &manifest()));
    let text = markdown(&summary);
    let screen = screen(&summary, 200);
    for s in &summary.strategies {
        for (name, _) in view::HEADLINE {
            let shown = format::estimate(metric(name).unwrap(), &s.metrics[*name]);
            assert!(page.contains(&format!(">{shown}<")), "{name}: {shown} not in the page");
            assert!(
                text.contains(&format!(" {} ", markdown::escape(&shown))),
                "{name}: {shown} not in Markdown"
            );
        }
        for name in ["delivered", "reported_delivered", "false_delivered", "unwanted_delivered", "complaints"]
        {
            let shown = format::estimate(metric(name).unwrap(), &s.metrics[name]);
            for part in shown.split(" [") {
                assert!(screen.contains(part), "{name}: {part} not on the screen:\n{screen}");
            }
        }
    }
}

#[test]
fn eighty_columns_are_enough() {
    for summary in [sample::plausible(), sample::nothing(), sample::crowded(), sample::hostile()] {
        for width in [80, 100, 120, 200] {
            let text = screen(&summary, width);
            for line in text.lines().filter(|l| !l.starts_with("repeat") && !l.starts_with("results")) {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn a_cause_is_broken_between_words_only() {
    let mut summary = sample::plausible();
    summary.strategies[0].losses[0].label = "reputation of the campaign".into();
    for width in [80, 100, 120, 132, 200] {
        let screen = screen(&summary, width);
        for word in ["reputation", "campaign", "near-duplicate"] {
            assert!(screen.contains(word), "{width}: {word}\n{screen}");
        }
    }
}

#[test]
fn colour_adds_no_text() {
    let summary = sample::plausible();
    let view =
        TerminalView { width: 80, colour: true, files: vec![], command: "carrierlab run x.toml".into() };
    let coloured = terminal(&summary, &view);
    let plain = terminal(&summary, &TerminalView { colour: false, ..view });
    assert!(coloured.contains('\u{1b}') && !plain.contains('\u{1b}'));
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        stripped.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

#[test]
fn hostile_names_stay_text() {
    let summary = sample::hostile();
    let page = html(&summary, "# </code><script>alert(2)</script>", &json!({"<script>": "<script>"}));
    for markup in ["<script", "<iframe", "<img", "<blink", "<b>", "<i>", "<u>", "</svg><", "onerror=y>"] {
        assert!(!page.contains(markup), "{markup} got into the page");
    }
    let screen = screen(&summary, 80);
    for c in ['\u{1b}', '\u{7}', '\0', '\u{202e}'] {
        assert!(!page.contains(c) && !screen.contains(c) && !markdown(&summary).contains(c), "{c:?}");
    }
}

#[test]
fn the_page_needs_nothing_from_outside() {
    let page = html(&sample::plausible(), "schema = 1\n", &manifest());
    assert!(!page.contains("<script") && !page.contains("src=\"http") && !page.contains("href=\"http"));
    assert!(!page.contains("@import") && !page.contains("url(http"));
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
}

#[test]
fn a_run_and_its_repetition_give_one_page() {
    let summary = sample::plausible();
    let again =
        json!({"version": "0.1.0", "wall_seconds": 99.9, "threads": 1, "models": {"default": "abc123"}});
    assert_eq!(html(&summary, "a = 1\n", &manifest()), html(&summary, "a = 1\n", &again));
}

#[test]
fn the_report_is_written_and_listed() {
    let mut samples = vec![sample::nothing()];
    if std::env::var_os("REPORT_KEEP").is_some() {
        // For the eye; pictures take long in a test.
        samples.extend([
            sample::plausible(),
            sample::crowded(),
            sample::hostile(),
            sample::small(),
            sample::emergent(),
        ]);
    }
    for (i, summary) in samples.into_iter().enumerate() {
        let dir = tempfile::tempdir().unwrap();
        let files = write_report(dir.path(), &summary, "schema = 1\n", &manifest()).unwrap();
        assert!(files.iter().all(|f| f.is_file()));
        assert!(
            files.contains(&dir.path().join("report.html")) && files.contains(&dir.path().join("report.md"))
        );
        if let Ok(keep) = std::env::var("REPORT_KEEP") {
            let to = Path::new(&keep).join(i.to_string());
            std::fs::create_dir_all(to.join("figures")).unwrap();
            for f in &files {
                std::fs::copy(f, to.join(f.strip_prefix(dir.path()).unwrap())).unwrap();
            }
            std::fs::write(to.join("terminal.txt"), screen(&summary, 80) + "\n" + &screen(&summary, 120))
                .unwrap();
        }
    }
}

#[cfg(feature = "plot")]
#[test]
fn every_drawing_is_sound_and_repeats() {
    let always = ["delivery", "carriers", "losses", "course", "differences", "harm"];
    let every = [
        "delivery",
        "gap",
        "histogram",
        "carriers",
        "senders",
        "losses",
        "course",
        "age",
        "threshold",
        "differences",
        "harm",
    ];
    for (summary, expected) in [
        (sample::plausible(), &[&["delivery", "gap"], &always[1..]].concat()[..]),
        (sample::nothing(), &always),
        // Twenty replications lie more than ten points apart.
        (sample::crowded(), &[&["delivery", "gap", "histogram"], &always[1..]].concat()),
        (sample::hostile(), &[&["delivery", "gap", "histogram"], &always[1..]].concat()),
        (sample::small(), &[&["delivery", "gap"], &always[1..]].concat()),
        (sample::emergent(), &every),
    ] {
        let figures = figures::all(&summary).unwrap();
        let names: Vec<&str> = figures.iter().map(|f| f.name.as_ref()).collect();
        // Where nobody was blacklisted there is nothing to draw of it.
        let listed = summary.strategies.iter().any(|s| s.recovery.is_some());
        let asked = !summary.expectations.is_empty();
        let more = asked.then_some("asked").into_iter().chain(listed.then_some("recovery"));
        let expected: Vec<&str> = expected.iter().copied().chain(more).collect();
        assert_eq!(names, expected);
        for (figure, again) in figures.iter().zip(figures::all(&summary).unwrap()) {
            let svg = figure.svg.as_deref().unwrap();
            assert_eq!(Some(svg), again.svg.as_deref());
            resvg::usvg::Tree::from_str(svg, &resvg::usvg::Options::default()).unwrap();
            assert!(svg.contains("role=\"img\"") && svg.contains("<title") && svg.contains("<desc"));
            assert!(svg.len() < 250_000, "{}: {} bytes", figure.name, svg.len());
            assert_eq!(figure.shows.len(), figure.table.columns.len());
            for mark in ["NaN", "inf\"", "0.987654"] {
                assert!(!svg.contains(mark), "{}: {mark}", figure.name);
            }
        }
    }
}

#[test]
fn the_numbers_of_a_figure_are_those_of_every_view() {
    let summary = sample::plausible();
    let page = plain(&html(&summary, "", &manifest()));
    let figures = figures::all(&summary).unwrap();
    let delivery = &figures[0];
    let text = String::from_utf8(csv(&delivery.table)).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for (record, s) in reader.records().map(Result::unwrap).zip(&summary.strategies) {
        assert_eq!(&record[0], s.name);
        for (at, name) in [(1, "delivered"), (4, "reported_delivered"), (7, "false_delivered")] {
            let of = |i: usize| Some(record[i].parse::<f64>().unwrap());
            let read = experiment::summary::Estimate {
                mean: of(at),
                lo: of(at + 1),
                hi: of(at + 2),
                n: 0,
                values: vec![],
            };
            let shown = format::estimate(metric(name).unwrap(), &read);
            assert_eq!(shown, format::estimate(metric(name).unwrap(), &s.metrics[name]));
            assert!(page.contains(&shown), "{name}: {shown}");
        }
    }
}

#[test]
fn a_bar_of_losses_is_all_that_was_attempted() {
    for summary in [sample::plausible(), sample::crowded(), sample::hostile(), sample::small()] {
        let figures = figures::all(&summary).unwrap();
        let table = &figures.iter().find(|f| f.name == "losses").unwrap().table;
        let (crate::ledger::Values::Text(names), crate::ledger::Values::Float(shares)) =
            (&table.columns[0].values, &table.columns[2].values)
        else {
            panic!("names and shares");
        };
        for s in &summary.strategies {
            let name = view::clean(&s.name);
            let sum: f64 =
                names.iter().zip(shares).filter(|(n, _)| **n == name).filter_map(|(_, x)| *x).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{name}: {sum}");
        }
    }
}

#[test]
fn runs_in_groups_are_shown_as_groups() {
    let summary = sample::emergent();
    let screen = screen(&summary, 100);
    // Four of ten runs near 12 %, six near 92 %: in the table, in words, and as bars.
    for part in ["4 × 11.8 %", "6 × 91.8 %", "4 near 11.8 % and 6 near 91.8 %", "0 % ▕    "] {
        assert!(screen.replace("\n  ", " ").contains(part), "{part} in\n{screen}");
    }
    let bars = screen.lines().find(|l| l.contains('▕')).expect("a line of bars");
    let bars: String = bars.chars().skip_while(|c| *c != '▕').skip(1).take_while(|c| *c != '▏').collect();
    assert_eq!(bars.chars().count(), 40);
    let gap = &bars.chars().skip(8).take(26).collect::<String>();
    assert!(gap.trim().is_empty() && bars.contains('█'), "{bars:?}");
    for page in [plain(&html(&summary, "", &manifest())), markdown(&summary)] {
        assert!(page.contains("4 near 11.8 % and 6 near 91.8 %"), "{page}");
    }
    assert!(!markdown(&sample::plausible()).contains(" near "));
}

#[test]
fn the_ranking_stands_in_every_view() {
    let summary = sample::plausible();
    let first = &summary.ranking[0];
    assert_eq!((first.strategy.as_str(), first.rank), ("short code", 1));
    let screen = screen(&summary, 200);
    let page = plain(&html(&summary, "", &manifest()));
    assert!(
        screen.contains("1. short code ") && screen.contains("(best: ") && screen.contains("no forecast")
    );
    for view in [page, markdown(&summary)] {
        assert!(view.contains("Probability of being best") && view.contains("not a forecast"), "{view}");
    }
    // Two strategies of three replications have one; a single strategy has none.
    assert_eq!(sample::small().ranking.len(), 2);
    assert!(!markdown(&sample::nothing()).contains("Probability of being best"));
}

/// Documents of version 0.1.0 had no ranking, groups or verdicts of expectations; they are read and shown.
#[test]
fn older_documents_are_read() {
    let mut document = serde_json::to_value(sample::emergent()).unwrap();
    let root = document.as_object_mut().unwrap();
    assert!(root.remove("ranking").is_some());
    for e in root["expectations"].as_array_mut().unwrap() {
        for key in ["verdict", "n"] {
            assert!(e.as_object_mut().unwrap().remove(key).is_some());
        }
    }
    for s in root["strategies"].as_array_mut().unwrap() {
        assert!(s.as_object_mut().unwrap().remove("groups").is_some());
    }
    let summary: Summary = serde_json::from_value(document).unwrap();
    let screen = screen(&summary, 100);
    assert!(screen.contains("✓ met") && screen.contains("✗ failed") && !screen.contains("n = "), "{screen}");
    assert!(screen.contains("falls into two groups") && !screen.contains("Ranking"), "{screen}");
    assert!(markdown(&summary).contains("✗ failed"));
}
