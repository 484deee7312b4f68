//! Campaigns made from single texts.

use crate::rng::{Draws, Purpose};

/// Makes campaigns of `copies` texts from single ones, in place: of `copies` spam texts that follow one another
/// (ham between them does not count) the first stays, and the others become copies of it, each with one word
/// replaced by five random letters. Corpora are freed of repeats and so hold single texts, where carriers
/// see campaigns. The share of spam stays; how many wordings there are falls. With one copy nothing changes.
pub fn campaigns(texts: &mut [String], spam: &[bool], copies: usize, draws: &Draws) {
    let places: Vec<usize> = (0..texts.len()).filter(|&i| spam[i]).collect();
    for campaign in places.chunks(copies.max(1)) {
        let first = texts[campaign[0]].clone();
        for &place in &campaign[1..] {
            texts[place] = personalised(&first, draws.words(Purpose::Evasion, place as u64, 0));
        }
    }
}

fn personalised(text: &str, [at, letters, ..]: [u32; 4]) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let other: String = (0..5).map(|i| char::from(b'a' + (letters >> (6 * i)) as u8 % 26)).collect();
    if !words.is_empty() {
        let at = at as usize % words.len();
        words[at] = &other;
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{ClusterIndex, SIMILARITY};

    #[test]
    fn copies_are_near_and_ham_is_left_alone() {
        let spam: Vec<bool> = (0..60).map(|i| i % 3 == 0).collect();
        let text = |i: usize| {
            let fruit = ["apples", "pears", "plums", "grapes", "figs"][i % 5];
            format!(
                "win a basket of {fruit} and many other fine things when you reply with number {i} today or call us"
            )
        };
        let before: Vec<String> = (0..60).map(text).collect();
        let mut after = before.clone();
        campaigns(&mut after, &spam, 1, &Draws::new(1, 0));
        assert_eq!(after, before);
        campaigns(&mut after, &spam, 10, &Draws::new(1, 0));
        for i in 0..60 {
            assert_eq!(after[i] == before[i], !spam[i] || i % 30 == 0, "{i}");
        }
        let mut index = ClusterIndex::new(SIMILARITY);
        assert!((0..30).step_by(3).all(|i| index.insert(&after[i]).cluster == 0));
    }
}
