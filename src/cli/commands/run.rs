//! `napkin run MODEL`.

use anyhow::Result;

use crate::cli::Reply;
use crate::cli::args::RunArgs;
use crate::cli::io::Screen;
use crate::cli::render::{self, Options};
use napkin::report::{Settings, Wanted};

use super::model::{self, Model};

/// Runs a model. Checks that fail are shown and do not change the exit code.
///
/// # Errors
///
/// When the model cannot be read.
pub fn run(args: &RunArgs, screen: &Screen) -> Result<Reply> {
    if args.histogram {
        super::refuse_lost_histogram(&options(args, screen), args.point)?;
    }
    Ok(of(&model::read(&args.model)?, args, screen))
}

fn options(args: &RunArgs, screen: &Screen) -> Options {
    Options {
        inputs: args.inputs,
        sensitivity: args.sensitivity.is_some(),
        ..Options::of(&args.results, screen)
    }
}

/// Runs a model that has been read.
pub fn of(model: &Model, args: &RunArgs, screen: &Screen) -> Reply {
    let sensitivity = args.sensitivity.as_ref().map(|name| match name.as_str() {
        "" => Wanted::All,
        name => Wanted::One(name.to_owned()),
    });
    let settings = Settings {
        set: args.overrides.set.clone(),
        digits: args.results.numbers.digits,
        uncertainty: napkin::Settings {
            point: args.point,
            histogram: args.histogram,
            ..args.results.worlds.settings()
        },
        sensitivity,
    };
    let report = napkin::report::run(&model.name, &model.text, &settings);
    let reply = render::model(&report, &options(args, screen));
    // The process ends here; freeing a hundred thousand rows one by one would be felt.
    std::mem::forget(report);
    reply
}
