//! Links in a text, with or without `http`.

use std::ops::Range;

/// Shared shorteners that carriers name as unwanted.
/// Source: Truly, "SMS content guidelines"; the same list stands in AT&T's code of conduct as quoted by
/// 360 SMS. Those after `bc.vc` are other public shorteners (assumption).
pub const SHORTENERS: [&str; 22] = [
    "bit.ly",
    "goo.gl",
    "tinyurl.com",
    "tiny.cc",
    "lc.chat",
    "is.gd",
    "soo.gd",
    "s2r.co",
    "clicky.me",
    "budurl.com",
    "bc.vc",
    "t.co",
    "ow.ly",
    "cutt.ly",
    "rb.gy",
    "shorturl.at",
    "tiny.one",
    "t.ly",
    "rebrand.ly",
    "buff.ly",
    "v.gd",
    "bl.ink",
];

/// Top-level domains that are no common word, so that `name.tld` alone is read as a link.
const CLEAR: [&str; 62] = [
    "com", "net", "org", "edu", "gov", "mil", "info", "biz", "mobi", "io", "co", "uk", "xyz", "top", "site",
    "online", "shop", "store", "club", "app", "link", "click", "live", "vip", "icu", "cc", "tv", "ly", "gl",
    "gd", "gy", "vc", "example", "test", "ru", "cn", "de", "fr", "ca", "eu", "nl", "win", "bid", "loan",
    "work", "buzz", "fun", "space", "website", "cfd", "sbs", "bond", "dev", "ai", "au", "nz", "jp", "hk",
    "ink", "page", "life", "world",
];
/// Top-level domains that are also words: only with a path behind them (`clicky.me/x`).
const WORDS: [&str; 20] = [
    "me", "in", "is", "it", "to", "at", "so", "my", "no", "do", "be", "us", "am", "as", "by", "sg", "es",
    "pro", "chat", "one",
];
/// Top-level domains rare in business texts. Source: Prokeep (unusual top-level domains); the list is an assumption.
const UNUSUAL: [&str; 22] = [
    "xyz", "top", "icu", "vip", "club", "online", "site", "click", "link", "live", "win", "bid", "loan",
    "work", "buzz", "fun", "space", "website", "cfd", "sbs", "bond", "cc",
];

/// A link, as byte ranges of the text it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// All of it, without the full stop or bracket that ends a sentence.
    pub range: Range<usize>,
    /// Its host.
    pub host: Range<usize>,
    /// How it begins.
    pub scheme: Scheme,
    /// Whether it is an e-mail address.
    pub email: bool,
}

/// How a link begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Without a scheme: `acme.example/sale`.
    Bare,
    /// `http://`.
    Http,
    /// `https://`.
    Https,
}

impl Link {
    /// Whether the host is a shared shortener.
    pub fn is_shortened(&self, text: &str) -> bool {
        let host = text[self.host.clone()].to_ascii_lowercase();
        SHORTENERS.contains(&host.strip_prefix("www.").unwrap_or(&host))
    }
    /// Whether the top-level domain is one rare in business texts.
    pub fn is_unusual(&self, text: &str) -> bool {
        let host = text[self.host.clone()].to_ascii_lowercase();
        host.rsplit('.').next().is_some_and(|tld| UNUSUAL.contains(&tld))
    }
}

/// The links and e-mail addresses of a text, in order.
pub fn links(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    if !text.contains(['.', '@']) && !text.contains("://") {
        return found;
    }
    let separator = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | ',' | '[' | ']');
    let mut start = 0;
    for chunk in text.split(separator) {
        if let Some(link) = link_in(chunk) {
            let shift = |r: Range<usize>| r.start + start..r.end + start;
            found.push(Link { range: shift(link.range), host: shift(link.host), ..link });
        }
        start += chunk.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

fn link_in(chunk: &str) -> Option<Link> {
    if !chunk.contains('.') {
        return None;
    }
    let end = chunk.trim_end_matches(['.', '!', '?', ';', ':', '\'', '*', '-']).len();
    let chunk = &chunk[..end];
    let lower = chunk.to_ascii_lowercase();
    for (prefix, scheme) in [("https://", Scheme::Https), ("http://", Scheme::Http)] {
        if let Some(at) = lower.find(prefix) {
            let host = at + prefix.len()..at + prefix.len() + host_len(&chunk[at + prefix.len()..]);
            return Some(Link { range: at..end, host, scheme, email: false });
        }
    }
    if let Some(at) = chunk.find('@') {
        let host = at + 1..at + 1 + host_len(&chunk[at + 1..]);
        let named = chunk[host.clone()].contains('.') && at > 0;
        return named.then_some(Link { range: 0..end, host, scheme: Scheme::Bare, email: true });
    }
    // `Visit:acme.example` and `now!acme.example`: the link begins after the last sign before the host.
    let slash = chunk.find('/').unwrap_or(end);
    let at = chunk[..slash].rfind([':', '!', ';', '=', '*', '\'', '-']).map_or(0, |i| {
        // A dash belongs to the host, unless what is before it could not.
        if chunk.as_bytes()[i] == b'-' { 0 } else { i + 1 }
    });
    for at in [at, 0] {
        let host = at..at + host_len(&chunk[at..]);
        let name = &lower[host.clone()];
        let path = matches!(chunk.as_bytes().get(host.end), Some(b'/'));
        if is_host(name, path) {
            return Some(Link { range: at..end, host, scheme: Scheme::Bare, email: false });
        }
    }
    None
}

/// Length of the host that `text` begins with.
fn host_len(text: &str) -> usize {
    let n = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).unwrap_or(text.len());
    text[..n].trim_end_matches(['.', '-']).len()
}

fn is_host(name: &str, path: bool) -> bool {
    let Some((first, tld)) = name.rsplit_once('.') else { return false };
    !first.is_empty()
        && first.split('.').all(|label| !label.is_empty())
        && (CLEAR.contains(&tld) || (path && WORDS.contains(&tld)) || SHORTENERS.contains(&name))
        && (name.starts_with("www.") || first.len() > 1 || path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = links(text).iter().map(|l| &text[l.range.clone()]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn links_are_found_with_and_without_a_scheme() {
        check("see https://a.example/b?c=1.", &["https://a.example/b?c=1"]);
        check("Sale: acme.example/sale Reply STOP", &["acme.example/sale"]);
        check("go to www.acme.com!", &["www.acme.com"]);
        check("(bit.ly/x) or link:http://b.test", &["bit.ly/x", "http://b.test"]);
        check("mail me@home.example now", &["me@home.example"]);
        check("clicky.me/9 but ok.me too, 3.50 and a.m. end.so", &["clicky.me/9"]);
        check("is.gd é.com ...", &["is.gd"]);
    }

    #[test]
    fn shorteners_and_rare_domains_are_known() {
        let text = "BIT.LY/x acme.top/x";
        let found = links(text);
        assert!(found[0].is_shortened(text) && !found[1].is_shortened(text));
        assert!(!found[0].is_unusual(text) && found[1].is_unusual(text));
    }
}
