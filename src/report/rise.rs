//! How far an estimate rose from one version of a model to the next, and how far it may.

use crate::text::source::Span;

/// A change that moved an estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The input or formula; `together` for what several do only together, `other changes` for what cannot be made alone.
    pub name: String,
    /// Its part, relative to the old value.
    pub change: f64,
}

/// An estimate that may only rise so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The estimate.
    pub estimate: String,
    /// The share of its old value: 0.1 is 10%.
    pub share: f64,
    /// The place of the share.
    pub span: Span,
    /// The note beside the estimate.
    pub note: Option<String>,
}

impl Limit {
    /// Returns the name of its check: `cost.max_increase`.
    pub fn name(&self) -> String {
        format!("{}.max_increase", self.estimate)
    }

    /// Returns its condition in words: `cost rises by at most 10%`.
    pub fn condition(&self) -> String {
        match self.share {
            0.0 => format!("{} does not rise", self.estimate),
            share => format!("{} rises by at most {}", self.estimate, percent(share)),
        }
    }
}

/// What became of an estimate since the old version.
#[derive(Clone, Debug, PartialEq)]
pub struct Rise {
    /// What it was and is: `$3.2M → $4.5M/month`; `None` if it did not move.
    pub text: Option<String>,
    /// By how much it rose, relative to what it was, negative if it fell; `None` from zero, and if it has another
    /// dimension.
    pub by: Option<f64>,
    /// What moved it, the strongest first.
    pub parts: Vec<Part>,
}

/// Writes a share, without the rounding error of the last digit.
fn percent(share: f64) -> String {
    format!("{}%", libm::round(share * 1e12) / 1e10)
}
