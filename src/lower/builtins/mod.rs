//! The built-in functions, one row each: parameters, description, and how they are lowered.
//!
//! Lowering, errors and suggestions, `napkin units`, explanations and their mental arithmetic all read this table. To add a function, add a row to a file here, an operation
//! to the engine if none computes it, and the row to `docs/language.md` or, for a distribution or a statistic, to
//! `docs/ranges.md`. Tests say what is missing.

mod distributions;
mod folds;
mod numbers;
mod statistics;
mod tables;
mod time;

pub use folds::Fold;
pub(super) use statistics::percentile;
pub(super) use tables::OfRows;

pub(super) use distributions::{Family, Misshapen, Numbers, Takes};

use crate::engine::{Statistic, Unary};
use crate::syntax::{Argument, Sign};

/// A built-in function.
#[derive(Debug)]
pub struct Builtin {
    /// Its name; `p95` stands for every percentile.
    pub name: &'static str,
    /// Its parameters.
    pub parameters: Parameters,
    /// A description of its result, in one line.
    pub summary: &'static str,
    /// How the mental arithmetic does it.
    pub mental: MentalMethod,
    pub(super) rule: Rule,
}

/// The parameters of a function.
#[derive(Clone, Copy, Debug)]
pub enum Parameters {
    /// Any number of values, at least one, without names.
    Any,
    /// What is computed for each row of a table, as it is written.
    Rows(&'static str),
    /// Some values, by place or by name.
    Named(&'static [Parameter]),
    /// Values in a form of their own, written as an example.
    Written(&'static str),
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its value if it is left out.
    pub default: Option<Default>,
}

/// The value of a parameter that is left out.
#[derive(Clone, Copy, Debug)]
pub struct Default {
    /// As it is written.
    pub written: &'static str,
    /// The plain number that this is.
    pub number: f64,
}

/// How the mental arithmetic does a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentalMethod {
    /// Not at all: the result is looked up.
    LookedUp,
    /// From the two digits that are held of the argument.
    Digits,
    /// As [`MentalMethod::Digits`], but a whole number is exact: a third server is needed whatever two digits of 2.04 say.
    Whole {
        /// Whether it rounds up.
        up: bool,
    },
    /// As the product of its first two arguments.
    Product,
    /// From the values one by one.
    Fold(Fold),
}

/// How a function is lowered.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// An operation on one number of some domain.
    Map(Domain, Unary),
    /// One number of many of one dimension. Of a column, of its rows.
    Fold(Fold),
    /// A number between two others of its dimension.
    Clamp,
    /// One value of the rows of a table.
    OfRows(OfRows),
    /// One number about all samples.
    Statistic(Statistic),
    /// A value that differs between samples.
    Distribution(Family),
    /// The values of a distribution that lie between two limits.
    Truncate,
    /// A distribution through three percentiles.
    Percentiles,
    /// The distribution of observed values.
    Data,
    /// One of several distributions, each with its share.
    Mixture,
    /// A condition that holds in a share of the samples.
    Chance,
    /// A statement that correlates two values.
    Correlate,
    /// What is kept of a rate.
    Kept,
    /// The total of a rate over a time.
    Total,
}

/// The numbers that a function of one number takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    /// All; the result has the same unit.
    Any,
    /// Plain numbers and counts, whose whole numbers do not depend on the unit.
    Count,
    /// Numbers whose dimension has a square root, which is the result's.
    Square,
    /// Plain numbers.
    Plain,
}

/// All built-in functions, in the order in which they are listed.
pub fn all() -> impl Iterator<Item = &'static Builtin> {
    [folds::ROWS, tables::ROWS, time::ROWS, numbers::ROWS, statistics::ROWS, distributions::ROWS]
        .into_iter()
        .flatten()
}

/// The built-in function with a name; the row `p95` for every percentile.
pub fn find(name: &str) -> Option<&'static Builtin> {
    let name = if percentile(name).is_some() { "p95" } else { name };
    all().find(|builtin| builtin.name == name)
}

/// Whether a call of a function with some arguments gives a number about many samples.
pub fn is_statistic(name: &str, arguments: &[Argument]) -> bool {
    let values = match arguments {
        // The condition after a `|` is no value.
        [Argument { sign: Sign::Bar, .. }, _] => 1,
        _ => arguments.len(),
    };
    find(name).is_some_and(|builtin| builtin.statistic(values).is_some())
}

/// The function of this name that makes one number of many, or of the rows of a table.
pub fn fold(name: &str) -> Option<Fold> {
    match find(name)?.rule {
        Rule::Fold(fold) => Some(fold),
        _ => None,
    }
}

/// The function of this name that runs over the rows of a table and nothing else.
pub(super) fn of_rows(name: &str) -> Option<OfRows> {
    match find(name)?.rule {
        Rule::OfRows(of) => Some(of),
        _ => None,
    }
}

impl Builtin {
    /// How it is called: `interval(low, high, level = 90%)`.
    pub fn signature(&self) -> String {
        self.signature_of(self.name)
    }

    /// The same by the name that it was called by, which is one of many for a percentile.
    pub(super) fn signature_of(&self, name: &str) -> String {
        let parameters = match self.parameters {
            Parameters::Any => "a, b, …".to_owned(),
            Parameters::Written(example) => example.to_owned(),
            Parameters::Rows(of) => of.to_owned(),
            Parameters::Named(parameters) => {
                let written = parameters.iter().map(|parameter| match parameter.default {
                    Some(default) => format!("{} = {}", parameter.name, default.written),
                    None => parameter.name.to_owned(),
                });
                written.collect::<Vec<_>>().join(", ")
            }
        };
        format!("{name}({parameters})")
    }

    /// The statistic that a call with some number of arguments is. The mean of one value is its mean over all
    /// samples.
    pub(super) fn statistic(&self, arguments: usize) -> Option<Statistic> {
        match self.rule {
            Rule::Statistic(statistic) => Some(statistic),
            Rule::Fold(Fold::Mean) if arguments == 1 => Some(Statistic::Mean),
            _ => None,
        }
    }
}

/// A parameter without a default.
const fn required(name: &'static str) -> Parameter {
    Parameter { name, default: None }
}

/// The parameters of a function of one value.
const X: Parameters = Parameters::Named(&[required("x")]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::formulas;

    #[test]
    fn names_are_unique_and_no_formula_has_one() {
        let names: Vec<&str> = all().map(|builtin| builtin.name).collect();
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "`{name}` stands twice");
            assert!(formulas::definition(name).is_none(), "`{name}` is a formula");
            assert_eq!(find(name).map(|found| found.name), Some(*name));
        }
    }

    #[test]
    fn every_function_is_described_in_one_line() {
        for Builtin { name, summary, .. } in all() {
            let is_line = summary.len() > 10 && summary.trim() == *summary && !summary.contains('\n');
            let is_phrase = summary.chars().next().is_some_and(char::is_lowercase) && !summary.ends_with('.');
            let fault =
                "its row in src/lower/builtins/ needs a description: a phrase without a capital and a period";
            assert!(is_line && (is_phrase || summary.starts_with('e')), "`{name}`: {fault}");
        }
    }

    /// The values that a function takes, as `docs/language.md` says it; `None` for one that `docs/ranges.md` documents.
    fn takes(builtin: &Builtin) -> Option<&'static str> {
        match builtin.rule {
            Rule::Map(Domain::Any, _) => Some("any value"),
            Rule::Map(Domain::Count, _) => Some("a plain number or a count"),
            Rule::Map(Domain::Square, _) => Some("a plain number, or a unit with a square root"),
            Rule::Map(Domain::Plain, _) => Some("a plain number"),
            Rule::Fold(_) | Rule::Clamp => Some("values of one dimension"),
            Rule::OfRows(_) => Some("the rows of a table"),
            Rule::Kept | Rule::Total => Some("a rate and a duration"),
            _ => None,
        }
    }

    #[test]
    fn every_function_is_documented_with_what_it_takes() {
        let language = include_str!("../../../docs/language.md");
        let ranges = include_str!("../../../docs/ranges.md");
        for builtin in all() {
            let signature = format!("`{}`", builtin.signature());
            let Some(wanted) = takes(builtin) else {
                assert!(ranges.contains(&signature), "docs/ranges.md has no {signature}");
                continue;
            };
            let row = language.lines().find(|line| line.starts_with('|') && line.contains(&signature));
            let takes = row.and_then(|row| row.split('|').nth(2)).map(str::trim);
            let is_documented = takes.is_some_and(|takes| takes.starts_with(wanted));
            assert!(is_documented, "docs/language.md: {signature} takes {wanted}, not {takes:?}");
        }
    }

    #[test]
    fn a_default_is_the_number_that_is_written() {
        for builtin in all() {
            let Parameters::Named(parameters) = builtin.parameters else { continue };
            for default in parameters.iter().filter_map(|parameter| parameter.default) {
                let percent = default.written.strip_suffix('%').and_then(|text| text.parse::<f64>().ok());
                assert_eq!(percent.map(|percent| percent / 100.0), Some(default.number), "{}", builtin.name);
            }
        }
    }
}
