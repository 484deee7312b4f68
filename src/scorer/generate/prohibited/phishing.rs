//! Texts in the name of carriers, banks, agencies and shops that want a card number or a password.

use super::super::{Kind, prohibited as kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "parcel smishing",
        "parcel",
        "any",
        &[
            "{carrier}: {{Your|The} {parcel|package|shipment}{ {digits:8}|} {could not be delivered|is on hold|has been suspended|cannot be delivered} {due to|because of} {an unpaid {customs |shipping |}fee{ of {fee}|}|an {incomplete|incorrect|invalid} address|a missing house number}|A delivery attempt failed{ on {day}|}}. {{Please |}{update|confirm|verify} your {address|details} {here: |at |: }|Pay {fee} {now: |to release it: }|Reschedule: }{badlink}",
            "{{carrier} notice: |[{carrier}] |Hi, |}{we have a package for you but the address is {missing a number|not clear}|your item arrived at the {warehouse|sorting center} and needs {a redelivery fee of {fee}|address confirmation}}{. |, }{please |}{click|tap|open|visit|fill in} {the link|}{: | }{badlink} {within {12|24|48} hours{ or it {will be returned|goes back to sender}|}|(Reply Y, then reopen the message to activate the link)|}{.|}",
            "{carrier}: {your parcel is waiting, the small charge of {fee} has not been paid|we called {day} but nobody was in, to choose a new day pay {fee}|a parcel in your name is at our depot, tell us where to leave it}. {badlink}{ Thank you.|}",
        ],
    ),
    kind(
        "fake order",
        "shops",
        "any",
        &[
            "{{real}: |}{your order of {item} ({sum2}) is confirmed|{sum2} was charged for {item}|thank you for buying a {laptop|handset|TV}, {bigsum}}{, order {digits:7}|}. {Not you? |If you did not order, |To cancel: }{call {phone}|{badlink}}{ at once|}{.|}",
            "{{real}|{shop}}: {your refund of {sum2} could not be sent|a return in your name is blocked|we owe you {sum} for a late delivery}. {Confirm your card: |Choose where to receive it: |}{badlink}{stop}",
        ],
    ),
    kind(
        "toll smishing",
        "toll",
        "any",
        &[
            "{{tollco}|{city} Tolls}{:| Notice:| final reminder:} {you have an {unpaid|outstanding} toll {of|balance of|amount of} {fee}|your vehicle has an unpaid toll of {fee}}. {{To avoid|Avoid} {a late fee of {sum}|late fees|penalties|suspension of your license}, pay {by {day}|today|now}|Pay before {day} to avoid legal action}{: | at }{badlink}",
            "{tollco}: {we noticed a trip on {day} that has not been settled|the toll for your crossing is open|our invoice for {fee} came back}. {You can pay it here, it takes a minute: |To keep your account in order see |Please settle by {day}. }{badlink}{ (Reply Y to open the link)|}",
        ],
    ),
    kind(
        "fine smishing",
        "toll",
        "any",
        &[
            "{DMV|Department of Motor Vehicles|{city} Parking|{gov}} {final notice|notice|}: {your {license|registration} will be suspended|you have an outstanding {traffic ticket|parking fine}} {as of {day}|of {sum}}. {Pay immediately|Settle it now} {to avoid prosecution|before enforcement}: {badlink}",
            "{Traffic challan|Penalty charge|Speeding offence} {digits:8} for vehicle {digits:4}: {sum} {is due|unpaid since {day}}. {Photo and payment: |Download the app to see proof: |Pay half if you pay today: }{badlink}",
        ],
    ),
    kind(
        "bank smishing",
        "bank phishing",
        "any",
        &[
            "{{bank}|{bank} Alert|{bank} security}{:|} {{Your|The} {account|debit card|online banking} {has been|is} {locked|suspended|restricted|limited}{ due to {unusual|suspicious} activity|}|{A payment of {sum}|A new payee|A transfer of {bigsum}} was {attempted|requested|added} {on {day}|from a new device}|Your account will be closed {today|in 24 hours}}. {{If this was NOT you, |If not you |}{verify|cancel|secure your account|confirm your identity}{ now| immediately|} {at |here: |via }{badlink}|Unlock it: {badlink}|Call {phone} immediately|Log in to restore access: {badlink}}",
            "{dear}{your {bank} {account|card|app} {will be blocked|is blocked|has expired}{ today|}. {Please |}{verify your information|re-register} {at |: }{badlink}|your card {acct} is on hold. Call {phone} to reactivate}{.|}",
            "{bank}: {for your safety we have paused your card, please check your details|our records need a small update before {day}|a message from your branch is waiting|please finish the sign-up of your new app}. {Continue at {badlink}|{badlink}|Our team is on {phone}}{.|}{stop}",
        ],
    ),
    kind(
        "bank points and rewards",
        "bank phishing",
        "any",
        &[
            "{{bank}|{inbank}}: {your reward points worth {sum} {expire today|will lapse {day}}|you can turn {digits:4} points into cash|a cashback of {sum2} is ready for your card}. {Redeem {now |}at {badlink}|Confirm your card to get it: {badlink}|Download our rewards app {badlink}}{.|}{stop}",
            "{hi}{name}, thank you for banking with {bank}. {You were chosen for a {sum2} bonus.|As a valued client you get {sum} back.|Your loyalty gift is ready.} {Log in here: {badlink}|Reply with your card number to collect.|{badlink}}",
        ],
    ),
    kind(
        "safe account call",
        "bank phishing",
        "any",
        &[
            "{bank}: {a loan of {bigsum} was requested in your name|we stopped a payment of {sum2} to {shop}|three sign-ins failed from {city}|your card {acct} was used in {city}}. {Our fraud team will call you from a private number, please follow their steps.|Call us on {phone}, not the number on your card.|To keep your money safe move it to the account we set up: {badlink}|Reply N and an officer will ring.}",
            "{bank} {Ref|Case} {digits:6}: {please call our security desk on {phone}|we need to talk about your card {acct}|your new device is active, if not you use {badlink}}{.| before {day}.|, lines open now.}",
            "{New payee|Direct debit|Standing order|Device} {added|set up|registered} {at {time}|on {day}}: {{name}|{brand}}, {sum2}. {Not you? |If this was not you }{visit {badlink}|call {phone}|reply NO and open {badlink}}. {bank}",
        ],
    ),
    kind(
        "code theft",
        "bank phishing",
        "any",
        &[
            "{{bank}|{payapp}|{real}}: {someone is trying to use your card, we sent you a code|to stop the payment of {bigsum} we need the code you get}. {Reply with the code|Read it to our officer on {phone}|Send it back to cancel|Enter it at {badlink}}{.|} {Do not talk to anyone else.|}",
            "{Hi|Hello}, {I sent you a 6 digit code by mistake, can you send it to me|I'm locked out of my {real} and named you as a friend, you will get a code}? {Please, it's urgent.|Thanks so much.|Just type it here.}",
        ],
    ),
    kind(
        "KYC smishing",
        "bank phishing",
        "IN",
        &[
            "{dear}{your {inbank} {A/c|YONO|net banking|reward points of {rs}} {will be {blocked|suspended|expire} today|is on hold}|your PAN is not linked with {inbank} A/c|{intelco} SIM KYC pending}. {Please |Kindly |}{update {KYC|PAN|Aadhaar}|complete e-KYC|redeem} {immediately |now |}{{at |click |here }{badlink}|by calling {phone}}{.|}",
            "{Electricity power will be disconnected tonight at 9.30 pm|Your gas connection will be cut|Dear consumer your last month bill was not updated}{. |, }{contact officer {phone}|call our electricity officer {friend} {phone}|update at {badlink}} {immediately|now|}{.|}",
        ],
    ),
    kind(
        "account smishing",
        "account phishing",
        "any",
        &[
            "{{real}|{stream}}{:| Support:} {your {membership|account|ID|subscription} {is on hold|has been locked|was suspended|expires today}|we could not process your {last |}payment|{sum} was charged to your account for order {digits:6}}. {Update your {payment|billing} details|Verify {now|your identity}|Not you? Cancel} {here|at}{: | }{badlink}",
            "{Your verification code was requested by {city}, if not you|Someone signed in to your {real} account from {city}. If this wasn't you}, {click|tap|call} {{badlink}|{phone}} {immediately|to secure it|}{.|}",
            "{{stream}|{real}}: {renew now and get 90 days free|your free year is waiting, just confirm your card|your card was declined, you lose your profile {day}}. {badlink}{stop}",
        ],
    ),
    kind(
        "social account phishing",
        "account phishing",
        "any",
        &[
            "{Facebook|Instagram|WhatsApp|{real}}: {your page will be removed for breaking our rules|you were reported for copyright|someone tagged you in a video|your account earns a blue badge}. {Appeal within 24 hours|See it|Apply}: {badlink}",
            "{OMG|Hey|lol} {is this you in this {video|picture}|look what {friend} said about you|I can't believe this is you}{?|} {badlink}",
        ],
    ),
    kind(
        "operator phishing",
        "account phishing",
        "any",
        &[
            "{telco}: {your last bill payment failed|your SIM will be {disconnected|deactivated} {today|in 24 hours}|we charged you twice, claim {sum}|you can switch to 5G now, confirm with code|your {digits:4} points expire {day}, choose a gift}. {Update at {badlink}|Call {phone}|{badlink}|Reply 1 with your PIN}{.|}",
            "{eSIM|Port out|SIM swap} {request received|for your number {is done today|was made}}. {If not you click|Cancel at|Stop it:} {badlink}",
        ],
    ),
    kind(
        "pay app phishing",
        "account phishing",
        "any",
        &[
            "{payapp}: {you have received {bigsum}, accept|a payment of {sum2} is waiting|your account is limited|{name} requests {bigsum}, if unknown}{: |. Log in |. Deposit it: |. Cancel: }{badlink}{stop}",
            "{Interac|UPI|e-Transfer|{payapp}}: {sum2} {from {gov}|from {name}|refund from {telco}} {expires {day}|is pending}. {Choose your bank: {badlink}|Enter your PIN to receive: {badlink}|Scan or click {badlink}}",
        ],
    ),
    kind(
        "agency phishing",
        "account phishing",
        "any",
        &[
            "{gov}: {your {benefit|pension|health card} was stopped|your vehicle tax payment failed|there is a problem with your {passport|visa|Medicare card}|you were near a positive case, order a test|new message about your claim}. {Confirm who you are: |Pay {fee} at |Update within 24 hours: }{badlink}{stop}",
            "{Officer {friend}|{gov} agent {friend}|Customs officer}: {a parcel in your name holds illegal goods|a warrant was issued for you|your ID was used for fraud}. {Call {phone} today|Press 1 or reply|Do not tell anyone, call {phone}}{.|}",
        ],
    ),
    kind(
        "energy and utility phishing",
        "account phishing",
        "any",
        &[
            "{{brand} {Energy|Water|Broadband}|{gov}}: {you are due {sum2} back for too high bills|your power is cut {day} unless {sum} is paid|apply for your {season} energy discount of {sum2}|a refund from {brand} could not be sent}. {{badlink}|Claim here: {badlink}|Pay at {badlink}|Call {phone}}{.|}{stop}",
        ],
    ),
    kind(
        "tech support",
        "account phishing",
        "any",
        &[
            "{{real} |}{Alert|Security|Warning}: {your phone has {3|5} viruses|your cloud is full and photos will be deleted|your antivirus renews for {sum2} {today|{day}}|your computer sends errors}{.|!} {Call {phone} to cancel|Clean it: {badlink}|Install {badlink}|To stop the charge call {phone}}{.|}{stop}",
        ],
    ),
    kind(
        "boss and payroll impostor",
        "account phishing",
        "any",
        &[
            "{hi}{name}, {it's {friend}, your CEO|this is {friend} from the head office}. {I'm in a meeting, can you buy {3|5} gift cards of {sum} for clients|I need a quick favour, are you at your desk|Please change my bank account for pay day}? {Send the codes here.|Don't call, text only.|I'll pay you back today.}",
        ],
    ),
];
