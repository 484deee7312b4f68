//! A world: the settings of one strategy, compiled into dense tables that all its replications share.
//!
//! Carriers and senders are ranked by name, so that the order of declaration changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::WorldSettings;
use super::codes::{quickest, regions};
use super::shard::SIGHTING;
use super::texts::{TextInfo, compile};
use super::vetted::vetted;
use crate::carrier::{NumberRecord, Scope, Signs, TextRecord, View};
use crate::content::cluster;
use crate::message::{CarrierId, ClusterId, NumberId, NumberSettings, SenderId, TextId};
use crate::platform::guard::codes::PREFIX_SIZE;
use crate::platform::guard::{Region, Vetted};
use crate::recipient::AudienceSettings;
use crate::rng::key_of;
use crate::scorer::Scorer;
use crate::sender::{SenderSettings, Texts, panel_of};
use crate::time::{SimSpan, SimTime};

/// Content models by the name that a scenario uses.
pub type Models = BTreeMap<String, Arc<Scorer>>;

/// The most audiences that a sender has: its own, what bots target, its seed phones.
const AUDIENCES_MAX: usize = 3;

/// Where a sender's numbers, texts and people lie in the dense tables.
#[derive(Debug, Clone)]
pub(super) struct SenderPlace {
    /// Its place in the file.
    pub(super) file: usize,
    /// Its first number; all its fleets follow.
    pub(super) numbers: u32,
    /// Its first text, and how many it has in all roles.
    pub(super) texts: u32,
    pub(super) n_texts: u32,
    /// How its texts are told apart.
    pub(super) wordings: Texts,
    /// Places of its audiences among the audiences by name; its own comes first, and repeats where it has fewer.
    pub(super) audiences: [usize; AUDIENCES_MAX],
}

/// Numbers of one kind that one sender has. Each fleet is a campaign of its own. A sender whose numbers are people
/// has one for each of them.
#[derive(Debug, Clone)]
pub(super) struct FleetPlace {
    /// The rank of its sender.
    pub(super) sender: u32,
    pub(super) brand: u32,
    pub(super) settings: Arc<NumberSettings>,
    /// The same numbers as they send texts; other than `settings` only where the sender sends MMS.
    pub(super) texts: Arc<NumberSettings>,
}

/// A compiled world.
#[derive(Debug)]
pub struct World {
    pub(super) settings: WorldSettings,
    pub(super) horizon: SimTime,
    pub(super) round: SimSpan,
    /// Place in the file of each carrier, by rank.
    pub(super) carriers: Vec<usize>,
    pub(super) carrier_keys: Vec<u64>,
    /// Cumulative market shares, by rank.
    pub(super) shares: Vec<f64>,
    pub(super) senders: Vec<SenderPlace>,
    pub(super) audiences: Vec<String>,
    /// By audience, whether it is a sender's panel of seed phones.
    pub(super) panels: Vec<bool>,
    /// First `PersonId` of each audience.
    pub(super) people: Vec<u32>,
    /// Where the numbers of each audience are.
    pub(super) regions: Vec<Region>,
    /// How many numbers share a prefix.
    pub(super) prefix_size: u32,
    /// The fleet of each number.
    pub(super) number_fleet: Vec<u32>,
    /// By number: the number that it counts as at carriers.
    counted_as: Vec<NumberId>,
    pub(super) fleets: Vec<FleetPlace>,
    /// Money for a segment, by fleet, then carrier.
    prices: Vec<f64>,
    pub(super) n_brands: usize,
    pub(super) texts: Vec<TextInfo>,
    /// By carrier rank.
    pub(super) views: Vec<Arc<[View]>>,
    /// What the platform's own checks make of the texts.
    pub(super) vetted: Arc<Vetted>,
}

/// Why a world could not be made, although every part was in order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorldError {
    /// A carrier names a content model that was not given.
    #[error("carrier `{carrier}` uses the content model `{model}`, which was not loaded")]
    UnknownModel {
        /// The carrier.
        carrier: String,
        /// The model it names.
        model: String,
    },
    /// The platform names a content model that was not given.
    #[error("the platform's look-ahead filter uses the content model `{model}`, which was not loaded")]
    UnknownPlatformModel {
        /// The model it names.
        model: String,
    },
    /// A text cannot be read as a template.
    #[error("a text of sender `{sender}`: {message}")]
    Text {
        /// The sender.
        sender: String,
        /// What is wrong.
        message: String,
    },
    /// A sender names a kind of text that is not generated.
    #[error("sender `{sender}` sends texts of the kind `{kind}`, which there is not")]
    UnknownKind {
        /// The sender.
        sender: String,
        /// The kind it names.
        kind: String,
    },
    /// There is nobody to send or nothing to send through.
    #[error(
        "a world needs at least one carrier, one audience and one sender, and every sender a known audience"
    )]
    Empty,
}

/// The most variants that one sender's texts may have together.
pub const VARIANTS_MAX: u64 = 10_000;

impl World {
    /// Compiles a world. `models` holds every content model that the carriers name.
    pub fn new(mut settings: WorldSettings, models: &Models) -> Result<World, WorldError> {
        let by_name = |names: Vec<&String>| {
            let mut ranks: Vec<usize> = (0..names.len()).collect();
            ranks.sort_by_key(|&i| names[i].clone());
            ranks
        };
        let carriers = by_name(settings.carriers.iter().map(|c| &c.name).collect());
        let sender_ranks = by_name(settings.senders.iter().map(|s| &s.name).collect());
        if carriers.is_empty() || sender_ranks.is_empty() || settings.audiences.is_empty() {
            return Err(WorldError::Empty);
        }
        let panels = panels(&settings);
        settings.audiences.extend(panels.clone());
        let audiences: Vec<String> = settings.audiences.keys().cloned().collect();
        let mut people = Vec::new();
        let mut n_people = 0;
        for audience in settings.audiences.values() {
            people.push(n_people);
            n_people += audience.size;
        }
        let mut total = 0.0;
        let shares = carriers
            .iter()
            .map(|&c| {
                total += settings.carriers[c].share.value();
                total
            })
            .collect();

        let (mut brands, mut n_brands) = (BTreeMap::new(), 0);
        let (mut senders, mut texts) = (Vec::new(), Vec::new());
        let (mut number_fleet, mut fleets) = (Vec::new(), Vec::<FleetPlace>::new());
        let (mut counted_as, mut shared_numbers) = (Vec::new(), BTreeMap::new());
        for (rank, &file) in sender_ranks.iter().enumerate() {
            let sender = &settings.senders[file];
            let place_of = |name: &String| audiences.iter().position(|a| a == name).ok_or(WorldError::Empty);
            let own: Vec<usize> = sender.audiences().iter().map(place_of).collect::<Result<_, _>>()?;
            let mut new_brand = || {
                n_brands += 1;
                n_brands - 1
            };
            let brand = *brands
                .entry(sender.brand.as_ref().unwrap_or(&sender.name).clone())
                .or_insert_with(&mut new_brand);
            let first_text = texts.len() as u32;
            let wordings = compile(sender, file, &mut texts)?;
            if sender.mms {
                texts[first_text as usize..].iter_mut().for_each(|text: &mut TextInfo| text.segments = 1);
            }
            let first_number = number_fleet.len() as u32;
            let apart = sender.numbers_are_people();
            for fleet in sender.fleets() {
                let texts = Arc::new(fleet.settings.clone());
                let settings =
                    if sender.mms { Arc::new(fleet.settings.for_mms()) } else { Arc::clone(&texts) };
                let first = fleets.len();
                for local in 0..fleet.count {
                    if local == 0 || apart {
                        let brand = if fleets.len() == first { brand } else { new_brand() };
                        fleets.push(FleetPlace {
                            sender: rank as u32,
                            brand,
                            settings: Arc::clone(&settings),
                            texts: Arc::clone(&texts),
                        });
                    }
                    let own = NumberId(number_fleet.len() as u32);
                    let shared = fleet.settings.shared.as_ref().map(|name| (name.clone(), local));
                    counted_as.push(shared.map_or(own, |key| *shared_numbers.entry(key).or_insert(own)));
                    number_fleet.push(fleets.len() as u32 - 1);
                }
            }
            senders.push(SenderPlace {
                file,
                numbers: first_number,
                texts: first_text,
                n_texts: texts.len() as u32 - first_text,
                wordings,
                audiences: std::array::from_fn(|i| own.get(i).copied().unwrap_or(own[0])),
            });
        }
        let price = |fleet: &FleetPlace, carrier: usize| settings.carriers[carrier].price(&fleet.settings);
        let prices = fleets.iter().flat_map(|f| carriers.iter().map(move |&c| price(f, c))).collect();
        let views = views(&settings, &carriers, &texts, models)?;
        let vetted = vetted(&settings.platform, &texts, &number_fleet, &fleets, models)?;
        let round = round(&settings);
        let prefix_size =
            settings.platform.codes.as_ref().map_or(PREFIX_SIZE, |codes| codes.prefix_size).max(1);
        let regions = regions(&settings, prefix_size);
        Ok(World {
            horizon: SimTime::START + settings.horizon,
            round,
            carrier_keys: carriers.iter().map(|&c| key_of("carrier", &settings.carriers[c].name)).collect(),
            carriers,
            shares,
            senders,
            panels: audiences.iter().map(|name| panels.contains_key(name)).collect(),
            audiences,
            people,
            regions,
            prefix_size,
            number_fleet,
            counted_as,
            prices,
            fleets,
            n_brands: n_brands as usize,
            texts,
            views,
            vetted: Arc::new(vetted),
            settings,
        })
    }

    /// The settings it was made from.
    pub fn settings(&self) -> &WorldSettings {
        &self.settings
    }
    /// The rank of a carrier, by its place in the file.
    pub fn carrier_rank(&self, file: usize) -> CarrierId {
        CarrierId(self.carriers.iter().position(|&c| c == file).expect("a place in the file") as u32)
    }
    /// The rank of a sender, by its place in the file.
    pub fn sender_rank(&self, file: usize) -> SenderId {
        SenderId(self.senders.iter().position(|s| s.file == file).expect("a place in the file") as u32)
    }
    /// The carriers' cumulative shares of an audience, by rank: its own, or else those of the market.
    pub(super) fn shares_of(&self, audience: &str) -> Vec<f64> {
        let own = &self.settings.audiences[audience].carriers;
        if own.is_empty() {
            return self.shares.clone();
        }
        let each = self.carriers.iter().map(|&c| own.get(&self.settings.carriers[c].name));
        let mut total = 0.0;
        let mut up_to = |share: Option<&crate::units::Share>| {
            total += share.map_or(0.0, |s| s.value());
            total
        };
        each.map(&mut up_to).collect()
    }
    /// The name of a carrier.
    pub fn carrier_name(&self, carrier: CarrierId) -> &str {
        &self.settings.carriers[self.carriers[carrier.index()]].name
    }
    /// What the scenario says of a sender.
    pub fn sender(&self, sender: SenderId) -> &SenderSettings {
        &self.settings.senders[self.senders[sender.index()].file]
    }
    /// The name of a sender.
    pub fn sender_name(&self, sender: SenderId) -> &str {
        &self.settings.senders[self.senders[sender.index()].file].name
    }
    /// The sender of a number, and which of its numbers it is.
    pub fn number_place(&self, number: NumberId) -> (SenderId, u32) {
        let sender = self.fleets[self.number_fleet[number.index()] as usize].sender;
        (SenderId(sender), number.0 - self.senders[sender as usize].numbers)
    }
    /// The name of what a carrier counts by: the sender of a number or campaign, the brand, the link domain, or
    /// the beginning of the first text of a cluster.
    pub fn name_of(&self, carrier: CarrierId, scope: Scope, place: u32) -> String {
        let text = |is: &dyn Fn(&TextRecord) -> bool| {
            let at = self.views[carrier.index()][0].texts.iter().position(is)?;
            Some(self.texts[at].body.as_str())
        };
        match scope {
            Scope::Number => self.sender_name(self.number_place(NumberId(place)).0).to_owned(),
            Scope::Campaign => self.sender_name(SenderId(self.fleets[place as usize].sender)).to_owned(),
            Scope::Brand => {
                let fleet = self.fleets.iter().find(|f| f.brand == place);
                let sender = fleet.map(|f| self.sender(SenderId(f.sender)));
                sender.map_or_else(String::new, |s| s.brand.as_ref().unwrap_or(&s.name).clone())
            }
            Scope::Domain => {
                let body = text(&|record| record.domain == Some(place));
                body.and_then(|body| Signs::of(body, None).domain).unwrap_or_default()
            }
            Scope::Cluster => {
                const SHOWN: usize = 40;
                let body = text(&|record| record.cluster == ClusterId(place)).unwrap_or_default();
                body.chars().take(SHOWN).collect()
            }
        }
    }
    /// How many numbers send, over all senders.
    pub fn n_numbers(&self) -> usize {
        self.number_fleet.len()
    }
    /// A text.
    pub fn text(&self, text: TextId) -> &TextInfo {
        &self.texts[text.index()]
    }
    /// All texts.
    pub fn texts(&self) -> &[TextInfo] {
        &self.texts
    }

    /// The texts of a sender, by their places among [`World::texts`].
    pub fn texts_of(&self, sender: SenderId) -> std::ops::Range<usize> {
        let place = &self.senders[sender.index()];
        place.texts as usize..(place.texts + place.n_texts) as usize
    }

    pub(super) fn number_records(&self) -> Vec<NumberRecord<'_>> {
        self.number_fleet
            .iter()
            .zip(&self.counted_as)
            .map(|(&campaign, &counted_as)| {
                let fleet = &self.fleets[campaign as usize];
                NumberRecord { settings: &fleet.settings, campaign, brand: fleet.brand, counted_as }
            })
            .collect()
    }

    /// What a number counts as at carriers: itself, or the first of those that several senders share.
    pub fn counted_as(&self, number: NumberId) -> NumberId {
        self.counted_as[number.index()]
    }

    /// The fleets of a sender: which campaign each is, and what its numbers are.
    pub fn fleets_of(&self, sender: SenderId) -> impl Iterator<Item = (usize, &NumberSettings)> {
        let own = self.fleets.iter().enumerate().filter(move |(_, f)| f.sender == sender.0);
        own.map(|(campaign, fleet)| (campaign, &*fleet.settings))
    }

    /// Money for a segment of this number at this carrier, in dollars.
    pub fn price(&self, number: NumberId, carrier: CarrierId) -> f64 {
        self.prices[self.number_fleet[number.index()] as usize * self.carriers.len() + carrier.index()]
    }

    /// Money for one segment of text from this number at this carrier, in dollars, whatever its sender sends.
    pub fn text_price(&self, number: NumberId, carrier: CarrierId) -> f64 {
        self.settings.carriers[self.carriers[carrier.index()]].price(self.as_texts(number))
    }

    /// What a number is to texts, where its sender sends MMS from it too.
    pub fn as_texts(&self, number: NumberId) -> &NumberSettings {
        &self.fleets[self.number_fleet[number.index()] as usize].texts
    }

    /// What a number is.
    pub fn number_settings(&self, number: NumberId) -> &NumberSettings {
        &self.fleets[self.number_fleet[number.index()] as usize].settings
    }
}

/// The phones that senders have of their own: always on, and nobody reacts.
fn panels(settings: &WorldSettings) -> BTreeMap<String, AudienceSettings> {
    let carriers = settings.carriers.len() as u32;
    let panel = |sender: &SenderSettings| {
        let size = sender.panel()?.phones * carriers;
        let people = serde_json::json!({ "size": size, "consent": "" });
        let people = serde_json::from_value(people).expect("an audience has a default for everything else");
        Some((panel_of(&sender.name), people))
    };
    settings.senders.iter().filter_map(panel).collect()
}

/// What every carrier sees in every text, under each filter that it has in turn; each (model, text) pair is
/// scored once.
fn views(
    settings: &WorldSettings,
    carriers: &[usize],
    texts: &[TextInfo],
    models: &Models,
) -> Result<Vec<Arc<[View]>>, WorldError> {
    let bodies: Vec<&str> = texts.iter().map(|t| t.body.as_str()).collect();
    let senders: Vec<_> = texts.iter().map(|t| &settings.senders[t.sender]).collect();
    let signs: Vec<Signs> =
        texts.iter().zip(&senders).map(|(t, s)| Signs::of(&t.body, s.website.as_deref())).collect();
    let mut names = BTreeMap::new();
    let domains: Vec<Option<u32>> = signs
        .iter()
        .map(|signs| {
            let next = names.len() as u32;
            signs.domain.as_ref().map(|domain| *names.entry(domain.as_str()).or_insert(next))
        })
        .collect();
    let mut scores: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut clusters: Vec<(f64, Vec<u32>)> = Vec::new();
    let mut all = Vec::new();
    for &c in carriers {
        let carrier = &settings.carriers[c];
        let ids = carrier.sees_clusters().then(|| {
            let s = carrier.filter.similarity.value();
            let known = clusters.iter().position(|(similarity, _)| *similarity == s);
            known.unwrap_or_else(|| {
                clusters.push((s, cluster(&bodies, s)));
                clusters.len() - 1
            })
        });
        let learning = carrier.learning.filter(|s| s.enabled);
        let mut before = None;
        let mut own = Vec::new();
        for filter in std::iter::once(&carrier.filter).chain(carrier.updates.iter().map(|u| &u.filter)) {
            let name = filter.content_model();
            let model = match name {
                None => None,
                Some(name) => Some(models.get(name).ok_or_else(|| WorldError::UnknownModel {
                    carrier: carrier.name.clone(),
                    model: name.to_owned(),
                })?),
            };
            let spam = name.zip(model).map(|(name, model)| {
                let score = || bodies.iter().map(|b| model.spam_probability(b)).collect();
                &*scores.entry(name).or_insert_with(score)
            });
            let phrases = filter.phrase_list();
            let record = |i: usize| {
                let spam = spam.map(|s| s[i]);
                let forbidden = phrases.as_ref().is_some_and(|p| p.find(bodies[i]).is_some());
                TextRecord {
                    spam,
                    cluster: ClusterId(ids.map_or(0, |known| clusters[known].1[i])),
                    domain: domains[i],
                    opt_out_wording: texts[i].opt_out_wording,
                    terms: filter.text_terms(&signs[i], forbidden, spam, &senders[i].number.allows),
                }
            };
            let seed =
                learning.filter(|_| name != before).zip(model).map(|(s, model)| s.seed(model, &bodies));
            own.push(View { texts: (0..texts.len()).map(record).collect(), seed });
            before = name.or(before);
        }
        all.push(Arc::from(own));
    }
    Ok(all)
}

/// The length of a round: nothing that a carrier or a person does can reach a sender sooner.
fn round(settings: &WorldSettings) -> SimSpan {
    let receipts = settings.carriers.iter().map(|c| &c.receipts);
    let receipts = receipts.flat_map(|r| {
        let late = (r.late.value() > 0.0).then_some(r.late_delay.min);
        [r.delay.min].into_iter().chain(late)
    });
    let reactions = settings.audiences.values().map(|a| a.reactions.delay.min);
    let least = receipts
        .chain(reactions)
        .chain(quickest(settings))
        .chain([SIGHTING])
        .min()
        .unwrap_or(SimSpan::SECOND);
    // `scenario` refuses less than 100 ms; a world made by hand gets a round that moves on all the same.
    least.max(SimSpan::from_micros(1))
}
