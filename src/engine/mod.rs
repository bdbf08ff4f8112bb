//! Program to values: columns of samples, operation by operation.
//!
//! In comes a [`Program`], a flat list of `f64` operations on numbered slots without
//! units or names, and a column for each input. Out come the columns of the slots
//! that are shown, with the operations that had no result in some samples. A point
//! estimate is a run with one sample; nothing else about it is special.

mod plan;
mod program;
mod run;

pub use program::{Binary, Op, Program, Slot, Unary};
pub use run::{Column, Fault, FaultKind, Outcome, run};
