//! Work in parallel: pieces begin in their order, and come back in it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Calls `work` for each of `0..n` on `jobs` threads (0 is one a core) and gives what it made, in that order. The
/// pieces begin in their order. Once `stop` is set no further piece begins, so that what is missing then is the end.
pub fn in_order<T: Send>(
    n: usize,
    jobs: usize,
    stop: &AtomicBool,
    work: &(dyn Fn(usize) -> T + Sync),
) -> Vec<(usize, T)> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = if jobs == 0 { cores } else { jobs }.min(n).max(1);
    let (next, made) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(n)));
    let hand = || {
        while !stop.load(Ordering::Relaxed) {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= n {
                return;
            }
            let piece = work(i);
            made.lock().expect("nobody panics while holding the list").push((i, piece));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(hand);
        }
        hand();
    });
    let mut made = made.into_inner().expect("all hands have finished");
    made.sort_by_key(|(i, _)| *i);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_in_their_order_whatever_the_threads() {
        let open = AtomicBool::new(false);
        for jobs in [0, 1, 2, 7] {
            let made = in_order(20, jobs, &open, &|i| i * i);
            assert_eq!(made, (0..20).map(|i| (i, i * i)).collect::<Vec<_>>());
        }
        assert!(in_order(0, 2, &open, &|i| i).is_empty());
    }

    #[test]
    fn once_stopped_nothing_begins() {
        let stop = AtomicBool::new(false);
        let made = in_order(100, 2, &stop, &|i| {
            if i == 4 {
                stop.store(true, Ordering::Relaxed);
            }
            i
        });
        // What had begun is kept: all up to the one that stopped it, and at most one more of the other thread.
        assert!(made.len() >= 4 && made.iter().any(|(i, _)| *i == 4), "{made:?}");
        assert!(made.len() < 100 && in_order(9, 2, &stop, &|i| i).is_empty(), "{made:?}");
    }
}
