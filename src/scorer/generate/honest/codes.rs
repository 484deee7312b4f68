//! One-time codes and what happens around a login.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "login code",
        "codes",
        "any",
        &[
            "{Your {{brand}|{real}} {verification|login|security|sign-in} code is {digits:6}{.| .}|{digits:6} is your {brand} {verification|login|security} code{.|}|{brand}: {digits:6} is your {one-time|one time} {passcode|code|PIN}.|{real} code: {digits:6}}{ {It expires|Valid for|Expires} in {5|10|15|30} minutes.|}{ {Do not share it|Don't share this code} with anyone{.|, not even our staff.}| Never share it.|}",
            "{G-{digits:6} is your {real} verification code.|Your {brand} code: {digits:4}|{Use|Enter} {digits:6} to {sign in to|log in to|verify your phone number for|finish setting up} {real}.}{ {We will never call you to ask for it|We'll never ask for this code}.| If you did not request this, ignore this message.|}",
            "{<#> |}{digits:6} {is the code for|- use this to confirm} {your {brand} account|your new device|your mobile number}. {Anyone who asks you for it is not from {brand}.|Code good for 10 min.|Requested at {time}.|}",
        ],
    ),
    kind(
        "code by link",
        "codes",
        "any",
        &[
            "{real}: {tap to sign in|your sign-in link|confirm it's you}{: | - }{link}{. It works once and for 15 minutes.|. Not you? Ignore this text.|}",
            "{hi}{name}, {here is the link you asked for to|use this to} {reset your {brand} password|log in to {brand}|confirm your e-mail}: {link} {(valid {30|60} min)|If you didn't ask, nothing changes.|}",
        ],
    ),
    kind(
        "payment code",
        "codes",
        "any",
        &[
            "{bank}: {digits:6} is the {OTP|one-time passcode|code} for your {payment|purchase|transfer} of {sum} {at|to} {real}{.| on card {acct}.} {Valid {5|10} min.|}{ Do not share it with anyone. We will never ask for it.| If this wasn't you call {phone}.|}",
            "{OTP|Code} {digits:6} {to approve|for} {sum} at {shop} with your {bank} card {acct}. {Never share this code.|Not you? Call the number on your card.|}",
        ],
    ),
    kind(
        "indian otp",
        "codes",
        "IN",
        &[
            "{digits:6} is {your OTP|the OTP|One Time Password} for {txn of {rs} at {real}|login to {inbank} NetBanking|adding a payee|UPI registration}{ on A/c {acct}| on card {acct}|}. {Valid till {time}.|Valid for 3 mins.|} {DO NOT SHARE OTP WITH ANYONE|Bank never calls to ask OTP|Do not disclose it}{. -{inbank}|.|}",
            "{Dear Customer, |}{OTP to {login|place your order|confirm delivery} is {digits:4}|Use OTP {digits:6} for your {{inbank}|{real}} request}. {Pls do not share.|Share with the delivery partner only at your door.|If not requested, SMS BLOCK to 5550140.}{ {brand}|}",
        ],
    ),
    kind(
        "account recovery",
        "codes",
        "any",
        &[
            "{real}: {We received a request to reset your password|A password reset was requested for your account}. {Your code is|Use code} {digits:6}. {If you didn't ask for it, you can ignore this message.|Not you? Nothing changes until the code is used.}",
            "{Your {brand} password was changed|Two-step verification was turned on for {brand}|Your {real} recovery phone is now {acct}} {on {day}|today at {time}}. {If this was you, no action is needed.|If it wasn't you, {call {phone}|reset your password in the app}.}",
        ],
    ),
    kind(
        "new device",
        "codes",
        "any",
        &[
            "{real}{:| alert:} {new sign-in from {a Windows PC|an iPhone|Chrome} in {city}|{A|a} new device signed in to your account} {on {day}|at {time}}. {If this was you, you can ignore this text.|Wasn't you? Check your devices in settings.|Review: {link}|Reply NO if it wasn't.}",
            "{hi}{name}, we noticed a login to your {{exchange}|{payapp}|{brand}} account from a new {browser|handset} {in {city}|at {time}}. {No action is needed if it was you.|If you don't recognise it, change your password in the app.|Call {phone} if unsure.}",
        ],
    ),
    kind(
        "number check",
        "codes",
        "any",
        &[
            "{Reply YES to confirm|Please confirm} that this is {name}'s number for {brand}. {You'll get order updates only.|Reply NO if we have the wrong person.|We will not text again otherwise.}{stop}",
            "{brand}: {your mobile number was added to your account|your e-mail was updated|your address was changed} {on {day}|at {time}}. {Not you? Call {phone}.|If you did this, ignore the message.|Details are in your profile.}",
        ],
    ),
];
