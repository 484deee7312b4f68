//! The cues that people who filter and people who are filtered name: what a text shows at a glance.

use super::lexicon::lexicons;
use super::links::{Link, Scheme, links_near};
use super::normal::Normal;
use super::opt_out::{OptOut, opt_out_at};
use super::reading::Reading;
use super::scan::Scan;
use super::shape::{numbers, shape};
use super::tokens::Tokens;

/// Declares the cues: name, what it says, where it comes from, and, for a lexicon, its phrases.
macro_rules! cues {
    ($($cue:ident $name:literal $says:literal $source:literal [$($phrase:literal)*];)*) => {
        /// One cue. Their order is part of every model file: add at the end, never renumber.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Cue { $(#[doc = $says] $cue),* }

        impl Cue {
            /// All cues, in order.
            pub const ALL: [Cue; [$(Cue::$cue),*].len()] = [$(Cue::$cue),*];
            /// Its name in tables, model files and explanations.
            pub fn name(self) -> &'static str {
                match self { $(Cue::$cue => $name),* }
            }
            /// What it says of a text.
            pub fn says(self) -> &'static str {
                match self { $(Cue::$cue => $says),* }
            }
            /// Who names it, or *assumption*.
            pub fn source(self) -> &'static str {
                match self { $(Cue::$cue => $source),* }
            }
            /// The phrases of a lexicon, in normal form; empty for a cue of another kind.
            pub fn phrases(self) -> &'static [&'static str] {
                match self { $(Cue::$cue => &[$($phrase),*]),* }
            }
        }
    };
}

cues! {
    Long "long" "More than 160 characters that show." "Prompt, Zingle: long text" [];
    VeryLong "very_long" "More than 306 characters that show." "assumption" [];
    Short "short" "At most 40 characters that show." "assumption" [];
    Capitals "capitals" "At least 30 % of at least ten letters are capitals." "Prompt, Zingle: capital letters" [];
    Shouting "shouting" "At least two words of three or more letters are all capitals." "Prompt, Zingle: capital letters" [];
    LowerStart "lower_start" "The first letter is not a capital." "assumption" [];
    Exclamation "exclamation" "Has an exclamation mark." "Prompt, Zingle: hype" [];
    Exclamations "exclamations" "Has two or more exclamation marks." "Prompt, Zingle: hype" [];
    Question "question" "Has a question mark." "assumption" [];
    Ellipsis "ellipsis" "Has two or more full stops in a row." "assumption" [];
    Smiley "smiley" "Has a smiley such as :) or ;-)." "assumption" [];
    Money "money" "Names an amount of money." "assumption" [];
    BigMoney "big_money" "Names an amount of a thousand or more." "assumption" [];
    Percent "percent" "Names a percentage." "assumption" [];
    Phone "phone" "Has a phone number: seven or more digits, perhaps grouped." "assumption" [];
    ShortCode "short_code" "Names a short code: to, text, call or dial and five or six digits." "assumption" [];
    ManyDigits "many_digits" "Has eight or more digits." "assumption" [];
    Link "link" "Has a link." "Prompt, Zingle: redirecting links" [];
    Links "links" "Has two or more links." "Truly: one domain per campaign" [];
    Shortener "shortener" "Links to a shared shortener." "Truly; AT&T through 360 SMS; Bandwidth 4771" [];
    PlainHttp "http" "Has a link over plain http." "assumption" [];
    Https "https" "Has a link over https." "assumption" [];
    BareLink "bare_link" "Has a link without a scheme." "assumption" [];
    LinkStart "link_start" "A link begins in the first quarter." "Prompt, Zingle: links not at the end" [];
    LinkMiddle "link_middle" "A link stands in the middle." "Prompt, Zingle: links in the middle rather than at the end" [];
    LinkEnd "link_end" "The text ends with a link." "Prompt, Zingle: links in the middle rather than at the end" [];
    UnusualDomain "unusual_domain" "Links to a top-level domain rare in business." "Prokeep: unusual top-level domains" [];
    DashedHost "dashed_host" "The host of a link has a dash." "Unit 42 2025: look-alike toll and parcel domains" [];
    OptOut "opt_out" "Says how to opt out." "AgentPhone; Prompt" [];
    OptOutPlain "opt_out_standard" "Says to opt out with STOP or another word that platforms obey." "Vintory 2024: non-standard wording is filtered; words: Twilio, AWS" [];
    BrandStart "brand_start" "Begins with a name and a colon, or a name in brackets." "AgentPhone; Truly: brand named in the body" [];
    Hidden "hidden" "Has characters that do not show." "assumption" [];
    Disguised "disguised" "Has look-alike letters within Latin words, or styled ones." "assumption" [];
    Respelt "respelt" "Has letters written apart or digits within words." "assumption" [];
    RareLetters "rare_letters" "One letter in five or more is outside the Latin alphabet." "assumption" [];
    Aggression "aggression" "Presses or threatens." "Prompt, Zingle: aggressive words"
        ["urgent" "urgently" "act now" "act fast" "immediately" "final notice" "last chance" "final reminder"
         "last warning" "last attempt" "legal action" "expires today" "ends today" "hurry" "now or never"
         "do not ignore" "dont ignore" "within ## hours" "within ##hrs" "respond now" "immediate action"
         "avoid penalty" "to avoid" "penalty" "prosecution" "arrest" "suspended" "overdue"];
    Hype "hype" "Praises beyond measure." "Prompt, Zingle: hype"
        ["free" "guaranteed" "guarantee" "risk free" "no risk" "no obligation" "amazing" "incredible"
         "once in a lifetime" "exclusive" "limited time" "special promotion" "best deal" "lowest price"
         "###%" "congratulations" "congrats" "selected" "chosen" "vip" "bonus" "instant" "instantly"];
    Prize "prize" "Speaks of a prize." "CTIA 2023: sweepstakes; T-Mobile code: prizes"
        ["prize" "prizes" "winner" "winners" "won" "you have won" "youve won" "claim" "draw" "lottery" "jackpot"
         "sweepstakes" "giveaway" "gift card" "giftcard" "voucher" "reward" "rewards" "cash award" "awarded"
         "win a" "lucky"];
    Loans "loans" "Speaks of loans." "Truly; AT&T, T-Mobile, Verizon lists through PureCallerID"
        ["loan" "loans" "payday" "cash advance" "pre-approved" "preapproved" "pre approved" "bad credit"
         "no credit check" "borrow" "lender" "lenders" "refinance" "funding" "apr" "same day cash"
         "instant cash" "mortgage rate" "mortgage rates" "approved for"];
    Debt "debt" "Speaks of debt relief or credit repair." "Truly; PureCallerID"
        ["debt" "debts" "debt relief" "consolidate" "consolidation" "credit repair" "credit score" "fix your credit"
         "creditors" "write off" "written off" "bankruptcy" "collections" "forgiveness" "student loan forgiveness"
         "tax relief" "iva" "collection agency" "collection agencies" "past due"];
    Income "income" "Speaks of easy money." "Truly; WooSender: get rich, work from home"
        ["work from home" "working from home" "extra income" "passive income" "earn" "earning" "earnings"
         "per day" "a day from" "be your own boss" "financial freedom" "part time" "part-time" "side hustle"
         "no experience" "daily pay" "paid daily" "weekly pay" "mystery shopper" "get rich" "make money"
         "remote job" "from your phone" "income"];
    Crypto "crypto" "Speaks of cryptocurrency or trading tips." "Truly; WooSender; PureCallerID"
        ["crypto" "bitcoin" "btc" "ethereum" "eth" "usdt" "wallet" "blockchain" "token" "airdrop" "nft" "forex"
         "trading signals" "stock tips" "stock pick" "stock picks" "stock trading" "returns" "invest" "investment" "investor" "investors" "profit" "profits"
         "mining"];
    Gambling "gambling" "Speaks of betting." "Truly; CTIA 2023"
        ["casino" "bet" "bets" "betting" "slots" "free spins" "spins" "poker" "roulette" "odds" "blackjack"
         "wager" "sportsbook" "bingo" "jackpots" "deposit bonus" "gamble" "gambling" "parlay" "parlays" "lotto"];
    Leads "leads" "Gathers leads." "Truly; T-Mobile: third-party lead generation"
        ["free quote" "quote" "quotes" "get a quote" "cash offer" "sell your house" "your property" "we buy"
         "medicare" "insurance" "final expense" "solar" "warranty" "auto warranty" "accident" "compensation"
         "injury" "entitled to" "claim your" "ppi" "survey" "qualify" "you qualify" "eligible"];
    Sex "sex" "Sexual content." "SHAFT: Truly; CTIA 2023"
        ["sex" "sexy" "xxx" "porn" "nude" "nudes" "naked" "horny" "adult" "escort" "hot girls" "hot singles"
         "singles near" "hookup" "dating" "webcam" "cam girls" "milf" "onlyfans" "viagra" "cialis"];
    Hate "hate" "Words of hate, by the few that need no context." "SHAFT: Truly; CTIA 2023"
        ["vermin" "subhuman" "go back to your country" "white power" "race war" "exterminate" "infidels"
         "deport them all"];
    Alcohol "alcohol" "Speaks of alcohol." "SHAFT: Truly; CTIA 2023"
        ["beer" "beers" "wine" "wines" "vodka" "whisky" "whiskey" "bourbon" "tequila" "rum" "gin" "liquor"
         "cocktail" "cocktails" "booze" "happy hour" "shots" "champagne" "brewery" "distillery"];
    Firearms "firearms" "Speaks of firearms." "SHAFT: Truly; CTIA 2023"
        ["gun" "guns" "rifle" "rifles" "ammo" "ammunition" "pistol" "pistols" "firearm" "firearms" "glock"
         "ar-##" "ar##" "silencer" "suppressor" "#mm" "shotgun"];
    Tobacco "tobacco" "Speaks of tobacco or vaping." "SHAFT: Truly; WooSender"
        ["vape" "vapes" "vaping" "e-liquid" "ejuice" "e-juice" "cigar" "cigars" "cigarette" "cigarettes" "tobacco"
         "nicotine" "hookah" "juul" "disposables" "e-cig" "e-cigs" "e-cigarette" "e-cigarettes"];
    Cannabis "cannabis" "Speaks of cannabis or CBD." "WooSender; PureCallerID"
        ["cbd" "thc" "weed" "cannabis" "marijuana" "gummies" "edibles" "kush" "dispensary" "delta-#" "delta #"
         "pre-rolls" "prerolls" "hemp"];
    Drugs "drugs" "Offers prescription drugs or cures." "Truly; T-Mobile code"
        ["xanax" "adderall" "oxycodone" "percocet" "tramadol" "ozempic" "semaglutide" "weight loss"
         "lose weight" "pills" "without prescription" "no prescription" "miracle" "fat burner" "keto"];
    Account "account" "Speaks of an account, card or payment." "T-Mobile code: phishing"
        ["account" "accounts" "card" "debit" "credit card" "bank" "banking" "payment" "payee" "transaction"
         "billing" "invoice" "refund" "balance" "statement" "transfer" "netflix" "paypal" "apple id"];
    Verify "verify" "Asks to confirm, update or unlock." "T-Mobile code: phishing; Unit 42 2025"
        ["verify" "verification needed" "confirm your" "update your" "validate" "unlock" "reactivate" "restore"
         "restricted" "limited" "locked" "on hold" "unusual" "suspicious" "unauthorised" "unauthorized"
         "security alert" "was this you" "not you" "kyc" "log in" "login" "click" "tap" "visit"];
    Parcel "parcel" "Speaks of a parcel." "RoboKiller 2022: delivery is the commonest theme"
        ["parcel" "package" "shipment" "courier" "delivery" "delivered" "redelivery" "usps" "fedex" "dhl" "ups"
         "royal mail" "customs" "shipping" "tracking" "depot" "out for delivery"];
    Toll "toll" "Speaks of tolls or fines." "Unit 42 2025: toll lures"
        ["toll" "tolls" "unpaid toll" "e-zpass" "ezpass" "sunpass" "fastrak" "fine" "violation" "dmv" "vehicle"
         "licence" "license" "late fee" "late fees" "parking charge" "citation"];
    Code "code" "Gives a code." "assumption"
        ["verification code" "security code" "code is" "your code" "otp" "one time" "one-time" "passcode" "pin is"
         "login code" "do not share" "dont share" "never share" "is your" "expires in"];
    Service "service" "Speaks of an appointment, booking or order." "assumption"
        ["appointment" "booking" "reservation" "reserved" "your order" "order" "table for" "scheduled" "reschedule"
         "reminder" "reply c" "reply yes" "to confirm" "ticket" "check-in" "check in" "pick up" "pickup" "ready"
         "thank you for" "thanks for" "receipt" "see you"];
    Offer "offer" "Makes an offer of goods." "assumption"
        ["sale" "off" "offer" "offers" "deal" "deals" "discount" "save" "coupon" "promo" "shop" "new in" "in store"
         "in-store" "collection" "ends" "until" "members" "restock" "order now" "buy"];
    GenericGreeting "generic_greeting" "Greets a customer, user or winner without a name." "T-Mobile code: phishing"
        ["dear customer" "dear user" "dear sir" "dear client" "dear member" "dear friend" "dear winner" "dear valued"
         "valued customer" "dear account" "dear subscriber"];
    Rates "rates" "Speaks of message rates, HELP, terms or cost per message." "CTIA 2023: calls to action"
        ["msg&data" "msg & data" "data rates" "msg rates" "rates may apply" "msg freq" "message frequency"
         "reply help" "help for help" "text help" "t&c" "t&cs" "ts&cs" "terms" "##p" "###p" "per min" "p/min" "ppm"
         "std" "po box" "pobox" "per msg" "/msg" "##+" "##+only"];
    OddOptOut "opt_out_odd" "Says to opt out in words of its own." "Vintory 2024"
        ["reply no" "text no" "optout" "opt-out" "opt out" "unsub" "unsubscribe" "remove me" "not interested" "to end"
         "to cancel" "to quit" "reply #" "to be removed" "reply n to" "to unsub"];
    Chat "chat" "Writes as friends do." "assumption"
        ["lol" "haha" "hehe" "u" "ur" "r" "im" "ya" "yeah" "yup" "gonna" "wanna" "dunno" "ok" "okay" "hey" "babe"
         "love" "miss" "dinner" "home" "mum" "mom" "later" "tonight" "tomorrow" "sleep" "bro" "dude" "dear" "lor"
         "lah" "haf" "thk" "wat" "n" "den" "liao"];
    WrongNumber "wrong_number" "Opens as if it knew the reader." "UCL 2026: wrong-number openers"
        ["is this" "long time no see" "remember me" "wrong number" "nice to meet you" "got your number" "we met"
         "my assistant" "mum this is" "mom this is" "new number" "dropped my phone" "broke my phone" "lost my phone"
         "whatsapp" "telegram" "add me"];
    Call "call" "Asks to call or text a number." "assumption"
        ["call" "call now" "text" "txt" "dial" "ring" "phone" "call us" "call back" "landline" "reply yes"];
    PremiumNumber "premium_number" "Names a telephone number that costs its caller more than others." "Ofcom and NANPA numbering plans: 09, 087, 084 in Britain, 900 in North America" [];
}

/// The cues of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cues(u128);

impl Cues {
    /// Whether the text shows it.
    #[inline]
    pub fn has(self, cue: Cue) -> bool {
        self.0 >> cue as u8 & 1 == 1
    }
    /// Those that the text shows, in order.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = Cue> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let cue = *Cue::ALL.get(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(cue)
        })
    }
    /// Those that are not in a list.
    #[inline]
    pub fn without(self, others: &[Cue]) -> Cues {
        Cues(others.iter().fold(self.0, |left, &cue| left & !(1 << cue as u8)))
    }
    /// As a set of bits; the bit of a cue is its place in [`Cue::ALL`].
    pub fn bits(self) -> u128 {
        self.0
    }
    #[inline]
    pub(super) fn set(&mut self, cue: Cue, shown: bool) {
        self.0 |= u128::from(shown) << cue as u8;
    }
}

/// The cues of a text. Shape, capitals and links are read off the text as it is written, lexicons off its
/// normal form.
pub fn cues(text: &str) -> Cues {
    let mut reading = Reading::default();
    reading.read(text);
    reading.cues()
}

/// [`cues`] of a text whose normal form is known.
pub fn cues_of(normal: &Normal) -> Cues {
    let (mut scan, mut found) = (Scan::default(), Vec::new());
    scan.read(&normal.plain);
    links_near(&normal.plain, &scan, &mut found);
    cues_from(normal, &scan, &found, &Tokens::of(&normal.text))
}

/// [`cues`] of a text of which all else is known: its normal form, scan and links of the plain one, words.
pub(super) fn cues_from(normal: &Normal, scan: &Scan, found: &[Link], tokens: &Tokens) -> Cues {
    let mut cues = Cues::default();
    shape(normal, scan, &mut cues);
    numbers(&normal.plain, scan, &mut cues);
    link_cues(&normal.plain, scan, found, &mut cues);
    let mut opt_out = OptOut::None;
    lexicons(tokens, &mut cues, |token| {
        if opt_out != OptOut::Standard {
            opt_out = opt_out.max(opt_out_at(tokens.text(), token));
        }
    });
    cues.set(Cue::OptOut, opt_out != OptOut::None);
    cues.set(Cue::OptOutPlain, opt_out == OptOut::Standard);
    let odd = opt_out == OptOut::Odd || (opt_out == OptOut::None && cues.has(Cue::OddOptOut));
    cues.0 &= !(1 << Cue::OddOptOut as u8);
    cues.set(Cue::OddOptOut, odd);
    cues
}

fn link_cues(plain: &str, scan: &Scan, found: &[Link], cues: &mut Cues) {
    let mut n = 0;
    for link in found.iter().filter(|l| !l.email) {
        n += 1;
        cues.set(Cue::Link, true);
        cues.set(Cue::Shortener, link.is_shortened(plain));
        cues.set(Cue::UnusualDomain, link.is_unusual(plain));
        cues.set(Cue::DashedHost, plain[link.host.clone()].contains('-'));
        cues.set(Cue::PlainHttp, link.scheme == Scheme::Http);
        cues.set(Cue::Https, link.scheme == Scheme::Https);
        cues.set(Cue::BareLink, link.scheme == Scheme::Bare);
        let ends = scan.next_word(link.range.end).is_none();
        let start = link.range.start * 4 < plain.len();
        cues.set(Cue::LinkEnd, ends);
        cues.set(Cue::LinkStart, start && !ends);
        cues.set(Cue::LinkMiddle, !start && !ends);
    }
    cues.set(Cue::Links, n > 1);
}

#[cfg(test)]
mod tests {
    use super::*;
    use Cue::*;

    fn check(text: &str, shown: &[Cue], not: &[Cue]) {
        let cues = cues(text);
        for &cue in shown {
            assert!(cues.has(cue), "{text}: {} is missing", cue.name());
        }
        for &cue in not {
            assert!(!cues.has(cue), "{text}: {} is not there", cue.name());
        }
    }

    #[test]
    fn cues_say_what_a_text_shows() {
        check(
            "Acme Outdoor: 20% off tents until Sunday. acme.example/sale Reply STOP to end",
            &[BrandStart, Percent, Link, BareLink, LinkMiddle, OptOut, OptOutPlain, Offer],
            &[Shortener, PlainHttp, LinkEnd, LinkStart, Shouting, Money, Prize, Phone, OddOptOut],
        );
        check(
            "URGENT! You have WON a £2,000 prize. Call 555-0142-777 or bit.ly/x",
            &[Shouting, Exclamation, Money, BigMoney, Phone, Shortener, LinkEnd, Prize, Aggression, Call],
            &[Exclamations, OptOut, Long, Percent],
        );
        check("call 0906 555 0142 7 or 0870-5550142", &[PremiumNumber, Phone], &[Money]);
        check("text +44 871 555 0142", &[PremiumNumber], &[]);
        check("dial 1-900-555-0142", &[PremiumNumber], &[]);
        check("call 0800 555 0110, 020 7946 0018 or 900 of us", &[Phone], &[PremiumNumber]);
        check("Txt WIN to 80082 now", &[ShortCode], &[Phone, LowerStart]);
        check(
            "http://a-b.top/x your fr33 g1ft",
            &[PlainHttp, LinkStart, UnusualDomain, DashedHost, Respelt],
            &[Https],
        );
        check("l\u{200B}oan", &[Hidden, Loans, Short], &[Disguised]);
        check("ok :) see u at 8...", &[Smiley, Ellipsis, Chat, LowerStart], &[Money, Code]);
        check("", &[Short], &[LowerStart, Capitals, Link]);
    }

    #[test]
    fn phrases_are_in_normal_form_and_names_are_distinct() {
        let mut names = std::collections::BTreeSet::new();
        for cue in Cue::ALL {
            assert!(names.insert(cue.name()));
            for &phrase in cue.phrases() {
                assert_eq!(super::super::normalise(phrase), phrase, "{}", cue.name());
                assert!(!phrase.contains('\''));
            }
        }
        assert!(Cue::ALL.len() <= 128);
    }
}
