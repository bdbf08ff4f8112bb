//! The slip that may explain by which factor one value is off another.
//!
//! Takes a factor and what the compared values were computed from. Returns the mistakes that give such a factor: a
//! number of the input twice or missing, bits for bytes, a digit, a day for a month, a prefix. Each row of the tables
//! below stands for mistakes that were published.

use std::collections::HashSet;

use crate::syntax::{Form, Node, NodeId};
use crate::units::catalog::{UnitId, ids};
use crate::units::dimension::{Base, Dimension};
use crate::worksheet::Worksheet;

/// How far a factor may be from that of a slip, as a ratio.
const TOLERANCE: f64 = 1.05;

/// How far a factor may be from a power of a thousand.
const ABOUT: f64 = 1.5;

/// The most factors up to ten thousand that are looked for in an input, so that few random factors have a name: those
/// of its numbers, and of these and its periods.
const MOST: (usize, usize) = (5, 6);

/// Larger factors are met by accident less often.
const COMMON: f64 = 1e4;

/// Factors of common mistakes, whatever the input is.
pub const FIXED: [Fixed; 4] = [
    // 651 TB * $0.02/GB/month, computed with bits.
    Fixed { factor: 8.0, kind: "bits", text: "bits for bytes?", of_data: true },
    // 10_750 Gbps * 1 day is 116.1 PB, not 11.6.
    Fixed { factor: 10.0, kind: "digit", text: "a digit?", of_data: false },
    Fixed { factor: 64.0, kind: "bits", text: "bits for bytes, twice?", of_data: true },
    Fixed { factor: 100.0, kind: "digit", text: "two digits?", of_data: false },
];

/// A common factor.
#[derive(Debug)]
pub struct Fixed {
    /// The factor.
    pub factor: f64,
    /// The kind of the slip.
    pub kind: &'static str,
    /// The slip as a question.
    pub text: &'static str,
    /// Whether only data has it.
    pub of_data: bool,
}

/// Factors between periods, each with the units of which one must occur in the input.
const PERIODS: [Period; 8] = [
    Period { factors: &[7.0], words: ["a day", "a week"], units: &[ids::WEEK] },
    Period { factors: &[12.0], words: ["a month", "a year"], units: &[ids::YEAR] },
    Period { factors: &[24.0], words: ["an hour", "a day"], units: &[ids::DAY] },
    // $3000 a month for 30M emails a day: the cost of a day.
    Period { factors: &[30.0, 30.416_666_666_666_668], words: ["a day", "a month"], units: &[ids::MONTH] },
    Period { factors: &[60.0], words: ["a minute", "an hour"], units: &[ids::HOUR] },
    Period { factors: &[60.0], words: ["a second", "a minute"], units: &[ids::MINUTE] },
    Period { factors: &[365.0], words: ["a day", "a year"], units: &[ids::YEAR] },
    Period { factors: &[3600.0], words: ["a second", "an hour"], units: &[ids::HOUR] },
];

/// More of them, which random factors seldom are.
const LONG_PERIODS: [Period; 1] =
    [Period { factors: &[86_400.0], words: ["a second", "a day"], units: &[ids::DAY] }];

/// A factor between two periods.
struct Period {
    factors: &'static [f64],
    /// The shorter and the longer one.
    words: [&'static str; 2],
    units: &'static [UnitId],
}

/// A mistake that gives a factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// `own`, `bits`, `digit`, `period` or `prefix`.
    pub kind: &'static str,
    /// A question in a few words: `a prefix (k, M, G)?`.
    pub text: String,
}

/// What two compared values were computed from.
pub struct Origin<'o> {
    /// The worksheet.
    pub sheet: &'o Worksheet,
    /// The expression of the left side.
    pub left: Option<NodeId>,
    /// That of the right side, with the unit that was asked for.
    pub right: Option<NodeId>,
    /// The unit that the left side is printed in, as given in a model.
    pub unit: Option<&'o str>,
    /// The dimension of both.
    pub dimension: Dimension,
}

/// Returns the slip that gives a factor: the left side over the right one. `None` for a factor that no common mistake
/// gives.
pub fn of(factor: f64, origin: &Origin<'_>) -> Option<Slip> {
    if !(factor.is_finite() && factor > 0.0) {
        return None;
    }
    let size = factor.max(1.0 / factor);
    let found = Found::of(origin);
    let exact = |other: f64| ratio(size, other) <= TOLERANCE;
    let own = found.numbers.iter().find(|(number, _)| exact(number.max(1.0 / number)));
    let own = own.map(|(_, text)| Slip { kind: "own", text: format!("{text} twice or left out?") });
    let is_data = origin.dimension.exponent(Base::INFORMATION) != 0;
    let fixed = || {
        let row = FIXED.iter().find(|row| exact(row.factor) && (is_data || !row.of_data))?;
        Some(Slip { kind: row.kind, text: row.text.to_owned() })
    };
    let period = || {
        let numbers = found.numbers.iter().filter(|(number, _)| number.max(1.0 / number) <= COMMON).count();
        let occurs = |period: &&Period| period.units.iter().any(|unit| found.units.contains(unit));
        let usual = PERIODS.iter().filter(occurs).take(MOST.1.saturating_sub(numbers));
        let mut periods = usual.chain(LONG_PERIODS.iter().filter(occurs));
        let Period { words: [short, long], .. } =
            periods.find(|period| period.factors.iter().any(|other| exact(*other)))?;
        let (taken, given) = if factor > 1.0 { (short, long) } else { (long, short) };
        Some(Slip { kind: "period", text: format!("{taken} taken for {given}?") })
    };
    match own {
        // A number of the input may be a thousand, or twelve, by accident.
        Some(own) => {
            let also = fixed().or_else(period).or_else(|| prefix(size, TOLERANCE, origin.dimension));
            let text = match also {
                Some(also) => format!("{}, or {}", also.text.trim_end_matches('?'), own.text),
                None => own.text,
            };
            Some(Slip { text, ..own })
        }
        None => fixed().or_else(period).or_else(|| prefix(size, ABOUT, origin.dimension)),
    }
}

/// Returns the slip of a factor that is a power of a thousand, within a tolerance.
pub fn prefix(size: f64, tolerance: f64, dimension: Dimension) -> Option<Slip> {
    let power = libm::round(libm::log10(size) / 3.0);
    if power < 1.0 || ratio(size, libm::pow(1000.0, power)) > tolerance {
        return None;
    }
    let letters = letters(dimension);
    let about = if ratio(size, libm::pow(1000.0, power)) > TOLERANCE { "about " } else { "" };
    let text = match power {
        1.0 => format!("{}a prefix ({letters})?", if about.is_empty() { "" } else { "about 1000, " }),
        2.0 => format!("{}two prefixes ({letters})?", if about.is_empty() { "" } else { "about 1000^2, " }),
        power => format!("{about}1000^{power:.0}, prefixes ({letters})?"),
    };
    Some(Slip { kind: "prefix", text })
}

/// The letters of a thousand, a million and a billion of a dimension.
fn letters(dimension: Dimension) -> &'static str {
    let has_prefix = |base: Base| dimension.exponent(base) != 0;
    match [Base::INFORMATION, Base::LENGTH, Base::ENERGY].into_iter().any(has_prefix) {
        true => "k, M, G",
        false => "k, M, bn",
    }
}

/// Returns the periods between which a factor stands, the shorter one first; `None` if there are several such pairs.
pub fn period(factor: f64) -> Option<[&'static str; 2]> {
    let mut found = PERIODS.iter().chain(&LONG_PERIODS).filter(|period| period.factors.contains(&factor));
    let first = found.next()?;
    found.next().is_none().then_some(first.words)
}

/// By which factor two positive numbers differ.
fn ratio(a: f64, b: f64) -> f64 {
    if a > b { a / b } else { b / a }
}

/// The numbers and the units that values were computed from.
#[derive(Default)]
struct Found {
    /// The numbers of literals on the left side, each with its text.
    numbers: Vec<(f64, String)>,
    units: HashSet<UnitId>,
}

impl Found {
    fn of(origin: &Origin<'_>) -> Found {
        let mut found = Found::default();
        let mut seen = HashSet::new();
        if let Some(root) = origin.left {
            let alone = origin.is_literal(root);
            found.walk(origin.sheet, root, !alone, &mut seen);
        }
        if let Some(root) = origin.right {
            found.walk(origin.sheet, root, false, &mut seen);
        }
        found.add_unit(origin.sheet, origin.unit);
        found
    }

    /// Adds what an expression, and the items that it names, consist of; its numbers only if they `count`.
    fn walk<'o>(&mut self, sheet: &'o Worksheet, root: NodeId, count: bool, seen: &mut HashSet<&'o str>) {
        let ast = sheet.ast();
        let mut open = vec![(root, None::<&str>)];
        while let Some((root, name)) = open.pop() {
            for id in ast.below(root) {
                match ast.node(id) {
                    Node::Literal(_) => {
                        let Some(literal) = ast.literal(id) else { continue };
                        self.add_units(sheet, &literal.suffix);
                        let value = if literal.form == Form::Percent { 0.01 } else { 1.0 } * literal.value;
                        let text = || on_one_line(ast.written(id));
                        if count {
                            self.add(value, name.filter(|_| id == root), text);
                        }
                    }
                    Node::Range { low, high, .. } => {
                        for end in [low, high] {
                            let literal = ast.literals.get(end as usize);
                            let suffix = literal.map(|literal| literal.suffix.clone());
                            self.add_units(sheet, &suffix.unwrap_or_default());
                        }
                    }
                    Node::Convert { target, .. } => {
                        let words = ast.targets.get(target as usize).map(|target| target.words.clone());
                        self.add_units(sheet, &words.unwrap_or_default());
                    }
                    Node::Name { text, .. } => {
                        let named = ast.str(text);
                        let Some(item) = sheet.position(named).and_then(|at| sheet.items().get(at)) else {
                            continue;
                        };
                        let Some(name) = item.name.as_deref().filter(|name| seen.insert(name)) else {
                            continue;
                        };
                        self.add_unit(sheet, item.unit());
                        match (item.root, &item.literal) {
                            (Some(root), _) => open.push((root, Some(name))),
                            (None, Some(literal)) if count => {
                                let text = literal.written.literal();
                                let number = text.replace('_', "").parse().unwrap_or(1.0);
                                self.add(number, Some(name), || text);
                            }
                            _ => {}
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn add(&mut self, number: f64, name: Option<&str>, text: impl FnOnce() -> String) {
        let number = number.abs();
        let size = number.max(1.0 / number);
        let common = self.numbers.iter().filter(|(number, _)| number.max(1.0 / number) <= COMMON).count();
        let is_new = self.numbers.iter().all(|(other, _)| *other != number);
        if !size.is_finite() || size < TOLERANCE || !is_new || size <= COMMON && common >= MOST.0 {
            return;
        }
        let text = match name {
            Some(name) => format!("`{name}` ({})", text()),
            None => format!("`{}`", text()),
        };
        self.numbers.push((number, text));
    }

    /// Adds the words of the `unit` of an item.
    fn add_unit(&mut self, sheet: &Worksheet, unit: Option<&str>) {
        let words = unit.into_iter().flat_map(|unit| unit.split(|c: char| !c.is_alphanumeric()));
        self.units.extend(words.filter_map(|word| sheet.compiled().units().lookup(word)));
    }

    fn add_units(&mut self, sheet: &Worksheet, words: &std::ops::Range<u32>) {
        let (ast, units) = (sheet.ast(), sheet.compiled().units());
        let named = ast.words(words).iter().filter_map(|word| units.lookup(ast.str(word.text)));
        self.units.extend(named);
    }
}

impl Origin<'_> {
    /// Whether an expression is a single literal, so that its number is the value itself and no factor of it.
    fn is_literal(&self, root: NodeId) -> bool {
        let ast = self.sheet.ast();
        let mut at = root;
        loop {
            match ast.node(at) {
                Node::Group(value) | Node::Convert { value, .. } | Node::Unary(_, value) => at = value,
                Node::Literal(_) | Node::Range { .. } => return true,
                Node::Name { text, .. } => {
                    let item = self.sheet.position(ast.str(text)).and_then(|at| self.sheet.items().get(at));
                    return item.is_some_and(|item| match item.root {
                        Some(root) => matches!(ast.node(root), Node::Literal(_) | Node::Range { .. }),
                        None => true,
                    });
                }
                _ => return false,
            }
        }
    }
}

/// Returns a literal with each run of white space replaced by a space.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
