//! `napkin run MODEL`.

use anyhow::Result;

use crate::cli::Reply;
use crate::cli::args::RunArgs;
use crate::cli::render::{self, Options};
use crate::cli::world::Screen;
use napkin::model::Settings;

use super::model;

/// Runs a model. Checks that fail are shown and do not change the exit code.
///
/// # Errors
///
/// When the model cannot be read.
pub fn run(args: &RunArgs, screen: &Screen) -> Result<Reply> {
    let model = model::read(&args.model)?;
    let settings = Settings { set: args.overrides.set.clone(), digits: args.numbers.digits };
    let report = napkin::model::run(&model.name, &model.text, &settings);
    let options = Options {
        quiet: args.numbers.quiet,
        inputs: args.inputs,
        ..Options::new(args.show.format(), screen)
    };
    let reply = render::model(&report, &options);
    // The process ends here; freeing a hundred thousand rows one by one would be felt.
    std::mem::forget(report);
    Ok(reply)
}
