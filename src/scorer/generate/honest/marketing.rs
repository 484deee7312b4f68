//! Marketing to people who agreed to it.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "shop sale",
        "marketing",
        "any",
        &[
            "{shop}: {{percent} off {goods}{ until {day}| this week| this weekend|}|{Our {season} sale is on: |}{percent} off {goods}|Save {percent} on {goods}{ until {day}| this weekend|}|{Sale|Weekend sale}: {goods} {percent} off}{.|!} {{link}|Shop {now: |at |}{link}|See {link}|In store and at {link}.}{.|}{mstop}",
            "{{percent} off {goods} at {shop}{ until {day}| until Sunday|}|{This week|Until {day}|Now on} at {shop}: {goods} {for|at} {percent} {off|less}}. {Have a look: |More: |Online: |}{link}{.|}{mstop}",
            "{hi}{name}{, |! }{our {sale|weekend offer} {starts|ends} {day}|as a member you get {percent} off {goods}|enjoy {percent} off your next order}. {Use code {SAVE|HELLO|THANKS|SPRING}{digits:2} at {link}|Shop: {link}}{ - {shop}|. {shop}}{.|}{mstop}",
            "{season} {offers|sale} {now on|at {shop}}{!|:} {buy 2 get 1 free on {goods}|{goods} from {sum}|flat {percent} off on {goods}|spend {sum}, save {fee}}. {Visit our {city} store|Shop {link}|Ends {day}}{. T&C apply|.|}{mstop}",
        ],
    ),
    kind(
        "new arrivals",
        "marketing",
        "any",
        &[
            "{shop}: {new {goods} just arrived|our new {season} collection is here|{goods} are back in stock}{.|!} {See them at|Look:|Shop} {link}{.|}{mstop}",
            "{Just in|New in|Back in stock} at {shop}: {goods}. {link}{.|}{mstop}",
            "{hi}{name}, {the {goods} you saved are back|you asked us to tell you: {item} is in stock again|a price drop on {item}, now {sum}}. {shop} {link}{mstop}",
        ],
    ),
    kind(
        "loyalty",
        "loyalty",
        "any",
        &[
            "{brand} {Rewards|Club|Perks}: {you have {digits:3} points|your {sum} reward is ready to use|thanks for being a member|points worth {fee} expire {day}|double points {day}}{.|!} {Use it by {day} in store or at {link}.|Show this text at the till.|See your points: {link}}{mstop}",
            "{Happy birthday, {name}! {Enjoy a {free|} {coffee|dessert|treat} on us|Here's {percent} off} {from|at} {shop}.|{name}, your {free |}{birthday treat|coffee} is waiting at {shop}.} {Valid until {day}.|Show this text.|Code {digits:5}.}{mstop}",
            "{hi}{name}, {you reached Gold at {shop}|your {shop} card has {digits:3} points after today|10 stamps, so the next {coffee|wash|haircut} is on us}. {Thank you!|{link}|Ask at the counter.}{mstop}",
        ],
    ),
    kind(
        "restaurant offer",
        "food offers",
        "any",
        &[
            "{brand} {Pizza|Grill|Kitchen|Bakery|Tacos}: {{2 for 1|buy one get one free|free delivery|{percent} off} {today|on {day}|all week}|kids eat free on {day}|our new menu is here|Sunday lunch for two, {sum}}{.|!} {Order at {link}|Order: {link}|Show this text.|Call {phone} to order.}{mstop}",
            "{hi}{name}, {we miss you at {brand}|it's been a while}{!|.} {Have a {dessert|starter|coffee} on us this week.|Book for {day} and get {percent} off.} {{link}|Reply TABLE to book|Call {phone}}{.|}{mstop}",
        ],
    ),
    kind(
        "pizza and coffee",
        "food offers",
        "any",
        &[
            "{brand} {Coffee|Donuts|Burgers|Sushi|Deli}: {{free|}{ cookie| drink| side} with {any|your next} order {today|{day}}|{percent} off {lunch|dinner|orders over $20}|buy 1 get 1 {on lattes|on burgers|all day}}{!|.} {Order ahead: {link}|Show this text.|In the app only.|Code {digits:4}.}{mstop}",
            "{Hungry?|It's {pizza|taco|burger} night!|Lunch is on us!|Fancy {food}?} {brand} has {percent} off {until {time}|today|on {day}}{.|!} {{link}|Order at {link}|Call {phone}}{.|}{mstop}",
        ],
    ),
    kind(
        "abandoned cart",
        "marketing",
        "any",
        &[
            "{shop}: {you left {something|{goods}|{item}} in your {cart|basket}|still thinking about {goods}?|your {cart|basket} is waiting}{.|!} {Finish your order: |Complete it at |}{link}{.|}{ Use code BACK{digits:2} for {percent} off.|}{mstop}",
            "{hi}{name}, {{item} is still in your basket|we saved your cart}. {Need help choosing? Reply to this text.|Free returns.|} {link} {shop}{mstop}",
        ],
    ),
    kind(
        "welcome",
        "marketing",
        "any",
        &[
            "{Welcome to|You're subscribed to|Thanks for joining} {shop} {texts|alerts|offers}! {Up to 4 msgs/month.|Msg frequency varies.|{percent} off your first order with code {digits:5}.} Msg & data rates may apply. Reply HELP for help, STOP to {end|cancel}.",
            "{shop}: {Reply Y to confirm|Text YES to get} {weekly|our} {offers|deals} {by text|alerts}. {No purchase needed.|} Msg&data rates may apply. {STOP to opt out.|Reply STOP to cancel.}",
        ],
    ),
    kind(
        "event invitation",
        "marketing",
        "any",
        &[
            "{shop}: {join us|you're invited} {in store |}{on |}{day} at {time} for {our {season} event|free coffee and {percent} off|a workshop about {goods}|late night shopping}. {RSVP: {link}|No ticket needed.|Reply YES to save a spot.}{mstop}",
            "{hi}{name}, {the {brand} team invites you to {event} on {day}|our {city} store opens {day} at {time}|meet the author {day} {time} at {shop}|our free webinar on {gardening|first homes|pensions} is {day}}. {Register: {link}|See you there!|Call {phone}}{.|}{mstop}",
        ],
    ),
    kind(
        "flash sale",
        "sales",
        "any",
        &[
            "{shop}: {FLASH SALE|LAST DAY|24 HOURS ONLY|Last chance|Ends tonight}{!|:} {percent} off {goods}{.|!} {Shop now {link}|{link}|Only in store}{mstop}",
            "{Only today|Today only|48 hours only|Weekend only}: {{goods} {percent} off|free shipping on everything|an extra {percent} off sale prices} {at {shop}|with {shop}}{.|!} {link}{mstop}",
        ],
    ),
    kind(
        "last day of a sale",
        "sales",
        "any",
        &[
            "{shop}: {Last day!|Final hours!|Ends tonight:|Don't miss out:|Hurry,|TODAY ONLY:} {{percent} off {goods}|free shipping on {goods}|our {goods} sale ends {at midnight|{day}}}{.|!} {Shop: |Shop now: |}{link}{.|}{mstop}",
            "{SALE|BIG SALE|VIP early access|Members only}{:|!} {Take |Get |}{percent} off {goods} at {shop}{ with code {digits:4}|}{!|.} {link}{mstop}",
        ],
    ),
    kind(
        "newsletter",
        "marketing",
        "any",
        &[
            "{brand} {Garden|News|Books|Kitchen|Money}: {this week: {5 easy soups|how to prune roses|what the budget means for you|ten books for {season}}|your {day} digest is ready}. {Read: {link}|{link}}{mstop}",
        ],
    ),
    kind(
        "gift cards and holidays",
        "sales",
        "any",
        &[
            "{Merry Christmas|Happy Diwali|Eid Mubarak|Happy New Year|Happy Easter|Happy Mother's Day} from {all of us at |}{{shop}|{brand}|{bank}}{!|.} {We open again {day}.|Gift cards from {sum}: {link}|{percent} off {goods} until {day}: {link}|Thank you for a good year, {name}.}{mstop}",
            "{shop}: {order by {day} for delivery before {season}|gift card of {sum} from {friend}: {link}|gift wrapping is free until {day}}{.|!} {mstop}",
        ],
    ),
    kind(
        "local business",
        "marketing",
        "any",
        &[
            "{hi}{name}, {{friend} from {brand} {Lawns|Windows|Pools|Cleaning|Chimneys}|{brand} {Lawns|Pools|Cleaning} here}{. |: }{we are in your street {day}, want us to stop by?|{season} slots are filling up, shall I book you in again?|same as last year for {sum}?|{percent} off if we do both cars}. {Reply YES|Call {phone}|Let me know}{.|}{mstop}",
            "{brand} {Farm|Bakery|Butchers|Fishmonger|Market}: {strawberries are ready, pick your own from {day}|fresh bread from {time}|order your turkey by {day}|the stall is at {city} market {day}}. {Reply with your order.|See you!|Call {phone}.}{mstop}",
        ],
    ),
    kind(
        "app and software",
        "marketing",
        "any",
        &[
            "{{brand}|{real}}: {your trial ends {day}, plans from {sum} a month|version 5 is out, see what's new|you used 90% of your storage|your team has 3 new comments|we added dark mode}. {Upgrade in settings|Read more: {link}|Reply HELP to talk to us}{.|}{mstop}",
        ],
    ),
    kind(
        "refer a friend",
        "loyalty",
        "any",
        &[
            "{{brand}|{shop}|{bank}|{telco}}: {give {friend} {fee} and get {fee}|refer a friend and you both get {percent} off|{friend} joined with your code, {fee} is in your account}. {Your code: {digits:6}|Share {link}|Terms at {link}}{.|}{mstop}",
        ],
    ),
    kind(
        "contest with rules",
        "loyalty",
        "any",
        &[
            "{shop}: {thanks for entering our {season} draw, we draw on {day}|the winner of our raffle is drawn {day} in store|vote for your favourite {cake|garden|photo} by {day}|you entered, entry no {digits:4}}. {No purchase needed, rules: {link}|Good luck!|One entry each.}{mstop}",
        ],
    ),
    kind(
        "courses and classes",
        "leisure offers",
        "any",
        &[
            "{brand} {Dance|Music|Coding|Language|Art} {School|Academy}: {new term starts {day}|{percent} off {beginners|kids} classes|free trial lesson {day} {time}|2 places left in {friend}'s class}. {Enrol: {link}|Reply YES|Call {phone}}{.|}{mstop}",
        ],
    ),
];
