//! Doctors, dentists, pharmacies, vets and insurers.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "appointment reminder",
        "health",
        "any",
        &[
            "{hi}{name}, {this is a reminder of|a reminder about} your appointment with {doctor} {on |}{day} at {time}. {Reply {C|YES|1} to confirm{ or {R|2} to reschedule|}.|Call {phone} to change it.|Please arrive 10 minutes early.}{stop}",
            "{brand} {Dental|Clinic|Health|Vision}: {Reminder: you have an appointment|Your {check-up|cleaning|visit|eye exam} is} {on |}{day} at {time}{ with {doctor}|}. {Reply C to confirm, R to reschedule.|To cancel call {phone}.|Text YES to confirm.}{stop}",
            "{Appt|Appointment} {reminder: |}{day} {time}, {brand} {Surgery|Hospital, Clinic {digits:1}|Outpatients}. {Txt CANCEL if you can't come.|If you no longer need it call {phone}.|A missed appointment costs the NHS money.|Map {link}}",
        ],
    ),
    kind(
        "appointment change",
        "health",
        "any",
        &[
            "{brand} {Clinic|Dental|Hospital}: {we need to move your appointment of {day}|{doctor} is away on {day}|an earlier slot opened on {day} at {time}}. {Reply Y to take it.|Please call {phone}.|Pick a new time: {link}|Sorry for the trouble.}",
            "{hi}{name}, {you're confirmed for|your new appointment is} {day} {time}. {Please bring your {insurance card|medication list|glasses}.|Nothing to eat after midnight.|Fill in this form first: {link}|See you then!}{stop}",
        ],
    ),
    kind(
        "prescription ready",
        "health",
        "any",
        &[
            "{brand} Pharmacy: {Your prescription is ready|Rx {digits:7} is ready for pickup|A refill is due {day}}. {Open until {time}.|Reply REFILL to order it.|Total {sum}.|Reply YES to refill.}{stop}",
            "{hi}{name}, your {prescription|medicine|repeat order} {is ready to collect|will be delivered {day}} from {{brand}|Boots} Pharmacy{, {city}|}. {Call {phone} with questions.|}{stop}",
            "{brand} Rx: {no refills left, we asked {doctor}|your insurance declined the claim, please call {phone}|we owe you 14 tablets, ready {day}|time to take your medicine}. {Reply HELP for help.|}{stop}",
        ],
    ),
    kind(
        "test results",
        "health",
        "any",
        &[
            "{brand} {Clinic|Health|Medical}: {You have a new message|Your test results are available|A new document is ready} in your patient portal. {Log in at {link} to view it.|Sign in to the app to read it.} {Do not reply to this text.|}",
            "{brand} {Labs|Diagnostics}: {your report {digits:6} is ready|sample received at {time}|your {blood|PCR} test is {negative|normal, no action needed}}. {Download: {link}|Collect from {city} centre.|Discuss it with {doctor}.|}",
            "{brand} Clinic: {thank you for your visit {today|on {day}}|we hope you feel better}. {Please tell us how we did: {link}|Your next visit is {day} at {time}.|Call {phone} with any questions.}",
        ],
    ),
    kind(
        "vaccination",
        "health",
        "any",
        &[
            "{brand} {Surgery|Clinic|Medical Centre}: {you are due|it is time} for your {flu jab|flu vaccine|booster|screening|blood test|smear test}. {Book at {link}|Call {phone} to book|Reply YES and we will call you}.{stop}",
            "{NHS|{city} Health Dept|{brand} Pharmacy}: {your {1st|2nd|booster} dose is booked for {day} {time}|you got your vaccine on {day}, certificate: {link}|walk-in flu clinic {day} {window}}. {Bring ID.|It is free.|Wear short sleeves.|}{stop}",
        ],
    ),
    kind(
        "vet",
        "health",
        "any",
        &[
            "{brand} Vets: {{Bella|Max|Coco|Milo|Luna} is due for {a booster|worming|a check-up|a nail trim}|{Max|Luna|Coco} is awake and doing well|lab results for {Bella|Milo} look good}. {Call {phone} to book.|You can collect from {time}.|Book: {link}|Reply here with questions.}{stop}",
        ],
    ),
    kind(
        "care at home",
        "health",
        "any",
        &[
            "{brand} Care: {{friend} will visit you {day} {window}|your carer is running 20 minutes late|your oxygen supplies come {day}|your hearing aid is ready}. {Call {phone} to change.|Reply OK.|}",
            "{hi}{name}, {how are you feeling after your operation|how is your pain today, 0-10|did you take your reading today}? {Reply with a number.|Reply 1 for good, 2 for not so good.|In an emergency dial 911.}",
        ],
    ),
    kind(
        "insurance service",
        "insurance",
        "any",
        &[
            "{brand} Insurance: {your claim {digits:6} {was received|is approved|has an update}|your policy renews on {day}|your ID card is ready|an adjuster will call you {day}}. {Log in to see details.|Questions? {phone}|View: {link}}{stop}",
            "{hi}{name}, {we've paid {sum2} for claim {ref}|the garage has your car, ready {day}|please send photos of the damage: {link}|your windscreen is booked for {day} {window}}. {brand} {Insurance|Mutual|Assist}{stop}",
        ],
    ),
    kind(
        "insurance renewal",
        "insurance",
        "any",
        &[
            "{brand} Insurance: {your {car|home|travel|pet|life} insurance {renews|is due for renewal} on {day}|your premium of {sum} was paid|your quote {digits:6} is saved}. {View your policy at {link}|Call {phone} to make changes|We'll keep you covered}.{stop}",
            "{hi}{name}, {thank you for insuring with|your claim with} {brand} {Insurance|Mutual}{ is closed| is being reviewed|}. {Questions? Reply here.|Documents are in your account.|Your agent {friend} will call {day}.}{stop}",
            "{Dear Policyholder, |Dear {name}, |}premium of {rs} for policy {digits:8} {is due on {day}|was received, receipt {digits:6}|lapses on {day}}. {Pay at {link}|Ignore if paid|Visit any branch}. {brand} Life",
        ],
    ),
    kind(
        "quote you asked for",
        "insurance",
        "any",
        &[
            "{brand} {Insurance|Motors|Removals|Solar|Windows}: {here is the quote you asked for|thanks for your enquiry, your quote is ready}: {sum2}. {Good until {day}.|See it at {link}|Reply YES to go ahead.|Any questions, {friend} is on {phone}.}{stop}",
            "{hi}{name}, {friend} from {brand} {here|Insurance}, {you asked us to call about {car cover|health cover|a new roof}|following up on your quote {ref}}. {Is {day} at {time} good?|No rush.|Reply with a time that suits.}{stop}",
        ],
    ),
];
