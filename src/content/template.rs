//! Texts that vary: spintax `{a|b}`, named slots `{name}`, digits `{digits:6}`.

use std::collections::BTreeMap;

/// The deepest nesting of alternatives that is read.
const DEPTH_MAX: usize = 32;
/// The longest run of digits one slot may ask for.
const DIGITS_MAX: u32 = 64;

/// A text with alternatives, slots and digits.
///
/// * `{Hi|Hello {there|you}}` is one of its alternatives; they nest, and one may be empty.
/// * `{shop}` is one of the values of the slot `shop`, the same one wherever it stands in the text.
/// * `{digits:6}` is six digits, which the caller gives; they do not make a variant.
/// * `{{` and `}}` are plain braces; `|` outside of braces is a plain bar.
///
/// ```
/// use carrierlab::content::Template;
/// let slots = [("shop".to_string(), vec!["Acme".to_string(), "Birch".to_string()])].into();
/// let text = Template::parse("{shop}: {20%|a fifth} off. Code {digits:2}", &slots).unwrap();
/// assert_eq!(text.variants(), 4);
/// assert_eq!(text.render(0, &mut || 7), "Acme: 20% off. Code 77");
/// assert_eq!(text.render(3, &mut || 7), "Birch: a fifth off. Code 77");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    body: Sequence,
    /// The slots that the text uses, in order of name.
    slots: Vec<Slot>,
    variants: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    values: Vec<String>,
    /// How many choices the slots before it have together.
    stride: u64,
}

impl Slot {
    /// Its value in a choice of all slots.
    fn value(&self, chosen: u64) -> &str {
        &self.values[(chosen / self.stride % self.values.len() as u64) as usize]
    }
}

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TemplateError {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes from the start of the text.
    pub offset: usize,
    /// What to do about it.
    pub help: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Sequence {
    parts: Vec<Part>,
    variants: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Choice(Vec<Sequence>, u64),
    Slot(usize),
    Digits(u32),
}

impl Template {
    /// A text as a template that says just it.
    pub fn literal(text: &str) -> String {
        text.replace('{', "{{").replace('}', "}}")
    }

    /// Reads a text; `slots` gives the values of each named slot.
    pub fn parse(text: &str, slots: &BTreeMap<String, Vec<String>>) -> Result<Template, TemplateError> {
        let mut reader = Reader { text, at: 0, slots, used: BTreeMap::new() };
        let mut body = reader.sequence(0)?;
        // Slots were numbered as they came up; renumber them by name, so that the number of a
        // variant does not depend on where a slot stands.
        let order: Vec<usize> = reader.used.values().copied().collect();
        let mut rank = vec![0; order.len()];
        for (place, &number) in order.iter().enumerate() {
            rank[number] = place;
        }
        body.renumber(&rank);
        let values: Vec<Vec<String>> = reader.used.keys().map(|name| slots[*name].clone()).collect();
        let mut variants = Some(body.variants);
        let (mut slots, mut stride) = (Vec::new(), 1_u64);
        for values in values {
            let n = values.len() as u64;
            variants = variants.and_then(|all| all.checked_mul(n));
            slots.push(Slot { values, stride });
            // Too many variants are refused below.
            stride = stride.saturating_mul(n);
        }
        match variants {
            Some(variants) if body.variants < u64::MAX => Ok(Template { body, slots, variants }),
            _ => Err(error(0, "the text has more than 2^64 variants", "use fewer alternatives")),
        }
    }

    /// How many texts the alternatives and slots can make; digits do not count.
    pub fn variants(&self) -> u64 {
        self.variants
    }

    /// The text of one variant; `digits` is called for each digit and gives 0 to 9.
    /// A number from [`Template::variants`] up counts round again from 0.
    pub fn render(&self, variant: u64, digits: &mut dyn FnMut() -> u8) -> String {
        let mut out = String::new();
        self.render_into(variant, digits, &mut out);
        out
    }

    /// [`Template::render`] behind what `out` holds already.
    pub fn render_into(&self, variant: u64, digits: &mut dyn FnMut() -> u8, out: &mut String) {
        let variant = variant % self.variants;
        let (body, slots) = (variant % self.body.variants, variant / self.body.variants);
        self.body.render(body, slots, &self.slots, digits, out);
    }

    /// Characters of the longest rendering.
    pub fn longest(&self) -> usize {
        self.body.longest(&self.slots)
    }
}

impl Sequence {
    fn longest(&self, slots: &[Slot]) -> usize {
        let part = |part: &Part| match part {
            Part::Text(text) => text.chars().count(),
            Part::Slot(number) => slots[*number].values.iter().map(|v| v.chars().count()).max().unwrap_or(0),
            Part::Digits(n) => *n as usize,
            Part::Choice(alternatives, _) => alternatives.iter().map(|a| a.longest(slots)).max().unwrap_or(0),
        };
        self.parts.iter().map(part).sum()
    }

    /// `chosen` is a choice of a value for all slots.
    fn render(
        &self,
        mut variant: u64,
        chosen: u64,
        slots: &[Slot],
        digits: &mut dyn FnMut() -> u8,
        out: &mut String,
    ) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Slot(number) => out.push_str(slots[*number].value(chosen)),
                Part::Digits(n) => out.extend((0..*n).map(|_| char::from(b'0' + digits() % 10))),
                Part::Choice(alternatives, n) => {
                    let mut which = variant % n;
                    variant /= n;
                    for alternative in alternatives {
                        if which < alternative.variants {
                            alternative.render(which, chosen, slots, digits, out);
                            break;
                        }
                        which -= alternative.variants;
                    }
                }
            }
        }
    }

    fn renumber(&mut self, rank: &[usize]) {
        for part in &mut self.parts {
            match part {
                Part::Slot(number) => *number = rank[*number],
                Part::Choice(alternatives, _) => {
                    for alternative in alternatives {
                        alternative.renumber(rank);
                    }
                }
                Part::Text(_) | Part::Digits(_) => {}
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    slots: &'t BTreeMap<String, Vec<String>>,
    /// Name of each slot met, and its number.
    used: BTreeMap<&'t str, usize>,
}

impl<'t> Reader<'t> {
    /// Reads up to the end of the text or, inside braces, up to the `|` or `}` that ends an alternative.
    fn sequence(&mut self, depth: usize) -> Result<Sequence, TemplateError> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut variants: u64 = 1;
        // Plain braces opened here: their `}}` must not close the alternatives around them.
        let mut plain_open = 0;
        while let Some(c) = self.text[self.at..].chars().next() {
            let pair = self.text[self.at + c.len_utf8()..].starts_with(c);
            match c {
                // Inside alternatives `}}` closes two of them, so that they can nest.
                '{' if pair && !self.opens_choice() => {
                    plain.push('{');
                    plain_open += 1;
                    self.at += 2;
                }
                '}' if pair && (depth == 0 || plain_open > 0) => {
                    plain.push('}');
                    plain_open -= i32::from(plain_open > 0);
                    self.at += 2;
                }
                '{' => {
                    if !plain.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut plain)));
                    }
                    let part = self.braces(depth)?;
                    if let Part::Choice(_, n) = part {
                        variants = variants.saturating_mul(n);
                    }
                    parts.push(part);
                }
                '|' | '}' if depth > 0 => break,
                '}' => {
                    return Err(error(self.at, "a `}` closes nothing", "write `}}` for a brace in the text"));
                }
                _ => {
                    plain.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Sequence { parts, variants })
    }

    /// Whether the `{{` here begins an alternative that begins with an alternative, `{{a|b} c|d}`,
    /// and is not a plain brace: both of its braces are closed again and hold a bar or a slot.
    fn opens_choice(&self) -> bool {
        let mut depth = 0;
        let mut bar = false;
        for c in self.text[self.at..].chars() {
            match c {
                '{' if depth > DEPTH_MAX => return false,
                '{' => depth += 1,
                '}' => {
                    depth -= 1;
                    if depth == 0 {
                        return bar;
                    }
                }
                '|' if depth == 1 => bar = true,
                _ => {}
            }
        }
        false
    }

    /// Reads a pair of braces: a slot, digits, or alternatives.
    fn braces(&mut self, depth: usize) -> Result<Part, TemplateError> {
        let open = self.at;
        if depth >= DEPTH_MAX {
            let message = format!("alternatives are nested more than {DEPTH_MAX} deep");
            return Err(error(open, &message, "flatten the text"));
        }
        self.at += 1;
        let inside = &self.text[self.at..];
        if let Some(end) = inside.find(['{', '}', '|']).filter(|&end| inside[end..].starts_with('}')) {
            let name = &inside[..end];
            self.at += end + 1;
            return self.slot(open, name);
        }
        let mut alternatives = Vec::new();
        let mut variants: u64 = 0;
        loop {
            let alternative = self.sequence(depth + 1)?;
            variants = variants.saturating_add(alternative.variants);
            alternatives.push(alternative);
            let next = self.text[self.at..].chars().next();
            self.at += usize::from(next.is_some());
            match next {
                Some('|') => {}
                Some(_) => return Ok(Part::Choice(alternatives, variants)),
                None => {
                    return Err(error(
                        open,
                        "a `{` is never closed",
                        "close it with `}`, or write `{{` for a brace in the text",
                    ));
                }
            }
        }
    }

    fn slot(&mut self, open: usize, name: &'t str) -> Result<Part, TemplateError> {
        if let Some(count) = name.strip_prefix("digits:") {
            return match count.trim().parse() {
                Ok(n @ 1..=DIGITS_MAX) => Ok(Part::Digits(n)),
                _ => Err(error(
                    open,
                    &format!("`{count}` is not a number of digits"),
                    &format!("use 1 to {DIGITS_MAX}, such as `{{digits:6}}`"),
                )),
            };
        }
        let Some((name, values)) = self.slots.get_key_value(name) else {
            let known: Vec<&str> = self.slots.keys().map(String::as_str).collect();
            let near = known
                .iter()
                .map(|known| (strsim::damerau_levenshtein(known, name), known))
                .min()
                .filter(|(distance, _)| *distance <= 2);
            let help = match near {
                Some((_, near)) => format!("did you mean `{{{near}}}`?"),
                None if known.is_empty() => {
                    "no slots are defined; alternatives need a bar: `{a|b}`; digits are `{digits:6}`"
                        .to_string()
                }
                None => format!(
                    "defined slots: {}; alternatives need a bar: `{{a|b}}`; digits are `{{digits:6}}`",
                    known.join(", ")
                ),
            };
            return Err(error(open, &format!("the slot `{name}` is not defined"), &help));
        };
        if values.is_empty() {
            return Err(error(open, &format!("the slot `{name}` has no values"), "give it at least one"));
        }
        let number = self.used.len();
        Ok(Part::Slot(*self.used.entry(name).or_insert(number)))
    }
}

fn error(offset: usize, message: &str, help: &str) -> TemplateError {
    TemplateError { message: message.into(), offset, help: help.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots() -> BTreeMap<String, Vec<String>> {
        [
            ("shop".to_string(), vec!["Acme".to_string(), "Birch".to_string()]),
            ("name".to_string(), vec!["Ann".to_string(), "Bo".to_string(), "Cy".to_string()]),
            ("none".to_string(), vec![]),
        ]
        .into()
    }

    fn all(text: &str) -> Vec<String> {
        let template = Template::parse(text, &slots()).unwrap();
        (0..template.variants()).map(|v| template.render(v, &mut || 4)).collect()
    }

    #[test]
    fn alternatives_nest_and_multiply() {
        assert_eq!(all("plain | text"), ["plain | text"]);
        assert_eq!(all("{a|b}{c|d}"), ["ac", "bc", "ad", "bd"]);
        assert_eq!(all("{a|b {c|d}|}!"), ["a!", "b c!", "b d!", "!"]);
        assert_eq!(all("{{a|b} x|c}"), ["a x", "b x", "c"]);
        assert_eq!(all("{digits:3}-{shop}"), ["444-Acme", "444-Birch"]);
    }

    #[test]
    fn a_slot_has_one_value_all_over_a_text() {
        assert_eq!(all("{shop} by {shop}"), ["Acme by Acme", "Birch by Birch"]);
    }

    #[test]
    fn variants_are_distinct() {
        for text in ["{shop}/{name}/{a|b|{c|d}}", "{x|y}{shop}{digits:2}{name}", "{{a|b}|{c|d}}{e|f}"] {
            let mut texts = all(text);
            let n = texts.len();
            texts.sort();
            texts.dedup();
            assert_eq!(texts.len(), n, "{text}");
        }
        let template = Template::parse("{a|b}", &slots()).unwrap();
        assert_eq!(template.render(7, &mut || 0), "b");
    }

    #[test]
    fn doubled_braces_are_plain() {
        assert_eq!(all("a {{b}} c"), ["a {b} c"]);
        assert_eq!(all("{{shop}}"), ["{shop}"]);
        assert_eq!(all("{a {{b}} c|d}"), ["a {b} c", "d"]);
    }

    #[test]
    fn mistakes_are_placed_and_explained() {
        let check = |text: &str, offset: usize, message: &str, help: &str| {
            let error = Template::parse(text, &slots()).unwrap_err();
            assert_eq!(error.offset, offset, "{text}: {error:?}");
            assert!(error.message.contains(message) && error.help.contains(help), "{text}: {error:?}");
        };
        check("hi {shp}", 3, "`shp` is not defined", "did you mean `{shop}`");
        check("hi {whatever}", 3, "not defined", "name, none, shop");
        check("{none}", 0, "no values", "at least one");
        check("a {b|c", 2, "never closed", "`{{`");
        check("a } b", 2, "closes nothing", "`}}`");
        check("{digits:0}", 0, "number of digits", "{digits:6}");
        check("{digits:x}", 0, "number of digits", "1 to 64");
        check(&"{a|".repeat(200_000), 96, "deep", "flatten");
        check(&"{a|b}".repeat(70), 0, "2^64", "fewer");
    }
}
