//! ## Blast, no `rate`
//!
//! **Does:** hands the whole list over at once (no `rate`, the default), and leaves the pace to the platform's
//! queues and the carriers' grants.
//!
//! **Helps when:** nothing counts by time and reports are slow: then more arrives before anybody objects. The
//! fastest there is for numbers with a granted rate.
//!
//! **Costs:** one number wears out: every window of every carrier sees the whole list. What the platform's queue
//! does not hold is refused.
//!
//! **Source:** overworking one number causes blocks (Zingle, Prompt, n.d.).
//!
//! **Scenario:** `quickstart`.
//!
//! ## Pacing under every window, `caps`
//!
//! **Does:** `caps`, such as `["30/min", "180/day"]`: whatever the rate, no window of the sender's own count from
//! `start` takes more than its limit. What does not fit is due in the next window.
//!
//! **Helps when:** carriers count by number in windows and the sender keeps under all of them, the long ones too:
//! legal by the minute is still over by the day.
//!
//! **Costs:** time. Two windows can still meet within one of a carrier's that is anchored elsewhere. It asks for
//! knowledge of limits that nobody publishes.
//!
//! **Source:** 15 to 60 a minute and about 1,000 a day for person-to-person numbers (CTIA 2017, 2019); send at some
//! 80 % of the granted rate (Prompt n.d.).
//!
//! **Scenario:** `canada`, `eighty-percent`.
//!
//! ## Drip, `rate`
//!
//! **Does:** a low `rate`, regular or like rain (`gaps = "poisson"`).
//!
//! **Helps when:** windows bind and there is time; early reactions can be seen before the list is through.
//!
//! **Costs:** time, and where reports take hours a drip gives them the time to arrive.
//!
//! **Source:** one message a second and less for long codes (Twilio n.d.; Prompt n.d.).
//!
//! **Scenario:** `cool-off-divergence`.
//!
//! ## Ramp, `ramp`
//!
//! **Does:** `ramp`: a limit for each day since the start, the last holds on.
//!
//! **Helps when:** a new number is unknown: the first reactions come before the volume.
//!
//! **Costs:** days. A sender whose people do not react gains nothing by it.
//!
//! **Source:** 100, 250, 500, 750, 1,500, 2,250, 3,000 a day (Kyrios n.d.).
//!
//! **Scenario:** `warm-up`.
//!
//! ## Sticky pool, `number.pool = "sticky"`
//!
//! **Does:** `number.count` above one with `number.pool = "sticky"`: people are divided among the numbers, and each
//! hears from one of them only.
//!
//! **Helps when:** one number is not enough and its windows bind; conversations and opt-outs stay with a number.
//!
//! **Costs:** a number each; where a carrier links the numbers by text, campaign or brand the pool gains nothing.
//!
//! **Source:** sticky senders as platforms offer them (Twilio n.d.); one number per use (Truly n.d.).
//!
//! **Scenario:** `pool-and-snowshoe`, `stop-scope`, `list-segments`.
//!
//! ## Rotation (snowshoeing), `number.pool = "rotate"`
//!
//! **Does:** `number.pool = "rotate"`: the numbers take turns, message by message.
//!
//! **Helps when:** carriers judge numbers one by one. It spreads counts, blocks and bad reactions thin.
//!
//! **Costs:** forbidden, fingerprinted and fined where numbers are linked; a text through many numbers is then worse
//! than through one. Recipients pay: an opt-out that binds one number does not stop the next.
//!
//! **Source:** "to dilute reputation metrics and evade filters" (Truly n.d., CTIA 2019); fingerprints (Bandwidth 2019
//! to 2023); 49 numbers a campaign and a fine of USD 1,000 (T-Mobile through ACC Telecom 2021).
//!
//! **Scenario:** `pool-and-snowshoe`.
//!
//! ## Variants, `texts` and `wording`
//!
//! **Does:** alternatives in `texts` and several texts, drawn for each message or in turn (`wording = "rotate"`).
//!
//! **Helps when:** carriers count near-identical texts and the variants are far enough apart to count as different
//! ones. Real rewordings are; one changed word is not (see cosmetic edits).
//!
//! **Costs:** writing. More variants gain less and less, and none makes a forbidden offer welcome.
//!
//! **Source:** identical text at volume is penalised, vary it (Prompt, Zingle, n.d.).
//!
//! **Scenario:** `identical-or-varied`.
