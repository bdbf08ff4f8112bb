//! An answer as a person in a hurry types it, read as a value.
//!
//! An answer is any expression. It is read by the language, and by the reader of notes, which knows what `60 tb`, `350m`
//! and `4.9M$` may be. Of these readings the one is taken that measures what is asked. Nouns are erased, since a person
//! leaves them out.

use super::points;
use super::unit::{Asked, is_per_period};
use crate::review::{Proven, proven, readings};
use crate::run::Settings;
use crate::text::escape::escaped;
use crate::units::dimension::{Base, Dimension};
use crate::worksheet::Worksheet;

/// The longest answer that is read, in bytes.
const LONGEST: usize = 400;

/// The most readings that are looked at.
const MOST: usize = 12;

/// Signs and words that a rough number begins with.
const ROUGHLY: [&str; 9] = ["~", "≈", "=", "about ", "approx ", "roughly ", "around ", "circa ", "ca. "];

/// Signs of money that is not in dollars.
const OTHER_MONEY: [&str; 8] = ["€", "£", "¥", "EUR", "euro", "GBP", "CHF", "JPY"];

/// An answer that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A value.
    Value {
        /// Its number in base units, data in bytes.
        number: f64,
        /// What it was taken for, if its unit was not typed and the question does not name it: `2.7 PB`.
        taken: Option<String>,
    },
    /// It may be several things; the question to ask, in one line.
    Asks(String),
    /// It is no answer; why, in one line.
    Unread(String),
}

/// How a value fits what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It measures the same, or does so in the period that the question names.
    Same,
    /// It is an amount where a rate is asked, and so one in each of its periods.
    Amount,
    /// As notes are read, it does so in the period that the question names.
    Named,
    /// It is a plain number.
    Bare,
    /// It is an amount in bytes where a rate in bits is asked, or a rate where an amount is asked.
    Unclear,
    /// It measures something else.
    Other,
}

/// A reading of an answer.
#[derive(Clone, Debug)]
struct Reading {
    line: String,
    /// Its number in base units; of an amount in the period that the question names.
    number: f64,
    dimension: Dimension,
    fit: Fit,
    /// Whether the language reads the answer so.
    is_own: bool,
}

/// Reads an answer. Once it `was_asked` about, what is left open takes the unit of the question.
pub fn read(typed: &str, asked: &Asked, is_named: bool, was_asked: bool) -> Answer {
    match read_any(typed, asked, is_named, was_asked) {
        Answer::Value { number, .. } if asked.is_percent() && number > 1.0 + 1e-9 => Answer::Unread(format!(
            "that is more than 100%, and the question asks for a share of a whole, such as `{}`",
            asked.example(is_named)
        )),
        answer => answer,
    }
}

fn read_any(typed: &str, asked: &Asked, is_named: bool, was_asked: bool) -> Answer {
    let text = plain(typed);
    if asked.is_money() && OTHER_MONEY.iter().any(|sign| text.contains(sign)) {
        return Answer::Unread(format!(
            "that is another currency, and the question asks for dollars, such as `{}`",
            asked.example(is_named)
        ));
    }
    if text.len() > LONGEST {
        return Answer::Unread("that is too long for an answer".to_owned());
    }
    let mut found = all_readings(text, asked);
    let is_clear = found.iter().any(|reading| reading.is_own && reading.fit == Fit::Other);
    // What the language reads as something else is not read otherwise.
    found.retain(|reading| reading.is_own || !is_clear);
    found.sort_by_key(|reading| (reading.fit, !is_alike(&reading.line, asked)));
    let Some(best) = found.first() else { return Answer::Unread(why(text, asked, is_named)) };
    if best.number <= 0.0 {
        return Answer::Unread("an answer is more than zero".to_owned());
    }
    let distance = |number: f64| points::distance(number, asked.truth, asked.is_percent());
    let nearest = |numbers: &[f64]| {
        numbers.iter().copied().min_by(|a, b| distance(*a).total_cmp(&distance(*b))).unwrap_or(f64::NAN)
    };
    let bare = found.iter().find(|reading| reading.fit == Fit::Bare);
    match best.fit {
        // A letter alone may be a magnitude, or a prefix of the unit: `2.5M` of `MB`.
        Fit::Same | Fit::Amount | Fit::Named
            if !best.is_own && bare.is_some_and(|bare| is_literal(&bare.line)) =>
        {
            let own = bare.map_or(f64::NAN, |bare| bare.number * asked.size);
            let number = nearest(&[per_period(best, asked), own]);
            match points::has_points(distance(number)) || was_asked {
                true => value(number),
                false => Answer::Asks(which(text, asked, is_named)),
            }
        }
        Fit::Same if asked.is_percent() && !best.line.contains('%') => {
            value(nearest(&[best.number, best.number * asked.size]))
        }
        Fit::Same | Fit::Amount | Fit::Named => {
            value(nearest(&by_hand(per_period(best, asked), text, asked)))
        }
        Fit::Bare => {
            let number = best.number;
            let own = number * asked.size;
            let number = match is_literal(text) {
                true => own,
                // `250M*50*200*365` counts bytes.
                false => nearest(&[own, number]),
            };
            let is_far = !points::has_points(distance(number));
            // Asked whatever the number is, so that the question says nothing of it.
            if is_far && is_data_letter(text, asked) || !is_named && !was_asked {
                return Answer::Asks(which(text, asked, is_named));
            }
            let taken = (!is_named && number == own).then(|| asked.agreeing(text));
            Answer::Value { number, taken: taken.filter(|_| is_literal(text)) }
        }
        Fit::Unclear => match best.dimension.exponent(Base::TIME) < 0 && asked.period.is_none() {
            true => Answer::Asks(format!(
                "that is a rate, and the question asks for an amount, such as `{}`",
                asked.example(is_named)
            )),
            false if was_asked => value(per_period(best, asked)),
            false => Answer::Asks(format!(
                "that is an amount, and the question asks for a rate, such as `{}`",
                asked.example(is_named)
            )),
        },
        Fit::Other => Answer::Unread(format!(
            "that measures something else than what is asked, which is like `{}`",
            asked.example(is_named)
        )),
    }
}

fn value(number: f64) -> Answer {
    Answer::Value { number, taken: None }
}

/// Returns an answer without what says that it is rough, and without a comment.
pub fn plain(typed: &str) -> &str {
    let mut text = typed.split('#').next().unwrap_or("").trim();
    while let Some(rest) = ROUGHLY.iter().find_map(|sign| text.strip_prefix(sign)) {
        text = rest.trim_start();
    }
    text.trim_end_matches(['.', '!', '?', ','])
}

/// Returns the readings of a text that have a value: that of the language, and those of notes.
fn all_readings(text: &str, asked: &Asked) -> Vec<Reading> {
    if text.is_empty() || text.contains(['\n', ';']) {
        return Vec::new();
    }
    let mut lines = vec![fraction(text).unwrap_or_else(|| text.to_owned())];
    lines.extend(readings(text).into_iter().take(MOST));
    // In base units, whatever unit it is converted to.
    let wrapped: Vec<String> = lines.iter().map(|line| format!("({line}) * 1")).collect();
    let wrapped: Vec<&str> = wrapped.iter().map(String::as_str).collect();
    let values = proven(&wrapped);
    let reading = |((at, line), value): ((usize, String), Option<Proven>)| {
        let value = value?;
        let (fit, factor) = fit(value, &line, asked);
        let Proven { number, dimension } = value;
        let fit = if fit == Fit::Same && factor != 1.0 && at > 0 { Fit::Named } else { fit };
        Some(Reading { fit, line, number: number * factor, dimension, is_own: at == 0 })
    };
    lines.into_iter().enumerate().zip(values).filter_map(reading).collect()
}

/// Rewrites `1/4 billion`, a fraction of a magnitude, which the language divides by.
fn fraction(text: &str) -> Option<String> {
    const MAGNITUDES: [&str; 12] =
        ["k", "M", "bn", "thousand", "million", "billion", "trillion", "K", "B", "tn", "mn", "mio"];
    let (over, under) = text.split_once('/')?;
    let under = under.trim_start();
    let end = under.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
    let (number, behind) = under.split_at_checked(end)?;
    let word = behind.split_whitespace().next()?;
    let is_one = over.trim_end().bytes().all(|byte| byte.is_ascii_digit()) && !over.trim_end().is_empty();
    let is_magnitude = MAGNITUDES.contains(&word) && behind.starts_with(' ');
    (is_one && is_magnitude).then(|| format!("{over}/{number} * 1{behind}"))
}

/// Returns how a value fits, and by what it is multiplied to be the amount in the period that the question names.
fn fit(value: Proven, line: &str, asked: &Asked) -> (Fit, f64) {
    let own = value.dimension.without_nouns();
    let time = Dimension::base(Base::TIME);
    if own == asked.dimension {
        return (Fit::Same, 1.0);
    }
    if let Some(period) = asked.period.or(asked.named_period) {
        let is_of_time = asked.is_time() && own.is_none() && is_per_period(line);
        // `48 GB/day` where the question asks how much it is a day.
        if asked.period.is_none() && (own.times(time) == Some(asked.dimension) || is_of_time) {
            return (Fit::Same, period);
        }
        // `40k/month`, of dollars.
        if own.times(time) == Some(Dimension::NONE) && value.dimension == own {
            return (Fit::Bare, period);
        }
    }
    // `3 servers` are no petabytes.
    let is_counted = own.is_none() && !value.dimension.is_none();
    if is_counted && asked.dimension.iter().any(|(base, _)| base != Base::TIME) {
        return (Fit::Other, 1.0);
    }
    // `20k*300B*1y`, with a second left out.
    if !is_literal(line) && asked.dimension.times(time) == Some(own) && asked.period.is_none() {
        return (Fit::Amount, 1.0);
    }
    if asked.period.is_some() && asked.dimension.times(time) == Some(own) {
        return match own.is_none() || is_alike(line, asked) {
            true => (Fit::Amount, 1.0),
            false => (Fit::Unclear, 1.0),
        };
    }
    match own.is_none() {
        true => (Fit::Bare, 1.0),
        false if own.times(time) == Some(asked.dimension) => (Fit::Unclear, 1.0),
        false => (Fit::Other, 1.0),
    }
}

/// Whether a text has bits where bits are asked, and bytes where bytes are.
fn is_alike(line: &str, asked: &Asked) -> bool {
    !asked.is_data()
        || line.contains("bit") == asked.is_in_bits()
        || line.contains("bps") && asked.is_in_bits()
}

/// Returns the number of a reading, in each of the periods asked for if it is an amount.
fn per_period(reading: &Reading, asked: &Asked) -> f64 {
    let is_amount = reading.dimension.without_nouns() != asked.dimension;
    reading.number / asked.period.filter(|_| is_amount).unwrap_or(1.0)
}

/// Returns what a number may be whose bits and bytes were converted by hand: `20TB*8/86400s` is a rate in bits.
fn by_hand(number: f64, text: &str, asked: &Asked) -> Vec<f64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let has = |sign: char| {
        text.split(sign).skip(1).any(|rest| {
            rest.strip_prefix('8')
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '.'))
        })
    };
    let mut numbers = vec![number];
    if asked.is_data() && asked.is_in_bits() && has('*') {
        numbers.push(number / 8.0);
    }
    if asked.is_data() && !asked.is_in_bits() && has('/') && text.contains("bit") {
        numbers.push(number * 8.0);
    }
    numbers
}

/// Whether a text is a single number, with letters behind it or not.
fn is_literal(text: &str) -> bool {
    !text.contains(['*', '/', '(', '^', '×', '÷', '+'])
        && !text.contains(" x ")
        && !text.trim_start().contains(" - ")
}

/// Whether a number has a letter that is a prefix of units of data as well, where one is asked for.
fn is_data_letter(text: &str, asked: &Asked) -> bool {
    is_literal(text)
        && asked.is_data()
        && text.ends_with(['k', 'K', 'M', 'G', 'T', 'P', 'm', 'g', 't', 'p', 'B', 'b'])
}

/// Asks for the unit of a number.
fn which(text: &str, asked: &Asked, is_named: bool) -> String {
    format!("{} of what? Add the unit, such as `{}`", escaped(text), asked.example(is_named))
}

/// Returns why nothing could be read.
fn why(text: &str, asked: &Asked, is_named: bool) -> String {
    let like = format!("type an amount, such as `{}`", asked.example(is_named));
    if text.is_empty() {
        return like;
    }
    let settings = Settings { point: true, ..Settings::default() };
    let refused = match Worksheet::script("", text) {
        Ok(sheet) => sheet.run(&settings).err(),
        Err(refused) => Some(refused.diagnostics),
    };
    let message = refused.and_then(|all| all.into_iter().find(|found| found.is_error()));
    match message {
        Some(message) => format!("{}; {like}", message.message),
        None => like,
    }
}
