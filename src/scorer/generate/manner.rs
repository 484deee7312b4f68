//! The same words in another manner: what a hand, a phone or a fashion does to a text.

/// Writes a few texts in another manner, honest and prohibited alike: without final stop, in one case,
/// with a louder end, in the short spelling of old phones, with a pictogram, with a closing. Links are left whole.
/// How often each happens is an assumption.
pub(super) fn manner(text: String, word: u32) -> String {
    let text = &closed(text.trim(), word >> 6);
    match word % 64 {
        0 | 1 => text.to_lowercase(),
        2 | 3 => shout(text),
        4..7 => louder(text),
        7..15 => text.trim_end_matches('.').into(),
        15 | 16 => text.replace(". ", " "),
        17..20 => shorten(text),
        20 => text.replace(". ", ".. "),
        21 => format!("{text} T&C apply"),
        22..26 => pictogram(text, word >> 26),
        26 => first_sentence_in_capitals(text),
        _ => text.into(),
    }
}

/// Sentences that any sender may add.
const CLOSINGS: [&str; 40] = [
    "This is an automated message, please do not reply.",
    "You receive this text because your number is on file with us.",
    "Lines are open Monday to Friday, 9 to 5.",
    "If you have already done so, please ignore this message.",
    "Thank you for your patience.",
    "For more information see our website or ask any member of the team.",
    "Calls are charged at your standard rate.",
    "Thank you.",
    "Have a great day!",
    "Terms and conditions apply.",
    "Please keep this message for your records.",
    "Replies to this number are not read.",
    "We look forward to hearing from you.",
    "Kind regards",
    "Thanks, the team",
    "You agreed to get texts from us when you signed up.",
    "Please have your details ready when you call.",
    "Offer subject to availability and may end at any time without notice.",
    "Do not forward this message.",
    "Sent by our text service on behalf of the office.",
    "It only takes a minute or two.",
    "Let us know if we can help with anything else.",
    "Any questions, just ask.",
    "We are here to help seven days a week, from eight in the morning until eight at night.",
    "Msg & data rates may apply.",
    "Your privacy matters to us; see our policy for how we use your data.",
    "Best wishes",
    "Sorry for the late notice.",
    "Please allow up to 24 hours for the change to show.",
    "Normal network charges apply.",
    "Many thanks for being a customer.",
    "Regards, customer care",
    "Please do not share this message with anybody.",
    "Standard rates apply. Over 18s only.",
    "Opening hours may differ on public holidays.",
    "We will never sell your number.",
    "If this message reached you by mistake, please delete it.",
    "See you soon!",
    "Our staff will be happy to answer your questions in store, by phone or by chat.",
    "Cheers",
];

/// Adds none to six of them: one text in three gets some, as business texts of two segments are common.
fn closed(text: &str, word: u32) -> String {
    let n = match word % 64 {
        0..9 => 1,
        9..15 => 2,
        15..19 => 3,
        19 => 4,
        20 => 6,
        _ => return text.into(),
    };
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    let mut out = format!("{text}{end}");
    let first = (word >> 6) as usize;
    for i in 0..n {
        out.push(' ');
        out.push_str(CLOSINGS[(first + 7 * i) % CLOSINGS.len()]);
    }
    out
}

/// In capitals but for links, which would lead elsewhere.
fn shout(text: &str) -> String {
    let word = |w: &str| if w.contains(".example") || w.contains('/') { w.into() } else { w.to_uppercase() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn louder(text: &str) -> String {
    let louder = text.replace(". ", "! ");
    match louder.strip_suffix('.') {
        Some(rest) => format!("{rest}!"),
        None => louder,
    }
}

/// The spelling of phones with twelve keys.
fn shorten(text: &str) -> String {
    let word = |w: &str| -> String {
        match w {
            "you" | "You" => "u".into(),
            "your" | "Your" => "ur".into(),
            "are" => "r".into(),
            "for" => "4".into(),
            "to" => "2".into(),
            "and" => "&".into(),
            "please" | "Please" => "pls".into(),
            "text" | "Text" => "txt".into(),
            "tomorrow" => "tmrw".into(),
            "today" => "2day".into(),
            "with" => "wiv".into(),
            "see" | "See" => "c".into(),
            "thanks" | "Thanks" => "thx".into(),
            "message" => "msg".into(),
            _ => w.into(),
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn pictogram(text: &str, word: u32) -> String {
    const PICTOGRAMS: [&str; 12] = ["🎉", "📦", "✅", "⭐", "🔔", "💙", "👉", "😊", "📢", "🚨", "🙏", "🎁"];
    let picture = PICTOGRAMS[(word >> 1) as usize % PICTOGRAMS.len()];
    if word.is_multiple_of(2) { format!("{picture} {text}") } else { format!("{text} {picture}") }
}

fn first_sentence_in_capitals(text: &str) -> String {
    match text.split_once(". ") {
        Some((first, rest)) => format!("{}. {rest}", shout(first)),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manner_keeps_links_whole() {
        let text = "Hi Ann. Your order is on its way. See https://acme.example/t/8 today.";
        for word in 0..64 {
            let written = manner(text.into(), word | 0xF000_0000);
            assert!(written.contains("https://acme.example/t/8"), "{word}: {written}");
        }
        assert_eq!(manner("See you at 9.".into(), 0xFFC4), "See you at 9!");
        assert_eq!(manner("Pay for your order.".into(), 0xFFD1), "Pay 4 ur order.");
        assert_eq!(manner("Ready".into(), 0xB03F), "Ready. Replies to this number are not read.");
    }
}
