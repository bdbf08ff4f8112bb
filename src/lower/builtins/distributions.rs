//! Distributions by name: uncertain values whose numbers are known before anything runs.

use std::borrow::Cow;

use super::{Builtin, Default, MentalMethod, Parameter, Parameters, Rule, required};
use crate::engine::Distribution;

/// The numbers of a distribution.
pub(in crate::lower) struct Numbers<'n> {
    /// The arguments in the order of the parameters, those with a unit at one scale.
    pub given: &'n [f64],
    /// 100% at the scale of the numbers, if those with a unit are all percentages.
    pub percent_of: Option<f64>,
}

/// An error in the numbers of a distribution, and a help line.
pub(in crate::lower) struct Misshapen {
    pub message: &'static str,
    pub help: Cow<'static, str>,
    /// The place of the parameter that it is about, if it is one.
    pub at: Option<usize>,
}

/// Makes a distribution of its numbers.
pub(in crate::lower) type Shape = fn(Numbers<'_>) -> Result<Distribution, Misshapen>;

/// What a parameter of a distribution takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum Takes {
    /// A value of the unit of the result.
    Unit,
    /// A plain number or a count, of which the result is a whole number.
    Count,
    /// A share.
    Share,
    /// A plain number.
    Plain,
}

/// How a distribution is made.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) struct Family {
    pub shape: Shape,
    /// What each parameter takes.
    pub takes: &'static [Takes],
}

const fn row(
    name: &'static str,
    (parameters, takes): (&'static [Parameter], &'static [Takes]),
    shape: Shape,
    summary: &'static str,
) -> Builtin {
    let rule = Rule::Distribution(Family { shape, takes });
    Builtin { name, parameters: Parameters::Named(parameters), summary, mental: MentalMethod::LookedUp, rule }
}

const fn special(name: &'static str, parameters: Parameters, rule: Rule, summary: &'static str) -> Builtin {
    Builtin { name, parameters, summary, mental: MentalMethod::LookedUp, rule }
}

const INTERVAL: &[Parameter] = &[
    required("low"),
    required("high"),
    Parameter { name: "level", default: Some(Default { written: "90%", number: 0.9 }) },
];
const ENDS: &[Parameter] = &[required("low"), required("high")];
const PEAKED: &[Parameter] = &[required("low"), required("mode"), required("high")];
const MOMENTS: &[Parameter] = &[required("mean"), required("sd")];
const MEAN: &[Parameter] = &[required("mean")];
const LIMITS: &[Parameter] = &[required("x"), required("low"), required("high")];

use Takes::{Count, Plain, Share, Unit};

pub(super) const ROWS: &[Builtin] = &[
    row(
        "interval",
        (INTERVAL, &[Unit, Unit, Share]),
        interval,
        "a range like `low to high`, with another level",
    ),
    row("uniform", (ENDS, &[Unit; 2]), uniform, "any value between low and high, all equally likely"),
    row("triangular", (PEAKED, &[Unit; 3]), triangular, "a triangular distribution with its peak at mode"),
    row(
        "pert",
        (PEAKED, &[Unit; 3]),
        pert,
        "a smoother triangular distribution with mean (low + 4 mode + high) / 6",
    ),
    row("normal", (MOMENTS, &[Unit; 2]), normal, "a normal distribution"),
    row(
        "lognormal",
        (MOMENTS, &[Unit; 2]),
        lognormal,
        "a lognormal distribution by its mean and standard deviation",
    ),
    row(
        "exponential",
        (MEAN, &[Unit]),
        exponential,
        "an exponential distribution, as of the time between random events",
    ),
    row(
        "gamma",
        (&[required("shape"), required("scale")], &[Plain, Unit]),
        gamma,
        "a gamma distribution with mean shape * scale, as of a sum of exponential times",
    ),
    row(
        "beta",
        (&[required("a"), required("b")], &[Plain; 2]),
        beta,
        "a beta distribution of shares with mean a / (a + b)",
    ),
    row(
        "poisson",
        (MEAN, &[Count]),
        poisson,
        "the number of random events of which there are mean on average",
    ),
    row(
        "binomial",
        (&[required("n"), required("p")], &[Count, Share]),
        binomial,
        "how many of n independent trials succeed, each with probability p",
    ),
    special(
        "percentiles",
        Parameters::Written("p10 = low, p50 = middle, p90 = high"),
        Rule::Percentiles,
        "a distribution through three percentiles: a metalog, above zero if they are",
    ),
    special(
        "data",
        Parameters::Any,
        Rule::Data,
        "the distribution of observed values, interpolated between them",
    ),
    special(
        "truncate",
        Parameters::Named(LIMITS),
        Rule::Truncate,
        "the part of a range or distribution that lies between two limits",
    ),
    special(
        "mixture",
        Parameters::Written("70%: x, 30%: y"),
        Rule::Mixture,
        "one of several ranges or distributions, each with its probability",
    ),
    special(
        "chance",
        Parameters::Named(&[required("p")]),
        Rule::Chance,
        "a condition that is true with probability p",
    ),
    special(
        "correlate",
        Parameters::Named(&[required("x"), required("y"), required("rho")]),
        Rule::Correlate,
        "a statement: the ranks of two ranges have the correlation rho, from -1 to 1",
    ),
];

const fn misshapen(message: &'static str, help: &'static str) -> Misshapen {
    Misshapen { message, help: Cow::Borrowed(help), at: None }
}

fn interval(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    let level = numbers.given.get(2).copied().unwrap_or(0.0);
    if !(level > 0.0 && level < 1.0) {
        let error = misshapen("the level of an interval lies between 0% and 100%", "like `level = 80%`");
        return Err(Misshapen { at: Some(2), ..error });
    }
    let score = Distribution::score_of(level);
    let ends = match numbers.given {
        &[low, high, _] if low > 0.0 && low <= high => Some((low, high)),
        _ => None,
    };
    match (numbers.percent_of, ends) {
        (Some(whole), Some((low, high))) if high < whole => {
            Ok(Distribution::LogitNormal { low, high, score, whole })
        }
        (Some(_), _) => Err(misshapen(
            "an interval of percentages lies strictly between 0% and 100%",
            "for a uniform distribution use `uniform(low, high)`",
        )),
        (None, Some((low, high))) => Ok(Distribution::Lognormal { low, high, score }),
        (None, None) => Err(misshapen(
            "the ends of an interval are above zero, the low one first",
            "for values around zero use `normal(mean, sd)`, or `uniform(low, high)`",
        )),
    }
}

fn uniform(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        &[low, high] if low <= high => Ok(Distribution::Uniform { low, high }),
        _ => Err(misshapen("the low end of `uniform` comes first", "it is `uniform(low, high)`")),
    }
}

const OUTSIDE: &str = "the most likely value lies between the lowest and the highest";

fn triangular(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        &[low, mode, high] if low <= mode && mode <= high => Ok(Distribution::Triangular { low, mode, high }),
        _ => Err(misshapen(OUTSIDE, "it is `triangular(low, mode, high)`, in this order")),
    }
}

fn pert(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        &[low, mode, high] if low <= mode && mode <= high => Ok(Distribution::Pert { low, mode, high }),
        _ => Err(misshapen(OUTSIDE, "it is `pert(low, mode, high)`, in this order")),
    }
}

const NEGATIVE: Misshapen = misshapen("a standard deviation is not negative", "it is `normal(mean, sd)`");

fn normal(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        &[mean, sd] if sd >= 0.0 => Ok(Distribution::Normal { middle: mean, half: sd, score: 1.0 }),
        _ => Err(NEGATIVE),
    }
}

/// The moments of a lognormal with the median m and the deviation s of its logarithm: mean = m exp(s²/2),
/// sd² = mean² (exp(s²) - 1).
fn lognormal(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        [_, sd] if *sd < 0.0 => Err(NEGATIVE),
        [mean, sd] if *mean > 0.0 => {
            let ratio = sd / mean;
            let variance = libm::log1p(ratio * ratio);
            let (median, sigma) = (mean * libm::exp(-variance / 2.0), libm::sqrt(variance));
            Ok(Distribution::Lognormal {
                low: median * libm::exp(-sigma),
                high: median * libm::exp(sigma),
                score: 1.0,
            })
        }
        _ => Err(misshapen(
            "the mean of a lognormal is above zero",
            "for values around zero use `normal(mean, sd)`",
        )),
    }
}

fn exponential(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        &[mean] if mean > 0.0 => Ok(Distribution::Exponential { mean }),
        _ => Err(misshapen("the mean of an exponential is above zero", "it is `exponential(mean)`")),
    }
}

/// The least and the largest parameter of `gamma` and `beta`. Smaller ones are all but zero, larger ones all but normal.
const PARAMETERS: std::ops::RangeInclusive<f64> = 0.01..=1e6;

fn gamma(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        [shape, scale] if *scale > 0.0 && PARAMETERS.contains(shape) => {
            Ok(Distribution::Gamma { shape: *shape, scale: *scale })
        }
        [shape, scale] if *scale > 0.0 && *shape > 0.0 => Err(misshapen(
            "the shape of a gamma distribution lies between 0.01 and a million",
            "of a large shape the distribution is `normal(shape * scale, sqrt(shape) * scale)`",
        )),
        _ => Err(misshapen(
            "the shape and the scale of a gamma distribution are above zero",
            "it is `gamma(shape, scale)`, with the mean shape * scale",
        )),
    }
}

fn beta(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        &[a, b] if PARAMETERS.contains(&a) && PARAMETERS.contains(&b) => Ok(Distribution::Beta { a, b }),
        _ => Err(misshapen(
            "the parameters of a beta distribution lie between 0.01 and a million",
            "after 8 successes and 2 failures it is `beta(8 + 1, 2 + 1)`",
        )),
    }
}

fn poisson(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        &[mean] if mean > 0.0 => Ok(Distribution::Poisson { mean }),
        _ => Err(misshapen("the mean of a Poisson distribution is above zero", "it is `poisson(mean)`")),
    }
}

fn is_number_of_trials(count: f64) -> bool {
    count >= 1.0 && libm::trunc(count) == count
}

fn binomial(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    match numbers.given {
        [count, chance] if is_number_of_trials(*count) && *chance > 0.0 && *chance < 1.0 => {
            Ok(Distribution::Binomial { count: *count, chance: *chance })
        }
        [count, _] if !is_number_of_trials(*count) => {
            Err(misshapen("the number of trials is a whole number, at least 1", "it is `binomial(n, p)`"))
        }
        _ => Err(misshapen(
            "the probability of a success lies strictly between 0% and 100%",
            "it is `binomial(n, p)`, like `binomial(100, 3%)`",
        )),
    }
}
