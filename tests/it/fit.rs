//! The fit of the audience presets to what is known of people: a table in `docs/people.md`.

use std::fmt::Write as _;
use std::path::Path;

use carrierlab::ledger::Tally;
use carrierlab::message::{Fate, NumberId};
use carrierlab::recipient::{AudienceSettings, Impression, Population, Reaction};
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::time::{SimSpan, SimTime};

use crate::docs::current_place;
use crate::support::play;

const SALE: Impression =
    Impression { number: NumberId(0), opt_out_wording: true, link: true, abusive: false, parts: 1 };
/// A lure tells nobody how to opt out.
const LURE: Impression = Impression { opt_out_wording: false, abusive: true, ..SALE };

fn loaded(preset: &str, more: &str, sender: &str) -> scenario::Loaded {
    let text = format!(
        "schema = 1\n[scenario]\nname = \"fit\"\nhorizon = \"28d\"\n[[carrier]]\nname = \"open\"\nshare = 1.0\n\
         [audience.people]\nsize = 50_000\nconsent = \"{preset}\"\n{more}\n\
         [[sender]]\nname = \"shop\"\naudience = \"people\"\nnumber = {{ type = \"short-code\" }}\nstart = \"10:00\"\n\
         texts = [\"Acme Outdoor: 20% off all tents until Sunday. acme.example/sale Reply STOP to end\"]\n{sender}\n"
    );
    scenario::parse("fit.toml", &text, &Overrides::default(), None).unwrap_or_else(|p| panic!("{p}"))
}

/// What a marketing text does to 50,000 people whose carrier filters nothing.
fn sent(preset: &str, more: &str, sender: &str) -> Tally {
    let (world, mut outcome) = play(loaded(preset, more, sender).worlds[0].settings.clone(), 11);
    outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).clone()
}

fn people(preset: &str, more: &str) -> Population {
    let settings: AudienceSettings = loaded(preset, more, "").worlds[0].settings.audiences["people"].clone();
    Population::new("people", &AudienceSettings { size: 400_000, ..settings }, &[1.0], &Draws::new(11, 0))
}

/// How long people take about a text that comes at ten in the morning, in hours: those whom `of` picks.
fn delays(preset: &str, more: &str, what: Impression, of: fn(Reaction) -> Option<SimSpan>) -> Vec<f64> {
    let mut people = people(preset, more);
    let ten = SimTime::START + SimSpan::HOUR * 10;
    let mut hours: Vec<f64> = (0..people.len())
        .filter_map(|i| of(people.receive(i, ten, what, &Draws::new(11, 0)).reaction))
        .map(|span| span.seconds() / 3600.0)
        .collect();
    hours.sort_by(f64::total_cmp);
    hours
}

fn answers(reaction: Reaction) -> Option<SimSpan> {
    match reaction {
        Reaction::Reply { after, .. } | Reaction::Click { after, .. } => Some(after),
        Reaction::OptOut(after) => Some(after),
        _ => None,
    }
}
fn complaints(reaction: Reaction) -> Option<SimSpan> {
    match reaction {
        Reaction::Complaint(after) => Some(after),
        _ => None,
    }
}
fn within_a_quarter(preset: &str) -> f64 {
    let hours = delays(preset, "", SALE, answers);
    hours.partition_point(|h| *h <= 0.25) as f64 / hours.len() as f64
}

/// Share of people who click on at least one of eight lures, each from a number of its own.
fn fell(preset: &str) -> f64 {
    let mut people = people(preset, "");
    let draws = Draws::new(11, 0);
    let clicked = |i: &u32| {
        (0..8).any(|n| {
            let lure = Impression { number: NumberId(n), ..LURE };
            let at = SimTime::START + SimSpan::DAY * u64::from(n);
            matches!(people.receive(*i, at, lure, &draws).reaction, Reaction::Click { .. })
        })
    };
    (0..50_000).filter(clicked).count() as f64 / 50_000.0
}

/// One row: what was observed, by whom, within which bounds; who stands for it here, and what comes out.
struct Row(&'static str, &'static str, [f64; 2], &'static str, f64);

fn percent(x: f64) -> String {
    let digits = if x < 0.001 {
        4
    } else if x < 0.02 {
        2
    } else {
        1
    };
    format!("{:.digits$} %", x * 100.0)
}

impl Row {
    fn says(&self) -> String {
        let Row(what, source, [low, high], who, got) = self;
        let fits = if got < low {
            "no: below"
        } else if got > high {
            "no: above"
        } else {
            "yes"
        };
        let band = match (*low == 0.0, *high == 1.0) {
            (true, _) => format!("below {}", percent(*high)),
            (_, true) => format!("above {}", percent(*low)),
            _ if low == high => percent(*low),
            _ => format!("{} to {}", percent(*low), percent(*high)),
        };
        format!("| {what} | {band} ({source}) | {who} | {} | {fits} |\n", percent(*got))
    }
}

#[test]
fn the_fit_of_the_presets_stands_in_the_page_of_people() {
    let of = |t: &Tally, n: u64| n as f64 / t.fate(Fate::Delivered) as f64;
    let delivered = |t: &Tally| t.fate(Fate::Delivered) as f64 / t.attempted as f64;
    let presets = ["opted-in", "stale", "cold", "bought", "code-users", "conversational"];
    let sends = presets.map(|preset| sent(preset, "", ""));
    let [opted, stale, cold, bought, codes, talk] = &sends;
    // A Monday and a Saturday, with the setting that the old study asks for.
    let weekend = "reactions = { weekend = 1.62, opt_out = 0.018 }";
    let monday = sent("opted-in", weekend, "");
    let [six, one] = ["waves = 2\nwave_gap = \"5d\"", ""].map(|sender| {
        let t = sent("opted-in", &format!("{weekend}\npersona = []\nrecycled = 0.0"), sender);
        (t.opt_outs as f64, t.fate(Fate::Delivered) as f64)
    });
    let saturday = (six.0 - one.0) / (six.1 - one.1);
    let reports = delays("cold", "", LURE, complaints).len() as f64 / 400_000.0;
    // How long they take does not depend on how many there are: more of them tell it better.
    let hours = delays("cold", "reactions = { complaint = 0.001 }", LURE, complaints);
    let turned_over = {
        let settings = &loaded("stale", "", "").worlds[0].settings.audiences["people"];
        settings.recycled.value()
    };
    let rows = [
        Row(
            "opt-outs of a marketing send, good list",
            "Klaviyo n.d.",
            [0.006, 0.014],
            "`opted-in`, first send",
            of(opted, opted.opt_outs),
        ),
        Row(
            "the same, great list",
            "Klaviyo n.d.",
            [0.0, 0.005],
            "`conversational`, first send",
            of(talk, talk.opt_outs),
        ),
        Row(
            "the same, poor list",
            "Klaviyo n.d.",
            [0.015, 0.019],
            "`stale`, first send",
            of(stale, stale.opt_outs),
        ),
        Row("the same, critical", "Klaviyo n.d.", [0.02, 1.0], "`cold`, first send", of(cold, cold.opt_outs)),
        Row(
            "requests for removal after a cold political text, \"about 3 %\"",
            "Stones n.d.",
            [0.025, 0.035],
            "`cold`, first send",
            of(cold, cold.opt_outs),
        ),
        Row(
            "hostile answers to it, \"1.6 %\"",
            "Stones n.d.",
            [0.012, 0.02],
            "`cold`, blocked numbers",
            of(cold, cold.blocks),
        ),
        Row(
            "opt-outs on a weekday, old retail study",
            "Cellit 2012",
            [0.015, 0.021],
            "`opted-in` with `opt_out = 0.018`, a Monday",
            of(&monday, monday.opt_outs),
        ),
        Row(
            "opt-outs at a weekend, old retail study",
            "Cellit 2012",
            [0.075, 0.095],
            "the same with `weekend = 1.62`, alike people, a Saturday",
            saturday,
        ),
        Row(
            "the same at a weekend, as presets are",
            "Cellit 2012",
            [0.075, 0.095],
            "`opted-in`: no preset has a weekend",
            of(opted, opted.opt_outs),
        ),
        Row("clicks on a campaign", "Klaviyo n.d.", [0.089, 0.145], "`opted-in`", of(opted, opted.clicks)),
        Row(
            "clicks in retail, \"8 %\"",
            "Dynmark 2013",
            [0.07, 0.09],
            "`conversational`",
            of(talk, talk.clicks),
        ),
        Row(
            "clicks over all sectors, \"4 %\"",
            "Dynmark 2013",
            [0.035, 0.045],
            "`stale`",
            of(stale, stale.clicks),
        ),
        Row("replies in conversations", "ATM n.d.", [0.25, 0.35], "`conversational`", of(talk, talk.replies)),
        Row(
            "responses within 15 minutes, \"43 %\"",
            "Dynmark 2013",
            [0.4, 0.46],
            "`opted-in`: replies, clicks, opt-outs",
            within_a_quarter("opted-in"),
        ),
        Row(
            "the same to banks and travel firms",
            "Dynmark 2013",
            [0.54, 0.57],
            "`conversational`",
            within_a_quarter("conversational"),
        ),
        Row("the same to shops", "Dynmark 2013", [0.0, 0.4], "`opted-in`", within_a_quarter("opted-in")),
        Row(
            "people who fell for one of eight lures",
            "Rahman 2022",
            [0.128, 0.169],
            "`opted-in`, a click on at least one",
            fell("opted-in"),
        ),
        Row("the same", "Rahman 2022", [0.128, 0.169], "`cold`, a click on at least one", fell("cold")),
        Row(
            "complaints per spam text",
            "Greystar 2013, recalled",
            [0.0, 0.0001],
            "`cold`, a lure without opt-out wording",
            reports,
        ),
        Row(
            "complaints within an hour: \"hours\", and most numbers stand out ten hours before the first",
            "Jiang 2013",
            [0.0, 0.2],
            "`cold`",
            hours.partition_point(|h| *h <= 1.0) as f64 / hours.len() as f64,
        ),
        Row(
            "delivered to a healthy list",
            "TextCanon, Sinch 2025",
            [0.95, 0.97],
            "`opted-in`, no filter",
            delivered(opted),
        ),
        Row(
            "delivered to a poor list",
            "TextCanon, Sinch 2025",
            [0.0, 0.9],
            "`stale`, no filter",
            delivered(stale),
        ),
        Row(
            "messages lost outright",
            "TeleSign n.d.",
            [0.01, 0.05],
            "`opted-in`, handset off",
            opted.causes[carrierlab::ledger::Cause::Off.index()] as f64 / opted.attempted as f64,
        ),
        Row(
            "dead numbers in customer lists, \"31 %\"",
            "Dynmark 2013",
            [0.29, 0.33],
            "`bought`, landlines and dead numbers",
            1.0 - delivered(bought)
                - bought.causes[carrierlab::ledger::Cause::Off.index()] as f64 / bought.attempted as f64,
        ),
        Row(
            "numbers turned over in 18 months, at 7 to 9 % a year",
            "Twilio 2020",
            [0.105, 0.135],
            "`stale`, `recycled` and half of `inactive`",
            turned_over + 0.03,
        ),
        Row(
            "opt-outs of people who asked for a code",
            "below the best of Klaviyo n.d.",
            [0.0, 0.005],
            "`code-users`",
            of(codes, codes.opt_outs),
        ),
    ];
    let mut table = String::from(
        "| quantity | observed (source) | stands for it | comes out | fits |\n| --- | --- | --- | --- | --- |\n",
    );
    rows.iter().for_each(|row| table.push_str(&row.says()));
    let no = rows.iter().filter(|row| row.says().contains("| no")).count();
    let _ = writeln!(table, "\n{} of {} rows fit.", rows.len() - no, rows.len());
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/people.md");
    current_place(&page, "fit", &table);
}
