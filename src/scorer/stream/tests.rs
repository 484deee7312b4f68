//! What each policy does, on generated rows: the failures that are known of it, and that each vanishes under
//! its kill switch.

use super::*;
use crate::content::{ClusterIndex, SIMILARITY};
use crate::scorer::{OnlineSettings, Recipe, generate};

/// Words alone, which is quick.
const RECIPE: Recipe = Recipe { slot_bits: 14, characters_max: 0, ..Recipe::DEFAULT };

/// `n` texts, a fifth of them spam, in random order; each campaign has `copies` near-duplicates.
fn arrivals(n: usize, copies: usize, seed: u64) -> Vec<Arrival> {
    let draws = Draws::new(seed, 99);
    // Every fourth of the spam, so that it is a fifth of what is left.
    let rows = generate(n * 8 / 5, seed);
    let rows: Vec<_> = rows.iter().enumerate().filter(|(i, r)| !r.class.is_spam() || i % 8 == 1).collect();
    let order = permutation(rows.len(), &draws);
    let mut texts: Vec<String> = order.iter().map(|&i| rows[i as usize].1.text.clone()).collect();
    let spam: Vec<bool> = order.iter().map(|&i| rows[i as usize].1.class.is_spam()).collect();
    campaigns(&mut texts, &spam, copies, &draws);
    let mut index = ClusterIndex::new(SIMILARITY);
    let clusters: Vec<u32> = texts.iter().map(|text| index.insert(text).cluster).collect();
    let parts = texts.iter().zip(spam).zip(clusters);
    parts.map(|((text, spam), cluster)| Arrival { features: RECIPE.features(text), spam, cluster }).collect()
}

fn nothing() -> Online {
    Online::new(RECIPE, OnlineSettings::default())
}

fn in_order(arrivals: &[Arrival], policy: Policy, settings: &StreamSettings) -> Run {
    let order: Vec<u32> = (0..arrivals.len() as u32).collect();
    run(arrivals, &order, policy, settings, &nothing(), &Draws::new(1, 0))
}

fn late(arrivals: &[Arrival], policy: Policy, settings: &StreamSettings) -> Figures {
    in_order(arrivals, policy, settings).course(1).late
}

/// How many of 24 orders ended how.
fn outcomes(
    arrivals: &[Arrival],
    policy: Policy,
    settings: &StreamSettings,
) -> impl Fn(Outcome) -> usize + use<> {
    let all = courses(arrivals, &[policy], Orders::Random(24), settings, &nothing(), 5).remove(0);
    move |outcome| all.iter().filter(|c| c.outcome == outcome).count()
}

#[test]
fn an_oracle_teaches_it() {
    for seed in 1..4 {
        let f = late(&arrivals(4000, 1, seed), Policy::Oracle, &StreamSettings::default());
        assert!(f.spam_caught.unwrap() > 0.6 && f.ham_blocked.unwrap() < 0.06, "{f:?}");
        assert!(f.one_minus_auc.unwrap() < 0.08, "{f:?}");
    }
}

#[test]
fn no_score_depends_on_a_label_that_is_not_there_yet() {
    let texts = arrivals(300, 1, 1);
    let settings = StreamSettings { delay: 20, report_rate: 1.0, audit: 1.0, ..StreamSettings::default() };
    let mut other = texts.clone();
    other[100].spam = !other[100].spam;
    for policy in Policy::ALL {
        let delay = if policy == Policy::Oracle { 0 } else { settings.delay };
        let of = |texts: &[Arrival]| -> Vec<f64> {
            in_order(texts, policy, &settings).scored.iter().map(|s| s.probability).collect()
        };
        let (a, b) = (of(&texts), of(&other));
        assert_eq!(a[..=100 + delay], b[..=100 + delay], "{policy:?}");
        // And it does depend on those that are, unless the filter only listens to itself.
        assert_eq!(a == b, policy == Policy::Own, "{policy:?}");
    }
}

#[test]
fn without_a_label_nothing_is_blocked() {
    let texts = arrivals(300, 1, 2);
    let settings = StreamSettings { delay: 1000, ..StreamSettings::default() };
    for policy in [Policy::Delayed, Policy::Reports, Policy::Cluster, Policy::Audit] {
        let run = in_order(&texts, policy, &settings);
        assert!(run.scored.iter().all(|s| !s.blocked && s.probability == 0.5), "{policy:?}");
        assert_eq!(run.labels, Labels::default());
    }
}

#[test]
fn a_learner_with_rate_zero_stays_at_its_model() {
    let mut learner = nothing();
    arrivals(500, 1, 9).iter().for_each(|text| learner.update(&text.features, text.spam, 1.0));
    let scorer = learner.to_scorer(crate::scorer::ModelInfo::imported("small", 0.5));
    let still = OnlineSettings { rate: 0.0, ..OnlineSettings::default() };
    let rows = generate(200, 4);
    let texts: Vec<Arrival> = rows
        .iter()
        .map(|r| Arrival { features: scorer.recipe().features(&r.text), spam: r.class.is_spam(), cluster: 0 })
        .collect();
    let order: Vec<u32> = (0..200).collect();
    let start = Online::from_scorer(&scorer, still);
    for policy in Policy::ALL {
        let run = run(&texts, &order, policy, &StreamSettings::default(), &start, &Draws::new(1, 0));
        for (s, text) in run.scored.iter().zip(&texts) {
            assert!(s.probability.total_cmp(&sigmoid(scorer.logit_of(&text.features))).is_eq());
        }
    }
}

#[test]
fn policies_meet_where_their_settings_make_them_one() {
    let texts = arrivals(600, 5, 3);
    let base = StreamSettings::default();
    let check = |a: Policy, b: Policy, settings: &StreamSettings, texts: &[Arrival]| {
        assert_eq!(in_order(texts, a, settings), in_order(texts, b, settings), "{a:?} {b:?}");
    };
    check(Policy::Delayed, Policy::Oracle, &StreamSettings { delay: 0, ..base }, &texts);
    check(Policy::Audit, Policy::Delayed, &StreamSettings { audit: 1.0, ..base }, &texts);
    // Every text a cluster of its own.
    let mut apart = texts.clone();
    (0..).zip(&mut apart).for_each(|(i, text)| text.cluster = i);
    for report_rate in [0.01, 0.5, 1.0] {
        check(Policy::Cluster, Policy::Reports, &StreamSettings { report_rate, ..base }, &apart);
    }
    // No label ever but the seeds.
    let deaf = StreamSettings { seed_labels: 50, label_rate: 0.0, audit: 0.0, report_rate: 0.0, ..base };
    check(Policy::Audit, Policy::Delayed, &deaf, &texts);
}

#[test]
fn reports_alone_collapse_to_passing_all_where_few_report() {
    for seed in 1..4 {
        let texts = arrivals(2000, 1, seed);
        for report_rate in [0.001, 0.01] {
            // Even with a good start.
            for seed_labels in [0, 200] {
                let settings = StreamSettings { report_rate, seed_labels, ..StreamSettings::default() };
                let f = late(&texts, Policy::Reports, &settings);
                assert!(f.spam_caught.unwrap() < 0.05, "{seed} {report_rate} {f:?}");
            }
        }
        // Where everybody reports, reports are nearly as good as late labels of all.
        let all = StreamSettings { report_rate: 1.0, ..StreamSettings::default() };
        let (reports, delayed) = (late(&texts, Policy::Reports, &all), late(&texts, Policy::Delayed, &all));
        assert!(delayed.spam_caught.unwrap() > 0.5, "{delayed:?}");
        assert!(reports.spam_caught.unwrap() > delayed.spam_caught.unwrap() - 0.2, "{reports:?}");
        assert!(reports.ham_blocked.unwrap() < delayed.ham_blocked.unwrap() + 0.06, "{reports:?}");
    }
}

#[test]
fn a_report_for_the_cluster_cures_low_rates_in_campaigns() {
    let caught = |policy: Policy, texts: &[Arrival]| {
        let courses = courses(texts, &[policy], Orders::Random(8), &StreamSettings::default(), &nothing(), 2);
        let caught: f64 = courses[0].iter().map(|c| c.late.spam_caught.unwrap()).sum();
        let blocked: f64 = courses[0].iter().map(|c| c.late.ham_blocked.unwrap()).sum();
        assert!(blocked / 8.0 < 0.03, "{policy:?} {blocked}");
        caught / 8.0
    };
    for seed in 1..4 {
        // Campaigns of 100 copies: of 75 copies at least one is reported with probability 1 − 0.99^75 = 53 %.
        let mut texts = arrivals(2000, 100, seed);
        let alone = caught(Policy::Reports, &texts);
        let spread = caught(Policy::Cluster, &texts);
        assert!(alone < 0.05 && spread > alone + 0.2, "{seed}: {alone} {spread}");
        // Each text a cluster of its own: nothing is left of it.
        (0..).zip(&mut texts).for_each(|(i, text)| text.cluster = i);
        assert_eq!(caught(Policy::Cluster, &texts), alone);
        // Single texts instead of campaigns: a report has nobody to speak for.
        assert!(caught(Policy::Cluster, &arrivals(2000, 1, seed)) < 0.1);
    }
}

#[test]
fn self_training_locks_into_passing_or_blocking_all_by_the_order_of_texts() {
    let few = StreamSettings { seed_labels: 3, ..StreamSettings::default() };
    let (mut passes, mut blocks, mut others) = (0, 0, 0);
    for seed in 1..4 {
        let texts = arrivals(1500, 1, seed);
        let own = outcomes(&texts, Policy::Own, &few);
        passes += own(Outcome::PassesAll);
        blocks += own(Outcome::BlocksAll);
        others += own(Outcome::Works) + own(Outcome::Between);
        // The truth, even late, locks in no order, and nearly all end well.
        let truth = outcomes(&texts, Policy::Delayed, &few);
        assert_eq!(truth(Outcome::PassesAll) + truth(Outcome::BlocksAll), 0);
        assert!(truth(Outcome::Works) >= 21, "{:?}", Outcome::ALL.map(&truth));
        // An audit of a tenth (150 texts) locks into neither.
        let audit = outcomes(&texts, Policy::Audit, &StreamSettings { audit: 0.1, ..few });
        assert!(audit(Outcome::PassesAll) + audit(Outcome::BlocksAll) <= 3);
    }
    assert!(passes >= 40 && blocks >= 4 && others <= 4, "{passes} {blocks} {others}");
}

#[test]
fn self_training_on_one_campaign_works_or_locks_by_the_order_of_texts() {
    let few = StreamSettings { seed_labels: 3, ..StreamSettings::default() };
    let (mut works, mut locks, mut between) = (0, 0, 0);
    for seed in 1..4 {
        let texts = arrivals(1000, 200, seed);
        let own = outcomes(&texts, Policy::Own, &few);
        works += own(Outcome::Works);
        locks += own(Outcome::PassesAll) + own(Outcome::BlocksAll);
        between += own(Outcome::Between);
        // An audit of a twentieth (50 texts) has one mode.
        let audit = outcomes(&texts, Policy::Audit, &StreamSettings { audit: 0.05, ..few });
        assert!(audit(Outcome::Works) >= 21, "{:?}", Outcome::ALL.map(&audit));
    }
    assert!(works >= 10 && locks >= 20 && between <= 4, "{works} {locks} {between}");
}

#[test]
fn the_same_bytes_for_any_number_of_threads_and_any_company() {
    let texts = arrivals(300, 3, 6);
    let settings = StreamSettings::default();
    let of = |threads: usize, policies: &[Policy]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| courses(&texts, policies, Orders::Random(5), &settings, &nothing(), 3))
    };
    let all = of(1, &Policy::ALL);
    assert_eq!(all, of(3, &Policy::ALL));
    assert_eq!(all[2], of(2, &[Policy::Reports])[0]);
    assert_eq!(all.len(), 6);
    assert!(all.iter().all(|courses| courses.len() == 5));
}

#[test]
fn who_reports_at_a_low_rate_reports_at_a_high_one() {
    let texts = arrivals(500, 1, 7);
    let draws = Draws::new(1, 0);
    let reported = |report_rate: f64| -> Vec<u32> {
        let settings = StreamSettings { report_rate, ..StreamSettings::default() };
        let stream = Stream {
            arrivals: &texts,
            settings: &settings,
            draws: &draws,
            learner: nothing(),
            told: vec![],
            members: vec![],
            marked: vec![],
            labels: Labels::default(),
        };
        (0..texts.len() as u32).filter(|&row| stream.luck(row).reported).collect()
    };
    let (few, many) = (reported(0.1), reported(0.5));
    assert!(!few.is_empty() && few.len() < many.len() && few.iter().all(|row| many.contains(row)));
    assert!(many.iter().all(|&row| texts[row as usize].spam), "ham is not reported by default");
}

#[test]
fn an_order_is_a_permutation_of_its_own() {
    let order = permutation(1000, &Draws::new(1, 1));
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert!(sorted.iter().enumerate().all(|(i, &row)| i == row as usize));
    assert_ne!(order, permutation(1000, &Draws::new(1, 2)));
    assert_eq!(order, permutation(1000, &Draws::new(1, 1)));
}
