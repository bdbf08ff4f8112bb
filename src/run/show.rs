//! Values ready to be shown, in any format: numbers, units, intervals and how sure they are.
//!
//! A number and what lowering knows of it come in; a [`Shown`] goes out, which no format needs to compute anything for.

use crate::engine::{Finding, Histogram, Slot, Summary};
use crate::lower::{Compiled, Quantity, Range, Type, Value};
use crate::text::source::Sources;
use crate::units::number::{DIGITS, EXACT_DIGITS};
use crate::units::spelling::Spelling;
use crate::units::written::{Interval, Written};
use crate::units::{Uncertain, words};

/// A computed value, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The number in [`Shown::unit`], or 0 and 1 for false and true; of an uncertain value the median.
    pub value: f64,
    /// Whether it is true or false, not a number.
    pub truth: bool,
    /// The unit of `value`: what was asked for as it was written, else base units, data in bytes.
    pub unit: String,
    /// The dimension by base names: `request / time`.
    pub dimension: String,
    /// As a person reads it.
    pub written: Written,
    /// How sure it is; nothing if it is the same in every world.
    pub spread: Option<Box<Spread>>,
}

/// How a value differs between worlds; all numbers are in the unit of the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// 5% of the worlds lie below.
    pub p5: f64,
    /// 95% of the worlds lie below.
    pub p95: f64,
    /// The expected value.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// The 90% interval as a person reads it: a legal range.
    pub interval: Interval,
    /// How many samples it was computed from.
    pub samples: usize,
    /// What they were seeded by.
    pub seed: u64,
    /// How the samples are spread, if that was asked for.
    pub histogram: Option<Bars>,
}

impl Shown {
    /// Says which argument of a `max` or `min` decides, from the share of samples in which each is the result.
    pub fn add_bottleneck(&mut self, shares: &[(&str, f64)]) {
        if let Some(bottleneck) = crate::lower::bottleneck(shares) {
            self.written.also = Some(match self.written.also.take() {
                Some(also) => format!("{also} · {bottleneck}"),
                None => bottleneck,
            });
        }
    }
}

/// A histogram with its ends as a person reads them.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The counts.
    pub histogram: Histogram,
    /// The 1st and the 99th percentile.
    pub ends: [String; 2],
}

/// What all values of a run are shown with.
#[derive(Clone, Copy)]
pub struct Show<'s> {
    /// The compiled estimate that the values are of.
    pub lowering: &'s Compiled,
    /// The digits of a value that is certain.
    pub digits: usize,
    /// The number of samples.
    pub samples: usize,
    /// The seed of the samples.
    pub seed: u64,
}

impl Show<'_> {
    /// A computed value in words and units.
    pub fn value(&self, value: Value, finding: &Finding) -> Shown {
        let number = finding.middle();
        let Type::Quantity(quantity) = value.kind else {
            let text = if number == 0.0 { "false" } else { "true" };
            let written = Written { number: text.to_owned(), ..Written::default() };
            return Shown {
                value: number,
                truth: true,
                unit: String::new(),
                dimension: "boolean".to_owned(),
                written,
                spread: None,
            };
        };
        let units = self.lowering.units();
        let spelling = quantity.spelling(units);
        let dimension = words::in_symbols(units, quantity.dimension);
        let (written, spread) = match finding {
            Finding::One(number) => (spelling.write(*number, self.digits), None),
            Finding::About(number, error) => {
                // A number about all worlds is as rough as the samples that it is read from.
                let (p5, p50, p95) = (*number, *number, *number);
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
        Shown { value: number, truth: false, unit: spelling.unit(), dimension, written, spread }
    }

    /// A number to the digits of an uncertain one.
    fn rough(&self, spelling: &Spelling<'_>, number: f64) -> Written {
        let (p5, p50, p95) = (number, number, number);
        self.uncertain(spelling, &Summary { p5, p50, p95, ..Summary::default() }).0
    }

    /// The median and the interval, to the digits that the sampling error supports.
    fn uncertain(&self, spelling: &Spelling<'_>, summary: &Summary) -> (Written, Interval) {
        let values = [summary.p5, summary.p50, summary.p95];
        let [low, middle, high] = summary.errors;
        let digits = [
            supported(summary.p5, low, self.digits),
            supported(summary.p50, middle, self.digits),
            supported(summary.p95, high, self.digits),
        ];
        spelling.write_uncertain(Uncertain { values, digits })
    }

    /// How the first range is read that something shown hangs on.
    pub fn reading(&self, shown: &[Slot], sources: &Sources) -> Option<String> {
        let used = self.lowering.program().inputs_of(shown.iter().copied());
        let first = self.lowering.ranges().iter().find(|range| used.contains(&range.variable))?;
        let Range { span, variable, quantity } = *first;
        let distribution = self.lowering.variables().get(variable as usize)?.distribution;
        let unasked = Quantity { notation: quantity.notation.unasked(), ..quantity };
        let scale = quantity.scale.over(unasked.reported_scale()).to_f64();
        let median = distribution.at_level(0.5) * scale;
        let summary = Summary { p5: median, p50: median, p95: median, ..Summary::default() };
        let (median, _) = self.uncertain(&unasked.spelling(self.lowering.units()), &summary);
        let written = sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let interval = if written.contains('(') { "" } else { "90% interval, " };
        Some(format!("{written} → {interval}{}, median {}", distribution.name(), median.literal()))
    }
}

/// How many digits a value has that is known but for a sampling error: the last one may be half off.
fn supported(value: f64, error: f64, digits: usize) -> usize {
    if digits >= EXACT_DIGITS {
        return digits;
    }
    // More than three digits of an estimate are false precision, unless they are asked for.
    let most = if digits <= DIGITS { digits.min(DIGITS - 1) } else { digits };
    let relative = error.abs() / value.abs();
    if relative.is_nan() || relative == 0.0 {
        return most;
    }
    let fitting = 1.0 + libm::floor(libm::log10(0.5 / relative));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and 17
    let fitting = fitting.clamp(1.0, 17.0) as usize;
    fitting.min(most)
}
