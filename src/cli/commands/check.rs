//! `napkin check MODEL...`: what CI runs.

use anyhow::Result;

use crate::cli::args::CheckArgs;
use crate::cli::io::Screen;
use crate::cli::render::{self, Checked, Options};
use crate::cli::trouble::{self, Trouble};
use crate::cli::{FAILED, Reply, TOO_CLOSE, UNDECIDED};
use napkin::report::{CheckRow, Level, Report, Settings};
use napkin::text::diagnostic::Diagnostic;

use super::model::{self, Model};

/// Checks all models and reports on each; the exit code is that of the worst.
///
/// # Errors
///
/// None: a model that cannot be read is reported with the others.
pub fn run(args: &CheckArgs, screen: &Screen) -> Result<Reply> {
    let models = args.models.iter().map(|given| (given.as_str(), model::read(given)));
    Ok(of(models, args, screen))
}

/// Checks models, each with what it was given as.
pub fn of<'a>(
    models: impl Iterator<Item = (&'a str, Result<Model>)>,
    args: &CheckArgs,
    screen: &Screen,
) -> Reply {
    let settings = Settings {
        set: args.overrides.set.clone(),
        digits: args.results.numbers.digits,
        uncertainty: args.results.worlds.settings(),
        sensitivity: None,
    };
    let checked: Vec<Checked> = models.map(|(given, model)| check(given, model, args, &settings)).collect();
    let codes = checked.iter().map(|checked| code(checked, args));
    let code = codes.max_by_key(|code| badness(*code)).unwrap_or(UNDECIDED);
    let options = Options::of(&args.results, screen);
    Reply { code, ..render::checks(&checked, &options) }
}

fn check(given: &str, model: Result<Model>, args: &CheckArgs, settings: &Settings) -> Checked {
    let mut report = match model {
        Ok(model) => napkin::report::run(&model.name, &model.text, settings),
        Err(error) => {
            let diagnostics = vec![Trouble::diagnostic(&error)];
            Report { name: given.to_owned(), diagnostics, ..Report::default() }
        }
    };
    if report.is_ok() && report.checks.is_empty() && !args.allow_empty {
        report.diagnostics.push(
            Diagnostic::error(
                trouble::NO_CHECKS,
                format!("`{}` has no checks", render::escaped(&report.name)),
            )
            .help("say what must hold under `[checks]`, like `storage_fits = \"storage <= 500 TB\"`")
            .help("to accept it write `--allow-empty`"),
        );
    }
    let mut checked = Checked { report, passed: false };
    checked.passed = code(&checked, args) == 0;
    checked
}

fn code(checked: &Checked, args: &CheckArgs) -> u8 {
    let report = &checked.report;
    let warned = !report.diagnostics.is_empty() || report.checks.iter().any(|check| !check.passed);
    let too_close = |check: &&CheckRow| args.strict && check.is_close;
    if !report.is_ok() {
        UNDECIDED
    } else if report.failures().any(|check| !too_close(&check)) || (args.deny_warnings && warned) {
        FAILED
    } else if report.checks.iter().filter(too_close).any(|check| check.level == Level::Error) {
        TOO_CLOSE
    } else {
        0
    }
}

/// The order of exit codes, the worst last.
fn badness(code: u8) -> u8 {
    match code {
        0 => 0,
        TOO_CLOSE => 1,
        FAILED => 2,
        _ => 3,
    }
}
