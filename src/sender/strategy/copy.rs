//! ## Copy, `[sender.copy]`
//!
//! **Does:** puts things into every text: a `link` at the start, in the middle (behind the first sentence; in a
//! text of one sentence, at the space nearest its middle) or at the end; `opt_out` wording behind the words;
//! `extra` sentences; `capitals`. A text that has a link or opt-out wording of its own gets no second one; links
//! keep their letters. It is done to every rendering of `texts` and, in the same way, of `kinds`; an opener has
//! its own words. Segments, cues, clusters and scores follow from the text as it then is.
//!
//! **Helps when:** one thing about a text is to be compared and nothing else: link against none, branded
//! domain against shortener, end against middle, short against long, loud against calm. Opt-out wording gives
//! people another way than a complaint.
//!
//! **Costs:** a longer text is more segments, each of which is paid for and counted; opt-out wording takes people
//! off the list; a public shortener shares its reputation with strangers.
//!
//! **Source:** long text, capitals, and links in the middle rather than at the end are named as signs of spam
//! (Prompt, Zingle, n.d.); public shorteners are not to be used (Truly n.d.; AT&T 2020 through 360 SMS); opt-out
//! wording helps delivery and raises opt-outs (Prompt n.d.).
//!
//! **Scenario:** `short-or-long`, `capitals`, `link-kind`, `link-place`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content::{has_opt_out_wording, links};

/// What is put into every text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CopySettings {
    /// A link, such as `"acme.example/sale"`, for texts that have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub link: Option<String>,
    /// Where the link stands.
    pub link_place: LinkPlace,
    /// Opt-out wording, such as `"Reply STOP to end"`, for texts that have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub opt_out: Option<String>,
    /// Sentences that are put behind every text and make it longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 1600))]
    pub extra: Option<String>,
    /// Whether all letters are capitals, but for links and `opt_out`.
    pub capitals: bool,
}

/// Where a link stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkPlace {
    /// In front of everything.
    Start,
    /// Behind the first sentence.
    Middle,
    /// Behind everything.
    #[default]
    End,
}

impl CopySettings {
    /// A text with all that is put into it.
    pub fn apply(&self, body: &str) -> String {
        let mut text = body.to_owned();
        if let Some(extra) = &self.extra {
            text = spaced(&text, extra);
        }
        if self.capitals {
            text = capitals(&text);
        }
        if let Some(opt_out) = self.opt_out.as_ref().filter(|_| !has_opt_out_wording(&text)) {
            text = spaced(&text, opt_out);
        }
        match self.link.as_ref().filter(|_| links(&text).iter().all(|l| l.email)) {
            None => text,
            Some(link) => match self.link_place {
                LinkPlace::Start => spaced(link, &text),
                LinkPlace::End => spaced(&text, link),
                LinkPlace::Middle => {
                    let at = middle(&text);
                    spaced(&spaced(&text[..at], link), text[at..].trim_start())
                }
            },
        }
    }

    /// By how many characters it can lengthen a text, capitals aside.
    pub fn longest(&self) -> usize {
        [&self.link, &self.opt_out, &self.extra].into_iter().flatten().map(|s| s.chars().count() + 1).sum()
    }
}

/// Two parts of a text with one space between them.
fn spaced(a: &str, b: &str) -> String {
    let a = a.trim_end();
    if a.is_empty() || b.is_empty() { format!("{a}{b}") } else { format!("{a} {b}") }
}

/// All letters outside links as capitals.
fn capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for link in links(text) {
        out.push_str(&text[done..link.range.start].to_uppercase());
        out.push_str(&text[link.range.clone()]);
        done = link.range.end;
    }
    out.push_str(&text[done..].to_uppercase());
    out
}

/// The end of the first of several sentences or, in a single one, the space nearest its middle.
fn middle(text: &str) -> usize {
    let text = text.trim_end();
    let sentence = text.char_indices().find_map(|(at, c)| {
        let end = at + c.len_utf8();
        (matches!(c, '.' | '!' | '?') && text[end..].starts_with(' ')).then_some(end)
    });
    let space = || {
        let spaces = text.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
        spaces.min_by_key(|at| (at * 2).abs_diff(text.len()))
    };
    sentence.or_else(space).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Birch Shoes: new boots are in! Come and see them.";

    fn with(settings: serde_json::Value, text: &str) -> String {
        serde_json::from_value::<CopySettings>(settings).unwrap().apply(text)
    }

    #[test]
    fn each_thing_stands_where_it_should() {
        let link =
            |place: &str| with(serde_json::json!({ "link": "birch.example/a", "link_place": place }), TEXT);
        assert_eq!(link("start"), format!("birch.example/a {TEXT}"));
        assert_eq!(link("middle"), "Birch Shoes: new boots are in! birch.example/a Come and see them.");
        assert_eq!(link("end"), format!("{TEXT} birch.example/a"));
        let all = with(
            serde_json::json!({ "link": "birch.example/a", "opt_out": "Reply STOP to end", "extra": "Open daily.",
                "capitals": true }),
            "See Birch. me@birch.example",
        );
        assert_eq!(all, "SEE BIRCH. me@birch.example OPEN DAILY. Reply STOP to end birch.example/a");
        let one =
            with(serde_json::json!({ "link": "a.example/b", "link_place": "middle" }), "one two three four");
        assert_eq!(one, "one two a.example/b three four");
    }

    #[test]
    fn what_a_text_has_is_not_put_in_again_and_nothing_set_changes_nothing() {
        let own = "Sale: birch.example/x Reply STOP to end";
        let settings = serde_json::json!({ "link": "bit.ly/a", "opt_out": "Text STOP to quit" });
        assert_eq!(with(settings, own), own);
        assert_eq!(with(serde_json::json!({}), own), own);
        let set = CopySettings { link: Some("a.example".into()), ..CopySettings::default() };
        assert_eq!(set.apply("x").chars().count(), 1 + set.longest());
    }
}
