//! `claims.html`: one file, offline, without scripts; every string in it that came from outside is escaped.

use std::fmt::Write as _;

use super::view;
use crate::experiment::claims::{ClaimResult, ClaimsDocument};
use crate::report::blocks::{self, escape};
use crate::report::figures::Figure;
use crate::report::view::Sheet;

/// The page. How long claims took is left out, so that equal results give equal pages.
pub(super) fn page(document: &ClaimsDocument, figures: &[Figure]) -> String {
    let mut page = Page { out: String::with_capacity(1 << 20), document, figures };
    page.head();
    page.verdict();
    page.overview();
    page.forest();
    let slugs = view::slugs(document);
    for (claim, slug) in document.claims.iter().zip(&slugs) {
        page.claim(claim, slug);
    }
    page.method();
    page.reproduce();
    page.out.push_str("</main>\n</body>\n</html>\n");
    page.out
}

struct Page<'a> {
    out: String,
    document: &'a ClaimsDocument,
    figures: &'a [Figure],
}

impl Page<'_> {
    fn head(&mut self) {
        blocks::head(&mut self.out, &self.document.version, "Claims: carrierlab report", STYLE);
        self.out.push_str(
            "<a class=\"skip\" href=\"#verdict\">Skip to the verdict</a>\n<main>\n<header>\n\
             <p class=\"kicker\">carrierlab: deliverability in a simulated network</p>\n<h1>Claims</h1>\n\
             <p class=\"question\">What the field tells senders, each put as a hypothesis that can be false.</p>\n\
             <p class=\"sample\">Two ways of sending meet the same people and the same chance; the effect is the difference. \
             The same again with the mechanism switched off: there the effect has to be gone.</p>\n</header>\n",
        );
    }

    fn verdict(&mut self) {
        let d = self.document;
        let class = if d.passed { "clear" } else { "open" };
        let mark = if d.passed { "✓" } else { "✗" };
        let _ = writeln!(
            self.out,
            "<section id=\"verdict\" class=\"box {class}\" aria-labelledby=\"verdict-h\">\n<h2 id=\"verdict-h\">{mark} {}</h2>\n<p>{}</p>",
            escape(&view::tally(d)),
            view::effort(d),
        );
        for warning in view::warnings(d) {
            let _ =
                writeln!(self.out, "<p class=\"warning\"><strong>Note.</strong> {}</p>", escape(&warning));
        }
        for claim in &d.claims {
            let complaints = view::complaints(claim);
            if complaints.is_empty() {
                continue;
            }
            let _ = writeln!(self.out, "<p><strong>{}</strong> is not as expected:</p>", escape(&claim.id));
            self.list(&complaints);
        }
        self.out.push_str("</section>\n");
    }

    fn list(&mut self, lines: &[String]) {
        self.out.push_str("<ul>\n");
        lines.iter().for_each(|text| _ = writeln!(self.out, "<li>{}</li>", escape(text)));
        self.out.push_str("</ul>\n");
    }

    fn overview(&mut self) {
        self.section("claims", "All claims");
        let mut sheet = view::overview(self.document);
        // Sources are long, and stand with each claim.
        sheet.columns.remove(2);
        for row in &mut sheet.rows {
            row.remove(2);
            // The mark stays with its word.
            row[5] = row[5].replacen(' ', "\u{a0}", 1);
        }
        let slugs = view::slugs(self.document);
        let caption =
            "Effect of each claim and what its switch leaves of it: mean [95 % interval]; n is replications";
        blocks::linked_table(&mut self.out, caption, &sheet, |row| slugs.get(row).map(|s| anchor(s)));
        let legend = view::legend(self.document);
        if !legend.is_empty() {
            let _ = writeln!(self.out, "<p class=\"sample\">Signs: {}.</p>", escape(&legend));
        }
        self.end();
    }

    fn forest(&mut self) {
        if self.document.claims.is_empty() {
            return;
        }
        self.section("effects", "Effects at a glance");
        let mut sheet = view::overview(self.document);
        sheet.columns = ["Claim", "Effect", "Switched off", "Verdict", "n"].map(String::from).into();
        sheet.rows = sheet.rows.into_iter().map(|r| [0, 4, 5, 6, 7].map(|k| r[k].clone()).into()).collect();
        self.figure("forest", sheet);
        self.end();
    }

    fn claim(&mut self, claim: &ClaimResult, slug: &str) {
        let id = anchor(slug);
        let (mark, words) = view::outcome(claim);
        let (name, says) = (escape(&claim.id), escape(&claim.says));
        let _ = writeln!(
            self.out,
            "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{name}. {says}</h2>\n\
             <p><strong>{mark} {}.</strong> {}</p>\n<dl class=\"facts\">",
            escape(&view::capital(&words)),
            escape(claim.finding.trim()),
        );
        let file = format!("{}, SHA-256 {}…, seed {}", claim.file, view::hash(claim), claim.seed);
        for (term, text) in [("Source", &claim.source), ("Mechanism", &claim.mechanism), ("File", &file)] {
            if !text.trim().is_empty() {
                let _ = writeln!(self.out, "<div><dt>{term}</dt><dd>{}</dd></div>", escape(text.trim()));
            }
        }
        self.out.push_str("</dl>\n");
        let complaints = view::complaints(claim);
        if !complaints.is_empty() {
            self.out.push_str("<p>Not as expected:</p>\n");
            self.list(&complaints);
        }
        let parts = view::parts(claim);
        if claim.parts.len() > 1 {
            self.figure(&format!("parts-{slug}"), parts);
        } else {
            let caption =
                "Mean [95 % interval]; the verdict is corrected over all parts of all claims (Holm)";
            blocks::table(&mut self.out, caption, &parts);
        }
        for (name, sheet) in [
            ("dose", view::dose(claim)),
            ("map", view::map(claim)),
            ("factorial", view::factorial_effects(claim)),
        ] {
            if let Some(sheet) = sheet {
                self.figure(&format!("{name}-{slug}"), sheet);
            }
        }
        if let Some(levels) = view::factorial_levels(claim) {
            blocks::details(&mut self.out, "Every combination of switches", |out| {
                blocks::table(out, "Level of each metric: mean [95 % interval]", &levels);
            });
        }
        self.end();
    }

    fn method(&mut self) {
        self.section("method", "How to read this");
        self.out.push_str("<ul>\n");
        METHOD.iter().for_each(|text| _ = writeln!(self.out, "<li>{text}</li>"));
        self.out.push_str("</ul>\n");
        self.end();
    }

    fn reproduce(&mut self) {
        self.section("reproduce", "How to repeat this");
        let _ = writeln!(
            self.out,
            "<p>The same version, files and seeds give the same numbers, with any number of threads.</p>\n\
             <pre tabindex=\"0\"><code>{}</code></pre>\n<p class=\"sample\">carrierlab {}. JUnit is in <code>junit.xml</code>, \
             everything as data in <code>claims.json</code>, the numbers of each figure in <code>figures/claims/</code>.</p>",
            escape(&view::command(self.document)),
            escape(&self.document.version)
        );
        self.end();
    }

    fn section(&mut self, id: &str, title: &str) {
        let _ = writeln!(
            self.out,
            "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{}</h2>",
            escape(title)
        );
    }

    fn end(&mut self) {
        self.out.push_str("</section>\n");
    }

    /// A figure, if there is one of that name, with these numbers.
    fn figure(&mut self, name: &str, sheet: Sheet) {
        let figures = self.figures;
        if let Some(figure) = figures.iter().find(|f| f.name == name) {
            blocks::figure(&mut self.out, figure, Some(sheet));
        }
    }
}

/// Where a claim stands in the page.
fn anchor(slug: &str) -> String {
    format!("claim-{slug}")
}

/// Tables here have more columns than those of a run, and have to fit all the same.
const STYLE: &str = "tbody th { min-width: 2.5rem; max-width: 13rem; }\n.tight th, .tight td { padding-right: .5rem; }\n\
     .tight td:not(.n) { min-width: 4.5rem; }\nh2 { margin-top: 0; }\n.facts { margin-bottom: 1rem; }\n\
     @media (max-width: 640px) {\n  table.tight, .tight tbody, .tight tr, .tight th, .tight td { display: block; }\n\
     .tight caption { display: block; }\n  .tight thead { display: none; }\n  .tight tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }\n\
     .tight tbody th, .tight td { border: 0; padding: .05rem 0; max-width: none; position: static; white-space: normal; }\n\
     .tight tbody th { font-weight: 700; }\n  .tight td[data-label]::before { content: attr(data-label) \": \"; color: var(--quiet); }\n\
     .tight td.n span { display: inline; }\n}\n";

const METHOD: &[&str] = &[
    "An effect is the second way of sending minus the first, replication by replication, so that people and chance are the \
     same on both sides. Its interval is Student&#39;s t at 95 %, not corrected for the number of claims.",
    "A verdict is corrected: all parts of all claims are one family at 5 % error (Holm&#39;s step-down), and looks at growing \
     numbers of replications count as well. <em>Supported</em>: every part lies where it has to, beyond what is of no \
     interest. <em>Refuted</em>: a part surely does not. <em>Inconclusive</em>: more replications could tell.",
    "The switch turns the mechanism off on both sides. What is left has to be within two standard errors of zero, or exactly \
     zero where the file says so. A mean of chance alone lies beyond two standard errors about one time in twenty. \
     “0 (one world)”: the switch takes the compared difference itself away, so that both sides are one and the same; nothing \
     can be left then, and that nothing is says nothing of the mechanism.",
    "A refuted or inconclusive claim is a result. Where its file expects that, it says why.",
    "This is a mechanism study, never a forecast for a real carrier: no carrier publishes its filter. Intervals cover chance \
     between replications, not doubt about the model.",
];
