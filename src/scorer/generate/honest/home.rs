//! Utilities, telecom operators, homes and subscriptions.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "outage",
        "utility",
        "any",
        &[
            "{brand} {Energy|Power|Water|Electric}: {We know about an outage in {city}|There is a power cut in your area|Planned work on {day} from {time}}. {Crews are on site.|We expect power back by {time}.|Report or track it: {link}|Sorry for the trouble.}{stop}",
            "{brand} Energy: power {is back on|has been restored} in {city}. {Still out? Reply OUT or call {phone}.|Thank you for your patience.}",
            "{Load shedding|Stage {2|4}}: {city} block {digits:1}, {day} {window}. {Plan ahead.|Switch off geysers.|}{ {brand} Power|}",
        ],
    ),
    kind(
        "bill due",
        "utility",
        "any",
        &[
            "{brand} {Energy|Water|Gas|Mobile|Broadband}: {Your bill of {sum} is ready|Your {monthly|} bill is {sum}, due {day}|Reminder: {sum} is due {day}|your bill is overdue, please pay {sum} or call us}. {Pay at {link}|Autopay is on; no action needed.|View it in the app.|Thank you.}{stop}",
            "{Thank you|Thanks}! {We received your payment of {sum}|Your payment of {sum} was received}{ on {day}|}. {Confirmation {digits:8}.|Ref {digits:6}.|} {brand} {Energy|Water|Mobile}",
            "{Dear Consumer, |Dear Customer, |}{electricity bill of CA {digits:10} is {rs}, due {day}|we got {rs} for bill {digits:6}|meter reading is on {day}}. {Pay by UPI or at {link}|Pls ignore if paid|Visit the {city} office}. {brand} Power",
        ],
    ),
    kind(
        "meter and tariff",
        "utility",
        "any",
        &[
            "{brand} {Energy|Gas|Water}: {please send your meter reading by {day}|your fixed tariff ends {day}|your smart meter is booked for {day} {window}|government energy discount of {sum} was paid into your account|you used 8% less than last month}. {Reply with the numbers.|Nothing to do.|See your choices: {link}|Call {phone}.}{stop}",
        ],
    ),
    kind(
        "technician",
        "utility",
        "any",
        &[
            "{brand} {Broadband|Heating|Cable|Plumbing}: {your technician {name}|our engineer} {will arrive|is due} {day} {window}. {Reply Y to confirm or R to reschedule.|Track: {link}|Call {phone} if you need to change it.}",
            "{hi}{name}, {friend} from {brand} {Heating|Electrical|Roofing} {is on the way|is 20 minutes out|will be there at {time}}. {Please clear the boiler cupboard.|Reply if nobody is home.|}",
        ],
    ),
    kind(
        "data usage",
        "telecom",
        "any",
        &[
            "{telco}: {You have used {50%|80%|90%|100%} of your {5|10|20|50} GB|Your plan renews on {day}|Your top-up of {sum} was successful}. {Reply BAL for your balance.|See usage in the app.|Add data at {link}|Valid until {day}.|}",
            "{Welcome to {city}!|Travelling?} {telco}: calls cost {fee} a minute, texts are {fee}. {Reply ROAM for help.|Your allowance works here too.|More: {link}}",
        ],
    ),
    kind(
        "plan and roaming",
        "telecom",
        "any",
        &[
            "{telco}: {your {recharge|top-up} of {sum} was successful, valid for 28 days|thanks for your payment of {sum}|your plan expires in {2|3|5} days|your new SIM is active|roaming is now on for {city}}. {Benefits: unlimited calls, 1.5 GB a day.|Manage your plan: {link}|Log in to your account to renew.|Ref {digits:10}.|}{stop}",
            "{dear}{we will send you settings for data and picture messages shortly|your number will move to {telco} on {day}|network work is planned {day}, calls may drop|you have 1 new voicemail, dial 121}. {No action is needed.|Help: {phone}|See {link}}",
        ],
    ),
    kind(
        "indian recharge",
        "telecom",
        "IN",
        &[
            "{{Recharge|Topup} of {rs} {is successful|successful} for XXXXXX{digits:4}{. |, }{Validity 28 days|Txn ID {digits:10}|Main bal {rs2}}|{50%|90%|100%} of your daily {1.5|2} GB data is used, {resets at midnight|speed is 64 Kbps now}|Your pack {expires|ends} {on {day}|today}}. {intelco}{. Check *{digits:3}#|}",
            "{intelco}: {your complaint {digits:8} is resolved|your port request code is {digits:6}, valid till {day}|your SIM is activated, dial 59059 to verify|you missed a call from XXXXXX{digits:4} at {time}}. {Thank you.|}",
        ],
    ),
    kind(
        "operator offer",
        "telecom offers",
        "any",
        &[
            "{telco}: {your contract ends {day}, see phones you can upgrade to|add a second SIM for {sum} a month|you can get fibre at your address now|roam in 40 countries for {fee} a day|get 50 GB for the price of 20 this month}. {Visit {link}|In store in {city}|Reply YES and we will call|Call {phone}}{.|}{mstop}",
            "{hi}{name}, {as a {telco} customer you get {percent} off a new phone|thanks for 2 years with {telco}, here are 5 GB on us|your plan now has 5G at no cost}. {Switch it on in the app.|See {link}|Nothing to do.}{mstop}",
        ],
    ),
    kind(
        "subscription",
        "subscriptions",
        "any",
        &[
            "{stream}: {your plan renews on {day} for {sum}|we couldn't take your payment, we will try again {day}|your free month ends {day}|your plan is cancelled, you can watch until {day}|price changes from {day} to {sum} a month}. {Manage it in your account settings.|Thanks for being a member.|See {link}|No action needed.}{stop}",
            "{brand} {Box|Coffee Club|Vitamins|Meals}: {your next box ships {day}|payment of {sum} received|skip or swap by {time} {day}}. {Reply SKIP to skip.|Edit: {link}|}{mstop}",
        ],
    ),
    kind(
        "streaming news",
        "subscriptions",
        "any",
        &[
            "{stream}: {new episodes of your show are out {day}|because you liked jazz, try our new playlist|the match is live {day} at {time}|add the sports pack for {sum} a month}. {Watch: {link}|Open the app.|}{mstop}",
        ],
    ),
    kind(
        "property",
        "housing",
        "any",
        &[
            "{brand} {Apartments|Lettings|Property}: {rent of {bigsum} is due {day}|water will be off {day} {window}|your parcel is at the office|maintenance will visit {day} {window}|fire alarm test {day} at {time}}. {Reply with questions.|Call {phone}.|Pay in the resident portal.|}{stop}",
            "{hi}{name}, {your viewing of the flat in {city} is confirmed for|can we move the viewing to} {day} {time}? {Reply YES or NO.|{brand} Lettings|}",
        ],
    ),
    kind(
        "estate agent",
        "housing",
        "any",
        &[
            "{brand} {Realty|Homes|Estate Agents}: {a 3 bed house like the ones you saved is new in {city}|price cut on the house you viewed, now {bigsum}|open house {day} {time}|your offer was accepted|the survey is booked for {day}}. {Call {friend} on {phone}|See photos: {link}|Reply VIEW to book a viewing}{.|}{mstop}",
            "{hi}{name}, {friend} here from {brand} {Properties|Realty}. {The seller replied, can you talk today?|The papers are ready to sign at {time}.|Are you still looking in {city}? I have two new ones for you.|Thanks for coming {day}, what did you think?}",
        ],
    ),
    kind(
        "home repair",
        "housing",
        "any",
        &[
            "{Ticket {digits:5}: |Work order {digits:4}: }{your {heating|lift|tap|door} {repair is booked {day} {window}|is fixed}|a part is on order, due {day}}. {Rate us 1-5.|Reply N if it still leaks.|{brand} Maintenance}{.|}",
        ],
    ),
    kind(
        "security company",
        "subscriptions",
        "any",
        &[
            "{brand} {Alarm|Home|Security}: {front door opened at {time}|motion in the garden at {time}|your camera battery is at 9%|alarm set by {name}|your yearly check is due {day}}. {View: {link}|Reply OK to dismiss.|Call {phone}.|}",
        ],
    ),
];
