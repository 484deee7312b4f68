//! The logistic content model: weights, score, explanation; fitting and judging behind `train`.
