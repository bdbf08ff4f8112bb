//! napkin's behaviour, tested through its front doors: a text goes in, and what a person
//! sees of it is compared with what the rules of the language say.
//!
//! A file has one feature. Texts with diagnostics that are read by eye are in
//! `tests/fixtures`, and what is said of them in `tests/snapshots`. A number that a test
//! expects is worked out in the test, or beside it, from the numbers that go in.

// A test that fails may well panic, and reads the fixtures that the library must not touch.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod cheat;
mod codes;
mod command_line;
mod docs;
mod explain;
mod mental;
mod output;
mod support;

mod formulas {
    mod all;
    mod calls;
    mod exact;
}

mod language {
    mod binding;
    mod conversions;
    mod errors;
    mod functions;
    mod hostile;
    mod literals;
    mod names;
    mod operators;
    mod printing;
    mod programs;
    mod ranges;
    mod units;
    mod warnings;
}

mod models {
    mod bad;
    mod checks;
    mod good;
    mod graph;
    mod hostile;
    mod overrides;
    mod places;
    mod ranges;
    mod tables;
    mod warnings;
}

mod presets;
mod published;
mod schema;
mod structure;

mod properties {
    mod config;
    mod diagnostics;
    mod generate;
    mod printing;
    mod queueing;
    mod robustness;
}
