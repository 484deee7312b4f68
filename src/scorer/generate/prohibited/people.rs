//! Fraud that begins like a chat: no brand, no link, no capitals.

use super::super::{Kind, prohibited as kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "family impostor",
        "impostors",
        "any",
        &[
            "{Hi|Hey|Hello} {mum|mom|dad}{,|} {I {dropped|broke|lost} my phone{ down the toilet|}, {this is my new number|I'm using a friend's}|my phone is broken, this is my temporary number}. {Can you {send|transfer} me {bigsum}{ for rent|}?|Text me on WhatsApp {phone}|Please reply asap, I need help with a payment.}",
            "{Grandma|Grandpa|Auntie|Papa}, {it's me, I had an accident|I'm at the police station|I lost my wallet abroad}{. |, }{please don't tell {mum|dad}|can you help me with {bigsum} today|my lawyer {friend} will call you}{.|}",
        ],
    ),
    kind(
        "wrong number",
        "impostors",
        "any",
        &[
            "{Hi|Hello|Hey} {name}{,|!} {{it's|this is} {friend}, we met at {the golf club|a conference in {city}}|are you still coming to the yacht party {day}|my assistant gave me your number for the investment meeting}? {Is this still your number?|Nice to meet you, I'm {friend}.|Sorry, wrong number. You seem kind, shall we be friends on WhatsApp?|Add me on WhatsApp {phone}}",
            "{Is this {Dr|coach|the vet|agent} {name}? My {dog|horse|daughter} is {ill|asking for you}.|{friend}, are we still on for golf with the investors {day}?|Long time no see, it's {friend} from {city}, did you change your number?} {Please reply.|I found you in my contacts.|Who is this please?|You seem a nice person, where are you from?}",
        ],
    ),
    kind(
        "romance",
        "impostors",
        "any",
        &[
            "{Hello dear|Hi handsome|Hello my friend|Good morning beautiful}, {I'm {friend}, a {surgeon|engineer|soldier} {on an oil rig|with the UN|abroad}|I saw your profile and my heart stopped|I am a widow with {bigsum} in the bank}. {I will visit you soon, only the {customs|hospital|visa} fee of {bigsum} is missing.|Write me on WhatsApp {phone}.|Please send a {real} gift card so we can talk.}",
        ],
    ),
    kind(
        "marketplace scam",
        "impostors",
        "any",
        &[
            "{Hi, is the|Hello, is your} {sofa|bike|camera|table} {on Facebook Marketplace |}still {available|for sale}? {I'll pay {sum2} extra if you hold it.|My mover collects it, I pay by {payapp}.|To be sure you're real, send me the code you get.|I paid, confirm your card to receive it: {badlink}}",
            "{{Facebook Marketplace|{real}|{brand} Market}: |}{your item is sold for {sum}|the buyer paid {sum2}}. {Accept the money: {badlink}|Pay {fee} insurance to get it: {badlink}}",
        ],
    ),
    kind(
        "rental scam",
        "impostors",
        "any",
        &[
            "{hi}{the flat in {city} is still free, {bigsum} a month all in|you can have the house in {city}, I'm abroad for work|many people want the room}. {Pay the deposit of {bigsum} today and I send the keys by {carrier}.|Send a copy of your passport and first month by {payapp}.|Book the viewing with {sum}: {badlink}} {friend}",
        ],
    ),
    kind(
        "inheritance",
        "impostors",
        "any",
        &[
            "{Dear friend|Attention beneficiary|Good day|Beloved}, {I am {Barrister|Mrs|Mr} {friend}, my client died and left {$4.5 million|£2.8M|12,000,000 USD}|your fund of {$10.5 million|£850,000} was approved by the {World Bank|UN}|your ATM card worth {$2.5M|£1M} is ready}. {Reply with your name and address.|Pay {sum2} for the papers.|Contact {phone}.|Write to claims@fund.example}",
        ],
    ),
    kind(
        "extortion",
        "impostors",
        "any",
        &[
            "{I have your video|I know what you did|We have recorded you}{. |, }{send {bigsum} in bitcoin|pay {bigsum} {today|by {day}}} {or your family sees it|or I send it to all contacts|and I delete it}. {Wallet: {badlink}|You have 24 hours.|Do not go to the police.}",
            "{I was paid to hurt you|Somebody wants you dead}, {bigsum} and I walk away. {Reply now.|Tell no one.|Write to me at {phone}.}",
        ],
    ),
];
