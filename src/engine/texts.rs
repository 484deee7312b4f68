//! The texts of a world: every rendering that a sender can send.

use super::world::{VARIANTS_MAX, WorldError};
use crate::content::{Template, has_opt_out_wording, links};
use crate::message::segment;
use crate::scorer::{Kind, SCENARIO_SEED};
use crate::sender::{SenderSettings, Texts};

/// One text that can be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct TextInfo {
    /// Whose it is: the place of its sender in the file.
    pub sender: usize,
    /// Which of the sender's `texts` it comes from; its `kinds` count on after them, and then its opener.
    pub template: u32,
    /// Which variant of it; for a kind, which of its generated texts.
    pub variant: u64,
    /// The words, with zeros in the digit slots.
    pub body: String,
    /// Radio segments.
    pub segments: u16,
    /// Whether it says how to opt out.
    pub opt_out_wording: bool,
    /// Whether it has a link to click on.
    pub link: bool,
}

impl TextInfo {
    fn new(sender: usize, template: usize, variant: u64, body: String) -> TextInfo {
        TextInfo {
            sender,
            template: template as u32,
            variant,
            segments: segment(&body).segments.min(u32::from(u16::MAX)) as u16,
            opt_out_wording: has_opt_out_wording(&body),
            link: links(&body).iter().any(|link| !link.email),
            body,
        }
    }
}

/// Renders the texts of one sender, whose place in the file is `file`, behind those that there are.
pub(super) fn compile(
    sender: &SenderSettings,
    file: usize,
    texts: &mut Vec<TextInfo>,
) -> Result<Texts, WorldError> {
    let first = texts.len();
    let fault = |message: String| WorldError::Text { sender: sender.name.clone(), message };
    let mut templates = Vec::new();
    for (template, text) in sender.texts.iter().enumerate() {
        templates.push((texts.len() - first) as u32);
        let parsed = Template::parse(text, &sender.slots).map_err(|e| fault(e.message.clone()))?;
        let n = parsed.variants();
        if n > VARIANTS_MAX || (texts.len() - first) as u64 + n > VARIANTS_MAX {
            return Err(fault(format!("more than {VARIANTS_MAX} variants")));
        }
        for variant in 0..n {
            let body = parsed.render(variant, &mut || 0);
            texts.extend(sent(sender, body).map(|body| TextInfo::new(file, template, variant, body)));
        }
    }
    for (k, name) in sender.kinds.iter().enumerate() {
        templates.push((texts.len() - first) as u32);
        let unknown = || WorldError::UnknownKind { sender: sender.name.clone(), kind: name.clone() };
        let bodies = Kind::named(name).ok_or_else(unknown)?.texts(sender.variants as usize, SCENARIO_SEED);
        for (variant, body) in bodies.into_iter().enumerate() {
            let info = |body| TextInfo::new(file, sender.texts.len() + k, variant as u64, body);
            texts.extend(sent(sender, body).map(info));
        }
    }
    let n = (texts.len() - first) as u64;
    if n == 0 || n > VARIANTS_MAX {
        return Err(fault(format!("{n} variants; there must be 1 to {VARIANTS_MAX}")));
    }
    let opener = match &sender.opener {
        None => None,
        Some(opener) => {
            let parsed =
                Template::parse(&opener.text, &sender.slots).map_err(|e| fault(e.message.clone()))?;
            let own = parsed.variants();
            if n + own > VARIANTS_MAX {
                return Err(fault(format!("more than {VARIANTS_MAX} variants with the opener's")));
            }
            let place = sender.texts.len() + sender.kinds.len();
            let info = |variant| TextInfo::new(file, place, variant, parsed.render(variant, &mut || 0));
            texts.extend((0..own).map(info));
            Some((n as u32, own as u32))
        }
    };
    Ok(Texts { main: n as u32, templates, opener })
}

/// What is sent for one rendering: itself, or copies of it, with what the sender puts into every text.
fn sent<'s>(sender: &'s SenderSettings, body: String) -> impl Iterator<Item = String> + use<'s> {
    let body = sender.copy.as_ref().map_or(body.clone(), |copy| copy.apply(&body));
    let copies: Vec<String> = match &sender.cosmetic {
        None => vec![body],
        Some(cosmetic) => cosmetic.copies(&body).collect(),
    };
    copies.into_iter()
}
