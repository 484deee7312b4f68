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
    kind(
        "phone upgrade line",
        "premium",
        "GB",
        &[
            "{Had your {mobile|handset} {10 mths|11 months} or more?|Is ur handset over a year old?|U r due an upgrade!} {Get|Claim} the latest {camera|colour|bluetooth} phone {4 FREE|with double mins & txts|for {fee} line rental}{!|.} {Call MobileDesk on {phone}|Reply UPGRADE|Txt NEW to {digits:5}}{ or 2optout txt STOP|{stop}}",
            "{FREE|Half price line rental +} {{digits:3} mins|unlimited txts|weekend calls} {to any network|on {telco}}{. |! }{Call now {phone}|Call back {phone}|Txt YES for callback}{. T&Cs apply|. 18+|}{stop}",
        ],
    ),
    kind(
        "holiday and cash line",
        "premium",
        "GB",
        &[
            "{URGENT!|Important msg:|2nd attempt to contact u!} {Your {4* Tenerife|Spanish|Florida} {holiday|break}|Ur {bigsum} {cash|award}|A {bigsum} shopping voucher} {awaits collection|is waiting 4 u|has not been claimed}{. |! }{Call {phone} from a landline|ring {phone} B4 {day}} {Box {digits:3} {city}, 18+, 150ppm|cost {fee}/min, Ts&Cs SAE|{fee} a min}",
            "{Win|U can win} {a holiday|{bigsum} cash|a plasma TV|a digital camera} {every wk|in our weekly comp}{. |! }{Txt {WIN|GO|PLAY} to 8{digits:4}|Send ur name + age 2 {digits:5}} {std ntwk rate applies|£1.50 per entry|150p/mtmsg}{. {brand} Ltd, PO Box {digits:3}|}",
        ],
    ),
    kind(
        "text dating club",
        "premium",
        "GB",
        &[
            "{Fancy a {date|flirt|chat}|Bored tonight|Feeling single}? {Join {city}'s biggest txt club|Real {girls|guys} r online now|Meet local {singles|people}}{. |! }{Txt {MATCH|CHAT} + ur age to 8{digits:4}|Reply with ur name|Call {phone}} {{fee}/msg|1st msg free, then 150p|18+ only}{stop}",
            "{{friend}|Sum1} {from {city} |}{sent u a pic|left u a {voice|video} msg|wants 2 no if ur free 2nite}{. |! }{2 view reply PIC|2 hear it dial {phone}|Txt OK to 8{digits:4}} {£3|{fee} a msg, stop? txt END}",
        ],
    ),
    kind(
        "football and joke alerts",
        "premium",
        "GB",
        &[
            "{Goal alerts|Racing tips|Jokes|Celeb gossip|Horoscopes|Lottery results} {straight 2 ur phone|by txt}{: |! }{1st week FREE then {fee}/wk|{fee} per alert|only 25p each}{. |, }{txt {GOAL|TIPS|JOKE} to 8{digits:4}|reply YES to start}{. STOP to end|. T&Cs {badlink}|}",
        ],
    ),
    kind(
        "logos and games",
        "premium",
        "GB",
        &[
            "{Ur fone is boring!|New this week|Hot downloads}{:| -} {games|logos|wallpapers|screensavers|videos|MP3 tones} {from {fee}|3 for {sum}|this one's on us}{. |! }{Txt {GAME|LOGO|CLUB} + code {digits:4} to 8{digits:4}|Go to {badlink}|WAP: {badlink}} {£3 per wk sub|till u txt STOP|16+}",
        ],
    ),
    kind(
        "auction and quiz line",
        "premium",
        "GB",
        &[
            "{U r the current highest bidder|U have been outbid|Round 2!} {on the {iPod|PS3|scooter}|by {fee}|Next question}{. |! }{To bid again txt BID + amount|Reply A, B or C|To continue reply PLAY} {{fee}/bid|£1 per msg}{. 2 end reply STOP|}",
        ],
    ),
];
