//! What stands in the slots of our templates. Honest and prohibited kinds share every list but one:
//! links, whose shapes are the same and whose rates differ a little.

use std::collections::BTreeMap;

use crate::rng::splitmix;

/// Values of the slots, parted by bars; `_` stands for nothing. Most brands are invented. Real ones stand
/// in lists that both halves use, so that a name alone tells nothing.
const SLOTS: &[(&str, &str)] = &[
    (
        "brand",
        "Acme|Acme Outdoor|Birchwood|Northfold|Lumen & Co|Harbour Lane|Pinecrest|Copperfield|Tidewell|Marlow's|Quillstone|Fernbank|Oakline|Bluebird|Sable & Finch|Granite Hill|Willowmere|Redbarn|Kestrel|Summit|Ironbridge|Dovetail|Larkspur|Meridian|Juniper|Stonegate|Wildrose|Halden|Brightwater|Foxglove|Ember|Thistle|Cobalt|Orchard Lane|Sunny Side|Peakform|Vista|Luma|Nordwell|Greenway",
    ),
    (
        "real",
        "Amazon|PayPal|Netflix|Apple|Microsoft|Google|Facebook|Instagram|WhatsApp|eBay|Spotify|Uber|Walmart|Costco|Tesco|Flipkart|Coinbase|Binance|Airbnb|Etsy|iCloud|Disney+|Paytm|Revolut|Grab|Shopee|Lazada|Northfold|Luma|Halden|Vista|Acme",
    ),
    (
        "shop",
        "Acme Outdoor|Birchwood Books|Harbour Lane Shoes|Pinecrest Home|Marlow's|Fernbank Garden|Oakline Furniture|Bluebird Toys|Sable & Finch|Redbarn Market|Kestrel Bikes|Dovetail Kitchen|Juniper Kids|Wildrose Beauty|Brightwater Pets|Foxglove|Thistle Yarns|Orchard Lane|Peakform Sports|Luma Lighting|Nordwell|Greenway Organics|Quillstone Paper|Copperfield Coffee|Summit Gear|Amazon|Walmart|Target|Tesco|IKEA|Boots|Argos|Best Buy|Woolworths|Flipkart|Costco",
    ),
    (
        "bank",
        "Northfold Bank|Birch Bank|Tidewell Credit Union|First Meridian|Harbour Bank|Granite Savings|Copper Bank|Union Halden|Oakline Bank|Summit Federal|NORTHFOLD|Birch Savings|Meridian CU|Chase|Wells Fargo|Citi|Barclays|HSBC|NatWest|Lloyds|AIB|RBC|ANZ|DBS|FNB|GTBank",
    ),
    (
        "inbank",
        "HDFC Bank|SBI|ICICI Bank|Axis Bank|Kotak|PNB|Birch Bank|Northfold Bank|Union Halden Bank|Sahyadri Bank|Copper Bank|Yes Bank",
    ),
    (
        "carrier",
        "Swiftpost|ParcelWay|Halden Express|RoadRunner|NorthMail|QuickShip|Bluebird Couriers|Postline|USPS|FedEx|DHL|UPS|Royal Mail|Evri|DPD|Canada Post|AusPost|An Post|SingPost|US Postal Service|Blue Dart|Delhivery",
    ),
    (
        "telco",
        "Lumo Mobile|Halden Mobile|Nordcell|Tide Telecom|Vista Wireless|Bluebird Mobile|Summit Fibre|Verizon|T-Mobile|AT&T|O2|EE|Vodafone|Three|Rogers|Telstra|Optus|Singtel|MTN|Vodacom|Eir",
    ),
    ("intelco", "Airtel|Jio|Vi|BSNL|Tide Telecom|Lumo|Nordcell|Halden Mobile|Sahyadri Mobile"),
    (
        "gov",
        "HMRC|IRS|DVLA|ATO|CRA|Revenue|SARS|myGov|Service Canada|Gov UK|NHS|Medicare|Social Security|State of Halden|City Revenue Office|Income Tax Dept|Dept of Labor|Centrelink|IRAS",
    ),
    (
        "tollco",
        "E-ZPass|SunPass|FasTrak|TxTag|PeachPass|Linkt|Eastlink|Dart Charge|FASTag|NorthToll|Halden Tollways|RiverPass|Tidewell Bridge|407 ETR|eFlow",
    ),
    (
        "airline",
        "Halden Air|Bluebird Air|Northfold Airways|Vista Air|Delta|United|Ryanair|easyJet|British Airways|Qantas|IndiGo|Air Canada|Aer Lingus|Scoot|Kestrel Air",
    ),
    (
        "stream",
        "Netflix|Spotify|Disney+|Hulu|Prime Video|YouTube Premium|Lumeo|Vista TV|Ember Music|Halden Play|Sky|Hotstar",
    ),
    (
        "payapp",
        "PayPal|Venmo|Zelle|Cash App|Paytm|PhonePe|Google Pay|Revolut|Wise|GrabPay|PayNow|MoMo|TidePay|Copper Pay|Luma Wallet|Interac",
    ),
    ("exchange", "Coinbase|Binance|Kraken|Gemini|Lumex|Cobalt Exchange|HaldenX"),
    (
        "name",
        "Ann|Ben|Carla|David|Ella|Farid|Grace|Henry|Iris|Jack|Karen|Liam|Maria|Noah|Olivia|Priya|Quinn|Rosa|Sam|Tara|Uma|Victor|Wendy|Xavier|Yara|Zoe|Mr Lee|Mrs Patel|Ms Gomez|Siobhan|Thabo|Chidi|Wei Ling|Rahul|Aisha|Mateo|Ngozi|Sean|Lerato|Arjun|Emma|Hannah|Mike|Julie",
    ),
    (
        "friend",
        "Amy|Bella|Chloe|Diane|Erica|Fiona|Hailey|Jenny|Kelly|Linda|Mandy|Nina|Paul|Rachel|Steve|Tina|Tom|Vicky|James|Alex",
    ),
    (
        "doctor",
        "Dr. Lee|Dr. Patel|Dr. Gomez|Dr Novak|Dr. Smith|the hygienist|our clinic|Dr. Okafor|the nurse|Dr. Chen|Dr Byrne|Dr Naidoo|Dr. Sharma|the physio",
    ),
    (
        "day",
        "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|tomorrow|today|Mon 3 Mar|Fri 14 June|12/05|Apr 9|tomorrow morning|27-Oct-24|03/11/2025|Thu 21st|1 July|18 Sept|this Friday|08/15|next Tuesday|30-06-23|Wed, Nov 5",
    ),
    (
        "time",
        "8:00 AM|9am|10:30|11:15 AM|12 noon|1pm|2:30 PM|3pm|4:45 PM|17:00|6 PM|19:30|7:15pm|09:00|1400hrs|5.30pm|10 a.m.|20:45",
    ),
    (
        "window",
        "between 9 and 11 AM|by 8 PM|between 12:00 and 14:00|by the end of the day|before noon|from 2 to 6pm|in the next hour|within 10 stops|between 7am and 1pm|10:42 - 11:42|this afternoon|this evening|by 9pm|in a 2-hour slot from 3pm",
    ),
    (
        "percent",
        "10%|15%|20%|25%|30%|40%|50%|up to 60%|up to half|$5|$10|£10|€15|70%|a third|Rs.200|R50|5%|12%|$20",
    ),
    (
        "goods",
        "tents|hiking boots|winter coats|all books|garden chairs|bikes|kids' shoes|yarn|coffee beans|lamps|dog food|skincare|running shoes|sofas|cookware|backpacks|everything in store|jackets|toys|candles|bedding|organic veg boxes|rain gear|stationery|headphones|TVs|sarees|sneakers|school uniforms|mattresses|perfume|jewellery|phone cases|laptops|handbags|plants|party dresses|baby clothes|kitchen tiles|car tyres",
    ),
    (
        "item",
        "the oak desk|your sofa|a blue bike|the laptop|your boots|the lamp|a phone case|the headphones|your sunglasses|the coffee maker|a winter coat|the camera|your keyboard|the book set|the mattress|your contact lenses|a birthday gift|the washing machine",
    ),
    // Opt-out words. Half of the notices, most marketing and half of the prohibited texts carry them.
    (
        "stop",
        "_|_|_|_|_|_|_|_|_|_|_|_| Reply STOP to end.| Reply STOP to opt out.| Text STOP to end.| STOP to end| Reply STOP to unsubscribe.| Reply STOP to cancel, HELP for help.| Msg & data rates may apply. Reply STOP to stop.| Txt STOP to quit| Reply STOP to end texts| Opt out: reply NO| To unsub reply OUT| Stop2End",
    ),
    (
        "mstop",
        " Reply STOP to end.| Reply STOP to end| Reply STOP to opt out.| Text STOP to end.| STOP to end| STOP=end| Reply STOP to unsubscribe.| Reply STOP to cancel, HELP for help.| Msg & data rates may apply. Reply STOP to stop.| Txt STOP to quit| Opt out: reply STOP.|_|_| Reply X to stop| Optout? Txt NO| To opt out text STOP to 84040| Unsub: reply OUT| Text STOP 2 quit| Stop2End| Reply STOP to opt-out| To unsubscribe reply END|_|_| To stop msgs txt STOP",
    ),
    ("hi", "Hi |Hello |Hi there, |_|_|_|Dear |Good morning, |Hey |Hi |Dear |Hello |Good afternoon |G'day "),
    (
        "dear",
        "Dear Customer, |Dear customer: |Hi, |Hello, |_|_|_|_|Dear Sir/Madam, |Dear Member, |Dear User, |Valued customer, |Hello! |Dear valued customer, |Attention: |Important: ",
    ),
    (
        "sum",
        "$12.40|$2,400.00|£1,150.00|Rs 2,499.00|$25|$38.99|$64.10|$120.00|£9.99|£45|£130.50|€20|$7.25|$210.35|$1,250.00|$89|$15.75|£3.20|€49,90|Rs.499|Rs 1,299.00|INR 2500|S$18.50|A$72|R350|N4,500|C$39.99|USD 55.00|GBP 61.20|€8.15|₹999",
    ),
    (
        "sum2",
        "$402.11|$1,930.22|$4,480.00|£2,310.50|INR 18,200.00|€1.240,00|£88.04|£1,204.77|€310.00|$56.80|Rs.12,450.75|INR 8,030|S$640|R2,115.40|N38,200|A$905.10|C$77.00|$3,015.90|£12.60|USD 240",
    ),
    (
        "bigsum",
        "$500|$750|€900|$1,000|$1,500|$2,000|$5,000|$10,000|£500|£1000|£2,000|£5k|$25,000|$50K|$3,500|€5.000|$7500|Rs.50,000|INR 2,00,000|S$3,000|R10 000|N250,000|A$4,000|C$2,500|£750|$850",
    ),
    (
        "fee",
        "$1.99|£1.45|$2.50|£2.99|€1,99|$3.40|$0.30|S$2.10|A$3.20|R19|$6.99|C$1.75|Rs.25|£1.10|$11.69|$12.51",
    ),
    (
        "rs",
        "Rs.499|Rs 1,250.00|INR 2,349.50|Rs.89|₹1,999|Rs. 15,000|INR 640.00|Rs.12000.00|Rs 75|INR 34,500|Rs.299|Rs 3,720",
    ),
    ("rs2", "Rs.18,402.55|INR 6,011.20|Rs 92,310.00|Rs. 1,204.07|₹45,660.10|INR 2,14,300.00|Rs.530.90"),
    ("lakh", "Rs.2 lakh|Rs 5 Lakhs|INR 3,00,000|Rs.50,000|up to 10 lacs|Rs 1,50,000|5 lakh"),
    (
        "phone",
        "555-0100|555-0112|555-0123|555-0134|555-0145|555-0156|555-0167|555-0178|555-0189|555-0199|1-800-555-0101|(312) 555-0142|+1 415 555 0187|0800 555 0110|800.555.0133|0845 555 0162|1800 555 0143|1300 555 019|+1 206-555-0171|(020) 5550 0118",
    ),
    (
        "city",
        "Springfield|Leeds|Austin|Toronto|Portland|Bristol|Dayton|Mesa|Halifax|Denver|Cork|Tampa|Pune|Chennai|Perth|Geelong|Durban|Lagos|Abuja|Jurong|Galway|Ottawa|Reno|Derby|Mumbai|Soweto|Tampines|Brisbane|Dublin|Kano",
    ),
    (
        "acct",
        "ending 4471|x8820|XX1290|**3307|ending in 6615|A/c XX5521|no. ...0946|xxxx2218|ending 0093|*7740",
    ),
    (
        "ref",
        "Ref 48201|Ref: HX20931|Ref no 771204|#88213|Case 20117|ID 5530021|Ref QT-4410|Ticket 90233|no. 61177",
    ),
    (
        "event",
        "the summer party|quiz night|the spring fair|our open day|the book club|choir practice|the charity walk|the AGM|training|the gala dinner|Sunday service|the bake sale|the fun run|movie night|bingo night|a poker night for charity",
    ),
    (
        "food",
        "pizza|tacos|sushi|a curry|burgers|brunch|fish & chips|noodles|a biryani|a roast|wraps|ramen|dosas|salads",
    ),
    (
        "season",
        "summer|spring|winter|autumn|Christmas|Diwali|Eid|Black Friday|back-to-school|holiday|end of season|half-term|Easter|Lunar New Year",
    ),
];

/// First labels of hosts. Some have dashes, some digits, some are two labels long.
const HOSTS: &[&str] = &[
    "acme",
    "birchwood",
    "northfold",
    "lumen",
    "harbourlane",
    "pinecrest",
    "tidewell",
    "marlows",
    "fernbank",
    "oakline",
    "bluebird",
    "granitehill",
    "redbarn",
    "kestrel",
    "summit",
    "dovetail",
    "juniper",
    "wildrose",
    "ember",
    "cobalt",
    "my.halden",
    "go.vista",
    "shop.luma",
    "peakform",
    "m.nordwell",
    "t.parcelway",
    "txt.acme",
    "birch4u",
    "e.quillstone",
    "swift24",
    "id.northfold",
    "pay.tidewell",
    "book2go",
    "care.halden",
    "nfld",
    "track.postline",
    "hello.foxglove",
    "app.meridian",
    "ln.copper",
    "halden365",
    "uk.kestrel",
    "in.lumo",
];
const DASHED: &[&str] = &[
    "my-northfold",
    "birch-bank",
    "harbour-lane",
    "acme-outdoor",
    "swift-post",
    "halden-pay",
    "e-lumen",
    "north-toll",
    "go-vista",
    "parcel-way",
    "city-services",
    "track-order",
    "pay-online",
    "my-account",
    "update-info",
    "red-barn",
    "secure-login",
    "book-now",
    "tidewell-help",
    "id-check",
    "post-line",
    "win-today",
    "your-parcel",
    "quick-cash",
    "info.blue-bird",
    "care-plus24",
];
const PATHS: &[&str] = &[
    "",
    "",
    "",
    "/sale",
    "/a",
    "/m",
    "/x",
    "/go",
    "/info",
    "/t/88213",
    "/now",
    "/my",
    "/s/4kd",
    "/r",
    "/view",
    "/app",
    "/track?id=40281",
    "/p/20931",
    "/i",
    "/login",
    "/u/x7Fq2",
    "/pay",
    "/c/9sT",
    "/us",
    "/offer",
    "/b/771",
    "/?r=18",
    "/en/help",
    "/verify",
    "/v2/q",
];
const SHORT: &[&str] = &[
    "bit.ly",
    "tinyurl.com",
    "is.gd",
    "tiny.cc",
    "goo.gl",
    "cutt.ly",
    "rb.gy",
    "t.ly",
    "ow.ly",
    "shorturl.at",
];

/// How often a link has each shape, in 64ths.
struct Shape {
    shortened: u64,
    dashed: u64,
    http: u64,
    https: u64,
}

/// Assumption: of its links, fraud shortens more, dashes more hosts and uses plain http more, by a fifth or so.
const HONEST: Shape = Shape { shortened: 7, dashed: 12, http: 9, https: 28 };
const PROHIBITED: Shape = Shape { shortened: 8, dashed: 15, http: 11, https: 27 };
/// Links in a list.
const LINKS: u64 = 192;

/// Links of a shape. All end in `.example`, a name that is never given out (RFC 2606), or lead to a shared
/// shortener with a made-up tail.
fn links(shape: &Shape, salt: u64) -> Vec<String> {
    let pick = |list: &[&'static str], word: u64| list[(word % list.len() as u64) as usize];
    (0..LINKS)
        .map(|i| {
            let word = splitmix(salt ^ splitmix(i));
            let (kind, scheme, rest) = (word % 64, word >> 8 & 63, word >> 20);
            let scheme = match scheme {
                s if s < shape.http => "http://",
                s if s < shape.http + shape.https => "https://",
                s if s < shape.http + shape.https + 3 => "www.",
                _ => "",
            };
            if kind < shape.shortened {
                let scheme = if scheme == "www." { "" } else { scheme };
                let tail = splitmix(rest) % 0xF_FFFF;
                return format!("{scheme}{}/{tail:x}", pick(SHORT, rest));
            }
            let list = if kind < shape.shortened + shape.dashed { DASHED } else { HOSTS };
            format!("{scheme}{}.example{}", pick(list, rest), pick(PATHS, splitmix(rest)))
        })
        .collect()
}

/// All slots: the lists above, `link` for honest kinds and `badlink` for prohibited ones.
pub fn slots() -> BTreeMap<String, Vec<String>> {
    let mut slots: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, values) in SLOTS {
        slots.insert((*name).into(), values.split('|').map(|v| v.trim_matches('_').to_string()).collect());
    }
    slots.insert("link".into(), links(&HONEST, 1));
    slots.insert("badlink".into(), links(&PROHIBITED, 2));
    slots
}
