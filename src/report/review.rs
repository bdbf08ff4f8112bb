//! What `napkin review` answers for one text: its claims with their places, and what was changed.

use crate::review::{self, Change, Claim, Verdict};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Sources;
use crate::units::number;

/// A reviewed file.
#[derive(Clone, Debug, Default)]
pub struct Reviewed {
    /// Its name.
    pub name: String,
    /// Its claims, in order.
    pub claims: Vec<ReviewedClaim>,
    /// The numbers that were replaced before it was reviewed.
    pub changes: Vec<Change>,
    /// Whether right numbers were to be put in place of wrong ones, where what was meant is certain.
    pub is_fixed: bool,
    /// Why it could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into: none.
    pub sources: Sources,
}

/// A claim with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewedClaim {
    /// Its line, from 1.
    pub line: usize,
    /// The line, and the columns in characters, of the number that it claims: the first one, and the one behind it.
    pub result: (usize, usize, usize),
    /// The claim on one line, and the place of the claimed number in it.
    pub text: (String, std::ops::Range<usize>),
    /// What was found.
    pub status: Status,
    /// The right number in the style of the claimed one, if the claim does not hold exactly.
    pub right: Option<String>,
    /// The claimed number over the right one.
    pub factor: Option<f64>,
    /// For a share near 100%: what is missing to it by the claim, over what is missing.
    pub missing: Option<f64>,
    /// The mistake that gives such a factor.
    pub slip: Option<String>,
    /// The reason for which it was accepted.
    pub accepted: Option<String>,
}

/// What was found about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    Holds,
    /// It is within a quarter, but further off than its digits say.
    Off,
    /// A day was taken for 100,000 seconds.
    Shortcut,
    /// It is wrong.
    Wrong,
    /// It is wrong, and was accepted.
    Accepted,
    /// It has no reading that proves anything.
    NotUnderstood,
}

impl Status {
    /// Returns its name for programs.
    pub fn word(self) -> &'static str {
        match self {
            Status::Holds => "holds",
            Status::Off => "off",
            Status::Shortcut => "shortcut",
            Status::Wrong => "wrong",
            Status::Accepted => "accepted",
            Status::NotUnderstood => "not understood",
        }
    }
}

/// How many claims there are, by what was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub claims: usize,
    /// Those that hold, those within a quarter among them.
    pub hold: usize,
    /// The wrong ones.
    pub wrong: usize,
    /// The accepted ones.
    pub accepted: usize,
    /// Those without a reading.
    pub not_understood: usize,
}

impl Counts {
    /// Counts the claims of files.
    pub fn of(files: &[Reviewed]) -> Counts {
        let mut counts = Counts::default();
        for claim in files.iter().flat_map(|file| &file.claims) {
            counts.claims += 1;
            match claim.status {
                Status::Holds | Status::Off | Status::Shortcut => counts.hold += 1,
                Status::Wrong => counts.wrong += 1,
                Status::Accepted => counts.accepted += 1,
                Status::NotUnderstood => counts.not_understood += 1,
            }
        }
        counts
    }
}

impl ReviewedClaim {
    /// Says what is wrong: `is 5 PB: 1000 times too much: a prefix (k, M, G)?`. Empty if it holds.
    pub fn sentence(&self) -> String {
        let is = self.right.as_ref().map(|right| format!("is {right}")).unwrap_or_default();
        let times = match self.missing {
            Some(missing) => format!("what is missing to 100% is {}", times(missing)),
            None => self.factor.map(times).unwrap_or_default(),
        };
        match self.status {
            Status::Holds => String::new(),
            Status::NotUnderstood => "not understood".to_owned(),
            Status::Shortcut => format!("{is}: a day was taken for 100,000 seconds"),
            Status::Off => format!("{is}: {times}"),
            Status::Wrong | Status::Accepted => {
                let slip = self.slip.as_ref().map(|slip| format!(": {slip}")).unwrap_or_default();
                format!("{is}: {times}{slip}")
            }
        }
    }
}

/// Says by how much a number is off: `1000 times too much`, `12% too little`.
fn times(factor: f64) -> String {
    let side = if factor > 1.0 { "too much" } else { "too little" };
    let size = factor.max(1.0 / factor);
    if size <= 1.5 {
        return format!("{:.0}% {side}", (factor - 1.0).abs() * 100.0);
    }
    let size = number::unscaled(size, 3);
    // 999.7 is a thousand with rounded digits.
    let size = match number::said(&size) {
        Some(rounded) if (rounded - 1000.0).abs() <= 3.0 => "1000".to_owned(),
        Some(rounded) if rounded < 10_000.0 => size.replace('_', ""),
        _ => size,
    };
    format!("{size} times {side}")
}

/// Reviews a text.
///
/// ```
/// use napkin::report::review::{Counts, Status, text};
///
/// let file = text("notes.md", "20M emails × $0.0075 = $150");
/// assert_eq!(file.claims[0].status, Status::Wrong);
/// assert_eq!(file.claims[0].sentence(), "is $150,000: 1000 times too little: a prefix (k, M, bn)?");
/// ```
pub fn text(name: &str, text: &str) -> Reviewed {
    let mut lines = Lines { text, at: 0, line: 1, start: 0, counted: (0, 0) };
    let claims = review::review(text).claims;
    let claims = claims.iter().map(|claim| reviewed(claim, text, &mut lines)).collect();
    Reviewed { name: name.to_owned(), claims, ..Reviewed::default() }
}

/// Puts the right number in place of each wrong one that one reading explains, and reviews the result. Returns the text
/// if it changed.
pub fn fixed(name: &str, old: &str) -> (Reviewed, Option<String>) {
    let (new, changes) = review::fixed(old);
    let reviewed = Reviewed { changes, is_fixed: true, ..text(name, &new) };
    let new = (!reviewed.changes.is_empty()).then_some(new);
    (reviewed, new)
}

fn reviewed(claim: &Claim, text: &str, lines: &mut Lines<'_>) -> ReviewedClaim {
    let (line, _) = lines.place(claim.place.start);
    let (result_line, column) = lines.place(claim.result.start);
    let written = text.get(claim.result.clone()).unwrap_or("");
    let width = written.split('\n').next().map_or(0, |first| first.chars().count());
    let before = on_one_line(text.get(claim.place.start..claim.result.start).unwrap_or(""));
    let after = on_one_line(written);
    let gap = if before.is_empty() { "" } else { " " };
    let gap = if text.get(..claim.result.start).is_some_and(|text| text.ends_with(char::is_whitespace)) {
        gap
    } else {
        ""
    };
    let start = before.len() + gap.len();
    let place = start..start + after.len();
    let apart = match &claim.verdict {
        Verdict::Off(apart) | Verdict::Shortcut(apart) | Verdict::Wrong(apart) => Some(apart),
        Verdict::Holds | Verdict::NotUnderstood => None,
    };
    ReviewedClaim {
        line,
        result: (result_line, column, column + width),
        text: (format!("{before}{gap}{after}"), place),
        status: match claim.verdict {
            Verdict::Holds => Status::Holds,
            Verdict::Off(_) => Status::Off,
            Verdict::Shortcut(_) => Status::Shortcut,
            Verdict::Wrong(_) if claim.accepted.is_some() => Status::Accepted,
            Verdict::Wrong(_) => Status::Wrong,
            Verdict::NotUnderstood => Status::NotUnderstood,
        },
        right: apart.map(|apart| apart.right.clone()).filter(|right| !right.is_empty()),
        factor: apart.map(|apart| apart.factor),
        missing: apart.and_then(|apart| apart.missing),
        slip: apart.and_then(|apart| apart.slip.clone()),
        accepted: claim.accepted.clone(),
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of a text, read forward, so that all places together take one walk.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    /// Where the line begins.
    start: usize,
    /// A place in the line, and the characters before it.
    counted: (usize, usize),
}

impl Lines<'_> {
    /// Returns the line and the column of a place, from 1. Places come nearly in order.
    fn place(&mut self, place: usize) -> (usize, usize) {
        if place < self.start {
            (self.at, self.line, self.start) = (0, 1, 0);
        }
        let between = self.text.as_bytes().get(self.at..place).unwrap_or_default();
        for (offset, _) in between.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
            self.line += 1;
            self.start = self.at + offset + 1;
        }
        self.at = self.at.max(place);
        let (from, before) = self.counted;
        let (from, before) =
            if (self.start..=place).contains(&from) { (from, before) } else { (self.start, 0) };
        let column = before + self.text.get(from..place).map_or(0, |text| text.chars().count());
        self.counted = (place, column);
        (self.line, column + 1)
    }
}
