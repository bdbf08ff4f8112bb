//! `napkin explain MODEL [NAME...]`, `napkin explain EXPRESSION`: derivations; `codes` explains errors.

use clap::Args;

use super::{Context, Perform, codes};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::{Overrides, Results, Show};
use crate::cli::{io, model, shell};
use napkin::explain::{self, Explanation};
use napkin::is_name;
use napkin::library::presets;
use napkin::text::suggest::nearest;

// `napkin explain MODEL [NAME...]`, `napkin explain EXPRESSION...`, `napkin explain --error [CODE]`
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// Model, as for `run`, followed by the estimates to explain (default: all); or an expression
    #[arg(value_name = "MODEL [NAME]... | EXPRESSION", required_unless_present = "error")]
    words: Vec<String>,
    /// Explain an error or warning code such as E0302; without CODE, list all codes
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with_all = ["words", "set", "mental", "point", "digits", "quiet", "seed", "samples"])]
    error: Option<String>,
    // Values that replace those of the model.
    #[command(flatten)]
    overrides: Overrides,
    /// Use mental arithmetic, and report its error
    #[arg(long)]
    mental: bool,
    /// Replace every range by its median
    #[arg(long)]
    point: bool,
    // How results are computed and printed.
    #[command(flatten)]
    results: Results,
}

impl Perform for ExplainArgs {
    fn show(&self) -> &Show {
        &self.results.show
    }

    fn answers(&self) -> Kind {
        match self.error.as_deref() {
            None => Kind::Explanation,
            Some("") => Kind::Listing,
            Some(_) => Kind::Code,
        }
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        let document = match (&self.error, self.words.split_first()) {
            (Some(code), _) => codes::explain(code, context)?,
            (None, Some((first, names))) if is_model(first, names) => {
                Document::Explanation(Box::new(self.model(first, names, context)?))
            }
            _ => Document::Explanation(Box::new(self.expression()?)),
        };
        let is_wrong = matches!(&document, Document::Explanation(explanation) if !explanation.is_ok());
        let preset = if is_wrong { self.misspelt_preset() } else { None };
        let hint = preset.map(|preset| format!("for the preset write `napkin explain {preset}`"));
        Ok(Answer::new(document).detail(self.results.detail()).hint(hint))
    }
}

impl ExplainArgs {
    fn model(&self, given: &str, names: &[String], context: &Context) -> Result<Explanation> {
        let model = context.model(given)?;
        Ok(explain::model(&model.name, &model.text, names, &self.settings()))
    }

    fn expression(&self) -> Result<Explanation> {
        if let Some((name, _)) = self.overrides.set.first() {
            let error = Error::new(error::USAGE, format!("there is no model to set `{name}` in"));
            return Err(error.help("use a binding: `napkin explain 'users = 3M users; users * 2'`"));
        }
        if let Some(error) = shell::emptied(&self.words) {
            return Err(error);
        }
        let explanation = explain::script("<input>", &self.words.join(" "), &self.settings());
        if explanation.is_ok() {
            return Ok(explanation);
        }
        if let Some(error) = shell::mangled(&self.words) {
            return Err(error);
        }
        if let [word] = self.words.as_slice()
            && let Some(error) = codes::misplaced(word)
        {
            return Err(error);
        }
        Ok(explanation)
    }

    fn settings(&self) -> explain::Settings {
        explain::Settings {
            set: self.overrides.set.clone(),
            digits: self.results.numbers.digits,
            uncertainty: napkin::Settings { point: self.point, ..self.results.settings() },
            mental: self.mental,
        }
    }

    /// Returns the preset that the first word resembles but is not, if all words are names.
    fn misspelt_preset(&self) -> Option<&'static str> {
        let first = self.words.first()?;
        let are_names = self.words.iter().all(|word| is_name(&word.replace('-', "_")));
        let is_new = presets::find(first).is_none();
        nearest(first, presets::names(), 1).first().copied().filter(|_| are_names && is_new)
    }
}

/// Whether the first word is a model and the others are names in it.
fn is_model(first: &str, names: &[String]) -> bool {
    let is_file = first.ends_with(".toml") || (model::is_path(first) && io::is_file(first));
    (first == "-" || is_file || presets::find(first).is_some()) && names.iter().all(|name| is_name(name))
}
