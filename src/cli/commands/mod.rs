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

use anyhow::Result;

use super::args::Format;
use super::render::Options;
use super::trouble::{self, Trouble};

/// Refuses `--histogram` where none would be shown: a result without one looks certain.
fn refuse_lost_histogram(options: &Options, point: bool) -> Result<()> {
    let Options { format, quiet, sensitivity, .. } = *options;
    let (message, help) = match format {
        _ if point => (
            "`--point` leaves one world, of which `--histogram` has nothing to show",
            "leave one of them out",
        ),
        Format::Csv => (
            "`--histogram` has no place in CSV",
            "`--format json` has the counts, `--format markdown` and the usual tables the strips",
        ),
        Format::Table if quiet => (
            "`--quiet` prints bare values, and leaves no place for `--histogram`",
            "leave one of them out, or write `--json` for the counts",
        ),
        Format::Table if sensitivity => (
            "`--sensitivity` takes the place of the estimates, and of their `--histogram`",
            "leave one of them out, or write `--format markdown` for both",
        ),
        _ => return Ok(()),
    };
    Err(Trouble::new(trouble::USAGE, message).help(help).into())
}
