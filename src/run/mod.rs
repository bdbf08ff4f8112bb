//! Runs.

pub mod show;
