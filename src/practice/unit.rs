//! The unit that a question asks for, in base units.

use super::question::Question;
use crate::review::proven;
use crate::units::dimension::{Base, Dimension};
use crate::units::words::agreeing_in_catalog;

/// What an answer is compared with.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The unit as a question or its answer writes it: `posts/s`, `$/month`. Empty for a plain number.
    pub unit: String,
    /// Its dimension without nouns.
    pub dimension: Dimension,
    /// Its size in base units (data in bytes).
    pub size: f64,
    /// The seconds of the period that it is per: 86,400 for `TB/day`.
    pub period: Option<f64>,
    /// The seconds of the period that the question names for an amount: 86,400 in "how much new data is that a day?".
    pub named_period: Option<f64>,
    /// The answer in base units.
    pub truth: f64,
    /// Its ends, if it is a range.
    pub range: Option<(f64, f64)>,
    /// What the working comes to, in base units.
    pub head: f64,
}

impl Asked {
    /// Returns what a question asks for; `None` if the language does not know its unit.
    pub fn of(question: &Question) -> Option<Asked> {
        let written = &question.truth.written;
        let shown = || format!("{}{}", written.sign, written.unit.trim_start());
        let unit = if question.want.is_empty() { shown() } else { question.want.clone() };
        let one = one(&unit);
        let value = proven(&[one.as_str()]).into_iter().next().flatten()?;
        // Without a unit that was asked for, the numbers are in base units.
        let scale = if question.want.is_empty() { 1.0 } else { value.number };
        let period = period(&unit);
        Some(Asked {
            period,
            named_period: if period.is_none() { named_period(&question.text) } else { None },
            unit,
            dimension: value.dimension.without_nouns(),
            size: value.number,
            truth: question.truth.value * scale,
            range: question.truth.spread.as_ref().map(|spread| (spread.p5 * scale, spread.p95 * scale)),
            head: question.working.value * scale,
        })
    }

    /// Returns the truth that an answer is compared with: of a range, the point next to it.
    pub fn nearest(&self, answer: f64) -> f64 {
        match self.range {
            Some((low, high)) if low <= high => answer.clamp(low, high),
            _ => self.truth,
        }
    }

    /// Whether it is an amount of data in bits, or a rate of them.
    pub fn is_in_bits(&self) -> bool {
        self.unit.contains("bit")
    }

    /// Whether it measures data.
    pub fn is_data(&self) -> bool {
        self.dimension.exponent(Base::INFORMATION) != 0
    }

    /// Whether it is a time.
    pub fn is_time(&self) -> bool {
        self.dimension == Dimension::base(Base::TIME)
    }

    /// Whether it is money.
    pub fn is_money(&self) -> bool {
        self.dimension.exponent(Base::MONEY) != 0
    }

    /// Whether it is a share in percent.
    pub fn is_percent(&self) -> bool {
        self.unit == "%"
    }

    /// Returns an answer of its kind, which says nothing of its size unless the question `is_named`, that is, names the
    /// unit.
    pub fn example(&self, is_named: bool) -> String {
        let exponents =
            [Base::INFORMATION, Base::TIME, Base::MONEY].map(|base| self.dimension.exponent(base));
        match exponents {
            _ if is_named => self.written("5"),
            [1, 0, 0] => "5 MB".to_owned(),
            [1, -1, 0] => "5 MB/s".to_owned(),
            [0, 1, 0] => "5 s".to_owned(),
            [0, 0, 1] => "$5".to_owned(),
            _ => self.written("5"),
        }
    }

    /// Returns a value of it, whose unit agrees with its number.
    pub fn agreeing(&self, number: &str) -> String {
        let written = self.written(number);
        match written.strip_prefix(number) {
            Some(behind) => format!("{number}{}", agreeing_in_catalog(number, behind)),
            None => written,
        }
    }

    /// Returns a value of it as the language writes it.
    pub fn written(&self, number: &str) -> String {
        match self.unit.strip_prefix('$') {
            Some(rest) => format!("${number}{rest}"),
            None if self.unit.starts_with(['/', '%']) => format!("{number}{}", self.unit),
            None => format!("{number} {}", self.unit).trim_end().to_owned(),
        }
    }
}

/// Writes one of a unit in the language.
fn one(unit: &str) -> String {
    match unit.strip_prefix('$') {
        Some(rest) => format!("$1{rest}"),
        None => format!("1{}{unit}", if unit.starts_with(['/', '%']) { "" } else { " " }),
    }
}

/// Periods that a question may name.
const PERIODS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// Words before a period that is named.
const EACH: [&str; 6] = [" a ", " an ", " per ", " each ", " every ", "/"];

/// Returns the seconds of the period that a question names last: a day in "how much new data is that a day, one copy?".
fn named_period(text: &str) -> Option<f64> {
    let (_, asks) = text.rsplit_once(". ").unwrap_or(("", text));
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'');
    let last = |period: &&str| {
        EACH.iter()
            .filter_map(|each| {
                let named = format!("{each}{period}");
                asks.match_indices(&named)
                    .filter(|(at, _)| asks.get(at + named.len()..).is_some_and(ends))
                    .map(|(at, _)| at)
                    .last()
            })
            .max()
    };
    let (_, period) = PERIODS.iter().filter_map(|period| Some((last(period)?, period))).max()?;
    let time = proven(&[format!("1 {period}").as_str()]).into_iter().next().flatten()?;
    Some(time.number)
}

/// Whether a value is written as one in each of a period: `7.5 h/month`.
pub fn is_per_period(line: &str) -> bool {
    const SHORT: [&str; 9] = ["s", "sec", "min", "h", "hr", "d", "mo", "yr", "y"];
    EACH.iter().any(|each| {
        line.split(each).skip(1).any(|rest| {
            let rest = rest.trim_start();
            let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            PERIODS.contains(&word.trim_end_matches('s')) || SHORT.contains(&word)
        })
    })
}

/// Returns the seconds of the time that a unit is per.
fn period(unit: &str) -> Option<f64> {
    let (_, under) = unit.rsplit_once('/')?;
    let time = proven(&[one(under).as_str()]).into_iter().next().flatten()?;
    (time.dimension == Dimension::base(Base::TIME)).then_some(time.number)
}
