//! Flights, hotels, rides, trains, tolls and parking.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "flight update",
        "travel",
        "any",
        &[
            "{airline}: {Flight {digits:3} to {city}|Your flight {digits:4}} {now departs at {time}|is delayed to {time}|boards at {time} from gate B{digits:2}|is on time}. {Check in: {link}|We are sorry for the delay.|Safe travels!|}",
            "{hi}{name}, check-in is open for your {airline} flight to {city} on {day}. {Check in at {link}|Confirmation {digits:6}.}{stop}",
            "{Boarding pass|Your boarding pass} {airline} {digits:4}, {city}, seat {digits:2}C, gate closes {time}: {link}",
            "{airline}: {flight {digits:4} is cancelled, we moved you to {day} {time}|bag {digits:6} is on the belt 4|your bag missed the flight and comes {day}}. {Accept or change: {link}|Call {phone}|Sorry for the trouble.}",
        ],
    ),
    kind(
        "hotel stay",
        "travel",
        "any",
        &[
            "{Welcome to|Thank you for choosing} {brand} {Hotel|Inn|Suites}, {name}! {Your room is ready.|Wi-Fi code: {digits:6}.|Check-out is at {time}.|Text us if you need anything.}",
            "{brand} Hotel: {your booking for {day} is confirmed|we look forward to your stay on {day}}, ref {digits:6}. {Check-in from {time}.|Directions: {link}|Reply with your arrival time.}{stop}",
            "{Airbnb|{brand} Stays}: {{friend} accepted your booking in {city}|your host left directions|check-out is {time}}. {Door code {digits:4}.|Message {friend} in the app.|{link}}",
        ],
    ),
    kind(
        "ride",
        "travel",
        "any",
        &[
            "{Your {Uber|Grab|{brand}} driver {name}|{name} from {brand} Cabs} {is arriving in {digits:1} min|is outside|has arrived}. {Look for a {silver|black|blue} car, plate {digits:4}.|Car {digits:3}.|OTP {digits:4}.|}{ Call {phone}.|}",
            "{brand} Trains: {the {time} to {city} is {delayed by 12 minutes|cancelled|on time from platform 4}|your ticket for {day} is ready}. {See {link}|Ref {digits:7}.|}{stop}",
            "PNR {digits:10}, {city}, {day}, {confirmed|waitlist 3 now confirmed|chart prepared}, coach B{digits:1} seat {digits:2}. {Happy journey|Dep {time}|Platform {digits:1}}.",
        ],
    ),
    kind(
        "toll paid",
        "travel",
        "any",
        &[
            "{tollco}: {{sum} was charged to your account for {3|5|12} trips|your account was topped up with {sum} by autopay|toll of {fee} paid at {city} plaza, balance {sum2}|your statement for {digits:4} is in your e-mail}. {No action needed.|Thank you.|Plate {digits:4}.|}{stop}",
            "{tollco}: {your balance is {low|below {sum}}, it refills by itself on {day}|your card on file expires next month, please update it in the app or by phone|your new tag was mailed|the toll you asked about ({ref}) was cancelled}. {Call {phone} with questions.|We never text links for payment.|}{stop}",
        ],
    ),
    kind(
        "parking",
        "travel",
        "any",
        &[
            "{{brand}|{city}} Parking{:| -} {your session in zone {digits:4} ends at {time}|parked until {time}, {fee} paid|permit {digits:5} renews {day}|your appeal {ref} was accepted, nothing to pay}. {Reply EXTEND 30 to stay.|Extend in the app.|Plate {digits:4}.|Thank you}.",
            "{10 minutes left|Your parking expires at {time}}{.|:} {Zone {digits:4}|Space {digits:3}}, {city}. {Extend: {link}|Reply 1 for another hour ({fee}).}",
        ],
    ),
    kind(
        "visa and passport",
        "travel",
        "any",
        &[
            "Your {passport|visa} {application {digits:8} {was received|is being processed|is approved}|is ready to collect from {city}|appointment is on {day} at {time}}. {Bring the original papers and this text.|Track by ref only on our site.|Delivered by {carrier}.|}",
            "{brand} Visa Centre: {token {digits:3}, counter {digits:1}|please arrive 15 minutes early on {day}|your documents were sent back by {carrier}, AWB {digits:10}}. {Call {phone}.|}",
        ],
    ),
    kind(
        "car rental",
        "travel",
        "any",
        &[
            "{brand} Rentals: {your {car|van|bike} is booked {day} {time}|please return the car by {time}|your deposit of {sum} was released}. {Bring your license and card.|Agreement {digits:6}.|Fuel up first, please.|Directions: {link}}{stop}",
        ],
    ),
    kind(
        "travel offer",
        "travel offers",
        "any",
        &[
            "{airline}: {{season} sale, fly to {city} from {sum}|members fly {percent} less until {day}|double miles on all flights in {season}|your {digits:4} miles expire on {day}}{.|!} {Book: |See |}{link}{.|}{mstop}",
            "{hi}{name}, {your free night is waiting at|weekend rooms from {sum} at|stay 3 pay 2 at} {brand} {Hotels|Resort|Inn}. {Book by {day}|Members only|Use code STAY{digits:2}}: {link}{mstop}",
            "{brand} {Trains|Ferries|Coaches}: {{percent} off {day} trips|kids ride for {fee}|new route to {city} from {day}|seats to {city} from {sum} if you book by {day}}. {link}{mstop}",
        ],
    ),
];
