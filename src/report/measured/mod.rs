//! What was measured, compared with what a model predicts.
//!
//! Takes the texts of files with values by name (`read` finds them) and the answers of a run, and returns a
//! [`Measured`] for each value. A value that cannot be compared is an error with its place; then there is none.

mod calibration;
mod csv;
mod entry;
mod number;
mod read;

use std::collections::{HashMap, HashSet};

pub use calibration::{Calibration, Finding};

use super::apart::lacking;
use crate::analysis::slip::{self, Slip};
use crate::engine;
use crate::run::{Answers, Shown, Wanted};
use crate::text::diagnostic::{Diagnostic, Help};
use crate::text::excerpt::Lines;
use crate::text::fix::{self, Fix};
use crate::text::list::{and_more, did_you_mean};
use crate::text::source::{Sources, Span};
use crate::text::suggest::nearest;
use crate::units::dimension::Dimension;
use crate::units::near_whole;
use crate::worksheet::{Item, Worksheet};
use entry::{CODE, Entry};

/// A certain value is as predicted if it is off by this factor at most.
const CLOSE: f64 = 1.25;

/// What rounding may add to it.
const ROUNDING: f64 = 1e-9;

/// From this factor on, a distance is a factor and no percentage.
const FAR: f64 = 1.5;

/// Maximum number of names in a suggestion.
const NAMED: usize = 8;

/// A file with measured values.
#[derive(Clone, Debug)]
pub struct Actual {
    /// Its path, or `<stdin>`.
    pub name: String,
    /// Its text: JSON, TOML or CSV.
    pub text: String,
}

/// A measured value beside its prediction.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The name of the estimate or the input.
    pub name: String,
    /// The place of the measured value.
    pub span: Span,
    /// What the model predicts.
    pub predicted: Shown,
    /// What was measured, in the unit of the prediction.
    pub actual: Shown,
    /// How they compare.
    pub fit: Fit,
    /// What was measured, relative to the prediction or its median. `None` for conditions, and if one of them is zero or
    /// they have opposite signs.
    pub factor: Option<f64>,
    /// The mistake that gives such a factor, if they do not agree.
    pub slip: Option<Slip>,
    /// For shares near the whole that do not agree: what was found missing to 100%, over what was predicted to be.
    pub missing: Option<f64>,
}

/// How a measured value compares with its prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// In the 90% interval.
    Inside,
    /// Not in the 90% interval.
    Outside,
    /// Within a quarter of a prediction that is certain.
    Close,
    /// Further off.
    Far,
}

impl Fit {
    /// Returns it in words.
    pub fn words(self) -> &'static str {
        match self {
            Fit::Inside => "inside",
            Fit::Outside => "outside",
            Fit::Close => "as predicted",
            Fit::Far => "not as predicted",
        }
    }

    /// Whether the prediction held.
    pub fn holds(self) -> bool {
        matches!(self, Fit::Inside | Fit::Close)
    }
}

impl Measured {
    /// Says both values and how they compare: `predicted 2.9k/s (90%: 1.4k to 5.9k), measured 7.1k/s: outside, 2.4 times
    /// the median`.
    pub fn sentence(&self) -> String {
        let interval =
            self.predicted.spread.as_ref().map(|spread| format!(" (90%: {})", spread.interval.range));
        let (predicted, actual) = (self.predicted.written.literal(), self.actual.written.literal());
        let (interval, verdict) = (interval.unwrap_or_default(), self.verdict());
        format!("predicted {predicted}{interval}, measured {actual}: {verdict}")
    }

    /// Says how they compare: `outside, 2.4 times the median`.
    pub fn verdict(&self) -> String {
        let mut text = self.fit.words().to_owned();
        let is_certain = self.predicted.spread.is_none();
        if let Some(missing) = self.missing {
            text.push_str(&format!(", {}", lacking(missing)));
        } else if let Some(factor) = self.factor {
            let distance = distance(factor, is_certain);
            if !distance.is_empty() {
                text.push_str(&format!(", {distance}"));
            }
        }
        if let Some(slip) = &self.slip {
            text.push_str(&format!(": {}", slip.text));
        }
        text
    }
}

/// Says how far a value is from another: `8% above the median`, `2.4 times as much`.
fn distance(factor: f64, is_certain: bool) -> String {
    let percent = (factor - 1.0).abs() * 100.0;
    let number = |value: f64| match value {
        value if value < 10.0 => format!("{value:.1}").trim_end_matches(".0").to_owned(),
        value => format!("{value:.0}"),
    };
    if (1.0 / FAR..FAR).contains(&factor) {
        return match (percent, is_certain, factor > 1.0) {
            (percent, true, _) if percent < 0.05 => String::new(),
            (percent, false, _) if percent < 0.05 => "at the median".to_owned(),
            (percent, true, true) => format!("{}% more", number(percent)),
            (percent, true, false) => format!("{}% less", number(percent)),
            (percent, false, true) => format!("{}% above the median", number(percent)),
            (percent, false, false) => format!("{}% below the median", number(percent)),
        };
    }
    match (is_certain, factor > 1.0) {
        (true, true) => format!("{} times as much", number(factor)),
        (true, false) => format!("1/{} as much", number(1.0 / factor)),
        (false, true) => format!("{} times the median", number(factor)),
        (false, false) => format!("1/{} of the median", number(1.0 / factor)),
    }
}

/// What measured values are compared with.
pub(super) struct Predicted<'p> {
    /// The model.
    pub sheet: &'p Worksheet,
    /// Its values.
    pub answers: &'p Answers,
    /// What was asked of the items of the model.
    pub requested: &'p [Option<Wanted>],
    /// The number of significant digits.
    pub digits: usize,
}

impl Predicted<'_> {
    /// Compares the values of some files, whose texts become sources.
    ///
    /// # Errors
    ///
    /// Returns the errors of all values that cannot be read or compared.
    pub fn compared(
        &self,
        files: &[Actual],
        sources: &mut Sources,
    ) -> Result<Vec<Measured>, Vec<Diagnostic>> {
        let (mut measured, mut errors) = (Vec::new(), Vec::new());
        for Actual { name, text } in files {
            let source = sources.add(name.as_str(), text.as_str());
            match read::entries(name, text, source) {
                Ok(entries) => {
                    let mut known: HashMap<String, Span> = HashMap::new();
                    for entry in entries {
                        if let Some(first) = known.get(&entry.name) {
                            errors.push(twice(&entry, *first));
                            continue;
                        }
                        match self.one(&entry) {
                            Ok(one) => measured.push(one),
                            Err(found) if entry.is_joined => {
                                errors.extend(found.into_iter().map(without_fixes))
                            }
                            Err(found) => errors.extend(found),
                        }
                        known.insert(entry.name, entry.place);
                    }
                }
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(measured) } else { Err(in_words(errors, sources)) }
    }

    fn one(&self, entry: &Entry) -> Result<Measured, Vec<Diagnostic>> {
        let found = self.sheet.position(&entry.name);
        let item =
            found.and_then(|at| Some((self.sheet.items().get(at)?, self.requested.get(at)?.as_ref()?)));
        let Some((item, wanted)) = item else { return Err(vec![self.unknown(entry)]) };
        let predicted = self.answers.shown(item.shown, wanted, self.digits);
        let number = number::of(entry, item, &predicted, self.sheet)?;
        let actual = self.answers.shows(self.digits).value(item.shown, &engine::Finding::One(number));
        let ends = predicted.spread.as_ref().map(|spread| (spread.p5, spread.p95));
        let factor = Some(number / predicted.value).filter(|factor| factor.is_finite() && *factor > 0.0);
        let factor = factor.filter(|_| !predicted.truth);
        let is_share = item.shown.quantity().is_some_and(|quantity| quantity.notation.percent);
        let missing = near_whole::missing(number, predicted.value).filter(|_| is_share && ends.is_none());
        let missing = missing.filter(|missing| !near_whole::is_close(*missing));
        let is_close = match factor {
            _ if missing.is_some() => false,
            Some(factor) => factor.max(1.0 / factor) <= CLOSE * (1.0 + ROUNDING),
            None => number == predicted.value,
        };
        let fit = match ends {
            Some((low, high)) if (low..=high).contains(&number) => Fit::Inside,
            Some(_) => Fit::Outside,
            None if is_close => Fit::Close,
            None => Fit::Far,
        };
        let slip = factor.filter(|_| !fit.holds()).and_then(|factor| self.slip(factor, item));
        // A range has more factors by chance than a number has.
        let slip = slip.filter(|slip| ends.is_none() || matches!(slip.kind, "bits" | "prefix"));
        Ok(Measured {
            name: entry.name.clone(),
            span: entry.place,
            predicted,
            actual,
            fit,
            factor,
            slip,
            missing,
        })
    }

    fn slip(&self, factor: f64, item: &Item) -> Option<Slip> {
        let dimension = item.shown.quantity().map_or(Dimension::NONE, |quantity| quantity.dimension);
        let origin =
            slip::Origin { sheet: self.sheet, left: item.root, right: None, unit: item.unit(), dimension };
        slip::of(factor, &origin)
    }

    fn unknown(&self, entry: &Entry) -> Diagnostic {
        let message = format!("`{}` has no input or estimate `{}`", self.sheet.name(), entry.name);
        let error = Diagnostic::error(CODE, message).at(entry.key, "");
        let names: Vec<&str> = self.sheet.names().collect();
        match nearest(&entry.name, names.iter().copied(), 3).as_slice() {
            [] => {
                // Estimates are what is measured most.
                let names: HashSet<&str> = names.into_iter().collect();
                let estimates = self.sheet.estimates().iter().filter_map(|item| item.name.as_deref());
                let estimates: Vec<&str> = estimates.filter(|name| names.contains(name)).collect();
                let more = estimates.len().saturating_sub(NAMED);
                error.help(format!("the estimates are {}", and_more(estimates.iter().take(NAMED), more)))
            }
            near => error.help(did_you_mean(near)),
        }
    }
}

fn twice(entry: &Entry, first: Span) -> Diagnostic {
    Diagnostic::error(CODE, format!("`{}` has two values in one file", entry.name))
        .at(entry.key, "")
        .see(first, "the first one")
        .help("leave one of them out, or put each measurement in a file of its own")
}

/// Leaves out the changes of a text that is in no file.
fn without_fixes(error: Diagnostic) -> Diagnostic {
    let helps = error.helps.iter().filter(|help| !help.is_fix()).cloned().collect();
    error.with_helps(helps)
}

/// Puts the fixes of errors into words: they are in no text that could be evaluated again.
fn in_words(errors: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let mut lines = Lines::new(sources);
    let reworded = errors.into_iter().map(|error| {
        let helps = fix::fixes(&error, &mut lines).iter().map(Fix::sentence).collect::<Vec<_>>();
        error.with_helps(helps.into_iter().map(|text| Help { text, ..Help::default() }).collect())
    });
    reworded.collect()
}
