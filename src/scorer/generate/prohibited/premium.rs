//! Premium-rate texts as they were in Britain and elsewhere from 2003 on, and calls that cost.

use super::super::{Kind, prohibited as kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "premium chat",
        "premium",
        "GB",
        &[
            "{U have|You have|You've} {a secret admirer|1 new voicemail|a new match|an unread picture message}{!|.} {Call {phone}|Text {CHAT|YES} to 8{digits:4}|Listen at {badlink}} {{1.50|3.00}GBP/msg|150p per msg|$9.99/week|}{stop}",
            "{Someone u know fancies u|A {girl|guy} from {city} wants 2 meet u|{friend} is waiting 4 ur reply}{!|.} {2 find out who txt DATE to 8{digits:4}|call {phone}}{. {£1.50/msg rcvd|50p/min|18+}|}{. Box {digits:3} {city}|}{stop}",
        ],
    ),
    kind(
        "ringtones",
        "premium",
        "GB",
        &[
            "{Get|Download|Ur} {FREE|a new|the latest} {ringtone|polyphonic tone|wallpaper|java game|caller tune}{!|:} {txt TONE to 8{digits:4}|reply TUNE|Dial {digits:5}} {{£3|£1.50|Rs.30}/wk|T&Cs apply|18+|16+ only|}{. {badlink}|}{stop}",
            "{Set|Make} {the new film song|this hit} your caller tune, {dial 5{digits:4}|press *|call {phone}} {Rs.{digits:2}/month|{fee} a week|first week free}{.|!}{mstop}",
        ],
    ),
    kind(
        "text quiz",
        "premium",
        "GB",
        &[
            "{Win|WIN|U could win} {£{digits:3}|a Mini|an iPod|tickets|{bigsum}}{!|.} {Who sang Hello? A) Adele B) Sting|What is 7x8? A 54 B 56|Which city is in France? A Paris B Rome}{. |? }{Txt A or B to 8{digits:4}|Send ans to {digits:5}} {£1/txt|{fee} per msg|T&Cs {badlink}}{stop}",
        ],
    ),
    kind(
        "callback trap",
        "premium",
        "any",
        &[
            "{We tried 2 contact u|You have a missed call from {phone}|URGENT! We tried to deliver your gift|A message is held for you}{. |, }{call {phone}|ring back {phone} now|dial {phone} to hear it} {{1.50|0.90}/min|NatRate|from landline only|}{.|}{stop}",
        ],
    ),
    kind(
        "unwanted subscription",
        "premium",
        "any",
        &[
            "{You are subscribed to|Thank you for joining|Service activated:} {Horoscope|Fun Club|Daily Tips|Cricket Alerts|Video Zone} {at {fee}/day|for {fee} a week|, {sum} per month}. {To stop visit {badlink}|Confirm: {badlink}|Sms UNSUB {digits:4}|Enjoy at {badlink}}{.|}",
        ],
    ),
];
