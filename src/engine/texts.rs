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
    /// Which of the sender's `texts` it comes from; its `kinds` count on after them.
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
            texts.push(TextInfo::new(file, template, variant, parsed.render(variant, &mut || 0)));
        }
    }
    for (k, name) in sender.kinds.iter().enumerate() {
        templates.push((texts.len() - first) as u32);
        let unknown = || WorldError::UnknownKind { sender: sender.name.clone(), kind: name.clone() };
        let bodies = Kind::named(name).ok_or_else(unknown)?.texts(sender.variants as usize, SCENARIO_SEED);
        for (variant, body) in bodies.into_iter().enumerate() {
            texts.push(TextInfo::new(file, sender.texts.len() + k, variant as u64, body));
        }
    }
    let n = (texts.len() - first) as u64;
    if n == 0 || n > VARIANTS_MAX {
        return Err(fault(format!("{n} variants; there must be 1 to {VARIANTS_MAX}")));
    }
    Ok(Texts { main: n as u32, templates, opener: None })
}
