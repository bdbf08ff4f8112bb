//! `napkin sweep MODEL --vary 'INPUT = RANGE'`: a model at many values of one or two inputs.

use clap::{ArgAction, Args};

use super::{Context, Perform};
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::io;
use crate::cli::model;
use crate::cli::options::{Confidence, Overrides, Results, Show};
use crate::cli::reply::UNDECIDED;
use napkin::report::sweep::{self, Point, Question};

// `napkin sweep MODEL`
#[derive(Args, Debug)]
#[command(mut_arg("quiet", |quiet| quiet.help("Print the table alone")))]
pub struct SweepArgs {
    /// A file (containing `/` or ending in .toml), `-` for standard input, or the name of a preset
    #[arg(value_name = "MODEL", required = true)]
    words: Vec<String>,
    /// An input and its values: a range, `users = 10M..1bn users`, or a list, `replication = 2x, 3x`; once or twice
    #[arg(long, value_name = "INPUT = VALUES", required = true, action = ArgAction::Append)]
    vary: Vec<String>,
    /// Show these estimates (default: those of the summary, else the last three); may be repeated
    #[arg(long, value_name = "NAME,...", action = ArgAction::Append)]
    show: Vec<String>,
    /// How many values a range has (default: 11, of a second range 5)
    #[arg(long, value_name = "N", value_parser = steps, allow_negative_numbers = true)]
    steps: Option<usize>,
    // Values that replace those of the model.
    #[command(flatten)]
    overrides: Overrides,
    // The confidence of checks.
    #[command(flatten)]
    confidence: Confidence,
    // How results are computed and printed.
    #[command(flatten)]
    results: Results,
}

impl Perform for SweepArgs {
    fn show(&self) -> &Show {
        &self.results.show
    }

    fn answers(&self) -> Kind {
        Kind::Swept
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        let model = model::one(&self.words, "sweep", |given| context.model(given, "sweep"))?;
        let asked = ("sweep", &self.overrides, self.confidence);
        let settings = context.settings(&model, asked, &self.results)?;
        let question = Question { vary: self.vary.clone(), show: self.show.clone(), steps: self.steps };
        let jobs = |count: usize, point: &(dyn Fn(usize) -> Point + Sync)| {
            let numbers: Vec<usize> = (0..count).collect();
            io::map(&numbers, |number| point(*number))
        };
        let mut swept = sweep::sweep(&model.name, &model.text, &question, &settings, &jobs);
        if let Some(error) = model::is_script(&model, &swept.diagnostics) {
            swept.diagnostics = vec![error.into()];
        }
        let code = if swept.points.is_empty() { UNDECIDED } else { 0 };
        let document = Document::Swept(Box::new(swept));
        Ok(Answer { code, ..Answer::new(document) }.detail(self.results.detail()))
    }
}

fn steps(text: &str) -> std::result::Result<usize, String> {
    match text.replace('_', "").parse() {
        Ok(steps @ 2..=sweep::MOST) => Ok(steps),
        _ => Err(format!("must be a whole number from 2 to {}", sweep::MOST)),
    }
}
