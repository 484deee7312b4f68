//! What stands in the slots of our templates.

/// Values of the slots, parted by bars; `_` stands for nothing.
pub const SLOTS: &[(&str, &str)] = &[
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
