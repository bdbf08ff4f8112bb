//! `napkin run MODEL [NAME]...`: the results of models, or some of their rows.

use clap::{ArgAction, Args};

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Detail, Document, Kind};
use crate::cli::model::{self, Asked};
use crate::cli::options::{Confidence, Overrides, Results, Show};
use crate::cli::reply::UNDECIDED;
use napkin::report::{self, Cells, Horizon, Report, Scenarios, Settings, Wanted, brief};
use napkin::text::escape::escaped;

/// The error of a name that is neither a row nor a heading.
const NO_ROW: &str = "E0510";

// `napkin run MODEL [NAME]...`
#[derive(Args, Debug)]
#[command(override_usage = "napkin run [OPTIONS] <MODEL> [NAME]...")]
pub struct RunArgs {
    /// Files (containing `/` or ending in .toml), `-` for standard input, or names of presets, each followed by the rows
    /// or headings to show (default: all)
    #[arg(value_name = "MODEL", required = true)]
    words: Vec<String>,
    // Values that replace those of the model.
    #[command(flatten)]
    overrides: Overrides,
    // The confidence of checks.
    #[command(flatten)]
    confidence: Confidence,
    /// Show the results in every scenario of the model
    #[arg(long, conflicts_with = "scenario")]
    all_scenarios: bool,
    /// Show a row, a check or a heading only; may be repeated
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    show: Vec<String>,
    /// Print at most twelve lines, with two digits: the scale, what binds and what it costs
    #[arg(long)]
    brief: bool,
    /// Also print the inputs, with notes and sources
    #[arg(long)]
    inputs: bool,
    /// Also print the cells of all tables, with intervals
    #[arg(long)]
    tables: bool,
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

    /// Runs the models. A failed check is printed and does not change the exit code.
    fn perform(&self, context: &Context) -> Result<Answer> {
        if let Some(name) = self.sensitivity.as_ref().filter(|name| self.all && !name.is_empty()) {
            let message = format!("`--all` is for all estimates, `--sensitivity {}` for one", escaped(name));
            return Err(Error::new(error::USAGE, message).help("leave the name or `--all` out"));
        }
        let asked = model::asked(&self.words, |given| context.model(given, "run"))?;
        let has_rows = !self.show.is_empty() || asked.iter().any(|asked| !asked.rows.is_empty());
        if self.all && has_rows {
            let message = "`--all` is for all estimates, and some are named";
            return Err(Error::new(error::USAGE, message).help("leave the names or `--all` out"));
        }
        let detail = Detail {
            inputs: self.inputs,
            sensitivity: self.sensitivity.is_some(),
            // An estimate that was named is shown.
            all: self.all || self.sensitivity.as_ref().is_some_and(|name| !name.is_empty()) || has_rows,
            brief: self.brief,
            tables: self.tables,
            plain: self.plain,
            histogram: self.histogram,
            ..self.results.detail()
        };
        let settings = self.settings(asked.len(), context)?;
        let mut reports = Vec::with_capacity(asked.len());
        let is_one = asked.len() == 1;
        for Asked { name, model, mut rows } in asked {
            let model = match model {
                Ok(model) => model,
                Err(error) if is_one => return Err(error),
                Err(error) => {
                    reports.push(Report { name, diagnostics: vec![error.into()], ..Report::default() });
                    continue;
                }
            };
            let settings = Settings { changes: model.changes(settings.changes.clone()), ..settings.clone() };
            let mut report = report::run(&model.name, &model.text, &settings);
            if let Some(error) = model::is_script(&model, &report.diagnostics) {
                report.diagnostics = vec![error.into()];
            }
            rows.extend(self.show.iter().cloned());
            report.only(&rows, self.inputs);
            reports.push(report);
        }
        // Whatever a word that is no row stands for, it may be said of the models after it.
        let has_unknown = |report: &Report| report.diagnostics.iter().any(|found| found.code == NO_ROW);
        if let Some(at) = reports.iter().position(has_unknown) {
            reports.truncate(at + 1);
        }
        model::refuse_unknown(&reports)?;
        let code = if reports.iter().all(Report::is_ok) { 0 } else { UNDECIDED };
        let document = match <[Report; 1]>::try_from(reports) {
            Ok([report]) => Document::Report(Box::new(report)),
            Err(reports) => Document::Reports(reports),
        };
        Ok(Answer { code, ..Answer::new(document) }.detail(detail))
    }
}

impl RunArgs {
    fn settings(&self, models: usize, context: &Context) -> Result<Settings> {
        let overrides = &self.overrides;
        let mut changes = overrides.changes(models, |name| context.text(name))?;
        changes.confidence = self.confidence.confidence;
        let mut scenarios = match self.all_scenarios {
            true => Scenarios::All,
            false if overrides.scenario.is_empty() => Scenarios::None,
            false => Scenarios::Named(overrides.scenario.clone()),
        };
        // What has room for one value of each name shows that in the scenario.
        let alone = [
            (self.sensitivity.is_some(), "`--sensitivity`"),
            (self.brief, "`--brief`"),
            (self.histogram, "`--histogram`"),
            (context.format.is_flat(), context.format.title()),
        ];
        if let Some((_, what)) = alone.into_iter().find(|(is_so, _)| *is_so && !self.all_scenarios) {
            changes.scenario = overrides.one_scenario(what)?;
            scenarios = Scenarios::None;
        }
        let sensitivity = self.sensitivity.as_ref().map(|name| match name.as_str() {
            "" => Wanted::All,
            name => Wanted::One(name.to_owned()),
        });
        Ok(Settings {
            changes,
            scenarios,
            digits: if self.brief { brief::DIGITS } else { self.results.numbers.digits },
            uncertainty: napkin::Settings {
                point: self.point,
                histogram: self.histogram,
                ..self.results.settings()
            },
            sensitivity,
            actual: Vec::new(),
            only_checks: false,
            probabilities: context.format.has_probabilities(),
            horizon: Horizon::Today,
            cells: match (self.tables, self.inputs) {
                (true, _) => Cells::All,
                (_, true) => Cells::Given,
                _ => Cells::Usual,
            },
        })
    }
}
