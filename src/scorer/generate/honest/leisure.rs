//! Restaurants, tickets, gyms, salons, clubs and congregations.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "table booked",
        "restaurant",
        "any",
        &[
            "{hi}{name}, your table for {2|3|4|6|8} at {brand} {is confirmed|is booked} for {day} at {time}. {Reply C to cancel.|Call {phone} to change.|See you soon!|Running late? Text us.}{stop}",
            "{brand} {Grill|Kitchen|Bistro|Cafe}: {Reminder: |}{your reservation is|we look forward to seeing you} {day} at {time}. {Reply 1 to confirm, 9 to cancel.|Manage it: {link}}",
        ],
    ),
    kind(
        "table ready",
        "restaurant",
        "any",
        &[
            "{hi}{name}, your table at {brand} is {ready now|almost ready}. {Please come to the host stand.|We will hold it for 10 minutes.|Reply X to cancel.}",
            "{brand}: {you are number {digits:1} on the waitlist|your wait is about 15 min|added to the list, party of {2|4|5}}. {We'll text you when your table is ready.|Reply CANCEL to leave the list.|See the line: {link}}",
        ],
    ),
    kind(
        "tickets",
        "tickets",
        "any",
        &[
            "{Your tickets for|You're going to} {brand} {Live|Festival|Theatre} {on |}{day}{ are ready|}! {View them: {link}|Doors open at {time}.|Show this text at the door: {digits:8}.}{stop}",
            "{brand} {Cinema|Arena}: booking {digits:6}, {2|3|4} seats, {day} {time}. {Enjoy the show!|Please arrive early.|Print or show this message.}",
            "{brand} Tickets: {the show of {day} moved to {time}|sorry, the match on {day} is off, {sum} goes back to your card|you won't need paper, your e-ticket is in the app|waiting list: 2 seats came free for {day}}. {Details: {link}|Reply YES to take them.|Queries {phone}|}",
        ],
    ),
    kind(
        "gym class",
        "leisure",
        "any",
        &[
            "{brand} {Fitness|Yoga|Gym}: {you're booked for|a spot opened in|reminder:} {spin|yoga|pilates|the {time} class} {on |}{day}. {Cancel by {time} to avoid a fee.|Reply YES to take it.|See you there!}{stop}",
            "{hi}{name}, your {brand} Gym membership {renews on {day} for {sum}|payment of {sum} did not go through. Please update it at the desk or in the app|freeze ends on {day}}.{stop}",
        ],
    ),
    kind(
        "gym offer",
        "leisure offers",
        "any",
        &[
            "{brand} {Gym|Fitness|Pilates}: {no joining fee {this week|until {day}}|bring a friend free on {day}|{percent} off a year if you switch by {day}|personal training, 3 sessions for {sum}|we miss you! Come back for {sum} a month}{.|!} {Reply IN or visit {link}|Ask at the desk|Join: {link}}{.|}{mstop}",
        ],
    ),
    kind(
        "salon",
        "leisure",
        "any",
        &[
            "{hi}{name}! {Your {haircut|colour|massage|nail|grooming} appointment {at {brand}|with {friend}} is|See you} {day} at {time}. {Reply C to confirm.|Text us to change it.|24h notice please if you can't make it.}{stop}",
            "{brand} {Hair|Spa|Nails|Barbers}: {it's been 6 weeks, time for a trim?|{friend} has a gap {day} at {time}|treat mum, gift cards from {sum}|{percent} off colour on {day}}{.|!} {Book {link}|Call {phone}|Reply YES}{.|}{mstop}",
        ],
    ),
    kind(
        "sports club",
        "community",
        "any",
        &[
            "{brand} {FC|Tennis|Swim Club|Rugby|Cricket}: {training {is off|moves to {time}} {day}|match {day}, meet at {time}|subs of {sum} are due|kit arrives {day}|pitch is waterlogged, no game today}. {Reply IN or OUT.|Bring boots and water.|Thanks all|Coach {friend}}",
            "{U10s|U14s|First team|Juniors}: {bus leaves {time} from the club|we need 2 more drivers for {day}|well played, 3-1!|AGM {day} {time}, please come}. {Let {friend} know.|}",
        ],
    ),
    kind(
        "congregation",
        "community",
        "any",
        &[
            "{brand} {Church|Mosque|Temple|Parish|Synagogue}: {service is at {time} {day}|{event} is {day} at {time}|please pray for the {Lee|Okafor|Byrne} family|the food bank needs rice and tins|choir practice is off tonight}. {All welcome.|Call the office {phone}.|God bless.|Watch live: {link}|}{stop}",
        ],
    ),
    kind(
        "community group",
        "community",
        "any",
        &[
            "{{city} Neighbours|{brand} Residents|{brand} Allotments|Scouts {city}}: {meeting {day} {time} at the hall|lost cat, grey, near the park|{event} {day}, all welcome|hall cleaning {day}, bring a broom|water off {day} {window}}. {Reply if you can help.|Tea and cake!|Thanks, {friend}|More: {link}}",
            "{Reminder: |}{event} {is|starts} {day} at {time}{, {brand} Hall|}. {Bring a dish.|Can you still come? Reply Y or N.|Free entry, raffle at the end.|Tickets {fee} at the door.}",
        ],
    ),
    kind(
        "charity thanks",
        "charity",
        "any",
        &[
            "{brand} {Foundation|Relief|Shelter|Hospice}: {thank you for your gift of {sum}|your donation helped 12 families|your monthly gift of {sum} will be taken on {day}|thank you for walking with us on {day}, we raised {bigsum}}. {Read more: {link}|A receipt is in your e-mail.|We could not do it without you.|}{stop}",
            "{Thanks|Thank you} {name}, {your {sum} text gift to {brand} was received|you have given blood {3|10|25} times|Gift Aid adds 25% to your gift}. {Reply GIFT with your name and postcode.|It means so much.|}{stop}",
        ],
    ),
    kind(
        "charity appeal",
        "charity",
        "any",
        &[
            "{brand} {Relief|Animal Rescue|Food Bank|Hospice|Lifeboats}: {floods in {city} left 900 homes without water|winter is hard on the dogs in our care|{day} is our giving day, every gift is doubled|we are {sum2} short of our goal}. {Give {sum}: {link}|Text HELP5 to donate {fee}|Can you help again, {name}? {link}|Reply GIVE}{.|}{mstop}",
            "{hi}{name}, {last year you helped us plant 40 trees|because of you 12 children have school books|thank you for being a supporter}. {Would you give {sum} again this {season}?|Will you join us {day} for {event}?} {link}{mstop}",
        ],
    ),
    kind(
        "blood donation",
        "charity",
        "any",
        &[
            "{{brand}|{city}} Blood {Centre|Service}: {you can donate again from {day}|O negative is low this week, we have spaces {day}|your donation of {day} was sent to a hospital in {city}|your appointment is {day} {time}}. {Book: {link}|Reply YES to come.|Drink plenty and eat first.|Thank you, {name}!}{stop}",
        ],
    ),
    kind(
        "cinema and club",
        "leisure offers",
        "any",
        &[
            "{brand} {Cinemas|Bowling|Club|Museum|Zoo}: {{2 for 1 tickets|{percent} off tickets} on {day}|new films this {week|weekend}|quiz night {day} at {time}|kids go free {this weekend|on {day}}|members see it first on {day}}{.|!} {Book {at |}{link}|Members only.|Doors {time}.}{mstop}",
            "{hi}{name}, {{brand} plays {city} on {day}, presale code {digits:5}|last seats for {event} {day}|half price Mondays are back at {brand} Cinema}{.|!} {Tickets: {link}|Box office {phone}|From {sum}}{.|}{mstop}",
        ],
    ),
];
