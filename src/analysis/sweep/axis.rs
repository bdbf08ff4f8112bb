//! What a sweep varies: `users = 10M..1bn users`, `replication = 2x, 3x`.

use crate::analysis::solve::{Varied, to_digits, varied};
use crate::syntax::{self, Ast};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;
use crate::worksheet::{AsWritten, Refused, Worksheet};

/// The error of values that cannot be tried.
const CODE: &str = "E0608";

/// The name by which scenarios are varied, unless the model has an input of that name.
pub const SCENARIO: &str = "scenario";

/// From this ratio of its ends on, the values of a range are at equal ratios.
const DECADE: f64 = 10.0;

/// The digits of the values between the ends of a range, the first that tell them apart.
const DIGITS: [usize; 4] = [2, 3, 4, 6];

/// The values of one input.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The input.
    pub name: String,
    /// Its values.
    pub values: Vec<Tried>,
}

/// A value that is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The text that `--set` takes.
    pub text: String,
    /// The number, in the scale in which formulas use it. `None` if it is no single number.
    pub number: Option<f64>,
}

impl Axis {
    /// Whether all of its values are numbers that can be fed to the same program.
    pub fn is_fed(&self) -> bool {
        self.values.iter().all(|value| value.number.is_some())
    }

    /// Reads what follows `--vary`; a range has `steps` values.
    ///
    /// # Errors
    ///
    /// If there is no such input, or its values cannot be read.
    pub fn read(sheet: &Worksheet, text: &str, steps: usize) -> Result<Axis, Box<Refused>> {
        let (name, values) = text.split_once('=').unwrap_or((text, ""));
        let (name, values) = (name.trim(), values.trim());
        if values.is_empty() || name.is_empty() {
            let message = format!("`{text}` does not say which values are tried");
            let name = if name.is_empty() { "users" } else { name };
            let error = Diagnostic::error(CODE, message);
            return Err(refused(
                error.help(format!("write a range, `{name} = 1..100`, or a list, `{name} = 1, 2, 5`")),
            ));
        }
        if name == SCENARIO && sheet.position(name).is_none() {
            return scenarios(sheet, values);
        }
        let input = varied(sheet, name).map_err(|error| refused(*error))?;
        let is_list = values.split_once("..").is_none();
        let axis = Reader { sheet, input: &input };
        let values = if is_list { axis.list(values) } else { axis.range(values, steps) }?;
        Ok(Axis { name: name.to_owned(), values })
    }
}

/// The scenarios of a list, or all of them.
fn scenarios(sheet: &Worksheet, values: &str) -> Result<Axis, Box<Refused>> {
    let values: Vec<Tried> = match values {
        "all" => [SCENARIO_ITSELF]
            .into_iter()
            .chain(sheet.scenarios().iter().map(|one| one.name.as_str()))
            .map(plain)
            .collect(),
        list => list.split(',').map(|name| plain(name.trim())).collect(),
    };
    Ok(Axis { name: SCENARIO.to_owned(), values })
}

/// The word for the model itself.
pub const SCENARIO_ITSELF: &str = "base";

fn plain(text: &str) -> Tried {
    Tried { text: text.to_owned(), number: None }
}

fn refused(error: Diagnostic) -> Box<Refused> {
    Box::new(Refused { diagnostics: vec![error], ..Refused::default() })
}

/// Reads the values of an input.
struct Reader<'r> {
    sheet: &'r Worksheet,
    input: &'r Varied<'r>,
}

impl Reader<'_> {
    fn list(&self, text: &str) -> Result<Vec<Tried>, Box<Refused>> {
        let parts = split(text);
        if let [one] = parts.as_slice()
            && let Some((low, high)) = self.ends_of(one)
        {
            let message = format!("`{one}` is one value, not those between `{low}` and `{high}`");
            let name = &self.input.name;
            let error = Diagnostic::error(CODE, message);
            return Err(refused(error.help(format!("for a range write `--vary '{name} = {low}..{high}'`"))));
        }
        let unit = parts.last().and_then(|last| unit_of(last));
        let unit = unit.as_deref();
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            let text = with_unit(part, unit);
            let number = self.number(&text);
            // What is no number is tried as it is, which also tells what is wrong with it.
            if number.is_none() {
                self.sheet.with(&self.input.name, &text)?;
            }
            values.push(self.tried(text, number));
        }
        self.within(&values)?;
        Ok(values)
    }

    /// The two numbers of `1M - 5M` or `1M to 5M`, which as a single value nobody sweeps.
    fn ends_of<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let (low, high) =
            [" - ", "-", "–", " to "].into_iter().find_map(|between| text.split_once(between))?;
        let (low, high) = (low.trim(), high.trim());
        let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == '$');
        (is_number(low) && is_number(high) && self.number(high).is_some()).then_some((low, high))
    }

    /// A value; a bare number is shown with the unit that it takes.
    fn tried(&self, text: String, number: Option<f64>) -> Tried {
        let is_bare = number.is_some() && unit_of(&text).is_none();
        let whole = number.filter(|_| is_bare).and_then(|number| self.input.in_short(self.sheet, number));
        Tried { text: whole.unwrap_or(text), number }
    }

    fn range(&self, text: &str, steps: usize) -> Result<Vec<Tried>, Box<Refused>> {
        let (low, high) = text.split_once("..").unwrap_or((text, ""));
        let (low, high) = (low.trim(), high.trim());
        if low.is_empty() || high.is_empty() {
            let (end, other) = if high.is_empty() { ("upper", low) } else { ("lower", high) };
            let example = match (low, high) {
                ("", "") => "1..100".to_owned(),
                (low, "") => format!("{low}..{}", self.further(low, 10.0)),
                (_, high) => format!("{}..{high}", self.further(high, 0.1)),
            };
            let message = if other.is_empty() {
                "a range has two ends".to_owned()
            } else {
                format!("the range beside `{other}` has no {end} end")
            };
            let error = Diagnostic::error(CODE, message);
            return Err(refused(
                error.help(format!("write both: `--vary '{} = {example}'`", self.input.name)),
            ));
        }
        let ends = [with_unit(low, unit_of(high).as_deref()), high.to_owned()];
        let mut numbers = [0.0; 2];
        for (number, text) in numbers.iter_mut().zip(&ends) {
            *number = match self.number(text) {
                Some(number) => number,
                None => {
                    self.sheet.with(&self.input.name, text)?;
                    let error = Diagnostic::error(
                        CODE,
                        format!("`{text}` is no end of a range: it is not a single number"),
                    );
                    return Err(refused(error.help("name the values one by one: `A, B, C`")));
                }
            };
        }
        let [from, to] = numbers;
        let tried = |number: f64, text: &str| self.tried(text.to_owned(), Some(number));
        let [first, last] = &ends;
        if from > to {
            let error = Diagnostic::error(CODE, format!("`{first}` is more than `{last}`"));
            let name = &self.input.name;
            return Err(refused(
                error.help(format!("the smaller end comes first: `--vary '{name} = {high}..{low}'`")),
            ));
        }
        let mut values = vec![tried(from, first)];
        values.extend(self.between((from, to), steps));
        if from < to {
            values.push(tried(to, last));
        }
        self.within(&values)?;
        Ok(values)
    }

    /// A multiple of a value, as it can be typed; the value itself where that has no number.
    fn further(&self, text: &str, factor: f64) -> String {
        let number = self.number(text).and_then(|number| self.input.in_short(self.sheet, number * factor));
        number.unwrap_or_else(|| text.to_owned())
    }

    /// The values between two ends, with as few digits as tell them apart.
    fn between(&self, (from, to): (f64, f64), steps: usize) -> Vec<Tried> {
        let is_wide = from > 0.0 && to / from >= DECADE;
        let is_whole = self.input.is_whole(from) && self.input.is_whole(to);
        let count = steps.saturating_sub(1).max(1);
        #[allow(clippy::cast_precision_loss)] // steps are few
        let part = |at: usize| at as f64 / count as f64;
        let exact = (1..count).map(|at| match is_wide {
            true => from * libm::pow(to / from, part(at)),
            false => from + (to - from) * part(at),
        });
        let exact: Vec<f64> = exact.collect();
        let rounded = |digits: usize| -> Vec<f64> {
            let each = exact.iter().map(|number| match is_whole {
                true => libm::round(to_digits(*number, None, digits.max(3))),
                false => to_digits(*number, None, digits),
            });
            each.filter(|number| from < *number && *number < to).collect()
        };
        let is_even = |numbers: &[f64]| {
            let is_near = |(number, exact): (&f64, &f64)| {
                (number - exact).abs() <= (to - from).abs() / count_of(count) / 50.0
            };
            numbers.len() == exact.len()
                && (is_wide || numbers.iter().zip(&exact).all(is_near))
                && numbers.is_sorted_by(|a, b| a < b)
        };
        let chosen = DIGITS.into_iter().map(rounded).find(|numbers| is_even(numbers));
        let mut numbers = chosen.unwrap_or_else(|| if is_whole { rounded(15) } else { exact.clone() });
        numbers.dedup_by(|a, b| a == b);
        let text =
            |number: f64| self.input.in_short(self.sheet, number).unwrap_or_else(|| number.to_string());
        let tried = numbers.into_iter().map(|number| Tried { text: text(number), number: Some(number) });
        tried.collect()
    }

    /// The number that a text is for the input. `None` if it is not a single number of its dimension.
    fn number(&self, text: &str) -> Option<f64> {
        let number = |text: &str| self.sheet.number_for(self.input.value, self.input.is_literal(), text);
        // What is a range lends its unit as well.
        number(text).or_else(|| {
            let unit = self.input.unit_text(self.sheet).filter(|unit| !unit.is_empty())?;
            number(&with_unit(text, Some(&unit)))
        })
    }

    /// Refuses values that are past the minimum or the maximum of the input.
    fn within(&self, values: &[Tried]) -> Result<(), Box<Refused>> {
        let (least, most) = self.input.limits;
        // There are no fewer than no users, whether the model says so or not.
        let is_count = self.input.value.quantity().is_some_and(|quantity| {
            quantity.dimension.iter().any(|(base, exponent)| base.is_noun() && exponent > 0)
        });
        if let Some(below) =
            values.iter().find(|value| is_count && value.number.is_some_and(|number| number < 0.0))
        {
            let message =
                format!("`{}` counts something, and `{}` is below zero", self.input.name, below.text);
            return Err(refused(Diagnostic::error(CODE, message).help("the values of a count begin at 0")));
        }
        let is_past = |value: &&Tried| value.number.is_some_and(|number| !(least..=most).contains(&number));
        match values.iter().find(is_past) {
            Some(past) => self.sheet.with(&self.input.name, &past.text).map(|_| ()).map_err(Box::new),
            None => Ok(()),
        }
    }
}

#[allow(clippy::cast_precision_loss)] // steps are few
fn count_of(count: usize) -> f64 {
    count as f64
}

/// The parts between commas, which may also stand within a number: `1,000, 2,000`.
fn split(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' => {
                let groups = (1..=3).all(|next| is_digit(Some(at + next))) && !is_digit(Some(at + 4));
                if depth == 0 && !(groups && is_digit(at.checked_sub(1))) {
                    parts.push(text.get(start..at).unwrap_or_default().trim());
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// The unit behind a number: ` users`, `%`.
fn unit_of(text: &str) -> Option<String> {
    let mut ast = Ast::new();
    let root = syntax::expression(&mut ast, &Text::whole(0, text.trim_start_matches('-'))).ok()?;
    AsWritten::of(&ast, root).map(|literal| literal.written.unit).filter(|unit| !unit.is_empty())
}

/// A number with a unit, if it has none of its own.
fn with_unit(text: &str, unit: Option<&str>) -> String {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.');
    match unit.filter(|_| is_number && unit_of(text).is_none()) {
        Some(unit) => format!("{text}{unit}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{split, with_unit};

    #[test]
    fn lists() {
        assert_eq!(split("2x, 3x"), ["2x", "3x"]);
        assert_eq!(split("1,000, 2,000 users"), ["1,000", "2,000 users"]);
        assert_eq!(split("1,2,3"), ["1", "2", "3"]);
        assert_eq!(split("uniform(1, 2), 3,"), ["uniform(1, 2)", "3"]);
        assert_eq!(with_unit("10M", Some(" users")), "10M users");
        assert_eq!(with_unit("10 MB", Some(" GB")), "10 MB");
        assert_eq!(with_unit("m5_large", Some(" GB")), "m5_large");
    }
}
