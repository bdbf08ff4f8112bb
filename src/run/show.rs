//! Values ready to be shown in any format: numbers, units, intervals and their uncertainty.
//!
//! Takes a number and its type, and returns a [`Shown`], from which formats need not compute anything.

use crate::engine::{Finding, Histogram, Slot, Summary};
use crate::lower::{Compiled, Quantity, Range, TableId, Type, Value};
use crate::text::source::Sources;
use crate::units::number::{DIGITS, EXACT_DIGITS};
use crate::units::spelling::Spelling;
use crate::units::written::{Interval, Written};
use crate::units::{Uncertain, words};

/// A computed value, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The number in [`Shown::unit`]; 0 or 1 for a boolean; the median of an uncertain value.
    pub value: f64,
    /// Whether it is a boolean.
    pub truth: bool,
    /// The row, if it is one.
    pub row: Option<Box<Chosen>>,
    /// The unit of `value`: the requested unit as written, else base units, data in bytes.
    pub unit: String,
    /// The dimension by base names: `request / time`.
    pub dimension: String,
    /// The text for people.
    pub written: Written,
    /// The standard error that sampling leaves in a value computed from statistics; `None` if there is none.
    pub error: Option<f64>,
    /// The uncertainty; `None` if the value is the same in every sample.
    pub spread: Option<Box<Spread>>,
}

/// A value that is a row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The table.
    pub table: String,
    /// The row; of several the one that is chosen most often.
    pub row: String,
    /// The rows with the shares of the samples in which each is chosen, the most frequent first; empty if it is the same
    /// in every sample.
    pub shares: Vec<(String, f64)>,
    /// The rows whose values are the same as that of the row, but which come after it.
    pub ties: Vec<String>,
}

/// The distribution of a value over the samples; all numbers are in the unit of the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The 5th percentile.
    pub p5: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// The 90% interval as printed, which is a valid range.
    pub interval: Interval,
    /// The number of samples.
    pub samples: usize,
    /// The random seed.
    pub seed: u64,
    /// The histogram of the samples, if requested.
    pub histogram: Option<Bars>,
}

impl Shown {
    /// Adds the bottleneck of a `max` or `min`, from the share of samples in which each argument is the result.
    pub fn add_bottleneck(&mut self, shares: &[(&str, f64)]) {
        if let Some(bottleneck) = crate::lower::bottleneck(shares) {
            self.written.also = Some(match self.written.also.take() {
                Some(also) => format!("{also} · {bottleneck}"),
                None => bottleneck,
            });
        }
    }
}

impl Chosen {
    /// Says how often each row is chosen, or which rows are as good: `r5_large 83%, m5_xlarge 17%`.
    pub fn words(&self) -> Option<String> {
        if !self.shares.is_empty() {
            let shown: Vec<String> = self
                .shares
                .iter()
                .take(MOST_SHARES)
                .map(|(row, share)| format!("{row} {}", percent(*share)))
                .collect();
            let more = self.shares.len() - shown.len();
            let more = if more > 0 { format!(", {more} more") } else { String::new() };
            return Some(format!("{}{more}", shown.join(", ")));
        }
        let ties: Vec<&str> = self.ties.iter().take(MOST_SHARES).map(String::as_str).collect();
        let more = self.ties.len() - ties.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!ties.is_empty()).then(|| format!("ties with {}{more}", ties.join(", ")))
    }
}

/// Maximum number of rows that are listed with their shares.
const MOST_SHARES: usize = 4;

/// Writes a share that is neither none nor all.
fn percent(share: f64) -> String {
    match share * 100.0 {
        percent if percent < 0.1 => "under 0.1%".to_owned(),
        percent if percent < 1.0 => format!("{percent:.1}%"),
        percent if percent > 99.0 => format!("{percent:.1}%"),
        percent => format!("{percent:.0}%"),
    }
}

/// A histogram with the text of its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The counts.
    pub histogram: Histogram,
    /// The 1st and the 99th percentile.
    pub ends: [String; 2],
}

/// The context for showing the values of a run.
#[derive(Clone, Copy)]
pub struct Show<'s> {
    /// The compiled estimate.
    pub compiled: &'s Compiled,
    /// The number of digits of a certain value.
    pub digits: usize,
    /// The number of samples.
    pub samples: usize,
    /// The random seed.
    pub seed: u64,
}

impl Show<'_> {
    /// Returns a value ready to be shown.
    pub fn value(&self, value: Value, finding: &Finding) -> Shown {
        let number = finding.middle();
        let quantity = match value.kind {
            Type::Quantity(quantity) | Type::Rest(quantity) => quantity,
            Type::Row(table) => return self.row(table, number, (&[], &[])),
            Type::Bool | Type::Unknown => return self.truth(number),
        };
        if let Type::Rest(_) = value.kind {
            let written = Written { number: "rest".to_owned(), ..Written::default() };
            return Shown { written, ..self.truth(number) };
        }
        self.quantity(quantity, value.slot, finding)
    }

    fn truth(&self, number: f64) -> Shown {
        let text = if number == 0.0 { "false" } else { "true" };
        let written = Written { number: text.to_owned(), ..Written::default() };
        Shown {
            value: number,
            truth: true,
            row: None,
            unit: String::new(),
            dimension: "boolean".to_owned(),
            written,
            error: None,
            spread: None,
        }
    }

    /// Returns a row ready to be shown, by its place; of several, by the shares of the samples in which each is chosen.
    pub fn row(&self, table: TableId, number: f64, (shares, ties): (&[f64], &[usize])) -> Shown {
        let (name, rows) = self.compiled.table(table).unwrap_or(("", &[]));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the place of a row
        let at = number.max(0.0) as usize;
        let row_at = |at: usize| rows.get(at).cloned().unwrap_or_default();
        let mut shares: Vec<(usize, f64)> = shares.iter().copied().enumerate().collect();
        shares.retain(|(_, share)| *share > 0.0);
        // Exactly one row is chosen in each sample, but each share is estimated by itself.
        let whole: f64 = shares.iter().map(|(_, share)| share).sum();
        shares.iter_mut().for_each(|(_, share)| *share /= whole);
        shares.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let at = shares.first().map_or(at, |(first, _)| *first);
        let shares = if shares.len() > 1 { shares } else { Vec::new() };
        let chosen = Chosen {
            table: name.to_owned(),
            row: row_at(at),
            shares: shares.iter().map(|(at, share)| (row_at(*at), *share)).collect(),
            ties: ties.iter().map(|at| row_at(*at)).collect(),
        };
        let also = chosen.words();
        let written = Written { number: chosen.row.clone(), also, ..Written::default() };
        Shown {
            row: Some(Box::new(chosen)),
            written,
            #[allow(clippy::cast_precision_loss)] // rows are few
            value: at as f64,
            dimension: format!("row of {name}"),
            truth: false,
            ..self.truth(0.0)
        }
    }

    /// Returns a number ready to be shown.
    fn quantity(&self, quantity: Quantity, slot: Slot, finding: &Finding) -> Shown {
        let number = finding.middle();
        let units = self.compiled.units();
        let spelling = quantity.spelling(units);
        let dimension = words::in_symbols(units, quantity.dimension);
        let (written, spread) = match finding {
            Finding::One(number) => (spelling.write(*number, self.digits), None),
            Finding::About(number, error) => {
                // A statistic of all samples has the precision of the samples.
                // A difference that sampling cannot tell from zero is zero; anything else has a digit.
                let is_nothing = number.abs() < place_of(*error) / 2.0 && self.compiled.may_cancel(slot);
                let number = if is_nothing { 0.0 } else { *number };
                let (p5, p50, p95) = (number, number, number);
                let about = Summary { p5, p50, p95, errors: [*error; 3], ..Summary::default() };
                (self.uncertain(&spelling, &about).0, None)
            }
            Finding::Many(summary) => {
                let (written, interval) = self.uncertain(&spelling, summary);
                let Summary { p5, p95, mean, sd, ref histogram, .. } = **summary;
                let (samples, seed) = (self.samples, self.seed);
                let histogram = histogram.as_ref().map(|histogram| Bars {
                    ends: [histogram.low, histogram.high].map(|end| self.rough(&spelling, end).literal()),
                    histogram: histogram.clone(),
                });
                (written, Some(Box::new(Spread { p5, p95, mean, sd, interval, samples, seed, histogram })))
            }
        };
        let error = match finding {
            Finding::About(_, error) => Some(*error),
            Finding::One(_) | Finding::Many(_) => None,
        };
        Shown {
            value: number,
            truth: false,
            row: None,
            unit: spelling.unit(),
            dimension,
            written,
            error,
            spread,
        }
    }

    /// Whether a value can be printed in its unit.
    pub fn is_printable(&self, value: Value, finding: &Finding) -> bool {
        /// No unit is larger or smaller than another by so much.
        const FAR: f64 = 1e-250;
        let Type::Quantity(quantity) = value.kind else { return true };
        let numbers = match finding {
            Finding::One(number) | Finding::About(number, _) => [*number; 3],
            Finding::Many(summary) => [summary.p5, summary.p50, summary.p95],
        };
        let is_far = |number: &f64| *number != 0.0 && !(FAR..1.0 / FAR).contains(&number.abs());
        if !numbers.iter().any(is_far) {
            return true;
        }
        let spelling = quantity.spelling(self.compiled.units());
        numbers.into_iter().all(|number| spelling.is_printable(number))
    }

    /// Writes a number with the digits of an uncertain value.
    fn rough(&self, spelling: &Spelling<'_>, number: f64) -> Written {
        let (p5, p50, p95) = (number, number, number);
        self.uncertain(spelling, &Summary { p5, p50, p95, ..Summary::default() }).0
    }

    /// Writes the median and the interval with the digits that the sampling error supports.
    fn uncertain(&self, spelling: &Spelling<'_>, summary: &Summary) -> (Written, Interval) {
        let values = [summary.p5, summary.p50, summary.p95];
        let [low, middle, high] = summary.errors;
        let digits = [
            supported(summary.p5, low, self.digits),
            supported(summary.p50, middle, self.digits),
            supported(summary.p95, high, self.digits),
        ];
        let error = low.max(high);
        let least = if error > 0.0 && self.digits <= DIGITS { place_of(error) } else { 0.0 };
        spelling.write_uncertain(Uncertain { values, digits, least })
    }

    /// Describes how the first range that affects one of the slots is interpreted. Returns `None` if there is none.
    pub fn reading(&self, shown: &[Slot], sources: &Sources) -> Option<String> {
        if self.compiled.ranges().is_empty() {
            return None;
        }
        let used = self.compiled.program().inputs_of(shown.iter().copied());
        let first = self.compiled.ranges().iter().find(|range| used.contains(&range.variable))?;
        let Range { span, variable, quantity } = *first;
        let distribution = &self.compiled.variables().get(variable as usize)?.distribution;
        let unasked = Quantity { notation: quantity.notation.unasked(), ..quantity };
        let scale = quantity.scale.over(unasked.reported_scale()).to_f64();
        let median = distribution.at_level(0.5) * scale;
        let summary = Summary { p5: median, p50: median, p95: median, ..Summary::default() };
        let (median, _) = self.uncertain(&unasked.spelling(self.compiled.units()), &summary);
        let written = sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        // The values of data in a model are a list.
        let written = if written.starts_with('[') { "data".to_owned() } else { written };
        let is_interval = !written.contains('(') && written != "data";
        let interval = if is_interval { "90% interval, " } else { "" };
        Some(format!("{written} → {interval}{}, median {}", distribution.name(), median.literal()))
    }
}

/// The place of the last digit that an error supports: a power of ten that is at least as large.
fn place_of(error: f64) -> f64 {
    libm::pow(10.0, libm::ceil(libm::log10(error.abs())))
}

/// Returns the number of digits that a sampling error supports: the unit of the last one is at least the standard error.
fn supported(value: f64, error: f64, digits: usize) -> usize {
    if digits >= EXACT_DIGITS {
        return digits;
    }
    // More than three digits of an estimate are false precision, unless requested.
    let most = if digits <= DIGITS { digits.min(DIGITS - 1) } else { digits };
    if error == 0.0 || error.is_nan() || value == 0.0 {
        return most;
    }
    let fitting = libm::floor(libm::log10(value.abs())) - libm::ceil(libm::log10(error.abs())) + 1.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and 17
    let fitting = fitting.clamp(1.0, 17.0) as usize;
    fitting.min(most)
}
