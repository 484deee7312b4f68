//! Our own business texts, honest and prohibited, from our own templates.
//!
//! Public corpora hold chat between people and spam, and hardly a text that a business sent to somebody
//! who wants it. A model trained on them alone learns "a company wrote it" as spam. So the training rows
//! are completed with generated ones. Honest and prohibited kinds share what does not matter: brands,
//! links, numbers, opt-out wording, capitals and exclamation marks now and then. Brands are invented,
//! links are `.example` or a named public shortener, phone numbers are 555-01xx.

use std::collections::BTreeMap;

use super::corpus::{Class, Row};
use crate::content::Template;
use crate::rng::{Draws, Purpose};

/// A kind of business text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// The trade it comes from; campaigns of prohibited kinds have the trade `prohibited`.
    pub trade: &'static str,
    /// Its wordings.
    pub templates: &'static [&'static str],
}

impl Kind {
    /// Whether carriers prohibit it.
    pub fn is_prohibited(&self) -> bool {
        self.trade == "prohibited"
    }
}

/// `n` rows, half of them of honest kinds, all of them labelled with their kind. The same seed gives the
/// same rows; a longer list begins with a shorter one.
pub fn generate(n: usize, seed: u64) -> Vec<Row> {
    let slots = slots();
    let parse = |kind: &Kind| -> Vec<Template> {
        let read = |text: &&str| {
            Template::parse(text, &slots).unwrap_or_else(|e| panic!("{}: {e}: {text}", kind.name))
        };
        kind.templates.iter().map(read).collect()
    };
    let templates: Vec<Vec<Template>> = KINDS.iter().map(parse).collect();
    let (prohibited, honest): (Vec<usize>, Vec<usize>) =
        (0..KINDS.len()).partition(|&k| KINDS[k].is_prohibited());
    let draws = Draws::new(seed, 0);
    (0..n)
        .map(|i| {
            // The kinds of each half come in turn, so that each has its share in any number of rows.
            let half = if i % 2 == 0 { &honest } else { &prohibited };
            let kind = half[i / 2 % half.len()];
            let words = draws.words(Purpose::Generator, i as u64, 0);
            let template = &templates[kind][words[0] as usize % templates[kind].len()];
            let variant = u64::from(words[1]) << 32 | u64::from(words[2]);
            let mut count = 0;
            let text = template.render(variant, &mut || {
                count += 1;
                (draws.words(Purpose::Slots, i as u64, count)[0] % 10) as u8
            });
            let class = if i % 2 == 0 { Class::BusinessHam } else { Class::GeneratedSpam };
            Row { text: manner(text, words[3]), class, corpus: usize::MAX, kind: Some(kind) }
        })
        .collect()
}

/// Writes a few texts in another manner, honest and prohibited alike: without final stop, in one case,
/// with a louder end.
fn manner(text: String, word: u32) -> String {
    match word % 32 {
        0 => text.to_lowercase(),
        1 => text.to_uppercase(),
        2 | 3 => text.replace('.', "!"),
        4..8 => text.trim_end_matches('.').into(),
        8 => text.replace(". ", " "),
        _ => text,
    }
}

fn slots() -> BTreeMap<String, Vec<String>> {
    SLOTS
        .iter()
        .map(|(name, values)| {
            (name.to_string(), values.split('|').map(|v| v.trim_matches('_').to_string()).collect())
        })
        .collect()
}

/// Values of the slots, parted by bars; `_` stands for nothing.
const SLOTS: &[(&str, &str)] = &[
    (
        "brand",
        "Acme|Acme Outdoor|Birchwood|Northfold|Lumen & Co|Harbour Lane|Pinecrest|Copperfield|Tidewell|Marlow's|Quillstone|Fernbank|Oakline|Bluebird|Sable & Finch|Granite Hill|Willowmere|Redbarn|Kestrel|Summit|Ironbridge|Dovetail|Larkspur|Meridian|Juniper|Stonegate|Wildrose|Halden|Brightwater|Foxglove|Ember|Thistle|Cobalt|Orchard Lane|Sunny Side|Peakform|Vista|Luma|Nordwell|Greenway",
    ),
    (
        "shop",
        "Acme Outdoor|Birchwood Books|Harbour Lane Shoes|Pinecrest Home|Marlow's|Fernbank Garden|Oakline Furniture|Bluebird Toys|Sable & Finch|Redbarn Market|Kestrel Bikes|Dovetail Kitchen|Juniper Kids|Wildrose Beauty|Brightwater Pets|Foxglove|Thistle Yarns|Orchard Lane|Peakform Sports|Luma Lighting|Nordwell|Greenway Organics|Quillstone Paper|Copperfield Coffee|Summit Gear",
    ),
    (
        "host",
        "acme.example|birchwood.example|northfold.example|lumen.example|harbourlane.example|pinecrest.example|tidewell.example|marlows.example|fernbank.example|oakline.example|bluebird.example|granitehill.example|redbarn.example|kestrel.example|summit.example|dovetail.example|juniper.example|wildrose.example|ember.example|cobalt.example|my.halden.example|go.vista.example|shop.luma.example|peakform.example|m.nordwell.example",
    ),
    ("scheme", "_|_|_|https://|https://|http://|www.|https://www."),
    ("path", "_|/sale|/a|/m|/x|/go|/info|/t|/now|/my|/s|/r|/view|/app"),
    (
        "bank",
        "Northfold Bank|Birch Bank|Tidewell Credit Union|First Meridian|Harbour Bank|Granite Savings|Copper Bank|Union Halden|Oakline Bank|Summit Federal",
    ),
    (
        "carrier",
        "Swiftpost|ParcelWay|Halden Express|RoadRunner|NorthMail|QuickShip|Bluebird Couriers|Postline",
    ),
    (
        "realcarrier",
        "USPS|FedEx|DHL|UPS|Royal Mail|Evri|Canada Post|Swiftpost|ParcelWay|Postline|US Postal Service|DPD",
    ),
    (
        "name",
        "Ann|Ben|Carla|David|Ella|Farid|Grace|Henry|Iris|Jack|Karen|Liam|Maria|Noah|Olivia|Priya|Quinn|Rosa|Sam|Tara|Uma|Victor|Wendy|Xavier|Yara|Zoe|Mr Lee|Mrs Patel|Ms Gomez",
    ),
    (
        "doctor",
        "Dr. Lee|Dr. Patel|Dr. Gomez|Dr Novak|Dr. Smith|the hygienist|our clinic|Dr. Okafor|the nurse|Dr. Chen",
    ),
    (
        "day",
        "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|tomorrow|today|Mon 3 Mar|Fri 14 June|12/05|Apr 9|tomorrow morning",
    ),
    ("time", "8:00 AM|9am|10:30|11:15 AM|12 noon|1pm|2:30 PM|3pm|4:45 PM|17:00|6 PM|19:30|7:15pm"),
    (
        "window",
        "between 9 and 11 AM|by 8 PM|between 12:00 and 14:00|by the end of the day|before noon|from 2 to 6pm|in the next hour|within 10 stops",
    ),
    ("percent", "10%|15%|20%|25%|30%|40%|50%|up to 60%|up to half|$5|$10|£10|€15"),
    (
        "goods",
        "tents|hiking boots|winter coats|all books|garden chairs|bikes|kids' shoes|yarn|coffee beans|lamps|dog food|skincare|running shoes|sofas|cookware|backpacks|everything in store|jackets|toys|candles|bedding|organic veg boxes|rain gear|stationery",
    ),
    (
        "stop",
        "_|_| Reply STOP to end.| Reply STOP to opt out.| Text STOP to end.| STOP to end| Reply STOP to unsubscribe.| Reply STOP to cancel, HELP for help.| Msg & data rates may apply. Reply STOP to stop.| Txt STOP to quit| Reply STOP to end texts",
    ),
    (
        "mstop",
        " Reply STOP to end.| Reply STOP to end| Reply STOP to opt out.| Text STOP to end.| STOP to end| STOP=end| Reply STOP to unsubscribe.| Reply STOP to cancel, HELP for help.| Msg & data rates may apply. Reply STOP to stop.| Txt STOP to quit| Opt out: reply STOP.|_",
    ),
    ("hi", "Hi |Hello |Hi there, |_|_|Dear |Good morning, |Hey "),
    ("sum", "$12.40|$25|$38.99|$64.10|$120.00|£9.99|£45|£130.50|€20|$7.25|$210.35|$1,250.00|$89|$15.75"),
    (
        "bigsum",
        "$500|$1,000|$1,500|$2,000|$5,000|$10,000|£500|£1000|£2,000|£5k|$25,000|$50K|$3,500|€5.000|$7500",
    ),
    (
        "phone",
        "555-0100|555-0112|555-0123|555-0134|555-0145|555-0156|555-0167|555-0178|555-0189|555-0199|1-800-555-0101|(312) 555-0142|+1 415 555 0187|0800 555 0110|800.555.0133",
    ),
    ("short", "bit.ly/3|tinyurl.com/y|is.gd/|tiny.cc/|goo.gl/|cutt.ly/|rb.gy/|t.ly/|ow.ly/|shorturl.at/"),
    (
        "badhost",
        "secure-login.example|account-verify.example|parcel-redelivery.example|usps-track-help.example|toll-pay-now.example|my-bank-update.example|win-today.example|claimprize.example|fast-cash.example|easyloans24.example|id-confirm.example|pay-unpaid-toll.example|delivery-fee.example|securecheck.example|getpaid.example|cryptoboost.example|casinolux.example|offers4u.example|tr-acking.example|support-id.example|reward-center.example|quick.example|m-pay.example",
    ),
    (
        "badlink",
        "http://secure-login.example/v|https://account-verify.example|https://parcel-redelivery.example/i|http://toll-pay-now.example|https://my-bank-update.example/login|http://win-today.example|claimprize.example|fast-cash.example/apply|bit.ly/3xQ|tinyurl.com/y7p|is.gd/kq2|cutt.ly/wq|https://securecheck.example/a1|reward-center.example/c|http://www.offers4u.example|https://m-pay.example/x|rb.gy/8ux|http://id-confirm.example/s|quick.example/go|https://usps-track-help.example/us|go.northfold-alerts.example",
    ),
    ("city", "Springfield|Leeds|Austin|Toronto|Portland|Bristol|Dayton|Mesa|Halifax|Denver|Cork|Tampa"),
];

/// All kinds. Their order is part of every generated row: add at the end of either half.
pub const KINDS: &[Kind] = &[
    // Codes
    Kind {
        name: "login code",
        trade: "codes",
        templates: &[
            "{Your {brand} {verification|login|security|sign-in} code is {digits:6}{.| .}|{digits:6} is your {brand} {verification|login|security} code{.|}|{brand}: {digits:6} is your {one-time|one time} {passcode|code|PIN}.|{brand} code: {digits:6}}{ {It expires|Valid for|Expires} in {5|10|15|30} minutes.|}{ {Do not share it|Don't share this code} with anyone{.|, not even our staff.}| Never share it.|}",
            "{G-{digits:6} is your {brand} verification code.|Your {brand} code: {digits:4}|{Use|Enter} {digits:6} to {sign in to|log in to|verify your phone number for|finish setting up} {brand}.}{ {We will never call you to ask for it|We'll never ask for this code}.| If you did not request this, ignore this message.|}",
        ],
    },
    Kind {
        name: "payment code",
        trade: "codes",
        templates: &[
            "{bank}: {digits:6} is the {OTP|one-time passcode|code} for your {payment|purchase|transfer} of {sum} {at|to} {brand}{.| on card ending {digits:4}.} {Valid {5|10} min.|}{ Do not share it with anyone. We will never ask for it.| If this wasn't you call {phone}.|}",
            "{OTP|Code} {digits:6} {to approve|for} {sum} at {shop} with your {bank} card xx{digits:4}. {Never share this code.|Not you? Call the number on your card.|}",
        ],
    },
    Kind {
        name: "account recovery",
        trade: "codes",
        templates: &[
            "{brand}: {We received a request to reset your password|A password reset was requested for your account}. {Your code is|Use code} {digits:6}. {If you didn't ask for it, you can ignore this message.|Not you? Nothing changes until the code is used.}",
            "{Your {brand} password was changed|A new device signed in to your {brand} account} {on {day}|today at {time}}. {If this was you, no action is needed.|If it wasn't you, {contact us at {phone}|reset your password in the app}.}",
        ],
    },
    // Banks
    Kind {
        name: "card used",
        trade: "bank",
        templates: &[
            "{bank}{: |}{ Alert: |} {A purchase of|You spent|Your card ending {digits:4} was used for} {sum} at {shop}{ on {day}| today|}. {Not you? Reply NO or call {phone}.|Reply STOP to end alerts.|Available balance {sum}.|}",
            "{bank} {alert|Alerts}: {sum} {debit card purchase|charge|withdrawal} {at {shop}|in {city}} on {day} {with card|, card} ...{digits:4}.{stop}",
        ],
    },
    Kind {
        name: "money received",
        trade: "bank",
        templates: &[
            "{bank}: {You received|A deposit of|{name} sent you} {sum}{ has been credited to| in} your account ending {digits:4}{ on {day}|}. {Ref {digits:8}.|Available balance is {sum}.|}",
            "{Your {salary|direct deposit|payment} of|} {bigsum} {has been|was} {posted|credited} to {account xx|acct *}{digits:4} on {day}. {Avail bal {sum}.|} {bank}",
        ],
    },
    Kind {
        name: "low balance",
        trade: "bank",
        templates: &[
            "{bank}: {The balance of your account|Your account} {ending|x}{digits:4} is {below {sum}|low: {sum}}{ as of {day}|}.{stop}",
            "{bank} reminder: {your credit card payment|your minimum payment} of {sum} is due {on |}{day}. {Pay in the app or at {scheme}{host}.|Thank you.|If already paid, ignore this text.}",
        ],
    },
    Kind {
        name: "fraud check",
        trade: "bank",
        templates: &[
            "{bank} {Fraud Alert|fraud prevention|security}: Did you {use your card ending {digits:4}|try to spend {sum}|attempt {sum} at {shop}}{ on {day}|}? Reply YES {or|if it was you,} NO{ if not|}.{ Msg & data rates may apply.| We will never ask for your PIN.|}",
            "{bank}: {We declined|We've blocked} {a|your} {card payment|transaction} of {sum} at {brand} {to keep you safe|because it looked unusual}. {Please call the number on the back of your card.|Open the app to approve it.|Reply 1 if it was you, 2 if not.}",
        ],
    },
    Kind {
        name: "statement ready",
        trade: "bank",
        templates: &[
            "{bank}: Your {monthly|credit card|account} statement {is ready|is now available}{ in the app| at {scheme}{host}|}. {Total due {sum} by {day}.|Minimum payment {sum}, due {day}.|}{stop}",
            "{hi}{name}, your {bank} {eStatement|statement} for account ending {digits:4} is ready to view online. {Log in to your account as usual.|No action is needed.}{stop}",
        ],
    },
    // Deliveries
    Kind {
        name: "out for delivery",
        trade: "delivery",
        templates: &[
            "{carrier}: {Your {parcel|package|order} {from {shop} |}{is out for delivery|is on its way|will arrive}|{Good news|Great news}! Your {parcel|package} is out for delivery} {today |}{window}.{ Track: {scheme}{host}/t/{digits:6}| Track it at {scheme}{host}/{digits:8}|}{stop}",
            "{Arriving today|Out for delivery}: {your|Your} {shop} {order|package}{ #{digits:5}|} {is expected|arrives} {window}. {Track at {scheme}{host}/t/{digits:6}|}{stop}",
        ],
    },
    Kind {
        name: "delivered",
        trade: "delivery",
        templates: &[
            "{Delivered: |{carrier}: |}{Your|your} {parcel|package|order} {from {shop} |#{digits:6} |}{was|has been} {delivered|left at the front door|handed to a neighbour|left in your safe place}{ at {time}|}. {How did we do? {scheme}{host}/r|See photo: {scheme}{host}/p/{digits:6}|Thank you for shopping with us.|}",
            "{hi}{name}, your {shop} order has been delivered {at {time}|today}. {Questions? Call {phone}.|Enjoy!|}{stop}",
        ],
    },
    Kind {
        name: "missed delivery",
        trade: "delivery",
        templates: &[
            "{carrier}: {We missed you today|Sorry we missed you}. {Your parcel {digits:8} is at {the depot|your local post office|{shop}, {city}}|We'll try again {day} {window}}. {Bring ID to collect it.|Rebook at {scheme}{host}/{digits:6}|Choose another day: {scheme}{host}/r|No action needed.}",
            "{carrier}: your parcel is waiting at {the pickup point|locker {digits:2}} in {city}. {Collect it by {day} with code {digits:6}.|Pickup code {digits:6}. Open until {time}.}",
        ],
    },
    Kind {
        name: "order shipped",
        trade: "delivery",
        templates: &[
            "{shop}: {Your order {#{digits:5} |}has shipped|Good news, your order is on its way|We've shipped your order{ #{digits:5}|}}{! |. }{Track it {here: |at }{scheme}{host}/o/{digits:6}|It should arrive {day}.|Estimated delivery: {day}.}{stop}",
            "{Shipped|Confirmed}: Your {shop} {order|package} with {goods} will {arrive|be delivered} {by |}{day}. {Track: {scheme}{host}/{digits:6}|Details: {scheme}{host}{path}|}{stop}",
        ],
    },
    Kind {
        name: "order ready",
        trade: "delivery",
        templates: &[
            "{hi}{name}{, |! }your {shop} order{ #{digits:4}|} is ready {for pickup|to collect}{ at our {city} store|}. {Open till {time}.|Please bring your confirmation.|Park in a pickup spot and reply HERE.|}{stop}",
            "{shop}: order {digits:5} is ready. {Collect by {day}.|We will hold it for 7 days.|Show code {digits:4} at the counter.}",
        ],
    },
    // Health
    Kind {
        name: "appointment reminder",
        trade: "health",
        templates: &[
            "{hi}{name}, {this is a reminder of|a reminder about} your appointment with {doctor} {on |}{day} at {time}. {Reply {C|YES|1} to confirm{ or {R|2} to reschedule|}.|Call {phone} to change it.|Please arrive 10 minutes early.}{stop}",
            "{brand} {Dental|Clinic|Health|Vision}: {Reminder: you have an appointment|Your {check-up|cleaning|visit|eye exam} is} {on |}{day} at {time}{ with {doctor}|}. {Reply C to confirm, R to reschedule.|To cancel call {phone}.|Text YES to confirm.}{stop}",
        ],
    },
    Kind {
        name: "prescription ready",
        trade: "health",
        templates: &[
            "{brand} Pharmacy: {Your prescription is ready|Rx {digits:7} is ready for pickup|A refill is due {day}}. {Open until {time}.|Reply REFILL to order it.|Total {sum}.|Reply YES to refill.}{stop}",
            "{hi}{name}, your {prescription|medicine|repeat order} {is ready to collect|will be delivered {day}} from {brand} Pharmacy{, {city}|}. {Call {phone} with questions.|}{stop}",
        ],
    },
    Kind {
        name: "test results",
        trade: "health",
        templates: &[
            "{brand} {Clinic|Health|Medical}: {You have a new message|Your test results are available|A new document is ready} in your patient portal. {Log in at {scheme}{host} to view it.|Sign in to the app to read it.} {Do not reply to this text.|}",
            "{brand} Clinic: {thank you for your visit {today|on {day}}|we hope you feel better}. {Please tell us how we did: {scheme}{host}/s|Your next visit is {day} at {time}.|Call {phone} with any questions.}",
        ],
    },
    Kind {
        name: "vaccination",
        trade: "health",
        templates: &[
            "{brand} {Surgery|Clinic|Medical Centre}: {you are due|it is time} for your {flu jab|flu vaccine|booster|screening|blood test}. {Book at {scheme}{host}/book|Call {phone} to book|Reply YES and we will call you}.{stop}",
        ],
    },
    // Reservations
    Kind {
        name: "table booked",
        trade: "restaurant",
        templates: &[
            "{hi}{name}, your table for {2|3|4|6|8} at {brand} {is confirmed|is booked} for {day} at {time}. {Reply C to cancel.|Call {phone} to change.|See you soon!|Running late? Text us.}{stop}",
            "{brand} {Grill|Kitchen|Bistro|Cafe}: {Reminder: |}{your reservation is|we look forward to seeing you} {day} at {time}. {Reply 1 to confirm, 9 to cancel.|Manage it: {scheme}{host}/b/{digits:5}}",
        ],
    },
    Kind {
        name: "table ready",
        trade: "restaurant",
        templates: &[
            "{hi}{name}, your table at {brand} is {ready now|almost ready}. {Please come to the host stand.|We will hold it for 10 minutes.|Reply X to cancel.}",
            "{brand}: {you are number {digits:1} on the waitlist|your wait is about 15 min}. {We'll text you when your table is ready.|Reply CANCEL to leave the list.}",
        ],
    },
    Kind {
        name: "food order",
        trade: "restaurant",
        templates: &[
            "{brand}: {We got your order|Your order is being prepared|{name} is on the way with your order}{ #{digits:4}|}. {Ready at {time}.|Arrives {window}.|Follow your driver: {scheme}{host}/f/{digits:6}|Total {sum}.}",
        ],
    },
    // Travel
    Kind {
        name: "flight update",
        trade: "travel",
        templates: &[
            "{brand} Air: {Flight {digits:3} to {city}|Your flight {digits:4}} {now departs at {time}|is delayed to {time}|boards at {time} from gate B{digits:2}|is on time}. {Check in: {scheme}{host}/ci|We are sorry for the delay.|Safe travels!|}",
            "{hi}{name}, check-in is open for your {brand} Air flight to {city} on {day}. {Check in at {scheme}{host}|Confirmation {digits:6}.}{stop}",
        ],
    },
    Kind {
        name: "hotel stay",
        trade: "travel",
        templates: &[
            "{Welcome to|Thank you for choosing} {brand} {Hotel|Inn|Suites}, {name}! {Your room is ready.|Wi-Fi code: {digits:6}.|Check-out is at {time}.|Text us if you need anything.}",
            "{brand} Hotel: {your booking for {day} is confirmed|we look forward to your stay on {day}}, ref {digits:6}. {Check-in from {time}.|Directions: {scheme}{host}{path}|Reply with your arrival time.}{stop}",
        ],
    },
    Kind {
        name: "ride",
        trade: "travel",
        templates: &[
            "{Your {brand} driver {name}|{name} from {brand} Cabs} {is arriving in {digits:1} min|is outside|has arrived}. {Look for a {silver|black|blue} car, plate {digits:4}.|Car {digits:3}.|}{ Call {phone}.|}",
            "{brand} Trains: {the {time} to {city} is {delayed by 12 minutes|cancelled|on time from platform 4}|your ticket for {day} is ready}. {See {scheme}{host}|Ref {digits:7}.|}{stop}",
        ],
    },
    // Tickets and events
    Kind {
        name: "tickets",
        trade: "tickets",
        templates: &[
            "{Your tickets for|You're going to} {brand} {Live|Festival|Theatre} {on |}{day}{ are ready|}! {View them: {scheme}{host}/e/{digits:6}|Doors open at {time}.|Show this text at the door: {digits:8}.}{stop}",
            "{brand} {Cinema|Arena}: booking {digits:6}, {2|3|4} seats, {day} {time}. {Enjoy the show!|Please arrive early.|Print or show this message.}",
        ],
    },
    Kind {
        name: "gym class",
        trade: "leisure",
        templates: &[
            "{brand} {Fitness|Yoga|Gym}: {you're booked for|a spot opened in|reminder:} {spin|yoga|pilates|the {time} class} {on |}{day}. {Cancel by {time} to avoid a fee.|Reply YES to take it.|See you there!}{stop}",
            "{hi}{name}, your {brand} Gym membership {renews on {day} for {sum}|payment of {sum} did not go through. Please update it at the desk or in the app}.{stop}",
        ],
    },
    // School
    Kind {
        name: "school notice",
        trade: "school",
        templates: &[
            "{brand} {School|Elementary|High School|Academy}: {School is closed {today|tomorrow} due to {snow|a power cut}.|Early dismissal at {time} on {day}.|Parents' evening is on {day} at {time}.|Picture day is {day}.|The bus on route {digits:1} is running 20 minutes late.}{stop}",
            "{Dear parents, |Parents: |}{brand} School {wishes to inform you that|reminds you that} {the trip is on {day}|lunch money of {sum} is due {day}|{name} was absent today|classes start again on {day}}. {Call {phone} with questions.|Reply if you have questions.|}",
        ],
    },
    Kind {
        name: "school fees",
        trade: "school",
        templates: &[
            "{brand} {College|University|School}: {registration for the {spring|fall} term opens {day}|your library books are due {day}|your fee of {sum} is due {day}|your application was received}. {See the student portal.|Log in at {scheme}{host} for details.|}{stop}",
        ],
    },
    // Utilities
    Kind {
        name: "outage",
        trade: "utility",
        templates: &[
            "{brand} {Energy|Power|Water|Electric}: {We know about an outage in {city}|There is a power cut in your area|Planned work on {day} from {time}}. {Crews are on site.|We expect power back by {time}.|Report or track it: {scheme}{host}/o|Sorry for the trouble.}{stop}",
            "{brand} Energy: power {is back on|has been restored} in {city}. {Still out? Reply OUT or call {phone}.|Thank you for your patience.}",
        ],
    },
    Kind {
        name: "bill due",
        trade: "utility",
        templates: &[
            "{brand} {Energy|Water|Gas|Mobile|Broadband}: {Your bill of {sum} is ready|Your {monthly|} bill is {sum}, due {day}|Reminder: {sum} is due {day}}. {Pay at {scheme}{host}/pay|Autopay is on; no action needed.|View it in the app.|Thank you.}{stop}",
            "{Thank you|Thanks}! {We received your payment of {sum}|Your payment of {sum} was received}{ on {day}|}. {Confirmation {digits:8}.|Ref {digits:6}.|} {brand} {Energy|Water|Mobile}",
        ],
    },
    Kind {
        name: "technician",
        trade: "utility",
        templates: &[
            "{brand} {Broadband|Heating|Cable|Plumbing}: {your technician {name}|our engineer} {will arrive|is due} {day} {window}. {Reply Y to confirm or R to reschedule.|Track: {scheme}{host}/v/{digits:5}|Call {phone} if you need to change it.}",
        ],
    },
    Kind {
        name: "data usage",
        trade: "telecom",
        templates: &[
            "{brand} Mobile: {You have used {50%|80%|90%|100%} of your {5|10|20|50} GB|Your plan renews on {day}|Your top-up of {sum} was successful}. {Reply BAL for your balance.|See usage in the app.|Add data at {scheme}{host}/add|Valid until {day}.|}",
            "{Welcome to {city}!|Travelling?} {brand} Mobile: calls cost {sum} a minute, texts are {sum}. {Reply ROAM for help.|Your allowance works here too.|More: {scheme}{host}{path}}",
        ],
    },
    // Two-way service
    Kind {
        name: "support",
        trade: "service",
        templates: &[
            "{hi}{name}, {this is {brand} support|{brand} here}. {We got your message|Your ticket {digits:6} is {open|solved|updated}} and {we will call you {day}|will reply within a day|an agent is looking into it}. {Reply to this text any time.|Was it helpful? Reply 1-5.|}",
            "{brand}: thanks for {contacting us|your message}, {name}. {Could you send us your order number?|Is {day} at {time} good for a call?|What is the best time to reach you?|Our hours are 9 to 5.}",
        ],
    },
    Kind {
        name: "repair shop",
        trade: "service",
        templates: &[
            "{hi}{name}, {your car|your bike|your phone|your laptop|the repair} is {ready|done} at {brand}{ Auto| Garage|}. {Total is {sum}.|We close at {time}.|Reply YES to approve {sum} for new brakes.|Pick it up any time {day}.}{stop}",
            "{brand} {Auto|Tyres|Garage}: {your service is due|it's time for your {oil change|MOT|inspection}}. {Book at {scheme}{host}/book|Call {phone} to book.|Reply with a day that suits you.}{stop}",
        ],
    },
    Kind {
        name: "feedback",
        trade: "service",
        templates: &[
            "{hi}{name}, {thanks for visiting|thank you for choosing} {brand}{ in {city}|}! {How likely are you to recommend us? Reply 0-10.|Please rate us: {scheme}{host}/r|Tell us how we did: {scheme}{host}/fb|We'd love a review: {short}{digits:3}}{stop}",
        ],
    },
    Kind {
        name: "salon",
        trade: "service",
        templates: &[
            "{hi}{name}! {Your {haircut|colour|massage|nail|grooming} appointment {at {brand}|with {name}} is|See you} {day} at {time}. {Reply C to confirm.|Text us to change it.|24h notice please if you can't make it.}{stop}",
        ],
    },
    Kind {
        name: "property",
        trade: "housing",
        templates: &[
            "{brand} {Apartments|Lettings|Property}: {rent of {bigsum} is due {day}|water will be off {day} {window}|your parcel is at the office|maintenance will visit {day} {window}}. {Reply with questions.|Call {phone}.|Pay in the resident portal.|}{stop}",
            "{hi}{name}, {your viewing of the flat in {city} is confirmed for|can we move the viewing to} {day} {time}? {Reply YES or NO.|{brand} Lettings|}",
        ],
    },
    Kind {
        name: "job shift",
        trade: "work",
        templates: &[
            "{brand} {Staffing|Crew|Care}: {you are scheduled|your shift is} {day} at {time} in {city}. {Reply Y to accept, N to decline.|Reply C to confirm.|Clock in with code {digits:4}.}{stop}",
            "{hi}{name}, {your interview with {brand} is|we would like to invite you to an interview with {brand}} {on |}{day} at {time}. {Reply YES to confirm.|Call {phone} if you cannot make it.|The address is in your e-mail.}",
        ],
    },
    Kind {
        name: "public notice",
        trade: "public",
        templates: &[
            "{City of {city}|{city} Council|{city} County}: {rubbish collection moves to {day}|street cleaning {day} {window}, please move your car|boil water notice lifted|severe weather is expected {day}|the library opens {day}}. {More: {scheme}{host}{path}|Reply STOP to end alerts.|}",
            "{city} {Fire|Police|Emergency}: {road closed near {city} until {time}|storm warning, stay indoors {day}|evacuation lifted}. {Follow local news.|Call {phone} for help.|}",
        ],
    },
    Kind {
        name: "civic reminder",
        trade: "public",
        templates: &[
            "{brand} {Blood Centre|Library|Church|Food Bank}: {you can donate again from {day}|your hold is ready to pick up|service is at {time} {day}|volunteers are needed {day} at {time}}. {Book: {scheme}{host}/b|Reply YES to come.|Thank you, {name}!}{stop}",
            "{brand} {Foundation|Relief|Shelter}: {thank you for your gift of {sum}|your donation helped 12 families}. {Read more: {scheme}{host}{path}|A receipt is in your e-mail.}{stop}",
        ],
    },
    Kind {
        name: "insurance service",
        trade: "insurance",
        templates: &[
            "{brand} Insurance: {your claim {digits:6} {was received|is approved|has an update}|your policy renews on {day}|your ID card is ready|an adjuster will call you {day}}. {Log in to see details.|Questions? {phone}|View: {scheme}{host}/c}{stop}",
        ],
    },
    Kind {
        name: "lender service",
        trade: "bank",
        templates: &[
            "{bank}: {your {car |home |}loan payment of {sum} is due {day}|we received your loan payment of {sum}|your mortgage application moved to the next step|your loan officer {name} sent a document}. {Thank you.|Log in to see it.|Call {phone} with questions.}{stop}",
        ],
    },
    // Marketing with consent
    Kind {
        name: "shop sale",
        trade: "marketing",
        templates: &[
            "{shop}: {{percent} off {goods}{ until {day}| this week| this weekend|}|{Our {summer|spring|winter|end of season} sale is on: |}{percent} off {goods}|Save {percent} on {goods}{ until {day}| this weekend|}|{Sale|Weekend sale}: {goods} {percent} off}{.|!} {{scheme}{host}{path}|Shop {now: |at |}{scheme}{host}{path}|See {scheme}{host}{path}|In store and at {host}.}{.|}{mstop}",
            "{{percent} off {goods} at {shop}{ until {day}| until Sunday|}|{This week|Until {day}|Now on} at {shop}: {goods} {for|at} {percent} {off|less}}. {Have a look: |More: |Online: |}{scheme}{host}{path}{.|}{mstop}",
            "{hi}{name}{, |! }{our {sale|weekend offer} {starts|ends} {day}|as a member you get {percent} off {goods}|enjoy {percent} off your next order}. {Use code {SAVE|HELLO|THANKS|SPRING}{digits:2} at {host}{path}|Shop: {scheme}{host}{path}}{ - {shop}|. {shop}}{.|}{mstop}",
        ],
    },
    Kind {
        name: "new arrivals",
        trade: "marketing",
        templates: &[
            "{shop}: {new {goods} just arrived|our new {summer|autumn|spring} collection is here|{goods} are back in stock}{.|!} {See them at|Look:|Shop} {scheme}{host}{path}{.|}{mstop}",
            "{Just in|New in|Back in stock} at {shop}: {goods}. {scheme}{host}{path}{.|}{mstop}",
        ],
    },
    Kind {
        name: "loyalty",
        trade: "marketing",
        templates: &[
            "{brand} {Rewards|Club|Perks}: {you have {digits:3} points|your {sum} reward is ready to use|thanks for being a member}{.|!} {Use it by {day} in store or at {host}{path}.|Show this text at the till.|See your points: {scheme}{host}{path}}{mstop}",
            "{Happy birthday, {name}! {Enjoy a {free|} {coffee|dessert|treat} on us|Here's {percent} off} {from|at} {shop}.|{name}, your {free |}{birthday treat|coffee} is waiting at {shop}.} {Valid until {day}.|Show this text.|Code {digits:5}.}{mstop}",
        ],
    },
    Kind {
        name: "restaurant offer",
        trade: "marketing",
        templates: &[
            "{brand} {Pizza|Grill|Kitchen|Bakery|Tacos}: {{2 for 1|buy one get one free|free delivery|{percent} off} {today|on {day}|all week}|kids eat free on {day}|our new menu is here}{.|!} {Order at {scheme}{host}{path}|Order: {host}|Show this text.|Call {phone} to order.}{mstop}",
        ],
    },
    Kind {
        name: "abandoned cart",
        trade: "marketing",
        templates: &[
            "{shop}: {you left {something|{goods}} in your {cart|basket}|still thinking about {goods}?|your {cart|basket} is waiting}{.|!} {Finish your order: |Complete it at |}{scheme}{host}/cart{digits:2}{.|}{ Use code BACK{digits:2} for {percent} off.|}{mstop}",
        ],
    },
    Kind {
        name: "welcome",
        trade: "marketing",
        templates: &[
            "{Welcome to|You're subscribed to|Thanks for joining} {shop} {texts|alerts|offers}! {Up to 4 msgs/month.|Msg frequency varies.|{percent} off your first order with code {digits:5}.} Msg & data rates may apply. Reply HELP for help, STOP to {end|cancel}.",
            "{shop}: {Reply Y to confirm|Text YES to get} {weekly|our} {offers|deals} {by text|alerts}. {No purchase needed.|} Msg&data rates may apply. {STOP to opt out.|Reply STOP to cancel.}",
        ],
    },
    Kind {
        name: "event invitation",
        trade: "marketing",
        templates: &[
            "{shop}: {join us|you're invited} {in store |}{on |}{day} at {time} for {our {spring|summer} event|free coffee and {percent} off|a workshop about {goods}|late night shopping}. {RSVP: {scheme}{host}{path}|No ticket needed.|Reply YES to save a spot.}{mstop}",
        ],
    },
    Kind {
        name: "flash sale",
        trade: "marketing",
        templates: &[
            "{shop}: {FLASH SALE|LAST DAY|24 HOURS ONLY|Last chance|Ends tonight}{!|:} {percent} off {goods}{.|!} {Shop now {scheme}{host}{path}|{scheme}{host}{path}|{short}{digits:3}}{mstop}",
        ],
    },
    Kind {
        name: "insurance renewal",
        trade: "insurance",
        templates: &[
            "{brand} Insurance: {your {car|home|travel} insurance {renews|is due for renewal} on {day}|your premium of {sum} was paid|your quote {digits:6} is saved}. {View your policy at {scheme}{host}{path}|Call {phone} to make changes|We'll keep you covered}.{stop}",
            "{hi}{name}, {thank you for insuring with|your claim with} {brand} {Insurance|Mutual}{ is closed| is being reviewed|}. {Questions? Reply here.|Documents are in your account.|Your agent {name} will call {day}.}{stop}",
        ],
    },
    Kind {
        name: "plan and roaming",
        trade: "telecom",
        templates: &[
            "{brand} {Mobile|Wireless|Fibre}: {your {recharge|top-up} of {sum} was successful, valid for 28 days|thanks for your payment of {sum}|your plan expires in {2|3|5} days|your new SIM is active|90% of your daily data is used}. {Benefits: unlimited calls, 1.5 GB a day.|Manage your plan: {scheme}{host}{path}|Log in to your account to renew.|Ref {digits:10}.|}{stop}",
            "{Dear customer, |Hi, |}{we will send you settings for data and picture messages shortly|your number will move to {brand} on {day}|network work is planned {day}, calls may drop}. {No action is needed.|Help: {phone}|See {scheme}{host}}",
        ],
    },
    Kind {
        name: "order with STOP and HELP",
        trade: "delivery",
        templates: &[
            "{shop}: {{goods} shipped|{goods} should arrive today|your items arrive by {time} today|your package was delivered|Great news! {goods} arrived|{goods} was refunded, {sum}}. {Track|View}: {scheme}{host}/g/{digits:4} Reply HELP for info; STOP to opt out",
            "{Return accepted|Refund issued|Confirmed}: {your|Your} {return request for|order of} {goods} {from {shop} |}{has been accepted|of {sum} is placed}{ with order ID {digits:10}|}. {A courier will pick it up {day}.|You will get {sum} within 5 days.|Track here: {scheme}{host}/trk}",
        ],
    },
    Kind {
        name: "pizza and coffee",
        trade: "marketing",
        templates: &[
            "{brand} {Coffee|Donuts|Burgers|Sushi|Deli}: {{free|}{ cookie| drink| side} with {any|your next} order {today|{day}}|{percent} off {lunch|dinner|orders over $20}|buy 1 get 1 {on lattes|on burgers|all day}}{!|.} {Order ahead: {scheme}{host}{path}|Show this text.|In the app only.|Code {digits:4}.}{mstop}",
            "{Hungry?|It's {pizza|taco|burger} night!|Lunch is on us!} {brand} has {percent} off {until {time}|today|on {day}}{.|!} {{scheme}{host}{path}|Order at {host}|Call {phone}}{.|}{mstop}",
        ],
    },
    Kind {
        name: "last day of a sale",
        trade: "marketing",
        templates: &[
            "{shop}: {Last day!|Final hours!|Ends tonight:|Don't miss out:|Hurry,|TODAY ONLY:} {{percent} off {goods}|free shipping on {goods}|our {goods} sale ends {at midnight|{day}}}{.|!} {Shop: |Shop now: |}{scheme}{host}{path}{.|}{mstop}",
            "{SALE|BIG SALE|VIP early access|Members only}{:|!} {Take |Get |}{percent} off {goods} at {shop}{ with code {digits:4}|}{!|.} {scheme}{host}{path}{mstop}",
        ],
    },
    Kind {
        name: "bank service offer",
        trade: "marketing",
        templates: &[
            "{bank}: {as a customer you can now {pay by phone|open a savings account in the app|get {sum} back on your first card payment}|earn 2% on your savings until {day}|our {city} branch moves {day}}. {Learn more: |Details: |}{scheme}{host}{path}{. T&C apply.|.|}{mstop}",
        ],
    },
    Kind {
        name: "hiring by consent",
        trade: "work",
        templates: &[
            "{brand} {Transport|Logistics|Care|Foods}: {thank you for applying, {name}|we'd like to talk about your application|your application for {driver|cook|nurse|clerk} is complete|your first day is {day} at {time}}. {Finish it at {scheme}{host}/a/{digits:4}|Call {phone}|Reply YES for an interview}{.|}{stop}",
        ],
    },
    Kind {
        name: "cinema and club",
        trade: "leisure",
        templates: &[
            "{brand} {Cinemas|Bowling|Club|Museum}: {{2 for 1 tickets|{percent} off tickets} on {day}|new films this {week|weekend}|quiz night {day} at {time}|kids go free {this weekend|on {day}}}{.|!} {Book {at |}{scheme}{host}{path}|Members only.|Doors {time}.}{mstop}",
        ],
    },
    // Prohibited campaigns
    Kind {
        name: "payday loan",
        trade: "prohibited",
        templates: &[
            "{{brand}: |}{hi}{{name}, |}{you {are|'ve been} {pre-approved|approved} for {a loan of |up to }{bigsum}|Need cash {today|fast|before payday}? Get {up to |}{bigsum}|Bad credit? No problem! Borrow {bigsum}|Your loan of {bigsum} is {waiting|ready|approved}}{.|!|} {No credit check.|Same day funding!|Money in your account in minutes.|} {Apply {now|here}: {badlink}|Reply YES to claim it.|Call {phone} now|Get it at {badlink}}{stop}",
            "{Cash|Money} in {15|30} minutes{!|.} {Loans from {sum} to {bigsum}|Personal loans up to {bigsum}}, {all credit welcome|no paperwork|no guarantor}. {badlink}{stop}",
        ],
    },
    Kind {
        name: "business funding",
        trade: "prohibited",
        templates: &[
            "{hi}{name}, {your business qualifies for {bigsum} in working capital|we can fund your business with {bigsum} this week}. {Low rates, no collateral.|Approval in 24 hours.|} {Interested? Reply YES|Apply {badlink}|Call {phone}}. {brand} {Capital|Funding}{stop}",
            "{brand} Funding: {line of credit up to {bigsum}|{bigsum} same-day advance} {approved for you|available now}. {Reply 1 to accept.|Sign here: {badlink}}{stop}",
        ],
    },
    Kind {
        name: "debt relief",
        trade: "prohibited",
        templates: &[
            "{{Drowning in|Struggling with|Over {bigsum} in} {debt|credit card debt|bills}?|{name}, you may qualify for debt relief.} {Cut your payments in half|Write off up to {80%|70%|90%} of what you owe|Consolidate into one low payment}{.|!} {Call {phone}|See if you qualify: {badlink}|Reply DEBT|Reply YES for help}{stop}",
            "{FINAL NOTICE: |Notice: |}{Your student loan {forgiveness|relief} is pending|The government {hardship|relief} program can clear your debts}. {Call {phone} before {day}|Check eligibility at {badlink}}{.|!}{stop}",
        ],
    },
    Kind {
        name: "tax relief",
        trade: "prohibited",
        templates: &[
            "{IRS|HMRC|Tax Office|Revenue}: {you are owed a tax refund of {sum}|your tax rebate of {bigsum} is {pending|ready}|you have an unpaid tax of {bigsum}}. {Claim it: |Submit your details: |Avoid legal action: }{badlink}{stop}",
            "{Owe back taxes?|Tax debt over {bigsum}?} {Our program can settle it for less.|Stop wage garnishment today!} {Call {phone}|{badlink}}{stop}",
        ],
    },
    Kind {
        name: "credit repair",
        trade: "prohibited",
        templates: &[
            "{Fix your credit|Boost your credit score|Raise your score} {by {100|150|200} points |}{in 30 days|fast|guaranteed}{!|.} {We remove {late payments|collections|bankruptcies} legally.|Results or your money back.} {Start: {badlink}|Call {phone}|Text CREDIT to {phone}}{stop}",
            "{hi}{name}, {is your credit score holding you back|your score can be {700|750|800}+}? {brand} Credit can {delete negative items|repair it}. {Reply INFO|See {badlink}}{stop}",
        ],
    },
    Kind {
        name: "work from home",
        trade: "prohibited",
        templates: &[
            "{Work from home|Earn from your phone|Part-time job|Remote job}: {earn |make |}{$200|$300|$500|£150|{sum}} {a day|per day|daily}{, no experience| for 1 hour of easy work|}{!|.} {WhatsApp {phone}|Apply: {badlink}|Reply JOB|Add us on Telegram: {badlink}}{stop}",
            "{hi}{I'm|this is} {name} from {brand} HR. {We saw your resume and|Your profile was recommended and we} {offer|have} a {remote|flexible online} {position|role}{, 60-90 minutes a day|}, {$50-$300|$200 to $500} {daily|per day}, paid {daily|in USDT}. {Interested? Reply YES|Contact {phone} on WhatsApp}{.|}{stop}",
            "{Be your own boss!|Fire your boss!|Financial freedom is here.} {Make {bigsum} a {week|month} with our {proven|secret} system.|Turn {sum} into {bigsum}.} {Join: {badlink}|Text INFO to {phone}}{stop}",
        ],
    },
    Kind {
        name: "mystery shopper",
        trade: "prohibited",
        templates: &[
            "{Become a|We need a} {mystery shopper|car wrap driver|product tester} {in {city}|in your area}{!|:} {earn|get paid} {sum} {per task|a week}{, no fee|}. {Sign up {badlink}|Reply YES with your name and address}{stop}",
        ],
    },
    Kind {
        name: "lead generation",
        trade: "prohibited",
        templates: &[
            "{{Need|Looking for} {cheap|affordable} {car|life|health|home} insurance?|{Solar panels|New windows|A new roof} at no cost?|Your {auto|car} warranty {is about to expire|has expired}!|Were you in an accident?} {Get a free quote|Compare quotes|See if you qualify|You may be owed {bigsum}}{: {badlink}|. Call {phone}|. Reply YES}{stop}",
            "{hi}{name}, {I'd like to buy your {house|property}|would you take a cash offer for your {house|property}} {on {city} Street|in {city}|}? {No fees, close in 7 days.|We buy as is.|} {Reply YES or call {phone}.|{brand} Homes|Let me know.}{stop}",
            "{Medicare|Final expense|Obamacare} {benefits|plans} {2024|2025|} {changed!|update:} {you may be entitled to {sum} back|seniors get {bigsum} more}. {Call {phone}|Check: {badlink}}{stop}",
        ],
    },
    Kind {
        name: "prize",
        trade: "prohibited",
        templates: &[
            "{CONGRATULATIONS|Congrats|Congratulations {name}|WINNER}{!|!!} {You {have won|won|have been selected to win} {a {bigsum} {gift card|cash prize}|an iPhone|a holiday for two|{bigsum} cash}|Your number was drawn for {bigsum}}{.|!} {Claim {now|today|it here}: {badlink}|Call {phone} to claim|Reply CLAIM}{. Offer ends {day}| within 24 hours|}{stop}",
            "{{shop}|{brand}}: {{name}, |}{you came {1st|2nd} in our {draw|giveaway|raffle}|your {entry|receipt} won a {bigsum} {gift card|voucher}|you are today's lucky {customer|visitor}}{.|!} {Collect your {prize|reward}: |See what you won: |Confirm delivery: }{badlink}{stop}",
            "{Final|Last} {attempt|notice}: {your {gift|reward|prize} of {bigsum} {is unclaimed|expires today}|we tried to reach you about your prize}. {badlink}{stop}",
            "{Answer a short survey|Take our 30 second survey} and {get|receive} a {free |}{bigsum} {gift card|iPhone}{!|.} {badlink}{stop}",
        ],
    },
    Kind {
        name: "parcel smishing",
        trade: "prohibited",
        templates: &[
            "{realcarrier}: {{Your|The} {parcel|package|shipment}{ {digits:8}|} {could not be delivered|is on hold|has been suspended|cannot be delivered} {due to|because of} {an unpaid {customs |shipping |}fee{ of {sum}|}|an {incomplete|incorrect|invalid} address|a missing house number}|A delivery attempt failed{ on {day}|}}. {{Please |}{update|confirm|verify} your {address|details} {here: |at |: }|Pay {sum} {now: |to release it: }|Reschedule: }{badlink}",
            "{{realcarrier} notice: |[{realcarrier}] |Hi, |}{we have a package for you but the address is {missing a number|not clear}|your item arrived at the {warehouse|sorting center} and needs {a redelivery fee of {sum}|address confirmation}}{. |, }{please |}{click|tap|open|visit|fill in} {the link|}{: | }{badlink} {within {12|24|48} hours{ or it {will be returned|goes back to sender}|}|(Reply Y, then reopen the message to activate the link)|}{.|}",
        ],
    },
    Kind {
        name: "toll smishing",
        trade: "prohibited",
        templates: &[
            "{E-ZPass|SunPass|FasTrak|Toll Roads|TollPay|{city} Tolls}{:| Notice:| final reminder:} {you have an {unpaid|outstanding} toll {of|balance of|amount of} {sum}|your vehicle has an unpaid toll of {sum}}. {{To avoid|Avoid} {a late fee of {sum}|late fees|penalties|suspension of your license}, pay {by {day}|today|now}|Pay before {day} to avoid legal action}{: | at }{badlink}",
            "{DMV|Department of Motor Vehicles|{city} Parking|City Parking} {final notice|notice|}: {your {license|registration} will be suspended|you have an outstanding {traffic ticket|parking fine}} {as of {day}|of {sum}}. {Pay immediately|Settle it now} {to avoid prosecution|before enforcement}: {badlink}",
        ],
    },
    Kind {
        name: "bank smishing",
        trade: "prohibited",
        templates: &[
            "{{bank}|{bank} Alert|{bank} security}{:|} {{Your|The} {account|debit card|online banking} {has been|is} {locked|suspended|restricted|limited}{ due to {unusual|suspicious} activity|}|{A payment of {sum}|A new payee|A transfer of {bigsum}} was {attempted|requested|added} {on {day}|from a new device}|Your account will be closed {today|in 24 hours}}. {{If this was NOT you, |If not you |}{verify|cancel|secure your account|confirm your identity}{ now| immediately|} {at |here: |via }{badlink}|Unlock it: {badlink}|Call {phone} immediately|Log in to restore access: {badlink}}",
            "{Dear {customer|client|user}, |}{your {bank} {account|card|app} {will be blocked|is blocked|has expired}{ today|}. {Please |}{update your {KYC|PAN|details}|verify your information|re-register} {at |: }{badlink}|your card ending {digits:4} is on hold. Call {phone} to reactivate}{.|}",
        ],
    },
    Kind {
        name: "account smishing",
        trade: "prohibited",
        templates: &[
            "{Netflix|Apple|Amazon|PayPal|{brand}|Microsoft|iCloud}{:| Support:} {your {membership|account|Apple ID|subscription} {is on hold|has been locked|was suspended|expires today}|we could not process your {last |}payment|{sum} was charged to your account for order {digits:6}}. {Update your {payment|billing} details|Verify {now|your identity}|Not you? Cancel} {here|at}{: | }{badlink}",
            "{Your verification code was requested by {city}, if not you|Someone signed in to your {brand} account from {city}. If this wasn't you}, {click|tap|call} {badlink|{phone}} {immediately|to secure it|}{.|}",
        ],
    },
    Kind {
        name: "family impostor",
        trade: "prohibited",
        templates: &[
            "{Hi|Hey|Hello} {mum|mom|dad}{,|} {I {dropped|broke|lost} my phone{ down the toilet|}, {this is my new number|I'm using a friend's}|my phone is broken, this is my temporary number}. {Can you {send|transfer} me {bigsum}{ for rent|}?|Text me on WhatsApp {phone}|Please reply asap, I need help with a payment.}",
        ],
    },
    Kind {
        name: "wrong number",
        trade: "prohibited",
        templates: &[
            "{Hi|Hello|Hey} {name}{,|!} {{it's|this is} {name}, we met at {the golf club|a conference in {city}}|are you still coming to the yacht party {day}|my assistant gave me your number for the investment meeting}? {Is this still your number?|Nice to meet you, I'm {name}.|Sorry, wrong number. You seem kind, shall we be friends on WhatsApp?|Add me on WhatsApp {phone}}",
        ],
    },
    Kind {
        name: "crypto",
        trade: "prohibited",
        templates: &[
            "{{Bitcoin|BTC|ETH|Crypto} {is exploding|alert|is about to double}!|Turn {sum} into {bigsum} {with crypto|in a week}.|Our AI trading bot made {bigsum} {today|this week}.} {Join {our VIP group|free}|Start {trading|investing} {now|today}|Guaranteed {returns|profit} of {20%|300%|10x}}: {badlink}{stop}",
            "{Your {wallet|Coinbase account|crypto withdrawal of {bigsum}} {needs verification|is locked|is pending}|You received {0.5|1.2|2} BTC}. {Confirm|Withdraw|Verify} {at |here: }{badlink}{stop}",
            "{Hot stock|Stock pick of the week|Insider tip}: {buy|watch} {brand} Corp before {day}{, up {300%|150%}|, target {bigsum}}! {Join 5,000 investors on WhatsApp: |Free signals: }{badlink}{stop}",
        ],
    },
    Kind {
        name: "gambling",
        trade: "prohibited",
        templates: &[
            "{{brand} Casino|{brand} Bet|Lucky {brand}|Vegas {brand}}: {{get|claim|grab} {digits:2} FREE SPINS|{100%|200%|500%} deposit bonus up to {bigsum}|your {sum} free bet is {here|waiting}|jackpot is now {bigsum}}{!|.} {Play now {badlink}|Log in: {badlink}|Code {digits:4} at {badlink}}{stop}",
            "{Bet|Wager} {sum} get {sum} {free |}on {the big game|{day}'s match|roulette and slots}{!|.} {badlink} {18+|21+|T&Cs apply|}{stop}",
        ],
    },
    Kind {
        name: "sexual content",
        trade: "prohibited",
        templates: &[
            "{{Hot|Sexy|Lonely} {singles|girls|women|milfs} {near you|in {city}|in your area} want to {meet|chat|hook up}{ tonight|}|{name} sent you {a private photo|3 nudes|a naughty pic}|I'm {name}, {19|22|25}, horny and home alone}{!|.} {See {me|them|it}: {badlink}|Text HOT to {phone}|Join free: {badlink}} {18+|}{stop}",
            "{XXX|Adult} {videos|chat|dating} {{sum} a week|free for 7 days}{!|.} {badlink} {18+|}{stop}",
        ],
    },
    Kind {
        name: "alcohol",
        trade: "prohibited",
        templates: &[
            "{{brand} Liquor|{brand} Wine|{brand} Spirits|{brand} Bar}: {{vodka|whiskey|tequila|craft beer|wine} {percent} off|2-for-1 {cocktails|shots|beers} {tonight|{day}}|free {beer|shots} before {time}}{!|.} {Order: {scheme}{host}{path}|Delivered to your door {badlink}|Show this text}{stop}",
        ],
    },
    Kind {
        name: "firearms",
        trade: "prohibited",
        templates: &[
            "{{brand} Guns|{brand} Arms|{brand} Tactical}: {{9mm|AR-15|Glock 19|rifle|pistol|ammo|.223} {sale|deals|in stock|{percent} off}|gun show in {city} {day}|bulk ammo {sum} a box}{!|.} {Shop {scheme}{host}{path}|{badlink}|Call {phone}}{stop}",
        ],
    },
    Kind {
        name: "tobacco and vape",
        trade: "prohibited",
        templates: &[
            "{{brand} Vape|{brand} Smoke Shop|{brand} Cigars|Vape {brand}}: {{disposable vapes|e-liquid|cigars|nicotine pouches|vape kits} {percent} off|buy 2 get 1 free on {all |}{vapes|e-juice|cigarettes}|new flavours of {vape juice|disposables} in}{!|.} {{scheme}{host}{path}|{badlink}|In store {city}}{stop}",
        ],
    },
    Kind {
        name: "cannabis",
        trade: "prohibited",
        templates: &[
            "{{brand} Dispensary|{brand} CBD|Green {brand}|420 {brand}}: {{THC gummies|CBD oil|pre-rolls|edibles|flower|Delta-8 carts} {percent} off|{$20|$25} eighths {today|{day}}|free {pre-roll|gummies} with any order}{!|.} {{scheme}{host}{path}|{badlink}|Order for delivery}{stop}",
        ],
    },
    Kind {
        name: "pills and cures",
        trade: "prohibited",
        templates: &[
            "{{Viagra|Cialis|Xanax|Adderall|Ozempic|Tramadol} {without prescription|from {sum}|no Rx needed|delivered discreetly}|Lose {20|30} lbs in {2 weeks|a month}{ without diet|}|This miracle {keto|fat burner} {pill|gummy} melts fat}{!|.} {Order {now|today}: {badlink}|{badlink}|Free trial {badlink}}{stop}",
        ],
    },
    Kind {
        name: "hate",
        trade: "prohibited",
        templates: &[
            "{They are vermin|These subhuman people|The invaders}{: | }{must be thrown out of {city}|are taking our country|do not belong here}{!|.} {Join us {day} at {time}|Read the truth: {badlink}|Stand up, deport them all}{!|.}{stop}",
        ],
    },
    Kind {
        name: "government grant",
        trade: "prohibited",
        templates: &[
            "{{US|Federal|State} {Relief|Grant|Stimulus}|COVID relief|Government grant}: {you qualify for a {bigsum} {grant|payment|stimulus check}|your {bigsum} benefit is unclaimed}{.|!} {Apply before {day}: {badlink}|Claim: {badlink}|Call {phone} with your SSN}",
        ],
    },
    Kind {
        name: "premium chat",
        trade: "prohibited",
        templates: &[
            "{U have|You have|You've} {a secret admirer|1 new voicemail|a new match|an unread picture message}{!|.} {Call {phone}|Text {CHAT|YES} to 8{digits:4}|Listen at {badlink}} {{1.50|3.00}GBP/msg|150p per msg|$9.99/week|}{stop}",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_enough_kinds_and_trades() {
        let honest: Vec<&Kind> = KINDS.iter().filter(|k| !k.is_prohibited()).collect();
        let trades: std::collections::BTreeSet<&str> = honest.iter().map(|k| k.trade).collect();
        assert!(honest.len() >= 40 && trades.len() >= 12, "{} {}", honest.len(), trades.len());
        assert!(KINDS.len() - honest.len() >= 20);
    }

    #[test]
    fn rows_are_determined_by_the_seed_and_extend() {
        let rows = generate(400, 7);
        assert_eq!(rows, generate(400, 7));
        assert_eq!(rows[..100], generate(100, 7));
        assert_ne!(rows, generate(400, 8));
        assert!(rows.iter().all(Row::is_generated));
        assert_eq!(rows.iter().filter(|r| r.class.is_spam()).count(), 200);
    }

    #[test]
    fn generated_links_lead_nowhere_else() {
        for row in generate(4000, 3) {
            for link in crate::content::links(&row.text) {
                let host = row.text[link.host.clone()].to_lowercase();
                let known = host.ends_with(".example") || link.is_shortened(&row.text);
                assert!(known, "{host} in {}", row.text);
            }
            assert!(!row.text.contains(['{', '}', '|']), "{}", row.text);
        }
    }

    #[test]
    fn both_halves_share_links_and_opt_outs() {
        use crate::content::{Cue, cues};
        let rows = generate(4000, 3);
        let share = |spam: bool, cue: Cue| {
            let of: Vec<&Row> = rows.iter().filter(|r| r.class.is_spam() == spam).collect();
            of.iter().filter(|r| cues(&r.text).has(cue)).count() as f64 / of.len() as f64
        };
        for cue in [Cue::Link, Cue::OptOut, Cue::BrandStart, Cue::Money] {
            assert!(
                share(false, cue) > 0.15 && share(true, cue) > 0.15,
                "{}: {} {}",
                cue.name(),
                share(false, cue),
                share(true, cue)
            );
        }
    }
}
