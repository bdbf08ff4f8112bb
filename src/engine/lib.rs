//! Program to values.
//!
//! In comes a [`Program`], a flat list of `f64` operations on numbered slots, without units or names, and a [`Feed`] with
//! a column for each input. A [`Plan`] says how the wanted slots of a program are computed; each run returns
//! [`Summaries`]: a number for each slot, or its quantiles over all samples, with the operations that had no result. A
//! [`Probe`] runs a plan again with other values for a few inputs. [`Samples`] are the columns of inputs that are not
//! known exactly: each a [`Variable`] with a [`Distribution`] and a name that seeds it.
//!
//! A point estimate is a run with one sample; nothing else about it is special. The engine starts no threads, and all
//! its types may be shared between threads.
//!
//! The files, each of which imports only those before it:
//!
//! | files | subject |
//! |---|---|
//! | `size`, `exponential`, `kernel` | the number of samples; functions of one and of two values, one at a time and in blocks |
//! | `program` | operations and slots |
//! | `normal`, `beta`, `gamma`, `counts`, `metalog`, `distribution`, `quantile`, `derived`, `average`, `random` | probability distributions, and the random numbers |
//! | `arrangement`, `grid`, `sampled`, `together`, `feed`, `samples` | the samples of an input, of those that are correlated, and the columns of all |
//! | `fault`, `histogram`, `summary` | what a run returns |
//! | `parts`, `moments`, `order`, `inputs`, `control_variates`, `exact`, `reading` | statistics of a column |
//! | `schedule`, `readers`, `batch`, `layout` | all that is worked out before a run |
//! | `bounds` | bounds that values never leave |
//! | `certain` | what is certain without a run |
//! | `state`, `numbers`, `block` | a run in progress |
//! | `cone`, `atom`, `algebra`, `curve`, `monomial`, `law` | what is known without samples |
//! | `given`, `truths`, `stratified`, `tail` | probabilities, and far percentiles |
//! | `ratio`, `item`, `trace`, `pass`, `found`, `inexact`, `machine` | a run |
//! | `doubt`, `plan`, `probe`, `shares` | what others call |

mod algebra;
mod arrangement;
mod atom;
mod average;
mod batch;
mod beta;
mod block;
mod bounds;
mod certain;
mod cone;
mod control_variates;
mod counts;
mod curve;
mod derived;
mod distribution;
mod doubt;
mod exact;
mod exponential;
mod fault;
mod feed;
mod found;
mod gamma;
mod given;
mod grid;
mod histogram;
mod inexact;
mod inputs;
mod item;
mod kernel;
mod law;
mod layout;
mod machine;
mod metalog;
mod mixture;
mod moments;
mod monomial;
mod normal;
mod numbers;
mod order;
mod parts;
mod pass;
mod plan;
mod probe;
mod program;
mod quantile;
mod random;
mod ratio;
mod readers;
mod reading;
mod sampled;
mod samples;
mod schedule;
mod shares;
mod size;
mod state;
mod stratified;
mod summary;
mod tail;
mod together;
mod trace;
mod truths;

#[cfg(test)]
#[path = "../../tests/internals/engine/mod.rs"]
mod internals;

pub use bounds::Bounds;
pub use certain::{AllBounds, Known};
pub use distribution::Distribution;
pub use fault::{Fault, FaultKind};
pub use feed::{Column, Feed};
pub use histogram::Histogram;
pub use metalog::Metalog;
#[cfg(test)]
pub use plan::Outcome;
pub use plan::{Plan, constants};
pub use probe::{Place, Probe};
pub use program::{ABSENT, Binary, Measure, Native, Op, Program, Slot, Statistic, Unary};
pub use random::Generator;
pub use ratio::Explained;
pub use samples::{Samples, Sampling, Variable};
pub use size::ROUGH;
#[cfg(test)]
pub use size::STRATA;
#[cfg(test)]
pub use summary::Estimated;
pub use summary::{Finding, Summaries, Summary};
pub use together::Group;
