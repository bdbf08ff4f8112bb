//! Tests of napkin through its public interfaces: the visible output for a text is compared with the rules of the
//! language.
//!
//! Each file has one feature. Texts whose diagnostics are reviewed by eye are in `tests/fixtures`, the diagnostics in
//! `tests/snapshots`. An expected number is computed in the test or in a comment, from the numbers of the input.

// Tests may panic, and read files, which the library must not do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::too_many_lines
)]

mod cheat;
mod cheat_command;
mod check;
mod codes;
mod command_line;
mod completion;
mod diff;
mod diff_review;
mod docs;
mod finding;
mod first_try;
mod flat;
mod foreign_text;
mod knowledge;
mod mcp;
mod mental {
    mod head;
    mod pages;
    mod steps;
}
mod output;
#[cfg(unix)]
mod recipes;
mod recomputed;
mod rise;
mod session;
mod solve;
mod streams;
mod support;
mod time;

mod explain {
    mod cells;
    mod models;
    mod presets;
    mod scripts;
    pub mod steps;
}

mod formulas {
    mod all;
    mod calls;
    mod domains;
    mod exact;
    mod systems;
}

mod language {
    mod about;
    mod as_written;
    mod binding;
    mod conversions;
    mod correlations;
    mod distributions;
    mod errors;
    mod far_percentiles;
    mod functions;
    mod hostile;
    mod literals;
    mod names;
    mod nouns;
    mod operators;
    mod printing;
    mod programs;
    mod prose;
    mod ranges;
    mod rounding;
    mod two_readings;
    mod units;
    mod warnings;
}

mod models {
    mod bad;
    mod checks;
    mod close_choices;
    mod confidence;
    mod correlated;
    mod examples;
    mod expect;
    mod extends;
    mod good;
    mod graph;
    mod growth;
    mod hostile;
    mod lookups;
    mod measured;
    mod merged_tables;
    mod overrides;
    mod places;
    mod ranges;
    mod rows;
    mod scenarios;
    mod schema;
    mod tables;
    mod uses;
    mod warnings;
}

mod review {
    mod claims;
    mod hostile;
    mod meant;
    mod screen;
}

mod practice {
    mod answers;
    mod drill;
    mod interview_judged;
    mod interview_program;
    mod interview_wanted;
    mod interviews;
    mod progress;
    mod questions;
    mod readings;
    mod workings;
}

mod presets;
mod published;
mod schema;
mod structure;

mod properties {
    mod config;
    mod diagnostics;
    mod generate;
    mod mutated;
    mod printing;
    mod queueing;
    mod robustness;
    mod spellings;
}
