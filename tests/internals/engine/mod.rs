//! Properties of the engine's inner parts: they are compiled into its unit tests.

// A test that fails may well panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod columns;
#[path = "../../suite/properties/config.rs"]
mod config;
mod reruns;
mod sampling;
