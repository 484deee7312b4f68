//! Jobs, shifts, pay; support desks and workshops in conversation with customers.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "job shift",
        "work",
        "any",
        &[
            "{brand} {Staffing|Crew|Care}: {you are scheduled|your shift is} {day} at {time} in {city}. {Reply Y to accept, N to decline.|Reply C to confirm.|Clock in with code {digits:4}.}{stop}",
            "{Open shift|Extra shift}: {day} {window}, {brand} {Warehouse|Hotel|Store}, {fee} extra an hour. {First to reply YES gets it.|Claim it in the app.|Call {phone}.}",
        ],
    ),
    kind(
        "interview",
        "work",
        "any",
        &[
            "{hi}{name}, {your interview with {brand} is|we would like to invite you to an interview with {brand}} {on |}{day} at {time}. {Reply YES to confirm.|Call {phone} if you cannot make it.|The address is in your e-mail.|Video link: {link}}",
            "{hi}{name}, {friend} from {brand} HR. {Thanks for your time today, we will be in touch by {day}.|Could you send two references?|Sorry, we chose another candidate this time.|Can you talk {day} at {time} about the {driver|cook|nurse|sales} job you applied for?}",
        ],
    ),
    kind(
        "hiring by consent",
        "work",
        "any",
        &[
            "{brand} {Transport|Logistics|Care|Foods}: {thank you for applying, {name}|we'd like to talk about your application|your application for {driver|cook|nurse|clerk} is complete|your first day is {day} at {time}}. {Finish it at {link}|Call {phone}|Reply YES for an interview}{.|}{stop}",
            "{brand} Jobs: {3 new jobs match your search in {city}|{driver|nurse|chef|teacher} wanted, {city}, {fee} an hour more on nights|job fair {day} {time}}. {See {link}|You asked for job alerts.|Apply by {day}.}{mstop}",
        ],
    ),
    kind(
        "payroll",
        "work",
        "any",
        &[
            "{brand} {Payroll|HR}: {your payslip for {day} is ready|please submit your timesheet by {time}|your leave from {day} is approved|your tax form is in the portal|pay day moves to {day}}. {Log in as usual.|Questions? {phone}|Thanks.}{stop}",
            "{hi}{name}, {your salary of {sum2} was sent today|your overtime is approved|expenses of {sum} are paid}. {brand} HR",
        ],
    ),
    kind(
        "staff notice",
        "work",
        "any",
        &[
            "{brand} {Staff|Team|IT}: {office closed {day}|fire drill at {time}|the VPN is down, we are on it|your password expires {day}, change it on your work PC|new rota is up|parking lot is being swept {day}}. {Reply SAFE if you are well.|Thanks.|More on the intranet.|}",
            "{Team, |All: |Reminder: |}{stock take {day} from {time}|meeting moved to {time}|please wear the new vest|truck {digits:3} is at dock {digits:1}}. {friend}{, {brand}|}",
        ],
    ),
    kind(
        "support",
        "service",
        "any",
        &[
            "{hi}{name}, {this is {brand} support|{brand} here}. {We got your message|Your ticket {digits:6} is {open|solved|updated}} and {we will call you {day}|will reply within a day|an agent is looking into it}. {Reply to this text any time.|Was it helpful? Reply 1-5.|}",
            "{brand}: thanks for {contacting us|your message}, {name}. {Could you send us your order number?|Is {day} at {time} good for a call?|What is the best time to reach you?|Our hours are 9 to 5.}",
        ],
    ),
    kind(
        "short reply",
        "service",
        "any",
        &[
            "{Thanks!|Thank you.|Great, thanks {name}.|OK.|Perfect!|Got it.} {Your request {ref} is closed.|You're booked.|We'll see you {day}.|Your appointment is confirmed.|We have noted your answer.|We'll be in touch.|You are all set.|Have a nice day!}",
            "{Sorry, we didn't understand that.|Sorry, that slot is gone.|We are closed now.|No problem.} {Reply YES or NO.|Reply HELP for help.|Call {phone}.|Would {day} {time} work?|We open at {time}.}",
            "{You have been unsubscribed|You are unsubscribed from {brand}|You will get no more messages}{.| and will receive no more messages.| Reply START to join again.}",
        ],
    ),
    kind(
        "mid conversation",
        "service",
        "any",
        &[
            "{Yes, we have it in {blue|size 9|stock}|That part is {sum}|It needs a new battery, {sum} with labour|We can do {day} at {time}|The table by the window is free|I checked, your order left this morning}{.| -} {Shall I put it aside?|Want us to go ahead?|Is that ok?|Let me know.|{friend}}",
            "{Could you send a photo of the {leak|damage|label}?|What is your postcode please?|Which day suits you best?|Is this about order {digits:5}?|How many guests will it be?} {Thanks, {friend}|{brand}|}",
            "{hi}{name}, {friend} from {brand}. {I tried to call you about your {order|boiler|car|enquiry}.|Your quote is in your e-mail.|I'm outside, is the gate open?|I left the keys with the neighbour.} {Call me back on {phone}.|Thanks!|}",
        ],
    ),
    kind(
        "repair shop",
        "service",
        "any",
        &[
            "{hi}{name}, {your car|your bike|your phone|your laptop|the repair} is {ready|done} at {brand}{ Auto| Garage|}. {Total is {sum}.|We close at {time}.|Reply YES to approve {sum} for new brakes.|Pick it up any time {day}.}{stop}",
            "{brand} {Auto|Tyres|Garage}: {your service is due|it's time for your {oil change|MOT|inspection}}. {Book at {link}|Call {phone} to book|Reply with a day that suits you.}{stop}",
        ],
    ),
    kind(
        "car dealer",
        "service",
        "any",
        &[
            "{brand} {Motors|Toyota|Ford|Honda}: {your {car|truck} is due for service|recall {digits:5}: please book the free repair|the part came in|your test drive is {day} {time}|your lease ends {day}, let's talk about what is next}. {Book: {link}|Call {friend} on {phone}|Reply 1 to book}{.|}{stop}",
            "{brand} Motors: {{season} service, {sum} with oil and filter|{percent} off tyres until {day}|trade-in weekend {day}}{.|!} {Book at {link}|Call {phone}}{.|}{mstop}",
        ],
    ),
    kind(
        "feedback",
        "service",
        "any",
        &[
            "{hi}{name}, {thanks for visiting|thank you for choosing} {brand}{ in {city}|}! {How likely are you to recommend us? Reply 0-10.|Please rate us: {link}|Tell us how we did: {link}|We'd love a review: {link}}{stop}",
            "{brand}: {how was your {call|stay|delivery|visit} {today|on {day}}|did {friend} solve your problem|2 questions about your order}? {Reply 1 (bad) to 5 (good).|Reply Y or N.|{link}|It takes a minute: {link}}{stop}",
        ],
    ),
    kind(
        "survey by consent",
        "service",
        "any",
        &[
            "{brand} Panel: {a new survey is open for you, 5 minutes, 40 points|thank you, 120 points were added|you agreed to take part in our {health|travel|media} study}. {Start: {link}|Ends {day}.|Reply 1 if you watched TV yesterday, 2 if not.}{mstop}",
            "{{city} University|{brand} Research|{gov}}: {week 3 of the study, how did you sleep, 1-10|please fill in today's diary|thank you for taking part}. {Questions: {phone}|Here: {link}|}{stop}",
        ],
    ),
    kind(
        "warranty",
        "service",
        "any",
        &[
            "{brand}: {your {washing machine|laptop|boiler|mattress} is registered, warranty until {day}|your warranty claim {ref} is accepted|the yearly boiler check in your cover is due|safety recall of {item}, stop using it}. {Free repair: {link}|Book on {phone}|Keep this text|Reply BOOK}{.|}{stop}",
        ],
    ),
];
