//! Schools, councils, agencies, courts, libraries, warnings.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "school notice",
        "school",
        "any",
        &[
            "{brand} {School|Elementary|High School|Academy|Primary}: {School is closed {today|tomorrow} due to {snow|a power cut|flooding}.|Early dismissal at {time} on {day}.|Parents' evening is on {day} at {time}.|Picture day is {day}.|The bus on route {digits:1} is running 20 minutes late.}{stop}",
            "{Dear parents, |Parents: |Dear Parent, |}{brand} School {wishes to inform you that|reminds you that} {the trip is on {day}|lunch money of {sum} is due {day}|classes start again on {day}|uniform is required from {day}}. {Call {phone} with questions.|Reply if you have questions.|}",
        ],
    ),
    kind(
        "attendance",
        "school",
        "any",
        &[
            "{brand} {School|Academy|College}: {{name} was absent {today|from period {digits:1}}|{name} was late today ({time})|we have no reason for {name}'s absence}. {Please call {phone}.|Reply with the reason.|If you have told us, ignore this text.}",
        ],
    ),
    kind(
        "exam results",
        "school",
        "any",
        &[
            "{brand} {University|College|Board}: {results are out|your grade for {Maths|Biology|Law 101} is posted|you passed|hall ticket for {day} is ready|your exam is {day} {time}, hall {digits:1}}. {Log in to the portal.|See {link}|Roll no {digits:6}.|Good luck!}",
            "{Congratulations {name}, |Dear {name}, |}{you have been admitted to {brand} University|your application {ref} is complete|your scholarship of {sum2} is confirmed}. {Accept your place by {day}.|Enrol at {link}|Letter in your e-mail.}{stop}",
        ],
    ),
    kind(
        "school fees",
        "school",
        "any",
        &[
            "{brand} {College|University|School}: {registration for the {spring|fall} term opens {day}|your library books are due {day}|your fee of {sum} is due {day}|your application was received|fee receipt no {digits:5} for {rs}}. {See the student portal.|Log in at {link} for details.|}{stop}",
            "{brand} {University|College}: {open day {day} {time}, come and meet us|still 12 places in evening classes|alumni dinner in {city} on {day}|apply by {day} for the {fall|spring} term}. {Register: {link}|Reply YES|Call {phone}}{.|}{mstop}",
        ],
    ),
    kind(
        "campus alert",
        "school",
        "any",
        &[
            "{brand} Alert: {campus closes at {time} because of {snow|a storm|a power cut}|shelter in place, police are on campus|all clear, classes resume|gas smell in the library, keep away|this is a test, no action needed}. {More at {link}|Updates to follow.|}",
        ],
    ),
    kind(
        "public notice",
        "public",
        "any",
        &[
            "{City of {city}|{city} Council|{city} County}: {rubbish collection moves to {day}|street cleaning {day} {window}, please move your car|boil water notice lifted|severe weather is expected {day}|the library opens {day}|recycling is {green|brown} bins this week}. {More: {link}|Reply STOP to end alerts.|}",
            "{city} {Council|Town Hall}: {your parking permit renews {day}|your council tax bill of {sum} is ready|you reported {ref}, it was fixed {day}|planning meeting {day} {time}}. {Thank you.|View: {link}|Call {phone}.}{stop}",
        ],
    ),
    kind(
        "emergency alert",
        "public",
        "any",
        &[
            "{city} {Fire|Police|Emergency}: {road closed near {city} until {time}|storm warning, stay indoors {day}|evacuation lifted|missing child, 7, blue jacket, call {phone}|wildfire, leave now by the north road}. {Follow local news.|Call {phone} for help.|}",
            "{EMERGENCY ALERT|SEVERE ALERT|AMBER Alert|Weather warning}: {flash flood warning until {time}|tornado warning in {city}, take shelter|heat of 41C expected {day}|test only, no action}. {Stay away from rivers.|Check on neighbours.|Details {link}|}",
        ],
    ),
    kind(
        "weather and traffic",
        "public",
        "any",
        &[
            "{brand} Weather: {snow from {time}, 10 cm by {day}|heavy rain {day} {window}|sunny, 24C, wind light|pollen is high today}. {Drive with care.|You asked for this alert.|Reply STOP to end.|}",
            "{city} Traffic: {accident on the ring road, 40 min delay|bridge closed {window}|roadworks end {day}}. {Plan ahead.|Map: {link}|}",
        ],
    ),
    kind(
        "agency notice",
        "public",
        "any",
        &[
            "{gov}: {we received your {tax return|claim|application} on {day}|your refund of {sum2} was sent to your bank|your return is due {day}|a letter is in your online inbox|your {benefit|pension} of {sum2} is paid {day}|you have an interview on {day} at {time}}. {No action is needed.|Sign in as usual, we do not send links.|Ref {digits:8}.|}",
            "{gov}: {your {vehicle tax|licence|passport|card} {expires|is due} {day}|you can renew your {licence|ID} from {day}|thank you for your payment of {sum}|your account was updated}. {Search for our site or call {phone}.|If you have renewed, ignore this reminder.|See {link}|}",
        ],
    ),
    kind(
        "court and jury",
        "public",
        "any",
        &[
            "{{city}|{brand}} {Court|County Court}: {reminder, you have a hearing on {day} at {time}, room {digits:2}|jury group {digits:3} need not report {day}|jury service begins {day} {time}|your hearing is by video}. {Bring ID.|Call the clerk at {phone}.|Missing it can lead to a warrant.|Free help: {phone}}{stop}",
        ],
    ),
    kind(
        "library",
        "public",
        "any",
        &[
            "{{brand}|{city}} {Library|Libraries}: {your hold is ready to pick up|{2|3} items are due {day}|item overdue since {day}, fine {fee}|renewed until {day}}. {Reply RENEW.|Show your card.|Open till {time}.|}{stop}",
        ],
    ),
    kind(
        "voting",
        "public",
        "any",
        &[
            "{{city} Elections|County Clerk|Electoral Office}: {your ballot was {mailed|received|counted}|polls are open {day} until {time}|your polling place is {brand} School|register to vote by {day}}. {Bring photo ID.|Find it: {link}|Questions? {phone}}{stop}",
        ],
    ),
    kind(
        "campaign supporters",
        "politics",
        "any",
        &[
            "{hi}{name}, {it's|this is} {friend} with {{friend} {Lee|Byrne|Gomez} for {city}|the {Green|Labour|Liberal|Independent} campaign}. {Thanks for signing up!|You said you would help.|} {Can you knock doors {day} at {time}?|Early voting ends {day}.|Will you be at the rally on {day}?|Have you made a plan to vote?|Chip in {sum}? {link}}{mstop}",
            "{{friend} for {Mayor|Senate|Council}|Team {friend}}: {you gave last month, thank you|we launch {day} at {time} in {city}|the deadline is {day} and we are {sum2} short}. {Join: {link}|Give {fee}: {link}|Reply YES to come}{.|}{mstop}",
        ],
    ),
    kind(
        "volunteers",
        "charity",
        "any",
        &[
            "{brand} {Food Bank|Shelter|Beach Clean|Hospice}: {volunteers are needed {day} at {time}|your shift is {day} {window}|training for new helpers {day}|thank you for helping on {day}}. {Reply Y if you can.|Meet at the gate.|Sign up: {link}|}{stop}",
        ],
    ),
];
