//! How far the work has come, and the wish to end it early.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Progress;

/// How far the work has come, on stderr.
pub(super) struct Meter {
    bar: ProgressBar,
    lines: bool,
    name: String,
    /// What is counted.
    steps: &'static str,
    /// How many there are, or may be at most.
    all: u64,
    /// Steps from one line to the next, where not every tenth of all; the end is then not known.
    every: Option<u64>,
    done: AtomicU64,
}

impl Meter {
    /// A bar on a terminal, a line for every tenth elsewhere, unless asked otherwise.
    pub(super) fn new(progress: Progress, name: &str, steps: &'static str, all: u64) -> Meter {
        let bar = format!("{{msg}} {{wide_bar}} {{pos}}/{{len}} {steps}, {{eta}} left");
        Meter::of(progress, name, steps, all, None, &bar)
    }

    /// The same where the end is not known: there are `at_most` steps, in batches of `every`.
    pub(super) fn open(
        progress: Progress,
        name: &str,
        steps: &'static str,
        at_most: u64,
        every: u64,
    ) -> Meter {
        let bar = format!("{{msg}} {{spinner}} {{pos}} {steps}, at most {{len}}");
        Meter::of(progress, name, steps, at_most, Some(every.max(1)), &bar)
    }

    fn of(
        progress: Progress,
        name: &str,
        steps: &'static str,
        all: u64,
        every: Option<u64>,
        template: &str,
    ) -> Meter {
        let terminal = std::io::stderr().is_terminal();
        let bars = progress == Progress::Bar || progress == Progress::Auto && terminal;
        let target = if bars { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template(template).expect("the template is fixed and valid");
        let bar = ProgressBar::with_draw_target(Some(all), target).with_style(style);
        bar.set_message(name.to_owned());
        let lines = progress == Progress::Plain || progress == Progress::Auto && !terminal;
        Meter { bar, lines, name: name.to_owned(), steps, all, every, done: AtomicU64::new(0) }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// What is being worked on.
    pub(super) fn say(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// One more is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.lines {
            return;
        }
        let (name, all, steps) = (&self.name, self.all, self.steps);
        match self.every {
            Some(every) if done.is_multiple_of(every) => {
                super::render::note(&format!("{name}: {done} {steps}, at most {all}\n"));
            }
            None if done * 10 / all != (done - 1) * 10 / all => {
                super::render::note(&format!("{name}: {done} of {all} {steps}\n"));
            }
            _ => {}
        }
    }
}

/// A flag that Ctrl-C sets: what runs is finished and kept, nothing new begins. A second Ctrl-C ends the
/// process at once.
pub(super) fn interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(feature = "live")]
    {
        let flag = Arc::clone(&stop);
        std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
                return;
            };
            runtime.block_on(async {
                if tokio::signal::ctrl_c().await.is_ok() {
                    flag.store(true, Ordering::Relaxed);
                    super::render::note(
                        "finishing the replications under way; press Ctrl-C again to stop at once\n",
                    );
                    let _ = tokio::signal::ctrl_c().await;
                    std::process::exit(130);
                }
            });
        });
    }
    stop
}
