//! `napkin check MODEL...`: the checks of models, for CI.

use std::collections::HashSet;

use clap::{ArgAction, Args};

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind, Output};
use crate::cli::formats::format::Format;
use crate::cli::formats::{self, support};
use crate::cli::model::{self, Model};
use crate::cli::options::{Confidence, Overrides, Results, Show, output_of};
use crate::cli::reply::{FAILED, How, TOO_CLOSE, UNDECIDED};
use crate::cli::tree::{self, Named, Tree};
use crate::cli::version::Old;
use crate::cli::{io, pattern, quote};
use napkin::report::check::{Checked, Checks, Rules, Verdict};
use napkin::report::diff::Version;
use napkin::report::increase;
use napkin::report::measured::Actual;
use napkin::report::{self, Changes, Horizon, Report, Scenarios, Settings};
use napkin::text::diagnostic::Diagnostic;
use napkin::text::escape::escaped;

// `napkin check MODEL...`
#[derive(Args, Debug)]
#[command(mut_arg("quiet", |quiet| quiet.help("Print failed checks only")))]
pub struct CheckArgs {
    /// Files (containing `/` or ending in .toml), folders, patterns in quotes, `-` for standard input, or presets
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
    /// Ask that the checks hold for this time from today, like '1 year'; one with a `horizon` for as long as that says
    #[arg(long = "for", value_name = "TIME")]
    last: Option<String>,
    /// Treat warnings, and failed checks of level `warn`, as failures
    #[arg(long)]
    deny_warnings: bool,
    /// Exit with 3 if a check is within the sampling error of its limit
    #[arg(long)]
    strict: bool,
    /// Exit with 0 though checks fail; errors still exit with 2
    #[arg(long)]
    no_fail: bool,
    /// Print the checks that hold, with their values, and the files that were skipped
    #[arg(short, long)]
    verbose: bool,
    /// Write the results to a file as well, in another format; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output_of, action = ArgAction::Append)]
    output: Vec<(&'static dyn Format, String)>,
    /// Append the results to the summary of the job in GitHub Actions, as Markdown
    #[arg(long)]
    summary: bool,
    /// Judge every `max_increase` against an older copy of the model, or the commit where the present one left a revision
    #[arg(long, value_name = "REVISION|FILE", conflicts_with_all = ["set", "set_file"])]
    against: Option<String>,
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
        let outputs = self.outputs()?;
        let Tree { models, skipped } =
            tree::read(&model::phrases(&self.models), |given| context.model(given, "check"));
        if !self.actual.is_empty() && models.len() > 1 {
            let message = "`--actual` has values by the names of one model, and there are several";
            return Err(Error::new(error::USAGE, message).help("check one model at a time"));
        }
        refuse_to_overwrite(&outputs, &models)?;
        let old = self.old(context, models.len())?;
        let formats =
            || outputs.iter().filter_map(|output| formats::named(output.format)).chain([context.format]);
        let settings = Settings {
            only_checks: !formats().any(|format| format.has_values_of_checks()),
            probabilities: formats().any(|format| format.has_probabilities()),
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
            horizon: match &self.last {
                Some(last) => Horizon::For(last.clone()),
                None => Horizon::Own,
            },
            ..Settings::default()
        };
        let models = io::map(&models, |named| self.check(named, &settings, old.as_ref()));
        let mut checks = Checks { models, skipped };
        model::refuse_unknown(checks.models.iter().map(|one| &one.report))?;
        self.require_checks(&mut checks.models);
        let code = match checks.verdict() {
            Verdict::Undecided => UNDECIDED,
            Verdict::Failed if !self.no_fail => FAILED,
            Verdict::TooClose if !self.no_fail => TOO_CLOSE,
            _ => 0,
        };
        let mut detail = self.results.detail();
        detail.verbose = self.verbose;
        Ok(Answer { code, outputs, ..Answer::new(Document::Checks(checks)) }.detail(detail))
    }
}

impl CheckArgs {
    fn check(&self, named: &Named, settings: &Settings, old: Option<&Old>) -> Checked {
        let report = match &named.model {
            Ok(model) => {
                let own = Settings { changes: model.changes(settings.changes.clone()), ..settings.clone() };
                let mut report = report::run(&model.name, &model.text, &own);
                judge_rises(&mut report, model, settings, old);
                if let Some(error) = model::is_script(model, &report.diagnostics) {
                    report.diagnostics = vec![error.into()];
                }
                report
            }
            Err(error) => {
                let diagnostics = vec![error.clone().into()];
                Report { name: named.name.clone(), diagnostics, ..Report::default() }
            }
        };
        let rules =
            Rules { deny_warnings: self.deny_warnings, strict: self.strict, fail_outside: self.fail_outside };
        // A preset has no file, and what was set is in none.
        let place = |name: &str| match model::is_path(name) && !name.starts_with("--") {
            true => io::files::from_top(name),
            false => name.to_owned(),
        };
        let places = report.sources.all_names().map(place).collect();
        Checked { report, rules, places }
    }

    /// Returns what the models are compared with, if anything.
    fn old(&self, context: &Context, models: usize) -> Result<Option<Old>> {
        let Some(word) = &self.against else { return Ok(None) };
        let old = Old::read(word, |given| context.model(given, "check"))?;
        if matches!(old, Old::One(_)) && models > 1 {
            let message =
                format!("`{}` is one model, and there are {models} to compare with it", escaped(word));
            return Err(Error::new(error::USAGE, message)
                .help("name one model, or a revision for all of them: `--against main`"));
        }
        Ok(Some(old))
    }

    /// Returns the files that the results are written to.
    fn outputs(&self) -> Result<Vec<Output>> {
        let mut outputs: Vec<Output> = Vec::new();
        for (format, path) in &self.output {
            support::check(*format, Kind::Checks, &[])?;
            if outputs.iter().any(|known| known.path == *path) {
                let message = format!("`{}` is named twice by `--output`", escaped(path));
                return Err(Error::new(error::USAGE, message).help("name a file for each format"));
            }
            outputs.push(Output { format: format.name(), path: path.clone(), how: How::Whole });
        }
        if self.summary {
            let path = io::summary_file().ok_or_else(|| {
                Error::new(error::FILE, "`--summary` has no file: `GITHUB_STEP_SUMMARY` is not set")
                    .help("outside of GitHub Actions write `--output markdown=FILE`")
            })?;
            outputs.push(Output { format: "markdown", path, how: How::Append });
        }
        Ok(outputs)
    }

    /// Refuses models that have no checks. One that another model of the run extends is a part of that.
    fn require_checks(&self, checked: &mut Vec<Checked>) {
        // What was measured is something to check.
        let is_vain = |report: &Report| {
            // What is new has nothing to rise from, and is no mistake.
            let is_judged = self.against.is_some() && !report.limits.is_empty();
            report.is_ok() && report.checks.is_empty() && !is_judged
        };
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
                    .help(match one.report.limits.is_empty() {
                        true => "add a check that holds for other values too".to_owned(),
                        false => {
                            let name = quote::argument(&one.report.name);
                            format!("compare with an older version: `napkin check {name} --against main`")
                        }
                    }),
            };
            one.report.diagnostics.push(error.help("to accept it write `--allow-empty`"));
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
                        .help("`*` stands for characters of one name, `**` for any folders"));
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
}

/// Judges how far the estimates of a model rose since its old version, if there is one to compare with.
fn judge_rises(report: &mut Report, model: &Model, settings: &Settings, old: Option<&Old>) {
    let Some(old) = old else { return increase::leave_alone(report) };
    let is_one = matches!(old, Old::One(_));
    match old.version(model) {
        Ok(old) => {
            let new = Version {
                name: model.name.clone(),
                text: model.text.clone(),
                changes: model.changes(Changes::default()),
            };
            increase::judge(report, (old.as_ref(), &new), settings);
            if let Some(old) = old.filter(|_| is_one)
                && report.unasked.iter().any(|row| row.why == increase::OLD_IS_WRONG)
            {
                let name = escaped(&old.name);
                let error = Diagnostic::error(
                    error::NO_CHECKS,
                    format!("`{name}` has errors, so that nothing can be compared with it"),
                );
                let help = format!("see them: `napkin check {}`", quote::argument(&old.name));
                report.diagnostics.push(error.help(help));
            }
        }
        Err(error) => report.diagnostics.push(error.into()),
    }
}

/// Refuses to write results over one of the models.
fn refuse_to_overwrite(outputs: &[Output], models: &[Named]) -> Result<()> {
    let files: HashSet<String> = match outputs {
        [] => return Ok(()),
        _ => models.iter().map(|named| io::files::identity(&named.name)).collect(),
    };
    match outputs.iter().find(|output| files.contains(&io::files::identity(&output.path))) {
        None => Ok(()),
        Some(output) => {
            let message =
                format!("`{}` is a model that is checked, and is not replaced", escaped(&output.path));
            Err(Error::new(error::USAGE, message).help("name another file for the results"))
        }
    }
}
