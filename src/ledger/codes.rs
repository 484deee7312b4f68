//! What websites that send one-time codes are measured by: people and bots apart.

use serde::{Deserialize, Serialize};

use crate::message::{Fate, Role, Submission};

use super::Cause;

/// Counts of what one sender's website did at one carrier. What goes to the sender's own audience is for people
/// who asked; what goes to another is for bots. Openers and seeds are neither. Only of use where the sender has
/// such a website.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct CodesTally {
    /// What people asked for, asking again not counted.
    pub wanted: u64,
    /// Requests of people.
    pub requests: u64,
    /// Requests of people that a guard turned away.
    pub refused: u64,
    /// Codes that people entered.
    pub completed: u64,
    /// Messages that bots asked for.
    pub bot_requests: u64,
    /// Those of them that were truly delivered.
    pub bot_delivered: u64,
    /// Segments handed to the carrier for bots.
    pub bot_segments: u64,
    /// What those cost, in dollars.
    pub bot_cost: f64,
}

impl CodesTally {
    pub(super) fn attempted(&mut self, message: &Submission) {
        if message.role != Role::Main {
            return;
        }
        if message.is_for_bots() {
            self.bot_requests += 1;
        } else {
            self.requests += 1;
            self.wanted += u64::from(message.id.count == message.intent);
        }
    }

    pub(super) fn settled(&mut self, message: &Submission, fate: Fate, cause: Option<Cause>) {
        if message.role != Role::Main {
            return;
        }
        if message.is_for_bots() {
            self.bot_delivered += u64::from(fate == Fate::Delivered);
        } else {
            self.refused += u64::from(matches!(cause, Some(Cause::Guard(_))));
        }
    }

    pub(super) fn completed(&mut self, message: &Submission) {
        self.completed += u64::from(message.audience == 0);
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: &CodesTally) {
        self.wanted += other.wanted;
        self.requests += other.requests;
        self.refused += other.refused;
        self.completed += other.completed;
        self.bot_requests += other.bot_requests;
        self.bot_delivered += other.bot_delivered;
        self.bot_segments += other.bot_segments;
        self.bot_cost += other.bot_cost;
    }
}
