//! What of a model fits on a whiteboard: the scale, what binds and what it costs, with two digits.

use super::model::{CheckRow, Level, Report, Row, Section};
use crate::syntax;
use crate::units::number::grouped;

/// How many digits a number has on a whiteboard.
pub const DIGITS: usize = 2;

/// The rows of a model that matter most, in the order of the file, and its checks in short.
#[derive(Debug)]
pub struct Brief<'r> {
    /// The rows.
    pub rows: Vec<&'r Row>,
    /// The checks that do not hold, the errors first.
    pub failed: Vec<&'r CheckRow>,
    /// The number of checks that hold.
    pub hold: usize,
    /// The check that holds and is nearest to its limit.
    pub nearest: Option<&'r CheckRow>,
}

impl Report {
    /// Returns at most that many rows: first those that the summary line names, then what the checks name and what it
    /// costs, then the last row below each heading, which is its result.
    pub fn brief(&self, at_most: usize) -> Brief<'_> {
        let is_main = |row: &&Row| self.main.contains(&row.name);
        let inputs = self.inputs.iter().flat_map(|section| &section.rows);
        let inputs = inputs.filter(|row| self.is_part || is_main(row)).map(|row| (0, row));
        let costs = self.cost().map(|row| &row.name);
        let rank = |section: &Section, at: usize, row: &Row| match row {
            row if self.is_part || is_main(&row) => 0,
            row if self.is_checked(&row.name) || Some(&row.name) == costs => 1,
            _ if at + 1 == section.rows.len() => 2,
            _ if at == 0 => 3,
            _ => 4,
        };
        let mut rows: Vec<(u8, &Row)> = inputs.collect();
        for section in &self.estimates {
            rows.extend(section.rows.iter().enumerate().map(|(at, row)| (rank(section, at, row), row)));
        }
        let mut best: Vec<usize> = (0..rows.len()).collect();
        best.sort_by_key(|at| rows.get(*at).map(|(rank, _)| *rank));
        best.truncate(at_most);
        best.sort_unstable();
        let rows = best.into_iter().filter_map(|at| rows.get(at)).map(|(_, row)| *row).collect();
        let mut failed: Vec<&CheckRow> = self.checks.iter().filter(|check| !check.passed).collect();
        failed.sort_by_key(|check| check.level == Level::Warn);
        let hold = self.checks.len() - failed.len();
        let near = self.checks.iter().filter(|check| check.passed).filter_map(|check| {
            let margin = check.comparison.as_ref()?.margin.filter(|margin| margin.is_finite())?;
            Some((check, margin))
        });
        let nearest = near.min_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(check, _)| check);
        Brief { rows, failed, hold, nearest }
    }

    /// Whether a check reads an estimate.
    fn is_checked(&self, name: &str) -> bool {
        let mut checks = self.checks.iter().filter(|check| !check.expects);
        checks.any(|check| check.check.split(|c: char| !syntax::continues_name(c)).any(|word| word == name))
    }

    /// The last estimate that is money, which is the sum of those before it.
    fn cost(&self) -> Option<&Row> {
        let mut rows = self.estimates.iter().flat_map(|section| &section.rows);
        rows.rfind(|row| row.shown.unit.contains('$'))
    }
}

/// Rounds every number in a text to two digits: `28 to 157` is `28 to 160`, and `884_000` is `880k`. A number with an
/// exponent stays, and so does a share near 1, of which the digits behind the nines count.
///
/// ```
/// use napkin::report::brief::rounded;
///
/// assert_eq!(rounded("$884_000 to $5.61M"), "$880k to $5.6M");
/// assert_eq!(rounded("1.97"), "2");
/// ```
pub fn rounded(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let end = number.find(|c: char| !is_part(c)).unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        out.push_str(before);
        // Digits within a word or an exponent are no number.
        let is_within = before.chars().next_back().is_some_and(|c| c.is_alphabetic() || c == '^');
        let is_scaled = after
            .strip_prefix('e')
            .is_some_and(|power| power.starts_with(|c: char| c == '-' || c.is_ascii_digit()));
        let is_near_one = after.starts_with('%') && number.starts_with('9') && number.contains('.');
        let keeps = is_within || is_scaled || is_near_one;
        let has_magnitude = after.starts_with(char::is_alphabetic);
        out.push_str(&match if keeps { number.to_owned() } else { two_digits(number) } {
            short if keeps || has_magnitude => short,
            short => with_magnitude(short),
        });
        rest = after;
    }
    out + rest
}

/// Writes the zeros of a large number as a magnitude.
fn with_magnitude(number: String) -> String {
    let plain = number.replace('_', "");
    if plain.len() < 5 || plain.contains('.') {
        return number;
    }
    let scaled = [(12, "tn"), (9, "bn"), (6, "M"), (3, "k")].into_iter().find_map(|(power, letters)| {
        let at = plain.len().checked_sub(power).filter(|at| *at > 0)?;
        let (above, below) = plain.split_at(at);
        let below = below.trim_end_matches('0');
        let point = if below.is_empty() { "" } else { "." };
        Some(format!("{above}{point}{below}{letters}"))
    });
    scaled.unwrap_or(number)
}

fn two_digits(number: &str) -> String {
    let plain = number.replace('_', "");
    let whole = plain.split('.').next().unwrap_or_default().len();
    let digits: Vec<u32> = plain.chars().filter_map(|c| c.to_digit(10)).collect();
    let first = digits.iter().position(|digit| *digit != 0).unwrap_or(digits.len());
    let Some(next) = digits.get(first + DIGITS) else { return number.to_owned() };
    let kept: u32 = digits.iter().skip(first).take(DIGITS).fold(0, |sum, digit| sum * 10 + digit);
    let kept = kept + u32::from(*next >= 5);
    // The places between the last digit that is kept and the point.
    match whole.checked_sub(first + DIGITS) {
        Some(zeros) => {
            let text = format!("{kept}{}", "0".repeat(zeros));
            if text.len() > 4 { grouped(&text) } else { text }
        }
        None => {
            let places = first + DIGITS - whole;
            let text = format!("{kept:0>width$}", width = places + 1);
            let (above, below) = text.split_at(text.len() - places);
            let below = below.trim_end_matches('0');
            if below.is_empty() { above.to_owned() } else { format!("{above}.{below}") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_digits() {
        for (text, expected) in [
            ("0", "0"),
            ("7", "7"),
            ("66", "66"),
            ("157", "160"),
            ("995", "1000"),
            ("2850", "2900"),
            ("9960", "10k"),
            ("450_000", "450k"),
            ("123_456 to 1.2M", "120k to 1.2M"),
            ("1_234_567", "1.2M"),
            ("2_500_000_000", "2.5bn"),
            ("69.7k", "70k"),
            ("1.04M", "1M"),
            ("0.0467", "0.047"),
            ("0.0996", "0.1"),
            ("9.96", "10"),
            ("3.0", "3.0"),
            ("24 to 101", "24 to 100"),
            ("1.23e-9", "1.23e-9"),
            ("62^7", "62^7"),
            ("99.95%", "99.95%"),
            ("12.34%", "12%"),
            ("12.5 ± 3.25", "13 ± 3.3"),
        ] {
            assert_eq!(rounded(text), expected, "{text}");
        }
    }
}
