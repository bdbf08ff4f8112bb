//! `napkin explain MODEL [NAME...]`, `napkin explain EXPRESSION`; `codes` explains errors.

use anyhow::Result;

use crate::cli::args::ExplainArgs;
use crate::cli::io::{self, Screen};
use crate::cli::render::{self, Options};
use crate::cli::trouble::{self, Trouble};
use crate::cli::{Reply, shell};
use napkin::analysis::explain;
use napkin::library::presets;
use napkin::syntax;

use super::{codes, model};

/// Explains a model or an expression, step by step.
///
/// # Errors
///
/// When the model cannot be read, or the shell has changed the expression.
pub fn run(args: &ExplainArgs, screen: &Screen) -> Result<Reply> {
    if let Some(code) = &args.error {
        return codes::run(code, args.results.show.format(), screen);
    }
    let options = Options::of(&args.results, screen);
    let uncertainty = napkin::Settings { point: args.point, ..args.results.worlds.settings() };
    let digits = args.results.numbers.digits;
    let set = args.overrides.set.clone();
    let settings = explain::Settings { set, digits, uncertainty, mental: args.mental };
    if let Some((model, names)) = args.words.split_first().filter(|(first, names)| is_model(first, names)) {
        let model = model::read(model)?;
        let explanation = explain::model(&model.name, &model.text, names, &settings);
        return Ok(render::explanation(&explanation, &options));
    }
    if let Some((name, _)) = args.overrides.set.first() {
        let trouble = Trouble::new(trouble::USAGE, format!("there is no model to set `{name}` in"));
        return Err(trouble.help("a binding does it: `napkin explain 'users = 3M users; users * 2'`").into());
    }
    if let Some(trouble) = shell::emptied(&args.words) {
        return Err(trouble.into());
    }
    let explanation = explain::script("<input>", &args.words.join(" "), &settings);
    if !explanation.is_ok() {
        if let Some(trouble) = shell::mangled(&args.words) {
            return Err(trouble.into());
        }
        if let [word] = args.words.as_slice()
            && let Some(trouble) = codes::meant(word)
        {
            return Err(trouble.into());
        }
        if let [first, ..] = args.words.as_slice()
            && args.words.iter().all(|word| syntax::is_name(&word.replace('-', "_")))
            && let [near] = napkin::text::suggest::nearest(first, presets::names(), 1).as_slice()
        {
            let mut explanation = explanation;
            if let Some(error) = explanation.diagnostics.iter_mut().find(|diagnostic| diagnostic.is_error()) {
                *error = error.clone().help(format!("for the preset write `napkin explain {near}`"));
            }
            return Ok(render::explanation(&explanation, &options));
        }
    }
    Ok(render::explanation(&explanation, &options))
}

/// Whether the first word is a model and the others are names in it.
fn is_model(first: &str, names: &[String]) -> bool {
    let is_file = first.ends_with(".toml") || (model::is_path(first) && io::is_file(first));
    (first == "-" || is_file || presets::find(first).is_some())
        && names.iter().all(|name| syntax::is_name(name))
}
