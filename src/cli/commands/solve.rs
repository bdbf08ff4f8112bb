//! `napkin solve MODEL --vary INPUT --until CONDITION`: how far a design goes.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::model;
use crate::cli::options::{Confidence, Overrides, Results, Show};
use crate::cli::reply::UNDECIDED;
use napkin::report::solve;

// `napkin solve MODEL`
#[derive(Args, Debug)]
#[command(mut_arg("quiet", |quiet| quiet.help("Print the answer alone, in one line")))]
pub struct SolveArgs {
    /// A file (containing `/` or ending in .toml), `-` for standard input, or the name of a preset
    #[arg(value_name = "MODEL", required = true)]
    words: Vec<String>,
    /// The input that is varied: its name, or that of a cell like `instance.m5_large.price`
    #[arg(long, value_name = "INPUT", required = true)]
    vary: Vec<String>,
    /// The condition that must hold, like `servers <= 200 servers`, or the name of a check
    #[arg(long, value_name = "CONDITION", required = true, allow_hyphen_values = true)]
    until: String,
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

impl Perform for SolveArgs {
    fn show(&self) -> &Show {
        &self.results.show
    }

    fn answers(&self) -> Kind {
        Kind::Solved
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        let [vary] = self.vary.as_slice() else {
            let message = format!("`solve` varies one input, and there are {}", self.vary.len());
            return Err(Error::new(error::USAGE, message)
                .help("leave the others out; `napkin sweep` shows what two of them do together"));
        };
        let model = model::one(&self.words, "solve", |given| context.model(given, "solve"))?;
        let asked = ("solve", &self.overrides, self.confidence);
        let settings = context.settings(&model, asked, &self.results)?;
        let mut solved = solve::solve(&model.name, &model.text, (vary.trim(), &self.until), &settings);
        if let Some(error) = model::is_script(&model, &solved.diagnostics) {
            solved.diagnostics = vec![error.into()];
        }
        let code = if solved.solution.is_some() { 0 } else { UNDECIDED };
        let document = Document::Solved(Box::new(solved));
        Ok(Answer { code, ..Answer::new(document) }.detail(self.results.detail()))
    }
}
