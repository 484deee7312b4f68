//! Banks, cards, wallets and lenders, to their own customers.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "card used",
        "bank",
        "any",
        &[
            "{bank}{: |}{ Alert: |} {A purchase of|You spent|Your card {acct} was used for} {sum} at {shop}{ on {day}| today|}. {Not you? Reply NO or call {phone}.|Reply STOP to end alerts.|Available balance {sum2}.|}",
            "{bank} {alert|Alerts}: {sum} {debit card purchase|charge|withdrawal} {at {shop}|in {city}} on {day} {with card|, card} {acct}.{stop}",
            "{Purchase|Reserved|Declined}; {sum}; {day}; {shop}; card {acct}{; avail {sum2}|}.{ {bank}| Queries {phone}|}",
        ],
    ),
    kind(
        "money received",
        "bank",
        "any",
        &[
            "{bank}: {You received|A deposit of|{name} sent you} {sum}{ has been credited to| in} your account {acct}{ on {day}|}. {Ref {digits:8}.|Available balance is {sum2}.|}",
            "{Your {salary|direct deposit|payment} of|} {bigsum} {has been|was} {posted|credited} to {account|acc} {acct} on {day}. {Avail bal {sum2}.|} {bank}",
            "{Credit alert!|CR:} {Acct {acct}|{acct}} {Amt {sum}|{sum} from {name}} {Desc: transfer|Narration: rent} {Date {day}|{time}} Bal {sum2}. {bank}",
        ],
    ),
    kind(
        "indian account alert",
        "bank",
        "IN",
        &[
            "{{rs} {debited|withdrawn|spent} {from|on} {inbank} {A/c|card} {acct} on {day}{ at {shop}| at ATM {city}|}|Your A/c {acct} is credited with {rs} on {day} by {NEFT|IMPS|UPI|cash}}. {Avl Bal {rs2}|Avl Lmt: {rs2}|UPI Ref {digits:12}|Info: {name}}. {Not you? Call {phone}|SMS BLOCK {digits:4} to 5550191|If not done by you forward this SMS to 5550111|}",
            "{Dear Customer, |Dear {inbank} User, |}{your {EMI|SIP|insurance premium|mandate} of {rs} {is due on {day}|for A/c {acct} is processed|will be debited on {day}}|{rs} sent to {name} via UPI from {acct}}. {Pls keep sufficient balance.|Ref no {digits:12}.|Ignore if paid.}{ -{inbank}|}",
            "{inbank}: {KYC of A/c {acct} was updated at our {city} branch on {day}|your cheque no {digits:6} is cleared|cheque book request received|your debit card is dispatched by Speed Post}. {No further action is needed|Track in the app|Thank you for banking with us}.",
        ],
    ),
    kind(
        "low balance",
        "bank",
        "any",
        &[
            "{bank}: {The balance of your account|Your account} {acct} is {below {sum}|low: {sum}}{ as of {day}|}.{stop}",
            "{bank} reminder: {your credit card payment|your minimum payment} of {sum} is due {on |}{day}. {Pay in the app or at {link}.|Thank you.|If already paid, ignore this text.}",
            "{hi}{name}, {a payment from your account|a direct debit for {sum}} {may not go through {day}|is due {day}} and your balance is {sum2}. {Pay money in by {time} to avoid a fee.|You can move money in the app.|Arranged overdraft: {sum}.}{ {bank}|}",
        ],
    ),
    kind(
        "fraud check",
        "bank",
        "any",
        &[
            "{bank} {Fraud Alert|fraud prevention|security}: Did you {use your card {acct}|try to spend {sum}|attempt {sum} at {shop}}{ on {day}|}? Reply YES {or|if it was you,} NO{ if not|}.{ Msg & data rates may apply.| We will never ask for your PIN.|}",
            "{bank}: {We declined|We've blocked} {a|your} {card payment|transaction} of {sum} at {real} {to keep you safe|because it looked unusual}. {Please call the number on the back of your card.|Open the app to approve it.|Reply 1 if it was you, 2 if not.}",
            "{Thank you. |}{Your card {acct} is {unlocked|active again}|A new card is on its way, use it from {day}|We have cancelled card {acct} as you asked}. {Sorry for the inconvenience.|You can try the purchase again.|No further action needed.} {bank}",
        ],
    ),
    kind(
        "scam warning",
        "bank",
        "any",
        &[
            "{bank}: {beware of|watch out for} {scam|fake} {texts|calls} {that ask for your PIN|about {parcels|unpaid tolls|refunds|prizes}|that pretend to be from us}. {We never ask you to move money.|Never share a code.|Hang up and call the number on your card.|Forward them to 7726.}",
            "{{inbank}|{bank}} {advises|reminds you}: {do not click unknown links|never share OTP, CVV or PIN|KYC is never done by SMS link}. {Report fraud at {phone}.|Stay safe!|Dial 1930 for help.}",
        ],
    ),
    kind(
        "statement ready",
        "bank",
        "any",
        &[
            "{bank}: Your {monthly|credit card|account} statement {is ready|is now available}{ in the app| at {link}|}. {Total due {sum} by {day}.|Minimum payment {sum}, due {day}.|}{stop}",
            "{hi}{name}, your {bank} {eStatement|statement|tax certificate} for account {acct} is ready to view online. {Log in to your account as usual.|No action is needed.}{stop}",
        ],
    ),
    kind(
        "card and branch news",
        "bank",
        "any",
        &[
            "{dear}{your new {debit|credit} card {acct} {was mailed|will arrive {window}}|our {city} branch is closed on {day}|online banking is down for maintenance {day} from {time}|your PIN was changed at {time}}. {bank}{. Thank you|}",
            "{bank}: {appointment with {name} confirmed for {day} {time}|your application is being reviewed|we need one more document, please bring it to the {city} branch|your dispute {ref} is settled}. {Questions? {phone}|Upload it in the app.|}",
        ],
    ),
    kind(
        "lender service",
        "bank",
        "any",
        &[
            "{bank}: {your {car |home |student |}loan payment of {sum} is due {day}|we received your loan payment of {sum}, thank you|your mortgage application moved to the next step|your loan officer {name} sent a document}. {Thank you.|Log in to see it.|Call {phone} with questions.}{stop}",
            "{hi}{name}, {your loan {acct} has {3|6|12} payments left|your loan is paid off, congratulations|the rate on your mortgage changes to 4.1% on {day}|the credit agreement you signed on {day} is in your inbox}. {No action needed.|Reply CALL and we will ring you.|{bank}}{stop}",
            "{Reminder from {bank}: |}EMI {of {rs} |}for loan {acct} is due on {day}. {Maintain balance to avoid bounce charges.|Pay at {link}|Ignore if already paid.}",
        ],
    ),
    kind(
        "wallet receipt",
        "bank",
        "any",
        &[
            "{payapp}: {you {sent|paid} {sum} to {{name}|{shop}}|{name} paid you {sum}|{name} requests {sum} for {dinner|rent|the tickets}|your transfer of {sum} to {bank} is complete}. {Ref {digits:9}.|See the app for details.|Balance {sum2}.|}",
            "{You've got money! |}{name} sent you {sum} {with|through} {payapp}. {It is in your balance.|Open the app to accept.|Note: thanks for lunch}{.|}",
            "{digits:10} Confirmed. You have received {sum} from {name} on {day} at {time}. New balance is {sum2}. {payapp}",
        ],
    ),
    kind(
        "exchange service",
        "bank",
        "any",
        &[
            "{exchange}: {your buy order for {0.02|0.5|1} {BTC|ETH} was filled at {time}|your withdrawal of {sum} to {bank} is on its way|your tax form is ready in the app|price alert: BTC is {above|below} {bigsum}}. {You set this alert.|No action needed.|}{stop}",
            "{Your {exchange} identity check is complete.|You turned on a price alert.|{digits:6} is your {exchange} withdrawal code.} {We never ask for your code by phone.|Manage alerts in settings.|}",
        ],
    ),
    kind(
        "bank service offer",
        "bank offers",
        "any",
        &[
            "{bank}: {as a customer you can now {pay by phone|open a savings account in the app|get {sum} back on your first card payment}|earn {2%|3.5%|4.1%} on your savings until {day}|our {city} branch moves {day}|send money abroad with no fee this {week|month}}. {Learn more: |Details: |}{link}{. T&C apply.|.|}{mstop}",
            "{hi}{name}, {you've been with us 5 years, so here is a better savings rate|your {bank} card now earns 2x points on groceries|upgrade your account for {sum} a month and get travel cover|round up your change and save as you spend}. {See {link}|Ask in branch|Switch it on in the app|Representative terms apply, see {link}}{.|}{mstop}",
            "{inbank}: {enjoy {percent} cashback at {shop} with your card {acct}|convert your spend of {rs} into easy EMIs|book an FD at 7.25% p.a. in the app|get an add-on card for your family}. {T&C|Offer till {day}|{link}}{.|}{mstop}",
        ],
    ),
    kind(
        "credit score update",
        "bank offers",
        "any",
        &[
            "{{bank}|{payapp}}: your credit score {has changed|is ready}{ this month|}. {You asked for this update.|See what changed in the app.|View it free in the app, it doesn't affect your score.}{mstop}",
            "{hi}{name}, {your credit limit is now {bigsum}, as you asked|your credit report dispute {ref} is closed|your free yearly report is ready}. {bank}{. {link}|}{stop}",
        ],
    ),
];
