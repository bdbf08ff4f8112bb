//! `napkin run MODEL`: the results of a model.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Detail, Document, Kind};
use crate::cli::options::{Overrides, Results, Show};
use napkin::report::{self, Settings, Wanted};
use napkin::text::escape::escaped;

// `napkin run MODEL`
#[derive(Args, Debug)]
pub struct RunArgs {
    /// File (containing `/` or ending in .toml), `-` for standard input, or name of a preset
    #[arg(value_name = "MODEL")]
    model: String,
    // Values that replace those of the model.
    #[command(flatten)]
    overrides: Overrides,
    /// Also print the inputs, with notes and sources
    #[arg(long)]
    inputs: bool,
    /// Replace every range by its median
    #[arg(long)]
    point: bool,
    /// Print a histogram of the samples of each uncertain result
    #[arg(long)]
    histogram: bool,
    /// Print how much each input contributes to the uncertainty of the main estimates, or of one
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    sensitivity: Option<String>,
    /// With --sensitivity: all estimates, not only those that the summary and the checks rest on
    #[arg(long, requires = "sensitivity")]
    all: bool,
    /// Draw no strips beside the intervals
    #[arg(long)]
    plain: bool,
    // How results are computed and printed.
    #[command(flatten)]
    results: Results,
}

impl Perform for RunArgs {
    fn show(&self) -> &Show {
        &self.results.show
    }

    fn answers(&self) -> Kind {
        Kind::Report
    }

    /// Runs a model. A failed check is printed and does not change the exit code.
    fn perform(&self, context: &Context) -> Result<Answer> {
        if let Some(name) = self.sensitivity.as_ref().filter(|name| self.all && !name.is_empty()) {
            let message = format!("`--all` is for all estimates, `--sensitivity {}` for one", escaped(name));
            return Err(Error::new(error::USAGE, message).help("leave the name or `--all` out"));
        }
        let model = context.model(&self.model)?;
        let sensitivity = self.sensitivity.as_ref().map(|name| match name.as_str() {
            "" => Wanted::All,
            name => Wanted::One(name.to_owned()),
        });
        let settings = Settings {
            set: self.overrides.set.clone(),
            digits: self.results.numbers.digits,
            uncertainty: napkin::Settings {
                point: self.point,
                histogram: self.histogram,
                ..self.results.settings()
            },
            sensitivity,
        };
        let detail = Detail {
            inputs: self.inputs,
            sensitivity: self.sensitivity.is_some(),
            // An estimate that was named is shown.
            all: self.all || self.sensitivity.as_ref().is_some_and(|name| !name.is_empty()),
            plain: self.plain,
            histogram: self.histogram,
            ..self.results.detail()
        };
        let report = Box::new(report::run(&model.name, &model.text, &settings));
        Ok(Answer::new(Document::Report(report)).detail(detail))
    }
}
