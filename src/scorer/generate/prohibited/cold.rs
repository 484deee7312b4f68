//! Cold advertising for others: agents who bought a list of numbers and sell what carriers do not want.

use super::super::{Kind, prohibited as kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "credit card agent",
        "cold sales",
        "IN",
        &[
            "{dear}{get a lifetime free credit card|{inbank} credit card with limit of {lakh}|your card is pre-approved, no income proof}{, | with {rs} voucher, | & airport lounge, }{apply in 2 mins|only Aadhaar needed|approval same day}. {Click {badlink}|Call {friend} {phone}|Missed call to {phone}|SMS CARD to 5{digits:4}}{. T&C|}{mstop}",
            "{Balance transfer|Top up|Overdraft|Gold loan|Loan against property} {at {8.5%|9.99%|10.5%}|of {lakh}|{lakh} on call}{. |, }{low EMI of {rs}|all banks, one form|old loan no problem}. {{friend}, {phone}|{badlink}}{mstop}",
        ],
    ),
    kind(
        "plots and flats",
        "cold sales",
        "IN",
        &[
            "{Own a {villa plot|2BHK|farm house|weekend home} {near {city}|5 mins from the metro|in a gated township}|Pre-launch in {city}!|Last few units:} {starts at {lakh}|@ {lakh} all incl|book with {rs}|pay 10% now}{. |! }{RERA approved.|Assured rent.|Spot booking offer, gold coin free.|Free site visit with cab.} {Call {phone}|{badlink}|Give missed call {phone}}{mstop}",
        ],
    ),
    kind(
        "admissions agent",
        "cold sales",
        "any",
        &[
            "{Direct admission|Study abroad|MBBS|MBA|B.Tech seats|Online degree}{: | in {city}: | }{no exam|no IELTS|100% visa|low fees|only 5 seats left}{. |! }{Call our counsellor {friend} {phone}|Register {badlink}|Fill form {badlink}|WhatsApp {phone}}{mstop}",
            "{Become a {data scientist|coder|nurse|airport officer} in {30|90} days|Spoken English in 1 month|Govt job coaching}{, job guaranteed|, pay after placement|, {percent} off today}{. |! }{{badlink}|Call {phone}}{mstop}",
        ],
    ),
    kind(
        "visa and migration agent",
        "cold sales",
        "any",
        &[
            "{Canada PR|Work permit for Poland|Australia visa|Germany job visa|UK care worker visa} {in 60 days|without IELTS|no refusal|pay after visa}{. |! }{Free assessment {badlink}|Call {phone}|WhatsApp your CV {phone}|Office in {city}}{mstop}",
        ],
    ),
    kind(
        "timeshare and clubs",
        "cold sales",
        "any",
        &[
            "{{name}, you and your spouse are invited|Congrats couple|Dinner on us} {at hotel {brand}, {city}|{day} {time}}{. |! }{Collect your free {gift|3 night stay|dinner set}, just hear our talk.|Both must come, income above {lakh}.|No purchase needed.} {Call {friend} {phone} to confirm|Reply YES}{.|}{mstop}",
            "{Timeshare owner?|Stuck with a timeshare?} {We cancel or sell it in 30 days.|Buyers are waiting for yours.|You are owed {bigsum}.} {Call {phone}|{badlink}}{mstop}",
        ],
    ),
    kind(
        "third-party insurance",
        "cold sales",
        "any",
        &[
            "{{car|two wheeler|term|health|pet} {cover|insurance|plan}|Life cover of {bigsum}} {from {fee} a day|at {percent} less|{rs} a month}{. |, }{no medical|compare 20 insurers|smokers welcome|renew lapsed policy today}. {{badlink}|Call {phone}|Reply Q for a quote}{mstop}",
            "{Over 50|Homeowner|Veteran|Business owner}? {You may get {cover|a burial plan|a plan} for {fee}.|Rates fell {day} in {city}.} {See {badlink}|Press here {badlink}|{friend} can talk now {phone}}{mstop}",
        ],
    ),
    kind(
        "franchise and resale",
        "cold sales",
        "any",
        &[
            "{Start your own {petrol pump|ATM|pharmacy|courier|cloud kitchen}|Rent your roof for a tower|Franchise of {{brand}|{shop}}}{, | and }{earn {bigsum} monthly|advance {bigsum}, rent {sum2} a month|no experience}. {Call {phone}|{badlink}|Apply by {day}}{mstop}",
        ],
    ),
    kind(
        "pension and PPI lines",
        "cold sales",
        "GB",
        &[
            "{Did you know you can|You could} {take {25%|cash} from your frozen pension|claim back PPI|get a free boiler|write off {bigsum} under a little known law}{? |. }{Reply {PENSION|PPI|YES} for info|Call {phone}|See {badlink}}{, to opt out reply STOP|. {stop}|{mstop}}",
            "{Free msg: |FREEMSG |}our records indicate you {may be entitled to {bigsum}|were mis-sold {PPI|a pension|a car loan}}{. |, }{to claim free reply {YES|CLAIM}|call {phone}|{badlink}}{. To stop text STOP|{mstop}}",
        ],
    ),
    kind(
        "health camp and clinics",
        "cold sales",
        "any",
        &[
            "{Hair transplant|Laser|Weight loss|IVF|Knee pain|Piles|Sugar} {treatment|camp|care} {at {percent} off|from {sum}|free check on {day}}{. |! }{No surgery.|Results in 7 days.|100% ayurvedic.|EMI {rs}.} {Book {badlink}|Call {phone}|Missed call {phone}}{mstop}",
        ],
    ),
    kind(
        "third-party power and solar",
        "cold sales",
        "any",
        &[
            "{Power bill too high?|{name}, your rate goes up {day}.|{city} homes now get solar at no cost.} {Switch and save {percent}.|Government pays {bigsum} of it.|See if your zip qualifies.|Only 20 roofs left.} {{badlink}|Call {phone}|Reply SAVE|Reply with your bill}{mstop}",
        ],
    ),
];
