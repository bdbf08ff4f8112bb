//! Properties of the engine's inner parts: they are compiled into its unit tests.

// A test that fails may well panic, and computes with the functions of the platform.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod columns;
#[path = "../../suite/properties/config.rs"]
mod config;
mod reruns;
mod sampling;
