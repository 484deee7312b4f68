//! Messages that are watched for a time: what comes within it counts, what comes later does not.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::time::{SimSpan, SimTime};

/// Messages that something may still be heard of, with what is known of each.
#[derive(Debug)]
pub(super) struct Watch<T> {
    wait: SimSpan,
    /// In the order in which they were sent.
    queue: VecDeque<(SimTime, u32)>,
    /// By count: looked up, never gone through.
    open: FxHashMap<u32, (T, bool)>,
}

impl<T> Watch<T> {
    /// Every message is watched for `wait`.
    pub(super) fn new(wait: SimSpan) -> Watch<T> {
        Watch { wait, queue: VecDeque::new(), open: FxHashMap::default() }
    }

    /// A message went out. Calls come in order of time.
    pub(super) fn sent(&mut self, now: SimTime, count: u32, what: T) {
        self.queue.push_back((now, count));
        self.open.insert(count, (what, false));
    }

    /// What was waited for has come.
    pub(super) fn mark(&mut self, count: u32) {
        if let Some((_, seen)) = self.open.get_mut(&count) {
            *seen = true;
        }
    }

    /// No more is waited for; what was known of it, if it was still watched.
    pub(super) fn close(&mut self, count: u32) -> Option<T> {
        self.open.remove(&count).map(|(what, _)| what)
    }

    /// When the time of the message that was sent first is over.
    pub(super) fn next_over(&self) -> Option<SimTime> {
        self.queue.front().map(|(sent, _)| *sent + self.wait)
    }

    /// The next message whose time is over at `now`, and whether what was waited for came.
    pub(super) fn over(&mut self, now: SimTime) -> Option<(u32, T, bool)> {
        while self.next_over().is_some_and(|at| at <= now) {
            let (_, count) = self.queue.pop_front()?;
            if let Some((what, seen)) = self.open.remove(&count) {
                return Some((count, what, seen));
            }
        }
        None
    }
}
