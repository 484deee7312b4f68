//! Texts of the campaigns that carriers prohibit.

use super::Kind;

/// Prohibited kinds. Their order is part of every generated row: add at the end.
pub const PROHIBITED: &[Kind] = &[
    // Prohibited campaigns
    Kind {
        name: "payday loan",
        trade: "prohibited",
        templates: &[
            "{{brand}: |}{hi}{{name}, |}{you {are|'ve been} {pre-approved|approved} for {a loan of |up to }{bigsum}|Need cash {today|fast|before payday}? Get {up to |}{bigsum}|Bad credit? No problem! Borrow {bigsum}|Your loan of {bigsum} is {waiting|ready|approved}}{.|!|} {No credit check.|Same day funding!|Money in your account in minutes.|} {Apply {now|here}: {badlink}|Reply YES to claim it.|Call {phone} now|Get it at {badlink}}{stop}",
            "{Cash|Money} in {15|30} minutes{!|.} {Loans from {sum} to {bigsum}|Personal loans up to {bigsum}}, {all credit welcome|no paperwork|no guarantor}. {badlink}{stop}",
        ],
    },
    Kind {
        name: "business funding",
        trade: "prohibited",
        templates: &[
            "{hi}{name}, {your business qualifies for {bigsum} in working capital|we can fund your business with {bigsum} this week}. {Low rates, no collateral.|Approval in 24 hours.|} {Interested? Reply YES|Apply {badlink}|Call {phone}}. {brand} {Capital|Funding}{stop}",
            "{brand} Funding: {line of credit up to {bigsum}|{bigsum} same-day advance} {approved for you|available now}. {Reply 1 to accept.|Sign here: {badlink}}{stop}",
        ],
    },
    Kind {
        name: "debt relief",
        trade: "prohibited",
        templates: &[
            "{{Drowning in|Struggling with|Over {bigsum} in} {debt|credit card debt|bills}?|{name}, you may qualify for debt relief.} {Cut your payments in half|Write off up to {80%|70%|90%} of what you owe|Consolidate into one low payment}{.|!} {Call {phone}|See if you qualify: {badlink}|Reply DEBT|Reply YES for help}{stop}",
            "{FINAL NOTICE: |Notice: |}{Your student loan {forgiveness|relief} is pending|The government {hardship|relief} program can clear your debts}. {Call {phone} before {day}|Check eligibility at {badlink}}{.|!}{stop}",
        ],
    },
    Kind {
        name: "tax relief",
        trade: "prohibited",
        templates: &[
            "{IRS|HMRC|Tax Office|Revenue}: {you are owed a tax refund of {sum}|your tax rebate of {bigsum} is {pending|ready}|you have an unpaid tax of {bigsum}}. {Claim it: |Submit your details: |Avoid legal action: }{badlink}{stop}",
            "{Owe back taxes?|Tax debt over {bigsum}?} {Our program can settle it for less.|Stop wage garnishment today!} {Call {phone}|{badlink}}{stop}",
        ],
    },
    Kind {
        name: "credit repair",
        trade: "prohibited",
        templates: &[
            "{Fix your credit|Boost your credit score|Raise your score} {by {100|150|200} points |}{in 30 days|fast|guaranteed}{!|.} {We remove {late payments|collections|bankruptcies} legally.|Results or your money back.} {Start: {badlink}|Call {phone}|Text CREDIT to {phone}}{stop}",
            "{hi}{name}, {is your credit score holding you back|your score can be {700|750|800}+}? {brand} Credit can {delete negative items|repair it}. {Reply INFO|See {badlink}}{stop}",
        ],
    },
    Kind {
        name: "work from home",
        trade: "prohibited",
        templates: &[
            "{Work from home|Earn from your phone|Part-time job|Remote job}: {earn |make |}{$200|$300|$500|£150|{sum}} {a day|per day|daily}{, no experience| for 1 hour of easy work|}{!|.} {WhatsApp {phone}|Apply: {badlink}|Reply JOB|Add us on Telegram: {badlink}}{stop}",
            "{hi}{I'm|this is} {name} from {brand} HR. {We saw your resume and|Your profile was recommended and we} {offer|have} a {remote|flexible online} {position|role}{, 60-90 minutes a day|}, {$50-$300|$200 to $500} {daily|per day}, paid {daily|in USDT}. {Interested? Reply YES|Contact {phone} on WhatsApp}{.|}{stop}",
            "{Be your own boss!|Fire your boss!|Financial freedom is here.} {Make {bigsum} a {week|month} with our {proven|secret} system.|Turn {sum} into {bigsum}.} {Join: {badlink}|Text INFO to {phone}}{stop}",
        ],
    },
    Kind {
        name: "mystery shopper",
        trade: "prohibited",
        templates: &[
            "{Become a|We need a} {mystery shopper|car wrap driver|product tester} {in {city}|in your area}{!|:} {earn|get paid} {sum} {per task|a week}{, no fee|}. {Sign up {badlink}|Reply YES with your name and address}{stop}",
        ],
    },
    Kind {
        name: "lead generation",
        trade: "prohibited",
        templates: &[
            "{{Need|Looking for} {cheap|affordable} {car|life|health|home} insurance?|{Solar panels|New windows|A new roof} at no cost?|Your {auto|car} warranty {is about to expire|has expired}!|Were you in an accident?} {Get a free quote|Compare quotes|See if you qualify|You may be owed {bigsum}}{: {badlink}|. Call {phone}|. Reply YES}{stop}",
            "{hi}{name}, {I'd like to buy your {house|property}|would you take a cash offer for your {house|property}} {on {city} Street|in {city}|}? {No fees, close in 7 days.|We buy as is.|} {Reply YES or call {phone}.|{brand} Homes|Let me know.}{stop}",
            "{Medicare|Final expense|Obamacare} {benefits|plans} {2024|2025|} {changed!|update:} {you may be entitled to {sum} back|seniors get {bigsum} more}. {Call {phone}|Check: {badlink}}{stop}",
        ],
    },
    Kind {
        name: "prize",
        trade: "prohibited",
        templates: &[
            "{CONGRATULATIONS|Congrats|Congratulations {name}|WINNER}{!|!!} {You {have won|won|have been selected to win} {a {bigsum} {gift card|cash prize}|an iPhone|a holiday for two|{bigsum} cash}|Your number was drawn for {bigsum}}{.|!} {Claim {now|today|it here}: {badlink}|Call {phone} to claim|Reply CLAIM}{. Offer ends {day}| within 24 hours|}{stop}",
            "{{shop}|{brand}}: {{name}, |}{you came {1st|2nd} in our {draw|giveaway|raffle}|your {entry|receipt} won a {bigsum} {gift card|voucher}|you are today's lucky {customer|visitor}}{.|!} {Collect your {prize|reward}: |See what you won: |Confirm delivery: }{badlink}{stop}",
            "{Final|Last} {attempt|notice}: {your {gift|reward|prize} of {bigsum} {is unclaimed|expires today}|we tried to reach you about your prize}. {badlink}{stop}",
            "{Answer a short survey|Take our 30 second survey} and {get|receive} a {free |}{bigsum} {gift card|iPhone}{!|.} {badlink}{stop}",
        ],
    },
    Kind {
        name: "parcel smishing",
        trade: "prohibited",
        templates: &[
            "{realcarrier}: {{Your|The} {parcel|package|shipment}{ {digits:8}|} {could not be delivered|is on hold|has been suspended|cannot be delivered} {due to|because of} {an unpaid {customs |shipping |}fee{ of {sum}|}|an {incomplete|incorrect|invalid} address|a missing house number}|A delivery attempt failed{ on {day}|}}. {{Please |}{update|confirm|verify} your {address|details} {here: |at |: }|Pay {sum} {now: |to release it: }|Reschedule: }{badlink}",
            "{{realcarrier} notice: |[{realcarrier}] |Hi, |}{we have a package for you but the address is {missing a number|not clear}|your item arrived at the {warehouse|sorting center} and needs {a redelivery fee of {sum}|address confirmation}}{. |, }{please |}{click|tap|open|visit|fill in} {the link|}{: | }{badlink} {within {12|24|48} hours{ or it {will be returned|goes back to sender}|}|(Reply Y, then reopen the message to activate the link)|}{.|}",
        ],
    },
    Kind {
        name: "toll smishing",
        trade: "prohibited",
        templates: &[
            "{E-ZPass|SunPass|FasTrak|Toll Roads|TollPay|{city} Tolls}{:| Notice:| final reminder:} {you have an {unpaid|outstanding} toll {of|balance of|amount of} {sum}|your vehicle has an unpaid toll of {sum}}. {{To avoid|Avoid} {a late fee of {sum}|late fees|penalties|suspension of your license}, pay {by {day}|today|now}|Pay before {day} to avoid legal action}{: | at }{badlink}",
            "{DMV|Department of Motor Vehicles|{city} Parking|City Parking} {final notice|notice|}: {your {license|registration} will be suspended|you have an outstanding {traffic ticket|parking fine}} {as of {day}|of {sum}}. {Pay immediately|Settle it now} {to avoid prosecution|before enforcement}: {badlink}",
        ],
    },
    Kind {
        name: "bank smishing",
        trade: "prohibited",
        templates: &[
            "{{bank}|{bank} Alert|{bank} security}{:|} {{Your|The} {account|debit card|online banking} {has been|is} {locked|suspended|restricted|limited}{ due to {unusual|suspicious} activity|}|{A payment of {sum}|A new payee|A transfer of {bigsum}} was {attempted|requested|added} {on {day}|from a new device}|Your account will be closed {today|in 24 hours}}. {{If this was NOT you, |If not you |}{verify|cancel|secure your account|confirm your identity}{ now| immediately|} {at |here: |via }{badlink}|Unlock it: {badlink}|Call {phone} immediately|Log in to restore access: {badlink}}",
            "{Dear {customer|client|user}, |}{your {bank} {account|card|app} {will be blocked|is blocked|has expired}{ today|}. {Please |}{update your {KYC|PAN|details}|verify your information|re-register} {at |: }{badlink}|your card ending {digits:4} is on hold. Call {phone} to reactivate}{.|}",
        ],
    },
    Kind {
        name: "account smishing",
        trade: "prohibited",
        templates: &[
            "{Netflix|Apple|Amazon|PayPal|{brand}|Microsoft|iCloud}{:| Support:} {your {membership|account|Apple ID|subscription} {is on hold|has been locked|was suspended|expires today}|we could not process your {last |}payment|{sum} was charged to your account for order {digits:6}}. {Update your {payment|billing} details|Verify {now|your identity}|Not you? Cancel} {here|at}{: | }{badlink}",
            "{Your verification code was requested by {city}, if not you|Someone signed in to your {brand} account from {city}. If this wasn't you}, {click|tap|call} {badlink|{phone}} {immediately|to secure it|}{.|}",
        ],
    },
    Kind {
        name: "family impostor",
        trade: "prohibited",
        templates: &[
            "{Hi|Hey|Hello} {mum|mom|dad}{,|} {I {dropped|broke|lost} my phone{ down the toilet|}, {this is my new number|I'm using a friend's}|my phone is broken, this is my temporary number}. {Can you {send|transfer} me {bigsum}{ for rent|}?|Text me on WhatsApp {phone}|Please reply asap, I need help with a payment.}",
        ],
    },
    Kind {
        name: "wrong number",
        trade: "prohibited",
        templates: &[
            "{Hi|Hello|Hey} {name}{,|!} {{it's|this is} {name}, we met at {the golf club|a conference in {city}}|are you still coming to the yacht party {day}|my assistant gave me your number for the investment meeting}? {Is this still your number?|Nice to meet you, I'm {name}.|Sorry, wrong number. You seem kind, shall we be friends on WhatsApp?|Add me on WhatsApp {phone}}",
        ],
    },
    Kind {
        name: "crypto",
        trade: "prohibited",
        templates: &[
            "{{Bitcoin|BTC|ETH|Crypto} {is exploding|alert|is about to double}!|Turn {sum} into {bigsum} {with crypto|in a week}.|Our AI trading bot made {bigsum} {today|this week}.} {Join {our VIP group|free}|Start {trading|investing} {now|today}|Guaranteed {returns|profit} of {20%|300%|10x}}: {badlink}{stop}",
            "{Your {wallet|Coinbase account|crypto withdrawal of {bigsum}} {needs verification|is locked|is pending}|You received {0.5|1.2|2} BTC}. {Confirm|Withdraw|Verify} {at |here: }{badlink}{stop}",
            "{Hot stock|Stock pick of the week|Insider tip}: {buy|watch} {brand} Corp before {day}{, up {300%|150%}|, target {bigsum}}! {Join 5,000 investors on WhatsApp: |Free signals: }{badlink}{stop}",
        ],
    },
    Kind {
        name: "gambling",
        trade: "prohibited",
        templates: &[
            "{{brand} Casino|{brand} Bet|Lucky {brand}|Vegas {brand}}: {{get|claim|grab} {digits:2} FREE SPINS|{100%|200%|500%} deposit bonus up to {bigsum}|your {sum} free bet is {here|waiting}|jackpot is now {bigsum}}{!|.} {Play now {badlink}|Log in: {badlink}|Code {digits:4} at {badlink}}{stop}",
            "{Bet|Wager} {sum} get {sum} {free |}on {the big game|{day}'s match|roulette and slots}{!|.} {badlink} {18+|21+|T&Cs apply|}{stop}",
        ],
    },
    Kind {
        name: "sexual content",
        trade: "prohibited",
        templates: &[
            "{{Hot|Sexy|Lonely} {singles|girls|women|milfs} {near you|in {city}|in your area} want to {meet|chat|hook up}{ tonight|}|{name} sent you {a private photo|3 nudes|a naughty pic}|I'm {name}, {19|22|25}, horny and home alone}{!|.} {See {me|them|it}: {badlink}|Text HOT to {phone}|Join free: {badlink}} {18+|}{stop}",
            "{XXX|Adult} {videos|chat|dating} {{sum} a week|free for 7 days}{!|.} {badlink} {18+|}{stop}",
        ],
    },
    Kind {
        name: "alcohol",
        trade: "prohibited",
        templates: &[
            "{{brand} Liquor|{brand} Wine|{brand} Spirits|{brand} Bar}: {{vodka|whiskey|tequila|craft beer|wine} {percent} off|2-for-1 {cocktails|shots|beers} {tonight|{day}}|free {beer|shots} before {time}}{!|.} {Order: {scheme}{host}{path}|Delivered to your door {badlink}|Show this text}{stop}",
        ],
    },
    Kind {
        name: "firearms",
        trade: "prohibited",
        templates: &[
            "{{brand} Guns|{brand} Arms|{brand} Tactical}: {{9mm|AR-15|Glock 19|rifle|pistol|ammo|.223} {sale|deals|in stock|{percent} off}|gun show in {city} {day}|bulk ammo {sum} a box}{!|.} {Shop {scheme}{host}{path}|{badlink}|Call {phone}}{stop}",
        ],
    },
    Kind {
        name: "tobacco and vape",
        trade: "prohibited",
        templates: &[
            "{{brand} Vape|{brand} Smoke Shop|{brand} Cigars|Vape {brand}}: {{disposable vapes|e-liquid|cigars|nicotine pouches|vape kits} {percent} off|buy 2 get 1 free on {all |}{vapes|e-juice|cigarettes}|new flavours of {vape juice|disposables} in}{!|.} {{scheme}{host}{path}|{badlink}|In store {city}}{stop}",
        ],
    },
    Kind {
        name: "cannabis",
        trade: "prohibited",
        templates: &[
            "{{brand} Dispensary|{brand} CBD|Green {brand}|420 {brand}}: {{THC gummies|CBD oil|pre-rolls|edibles|flower|Delta-8 carts} {percent} off|{$20|$25} eighths {today|{day}}|free {pre-roll|gummies} with any order}{!|.} {{scheme}{host}{path}|{badlink}|Order for delivery}{stop}",
        ],
    },
    Kind {
        name: "pills and cures",
        trade: "prohibited",
        templates: &[
            "{{Viagra|Cialis|Xanax|Adderall|Ozempic|Tramadol} {without prescription|from {sum}|no Rx needed|delivered discreetly}|Lose {20|30} lbs in {2 weeks|a month}{ without diet|}|This miracle {keto|fat burner} {pill|gummy} melts fat}{!|.} {Order {now|today}: {badlink}|{badlink}|Free trial {badlink}}{stop}",
        ],
    },
    Kind {
        name: "hate",
        trade: "prohibited",
        templates: &[
            "{They are vermin|These subhuman people|The invaders}{: | }{must be thrown out of {city}|are taking our country|do not belong here}{!|.} {Join us {day} at {time}|Read the truth: {badlink}|Stand up, deport them all}{!|.}{stop}",
        ],
    },
    Kind {
        name: "government grant",
        trade: "prohibited",
        templates: &[
            "{{US|Federal|State} {Relief|Grant|Stimulus}|COVID relief|Government grant}: {you qualify for a {bigsum} {grant|payment|stimulus check}|your {bigsum} benefit is unclaimed}{.|!} {Apply before {day}: {badlink}|Claim: {badlink}|Call {phone} with your SSN}",
        ],
    },
    Kind {
        name: "premium chat",
        trade: "prohibited",
        templates: &[
            "{U have|You have|You've} {a secret admirer|1 new voicemail|a new match|an unread picture message}{!|.} {Call {phone}|Text {CHAT|YES} to 8{digits:4}|Listen at {badlink}} {{1.50|3.00}GBP/msg|150p per msg|$9.99/week|}{stop}",
        ],
    },
];
