//! Program to values: columns of samples, operation by operation.
//!
//! In comes a [`Program`], a flat list of `f64` operations on numbered slots without
//! units or names, and for each input a [`Variable`]: a name to seed its samples by, and the [`Distribution`] of what is
//! known of it. [`Samples`] has the samples, and [`Plan::summarise`] gives the slots that are shown:
//! one number each, or the quantiles of all worlds, with the operations that had no result in some.
//! A point estimate is a run with one sample; nothing else about it is special.

mod beta;
mod block;
mod control_variates;
mod distribution;
mod exact;
mod fault;
mod kernel;
mod machine;
mod normal;
mod order;
mod pass;
mod plan;
mod program;
mod random;
mod run;
mod samples;
mod schedule;
mod statistic;
mod summary;
mod trace;

pub use distribution::Distribution;
pub use fault::{Fault, FaultKind};
pub use plan::{Place, Plan, Probe, constants};
pub use program::{Binary, Function, Native, Op, Program, Slot, Statistic, Unary};
pub use run::{Column, Feed, Outcome};
pub use samples::{ROUNDS, STRATA, Sampled, Samples, Sampling, Variable};
pub use statistic::{Estimated, Histogram, PARTS, Summary};
pub use summary::{Finding, Summaries, scaled};
