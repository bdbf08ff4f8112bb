//! Distributions by name: uncertain values whose numbers are known before anything runs.

use super::{Builtin, Default, MentalMethod, Parameter, Parameters, Rule, required};
use crate::engine::Distribution;

/// The numbers of a distribution.
pub(in crate::lower) struct Numbers<'n> {
    /// The arguments in the order of the parameters, those of one dimension at one scale.
    pub given: &'n [f64],
    /// The share of the samples within the interval, of a distribution that has a parameter `level`.
    pub level: f64,
    /// 100% at the scale of the numbers, if these are all percentages.
    pub percent_of: Option<f64>,
}

/// An error in the numbers of a distribution, and a help line.
pub(in crate::lower) struct Misshapen {
    pub message: &'static str,
    pub help: &'static str,
}

/// Makes a distribution of its numbers.
pub(in crate::lower) type Shape = fn(Numbers<'_>) -> Result<Distribution, Misshapen>;

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    shape: Shape,
    summary: &'static str,
) -> Builtin {
    let rule = Rule::Distribution(shape);
    Builtin { name, parameters: Parameters::Named(parameters), summary, mental: MentalMethod::LookedUp, rule }
}

/// The name of the parameter that is a share and no number like the others.
pub(in crate::lower) const LEVEL: &str = "level";

const INTERVAL: &[Parameter] = &[
    required("low"),
    required("high"),
    Parameter { name: LEVEL, default: Some(Default { written: "90%", number: 0.9 }) },
];
const ENDS: &[Parameter] = &[required("low"), required("high")];
const PEAKED: &[Parameter] = &[required("low"), required("mode"), required("high")];
const MOMENTS: &[Parameter] = &[required("mean"), required("sd")];

pub(super) const ROWS: &[Builtin] = &[
    row("interval", INTERVAL, interval, "a range like `low to high`, with another level"),
    row("uniform", ENDS, uniform, "any value between low and high, all equally likely"),
    row("triangular", PEAKED, triangular, "a triangular distribution with its peak at mode"),
    row("pert", PEAKED, pert, "a smoother triangular distribution with mean (low + 4 mode + high) / 6"),
    row("normal", MOMENTS, normal, "a normal distribution"),
    row("lognormal", MOMENTS, lognormal, "a lognormal distribution by its mean and standard deviation"),
];

const fn misshapen(message: &'static str, help: &'static str) -> Misshapen {
    Misshapen { message, help }
}

fn interval(numbers: Numbers<'_>) -> Result<Distribution, Misshapen> {
    let score = Distribution::score_of(numbers.level);
    let ends = match numbers.given {
        &[low, high] if low > 0.0 && low <= high => Some((low, high)),
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
