//! Loans, debts, credit, taxes, crypto and investments.

use super::super::{Kind, prohibited as kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "payday loan",
        "loans",
        "any",
        &[
            "{{brand}: |}{hi}{{name}, |}{you {are|'ve been} {pre-approved|approved} for {a loan of |up to }{bigsum}|Need cash {today|fast|before payday}? Get {up to |}{bigsum}|Bad credit? No problem! Borrow {bigsum}|Your loan of {bigsum} is {waiting|ready|approved}}{.|!|} {No credit check.|Same day funding!|Money in your account in minutes.|} {Apply {now|here}: {badlink}|Reply YES to claim it.|Call {phone} now|Get it at {badlink}}{stop}",
            "{Cash|Money} in {15|30} minutes{!|.} {Loans from {sum} to {bigsum}|Personal loans up to {bigsum}}, {all credit welcome|no paperwork|no guarantor}. {badlink}{stop}",
            "{hi}{name}, {short before payday? We can help with|rent due? You can have|a little extra for {season}, say} {bigsum}{ by {time}|}. {It takes two minutes and your score does not matter.|Most people are accepted.|No questions asked.} {Have a look at {badlink}|Text me back if you want it|Just reply with an amount}{.|}{mstop}",
            "{Your application for {bigsum} was {accepted|approved}|Funds of {bigsum} are reserved for you}{, final step: |. Sign here: |. Bank details needed: }{badlink}{ before {day}|}{stop}",
        ],
    ),
    kind(
        "indian instant loan",
        "loans",
        "IN",
        &[
            "{dear}{personal loan of {lakh} {pre-approved|sanctioned}|get instant loan upto {lakh}|your loan limit of {lakh} is ready to transfer}{, no documents|, no CIBIL check| at 0% interest| within 10 mins|}. {Click {badlink}|Apply now {badlink}|Download app {badlink}|Call {phone}}{. T&C apply|.|}{mstop}",
            "{Urgent cash?|Paisa chahiye?|Need money?} {brand} Loan App {gives|offers} {lakh} {on Aadhaar and PAN only|without salary slip|for women & students}{!|.} {badlink}{mstop}",
        ],
    ),
    kind(
        "business funding",
        "loans",
        "any",
        &[
            "{hi}{name}, {your business qualifies for {bigsum} in working capital|we can fund your business with {bigsum} this week}. {Low rates, no collateral.|Approval in 24 hours.|} {Interested? Reply YES|Apply {badlink}|Call {phone}}. {brand} {Capital|Funding}{stop}",
            "{brand} Funding: {line of credit up to {bigsum}|{bigsum} same-day advance} {approved for you|available now}. {Reply 1 to accept.|Sign here: {badlink}}{stop}",
            "{Hi, |Hello, |}{{friend} here, I work with owners in {city}|are you the owner of {brand}}{. |? }{Would an extra {bigsum} help this quarter?|We set aside {bigsum} for your shop, soft pull only.|What do you turn over a month? I may have funds.} {Just say yes.|Call {phone}.|}{stop}",
        ],
    ),
    kind(
        "mortgage and refinance",
        "loans",
        "any",
        &[
            "{{name}, |}{rates have dropped, you could save {sum2} a month on your {mortgage|home loan}|take {bigsum} out of your home this week|homeowners in {city} may skip two payments}. {See your new rate: {badlink}|Call {phone}|Reply RATE}{.|}{stop}",
        ],
    ),
    kind(
        "debt relief",
        "debt",
        "any",
        &[
            "{{Drowning in|Struggling with|Over {bigsum} in} {debt|credit card debt|bills|{bank} cards}?|{name}, you may qualify for debt relief.} {Cut your payments in half|Write off up to {80%|70%|90%} of what you owe|Consolidate into one low payment}{.|!} {Call {phone}|See if you qualify: {badlink}|Reply DEBT|Reply YES for help}{stop}",
            "{FINAL NOTICE: |Notice: |}{Your student loan {forgiveness|relief} is pending|The government {hardship|relief} program can clear your debts}. {Call {phone} before {day}|Check eligibility at {badlink}}{.|!}{stop}",
            "{hi}{name}, {your file came across my desk, you could owe nothing by {day}|a new law lets people in {city} write off what they owe|did you know you can stop paying your cards legally}{.|?} {I can explain in five minutes.|No fees until it works.} {{friend}, {phone}|Text back OK|{badlink}}{mstop}",
        ],
    ),
    kind(
        "student loan forgiveness",
        "debt",
        "US",
        &[
            "{dear}your student loans {have been flagged for|are eligible for|now qualify for} {forgiveness|full discharge|the new program}{. |, }{file {by|before} {day}|enrollment closes {day}|only a few spots remain}. {Call {phone}|{badlink}|Reply with your FSA ID}{.|}{stop}",
        ],
    ),
    kind(
        "fake debt collector",
        "debt",
        "any",
        &[
            "{{brand} {Recovery|Legal Dept}|Case officer {friend}|Process server}: {a complaint was filed against you ({ref})|you owe {bigsum}, papers will be served {day}|your wages will be taken from {day}}. {Settle today for {sum2}: {badlink}|Call {phone} at once|This is the last call}{.|!}{stop}",
        ],
    ),
    kind(
        "credit repair",
        "credit repair",
        "any",
        &[
            "{Fix your credit|Boost your credit score|Raise your score} {by {100|150|200} points |}{in 30 days|fast|guaranteed}{!|.} {We remove {late payments|collections|bankruptcies} legally.|Results or your money back.} {Start: {badlink}|Call {phone}|Text CREDIT to {phone}}{stop}",
            "{hi}{name}, {is your credit score holding you back|your score can be {700|750|800}+}? {brand} Credit can {delete negative items|repair it}. {Reply INFO|See {badlink}}{stop}",
            "{A clean credit file|A new credit number (CPN)|A tradeline on your report} {can be yours in two weeks|from {sum}}. {Ask {friend} how.|We know the letters that work.|} {badlink}{mstop}",
        ],
    ),
    kind(
        "tax relief",
        "tax",
        "any",
        &[
            "{Owe back taxes?|Tax debt over {bigsum}?|Behind with {gov}?} {Our program can settle it for less.|Stop wage garnishment today!|We talk to them so you need not.} {Call {phone}|{badlink}|Reply TAX}{stop}",
            "{hi}{name}, {you may qualify for the fresh start program|a hardship rule could wipe out what you owe {gov}}. {friend}{ at {brand} Tax|}, {phone}{stop}",
        ],
    ),
    kind(
        "fake tax refund",
        "tax",
        "any",
        &[
            "{gov}: {you are owed a tax refund of {sum2}|your tax rebate of {bigsum} is {pending|ready}|you have an unpaid tax of {bigsum}|we have recalculated your tax, {sum2} is due to you}. {Claim it: |Submit your details: |Avoid legal action: |Please confirm your bank account: }{badlink}{stop}",
            "{dear}{your refund {ref} could not be paid|the last calculation of your fiscal activity shows {sum2} to return|your return was rejected}. {Correct your details at|Complete the form|Send card details by reply or}: {badlink} {{gov}|}",
        ],
    ),
    kind(
        "government grant",
        "grants",
        "any",
        &[
            "{{US|Federal|State} {Relief|Grant|Stimulus}|COVID relief|Government grant|{gov}}: {you qualify for a {bigsum} {grant|payment|stimulus check}|your {bigsum} benefit is unclaimed|a {cost of living|energy|inflation} payment of {sum2} is due to you}. {Apply before {day}: {badlink}|Claim: {badlink}|Call {phone} with your SSN|Register your card: {badlink}}{stop}",
            "{{gov} |}{winter fuel|energy bill|cost of living|vaccine} {payment|rebate|support}: {our records show you have not applied|you have until {day} to apply}. {Fill in the form at {badlink}|Verify your details: {badlink}}{stop}",
        ],
    ),
    kind(
        "crypto",
        "crypto",
        "any",
        &[
            "{{Bitcoin|BTC|ETH|Crypto} {is exploding|alert|is about to double}!|Turn {sum} into {bigsum} {with crypto|in a week}.|Our AI trading bot made {bigsum} {today|this week}.} {Join {our VIP group|free}|Start {trading|investing} {now|today}|Guaranteed {returns|profit} of {20%|300%|10x}}: {badlink}{stop}",
            "{hi}{name}, {a small group of us trades coins each evening|my uncle works at {exchange} and shares his calls|I put in {sum} and took out {bigsum} last month}. {I can show you how.|Would you like to join?|There is a place left.} {WhatsApp {phone}|{badlink}|Just say yes}{.|}{mstop}",
        ],
    ),
    kind(
        "wallet phishing",
        "crypto",
        "any",
        &[
            "{{exchange}: |}{{Your {wallet|{exchange} account|crypto withdrawal of {bigsum}} {needs verification|is locked|is pending}|You received {0.5|1.2|2} BTC}|withdrawal code {digits:6}, if this was not you call {phone}}. {Confirm|Withdraw|Verify|Secure your funds} {at |here: }{badlink}{stop}",
            "{{exchange} support: |}{your login: user {name}, password {digits:6}, balance {1.8|3.2|12} BTC|move your coins to this safe wallet today|your account will be {closed|frozen} {day}}. {{badlink}|Log in at {badlink}|Call {phone}}{.|}",
        ],
    ),
    kind(
        "stock tips",
        "investments",
        "any",
        &[
            "{Hot stock|Stock pick of the week|Insider tip}: {buy|watch} {brand} Corp before {day}{, up {300%|150%}|, target {bigsum}}! {Join 5,000 investors on WhatsApp: |Free signals: }{badlink}{stop}",
            "{Good morning, |Dear investor, |}{Professor {friend} shares|our team shares|today we share} {three stocks|one share} that {will rise|hit the upper limit|doubled last week}. {Join the study group {badlink}|Reply 888 to get the code|Add my assistant on WhatsApp {phone}}{.|}{mstop}",
            "{BUY {brand} LTD|Sure shot call|Multibagger tip}: {tgt Rs.{digits:3}, SL Rs.{digits:2}|{percent} in 2 days|jackpot call today}{!|.} {100% profit sharing.|Register {badlink}|Open free demat {badlink}|Call {phone}}{mstop}",
        ],
    ),
    kind(
        "investment fund",
        "investments",
        "any",
        &[
            "{hi}{name}, {earn {2%|5%|12%} a week on your savings|our fund paid {bigsum} to members in {season}|double your money in {30|60} days}{, capital guaranteed|, no risk|}. {Minimum {sum}.|Withdraw any time.|} {Start: {badlink}|Telegram {badlink}|Call {friend} {phone}}{.|}{mstop}",
            "{Land|Plots|Gold|Apartments} in {city} from {bigsum}, {returns of {20%|30%} a year|sure to triple by 2030}{!|.} {Only today.|Site visit free.|} {Call {phone}|{badlink}}{mstop}",
        ],
    ),
];
