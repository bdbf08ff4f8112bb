//! Review: the claims of a text, `a × b = c`, computed again.
//!
//! ```text
//! text ─ lines ─► pieces   one paragraph, list item, row or line of code each; most are dropped by a scan of bytes
//!      ─ mask  ─► the same bytes without markup, so that every place is a place in the text
//!      ─ token ─► numbers, words, operators, signs (`=`, `≈`, `→`)
//!      ─ claim ─► for each sign an expression before it and a number after it, or the name that it binds
//!      ─ amount─► each number with its readings: `60B` is 60 billion, or 60 bytes
//!      ─ reading► each choice of them as two lines of napkin's language
//!      ─ proof ─► their values and dimensions, by the lowering and the engine of every other expression
//!      ─ verdict► holds, off, the shortcut of 10^5 seconds, wrong with its slip, or not understood
//! ```
//!
//! A claim is wrong only if *all* its readings are. Nouns are erased before the proof, since people write them on one
//! side only; so are, as further readings, periods and times. A reading that proves nothing says nothing.
//!
//! Returns data; nothing here is printed, and no file is read.

mod accept;
mod amount;
mod by_hand;
mod claim;
mod exact;
mod expression;
mod fix;
mod lines;
mod mask;
mod names;
mod proof;
mod reading;
mod resolve;
mod rewrite;
mod sides;
mod token;
mod usual;
mod verdict;
mod words;

use std::ops::Range;

pub use fix::{Change, fixed};
pub(crate) use proof::{Proven, proven};

use accept::Accepted;
use expression::Expression;
use names::Names;
use reading::Keep;

/// The claims of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// The claims, in order.
    pub claims: Vec<Claim>,
}

/// A claim of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its place in the text, in bytes.
    pub place: Range<usize>,
    /// The place of the number that it claims.
    pub result: Range<usize>,
    /// What was found.
    pub verdict: Verdict,
    /// The reason for which it was accepted, which may be empty; `None` if it was not.
    pub accepted: Option<String>,
}

/// What was found about a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It is within a quarter, but further off than its digits say.
    Off(Apart),
    /// It is off because a day was taken for 100,000 seconds, as people do in the head.
    Shortcut(Apart),
    /// It is wrong in every reading.
    Wrong(Apart),
    /// No reading proves anything.
    NotUnderstood,
}

/// How far a claimed number is from the right one.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// The right number, in the style of the claimed one: `5 PB`.
    pub right: String,
    /// The claimed number over the right one.
    pub factor: f64,
    /// For a share near 100%: what is missing to it by the claim, over what is missing.
    pub missing: Option<f64>,
    /// The mistake that gives such a factor, as a question: `a prefix (k, M, G)?`.
    pub slip: Option<String>,
    /// Whether one reading explains it, so that the right number may take the place of the claimed one.
    pub is_certain: bool,
}

impl Claim {
    /// Whether it is wrong and was not accepted.
    pub fn is_wrong(&self) -> bool {
        self.accepted.is_none() && matches!(self.verdict, Verdict::Wrong(_))
    }
}

/// Finds the claims of a text and computes each.
///
/// ```
/// use napkin::review::{Verdict, review};
///
/// let found = review("Raw storage: 50B pages × 100 KB = 5,000 TB. Peak: 2 × 1,500 = 30,000 QPS.");
/// assert_eq!(found.claims.len(), 2);
/// assert_eq!(found.claims[0].verdict, Verdict::Holds);
/// let Verdict::Wrong(apart) = &found.claims[1].verdict else { panic!() };
/// assert_eq!((apart.right.as_str(), apart.factor), ("3,000 QPS", 10.0));
/// ```
pub fn review(text: &str) -> Review {
    let mut review = Review::default();
    let mut names = Names::default();
    let accepted = Accepted::of(text);
    for piece in lines::pieces(text) {
        let Some(source) = text.get(piece.place.clone()) else { continue };
        let masked = mask::masked(source);
        let tokens = resolve::resolved(&masked, token::tokens(&masked));
        for found in claim::claims(&masked, &tokens, &mut names, piece.columns.as_deref()) {
            let place = |at: &Range<usize>| at.start + piece.place.start..at.end + piece.place.start;
            let (whole, result) = (place(&found.place), place(&found.result));
            let verdict = verdict::of(&found, &masked);
            let accepted = accepted.reason(&whole);
            review.claims.push(Claim { place: whole, result, verdict, accepted });
        }
    }
    review
}

/// Returns what an amount or an expression of notes may mean, each as a line of napkin's language without nouns, the
/// likely one first: `60B × 2` is 120 billion, or 120 bytes. Empty if it is neither.
pub(crate) fn readings(text: &str) -> Vec<String> {
    let tokens = resolve::resolved(text, token::tokens(text));
    let Some(read) = expression::expression(text, &tokens, &Names::default(), true) else {
        return Vec::new();
    };
    let choices = reading::choices(&read, &Expression::default());
    choices.iter().map(|choice| reading::written(&read, choice, Keep::ALL)).collect()
}
