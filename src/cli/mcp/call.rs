//! What each tool answers: an object of the library's JSON.

use serde::Serialize;
use serde_json::Value;

use super::arguments::{Arguments, MOST_SAMPLES};
use super::lookup::found;
use crate::cli::error::{Error, Result, USAGE};
use crate::cli::io::server;
use crate::cli::model::{self, Model};
use napkin::explain::{self, Explanation};
use napkin::library::presets;
use napkin::report::check::{Checked, Checks};
use napkin::report::measured::Actual;
use napkin::report::review as reviewed;
use napkin::report::{self, Horizon, Report, Settings, Wanted, json};
use napkin::text::diagnostic::Diagnostic;
use napkin::text::source::Sources;
use napkin::{Sampling, Settings as Uncertainty};

/// The number of significant digits of texts.
const DIGITS: usize = 4;

/// What a call may do.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The folder below which files are read; `None` if none are.
    pub root: Option<String>,
    /// How many seconds it may take.
    pub seconds: u64,
}

/// The answer to a call.
#[derive(Debug)]
pub struct Called {
    /// An object as JSON, on one line.
    object: String,
    /// Whether nothing was computed.
    is_error: bool,
}

impl Called {
    fn of(object: &impl Serialize) -> Called {
        Called { object: json::line(object).trim_end().to_owned(), is_error: false }
    }

    fn failed(diagnostics: &[Diagnostic], sources: &Sources) -> Called {
        Called { is_error: true, ..Called::of(&json::failure(diagnostics, sources)) }
    }

    /// The answer to a call that has an error outside an estimate.
    pub fn error(error: Error) -> Called {
        Called::failed(&[error.into()], &Sources::new())
    }

    /// Returns the result of the call: the object as data, and as text for clients that read no data.
    pub fn result(&self) -> String {
        let Called { object, is_error } = self;
        let text = Value::from(object.as_str());
        format!(
            r#"{{"content":[{{"type":"text","text":{text}}}],"structuredContent":{object},"isError":{is_error}}}"#
        )
    }
}

/// Returns the answer to a call that took too long.
pub fn too_late(message: &str) -> Called {
    Called::error(Error::new(USAGE, message))
}

/// Evaluates an expression or a script.
pub fn evaluate(mut arguments: Arguments, _: &Limits) -> Result<Called> {
    let text = arguments.needed("expression")?;
    let evaluation = napkin::evaluate("<input>", &text, DIGITS, &uncertainty(&mut arguments)?);
    if !evaluation.is_ok() {
        if let Some(error) = model::is_model_text(&text) {
            return Err(error.instead("give it to the tool `run` as `model`"));
        }
        return Ok(Called::failed(&evaluation.diagnostics, &evaluation.sources));
    }
    Ok(Called::of(&json::evaluation(&evaluation)))
}

/// Runs a model.
pub fn run(mut arguments: Arguments, limits: &Limits) -> Result<Called> {
    let model = model_of(arguments.needed("model")?, limits)?;
    let show = arguments.texts("show")?;
    let sensitivity = arguments.truth("sensitivity")?.then_some(Wanted::All);
    let settings = Settings { sensitivity, ..settings(&mut arguments)? };
    let mut report = report::run(&model.name, &model.text, &settings);
    report.only(&show, false);
    Ok(match report.is_ok() {
        true => Called::of(&json::report(&report)),
        false => refused(&model, &report),
    })
}

/// Checks a model.
pub fn check(mut arguments: Arguments, limits: &Limits) -> Result<Called> {
    let model = model_of(arguments.needed("model")?, limits)?;
    let actual = arguments.object("actual")?;
    let actual = actual.map(|text| Actual { name: "actual.json".to_owned(), text });
    let settings =
        Settings { actual: actual.into_iter().collect(), horizon: Horizon::Own, ..settings(&mut arguments)? };
    let report = report::run(&model.name, &model.text, &settings);
    if !report.is_ok() {
        return Ok(refused(&model, &report));
    }
    let models = vec![Checked { report, ..Checked::default() }];
    Ok(Called::of(&json::checks(&Checks { models, ..Checks::default() })))
}

/// Derives an expression or estimates of a model.
pub fn explain(mut arguments: Arguments, limits: &Limits) -> Result<Called> {
    let (expression, given) = (arguments.text("expression")?, arguments.text("model")?);
    let names = arguments.texts("names")?;
    let settings = explain::Settings {
        changes: arguments.pairs("set")?.into(),
        digits: DIGITS,
        mental: arguments.truth("mental")?,
        uncertainty: uncertainty(&mut arguments)?,
    };
    let explanation = match (expression, given) {
        (Some(text), None) if names.is_empty() && settings.changes.set.is_empty() => {
            explain::script("<input>", &text, &settings)
        }
        (Some(_), None) => return Err(Error::new(USAGE, "`names` and `set` are for a model")),
        (None, Some(given)) => {
            let model = model_of(given, limits)?;
            explain::model(&model.name, &model.text, &names, &settings)
        }
        _ => return Err(Error::new(USAGE, "give `expression` or `model`, one of them")),
    };
    let Explanation { diagnostics, sources, .. } = &explanation;
    Ok(match explanation.is_ok() {
        true => Called::of(&json::explanation(&explanation)),
        false => Called::failed(diagnostics, sources),
    })
}

/// Reviews the claims of a text.
pub fn review(mut arguments: Arguments, limits: &Limits) -> Result<Called> {
    let (name, text) = match (arguments.text("text")?, arguments.text("path")?) {
        (Some(text), None) => ("<text>".to_owned(), text),
        (None, Some(path)) => (path.clone(), read(&path, limits)?),
        _ => return Err(Error::new(USAGE, "give `text` or `path`, one of them")),
    };
    Ok(Called::of(&json::review(&[reviewed::text(&name, &text)])))
}

/// Looks a word up.
pub fn lookup(mut arguments: Arguments, _: &Limits) -> Result<Called> {
    let word = arguments.needed("word")?;
    match presets::named(word.trim()) {
        Some(preset) => Ok(Called::of(&json::preset(preset))),
        None => Ok(Called::of(&json::listings(&found(word.trim())?))),
    }
}

/// The answer for a model with errors.
fn refused(model: &Model, report: &Report) -> Called {
    match model::is_script(model, &report.diagnostics) {
        Some(error) => Called::error(error.instead("give it to the tool `evaluate` as `expression`")),
        None => Called::failed(&report.diagnostics, &report.sources),
    }
}

/// Returns the model that an argument is or names: a text with a line ending or a heading, a preset, or a path.
fn model_of(given: String, limits: &Limits) -> Result<Model> {
    if given.contains('\n') || given.trim_start().starts_with('[') || given.contains('=') {
        return Ok(Model { name: "<model>".to_owned(), text: given, is_preset: false });
    }
    if model::is_path(&given) {
        let text = read(&given, limits)?;
        return Ok(Model { name: given, text, is_preset: false });
    }
    let preset = model::preset(given.trim())
        .map_err(|error| error.help("the tool `lookup` finds models by a word"))?;
    Ok(Model { name: preset.name.to_owned(), text: preset.text.to_owned(), is_preset: true })
}

/// Reads a file, if the server may.
fn read(path: &str, limits: &Limits) -> Result<String> {
    match &limits.root {
        Some(root) => server::read_below(root, path),
        None => Err(Error::new(USAGE, "this server reads no files")
            .help("give the text itself, or start the server with `--root DIR`")),
    }
}

fn settings(arguments: &mut Arguments) -> Result<Settings> {
    let uncertainty = uncertainty(arguments)?;
    Ok(Settings {
        changes: arguments.pairs("set")?.into(),
        digits: DIGITS,
        uncertainty,
        ..Settings::default()
    })
}

fn uncertainty(arguments: &mut Arguments) -> Result<Uncertainty> {
    let usual = Sampling::default();
    let samples = arguments.whole("samples", (1, MOST_SAMPLES))?;
    let samples = samples.and_then(|samples| usize::try_from(samples).ok()).unwrap_or(usual.samples);
    let seed = arguments.whole("seed", (0, u64::MAX))?.unwrap_or(usual.seed);
    Ok(Uncertainty {
        sampling: Sampling { seed, samples },
        point: arguments.truth("point")?,
        ..Uncertainty::default()
    })
}
