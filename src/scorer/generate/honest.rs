//! Texts that businesses send to people who want them.

use super::Kind;

/// Honest kinds. Their order is part of every generated row: add at the end.
pub const HONEST: &[Kind] = &[
    // Codes
    Kind {
        name: "login code",
        trade: "codes",
        templates: &[
            "{Your {brand} {verification|login|security|sign-in} code is {digits:6}{.| .}|{digits:6} is your {brand} {verification|login|security} code{.|}|{brand}: {digits:6} is your {one-time|one time} {passcode|code|PIN}.|{brand} code: {digits:6}}{ {It expires|Valid for|Expires} in {5|10|15|30} minutes.|}{ {Do not share it|Don't share this code} with anyone{.|, not even our staff.}| Never share it.|}",
            "{G-{digits:6} is your {brand} verification code.|Your {brand} code: {digits:4}|{Use|Enter} {digits:6} to {sign in to|log in to|verify your phone number for|finish setting up} {brand}.}{ {We will never call you to ask for it|We'll never ask for this code}.| If you did not request this, ignore this message.|}",
        ],
    },
    Kind {
        name: "payment code",
        trade: "codes",
        templates: &[
            "{bank}: {digits:6} is the {OTP|one-time passcode|code} for your {payment|purchase|transfer} of {sum} {at|to} {brand}{.| on card ending {digits:4}.} {Valid {5|10} min.|}{ Do not share it with anyone. We will never ask for it.| If this wasn't you call {phone}.|}",
            "{OTP|Code} {digits:6} {to approve|for} {sum} at {shop} with your {bank} card xx{digits:4}. {Never share this code.|Not you? Call the number on your card.|}",
        ],
    },
    Kind {
        name: "account recovery",
        trade: "codes",
        templates: &[
            "{brand}: {We received a request to reset your password|A password reset was requested for your account}. {Your code is|Use code} {digits:6}. {If you didn't ask for it, you can ignore this message.|Not you? Nothing changes until the code is used.}",
            "{Your {brand} password was changed|A new device signed in to your {brand} account} {on {day}|today at {time}}. {If this was you, no action is needed.|If it wasn't you, {contact us at {phone}|reset your password in the app}.}",
        ],
    },
    // Banks
    Kind {
        name: "card used",
        trade: "bank",
        templates: &[
            "{bank}{: |}{ Alert: |} {A purchase of|You spent|Your card ending {digits:4} was used for} {sum} at {shop}{ on {day}| today|}. {Not you? Reply NO or call {phone}.|Reply STOP to end alerts.|Available balance {sum}.|}",
            "{bank} {alert|Alerts}: {sum} {debit card purchase|charge|withdrawal} {at {shop}|in {city}} on {day} {with card|, card} ...{digits:4}.{stop}",
        ],
    },
    Kind {
        name: "money received",
        trade: "bank",
        templates: &[
            "{bank}: {You received|A deposit of|{name} sent you} {sum}{ has been credited to| in} your account ending {digits:4}{ on {day}|}. {Ref {digits:8}.|Available balance is {sum}.|}",
            "{Your {salary|direct deposit|payment} of|} {bigsum} {has been|was} {posted|credited} to {account xx|acct *}{digits:4} on {day}. {Avail bal {sum}.|} {bank}",
        ],
    },
    Kind {
        name: "low balance",
        trade: "bank",
        templates: &[
            "{bank}: {The balance of your account|Your account} {ending|x}{digits:4} is {below {sum}|low: {sum}}{ as of {day}|}.{stop}",
            "{bank} reminder: {your credit card payment|your minimum payment} of {sum} is due {on |}{day}. {Pay in the app or at {scheme}{host}.|Thank you.|If already paid, ignore this text.}",
        ],
    },
    Kind {
        name: "fraud check",
        trade: "bank",
        templates: &[
            "{bank} {Fraud Alert|fraud prevention|security}: Did you {use your card ending {digits:4}|try to spend {sum}|attempt {sum} at {shop}}{ on {day}|}? Reply YES {or|if it was you,} NO{ if not|}.{ Msg & data rates may apply.| We will never ask for your PIN.|}",
            "{bank}: {We declined|We've blocked} {a|your} {card payment|transaction} of {sum} at {brand} {to keep you safe|because it looked unusual}. {Please call the number on the back of your card.|Open the app to approve it.|Reply 1 if it was you, 2 if not.}",
        ],
    },
    Kind {
        name: "statement ready",
        trade: "bank",
        templates: &[
            "{bank}: Your {monthly|credit card|account} statement {is ready|is now available}{ in the app| at {scheme}{host}|}. {Total due {sum} by {day}.|Minimum payment {sum}, due {day}.|}{stop}",
            "{hi}{name}, your {bank} {eStatement|statement} for account ending {digits:4} is ready to view online. {Log in to your account as usual.|No action is needed.}{stop}",
        ],
    },
    // Deliveries
    Kind {
        name: "out for delivery",
        trade: "delivery",
        templates: &[
            "{carrier}: {Your {parcel|package|order} {from {shop} |}{is out for delivery|is on its way|will arrive}|{Good news|Great news}! Your {parcel|package} is out for delivery} {today |}{window}.{ Track: {scheme}{host}/t/{digits:6}| Track it at {scheme}{host}/{digits:8}|}{stop}",
            "{Arriving today|Out for delivery}: {your|Your} {shop} {order|package}{ #{digits:5}|} {is expected|arrives} {window}. {Track at {scheme}{host}/t/{digits:6}|}{stop}",
        ],
    },
    Kind {
        name: "delivered",
        trade: "delivery",
        templates: &[
            "{Delivered: |{carrier}: |}{Your|your} {parcel|package|order} {from {shop} |#{digits:6} |}{was|has been} {delivered|left at the front door|handed to a neighbour|left in your safe place}{ at {time}|}. {How did we do? {scheme}{host}/r|See photo: {scheme}{host}/p/{digits:6}|Thank you for shopping with us.|}",
            "{hi}{name}, your {shop} order has been delivered {at {time}|today}. {Questions? Call {phone}.|Enjoy!|}{stop}",
        ],
    },
    Kind {
        name: "missed delivery",
        trade: "delivery",
        templates: &[
            "{carrier}: {We missed you today|Sorry we missed you}. {Your parcel {digits:8} is at {the depot|your local post office|{shop}, {city}}|We'll try again {day} {window}}. {Bring ID to collect it.|Rebook at {scheme}{host}/{digits:6}|Choose another day: {scheme}{host}/r|No action needed.}",
            "{carrier}: your parcel is waiting at {the pickup point|locker {digits:2}} in {city}. {Collect it by {day} with code {digits:6}.|Pickup code {digits:6}. Open until {time}.}",
        ],
    },
    Kind {
        name: "order shipped",
        trade: "delivery",
        templates: &[
            "{shop}: {Your order {#{digits:5} |}has shipped|Good news, your order is on its way|We've shipped your order{ #{digits:5}|}}{! |. }{Track it {here: |at }{scheme}{host}/o/{digits:6}|It should arrive {day}.|Estimated delivery: {day}.}{stop}",
            "{Shipped|Confirmed}: Your {shop} {order|package} with {goods} will {arrive|be delivered} {by |}{day}. {Track: {scheme}{host}/{digits:6}|Details: {scheme}{host}{path}|}{stop}",
        ],
    },
    Kind {
        name: "order ready",
        trade: "delivery",
        templates: &[
            "{hi}{name}{, |! }your {shop} order{ #{digits:4}|} is ready {for pickup|to collect}{ at our {city} store|}. {Open till {time}.|Please bring your confirmation.|Park in a pickup spot and reply HERE.|}{stop}",
            "{shop}: order {digits:5} is ready. {Collect by {day}.|We will hold it for 7 days.|Show code {digits:4} at the counter.}",
        ],
    },
    // Health
    Kind {
        name: "appointment reminder",
        trade: "health",
        templates: &[
            "{hi}{name}, {this is a reminder of|a reminder about} your appointment with {doctor} {on |}{day} at {time}. {Reply {C|YES|1} to confirm{ or {R|2} to reschedule|}.|Call {phone} to change it.|Please arrive 10 minutes early.}{stop}",
            "{brand} {Dental|Clinic|Health|Vision}: {Reminder: you have an appointment|Your {check-up|cleaning|visit|eye exam} is} {on |}{day} at {time}{ with {doctor}|}. {Reply C to confirm, R to reschedule.|To cancel call {phone}.|Text YES to confirm.}{stop}",
        ],
    },
    Kind {
        name: "prescription ready",
        trade: "health",
        templates: &[
            "{brand} Pharmacy: {Your prescription is ready|Rx {digits:7} is ready for pickup|A refill is due {day}}. {Open until {time}.|Reply REFILL to order it.|Total {sum}.|Reply YES to refill.}{stop}",
            "{hi}{name}, your {prescription|medicine|repeat order} {is ready to collect|will be delivered {day}} from {brand} Pharmacy{, {city}|}. {Call {phone} with questions.|}{stop}",
        ],
    },
    Kind {
        name: "test results",
        trade: "health",
        templates: &[
            "{brand} {Clinic|Health|Medical}: {You have a new message|Your test results are available|A new document is ready} in your patient portal. {Log in at {scheme}{host} to view it.|Sign in to the app to read it.} {Do not reply to this text.|}",
            "{brand} Clinic: {thank you for your visit {today|on {day}}|we hope you feel better}. {Please tell us how we did: {scheme}{host}/s|Your next visit is {day} at {time}.|Call {phone} with any questions.}",
        ],
    },
    Kind {
        name: "vaccination",
        trade: "health",
        templates: &[
            "{brand} {Surgery|Clinic|Medical Centre}: {you are due|it is time} for your {flu jab|flu vaccine|booster|screening|blood test}. {Book at {scheme}{host}/book|Call {phone} to book|Reply YES and we will call you}.{stop}",
        ],
    },
    // Reservations
    Kind {
        name: "table booked",
        trade: "restaurant",
        templates: &[
            "{hi}{name}, your table for {2|3|4|6|8} at {brand} {is confirmed|is booked} for {day} at {time}. {Reply C to cancel.|Call {phone} to change.|See you soon!|Running late? Text us.}{stop}",
            "{brand} {Grill|Kitchen|Bistro|Cafe}: {Reminder: |}{your reservation is|we look forward to seeing you} {day} at {time}. {Reply 1 to confirm, 9 to cancel.|Manage it: {scheme}{host}/b/{digits:5}}",
        ],
    },
    Kind {
        name: "table ready",
        trade: "restaurant",
        templates: &[
            "{hi}{name}, your table at {brand} is {ready now|almost ready}. {Please come to the host stand.|We will hold it for 10 minutes.|Reply X to cancel.}",
            "{brand}: {you are number {digits:1} on the waitlist|your wait is about 15 min}. {We'll text you when your table is ready.|Reply CANCEL to leave the list.}",
        ],
    },
    Kind {
        name: "food order",
        trade: "restaurant",
        templates: &[
            "{brand}: {We got your order|Your order is being prepared|{name} is on the way with your order}{ #{digits:4}|}. {Ready at {time}.|Arrives {window}.|Follow your driver: {scheme}{host}/f/{digits:6}|Total {sum}.}",
        ],
    },
    // Travel
    Kind {
        name: "flight update",
        trade: "travel",
        templates: &[
            "{brand} Air: {Flight {digits:3} to {city}|Your flight {digits:4}} {now departs at {time}|is delayed to {time}|boards at {time} from gate B{digits:2}|is on time}. {Check in: {scheme}{host}/ci|We are sorry for the delay.|Safe travels!|}",
            "{hi}{name}, check-in is open for your {brand} Air flight to {city} on {day}. {Check in at {scheme}{host}|Confirmation {digits:6}.}{stop}",
        ],
    },
    Kind {
        name: "hotel stay",
        trade: "travel",
        templates: &[
            "{Welcome to|Thank you for choosing} {brand} {Hotel|Inn|Suites}, {name}! {Your room is ready.|Wi-Fi code: {digits:6}.|Check-out is at {time}.|Text us if you need anything.}",
            "{brand} Hotel: {your booking for {day} is confirmed|we look forward to your stay on {day}}, ref {digits:6}. {Check-in from {time}.|Directions: {scheme}{host}{path}|Reply with your arrival time.}{stop}",
        ],
    },
    Kind {
        name: "ride",
        trade: "travel",
        templates: &[
            "{Your {brand} driver {name}|{name} from {brand} Cabs} {is arriving in {digits:1} min|is outside|has arrived}. {Look for a {silver|black|blue} car, plate {digits:4}.|Car {digits:3}.|}{ Call {phone}.|}",
            "{brand} Trains: {the {time} to {city} is {delayed by 12 minutes|cancelled|on time from platform 4}|your ticket for {day} is ready}. {See {scheme}{host}|Ref {digits:7}.|}{stop}",
        ],
    },
    // Tickets and events
    Kind {
        name: "tickets",
        trade: "tickets",
        templates: &[
            "{Your tickets for|You're going to} {brand} {Live|Festival|Theatre} {on |}{day}{ are ready|}! {View them: {scheme}{host}/e/{digits:6}|Doors open at {time}.|Show this text at the door: {digits:8}.}{stop}",
            "{brand} {Cinema|Arena}: booking {digits:6}, {2|3|4} seats, {day} {time}. {Enjoy the show!|Please arrive early.|Print or show this message.}",
        ],
    },
    Kind {
        name: "gym class",
        trade: "leisure",
        templates: &[
            "{brand} {Fitness|Yoga|Gym}: {you're booked for|a spot opened in|reminder:} {spin|yoga|pilates|the {time} class} {on |}{day}. {Cancel by {time} to avoid a fee.|Reply YES to take it.|See you there!}{stop}",
            "{hi}{name}, your {brand} Gym membership {renews on {day} for {sum}|payment of {sum} did not go through. Please update it at the desk or in the app}.{stop}",
        ],
    },
    // School
    Kind {
        name: "school notice",
        trade: "school",
        templates: &[
            "{brand} {School|Elementary|High School|Academy}: {School is closed {today|tomorrow} due to {snow|a power cut}.|Early dismissal at {time} on {day}.|Parents' evening is on {day} at {time}.|Picture day is {day}.|The bus on route {digits:1} is running 20 minutes late.}{stop}",
            "{Dear parents, |Parents: |}{brand} School {wishes to inform you that|reminds you that} {the trip is on {day}|lunch money of {sum} is due {day}|{name} was absent today|classes start again on {day}}. {Call {phone} with questions.|Reply if you have questions.|}",
        ],
    },
    Kind {
        name: "school fees",
        trade: "school",
        templates: &[
            "{brand} {College|University|School}: {registration for the {spring|fall} term opens {day}|your library books are due {day}|your fee of {sum} is due {day}|your application was received}. {See the student portal.|Log in at {scheme}{host} for details.|}{stop}",
        ],
    },
    // Utilities
    Kind {
        name: "outage",
        trade: "utility",
        templates: &[
            "{brand} {Energy|Power|Water|Electric}: {We know about an outage in {city}|There is a power cut in your area|Planned work on {day} from {time}}. {Crews are on site.|We expect power back by {time}.|Report or track it: {scheme}{host}/o|Sorry for the trouble.}{stop}",
            "{brand} Energy: power {is back on|has been restored} in {city}. {Still out? Reply OUT or call {phone}.|Thank you for your patience.}",
        ],
    },
    Kind {
        name: "bill due",
        trade: "utility",
        templates: &[
            "{brand} {Energy|Water|Gas|Mobile|Broadband}: {Your bill of {sum} is ready|Your {monthly|} bill is {sum}, due {day}|Reminder: {sum} is due {day}}. {Pay at {scheme}{host}/pay|Autopay is on; no action needed.|View it in the app.|Thank you.}{stop}",
            "{Thank you|Thanks}! {We received your payment of {sum}|Your payment of {sum} was received}{ on {day}|}. {Confirmation {digits:8}.|Ref {digits:6}.|} {brand} {Energy|Water|Mobile}",
        ],
    },
    Kind {
        name: "technician",
        trade: "utility",
        templates: &[
            "{brand} {Broadband|Heating|Cable|Plumbing}: {your technician {name}|our engineer} {will arrive|is due} {day} {window}. {Reply Y to confirm or R to reschedule.|Track: {scheme}{host}/v/{digits:5}|Call {phone} if you need to change it.}",
        ],
    },
    Kind {
        name: "data usage",
        trade: "telecom",
        templates: &[
            "{brand} Mobile: {You have used {50%|80%|90%|100%} of your {5|10|20|50} GB|Your plan renews on {day}|Your top-up of {sum} was successful}. {Reply BAL for your balance.|See usage in the app.|Add data at {scheme}{host}/add|Valid until {day}.|}",
            "{Welcome to {city}!|Travelling?} {brand} Mobile: calls cost {sum} a minute, texts are {sum}. {Reply ROAM for help.|Your allowance works here too.|More: {scheme}{host}{path}}",
        ],
    },
    // Two-way service
    Kind {
        name: "support",
        trade: "service",
        templates: &[
            "{hi}{name}, {this is {brand} support|{brand} here}. {We got your message|Your ticket {digits:6} is {open|solved|updated}} and {we will call you {day}|will reply within a day|an agent is looking into it}. {Reply to this text any time.|Was it helpful? Reply 1-5.|}",
            "{brand}: thanks for {contacting us|your message}, {name}. {Could you send us your order number?|Is {day} at {time} good for a call?|What is the best time to reach you?|Our hours are 9 to 5.}",
        ],
    },
    Kind {
        name: "repair shop",
        trade: "service",
        templates: &[
            "{hi}{name}, {your car|your bike|your phone|your laptop|the repair} is {ready|done} at {brand}{ Auto| Garage|}. {Total is {sum}.|We close at {time}.|Reply YES to approve {sum} for new brakes.|Pick it up any time {day}.}{stop}",
            "{brand} {Auto|Tyres|Garage}: {your service is due|it's time for your {oil change|MOT|inspection}}. {Book at {scheme}{host}/book|Call {phone} to book.|Reply with a day that suits you.}{stop}",
        ],
    },
    Kind {
        name: "feedback",
        trade: "service",
        templates: &[
            "{hi}{name}, {thanks for visiting|thank you for choosing} {brand}{ in {city}|}! {How likely are you to recommend us? Reply 0-10.|Please rate us: {scheme}{host}/r|Tell us how we did: {scheme}{host}/fb|We'd love a review: {short}{digits:3}}{stop}",
        ],
    },
    Kind {
        name: "salon",
        trade: "service",
        templates: &[
            "{hi}{name}! {Your {haircut|colour|massage|nail|grooming} appointment {at {brand}|with {name}} is|See you} {day} at {time}. {Reply C to confirm.|Text us to change it.|24h notice please if you can't make it.}{stop}",
        ],
    },
    Kind {
        name: "property",
        trade: "housing",
        templates: &[
            "{brand} {Apartments|Lettings|Property}: {rent of {bigsum} is due {day}|water will be off {day} {window}|your parcel is at the office|maintenance will visit {day} {window}}. {Reply with questions.|Call {phone}.|Pay in the resident portal.|}{stop}",
            "{hi}{name}, {your viewing of the flat in {city} is confirmed for|can we move the viewing to} {day} {time}? {Reply YES or NO.|{brand} Lettings|}",
        ],
    },
    Kind {
        name: "job shift",
        trade: "work",
        templates: &[
            "{brand} {Staffing|Crew|Care}: {you are scheduled|your shift is} {day} at {time} in {city}. {Reply Y to accept, N to decline.|Reply C to confirm.|Clock in with code {digits:4}.}{stop}",
            "{hi}{name}, {your interview with {brand} is|we would like to invite you to an interview with {brand}} {on |}{day} at {time}. {Reply YES to confirm.|Call {phone} if you cannot make it.|The address is in your e-mail.}",
        ],
    },
    Kind {
        name: "public notice",
        trade: "public",
        templates: &[
            "{City of {city}|{city} Council|{city} County}: {rubbish collection moves to {day}|street cleaning {day} {window}, please move your car|boil water notice lifted|severe weather is expected {day}|the library opens {day}}. {More: {scheme}{host}{path}|Reply STOP to end alerts.|}",
            "{city} {Fire|Police|Emergency}: {road closed near {city} until {time}|storm warning, stay indoors {day}|evacuation lifted}. {Follow local news.|Call {phone} for help.|}",
        ],
    },
    Kind {
        name: "civic reminder",
        trade: "public",
        templates: &[
            "{brand} {Blood Centre|Library|Church|Food Bank}: {you can donate again from {day}|your hold is ready to pick up|service is at {time} {day}|volunteers are needed {day} at {time}}. {Book: {scheme}{host}/b|Reply YES to come.|Thank you, {name}!}{stop}",
            "{brand} {Foundation|Relief|Shelter}: {thank you for your gift of {sum}|your donation helped 12 families}. {Read more: {scheme}{host}{path}|A receipt is in your e-mail.}{stop}",
        ],
    },
    Kind {
        name: "insurance service",
        trade: "insurance",
        templates: &[
            "{brand} Insurance: {your claim {digits:6} {was received|is approved|has an update}|your policy renews on {day}|your ID card is ready|an adjuster will call you {day}}. {Log in to see details.|Questions? {phone}|View: {scheme}{host}/c}{stop}",
        ],
    },
    Kind {
        name: "lender service",
        trade: "bank",
        templates: &[
            "{bank}: {your {car |home |}loan payment of {sum} is due {day}|we received your loan payment of {sum}|your mortgage application moved to the next step|your loan officer {name} sent a document}. {Thank you.|Log in to see it.|Call {phone} with questions.}{stop}",
        ],
    },
    // Marketing with consent
    Kind {
        name: "shop sale",
        trade: "marketing",
        templates: &[
            "{shop}: {{percent} off {goods}{ until {day}| this week| this weekend|}|{Our {summer|spring|winter|end of season} sale is on: |}{percent} off {goods}|Save {percent} on {goods}{ until {day}| this weekend|}|{Sale|Weekend sale}: {goods} {percent} off}{.|!} {{scheme}{host}{path}|Shop {now: |at |}{scheme}{host}{path}|See {scheme}{host}{path}|In store and at {host}.}{.|}{mstop}",
            "{{percent} off {goods} at {shop}{ until {day}| until Sunday|}|{This week|Until {day}|Now on} at {shop}: {goods} {for|at} {percent} {off|less}}. {Have a look: |More: |Online: |}{scheme}{host}{path}{.|}{mstop}",
            "{hi}{name}{, |! }{our {sale|weekend offer} {starts|ends} {day}|as a member you get {percent} off {goods}|enjoy {percent} off your next order}. {Use code {SAVE|HELLO|THANKS|SPRING}{digits:2} at {host}{path}|Shop: {scheme}{host}{path}}{ - {shop}|. {shop}}{.|}{mstop}",
        ],
    },
    Kind {
        name: "new arrivals",
        trade: "marketing",
        templates: &[
            "{shop}: {new {goods} just arrived|our new {summer|autumn|spring} collection is here|{goods} are back in stock}{.|!} {See them at|Look:|Shop} {scheme}{host}{path}{.|}{mstop}",
            "{Just in|New in|Back in stock} at {shop}: {goods}. {scheme}{host}{path}{.|}{mstop}",
        ],
    },
    Kind {
        name: "loyalty",
        trade: "marketing",
        templates: &[
            "{brand} {Rewards|Club|Perks}: {you have {digits:3} points|your {sum} reward is ready to use|thanks for being a member}{.|!} {Use it by {day} in store or at {host}{path}.|Show this text at the till.|See your points: {scheme}{host}{path}}{mstop}",
            "{Happy birthday, {name}! {Enjoy a {free|} {coffee|dessert|treat} on us|Here's {percent} off} {from|at} {shop}.|{name}, your {free |}{birthday treat|coffee} is waiting at {shop}.} {Valid until {day}.|Show this text.|Code {digits:5}.}{mstop}",
        ],
    },
    Kind {
        name: "restaurant offer",
        trade: "marketing",
        templates: &[
            "{brand} {Pizza|Grill|Kitchen|Bakery|Tacos}: {{2 for 1|buy one get one free|free delivery|{percent} off} {today|on {day}|all week}|kids eat free on {day}|our new menu is here}{.|!} {Order at {scheme}{host}{path}|Order: {host}|Show this text.|Call {phone} to order.}{mstop}",
        ],
    },
    Kind {
        name: "abandoned cart",
        trade: "marketing",
        templates: &[
            "{shop}: {you left {something|{goods}} in your {cart|basket}|still thinking about {goods}?|your {cart|basket} is waiting}{.|!} {Finish your order: |Complete it at |}{scheme}{host}/cart{digits:2}{.|}{ Use code BACK{digits:2} for {percent} off.|}{mstop}",
        ],
    },
    Kind {
        name: "welcome",
        trade: "marketing",
        templates: &[
            "{Welcome to|You're subscribed to|Thanks for joining} {shop} {texts|alerts|offers}! {Up to 4 msgs/month.|Msg frequency varies.|{percent} off your first order with code {digits:5}.} Msg & data rates may apply. Reply HELP for help, STOP to {end|cancel}.",
            "{shop}: {Reply Y to confirm|Text YES to get} {weekly|our} {offers|deals} {by text|alerts}. {No purchase needed.|} Msg&data rates may apply. {STOP to opt out.|Reply STOP to cancel.}",
        ],
    },
    Kind {
        name: "event invitation",
        trade: "marketing",
        templates: &[
            "{shop}: {join us|you're invited} {in store |}{on |}{day} at {time} for {our {spring|summer} event|free coffee and {percent} off|a workshop about {goods}|late night shopping}. {RSVP: {scheme}{host}{path}|No ticket needed.|Reply YES to save a spot.}{mstop}",
        ],
    },
    Kind {
        name: "flash sale",
        trade: "marketing",
        templates: &[
            "{shop}: {FLASH SALE|LAST DAY|24 HOURS ONLY|Last chance|Ends tonight}{!|:} {percent} off {goods}{.|!} {Shop now {scheme}{host}{path}|{scheme}{host}{path}|{short}{digits:3}}{mstop}",
        ],
    },
    Kind {
        name: "insurance renewal",
        trade: "insurance",
        templates: &[
            "{brand} Insurance: {your {car|home|travel} insurance {renews|is due for renewal} on {day}|your premium of {sum} was paid|your quote {digits:6} is saved}. {View your policy at {scheme}{host}{path}|Call {phone} to make changes|We'll keep you covered}.{stop}",
            "{hi}{name}, {thank you for insuring with|your claim with} {brand} {Insurance|Mutual}{ is closed| is being reviewed|}. {Questions? Reply here.|Documents are in your account.|Your agent {name} will call {day}.}{stop}",
        ],
    },
    Kind {
        name: "plan and roaming",
        trade: "telecom",
        templates: &[
            "{brand} {Mobile|Wireless|Fibre}: {your {recharge|top-up} of {sum} was successful, valid for 28 days|thanks for your payment of {sum}|your plan expires in {2|3|5} days|your new SIM is active|90% of your daily data is used}. {Benefits: unlimited calls, 1.5 GB a day.|Manage your plan: {scheme}{host}{path}|Log in to your account to renew.|Ref {digits:10}.|}{stop}",
            "{Dear customer, |Hi, |}{we will send you settings for data and picture messages shortly|your number will move to {brand} on {day}|network work is planned {day}, calls may drop}. {No action is needed.|Help: {phone}|See {scheme}{host}}",
        ],
    },
    Kind {
        name: "order with STOP and HELP",
        trade: "delivery",
        templates: &[
            "{shop}: {{goods} shipped|{goods} should arrive today|your items arrive by {time} today|your package was delivered|Great news! {goods} arrived|{goods} was refunded, {sum}}. {Track|View}: {scheme}{host}/g/{digits:4} Reply HELP for info; STOP to opt out",
            "{Return accepted|Refund issued|Confirmed}: {your|Your} {return request for|order of} {goods} {from {shop} |}{has been accepted|of {sum} is placed}{ with order ID {digits:10}|}. {A courier will pick it up {day}.|You will get {sum} within 5 days.|Track here: {scheme}{host}/trk}",
        ],
    },
    Kind {
        name: "pizza and coffee",
        trade: "marketing",
        templates: &[
            "{brand} {Coffee|Donuts|Burgers|Sushi|Deli}: {{free|}{ cookie| drink| side} with {any|your next} order {today|{day}}|{percent} off {lunch|dinner|orders over $20}|buy 1 get 1 {on lattes|on burgers|all day}}{!|.} {Order ahead: {scheme}{host}{path}|Show this text.|In the app only.|Code {digits:4}.}{mstop}",
            "{Hungry?|It's {pizza|taco|burger} night!|Lunch is on us!} {brand} has {percent} off {until {time}|today|on {day}}{.|!} {{scheme}{host}{path}|Order at {host}|Call {phone}}{.|}{mstop}",
        ],
    },
    Kind {
        name: "last day of a sale",
        trade: "marketing",
        templates: &[
            "{shop}: {Last day!|Final hours!|Ends tonight:|Don't miss out:|Hurry,|TODAY ONLY:} {{percent} off {goods}|free shipping on {goods}|our {goods} sale ends {at midnight|{day}}}{.|!} {Shop: |Shop now: |}{scheme}{host}{path}{.|}{mstop}",
            "{SALE|BIG SALE|VIP early access|Members only}{:|!} {Take |Get |}{percent} off {goods} at {shop}{ with code {digits:4}|}{!|.} {scheme}{host}{path}{mstop}",
        ],
    },
    Kind {
        name: "bank service offer",
        trade: "marketing",
        templates: &[
            "{bank}: {as a customer you can now {pay by phone|open a savings account in the app|get {sum} back on your first card payment}|earn 2% on your savings until {day}|our {city} branch moves {day}}. {Learn more: |Details: |}{scheme}{host}{path}{. T&C apply.|.|}{mstop}",
        ],
    },
    Kind {
        name: "hiring by consent",
        trade: "work",
        templates: &[
            "{brand} {Transport|Logistics|Care|Foods}: {thank you for applying, {name}|we'd like to talk about your application|your application for {driver|cook|nurse|clerk} is complete|your first day is {day} at {time}}. {Finish it at {scheme}{host}/a/{digits:4}|Call {phone}|Reply YES for an interview}{.|}{stop}",
        ],
    },
    Kind {
        name: "cinema and club",
        trade: "leisure",
        templates: &[
            "{brand} {Cinemas|Bowling|Club|Museum}: {{2 for 1 tickets|{percent} off tickets} on {day}|new films this {week|weekend}|quiz night {day} at {time}|kids go free {this weekend|on {day}}}{.|!} {Book {at |}{scheme}{host}{path}|Members only.|Doors {time}.}{mstop}",
        ],
    },
];
