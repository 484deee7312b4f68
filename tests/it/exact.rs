//! The exact laws: what the mechanisms must do by arithmetic, against what the engine does.
//!
//! Where chance plays no part the comparison is exact, count for count. Elsewhere a law holds when the
//! deviation stays within [`Z`] standard errors; the standard error comes from a closed form where there is
//! one, and from independent replications otherwise. Every law is also shown that it can fail: with the
//! mechanism off, or a parameter changed, the same comparison is outside the same tolerance.

use carrierlab::engine::{Models, Outcome, World, WorldSettings, run};
use carrierlab::ledger::{Detail, MessageRow, Tally};
use carrierlab::message::Fate;
use carrierlab::rng::Draws;
use carrierlab::time::SimTime;
use serde_json::{Value, json};

use crate::support::*;

const SEED: u64 = 2026;

/// A world whose carriers have no content model.
fn compiled(settings: WorldSettings) -> World {
    World::new(settings, &Models::new()).expect("a world")
}

fn once(settings: WorldSettings) -> Outcome {
    run(&compiled(settings), &Draws::new(SEED, 0), Detail::Tallies)
}

/// One number from each of `n` independent runs of a world.
fn replicated(settings: WorldSettings, n: u64, of: impl Fn(&mut Outcome) -> f64) -> Vec<f64> {
    let world = compiled(settings);
    (0..n).map(|i| of(&mut run(&world, &Draws::new(SEED, i), Detail::Tallies))).collect()
}

/// Every message of one run.
fn rows(settings: WorldSettings) -> Vec<MessageRow> {
    let world = compiled(settings);
    run(&world, &Draws::new(SEED, 0), Detail::Messages).ledger.messages
}

/// All senders at all carriers, added up.
fn total(outcome: &Outcome) -> Tally {
    let mut sum = Tally::default();
    outcome.ledger.tallies.iter().for_each(|t| sum.add(t));
    sum
}

/// A delay that is always the same.
fn always(span: &str) -> Value {
    json!({ "median": span, "p95": span })
}

/// From a message's turn at the platform to the handset, in seconds: 50 ms of uplink, a second of transit.
const WAY: f64 = 1.05;

/// The only carrier of a world, from whose filter to the handset it is always one second.
fn only(filter: Value) -> Value {
    json!({ "name": "c", "share": 1.0, "filter": filter, "transit": always("1s") })
}

/// People at rest: nobody is annoyed, every reaction has the chance that is set.
fn calm(size: u32, reactions: Value) -> Value {
    let mut all = json!({ "annoyance": 0.0, "delay": always("1s"), "complaint_delay": always("1s") });
    all.as_object_mut().unwrap().extend(reactions.as_object().unwrap().clone());
    json!({ "size": size, "consent": "", "reactions": all })
}

/// A sender of one text that says how to opt out.
fn plain(name: &str, rate: &str) -> Value {
    json!({ "name": name, "audience": "all", "rate": rate, "texts": ["Hello. Reply STOP to end"],
        "number": { "type": "", "pool": "rotate" } })
}

// 1. Hard windows.

const KINDS: [&str; 3] = ["sliding-log", "tumbling", "token-bucket"];

/// A load on a hard window in which only accepted messages count.
#[derive(Clone, Copy)]
struct Load {
    kind: &'static str,
    /// The key of the window, and how a rate names it.
    window: (&'static str, &'static str),
    /// The limit K.
    limit: u32,
    /// The load V, in messages a window, of all senders together.
    volume: f64,
    /// Numbers of each sender.
    numbers: u32,
    /// Senders of one brand that share the load.
    senders: u32,
    by: &'static str,
    gaps: &'static str,
    /// Messages of all senders together.
    messages: u32,
}

const LOAD: Load = Load {
    kind: "tumbling",
    window: ("minute", "min"),
    limit: 10,
    volume: 40.0,
    numbers: 1,
    senders: 1,
    by: "number",
    gaps: "regular",
    messages: 1200,
};

impl Load {
    fn settings(self, rate: Value) -> WorldSettings {
        let mut stage =
            json!({ "kind": self.kind, self.window.0: self.limit, "by": self.by, "count_blocked": false });
        stage.as_object_mut().unwrap().extend(rate.as_object().unwrap().clone());
        let each = format!("{}/{}", self.volume / f64::from(self.senders), self.window.1);
        let senders: Vec<Value> = (0..self.senders)
            .map(|s| {
                let mut sender = plain(&format!("s{s}"), &each);
                (sender["brand"], sender["gaps"]) = (json!("acme"), json!(self.gaps));
                sender["number"]["count"] = json!(self.numbers);
                sender
            })
            .collect();
        // The least term is enough to block: the limit is hard.
        let filter = json!({ "threshold": 1e-9, "rate": stage });
        let audience = calm(self.messages / self.senders, json!({}));
        settings(24 * 3650, json!([only(filter)]), audience, json!(senders), json!({}))
    }

    fn accepted(self, rate: Value) -> u64 {
        let outcome = once(self.settings(rate));
        let total = total(&outcome);
        assert_eq!(total.attempted, u64::from(self.messages));
        total.fate(Fate::Delivered)
    }
}

/// K of V messages a window are accepted, count for count, and all of them where K is no less than V: by a
/// sliding log and by a window that starts with its first message, for a whole number V of messages a window.
/// A bucket that is full at first lends K more, so there the share only tends to K/V; it, too, is known to the
/// message. n numbers that are not linked accept nK.
#[test]
fn a_hard_window_accepts_k_of_v() {
    for kind in KINDS {
        for (limit, numbers) in
            [(10, 1), (25, 1), (40, 1), (60, 1), (10, 2), (7, 4), (10, 4), (10, 8), (3, 8)]
        {
            let load = Load { kind, limit, numbers, ..LOAD };
            let each = u64::from(load.messages / numbers);
            let (k, v) = (u64::from(limit), 40 / u64::from(numbers));
            let law =
                if kind == "token-bucket" { each.min(k + (each - 1) * k / v) } else { each / v * k.min(v) };
            let accepted = load.accepted(json!({}));
            assert_eq!(accepted, law * u64::from(numbers), "{kind}, K {limit}, {numbers} numbers");
            let share = accepted as f64 / f64::from(load.messages);
            let limit_share = (k as f64 / v as f64).min(1.0);
            assert!(share >= limit_share && share <= limit_share + f64::from(limit * numbers) / 1200.0);
        }
        for window in [("second", "s"), ("minute", "min"), ("hour", "h"), ("day", "d")] {
            let load = Load { kind, window, limit: 3, volume: 8.0, messages: 96, ..LOAD };
            let law = if kind == "token-bucket" { 3 + 95 * 3 / 8 } else { 96 * 3 / 8 };
            assert_eq!(load.accepted(json!({})), law, "{kind}, a {}", window.0);
        }
    }
    // It can fail: with the stage off all pass, and once blocked messages count a log or bucket never opens again.
    let law = LOAD.accepted(json!({}));
    assert_eq!(law, 300);
    assert_eq!(LOAD.accepted(json!({ "enabled": false })), 1200);
    assert_eq!(LOAD.accepted(json!({ "weight": 0.0 })), 1200);
    for kind in ["sliding-log", "token-bucket"] {
        assert!(Load { kind, ..LOAD }.accepted(json!({ "count_blocked": true })) < 20, "{kind}");
    }
}

/// Counted by brand, K of V pass however many numbers and campaigns share the load; counted by campaign, the
/// campaigns add up and their numbers do not.
#[test]
fn linked_numbers_share_one_window() {
    for kind in KINDS {
        // The bucket lends a full K at first to each owner of a window.
        let check = |load: Load, owners: u32| {
            let accepted = load.accepted(json!({}));
            let law = u64::from(load.messages) * u64::from(load.limit * owners) / 40;
            let lent = if kind == "token-bucket" { u64::from(load.limit * owners) } else { 0 };
            let who = format!("{kind}, {} senders of {} numbers by {}", load.senders, load.numbers, load.by);
            assert!((law..=law + lent).contains(&accepted), "{who}: {accepted}, not {law}");
        };
        for (senders, numbers) in [(1, 1), (1, 2), (1, 8), (2, 1), (2, 4), (4, 5)] {
            check(Load { kind, senders, numbers, by: "brand", ..LOAD }, 1);
        }
        check(Load { kind, numbers: 8, by: "campaign", ..LOAD }, 1);
        check(Load { kind, senders: 2, numbers: 4, by: "campaign", ..LOAD }, 2);
        // It can fail: unlinked, two numbers accept twice as much.
        let unlinked = Load { kind, numbers: 2, ..LOAD }.accepted(json!({}));
        assert!(unlinked >= 2 * 300, "{unlinked}");
    }
}

/// Where the law does not hold, and what holds there. A load of V messages a window, V not whole, meets
/// windows of ⌈V⌉ messages, and a log likewise; a bucket keeps its fractions. Of a Poisson load a sliding log
/// loses what Erlang's formula says (an accepted message holds its place for one window, whatever the law of
/// holding times), and a window that starts with its first message accepts 1 + E min(K − 1, N) of 1 + V, N
/// being the messages of the rest of the window.
#[test]
fn a_hard_window_under_other_loads() {
    for (kind, law) in [("sliding-log", 3.0 / 8.0), ("tumbling", 3.0 / 8.0), ("token-bucket", 3.0 / 7.5)] {
        let load = Load { kind, limit: 3, volume: 7.5, ..LOAD };
        let share = load.accepted(json!({})) as f64 / 1200.0;
        assert!((0.0..3.0 / 1200.0).contains(&(share - law)), "{kind}: {share} against {law}");
    }
    let (k, v) = (10u32, 12.0f64);
    // Erlang's loss by its recursion, and the Poisson law of the rest of a window.
    let loss = (1..=k).fold(1.0, |b, i| v * b / (f64::from(i) + v * b));
    let mut p = (-v).exp();
    let mut rest = 0.0;
    let mut below = 0.0;
    for n in 0..k - 1 {
        (rest, below) = (rest + p * f64::from(n), below + p);
        p *= v / f64::from(n + 1);
    }
    rest += (1.0 - below) * f64::from(k - 1);
    for (kind, law) in [("sliding-log", 1.0 - loss), ("tumbling", (1.0 + rest) / (1.0 + v))] {
        let load = Load { kind, limit: k, volume: v, gaps: "poisson", messages: 2400, ..LOAD };
        let shares =
            replicated(load.settings(json!({})), 20, |o| total(o).fate(Fate::Delivered) as f64 / 2400.0);
        let got = mean(&shares);
        holds(&format!("1, Poisson load, {kind}"), got.mean, law, got.error);
        fails(&format!("1, Poisson load, {kind}, by the regular law"), got.mean, f64::from(k) / v, got.error);
    }
}

// 2. False receipts.

/// Reported as delivered = delivered + φ × dropped, where no receipt is lost or late. Given the dropped
/// messages, the lies are binomial: the standard error is that of a share.
#[test]
fn false_receipts_follow_their_share() {
    let lies = |phi: f64, silent: f64| {
        let mut carrier = only(json!({ "threshold": 1e-9, "rate": { "minute": 10 } }));
        carrier["receipts"] = json!({ "block_reported_delivered": phi, "block_silent": silent });
        let sender = json!([plain("s", "60/min")]);
        let outcome = once(settings(24 * 7, json!([carrier]), calm(8000, json!({})), sender, json!({})));
        let t = total(&outcome);
        assert!(t.dropped() > 6000);
        let lies = t.reported_delivered - t.fate(Fate::Delivered);
        assert_eq!(lies, t.false_delivered);
        if silent == 0.0 {
            assert_eq!(t.reported_delivered + t.reported_failed, t.attempted, "everybody is told something");
        }
        (lies as f64, t.dropped() as f64)
    };
    for (phi, silent) in [(0.0, 0.0), (0.1, 0.0), (0.25, 0.5), (0.5, 0.0), (0.5, 0.5), (0.9, 0.0), (1.0, 0.0)]
    {
        let (lies, dropped) = lies(phi, silent);
        let error = (phi * (1.0 - phi) / dropped).sqrt();
        holds(&format!("2, phi {phi}, silent {silent}"), lies / dropped, phi, error);
        let wrong = if phi < 0.5 { phi + 0.05 } else { phi - 0.05 };
        fails(
            &format!("2, phi {phi} taken for {wrong}"),
            lies / dropped,
            wrong,
            (wrong * (1.0 - wrong) / dropped).sqrt(),
        );
    }
}

// 3. Cool-off.

/// A number that is listed by its first message, and again by the first after each stay: Poisson attempts of
/// rate a, `growth` c.
fn stays(hours: u64, size: u32, rate: &str, list: Value) -> WorldSettings {
    let mut carrier = only(json!({ "threshold": 0.0 })); // blocks everything
    carrier["blacklist"] = json!({ "after": 1, "rule": "additive", "cap": "36500d" });
    carrier["blacklist"].as_object_mut().unwrap().extend(list.as_object().unwrap().clone());
    let mut sender = plain("s", rate);
    sender["gaps"] = json!("poisson");
    settings(hours, json!([carrier]), calm(size, json!({})), json!([sender]), json!({}))
}

/// The lengths of the first `n` stays, in minutes, all of them over before the horizon.
fn lengths(settings: WorldSettings, n: usize) -> Vec<f64> {
    let outcome = once(settings);
    let spans = outcome.carriers[0].blacklist().expect("there is a list").spans();
    assert!(spans.len() > n, "{} stays", spans.len());
    spans[..n].iter().map(|s| s.until.since(s.from).seconds() / 60.0).collect()
}

/// Under Poisson attempts of rate a each stay of the additive rule lasts T0/(1 − a·c) in the mean: a busy
/// period that begins with T0 of work. Its variance is T0·a·c²/(1 − a·c)³ (Takács 1962), and with it goes the
/// standard error; a fixed number of stays is taken, so that none is cut short by the horizon.
#[test]
fn a_cool_off_lasts_as_long_as_a_busy_period() {
    const N: usize = 1200;
    for (a, t0, c) in [(1.0, 10.0, 0.3), (1.0, 10.0, 0.6), (2.0, 10.0, 0.3), (0.5, 20.0, 0.6)] {
        let list =
            json!({ "base": format!("{t0}min"), "growth": format!("{}s", c * 60.0), "rule": "additive" });
        let rho = a * c;
        let size = (N as f64 * 1.2 * (1.0 + a * t0 / (1.0 - rho))) as u32;
        let hours = (f64::from(size) / a / 60.0 * 1.2) as u64;
        let rate = format!("{}/h", a * 60.0);
        let got = lengths(stays(hours, size, &rate, list), N);
        let law = t0 / (1.0 - rho);
        let error = (t0 * a * c * c / (1.0 - rho).powi(3) / N as f64).sqrt();
        holds(&format!("3, a·c {rho:.1}, T0 {t0} min, a {a}/min"), mean(&got).mean, law, error);
        // It can fail: without growth attempts add nothing, and with another growth the mean is another.
        let fixed =
            lengths(stays(hours, size, &rate, json!({ "base": format!("{t0}min"), "growth": "0s" })), N);
        assert!(fixed.iter().all(|&l| l == t0), "without growth every stay lasts T0");
        fails("3, no growth", mean(&fixed).mean, law, error);
        let wrong = t0 / (1.0 - 0.9 * rho);
        fails(
            "3, growth a tenth smaller",
            mean(&got).mean,
            wrong,
            (t0 * a * (0.9 * c).powi(2) / (1.0 - 0.9 * rho).powi(3) / N as f64).sqrt(),
        );
    }
}

/// At a·c = 1.1 a stay has no mean: with probability 1 − exp(−a·T0·(1 − q)), q the root of q = exp(1.1 (q − 1)),
/// it never ends, so each hour more of horizon adds at least that part of an hour to the mean stay. At
/// a·c = 0.6 a longer horizon adds nothing.
#[test]
fn a_cool_off_beyond_one_grows_with_the_horizon() {
    const N: u64 = 150;
    let t0 = 3.0;
    let first_stay = |hours: u64, growth: &str| {
        let world = stays(hours, 60 * hours as u32 * 2, "60/h", json!({ "base": "3min", "growth": growth }));
        let horizon = SimTime::START + world.horizon;
        replicated(world, N, |outcome| {
            let stay = outcome.carriers[0].blacklist().expect("a list").spans()[0];
            stay.until.min(horizon).since(stay.from).seconds() / 60.0
        })
    };
    let q = (0..1000).fold(0.5f64, |q, _| (1.1 * (q - 1.0)).exp());
    let never = 1.0 - (-t0 * (1.0 - q)).exp();
    let error = (never * (1.0 - never) / N as f64).sqrt();
    let mut last: Option<Vec<f64>> = None;
    for hours in [2u64, 4, 8] {
        let now = first_stay(hours, "66s");
        let lasting = now.iter().filter(|&&l| l > 60.0 * hours as f64 - 10.0).count() as f64 / N as f64;
        if hours == 8 {
            holds("3, a·c 1.1, stays that never end", lasting, never, error);
        }
        if let Some(last) = &last {
            let more: Vec<f64> = now.iter().zip(last).map(|(a, b)| a - b).collect();
            let more = mean(&more);
            let least = never * 30.0 * hours as f64;
            note(format_args!(
                "3, a·c 1.1: {hours} h instead of half add {:.1} min, by law at least {least:.1}",
                more.mean
            ));
            assert!(more.mean >= least - Z * more.error, "{} against {least}", more.mean);
            assert!(more.mean > Z * more.error, "the mean stay grows with the horizon");
        }
        last = Some(now);
    }
    // It can fail: below one the same comparison finds no growth at all.
    assert_eq!(first_stay(2, "36s"), first_stay(4, "36s"));
}

// 4. The first report.

/// Among n copies at least one is reported with probability 1 − (1 − r)^n. Replications are independent: the
/// standard error is that of a share.
#[test]
fn the_first_report_among_n_copies() {
    const N: u64 = 2000;
    let reported = |r: f64, n: u32| {
        let world = settings(
            24 * 7,
            json!([only(json!({}))]),
            calm(n, json!({ "complaint": r })),
            json!([plain("s", "60/min")]),
            json!({}),
        );
        let hits = replicated(world, N, |o| f64::from(u8::from(total(o).complaints > 0)));
        mean(&hits).mean
    };
    for (r, n) in [(0.05, 1u32), (0.05, 20), (0.02, 50), (0.005, 100)] {
        let law = |r: f64| 1.0 - (1.0 - r).powi(n as i32);
        let error = |p: f64| (p * (1.0 - p) / N as f64).sqrt();
        let got = reported(r, n);
        holds(&format!("4, r {r}, n {n}"), got, law(r), error(law(r)));
        if n > 1 {
            fails(&format!("4, r {r}, n {n}, as if chances added up"), got, f64::from(n) * r, error(law(r)));
            fails(
                &format!("4, r {r}, n {n}, as if r were {}", 2.0 * r),
                got,
                law(2.0 * r),
                error(law(2.0 * r)),
            );
        }
    }
    assert_eq!(reported(0.0, 50), 0.0, "nobody complains");
}

// 5. Delivered before a block.

/// A carrier that blocks a number for good from its R-th complaint on: a reputation that forgets nothing, heeds
/// complaints alone, and meets its threshold between R − 1 and R of them.
fn blocks_after(reports: u32, stage: Value) -> Value {
    let share = |k: f64| (0.01 + k) / (100.01 + k);
    let threshold = 0.5 * (share(f64::from(reports)) + share(f64::from(reports) - 1.0));
    let mut reputation = json!({ "levels": ["number"], "weight": 1.0, "floor": 0.0, "deviations": 0.0,
        "half_life": "0s", "delivered": 0.0, "reply": 0.0, "conversation": 0.0, "opt_out": 0.0, "complaint": 1.0 });
    reputation.as_object_mut().unwrap().extend(stage.as_object().unwrap().clone());
    only(json!({ "threshold": threshold, "reputation": reputation }))
}

/// Copies delivered in each of `n` runs at rate `rate` with chance r of a complaint that takes `delay`.
fn delivered(carrier: Value, r: f64, delay: Value, rate: (&str, &str), size: u32, n: u64) -> Vec<f64> {
    let mut sender = plain("s", rate.0);
    sender["gaps"] = json!(rate.1);
    sender["number"]["prior"] = json!({ "good": 100.0, "bad": 0.01 });
    let people = calm(size, json!({ "complaint": r, "complaint_delay": delay }));
    replicated(settings(24 * 365, json!([carrier]), people, json!([sender]), json!({})), n, |o| {
        total(o).fate(Fate::Delivered) as f64
    })
}

/// Without delay the copies delivered until R reports are negative binomial: mean R/r, variance R(1 − r)/r²,
/// and with them goes the standard error.
#[test]
fn reports_stop_a_sender_after_r_over_r() {
    const N: u64 = 300;
    for (reports, r) in [(1u32, 0.05), (2, 0.05), (5, 0.1), (1, 0.2)] {
        let many = f64::from(reports);
        let (law, deviation) = (many / r, (many * (1.0 - r)).sqrt() / r);
        let size = (law + 12.0 * deviation) as u32;
        let got = delivered(blocks_after(reports, json!({})), r, always("1s"), ("60/h", "regular"), size, N);
        let error = deviation / (N as f64).sqrt();
        holds(&format!("5, R {reports}, r {r}, no delay"), mean(&got).mean, law, error);
        // The whole law, by the share that is stopped within the mean.
        let within = got.iter().filter(|&&n| n <= law).count() as f64 / N as f64;
        let p = 1.0 - binomial_below(reports, law.round() as u32, r);
        holds(
            &format!("5, R {reports}, r {r}, stopped within the mean"),
            within,
            p,
            (p * (1.0 - p) / N as f64).sqrt(),
        );
        fails("5, one report more", mean(&got).mean, (many + 1.0) / r, error);
        // It can fail: reports that weigh nothing stop nobody.
        let deaf = delivered(
            blocks_after(reports, json!({ "weight": 0.0 })),
            r,
            always("1s"),
            ("60/h", "regular"),
            size,
            2,
        );
        assert!(deaf.iter().all(|&n| n == f64::from(size)));
    }
}

/// The chance of fewer than `k` hits in `n` trials.
fn binomial_below(k: u32, n: u32, p: f64) -> f64 {
    let mut term = (1.0 - p).powi(n as i32);
    let mut sum = 0.0;
    for i in 0..k {
        sum += term;
        term *= f64::from(n - i) / f64::from(i + 1) * p / (1.0 - p);
    }
    sum
}

/// A delay D at delivery rate d lets d·D more through. At Poisson gaps that many is Poisson, so the variance is
/// R(1 − r)/r² + d·D. This holds for a delay that is always the same.
#[test]
fn a_late_report_lets_rate_times_delay_through() {
    const N: u64 = 250;
    for (reports, r, minutes) in [(1u32, 0.1, 10.0), (3, 0.1, 20.0), (2, 0.2, 60.0)] {
        let many = f64::from(reports);
        let (d, delay) = (2.0, minutes + WAY / 60.0 - 0.05 / 60.0); // transit counts, uplink does not
        let law = many / r + d * delay;
        let deviation = (many * (1.0 - r) / (r * r) + d * delay).sqrt();
        let size = (law + 12.0 * deviation) as u32;
        let wait = always(&format!("{minutes}min"));
        let got = delivered(blocks_after(reports, json!({})), r, wait, ("2/min", "poisson"), size, N);
        let error = deviation / (N as f64).sqrt();
        holds(&format!("5, R {reports}, r {r}, delay {minutes} min"), mean(&got).mean, law, error);
        fails("5, as if there were no delay", mean(&got).mean, many / r, error);
    }
}

/// Where delays differ, R/r + d·E[D] is too much, since a later report can overtake an earlier one. For R = 1
/// and regular gaps g the copies delivered are Σₙ Πᵢ (1 − r·F(i·g)) exactly, F the law of the delay.
#[test]
fn reports_overtake_one_another() {
    let (r, gap) = (0.1, 0.5); // minutes
    let (median, p95) = (20.0f64, 240.0f64);
    let sigma = (p95 / median).ln() / 1.644_853_626_951_472_2;
    let f = |minutes: f64| {
        let minutes = minutes - 1.0 / 60.0; // transit
        if minutes <= 0.0 { 0.0 } else { 0.5 * libm::erfc(-(minutes / median).ln() / sigma / 2f64.sqrt()) }
    };
    let (mut law, mut passes) = (0.0, 1.0);
    for i in 1..2000 {
        law += passes;
        passes *= 1.0 - r * f(f64::from(i) * gap);
    }
    let late = json!({ "median": "20min", "p95": "240min" });
    let got = mean(&delivered(blocks_after(1, json!({})), r, late, ("2/min", "regular"), 400, 400));
    holds("5, log-normal delay", got.mean, law, got.error);
    let simple = 1.0 / r + 1.0 / gap * median * (sigma * sigma / 2.0).exp();
    fails("5, log-normal delay by the simple law", got.mean, simple, got.error);
}

// 6. Decaying counters.

/// What the near-duplicate stage has counted when each message is judged, the message included: its term is
/// N/1 − 1.
fn counts(rates: &[&str], gaps: &str, half_life: &str, size: u32) -> Vec<(f64, f64)> {
    let filter = json!({ "threshold": 1e6, "duplicates": { "limit": 1, "cap": 1e5, "weight": 1.0, "half_life": half_life } });
    let senders: Vec<Value> = rates
        .iter()
        .enumerate()
        .map(|(i, rate)| {
            let mut sender = plain(&format!("s{i}"), rate);
            sender["gaps"] = json!(gaps);
            sender
        })
        .collect();
    rows(settings(24 * 365, json!([only(filter)]), calm(size, json!({})), json!(senders), json!({})))
        .iter()
        .map(|row| {
            let term =
                row.decision.expect("it was judged").terms[carrierlab::carrier::Stage::Duplicates as usize];
            (row.message.due.seconds(), term + 1.0)
        })
        .collect()
}

/// At a constant rate a the count tends to a·h/ln 2. At regular gaps g it is 1/(1 − 2^(−g/h)) right after a
/// message, to rounding: half a message above a·h/ln 2, and half below right before. Poisson arrivals see
/// the mean (PASTA) and themselves; the mean over a time T of what they see has the variance
/// (a·K² + h/(2 ln 2))/T with K = h/ln 2 (shot noise, Campbell 1909, at its own arrivals).
#[test]
fn a_decaying_count_tends_to_rate_times_half_life() {
    let ln2 = std::f64::consts::LN_2;
    for (rate, gap, half_life, h) in
        [("60/h", 60.0, "1h", 3600.0), ("4/min", 15.0, "30min", 1800.0), ("1/h", 3600.0, "6h", 21_600.0)]
    {
        let (_, n) = *counts(&[rate], "regular", half_life, 30 * (h / gap) as u32).last().unwrap();
        let law = 1.0 / (1.0 - (-gap / h * ln2).exp());
        assert!((n / law - 1.0).abs() < 1e-8, "{n} against {law}");
        // The simple law, in the middle of the step; the next term of the series is ln 2·g/(12 h).
        let middle = n - 0.5;
        assert!((middle - h / gap / ln2 - ln2 * gap / (12.0 * h)).abs() < 1e-4 * middle, "{middle}");
    }
    for (rates, a, half_life, h) in
        [(vec!["1/min"], 1.0, "1h", 60.0), (vec!["40/h", "80/h"], 2.0, "20min", 20.0)]
    {
        let seen = counts(&rates, "poisson", half_life, 12_000);
        // Twenty half-lives from the beginning, and only while every sender still sends.
        let end = if rates.len() == 1 { f64::INFINITY } else { 12_000.0 / 80.0 * 3600.0 * 0.9 };
        let late: Vec<(f64, f64)> =
            seen.into_iter().filter(|(at, _)| *at > 1200.0 * h && *at < end).collect();
        let time = (late.last().unwrap().0 - late[0].0) / 60.0;
        let got = late.iter().map(|(_, n)| n - 1.0).sum::<f64>() / late.len() as f64;
        let error = ((a * (h / ln2).powi(2) + h / 2.0 / ln2) / time).sqrt();
        holds(&format!("6, Poisson, a {a}/min, h {h} min"), got, a * h / ln2, error);
        fails("6, as if the half-life were the mean life", got, a * h, error);
        let kept = counts(&rates, "poisson", "0s", 200);
        assert_eq!(
            kept.last().unwrap().1,
            200.0 * rates.len() as f64,
            "without forgetting every message counts"
        );
    }
}

// 7. Reputation.

/// The bad share of each message's sender or text as the reputation stage sees it, where each message is to a
/// person of its own: the term at weight 1, no floor, no deviations.
fn bad_shares(level: &str, stage: Value, reactions: Value, sender: Value, size: u32) -> Vec<(SimTime, f64)> {
    let mut reputation = json!({ "levels": [level], "weight": 1.0, "floor": 0.0, "deviations": 0.0,
        "half_life": "1h", "delivered": 0.0, "content_prior": { "good": 1.0, "bad": 1.0 } });
    reputation.as_object_mut().unwrap().extend(stage.as_object().unwrap().clone());
    let filter = json!({ "threshold": 1e6, "reputation": reputation });
    let world = settings(24 * 365, json!([only(filter)]), calm(size, reactions), json!([sender]), json!({}));
    let share = |row: &MessageRow| row.decision.expect("it was judged").terms.iter().sum();
    rows(world).iter().map(|row| (row.message.due, share(row))).collect()
}

/// At stationarity the bad share is that of the evidence: Σ weight × chance of the bad reactions over that of all.
/// The mean over M messages of what they meet has at most the variance Var ψ/M, ψ being what one message moves:
/// ((1 − q)·bad − q·good)/(mean evidence of a message), since no message weighs more than 1/M in it. The prior
/// is one good and one bad event against some two thousand; it and the curve of the ratio move the mean by
/// less than one in a thousand, a tenth of the tolerance.
#[test]
fn reputation_tends_to_the_ratio_of_bad_to_all() {
    for (level, [reply, opt_out, complaint], [good, light, heavy], delivered) in [
        ("number", [0.3, 0.05, 0.05], [1.0, 1.0, 3.0], 0.0),
        ("brand", [0.1, 0.0, 0.3], [4.0, 1.0, 1.0], 0.0),
        ("cluster", [0.2, 0.1, 0.02], [1.0, 1.0, 10.0], 0.2),
    ] {
        let stage = json!({ "reply": good, "opt_out": light, "complaint": heavy, "delivered": delivered });
        let reactions = json!({ "reply": reply, "opt_out": opt_out, "complaint": complaint });
        let shares = bad_shares(level, stage, reactions, plain("s", "60/min"), 60_000);
        // Ten half-lives from the beginning.
        let late: Vec<f64> =
            shares.iter().filter(|(at, _)| at.seconds() > 36_000.0).map(|(_, q)| *q).collect();
        let got = late.iter().sum::<f64>() / late.len() as f64;
        let bad = light * opt_out + heavy * complaint;
        let all = good * reply + delivered + bad;
        let q = bad / all;
        let silent = 1.0 - reply - opt_out - complaint;
        let moved = |worth: f64, is_bad: bool| {
            let own = if is_bad { (1.0 - q) * worth } else { -q * worth };
            (own - q * delivered).powi(2)
        };
        let variance = (reply * moved(good, false)
            + opt_out * moved(light, true)
            + complaint * moved(heavy, true)
            + silent * moved(0.0, false))
            / (all * all);
        let error = (variance / late.len() as f64).sqrt();
        holds(&format!("7, {level}"), got, q, error);
        fails(
            &format!("7, {level}, as if all reactions weighed the same"),
            got,
            (opt_out + complaint) / (reply + opt_out + complaint),
            error,
        );
        fails(&format!("7, {level}, by its prior"), got, 0.5, error);
    }
}

/// Evidence halves every half-life: n replies, then silence for j half-lives, leave n·2^(−j). To rounding, since
/// every delay is the same; without forgetting they all stay.
#[test]
fn evidence_halves_every_half_life() {
    let left = |half_life: &str, hours: u64| {
        let mut sender = plain("s", "unlimited");
        (sender["waves"], sender["wave_gap"]) = (json!(2), json!(format!("{hours}h")));
        let stage = json!({ "half_life": half_life, "reply": 1.0 });
        let shares = bad_shares("number", stage, json!({ "reply": 1.0 }), sender, 64);
        let (at, q) = shares[64];
        assert_eq!(at.seconds(), hours as f64 * 3600.0);
        // q = 1/(2 + good), from a prior of one good and one bad.
        1.0 / q - 2.0
    };
    for j in 1..=6 {
        // From the reply, 2 s and the uplink after the first wave, to the next message's screening.
        let law = 64.0 * (-(j as f64) + 2.0 / 7200.0).exp2();
        let got = left("2h", 2 * j);
        assert!((got / law - 1.0).abs() < 1e-6, "{j} half-lives: {got} against {law}");
        assert!((left("0s", 2 * j) - 64.0).abs() < 1e-6, "nothing is forgotten");
        assert!((left("3h", 2 * j) / law - 1.0).abs() > 0.1, "another half-life is told apart");
    }
}

// 8 and 9. Daily caps and class limits.

/// The size of a list's part at carrier `c` with market share m, and when the last of it was handed over.
fn last_handed_over(
    m: f64,
    list: u32,
    grants: Value,
    enforces: Value,
    numbers: u32,
    senders: u32,
) -> (f64, f64) {
    let mut carrier = only(json!({}));
    (carrier["share"], carrier["enforces"]) = (json!(m), enforces);
    let mut carriers = vec![carrier];
    if m < 1.0 {
        carriers.push(json!({ "name": "d", "share": 1.0 - m, "transit": always("1s") }));
    }
    let senders: Vec<Value> = (0..senders)
        .map(|i| {
            let mut sender = plain(&format!("s{i}"), "unlimited");
            sender["brand"] = json!("acme");
            (sender["number"]["count"], sender["number"]["grants"]) = (json!(numbers), grants.clone());
            sender
        })
        .collect();
    let n = senders.len() as u32;
    let platform = json!({ "validity": "900d" });
    let rows =
        rows(settings(24 * 1000, json!(carriers), calm(list / n, json!({})), json!(senders), platform));
    let (mut part, mut last) = (0.0, 0.0f64);
    for row in rows.iter().filter(|row| row.carrier.index() == 0) {
        assert_eq!(row.fate, Fate::Delivered);
        part += 1.0;
        last = last.max(row.settled.expect("it was delivered").seconds() - WAY);
    }
    (part, last)
}

/// A brand's cap of C a day at a carrier with market share m: a list of V takes ⌈m·V/C⌉ days, however many
/// numbers and campaigns share the cap. Who is whose customer is drawn, with the error of a share; the list is
/// chosen so that ⌈m·V/C⌉ is the same within the tolerance, and for the part that was drawn the days are exact.
#[test]
fn a_daily_cap_takes_a_known_number_of_days() {
    const DAY: f64 = 86_400.0;
    for (m, list, cap, numbers, senders) in [
        (0.3, 10_000u32, 850, 1, 1),
        (0.45, 8000, 1000, 20, 1),
        (0.6, 20_000, 1150, 5, 2),
        (1.0, 6000, 1000, 1, 1),
        (1.0, 6001, 1000, 1, 1),
    ] {
        let grants = json!({ "brand": [{ "limit": format!("{cap}/day"), "over": "queue" }] });
        let days = |enforces: Value| last_handed_over(m, list, grants.clone(), enforces, numbers, senders);
        let (part, last) = days(json!(["brand"]));
        let (v, c) = (f64::from(list), f64::from(cap));
        // Two senders write to the same people: the part is twice that of half the list.
        let error = (m * (1.0 - m) * v * f64::from(senders)).sqrt();
        holds(&format!("8, m {m}, V {list}: customers"), part, m * v, error);
        let law = (m * v / c).ceil();
        assert!(
            ((m * v - Z * error) / c).ceil() == law && ((m * v + Z * error) / c).ceil() == law,
            "a clear case"
        );
        let needed = (last / DAY).floor() + 1.0;
        note(format_args!("8, m {m}, V {list}, C {cap}: {needed} days against {law}"));
        assert_eq!((needed, needed), (law, (part / c).ceil()), "m {m}, V {list}, C {cap}");
        // It can fail: where nobody keeps the cap, or only campaigns are asked for theirs, a day is enough.
        assert_eq!(days(json!([])).1, 0.0);
        assert_eq!(days(json!(["campaign"])).1, 0.0);
    }
}

/// A class limit of q a minute: the list takes m·V/q minutes, known to the minute for the part that was drawn:
/// the last message leaves in the ⌈part/q⌉-th window.
#[test]
fn a_class_limit_takes_a_known_time() {
    for (m, list, q, numbers) in
        [(0.3, 10_000u32, 75, 1), (0.3, 10_000, 75, 49), (0.5, 12_000, 240, 10), (1.0, 9000, 240, 3)]
    {
        let grants = json!({ "campaign": [{ "limit": format!("{q}/min") }] });
        let minutes = |enforces: Value| last_handed_over(m, list, grants.clone(), enforces, numbers, 1);
        let (part, last) = minutes(json!(["campaign"]));
        let (v, q) = (f64::from(list), f64::from(q));
        let windows = (last / 60.0).floor() + 1.0;
        assert_eq!(windows, (part / q).ceil(), "m {m}, V {list}, q {q}");
        let (law, error) = (m * v / q, (m * (1.0 - m) * v).sqrt() / q);
        note(format_args!("9, m {m}, V {list}, q {q}: {:.2} minutes against {law:.2}", last / 60.0));
        assert!((last / 60.0 - law).abs() <= 1.0 + Z * error);
        let (_, free) = minutes(json!([]));
        assert!((free / 60.0 - law).abs() > 1.0 + Z * error, "without the limit the list is out at once");
    }
}

// 10. No drift.

/// The value that a chi-squared law of so many degrees of freedom exceeds as rarely as a normal one exceeds [`Z`]
/// (Wilson and Hilferty 1931).
fn chi_squared_limit(freedom: f64) -> f64 {
    let spread = 2.0 / (9.0 * freedom);
    freedom * (1.0 - spread + Z * spread.sqrt()).powi(3)
}

/// The share of blocked messages in each of 24 bins of the run against the same share throughout: the share, and
/// the chi-squared statistic with 23 degrees of freedom.
fn course(carrier: Value, reactions: Value) -> (World, Outcome, f64, f64) {
    let mut sender = plain("s", "2/min");
    sender["texts"] = json!([
        "Your order 81 is ready. Reply STOP to end",
        "Sale at Acme until Sunday. Reply STOP to end",
        "You WON! Claim your free prize now at http://prize.example/x. Reply STOP to end"
    ]);
    let world = settings(144, json!([carrier]), calm(17_270, reactions), json!([sender]), json!({}));
    let world = World::new(world, &models()).expect("a world");
    let outcome = run(&world, &Draws::new(SEED, 0), Detail::Tallies);
    let bins = |counts: &[u32]| -> Vec<f64> {
        counts.chunks(6).map(|hours| hours.iter().map(|&n| f64::from(n)).sum()).collect()
    };
    let (screened, dropped) =
        (bins(&outcome.ledger.courses[0].screened), bins(&outcome.ledger.courses[0].dropped));
    let share = dropped.iter().sum::<f64>() / screened.iter().sum::<f64>();
    let squares =
        screened.iter().zip(&dropped).map(|(n, x)| (x - n * share).powi(2) / (n * share * (1.0 - share)));
    let squares = squares.sum();
    (world, outcome, share, squares)
}

/// A carrier that does not learn and hears nothing blocks a fixed mix of texts with a fixed probability, and it is
/// the one that the model and the soft threshold say.
#[test]
fn nothing_drifts_where_nothing_is_learnt() {
    let limit = chi_squared_limit(23.0);
    for (threshold, softness) in [(0.6, 0.3), (0.3, 0.1), (0.8, 1.0)] {
        let filter = json!({ "threshold": threshold, "softness": softness, "content": { "weight": 1.2 } });
        let (world, outcome, share, squares) = course(only(filter), json!({}));
        let blocks: Vec<f64> = (0..world.texts().len() as u32)
            .map(|text| {
                let text = outcome.carriers[0].text(carrierlab::message::TextId(text));
                1.0 / (1.0 + (-(1.2 * text.spam.unwrap() - threshold) / softness).exp())
            })
            .collect();
        let law = blocks.iter().sum::<f64>() / blocks.len() as f64;
        let n = outcome.ledger.tallies[0].screened as f64;
        holds(
            &format!("10, threshold {threshold}, softness {softness}"),
            share,
            law,
            (law * (1.0 - law) / n).sqrt(),
        );
        note(format_args!("10, threshold {threshold}: chi-squared {squares:.1}, below {limit:.1}"));
        assert!(squares < limit, "{squares}");
    }
    // It can fail: with reports, and a reputation that hears them, the same mix fares worse and worse.
    let reputation = json!({ "levels": ["cluster"], "half_life": "30d", "floor": 0.0, "content_prior": { "good": 1000.0, "bad": 1.0 } });
    let filter =
        json!({ "threshold": 0.6, "softness": 0.3, "content": { "weight": 1.2 }, "reputation": reputation });
    let (.., squares) = course(only(filter), json!({ "complaint": 0.02 }));
    note(format_args!("10, with reports: chi-squared {squares:.1}"));
    assert!(squares > limit, "{squares}");
    // A model of its own probabilities, so that the mix is a mix.
    let (world, outcome, ..) = course(only(json!({ "content": {} })), json!({}));
    let spam: Vec<f64> = (0..world.texts().len() as u32)
        .map(|t| outcome.carriers[0].text(carrierlab::message::TextId(t)).spam.unwrap())
        .collect();
    assert!(spam.iter().any(|p| *p > 0.8) && spam.iter().any(|p| *p < 0.2), "{spam:?}");
}

/// A learner whose rate is zero is its model: the same run to the byte as without it, under every policy, with
/// reports and without. So its block probability is constant, too. With a rate it moves, even where nobody ever
/// reports: silence is taken for ham.
#[test]
fn a_learner_at_rate_zero_is_its_model() {
    let carrier = |learning: Value| {
        let filter = json!({ "threshold": 0.6, "softness": 0.3, "content": { "weight": 1.2 } });
        let mut carrier = only(filter);
        if !learning.is_null() {
            carrier["learning"] = learning;
        }
        carrier
    };
    let print = |learning: Value, reactions: &Value| {
        let (world, mut outcome, _, squares) = course(carrier(learning), reactions.clone());
        (fingerprint(&world, &mut outcome), squares)
    };
    let limit = chi_squared_limit(23.0);
    let silent = json!({});
    let (plain, _) = print(Value::Null, &silent);
    for policy in ["oracle", "delayed", "reports", "cluster", "self", "audit"] {
        let still = |rate: f64| json!({ "policy": policy, "rate": rate, "patience": "6h", "sample": 1.0, "audit": 0.5 });
        let (zero, squares) = print(still(0.0), &silent);
        assert_eq!(zero, plain, "{policy}");
        assert!(squares < limit, "{policy}: {squares}");
    }
    let loud = json!({ "complaint": 0.02 });
    let zero = json!({ "policy": "reports", "rate": 0.0, "patience": "6h", "sample": 1.0 });
    assert_eq!(print(zero, &loud).0, print(Value::Null, &loud).0, "reports teach nothing at rate zero");
    // It can fail.
    let learns = json!({ "policy": "reports", "rate": 0.1, "patience": "6h", "sample": 1.0 });
    let (_, squares) = print(learns, &silent);
    note(format_args!("10, a learner that takes silence for ham: chi-squared {squares:.1}"));
    assert!(squares > limit, "{squares}");
}
