//! `napkin explain MODEL [NAME...]`, `napkin explain EXPRESSION`: derivations; `codes` explains errors.

use clap::Args;

use super::{Context, Perform, codes};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::{Overrides, Results, Show};
use crate::cli::{io, model, quote, shell};
use napkin::explain::{self, Explanation};
use napkin::is_name;
use napkin::library::presets;
use napkin::report::Changes;

// `napkin explain MODEL [NAME...]`, `napkin explain EXPRESSION...`, `napkin explain --error [CODE]`
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// Model, as for `run`, followed by the estimates to explain (default: all); or an expression (default: standard
    /// input)
    #[arg(value_name = "MODEL [NAME]... | EXPRESSION")]
    words: Vec<String>,
    /// Explain an error or warning code such as E0302; without CODE, list all codes
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with_all = ["words", "set", "set_file", "scenario", "mental", "point", "digits", "quiet", "seed", "samples"])]
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
        let document = match (&self.error, model_and_names(&self.words)) {
            (Some(code), _) => codes::explain(code, context)?,
            (None, Some((model, names))) => {
                Document::Explanation(Box::new(self.model(&model, names, context)?))
            }
            _ => Document::Explanation(Box::new(self.expression()?)),
        };
        let is_wrong = matches!(&document, Document::Explanation(explanation) if !explanation.is_ok());
        let hint = if is_wrong { self.intended() } else { None };
        Ok(Answer::new(document).detail(self.results.detail()).hint(hint))
    }
}

impl ExplainArgs {
    fn model(&self, given: &str, names: &[String], context: &Context) -> Result<Explanation> {
        let model = context.model(given, "explain")?;
        let settings = self.settings();
        let mut changes = self.overrides.changes(1, |name| context.text(name))?;
        changes.scenario = self.overrides.one_scenario("`explain`")?;
        let settings = explain::Settings { changes: model.changes(changes), ..settings };
        let explanation = explain::model(&model.name, &model.text, names, &settings);
        match model::is_script(&model, &explanation.diagnostics) {
            Some(error) => Err(error),
            None => Ok(explanation),
        }
    }

    fn expression(&self) -> Result<Explanation> {
        if !self.overrides.is_empty() {
            let what = match self.overrides.set.first() {
                Some((name, _)) => format!("set `{name}` in"),
                None => "change".to_owned(),
            };
            let error = Error::new(error::USAGE, format!("there is no model to {what}"));
            return Err(error.help("use a binding: `napkin explain 'users = 3M users; users * 2'`"));
        }
        if let Some(error) = shell::emptied(&self.words) {
            return Err(error);
        }
        if self.words.is_empty() {
            if io::is_interactive() {
                return Err(Error::new(error::USAGE, "there is nothing to explain")
                    .help("an expression: `napkin explain '100M users * 10 requests/user/day to req/s'`")
                    .help("a model or a preset: `napkin explain twitter storage`"));
            }
            let text = io::read_input()?;
            let explanation = explain::script("<stdin>", &text, &self.settings());
            return match model::is_model_text(&text).filter(|_| !explanation.is_ok()) {
                Some(_) => Ok(explain::model("<stdin>", &text, &[], &self.settings())),
                None => Ok(explanation),
            };
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
            changes: Changes::default(),
            digits: self.results.numbers.digits,
            uncertainty: napkin::Settings { point: self.point, ..self.results.settings() },
            mental: self.mental,
        }
    }

    /// Suggests the model that was probably meant by words that are not an expression.
    fn intended(&self) -> Option<String> {
        let (first, rest) = self.words.split_first()?;
        let is_name = |word: &String| is_name(&word.replace('-', "_"));
        if !self.words.iter().all(is_name) || presets::named(first).is_some() {
            return None;
        }
        if let Some(file) = model::beside(first) {
            let names: String = rest.iter().map(|name| format!(" {}", quote::argument(name))).collect();
            return Some(format!("for the file write `napkin explain {}{names}`", quote::argument(&file)));
        }
        let near = presets::near(first).first().copied()?;
        Some(format!("for the preset write `napkin explain {near}`"))
    }
}

/// Returns the model that the first words name and the names in it that the others are.
fn model_and_names(words: &[String]) -> Option<(String, &[String])> {
    let (first, rest) = words.split_first()?;
    let is_file = first.ends_with(".toml") || (model::is_path(first) && io::is_file(first));
    let (model, names) = if first == "-" || is_file {
        (first.clone(), rest)
    } else {
        let (count, preset) = model::leading(words)?;
        (preset.name.to_owned(), words.get(count..)?)
    };
    names.iter().all(|name| name.split('.').all(is_name)).then_some((model, names))
}
