//! How far a value is from another that it is held against, in numbers and in words.

use crate::analysis::slip::{self, Slip};
use crate::lower::{Held, Value};
use crate::run::{Answers, Run, Shown, Ticket, Wanted};
use crate::syntax::NodeId;
use crate::units::dimension::Dimension;
use crate::units::near_whole;
use crate::units::number;
use crate::worksheet::{About, Worksheet};

/// How far a value is from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// Whether they are about the same, or whether the value is in the interval.
    pub holds: bool,
    /// The value relative to the other, or to the nearer end of the interval that it is not in. `None` if one of them
    /// is zero or they have opposite signs.
    pub factor: Option<f64>,
    /// What the factor is relative to.
    pub of: Of,
    /// The mistake that gives such a factor, if they are not about the same.
    pub slip: Option<Slip>,
    /// For shares near the whole that are not about the same: what one lacks of 100%, over what the other lacks.
    pub missing: Option<f64>,
}

/// What a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The other value.
    Value,
    /// The middle of an interval that it lies in.
    Middle,
    /// The nearer end of an interval that it does not lie in.
    End,
}

/// The two sides of a statement that holds one value against another.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    /// The left side.
    pub left: Shown,
    /// The right side; of an interval, its middle.
    pub right: Shown,
    /// Both sides as printed: a literal, an interval, and a value with a tolerance as written.
    pub texts: [String; 2],
    /// Whether the right side is an interval or has a tolerance.
    pub has_bounds: bool,
    /// How far apart they are.
    pub apart: Apart,
}

/// The values that were asked for to compare two.
#[derive(Clone, Copy)]
pub(super) struct AskedHeld {
    holds: Ticket,
    sides: [Ticket; 2],
    ends: Option<[Ticket; 2]>,
    is_interval: bool,
}

/// Asks for the values that say how far apart two are.
pub(super) fn ask(run: &mut Run, held: &Held, at_medians: bool) -> AskedHeld {
    AskedHeld {
        holds: run.ask(if at_medians { held.at_medians } else { held.holds }),
        sides: held.sides.map(|slot| run.ask(slot)),
        ends: held.ends.map(|ends| ends.map(|slot| run.ask(slot))),
        is_interval: held.is_interval,
    }
}

impl AskedHeld {
    /// Returns how far apart the values are; `left` and `right` are their expressions.
    pub fn apart(
        &self,
        answers: &Answers,
        sheet: &Worksheet,
        (left, right): (Option<NodeId>, Option<NodeId>),
        (value, unit): (Value, Option<&str>),
    ) -> Apart {
        let number = |ticket: Ticket| answers[ticket].middle();
        let holds = number(self.holds) == 1.0;
        let [a, b] = self.sides.map(number);
        let (against, of) = match self.ends.filter(|_| self.is_interval).map(|ends| ends.map(number)) {
            Some([low, _]) if a < low => (low, Of::End),
            Some([_, high]) if a > high => (high, Of::End),
            Some(_) => (b, Of::Middle),
            None => (b, Of::Value),
        };
        let factor = Some(a / against).filter(|factor| factor.is_finite() && *factor > 0.0);
        let dimension = value.quantity().map_or(Dimension::NONE, |quantity| quantity.dimension);
        let origin = slip::Origin { sheet, left, right, unit, dimension };
        let slip = factor.filter(|_| !holds).and_then(|factor| slip::of(factor, &origin));
        let is_share = value.quantity().is_some_and(|quantity| quantity.notation.percent);
        let missing = (is_share && !holds && of == Of::Value).then(|| near_whole::missing(a, b)).flatten();
        Apart { holds, factor, of, slip, missing }
    }
}

/// The values that were asked for of a statement.
pub(super) struct AskedAbout<'w> {
    about: &'w About,
    held: AskedHeld,
    sides: [Wanted; 2],
}

/// Asks for both sides of a statement.
pub(super) fn ask_about<'w>(run: &mut Run, about: &'w About) -> AskedAbout<'w> {
    let held = ask(run, &about.held, false);
    AskedAbout { about, held, sides: about.sides.map(|(_, slot)| run.show_plainly(slot)) }
}

impl AskedAbout<'_> {
    /// Returns both sides, and how far apart they are.
    pub fn against(&self, answers: &Answers, sheet: &Worksheet, digits: usize) -> Against {
        let [left, right] = &self.sides;
        let [a, b] = self.about.roots;
        let apart = self.held.apart(answers, sheet, (Some(a), Some(b)), (self.about.sides[0].0, None));
        let [(a, _), (b, _)] = self.about.sides;
        let (left, right) = (answers.shown(a, left, digits), answers.shown(b, right, digits));
        let AskedAbout { about, .. } = self;
        let text = |written: &Option<String>, shown: &Shown| {
            written.clone().unwrap_or_else(|| shown.written.literal())
        };
        let texts = [text(&about.written[0], &left), text(&about.written[1], &right)];
        Against { left, right, texts, has_bounds: about.has_bounds, apart }
    }
}

impl Against {
    /// Writes both sides: `150 GB/day ≈ 150 MB/day`.
    pub fn sides(&self) -> String {
        self.texts.join(" ≈ ")
    }

    /// Says whether they are about the same, and how far apart: `no: 1000 times as much: a prefix (k, M, G)?`.
    pub fn verdict(&self) -> String {
        let word = if self.apart.holds { "yes" } else { "no" };
        match self.apart.sentence() {
            sentence if sentence.is_empty() => word.to_owned(),
            sentence => format!("{word}: {sentence}"),
        }
    }
}

impl Apart {
    /// Says how far apart they are: `1000 times as much: a prefix (k, M, G)?`. Empty if they are equal.
    pub fn sentence(&self) -> String {
        let Some(factor) = self.factor else {
            return if self.holds { String::new() } else { "zero, or opposite signs".to_owned() };
        };
        let percent = (factor - 1.0).abs() * 100.0;
        if self.holds && self.of == Of::Middle {
            return String::new();
        }
        if self.holds {
            let side = if factor > 1.0 { "more" } else { "less" };
            return match percent {
                percent if percent < 0.05 => String::new(),
                percent if percent < 10.0 => format!("{percent:.1}% {side}"),
                percent => format!("{percent:.0}% {side}"),
            };
        }
        if let Some(missing) = self.missing {
            return lacking(missing);
        }
        let size = if factor > 1.0 { rounded(factor) } else { format!("1/{}", rounded(1.0 / factor)) };
        let text = match (self.of, factor > 1.0) {
            (Of::End, true) => format!("{size} times the upper end"),
            (Of::End, false) => format!("{size} of the lower end"),
            (_, true) => format!("{size} times as much"),
            (_, false) => format!("{size} as much"),
        };
        match &self.slip {
            Some(slip) => format!("{text}: {}", slip.text),
            None => text,
        }
    }
}

/// Says how much more or less a share lacks of the whole than another: `10 times as much is missing to 100%`.
pub fn lacking(missing: f64) -> String {
    match missing {
        0.0 => "nothing is missing to 100%".to_owned(),
        missing if missing.is_infinite() => "something is missing to 100%".to_owned(),
        missing if missing > 1.0 => format!("{} times as much is missing to 100%", rounded(missing)),
        missing => format!("1/{} as much is missing to 100%", rounded(1.0 / missing)),
    }
}

/// Writes a factor to three digits.
fn rounded(factor: f64) -> String {
    // Three digits would not tell 1.253 from the quarter that holds.
    let digits = if factor < 1.3 { 4 } else { 3 };
    let text = number::unscaled(factor, digits);
    if factor < 10_000.0 { text.replace('_', "") } else { text }
}
