//! `napkin check MODEL...`: the checks of models, for CI.

use std::collections::HashSet;

use clap::{ArgAction, Args};

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::model::{self, Model};
use crate::cli::options::{Confidence, Overrides, Results, Show};
use crate::cli::reply::{FAILED, TOO_CLOSE, UNDECIDED};
use crate::cli::{io, pattern};
use napkin::report::check::Checked;
use napkin::report::measured::Actual;
use napkin::report::{self, Changes, CheckRow, Level, Report, Scenarios, Settings};
use napkin::text::diagnostic::Diagnostic;
use napkin::text::escape::escaped;

// `napkin check MODEL...`
#[derive(Args, Debug)]
#[command(mut_arg("quiet", |quiet| quiet.help("Print failed checks only")))]
pub struct CheckArgs {
    /// Files (containing `/` or ending in .toml), `-` for standard input, or names of presets
    #[arg(value_name = "MODEL", required = true)]
    models: Vec<String>,
    // Values that replace those of the models.
    #[command(flatten)]
    overrides: Overrides,
    // The confidence of checks.
    #[command(flatten)]
    confidence: Confidence,
    /// Check the model in every one of its scenarios, not only in those that a check names
    #[arg(long, conflicts_with = "scenario")]
    all_scenarios: bool,
    /// Treat warnings, and failed checks of level `warn`, as failures
    #[arg(long)]
    deny_warnings: bool,
    /// Exit with 3 if a check is within the sampling error of its limit
    #[arg(long)]
    strict: bool,
    /// Accept a model without checks
    #[arg(long)]
    allow_empty: bool,
    /// Compare the results with what was measured: a JSON, TOML or CSV file of values by name, or a pattern in quotes; may
    /// be repeated
    #[arg(long, value_name = "FILE", action = ArgAction::Append)]
    actual: Vec<String>,
    /// Exit with 1 if a measured value is not as predicted
    #[arg(long, requires = "actual")]
    fail_outside: bool,
    // How results are computed and printed.
    #[command(flatten)]
    results: Results,
}

impl Perform for CheckArgs {
    fn show(&self) -> &Show {
        &self.results.show
    }

    fn answers(&self) -> Kind {
        Kind::Checks
    }

    /// Checks all models. The exit code is the worst of theirs; a model that cannot be read has that of an error.
    fn perform(&self, context: &Context) -> Result<Answer> {
        let models = model::phrases(&self.models);
        if !self.actual.is_empty() && models.len() > 1 {
            let message = "`--actual` has values by the names of one model, and there are several";
            return Err(Error::new(error::USAGE, message).help("check one model at a time"));
        }
        let settings = Settings {
            changes: Changes {
                confidence: self.confidence.confidence,
                ..self.overrides.changes(models.len(), |name| context.text(name))?
            },
            scenarios: match self.all_scenarios {
                true => Scenarios::All,
                false => Scenarios::Checked(self.overrides.scenario.clone()),
            },
            digits: self.results.numbers.digits,
            uncertainty: self.results.settings(),
            actual: self.measured(context)?,
            ..Settings::default()
        };
        let check = |given: &String| self.check(given, context.model(given, "check"), &settings);
        let mut checked: Vec<Checked> = models.iter().map(check).collect();
        model::refuse_unknown(checked.iter().map(|one| &one.report))?;
        self.require_checks(&mut checked);
        let codes = checked.iter().map(|checked| self.code(&checked.report));
        let code = codes.max_by_key(|code| badness(*code)).unwrap_or(UNDECIDED);
        Ok(Answer { code, ..Answer::new(Document::Checks(checked)) }.detail(self.results.detail()))
    }
}

impl CheckArgs {
    fn check(&self, given: &str, model: Result<Model>, settings: &Settings) -> Checked {
        let report = match model {
            Ok(model) => {
                let settings =
                    Settings { changes: model.changes(settings.changes.clone()), ..settings.clone() };
                let mut report = report::run(&model.name, &model.text, &settings);
                if let Some(error) = model::is_script(&model, &report.diagnostics) {
                    report.diagnostics = vec![error.into()];
                }
                report
            }
            Err(error) => {
                Report { name: given.to_owned(), diagnostics: vec![error.into()], ..Report::default() }
            }
        };
        let passed = self.code(&report) == 0;
        Checked { report, passed, outside_fails: self.fail_outside }
    }

    /// Refuses models that have no checks. One that another model of the run extends is a part of that.
    fn require_checks(&self, checked: &mut Vec<Checked>) {
        // What was measured is something to check.
        let is_vain = |report: &Report| report.is_ok() && report.checks.is_empty();
        if self.allow_empty || !self.actual.is_empty() || !checked.iter().any(|one| is_vain(&one.report)) {
            return;
        }
        let parts = checked.iter().flat_map(|one| one.report.sources.all_names().skip(1));
        let parts: HashSet<String> = parts.map(io::files::identity).collect();
        checked
            .retain(|one| !is_vain(&one.report) || !parts.contains(&io::files::identity(&one.report.name)));
        for one in checked.iter_mut().filter(|one| is_vain(&one.report)) {
            let name = escaped(&one.report.name);
            let error = match one.report.unasked.first() {
                None => Diagnostic::error(error::NO_CHECKS, format!("`{name}` has no checks"))
                    .help("add one under `[checks]`, like `storage_fits = \"storage <= 500 TB\"`"),
                Some(first) => Diagnostic::error(error::NO_CHECKS, format!("no check of `{name}` was asked"))
                    .note(format!("`{}` is {}", first.name, first.why))
                    .help("add a check that holds for other values too"),
            };
            one.report.diagnostics.push(error.help("to accept it write `--allow-empty`"));
            one.passed = self.code(&one.report) == 0;
        }
    }

    /// Reads the files with measured values.
    fn measured(&self, context: &Context) -> Result<Vec<Actual>> {
        if self.actual.iter().chain(&self.models).filter(|given| *given == "-").count() > 1 {
            let message = "standard input can be read once, and `-` is there several times";
            return Err(Error::new(error::USAGE, message).help("name a file in place of one of them"));
        }
        let mut files: Vec<Actual> = Vec::new();
        for given in &self.actual {
            if let Some(file) = context.file.filter(|file| file.name == *given) {
                files.push(Actual { name: file.name.clone(), text: file.text.clone() });
            } else if given == "-" {
                files.push(Actual { name: "<stdin>".to_owned(), text: io::read_input()? });
            } else if pattern::is_pattern(given) && !io::exists(given) {
                let found = io::files_like(given);
                if found.is_empty() {
                    return Err(Error::new(error::FILE, format!("no file matches `{}`", escaped(given)))
                        .help("a pattern may have `*` and `?` behind the last `/`"));
                }
                for name in found {
                    let text = io::read_file(&name)?;
                    files.push(Actual { name, text });
                }
            } else {
                let text = io::read_file(given).map_err(|error| match io::exists(given) {
                    true => error,
                    false => error.instead("name a JSON, TOML or CSV file with measured values by name"),
                })?;
                files.push(Actual { name: given.clone(), text });
            }
        }
        Ok(files)
    }

    /// Returns the exit code for one model.
    fn code(&self, report: &Report) -> u8 {
        let warned = !report.diagnostics.is_empty() || report.checks.iter().any(|check| !check.passed);
        let is_outside = self.fail_outside && report.measured.iter().any(|one| !one.fit.holds());
        let too_close = |check: &&CheckRow| self.strict && check.is_close;
        if !report.is_ok() {
            UNDECIDED
        } else if report.failures().any(|check| !too_close(&check))
            || (self.deny_warnings && warned)
            || is_outside
        {
            FAILED
        } else if report.checks.iter().filter(too_close).any(|check| check.level == Level::Error) {
            TOO_CLOSE
        } else {
            0
        }
    }
}

/// Orders exit codes, the worst last.
fn badness(code: u8) -> u8 {
    match code {
        0 => 0,
        TOO_CLOSE => 1,
        FAILED => 2,
        _ => 3,
    }
}
