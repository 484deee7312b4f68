//! False jobs, task scams, pyramid sales, and the gathering of leads.

use super::super::{Kind, prohibited as kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "work from home",
        "jobs",
        "any",
        &[
            "{Work from home|Earn from your phone|Part-time job|Remote job}: {earn |make |}{$200|$300|$500|£150|{sum}|Rs.5000} {a day|per day|daily}{, no experience| for 1 hour of easy work|}{!|.} {WhatsApp {phone}|Apply: {badlink}|Reply JOB|Add us on Telegram: {badlink}}{stop}",
            "{hi}{I'm|this is} {friend} from {{brand}|{real}} HR. {We saw your resume and|Your profile was recommended and we} {offer|have} a {remote|flexible online} {position|role}{, 60-90 minutes a day|}, {$50-$300|$200 to $500|S$100-S$400} {daily|per day}, paid {daily|in USDT}. {Interested? Reply YES|Contact {phone} on WhatsApp}{.|}{stop}",
            "{Be your own boss!|Fire your boss!|Financial freedom is here.} {Make {bigsum} a {week|month} with our {proven|secret} system.|Turn {sum} into {bigsum}.} {Join: {badlink}|Text INFO to {phone}}{stop}",
        ],
    ),
    kind(
        "task scam",
        "jobs",
        "any",
        &[
            "{hi}{we need people to {like videos|rate hotels|review apps|subscribe to channels} {on YouTube|on Google Maps|for {real}}|our {brand} team is hiring helpers for {real} sellers}. {Each task pays {sum}.|{sum} for the first three tasks, free trial.|You work when you like and are paid the same day.} {Text {friend} on WhatsApp {phone}|Telegram {badlink}|Reply 1 to start}{.|}{mstop}",
            "{Hello, may I have a minute?|Hi, sorry to disturb you.|Good day.} {I'm {friend} from {brand} Recruiting.|We got your number from {a job site|Indeed|LinkedIn}.} {Simple online work, {sum} to {sum2} a day, training is free.|It needs a phone and one hour a day.|Age 25+, basic pay {sum2} for four days.} {May I tell you more?|Shall I send the details?|If so please reply, thank you.}",
        ],
    ),
    kind(
        "fake job offer",
        "jobs",
        "any",
        &[
            "{hi}{name}, {congratulations, you are hired at {real}|your CV was selected by {brand}|your application to {real} is accepted, start {day}}. {Pay {sum} for the {ID card|uniform|training|background check}|Send your bank login for direct deposit|Deposit the check we mail you and keep {sum}}{: {badlink}|, call {phone}|.}{stop}",
            "{Airport|Canada|Gulf|Cruise ship|Warehouse} {jobs|vacancy}, {salary {bigsum}|visa free|no interview}{, 10th pass ok| both men and women|}. {Registration fee {sum}.|} {Call {phone}|WhatsApp {phone}|{badlink}}{mstop}",
        ],
    ),
    kind(
        "pyramid selling",
        "jobs",
        "any",
        &[
            "{hi}{name}, {it's {friend}, we should talk about|have you thought about|I'd love to share} {a second income|leaving the 9 to 5|my new business}{.|?} {My team made {bigsum} in {season}.|Bring two friends and you earn from them too.|You only need {sum} to begin.} {Zoom {day} {time}: {badlink}|Call me {phone}|Are you open to it?}{mstop}",
            "{Join {brand} today|Limited seats}: {earn {percent} on each member|{bigsum} in 30 days, proof inside|binary plan launched}{!|.} {badlink}{mstop}",
        ],
    ),
    kind(
        "mystery shopper",
        "jobs",
        "any",
        &[
            "{Become a|We need a} {mystery shopper|car wrap driver|product tester} {in {city}|in your area}{!|:} {earn|get paid} {sum} {per task|a week}{, no fee|}. {Sign up {badlink}|Reply YES with your name and address}{stop}",
            "{{shop} wants your opinion|Test a phone and keep it|Drive your own car with our sticker}, {sum2} a week. {No cost to you.|We send a check first.} {{badlink}|{friend} {phone}|Reply with your address}{.|}{mstop}",
        ],
    ),
    kind(
        "lead generation",
        "leads",
        "any",
        &[
            "{{Need|Looking for} {cheap|affordable} {car|life|health|home} insurance?|{Solar panels|New windows|A new roof} at no cost?|Your {auto|car} warranty {is about to expire|has expired}!|Were you in an accident?} {Get a free quote|Compare quotes|See if you qualify|You may be owed {bigsum}}{: {badlink}|. Call {phone}|. Reply YES}{stop}",
            "{Medicare|Final expense|Obamacare} {benefits|plans} {2024|2025|} {changed!|update:} {you may be entitled to {sum2} back|seniors get {bigsum} more}. {Call {phone}|Check: {badlink}}{stop}",
            "{{brand} |}{Funeral plans from {sum}|Life cover for {fee} a day|Boiler grants for over 50s|Free loft insulation in {city}}{, see if you qualify|, no obligation|}. {Reply YES|{badlink}|Call free {phone}}{mstop}",
        ],
    ),
    kind(
        "house buyer",
        "leads",
        "any",
        &[
            "{hi}{name}, {I'd like to buy your {house|property}|would you take a cash offer for your {house|property}} {on {city} Street|in {city}|}? {No fees, close in 7 days.|We buy as is.|} {Reply YES or call {phone}.|{brand} Homes|Let me know.}{stop}",
            "{Hey, is this {name}?|Hi, {friend} here.} {I drove by {digits:3} {city} Ave and wondered if you'd sell.|Are you the owner of {digits:4} {city} Rd?} {Cash, any condition.|What number would make you smile?|Sorry if it's the wrong person.}",
        ],
    ),
    kind(
        "injury and claims",
        "leads",
        "any",
        &[
            "{Our records show you {have had|were in} an accident{ that wasn't your fault|}|{name}, you have not claimed your {PPI|whiplash|diesel|flight} money|Used {weedkiller|hair relaxer|talc|CPAP}?}{. |, }{you {may be|are} owed {bigsum}|{bigsum} is waiting|claims close {day}}. {Reply CLAIM|Call {phone}|{badlink}}{. {stop}|{stop}}",
        ],
    ),
    kind(
        "unasked survey",
        "leads",
        "any",
        &[
            "{Who will you vote for|Do you own your home|Are you over 50|What do you pay for power}? {Answer|Reply A or B} {and {sum} is yours|to get a gift|in our 1 minute poll}{: {badlink}|.} {Results are shared with partners.|}{stop}",
            "{Congratulations, your number was picked|You have been chosen} {for a {shop} survey|by {real}}. {Finish it and {get|keep} {item}|Just pay {fee} postage}: {badlink}{stop}",
        ],
    ),
    kind(
        "political money",
        "leads",
        "any",
        &[
            "{{They are STEALING it|We are BEGGING|Final deadline|Don't scroll past}|{friend} for Congress}: {800% match active until midnight|your membership is EXPIRED|we have not seen your name, {name}|sign before they take your vote}{!|.} {Rush {sum}: {badlink}|Chip in >> {badlink}|Poll closes in 1 hour {badlink}}{stop}",
            "{Do you stand with us|Yes or no, do you support the {governor|president}|Will you let them win}? {Answer now|Your reply is missing}{: |. }{badlink}{mstop}",
        ],
    ),
    kind(
        "fake charity",
        "leads",
        "any",
        &[
            "{{city} Flood Appeal|Children of {city}|Veterans Fund|{brand} Relief}: {a child dies every hour|please send {sum} for {name}'s operation|we are collecting for the victims}. {Only gift cards or crypto: {badlink}|Send to {payapp} {phone}|Donate at once {badlink}|God will repay you, {phone}}{.|}",
        ],
    ),
    kind(
        "bulk data and services",
        "leads",
        "any",
        &[
            "{Bulk SMS|Leads database|Followers|Website|SEO|Google reviews} {from {sum}|at {fee} each|for your business}{: |, }{1 lakh numbers free|100% delivery, no DLT|first page of Google in 7 days|5000 likes today}. {WhatsApp {phone}|{badlink}|Call {friend} {phone}}{mstop}",
            "{Buy|Get} {a degree|IELTS certificate|a driving license|fake notes|medical certificates} {without exam|registered and real|in 5 days}{!|.} {phone}{mstop}",
        ],
    ),
];
