//! Times as people write and read them: `3 years`, `quarter`, month 17, 2028-05.

use crate::analysis::projection::{Point, month};
use crate::lower::{Entry, Lowering};
use crate::syntax::{self, Ast};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Sources, Text};
use crate::units::dimension::{Base, Dimension};
use crate::units::registry::Units;

/// The length of a day in seconds.
const DAY: f64 = 86_400.0;

/// A time.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// What it is called: `month 12`, or `2027-12` if the beginning is known.
    pub label: String,
    /// Seconds from today.
    pub seconds: f64,
}

impl Period {
    /// Says when it is: `today`, `in month 13`, `on day 12`, `just before month 6`.
    pub fn when(&self) -> String {
        let label = &self.label;
        let is_date = label.split('-').count() == 3;
        match label {
            label if label == "today" || label.starts_with("just before") => label.clone(),
            label if label.starts_with("day ") || is_date => format!("on {label}"),
            label => format!("in {label}"),
        }
    }

    /// A point with its name.
    pub(super) fn of(point: Point, labels: &Labels) -> Period {
        Period { label: labels.label(point), seconds: point.seconds }
    }
}

/// By when something must be ordered.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// By this time.
    By(Period),
    /// Now, or before.
    Now,
}

impl Order {
    /// Says it: `order by month 11`.
    pub fn words(&self) -> String {
        match self {
            Order::By(period) => format!("order by {}", period.label),
            Order::Now => "order now".to_owned(),
        }
    }
}

/// The month that begins a projection, which labels its periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    year: i32,
    month: u32,
    day: u32,
}

impl Start {
    /// Reads `2026-12` or `2026-12-15`.
    pub fn read(text: &str) -> Option<Start> {
        let mut parts = text.trim().split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next());
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || year.len() != 4 || ![year, month].into_iter().all(is_number) {
            return None;
        }
        let start = Start {
            year: year.parse().ok()?,
            month: month.parse().ok()?,
            day: match day {
                Some(day) if is_number(day) => day.parse().ok()?,
                Some(_) => return None,
                None => 1,
            },
        };
        let is_valid = start.year >= 1 && (1..=12).contains(&start.month) && (1..=28).contains(&start.day);
        is_valid.then_some(start)
    }

    /// The month that is some months later.
    fn months_later(self, months: u32) -> String {
        let all = self.month - 1 + months % 12;
        let year = self.year + i32::try_from(months / 12 + all / 12).unwrap_or(0);
        match self.day {
            1 => format!("{year:04}-{:02}", all % 12 + 1),
            day => format!("{year:04}-{:02}-{day:02}", all % 12 + 1),
        }
    }

    /// The day that is some days later (Hinnant, chrono-compatible low-level date algorithms, 2013).
    fn days_later(self, days: i64) -> String {
        let (year, month, day) = (i64::from(self.year), i64::from(self.month), i64::from(self.day));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year - era * 400;
        let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        let total = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year + days;
        let era = total.div_euclid(146_097);
        let day_of_era = total - era * 146_097;
        let of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
        let part = (5 * of_year + 2) / 153;
        let (day, month) = (of_year - (153 * part + 2) / 5 + 1, if part < 10 { part + 3 } else { part - 9 });
        let year = of_era + era * 400 + i64::from(month <= 2);
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// How times are called.
#[derive(Clone, Copy, Debug)]
pub struct Labels {
    /// The length of a month in seconds.
    pub month: f64,
    /// When it begins; without it, times are counted from today.
    pub start: Option<Start>,
}

impl Labels {
    /// Of a model with these units.
    pub fn of(units: &Units, start: Option<Start>) -> Labels {
        Labels { month: month(units), start }
    }

    /// Returns what a point is called: `today`, `month 17`, `2028-05`.
    pub fn label(&self, point: Point) -> String {
        let label = self.time(point.seconds);
        if point.is_before { format!("just before {label}") } else { label }
    }

    fn time(&self, seconds: f64) -> String {
        let months = seconds / self.month;
        let whole = libm::round(months);
        let is_month = whole >= 1.0 && libm::fabs(months - whole) < 1e-6 * whole || seconds == 0.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // periods are few
        match (self.start, is_month) {
            (Some(start), true) => start.months_later(whole as u32),
            (Some(start), false) => start.days_later(libm::round(seconds / DAY) as i64),
            (None, _) if seconds == 0.0 => "today".to_owned(),
            (None, true) => format!("month {whole}"),
            (None, false) => {
                let days = seconds / DAY;
                let is_day = days >= 1.0 && libm::fabs(days - libm::round(days)) < 1e-3;
                match is_day {
                    true => format!("day {days:.0}"),
                    false if seconds < 60.0 => format!("second {seconds:.0}"),
                    false if seconds < 3600.0 => format!("minute {:.0}", seconds / 60.0),
                    false if days < 2.0 => format!("hour {:.0}", seconds / 3600.0),
                    false => format!("day {days:.1}"),
                }
            }
        }
    }

    /// Returns what a length is called: `6 months`, `45 days`.
    pub fn length(&self, seconds: f64) -> String {
        let months = seconds / self.month;
        let whole = libm::round(months);
        if whole >= 1.0 && libm::fabs(months - whole) < 1e-6 * whole {
            return format!("{whole} month{}", if whole == 1.0 { "" } else { "s" });
        }
        match seconds {
            seconds if seconds < 60.0 => format!("{seconds:.0} seconds"),
            seconds if seconds < 7200.0 => format!("{:.0} minutes", seconds / 60.0),
            seconds if seconds < 2.0 * DAY => format!("{:.0} hours", seconds / 3600.0),
            seconds => format!("{:.0} days", seconds / DAY),
        }
    }
}

/// Reads a time of the command line in seconds.
///
/// # Errors
///
/// If it is no time after today.
pub fn seconds(
    (option, text): (&str, &str),
    units: &Units,
    sources: &mut Sources,
) -> Result<f64, Diagnostic> {
    let word = text.trim().to_ascii_lowercase();
    let written = match word.strip_suffix('s').unwrap_or(&word) {
        "quarter" => "3 months",
        "day" | "week" | "month" | "year" => &format!("1 {word}"),
        _ => text.trim(),
    };
    let source = sources.add(option, written);
    // Months before anything else: who plans capacity means no minutes, and no millions.
    if let Some(number) = word.strip_suffix('m').map(str::trim).filter(|number| number.parse::<f64>().is_ok())
    {
        let message =
            format!("`{option}` is a time, like `3 years`, and `{written}` may be months or minutes");
        let span = Text::whole(source, written).all();
        return Err(Diagnostic::error("E0302", message)
            .at(span, "")
            .help(format!("for months write `{number} months`")));
    }
    let text = Text::whole(source, written);
    let mut ast = Ast::new();
    let root = syntax::expression(&mut ast, &text)?;
    let mut lowering = Lowering::new(units.clone());
    lowering.begin(Entry::default());
    let value = lowering.expression(&ast, root);
    let number = lowering.number_of(value.slot);
    let (words, quantity) = (value.words(lowering.units()), value.quantity());
    let (_, found) = lowering.finish();
    let span = text.all();
    let is_word = !written.contains(|c: char| c.is_ascii_digit());
    if let Some(error) = found.into_iter().find(Diagnostic::is_error) {
        let message = format!("`{option}` is a time, like `3 years`, not `{written}`");
        let plain =
            || Diagnostic::error("E0302", message).at(span, "").help("for example `2 weeks` or `quarter`");
        return Err(if is_word { plain() } else { error });
    }
    let time = quantity.filter(|quantity| quantity.dimension == Dimension::base(Base::TIME));
    let Some(quantity) = time else {
        let error = Diagnostic::error("E0302", format!("`{option}` is a time, like `3 years`, not {words}"));
        return Err(error.at(span, ""));
    };
    let seconds = number.map(|number| number * quantity.scale.to_f64());
    match seconds {
        Some(seconds) if seconds >= 1.0 && seconds.is_finite() => Ok(seconds),
        _ => {
            let message = format!("`{option}` is one time after today, of a second at least");
            Err(Diagnostic::error("E0505", message)
                .at(span, "")
                .help("for example `3 years`, `quarter` or `2 weeks`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH: f64 = 365.0 * DAY / 12.0;

    #[test]
    fn labels_are_months_where_they_can() {
        let plain = Labels { month: MONTH, start: None };
        let at = Point::at;
        assert_eq!(plain.label(at(0.0)), "today");
        assert_eq!(plain.label(at(17.0 * MONTH)), "month 17");
        assert_eq!(plain.label(at(14.0 * DAY)), "day 14");
        assert_eq!(plain.label(Point { is_before: true, ..at(MONTH) }), "just before month 1");
        let start = Start::read("2026-12");
        let dated = Labels { month: MONTH, start };
        assert_eq!(dated.label(at(0.0)), "2026-12");
        assert_eq!(dated.label(at(MONTH)), "2027-01");
        assert_eq!(dated.label(at(17.0 * MONTH)), "2028-05");
        // 2026-12-01 and 90 days: 31 in December, 31 in January, 28 in February.
        assert_eq!(dated.label(at(90.0 * DAY)), "2027-03-01");
    }

    #[test]
    fn starts_are_months_or_days() {
        assert!(Start::read("2026-12-24").is_some());
        for wrong in ["2026", "2026-13", "2026-00", "26-12", "2026-12-31", "2026-12-", "dec 2026", "+026-12"]
        {
            assert_eq!(Start::read(wrong), None, "{wrong}");
        }
    }
}
