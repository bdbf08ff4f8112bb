//! Lines as people say them: `I'd assume 300M users, since half of them are active`.

use crate::syntax::in_figures;

/// Words that say nothing of a number.
pub const READ_OVER: [&str; 14] = [
    "new",
    "unique",
    "about",
    "roughly",
    "around",
    "maybe",
    "approximately",
    "some",
    "only",
    "like",
    "say",
    "another",
    "more",
    "registered",
];

/// Whether a line ends a stage: `done`, `ok, next`.
pub fn is_done(line: &str) -> bool {
    const DONE: [&str; 4] = ["done", "next", "d", "finished"];
    const BESIDE: [&str; 9] = ["ok", "okay", "so", "i'm", "let's", "go", "on", "stage", "please"];
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '!'))
        .filter(|word| !word.is_empty())
        .collect();
    words.iter().any(|word| DONE.contains(word))
        && words.iter().all(|word| DONE.contains(word) || BESIDE.contains(word))
}

/// Whether a line that ends with a question mark asks for a number, and says none.
pub fn is_question(line: &str) -> bool {
    const ASKS: [&str; 10] = ["what", "how", "which", "who", "where", "when", "why", "can", "could", "may"];
    let first = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    ASKS.contains(&first.as_str()) || !in_digits(line).contains(|c: char| c.is_ascii_digit())
}

/// Sizes in words.
const SIZES: [(&str, &str); 4] = [("thousand", "k"), ("million", "M"), ("billion", "bn"), ("trillion", "tn")];

/// The words before a period: `20 reads a day`.
const EACH: [&str; 4] = ["a", "per", "each", "every"];

/// Those who are counted by themselves: `100M users a day`.
const PEOPLE: [&str; 2] = ["users", "people"];

/// Periods.
const PERIODS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// Returns a line with its numbers in digits: `20 million trips a day` is `20M trips/day`.
pub fn in_digits(line: &str) -> String {
    let look = |table: &[(&str, &'static str)], word: &str| {
        let word = word.trim_end_matches(',').to_lowercase();
        table.iter().find(|(own, _)| *own == word).map(|(_, text)| *text)
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut out: Vec<String> = Vec::new();
    let mut skip = 0;
    for (at, word) in words.iter().enumerate() {
        if at < skip {
            continue;
        }
        let next = |count: usize| words.get(at + count).map(|word| word.trim_end_matches([',', '.']));
        let is_period = next(1).is_some_and(|next| PERIODS.contains(&next));
        // `20 reads a day`, `5 push notifications a day`
        let mut before = out.iter().rev().skip(1).take(2);
        let is_counted = before.any(|word| is_number(word));
        match out.last_mut() {
            Some(last) if is_number(last) && look(&SIZES, word).is_some() => {
                last.push_str(look(&SIZES, word).unwrap_or_default());
            }
            // As many as use it on a day.
            Some(last)
                if PEOPLE.contains(&last.as_str()) && EACH.contains(word) && next(1) == Some("day") =>
            {
                out.insert(0, "daily".to_owned());
                skip = at + 2;
            }
            Some(last) if EACH.contains(word) && is_period && (is_number(last) || is_counted) => {
                *last = format!("{last}/{}", next(1).unwrap_or_default());
                skip = at + 2;
            }
            // `3 times the average` is 3.
            Some(last) if *word == "times" && is_number(last) => {
                skip = at
                    + match next(1) {
                        Some("the") => 3,
                        Some("that" | "as") => 2,
                        _ => 1,
                    };
            }
            _ => out.push(in_number(word).unwrap_or(word).to_owned()),
        }
    }
    out.join(" ")
}

/// The digits of a number in words that is nothing else: `one` and `half` may speak of people.
fn in_number(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches(',').to_lowercase();
    let is_number = |figures: &&str| figures.parse().is_ok_and(|number: f64| (2.0..100.0).contains(&number));
    match word.as_str() {
        "once" => Some("1"),
        "twice" => Some("2"),
        _ => in_figures(&word).filter(is_number),
    }
}

/// Whether a word ends with a number, which goes on with the next word.
pub fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(|c: char| c.is_alphanumeric())
}

/// Whether a line is prose: mostly words, and nothing is computed in it.
pub fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace();
    let (plain, all) = words.fold((0, 0), |(plain, all), word| (plain + usize::from(is_word(word)), all + 1));
    all >= 4 && plain * 4 >= all * 3 && !line.contains(['=', '*', '+', '^', '×'])
}

/// Returns words as names: each, and each two as one.
pub fn named(words: &[&str]) -> Vec<String> {
    let plain: Vec<String> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let pairs = plain.windows(2).map(|pair| pair.join("_"));
    pairs.chain(plain.iter().filter(|word| word.len() > 1).cloned()).collect()
}

/// Whether something is a word of prose.
pub fn is_word(word: &str) -> bool {
    let word = word.trim_end_matches([',', ':', ';', '.']);
    !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '_'))
}
