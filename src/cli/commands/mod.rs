//! The commands, one file each: arguments in, a reply out.

pub mod cheat;
pub mod check;
pub mod codes;
pub mod completions;
pub mod explain;
pub mod expression;
pub mod formulas;
pub mod man;
pub mod model;
pub mod new;
pub mod presets;
pub mod run;
pub mod units;
