//! Sex, hate, alcohol, firearms, tobacco, and what stands beside them: betting, drugs, prizes.

use super::super::{Kind, prohibited as kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "prize",
        "prizes",
        "any",
        &[
            "{CONGRATULATIONS|Congrats|Congratulations {name}|WINNER}{!|!!} {You {have won|won|have been selected to win} {a {bigsum} {gift card|cash prize}|an iPhone|a holiday for two|{bigsum} cash}|Your number was drawn for {bigsum}}{.|!} {Claim {now|today|it here}: {badlink}|Call {phone} to claim|Reply CLAIM}{. Offer ends {day}| within 24 hours|}{stop}",
            "{{shop}|{brand}}: {{name}, |}{you came {1st|2nd} in our {draw|giveaway|raffle}|your {entry|receipt} won a {bigsum} {gift card|voucher}|you are today's lucky {customer|visitor}}{.|!} {Collect your {prize|reward}: |See what you won: |Confirm delivery: }{badlink}{stop}",
            "{Final|Last} {attempt|notice}: {your {gift|reward|prize} of {bigsum} {is unclaimed|expires today}|we tried to reach you about your prize}. {badlink}{stop}",
            "{hi}{name}, {there is a small gift from {shop} waiting for you|we kept {item} aside for you|a customer with your number was drawn on {day}}. {You only cover {fee} postage.|Tell us where to send it.|} {badlink}{mstop}",
        ],
    ),
    kind(
        "lottery",
        "prizes",
        "any",
        &[
            "{Coca-Cola|Toyota|{real}|FIFA|KBC|Euro} {Lottery|Lucky Draw|Promo}: your {number|mobile|SIM} {has won|won} {{lakh}|{bigsum}|£500,000|$1,000,000 USD}. {To claim call {phone}|Send name, age, address to claim@prize.example|WhatsApp lottery manager {friend} {phone}|Lottery no {digits:4}}{.|!}",
            "{Ur mob no.|Your mobile number|U} {has been|was} {awarded|selected for} {a {bigsum} prize|{£2000|£900} cash}{!|.} {2 claim call {phone}|Call {phone} from land line|Txt CLAIM to 8{digits:4}}. {{Valid 12hrs only|T&Cs apply|150ppm}|}{stop}",
        ],
    ),
    kind(
        "short bait",
        "prizes",
        "any",
        &[
            "{Need cash|Easy loan|{bigsum} today|Fast money|Quick job|Win {bigsum}|Free spins|Hot date|Cheap pills|Debt gone}{?|!|:|.} {{badlink}|Call {phone}|Txt YES|Reply 1|Ask {friend}}",
            "{{shop} gift|Your prize|Parcel fee|Last chance|Claim {sum}|Crypto tip|VIP bet}: {badlink}",
        ],
    ),
    kind(
        "survey reward",
        "prizes",
        "any",
        &[
            "{Answer a short survey|Take our 30 second survey|Tell us about {shop}} and {get|receive} {a {free |}{bigsum} {gift card|iPhone}|{item}|a reward of up to {sum2}}{!|.} {badlink}{stop}",
        ],
    ),
    kind(
        "free trial trap",
        "prizes",
        "any",
        &[
            "{Free sample|Free trial|First month free}: {{keto|skin cream|teeth whitener|CBD} kit|a smart watch|a vacuum}, {just pay {fee} shipping|only {fee} today}{!|.} {Limited stock.|Ends {day}.|} {badlink}{stop}",
        ],
    ),
    kind(
        "gambling",
        "gambling",
        "any",
        &[
            "{{brand} Casino|{brand} Bet|Lucky {brand}|Vegas {brand}}: {{get|claim|grab} {digits:2} FREE SPINS|{100%|200%|500%} deposit bonus up to {bigsum}|your {sum} free bet is {here|waiting}|jackpot is now {bigsum}}{!|.} {Play now {badlink}|Log in: {badlink}|Code {digits:4} at {badlink}}{stop}",
            "{Bet|Wager} {sum} get {sum2} {free |}on {the big game|{day}'s match|roulette and slots}{!|.} {badlink} {18+|21+|T&Cs apply|}{stop}",
            "{hi}{name}, {we added {sum} to your player account|your seat at the table is free tonight|odds on {day}'s match look good}. {Play when you like at {badlink}|Come and join: {badlink}|Just deposit {fee}}{.|}{mstop}",
        ],
    ),
    kind(
        "rummy and fantasy",
        "gambling",
        "IN",
        &[
            "{Play Rummy|Teen Patti|Fantasy cricket|IPL betting|Ludo} {and win|win daily} {{lakh}|Rs.10,000 cash|upto 1 crore}{!|.} {Welcome bonus {rs}.|Rs.{digits:3} credited, use before {day}.|ID in 2 mins on WhatsApp {phone}.} {Join {badlink}|Download: {badlink}|{badlink}}{mstop}",
        ],
    ),
    kind(
        "sexual content",
        "sex",
        "any",
        &[
            "{{Hot|Sexy|Lonely} {singles|girls|women|milfs} {near you|in {city}|in your area} want to {meet|chat|hook up}{ tonight|}|{friend} sent you {a private photo|3 nudes|a naughty pic}|I'm {friend}, {19|22|25}, horny and home alone}{!|.} {See {me|them|it}: {badlink}|Text HOT to {phone}|Join free: {badlink}} {18+|}{stop}",
            "{XXX|Adult} {videos|chat|dating} {{sum} a week|free for 7 days}{!|.} {badlink} {18+|}{stop}",
            "{hi}{{friend} here, |}{new in {city}, private massage at yours or mine|would you like some company tonight|my new pictures are up, subscribers only}. {Call {phone}|{badlink}|Text me for rates}{.|}{mstop}",
        ],
    ),
    kind(
        "hate",
        "hate",
        "any",
        &[
            "{They are vermin|These subhuman people|The invaders}{: | }{must be thrown out of {city}|are taking our country|do not belong here}{!|.} {Join us {day} at {time}|Read the truth: {badlink}|Stand up, deport them all}{!|.}{stop}",
            "{{city} belongs to us|Our streets, our blood|Enough of them}{.|!} {Meet {day} {time}, bring friends.|Do not rent to them, do not hire them.|Make them leave, pass it on.} {badlink}{stop}",
        ],
    ),
    kind(
        "alcohol",
        "alcohol",
        "any",
        &[
            "{{brand} Liquor|{brand} Wine|{brand} Spirits|{brand} Bar}: {{vodka|whiskey|tequila|craft beer|wine} {percent} off|2-for-1 {cocktails|shots|beers} {tonight|{day}}|free {beer|shots} before {time}}{!|.} {Order: {badlink}|Delivered to your door {badlink}|Show this text}{stop}",
            "{hi}{name}, {a case of {red|rum|gin} at {percent} less|our {season} whisky is in|ladies drink free {day}|bottomless mimosas from {sum}}{.|!} {Reply CASE|No ID at the door|Order at {badlink}|Call {phone}}{.| {brand} Wines}{mstop}",
        ],
    ),
    kind(
        "firearms",
        "firearms",
        "any",
        &[
            "{{brand} Guns|{brand} Arms|{brand} Tactical}: {{9mm|AR-15|Glock 19|rifle|pistol|ammo|.223} {sale|deals|in stock|{percent} off}|gun show in {city} {day}|bulk ammo {sum} a box}{!|.} {Shop {badlink}|{badlink}|Call {phone}}{stop}",
            "{hi}{name}, {the rifle you looked at is {percent} less|no license needed for our {pistol kits|air guns}|we ship suppressors to your door|private sale, Glock with two mags, {bigsum}}. {See {badlink}|Text {phone}|Cash only}{.|}{mstop}",
        ],
    ),
    kind(
        "tobacco and vape",
        "tobacco",
        "any",
        &[
            "{{brand} Vape|{brand} Smoke Shop|{brand} Cigars|Vape {brand}}: {{disposable vapes|e-liquid|cigars|nicotine pouches|vape kits} {percent} off|buy 2 get 1 free on {all |}{vapes|e-juice|cigarettes}|new flavours of {vape juice|disposables} in}{!|.} {{badlink}|Order {badlink}|In store {city}}{stop}",
            "{hi}{name}, {your flavour is back|duty free cigarettes, {sum} a carton|no ID, we deliver pods in {city}|shisha night {day}}. {Order: {badlink}|WhatsApp {phone}|{phone}}{mstop}",
        ],
    ),
    kind(
        "cannabis",
        "cannabis",
        "any",
        &[
            "{{brand} Dispensary|{brand} CBD|Green {brand}|420 {brand}}: {{THC gummies|CBD oil|pre-rolls|edibles|flower|Delta-8 carts} {percent} off|{$20|$25} eighths {today|{day}}|free {pre-roll|gummies} with any order}{!|.} {{badlink}|Menu: {badlink}|Order for delivery}{stop}",
            "{hi}{name}, {fresh flower in, top shelf|sleep well with our hemp drops|your weed man is back in {city}|bud delivered in 30 minutes}. {Menu {badlink}|Text {phone}|{percent} off the first order}{.|}{mstop}",
        ],
    ),
    kind(
        "pills and cures",
        "drugs",
        "any",
        &[
            "{{Viagra|Cialis|Xanax|Adderall|Ozempic|Tramadol} {without prescription|from {sum}|no Rx needed|delivered discreetly}|Lose {20|30} lbs in {2 weeks|a month}{ without diet|}|This miracle {keto|fat burner} {pill|gummy} melts fat}{!|.} {Order {now|today}: {badlink}|{badlink}|Free trial {badlink}}{stop}",
            "{hi}{name}, {doctors hide this from you, sugar gone in 9 days|hair grows back with this oil|one capsule a night ends joint pain|men over 40 feel 20 again}. {See how: {badlink}|First bottle {fee}|Call {phone}}{.|}{mstop}",
        ],
    ),
    kind(
        "counterfeits",
        "drugs",
        "any",
        &[
            "{Rolex|Gucci|Louis Vuitton|Ray-Ban|Nike|iPhone} {copies|replica|first copy|outlet} {from {sum}|{80%|90%} off|at {fee}}{!|.} {1:1 quality.|Free shipping worldwide.|Same box.|} {{badlink}|WhatsApp {phone}|{badlink} only today}{.|}{mstop}",
            "{IPTV|All channels|Netflix accounts|Cracked software} {for {sum} a year|lifetime {sum}|20000 channels} {{phone}|{badlink}}{mstop}",
        ],
    ),
    kind(
        "astrologer and lucky gems",
        "drugs",
        "any",
        &[
            "{Love problem|Black magic|Husband wife dispute|Court case|No child}? {Guru|Pandit|Prophet|Madam} {friend} {solves it in 24 hours|100% result|sees your future}. {Call {phone}|WhatsApp {phone}|{badlink}}{.|}{mstop}",
        ],
    ),
];
