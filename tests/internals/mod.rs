//! Properties of the parts that the library does not show: they are compiled into its unit tests.

// A test that fails may well panic, and reads the pages that the library must not touch.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod catalog;
#[path = "../suite/properties/config.rs"]
mod config;
mod dimensions;
mod nouns;
mod numbers;
mod parsing;
mod prose;
mod scales;
mod worksheet;
