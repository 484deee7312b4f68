//! How many different members a group has shown in a window that starts with the first of them.

use rustc_hash::FxHashMap;

use crate::time::{SimSpan, SimTime};

/// The window of one group: 16 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Group {
    began: SimTime,
    /// The how-manieth window of this group it is, from 1; 0 before the first member.
    ordinal: u32,
    n: u32,
}

impl Group {
    /// Different members in the window, or the most that were remembered.
    pub fn n(&self) -> u32 {
        self.n
    }
}

/// Which window of which group a member was last counted in: lets a member that stays with one group pass
/// without being looked up.
#[derive(Debug, Clone, Copy, Default)]
pub struct LastSeen {
    group: u32,
    ordinal: u32,
}

/// The members of a group that were counted last: whoever is among them needs no look-up. 16 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Recent {
    /// In which window of the group.
    ordinal: u32,
    members: [u32; 3],
}

/// Nobody has this number.
const NOBODY: u32 = u32::MAX;

/// Distinct members of groups.
#[derive(Debug)]
pub struct Distinct {
    window: SimSpan,
    /// (group, member) to the window in which it was last counted; looked up, never iterated.
    seen: FxHashMap<(u32, u32), u32>,
}

impl Distinct {
    /// Counts in windows of this length.
    pub fn new(window: SimSpan) -> Distinct {
        Distinct { window, seen: FxHashMap::default() }
    }

    /// Goes on with what others remember.
    pub fn take_over(&mut self, old: Distinct) {
        self.seen = old.seen;
    }

    /// Starts a new window where the last is over.
    fn open(&self, group: &mut Group, now: SimTime) {
        if group.ordinal == 0 || now.since(group.began) >= self.window {
            *group = Group { began: now, ordinal: group.ordinal + 1, n: 0 };
        }
    }

    /// Counts a member (if `counts`), and gives how many there are; no more than `most` are remembered.
    pub fn add(
        &mut self,
        group: &mut Group,
        key: u32,
        member: u32,
        counts: bool,
        most: u32,
        now: SimTime,
    ) -> u32 {
        self.open(group, now);
        if counts && group.n < most && self.seen.insert((key, member), group.ordinal) != Some(group.ordinal) {
            group.n += 1;
        }
        group.n
    }

    /// [`Distinct::add`] for a group that remembers its last members.
    #[expect(clippy::too_many_arguments, reason = "one more than add")]
    pub fn add_recent(
        &mut self,
        group: &mut Group,
        recent: &mut Recent,
        key: u32,
        member: u32,
        counts: bool,
        most: u32,
        now: SimTime,
    ) -> u32 {
        self.open(group, now);
        if recent.ordinal != group.ordinal {
            *recent = Recent { ordinal: group.ordinal, members: [NOBODY; 3] };
        }
        if recent.members.contains(&member) {
            return group.n;
        }
        let n = self.add(group, key, member, counts, most, now);
        if counts {
            recent.members = [member, recent.members[0], recent.members[1]];
        }
        n
    }

    /// [`Distinct::add`] for a member that remembers where it was last counted.
    pub fn add_known(
        &mut self,
        group: &mut Group,
        key: u32,
        (member, last): (u32, &mut LastSeen),
        counts: bool,
        most: u32,
        now: SimTime,
    ) -> u32 {
        self.open(group, now);
        if (last.group, last.ordinal) == (key, group.ordinal) {
            return group.n;
        }
        let n = self.add(group, key, member, counts, most, now);
        if counts {
            *last = LastSeen { group: key, ordinal: group.ordinal };
        }
        n
    }
}
