//! From text to a checked scenario: presets, overrides, diagnostics, schema.

pub mod file;
