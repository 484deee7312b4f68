//! What a text shows: normaliser, tokens, cues, links, near-duplicate clusters, spintax.
