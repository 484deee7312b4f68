//! Honest texts about goods and words that prohibited campaigns use too: no word alone decides.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "wine with dinner",
        "neighbours",
        "any",
        &[
            "{hi}{name}, your table at {brand} is {day} {time}. {The set menu comes with a glass of wine.|Wine pairing is {sum} a head.|Happy hour ends at {time}.|Corkage is {fee}.|We saved the beer garden for you.} {Reply C to confirm.|See you!}",
            "{brand} {Restaurant|Hotel|Pub}: {dinner for two with a bottle of wine, {sum}|our chef's table with wine on {day}|quiz and pies {day}, bar open till {time}}. {Book {phone}|Reply TABLE|{link}} {Drink responsibly.|}{mstop}",
        ],
    ),
    kind(
        "no smoking help",
        "neighbours",
        "any",
        &[
            "{{brand} Quitline|NHS Stop Smoking|QuitNow}: {day {digits:1} without a cigarette, well done|cravings pass in 3 minutes, try a walk|your nicotine patches are ready at the pharmacy|you have saved {sum} by not smoking}. {Reply CRAVE for a tip.|Call {phone} to talk.|}{stop}",
            "{brand} School: {vaping is not allowed on site|talk for parents about vapes {day} {time}|a vape was found in {name}'s bag, please call {phone}}.{ Thank you.|}",
        ],
    ),
    kind(
        "range and hunting notice",
        "neighbours",
        "any",
        &[
            "{brand} {Gun Club|Rifle Club|Range}: {range closed {day}|safety course {day} {time}, bring ID|your license renewal is due {day}|competition results are up}. {Reply OK.|Club secretary {friend}|}",
            "{brand} {Safes|Hardware}: {recall of gun safe {digits:4}, the lock can fail|gun lock giveaway {day} at the police station}. {Call {phone}|Free repair: {link}}.",
        ],
    ),
    kind(
        "pharmacy and diet",
        "neighbours",
        "any",
        &[
            "{brand} {Clinic|Pharmacy}: {your {Ozempic|Adderall|insulin|pain medicine} prescription needs a visit first|please bring ID for your medicine|weigh-in {day} {time}, you lost 2 lbs, well done|pills due at {time}}. {Call {phone}.|Reply OK.|{doctor}}",
        ],
    ),
    kind(
        "debt help from your lender",
        "neighbours",
        "any",
        &[
            "{bank}: {we noticed you missed a payment of {sum}|having trouble with payments? We can help|your payment plan of {sum} a month is set up|your arrears are cleared, thank you}. {Talk to us on {phone}, free and without judgement.|Free advice: StepChange or National Debtline.|Reply CALL.|}{stop}",
            "{This is a message from|} {brand} {Collections|Recovery}, a debt collector{, about account {acct}|}. {Please call {phone}.|Pay or dispute at {link}|You may write to us to dispute it.} Reply STOP to opt out.",
        ],
    ),
    kind(
        "licensed lottery and betting notice",
        "neighbours",
        "any",
        &[
            "{{city} Lottery|National Lottery|State Lottery}: {your account has a message, log in to see it|draw numbers {digits:2} {digits:2} {digits:2}|your subscription ends {day}|you set a deposit limit of {sum}}. {Play responsibly.|18+|Help: {phone}}",
        ],
    ),
    kind(
        "student loan service",
        "neighbours",
        "any",
        &[
            "{{brand} Loan Servicing|Student Finance|StudentAid}: {your payment of {sum} is due {day}|your form was approved|your income plan must be renewed by {day}|your loan statement is online}. {Log in to your account.|Call {phone}.|There is no fee for help.}{stop}",
        ],
    ),
    kind(
        "legal and claims service",
        "neighbours",
        "any",
        &[
            "{brand} {Law|Legal|Solicitors}: {your case {ref} has an update|please sign the form we sent|your hearing is {day} {time}|the other side's insurer offered {bigsum}, please call}. {{friend}, {phone}|Upload it: {link}|Reply with a good time.}",
            "{{brand} Settlement|Class Action Admin}: {you filed claim {digits:8}, it was approved|your payment of {sum} was sent}. {No action is needed.|See the court notice: {link}|}{stop}",
        ],
    ),
    kind(
        "investment account service",
        "neighbours",
        "any",
        &[
            "{brand} {Invest|Brokers|Pensions|Funds}: {your order to buy 10 shares was filled at {sum}|your yearly statement is ready|dividend of {sum} was paid|your pension is now {bigsum}|fund units allotted, folio {digits:7}}. {Log in as usual.|Capital at risk.|}{stop}",
        ],
    ),
    kind(
        "vet's CBD warning and food recall",
        "neighbours",
        "any",
        &[
            "{{gov}|{shop}}: {recall of {gummies|energy drink|peanut butter|baby food} lot {digits:5}|do not feed lot {digits:4} to pets}. {Bring it back for a refund.|Details: {link}|Call {phone}.}",
        ],
    ),
    kind(
        "sexual health clinic",
        "neighbours",
        "any",
        &[
            "{brand} Clinic: {your sexual health test is negative|please call us about your test|your contraception refill is ready|free condoms at reception}. {We are open till {time}.|Call {phone}.|This number takes no replies.}",
        ],
    ),
    kind(
        "dating app notice",
        "neighbours",
        "any",
        &[
            "{{brand} Dating|Lumeo|HeartLine}: {{digits:6} is your login code|your profile was approved|someone you matched with sent you a message|tip: meet in a public place first}. {Open the app.|Report at any time in the app.|}{stop}",
        ],
    ),
    kind(
        "government relief paid",
        "neighbours",
        "any",
        &[
            "{gov}: {your {relief|cost of living|heating} payment of {sum2} will be paid by {day}|you do not need to apply for the {energy|heating} grant|your grant application {ref} was received}. {We never ask for bank details by text.|Look for it in your bank account.|Search for our site to learn more.}",
        ],
    ),
    kind(
        "winner of a real raffle",
        "neighbours",
        "any",
        &[
            "{hi}{name}, {your ticket no {digits:4} won a {hamper|cake|bottle of wine|garden chair} in our {school|church|club} raffle|your photo won our {season} contest}! {Collect it from the office.|{friend} has it for you.|See you {day}.|{brand} PTA}",
        ],
    ),
    kind(
        "work from home notice",
        "neighbours",
        "any",
        &[
            "{brand} {HR|Team|School}: {please work from home {day}, the office is closed|remote days change from {day}|lessons are online {day}|your laptop for home working is ready}. {Reply OK.|Thanks.|Questions to {friend}.}",
        ],
    ),
];
