//! Links in a text, with or without `http`.

use std::ops::Range;

use super::scan::{Lane, Scan, after};

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

/// Top-level domains that are no common word, so that `name.tld` alone is read as a link (the choice is an
/// assumption: the generic ones, those of large countries, and those often seen in abuse).
const CLEAR: [u64; 66] = packed([
    "com", "net", "org", "edu", "gov", "mil", "info", "biz", "mobi", "io", "co", "uk", "xyz", "icu", "cc",
    "tv", "ly", "gl", "gd", "gy", "vc", "example", "test", "ru", "cn", "de", "fr", "ca", "eu", "nl", "cfd",
    "sbs", "dev", "ai", "au", "nz", "jp", "hk", "website", "tk", "ml", "ga", "cf", "gq", "pw", "su", "ws",
    "br", "mx", "pl", "ng", "za", "sg", "ph", "pk", "ke", "gh", "ie", "ch", "se", "dk", "kr", "tw", "lol",
    "cam", "gle",
]);
/// Top-level domains that are also words: only with a path behind them (`clicky.me/x`), a dash or digit in
/// the name, `www.`, or three parts, since people leave out the space behind a full stop.
const WORDS: [u64; 70] = packed([
    "me", "in", "is", "it", "to", "at", "so", "my", "no", "do", "be", "us", "am", "as", "by", "es", "pro",
    "chat", "one", "top", "site", "online", "shop", "store", "club", "app", "link", "click", "live", "vip",
    "win", "bid", "loan", "work", "buzz", "fun", "space", "bond", "ink", "page", "life", "world", "today",
    "news", "help", "support", "rest", "quest", "monster", "finance", "agency", "digital", "center",
    "services", "delivery", "tax", "money", "cash", "credit", "bet", "casino", "date", "men", "stream",
    "download", "party", "review", "trade", "racing", "cyou",
]);
/// Top-level domains rare in business texts. Source: Prokeep (unusual top-level domains); the list is an
/// assumption.
const UNUSUAL: [u64; 46] = packed([
    "xyz", "top", "icu", "vip", "club", "online", "site", "click", "link", "live", "win", "bid", "loan",
    "work", "buzz", "fun", "space", "website", "cfd", "sbs", "bond", "cc", "tk", "ml", "ga", "cf", "gq",
    "pw", "su", "ws", "rest", "quest", "monster", "cyou", "lol", "cam", "casino", "bet", "date", "men",
    "stream", "download", "party", "review", "trade", "racing",
]);

/// Names of up to eight letters as numbers, which are quickly compared.
const fn packed<const N: usize>(names: [&str; N]) -> [u64; N] {
    let mut all = [0; N];
    let mut i = 0;
    while i < N {
        all[i] = pack(names[i].as_bytes());
        i += 1;
    }
    all
}

/// A name of up to eight bytes as a number, without case; 0 for a longer one.
const fn pack(name: &[u8]) -> u64 {
    let mut number = 0;
    let mut i = 0;
    while i < name.len() && name.len() <= 8 {
        number |= (name[i].to_ascii_lowercase() as u64) << (8 * i);
        i += 1;
    }
    number
}

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
        let host = &text[self.host.clone()];
        let bare = match host.get(..4) {
            Some(www) if www.eq_ignore_ascii_case("www.") => &host[4..],
            _ => host,
        };
        is_shortener(bare)
    }
    /// Whether the top-level domain is one rare in business texts.
    pub fn is_unusual(&self, text: &str) -> bool {
        let host = text[self.host.clone()].as_bytes();
        host.rsplit(|&b| b == b'.').next().is_some_and(|tld| UNUSUAL.contains(&pack(tld)))
    }
}

fn is_shortener(host: &str) -> bool {
    SHORTENERS.iter().any(|s| s.len() == host.len() && s.eq_ignore_ascii_case(host))
}

/// Labels that stand before a country's top-level domain without being anybody's own; the commonest ones.
const SECOND_LEVEL: [&str; 9] = ["co", "com", "org", "net", "ac", "gov", "edu", "ltd", "plc"];

/// The domain that a host belongs to, in lower case: its last two labels, or three where the second last is
/// one like `co` under a country's domain. A rule of thumb, not the public suffix list.
/// ```
/// # use carrierlab::content::domain_of;
/// assert_eq!(domain_of("www.Shop.acme.example"), "acme.example");
/// assert_eq!(domain_of("shop.acme.co.uk"), "acme.co.uk");
/// assert_eq!(domain_of("bit.ly"), "bit.ly");
/// ```
pub fn domain_of(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    let host = host.split(['/', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').filter(|l| !l.is_empty()).collect();
    let country = labels.len() > 2
        && labels[labels.len() - 1].len() == 2
        && SECOND_LEVEL.contains(&labels[labels.len() - 2]);
    let keep = if country { 3 } else { 2 };
    labels[labels.len().saturating_sub(keep)..].join(".")
}

/// The links and e-mail addresses of a text, in order.
pub fn links(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    if !text.contains('.') {
        return found;
    }
    let mut start = 0;
    for chunk in text.split(|c: char| c.is_whitespace() || (c.is_ascii() && parts(c as u8))) {
        found.extend(link_in(chunk).map(|link| link.moved(start)));
        start += chunk.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// [`links`] of a text whose only white space is the space, and whose scan is given: only the chunks in which
/// a scan sees that there may be a link are looked at.
pub(super) fn links_near(text: &str, scan: &Scan, found: &mut Vec<Link>) {
    found.clear();
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut look = |at: usize| {
        if at < done {
            return;
        }
        let start = scan.last_before(Lane::Parts, at).map_or(0, |i| i + 1);
        done = scan.next(Lane::Parts, at).unwrap_or(bytes.len());
        found.extend(link_in(&text[start..done]).map(|link| link.moved(start)));
    };
    scan.few(
        |[_, b, n]| {
            // A full stop before a letter, as before every top-level domain; a colon, perhaps of a scheme.
            b.of(Lane::Dot) & after(b.of(Lane::Letter), n.of(Lane::Letter)) | b.of(Lane::Eyes)
        },
        |at| {
            if bytes[at] == b'.' || bytes[at..].starts_with(b"://") {
                look(at);
            }
        },
    );
}

/// What ends a link: white space, brackets, quotes, commas; [`Lane::Parts`] in a scan.
fn parts(b: u8) -> bool {
    matches!(b, b' ' | b'(' | b')' | b'<' | b'>' | b'"' | b',' | b'[' | b']')
}

impl Link {
    fn moved(self, by: usize) -> Link {
        let range = |r: Range<usize>| r.start + by..r.end + by;
        Link { range: range(self.range), host: range(self.host), ..self }
    }
}

fn link_in(chunk: &str) -> Option<Link> {
    let end = chunk.trim_end_matches(['.', '!', '?', ';', ':', '\'', '*', '-']).len();
    let chunk = &chunk[..end];
    if let Some(colon) = chunk.as_bytes().windows(3).position(|w| w == b"://") {
        let name = chunk.as_bytes()[..colon].rchunks(5).next().unwrap_or(b"");
        // `hxxp` is how those who speak of a harmful link write it, and those who hide one.
        let named = SCHEMES.iter().find(|(s, _)| {
            name.len() >= s.len() && name[name.len() - s.len()..].eq_ignore_ascii_case(s.as_bytes())
        });
        let host = colon + 3..colon + 3 + host_len(&chunk[colon + 3..]);
        if let Some((name, scheme)) = named.filter(|_| chunk[host.clone()].contains('.')) {
            return Some(Link { range: colon - name.len()..end, host, scheme: *scheme, email: false });
        }
    }
    let slash = chunk.find('/').unwrap_or(end);
    if let Some(at) = chunk[..slash].find('@') {
        let host = at + 1..at + 1 + host_len(&chunk[at + 1..]);
        let tld = chunk[host.clone()].rsplit_once('.').map_or("", |(_, tld)| tld);
        let named = tld.starts_with(|c: char| c.is_ascii_alphabetic()) && at > 0;
        return named.then_some(Link { range: 0..end, host, scheme: Scheme::Bare, email: true });
    }
    // `Visit:acme.example` and `now!acme.example`: the link begins after the last sign before the host.
    let at = chunk[..slash].rfind([':', '!', ';', '=', '*', '\'', '-']).map_or(0, |i| {
        // A dash belongs to the host, unless what is before it could not.
        if chunk.as_bytes()[i] == b'-' { 0 } else { i + 1 }
    });
    for at in [at, 0] {
        let host = at..at + host_len(&chunk[at..]);
        let path = matches!(chunk.as_bytes().get(host.end), Some(b'/'));
        if is_host(&chunk[host.clone()], path) {
            return Some(Link { range: at..end, host, scheme: Scheme::Bare, email: false });
        }
        if at == 0 {
            break;
        }
    }
    None
}

const SCHEMES: [(&str, Scheme); 4] =
    [("https", Scheme::Https), ("hxxps", Scheme::Https), ("http", Scheme::Http), ("hxxp", Scheme::Http)];

/// Length of the host that `text` begins with.
fn host_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_in = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let n = bytes.iter().position(|b| !is_in(b)).unwrap_or(bytes.len());
    bytes[..n].iter().rposition(|b| !matches!(b, b'.' | b'-')).map_or(0, |i| i + 1)
}

fn is_host(name: &str, path: bool) -> bool {
    let Some((first, tld)) = name.rsplit_once('.') else { return false };
    if first.is_empty() || first.starts_with('.') || first.ends_with('.') || first.contains("..") {
        return false;
    }
    let tld = pack(tld.as_bytes());
    let www = name.len() > 4 && name.as_bytes()[..4].eq_ignore_ascii_case(b"www.");
    let long = www || first.len() > 1 || path;
    let marked = || www || path || first.bytes().any(|b| b == b'-' || b == b'.' || b.is_ascii_digit());
    tld != 0 && ((long && CLEAR.contains(&tld)) || (long && WORDS.contains(&tld) && marked()))
        || (long && is_shortener(name))
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
        check("hxxps://a.example/x or seehttp://b.test", &["hxxps://a.example/x", "http://b.test"]);
        check("acme.example/@me not @me.example", &["acme.example/@me"]);
    }

    #[test]
    fn a_missing_space_behind_a_full_stop_makes_no_link() {
        check("so much.fun see you at.work and good.luck in this life.today", &[]);
        check(
            "prize-4u.win www.prize.win prize.win/x my.prize.win",
            &["prize-4u.win", "www.prize.win", "prize.win/x", "my.prize.win"],
        );
    }

    proptest::proptest! {
        /// Looking only where the scan sees a sign of a link finds what looking everywhere finds.
        #[test]
        fn links_near_signs_are_all_links(text in "(\\PC{0,6}|[a-c@:/.,!*' -]{1,9}|https?://|www\\.|\\.com|\\.top/|bit\\.ly){0,12}") {
            let text = super::super::Normal::of(&text).plain;
            let (mut scan, mut found) = (Scan::default(), Vec::new());
            scan.read(&text);
            links_near(&text, &scan, &mut found);
            proptest::prop_assert_eq!(found, links(&text));
        }
    }

    #[test]
    fn shorteners_and_rare_domains_are_known() {
        let text = "BIT.LY/x acme.top/x";
        let found = links(text);
        assert!(found[0].is_shortened(text) && !found[1].is_shortened(text));
        assert!(!found[0].is_unusual(text) && found[1].is_unusual(text));
        let text = "www.goo.gl/x";
        assert!(links(text)[0].is_shortened(text));
    }
}
