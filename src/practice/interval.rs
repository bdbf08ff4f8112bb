//! How sure a person is: ranges that should hold the truth in nine of ten cases, their points, and whether they do.

use serde::{Deserialize, Serialize};

use crate::engine::Distribution;

/// What is said before the first range. Hubbard, How to Measure Anything, calls it the equivalent bet.
pub const BET: &str = "Give ranges that hold the truth nine times of ten, such as `10 to 20`. To check one: would you rather \
                       bet on it, or on a wheel that wins nine times of ten? If on the wheel, widen it.";

/// A range without points: a factor of a thousand wide.
const WIDEST: f64 = 1000.0;

/// What being outside costs, for each unit of the logarithm. 2 / (1 - 90%) makes the honest range the best.
const OUTSIDE: f64 = 20.0;

/// The fewest points.
const FLOOR: f64 = -10.0;

/// The ranges of which something is said.
const FEW: usize = 10;

/// The ranges that count, the last ones.
const LAST: usize = 50;

/// A share of hits below this is too low.
const LOW: f64 = 0.85;

/// How sure it must be for that to be said.
const SURE: f64 = 0.95;

/// The ranges from which on they may be called too wide.
const MANY: usize = 20;

/// A range with the truth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// The lower end.
    pub low: f64,
    /// The upper end, in the same unit, not below it.
    pub high: f64,
    /// The truth in that unit; if it is a range itself, its lower end.
    pub truth: f64,
    /// The upper end of the truth, if it is a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
}

impl Guess {
    /// Whether the truth lies in it, or a part of the truth if that is a range.
    pub fn holds(&self) -> bool {
        self.low <= self.to.unwrap_or(self.truth) * (1.0 + 1e-9) && self.truth <= self.high * (1.0 + 1e-9)
    }

    /// Returns its points, at most 10: `10 (1 - W / ln 1000)` with `W = ln(high / low) + 20 d`, where `d` is the logarithm
    /// of the factor by which it misses; not below -10.
    pub fn points(&self) -> f64 {
        let outside = match () {
            () if self.holds() => 0.0,
            () if self.truth > self.high => libm::log(self.truth / self.high),
            () => libm::log(self.low / self.to.unwrap_or(self.truth)),
        };
        let width = libm::log(self.high / self.low) + OUTSIDE * outside;
        (10.0 * (1.0 - width / libm::log(WIDEST))).max(FLOOR)
    }

    /// How far the truth is from the middle, in half widths, by logarithms.
    fn stretch(&self) -> f64 {
        let middle = 0.5 * (libm::log(self.low) + libm::log(self.high));
        let half = 0.5 * libm::log(self.high / self.low);
        // Of a truth that is a range, the point next to the middle.
        let truth = libm::exp(middle).clamp(self.truth, self.to.unwrap_or(self.truth).max(self.truth));
        match (libm::log(truth) - middle).abs() {
            0.0 => 0.0,
            off => off / half,
        }
    }
}

/// How often ranges held.
#[derive(Clone, Debug, PartialEq)]
pub struct Sureness {
    /// The ranges that held.
    pub held: usize,
    /// All that count.
    pub of: usize,
    /// The 90% interval of the share that holds in the long run, by Jeffreys' prior.
    pub likely: (f64, f64),
    /// What is to be said.
    pub verdict: Verdict,
}

/// What ranges say about how sure a person is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// There are too few to say.
    TooFew,
    /// They are too narrow, by about this factor.
    TooNarrow(f64),
    /// They are too wide, by about this factor.
    TooWide(f64),
    /// Neither shows.
    NoSign,
}

/// Returns what the last fifty ranges say; `None` if there are none.
pub fn sureness(guesses: &[Guess]) -> Option<Sureness> {
    let last = guesses.get(guesses.len().saturating_sub(LAST)..)?;
    let (of, held) = (last.len(), last.iter().filter(|guess| guess.holds()).count());
    if of == 0 {
        return None;
    }
    #[allow(clippy::cast_precision_loss)] // at most fifty
    let (hits, misses) = (held as f64, (of - held) as f64);
    let rate = Distribution::Beta { a: hits + 0.5, b: misses + 0.5 };
    let likely = (rate.at_level(0.05), rate.at_level(0.95));
    let verdict = match factor(last) {
        _ if of < FEW => Verdict::TooFew,
        factor if rate.at_level(SURE) <= LOW => Verdict::TooNarrow(rounded(factor)),
        factor if of >= MANY && held == of && factor <= 0.5 => Verdict::TooWide(rounded(1.0 / factor)),
        _ => Verdict::NoSign,
    };
    Some(Sureness { held, of, likely, verdict })
}

/// Returns by how much the ranges would have to be stretched to hold nine of ten.
fn factor(guesses: &[Guess]) -> f64 {
    let mut stretches: Vec<f64> = guesses.iter().map(Guess::stretch).collect();
    stretches.sort_by(f64::total_cmp);
    let rank = (9 * (stretches.len() + 1)).div_ceil(10).min(stretches.len());
    rank.checked_sub(1).and_then(|at| stretches.get(at)).copied().unwrap_or(1.0)
}

/// Returns the factor that people can use.
fn rounded(factor: f64) -> f64 {
    let apart = |step: &f64| (libm::log(factor) - libm::log(*step)).abs();
    [1.5, 2.0, 3.0, 5.0].into_iter().min_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap_or(2.0)
}

impl Sureness {
    /// Says it: `8 of 20 (24% to 58% likely): your ranges are too narrow, about three times: for 10 to 20 say 5 to 40`.
    pub fn sentence(&self) -> String {
        let (low, high) = self.likely;
        let held =
            format!("{} of {} ({:.0}% to {:.0}% likely)", self.held, self.of, low * 100.0, high * 100.0);
        let times = |factor: f64| match factor {
            1.5 => "one and a half times",
            2.0 => "twice",
            3.0 => "three times",
            _ => "five times",
        };
        match self.verdict {
            Verdict::TooFew => format!("{} of {} held the truth: too few to say more", self.held, self.of),
            Verdict::TooNarrow(factor) => {
                let half = libm::exp(0.5 * libm::log(2.0) * factor);
                let middle = libm::sqrt(200.0);
                format!(
                    "{held}: your ranges are too narrow, about {}: for 10 to 20 say {} to {}",
                    times(factor),
                    two(middle / half),
                    two(middle * half)
                )
            }
            Verdict::TooWide(factor) => {
                let half = libm::exp(libm::log(10.0) / factor);
                format!(
                    "{held}: your ranges are wider than you need, about {}: for 1 to 100 say {} to {}",
                    times(factor),
                    two(10.0 / half),
                    two(10.0 * half)
                )
            }
            Verdict::NoSign => format!("{held}: no sign that they are too narrow"),
        }
    }
}

/// Writes a number below a thousand with two digits.
fn two(number: f64) -> String {
    if number < 9.95 {
        format!("{number:.1}").trim_end_matches(".0").to_owned()
    } else {
        format!("{number:.0}")
    }
}
