//! Lines as people write them on a whiteboard: `50bn*100B`, `x3`, `in = events * size`.

use crate::syntax;
use crate::units::nouns::english::singular_of;

/// Words of the language that candidates give to values.
const TAKEN: [&str; 4] = ["in", "per", "to", "of"];

/// Units that candidates give to values: `day = writes * size`.
const PERIODS: [&str; 4] = ["day", "week", "month", "year"];

/// What a name is that is a word of the language; people call it the same.
fn free(name: &str) -> String {
    format!("{name}_")
}

/// Returns a line with other names for the words of the language and the units that it binds, or that earlier lines did.
/// `is_known` tells the names of earlier lines, `reads` whether a line can be read.
pub fn renamed(line: &str, is_known: impl Fn(&str) -> bool, reads: impl Fn(&str) -> bool) -> String {
    let mut line = line.to_owned();
    let bound = line.split_once('=').map(|(name, rest)| (name.trim().to_owned(), rest.to_owned()));
    let uses = bound.as_ref().map_or_else(|| line.clone(), |(_, rest)| rest.clone());
    let uses = used(&uses, &is_known);
    match bound {
        Some((name, _)) if is_word(&name) => {
            let renamed = format!("{} = {}", free(&name), uses.trim());
            let as_typed = format!("{name} = {}", uses.trim());
            // `series = …`: one is written as many are, so that `2 samples/series` could be either.
            let is_one = name.ends_with('s') && singular_of(&name) == name && reads(&format!("1 B/{name}"));
            let is_taken = TAKEN.contains(&name.as_str()) || PERIODS.contains(&name.as_str()) || is_one;
            line = if is_taken || !reads(&as_typed) && reads(&renamed) { renamed } else { as_typed };
        }
        Some(_) => {
            let name = line.split('=').next().unwrap_or_default();
            line = format!("{name}={uses}");
        }
        None => line = uses,
    }
    line
}

fn is_word(name: &str) -> bool {
    TAKEN.contains(&name) || syntax::is_name(name)
}

/// Returns an expression with the other names of earlier lines, where a value is expected and no unit.
fn used(expression: &str, is_known: &impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    let mut word = String::new();
    // Behind these a value begins; behind a slash it may be a unit.
    let (mut is_value, mut is_divisor) = (true, false);
    for c in expression.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            let other = free(&word);
            let is_here = is_value || is_divisor && TAKEN.contains(&word.as_str());
            let is_bare = word.starts_with(char::is_alphabetic);
            out.push_str(if is_here && is_bare && is_known(&other) { &other } else { &word });
            word.clear();
            (is_value, is_divisor) = (false, false);
        }
        if "*+-(^×".contains(c) {
            is_value = true;
        }
        is_divisor |= c == '/';
        out.push(c);
    }
    out.pop();
    out
}

/// Returns other ways to write a line that cannot be read as it is.
pub fn variants(line: &str) -> Vec<String> {
    let times = times(line);
    let bytes = bytes(&times);
    let mut found = vec![times.clone(), bytes.clone()];
    for text in [times, bytes] {
        found.extend(converted(&text));
        found.extend(text.split_once(" to 1/").map(|(value, _)| value.trim().to_owned()));
        found.extend(divided(&text));
    }
    found.retain(|text| text != line);
    found
}

/// `x3` goes on from the last value.
fn times(line: &str) -> String {
    let rest = ["x", "X", "×", "times "].iter().find_map(|sign| line.strip_prefix(sign));
    let rest = rest.map(str::trim).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    rest.map_or_else(|| line.to_owned(), |rest| format!("* {rest}"))
}

/// `50bn*100B`: bytes.
fn bytes(line: &str) -> String {
    let mut out = String::new();
    let chars: Vec<char> = line.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        let ends = chars.get(at + 1).is_none_or(|next| !next.is_alphanumeric() && *next != '_');
        // `1B users` is a billion.
        let behind: String = chars.get(at + 1..).unwrap_or_default().iter().collect();
        let next = behind.split_whitespace().next().filter(|_| behind.starts_with(' '));
        let is_count =
            next.is_some_and(|next| next.chars().all(char::is_alphabetic) && !matches!(next, "to" | "in"));
        if *c == 'B' && ends && !is_count && before.is_some_and(char::is_ascii_digit) {
            out.push_str(" bytes");
        } else {
            out.push(*c);
        }
    }
    out
}

/// `50bn messages/day*1.5 to 1/s` is no range.
fn converted(line: &str) -> Option<String> {
    let (value, unit) = line.split_once(" to 1/").or_else(|| line.split_once(" in 1/"))?;
    Some(match value.split_once('=') {
        Some((name, value)) => format!("{name}= ({}) to 1/{unit}", value.trim()),
        None => format!("({}) to 1/{unit}", value.trim()),
    })
}

/// `pos / 10000/s`: by what one takes a second.
fn divided(line: &str) -> Option<String> {
    let (value, divisor) = line.rsplit_once(" / ")?;
    let is_rate = divisor.starts_with(|c: char| c.is_ascii_digit()) && divisor.contains('/');
    (is_rate && !divisor.contains(['*', ')', ' '])).then(|| format!("{value} / ({divisor})"))
}

#[cfg(test)]
mod tests {
    use super::{renamed, variants};

    #[test]
    fn notation_of_whiteboards_is_read() {
        assert!(variants("50bn*100B").contains(&"50bn*100 bytes".to_owned()));
        assert!(variants("20k*500B/s").contains(&"20k*500 bytes/s".to_owned()));
        assert!(variants("x3").contains(&"* 3".to_owned()));
        assert!(variants("100M*10/day to 1/s").contains(&"(100M*10/day) to 1/s".to_owned()));
        assert!(variants("n = pos / 10000/s").contains(&"n = pos / (10000/s)".to_owned()));
        assert!(variants("500B").contains(&"500 bytes".to_owned()));
    }

    #[test]
    fn names_that_are_words_of_the_language_have_others() {
        let known = |name: &str| name == "in_" || name == "month_";
        let reads = |line: &str| !line.starts_with("1 B/") || line.ends_with("series");
        assert_eq!(renamed("in = events * size to MB/s", known, reads), "in_ = events * size to MB/s");
        assert_eq!(renamed("out = in * 3 to MB/s", known, reads), "out = in_ * 3 to MB/s");
        assert_eq!(renamed("x = 3 * in / (10 MB/s)", known, reads), "x = 3 * in_ / (10 MB/s)");
        assert_eq!(renamed("2 TB/month in MB/s", known, reads), "2 TB/month in MB/s");
        assert_eq!(renamed("series = hosts * 1000", known, reads), "series_ = hosts * 1000");
    }
}
