//! Lines as people say them: `I'd assume 300M users, since half of them are active`.

use crate::syntax::in_figures;

/// A part of a line that may be an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The part, as the language writes it.
    pub text: String,
    /// The words before and behind it, which may say what it is.
    pub words: Vec<String>,
}

/// The most words before an estimate.
const BEFORE: usize = 10;

/// The most words behind a number.
const BEHIND: usize = 5;

/// What a reason begins with.
const REASONS: [&str; 8] = [", ", "; ", ". ", ": ", " because ", " since ", " which ", " — "];

/// The most parts of a line that are looked at.
const MOST: usize = 12;

/// Words after which a word before `=` is no name.
const OF: [&str; 6] = ["of", "per", "for", "in", "a", "each"];

/// Words that say nothing of a number.
const READ_OVER: [&str; 14] = [
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

/// Words behind which the result of what was said stands.
const CONCLUSIONS: [&str; 6] = ["that's", "that’s", "so", "gives", "makes", "thus"];

/// What stands between a name and its value.
const EQUALS: [&str; 6] = [" is about ", " are about ", " is ", " are ", ": ", " of "];

/// Returns the readings of a line as it may be spoken, the longest first. `is_known` tells the names of earlier lines.
pub fn readings(line: &str, is_known: &dyn Fn(&str) -> bool) -> Vec<Spoken> {
    let line = line.trim().trim_end_matches(['.', '!', ',', ';']);
    let digits = in_digits(line);
    if digits != line && !is_computing(line) {
        // Numbers in words say more than what is left of them.
        let mut found = readings(&digits, is_known);
        found.insert(0, Spoken { text: digits, words: Vec::new() });
        return found;
    }
    let mut found: Vec<Spoken> = Vec::new();
    let mut lones = Vec::new();
    let mut add = |spoken: Option<Spoken>| {
        // `it` alone says nothing anew.
        let says = |text: &str| text.contains(|c: char| c.is_ascii_digit()) || is_computing(text);
        found.extend(spoken.filter(|spoken| says(&spoken.text) && spoken.text != line));
    };
    for part in parts(line) {
        add(Some(Spoken { text: part.to_owned(), words: Vec::new() }));
        add(bound(part));
        let words: Vec<&str> = part.split_whitespace().collect();
        let before =
            words.iter().take(BEFORE).take_while(|word| !is_computed(word) || **word == "to").count();
        for count in 1..=before {
            let Some((said, rest)) = words.split_at_checked(count) else { continue };
            let is_computed_next = rest.get(1).is_some_and(|next| is_computed(next));
            // `in = 3 MB/s` is an error.
            let binds = said.iter().any(|word| word.contains('='));
            // `storage per hour of video = 3 GB`
            let is_part = rest.get(1).is_some_and(|next| next.starts_with('='))
                && said.last().is_some_and(|word| OF.contains(word));
            let is_all_said = said.iter().all(|word| is_word(word));
            // `24 PB / 4` is no `PB / 4`.
            let cuts = said.last().is_some_and(|word| is_number(word));
            // `compression by 4, that's 24 PB / 4`
            let concludes = said.last().is_some_and(|word| CONCLUSIONS.contains(word));
            let begins = !cuts
                && rest.first().is_some_and(|word| match is_word(word) {
                    true => is_computed_next && !binds && !is_part || is_all_said && is_known(word),
                    false => (is_all_said || concludes) && !is_computed(word),
                });
            if begins {
                let text = rest.join(" ");
                add(Some(Spoken { text: text.clone(), words: named(said) }));
                add(bound(&text));
                add(short(&text, said));
                lones.extend(lone(rest, said));
            }
        }
        add(short(part, &[]));
        add(claimed(part));
        let telling: Vec<&str> = words.iter().copied().filter(|word| !READ_OVER.contains(word)).collect();
        if telling.len() < words.len() {
            let text = telling.join(" ");
            add(Some(Spoken { text: text.clone(), words: Vec::new() }));
            add(bound(&text));
            let before = telling.iter().take_while(|word| is_word(word)).count();
            add(telling
                .split_at_checked(before)
                .map(|(said, rest)| Spoken { text: rest.join(" "), words: named(said) }));
        }
    }
    found.extend(lones);
    found
}

/// Returns the parts of a line that reasons separate: those with a name and its value first.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = vec![line];
    for reason in REASONS {
        let pieces: Vec<&str> = parts.iter().flat_map(|part| part.split(reason)).collect();
        parts.extend(pieces);
    }
    let mut seen: Vec<&str> = Vec::new();
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        if !seen.contains(&part) && seen.len() < MOST {
            seen.push(part);
        }
    }
    // What is computed says more than what is said of it.
    seen.sort_by_key(|part| (!part.contains('='), !is_computing(part)));
    seen
}

/// Whether a word is an operator, or stands before one without a blank.
fn is_computed(word: &str) -> bool {
    matches!(word, "*" | "/" | "+" | "-" | "^" | "×" | "=" | "to" | "in")
        || word.ends_with('=')
        || word.contains('*')
}

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
        let is_counted =
            out.len().checked_sub(2).and_then(|at| out.get(at)).is_some_and(|word| is_number(word));
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
                skip = at + if matches!(next(1), Some("the" | "that" | "as")) { 3 } else { 1 };
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

/// Whether a text computes something.
fn is_computing(text: &str) -> bool {
    text.contains(['*', '×', '^', '+']) || text.contains(" / ") || text.contains(" - ")
}

/// Whether a word ends with a number, which goes on with the next word.
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(|c: char| c.is_alphanumeric())
}

/// Whether a line is prose: mostly words, and nothing is computed in it.
pub fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace();
    let (plain, all) = words.fold((0, 0), |(plain, all), word| (plain + usize::from(is_word(word)), all + 1));
    all >= 4 && plain * 4 >= all * 3 && !line.contains(['=', '*', '+', '^', '×'])
}

/// `the read ratio is 100 reads/url`
fn bound(part: &str) -> Option<Spoken> {
    let (name, value) = EQUALS.iter().find_map(|equals| part.split_once(equals))?;
    let words: Vec<&str> = name.split_whitespace().collect();
    if !words.iter().all(|word| is_word(word)) || value.contains('=') {
        return None;
    }
    let all = named(&words);
    Some(match words.as_slice() {
        [name] if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
            Spoken { text: format!("{name} = {}", value.trim()), words: Vec::new() }
        }
        _ => Spoken { text: value.trim().to_owned(), words: all },
    })
}

/// `100M * 12 * 5 = 6bn`, without what it is said to be.
fn claimed(part: &str) -> Option<Spoken> {
    let (left, _) = part.split_once('=')?;
    let words: Vec<&str> = left.split_whitespace().collect();
    let before = words.iter().take_while(|word| is_word(word)).count();
    let (said, rest) = words.split_at_checked(before).filter(|(_, rest)| rest.len() > 1)?;
    Some(Spoken { text: rest.join(" "), words: named(said) })
}

/// `5 years of retention`, without the words behind.
fn short(part: &str, before: &[&str]) -> Option<Spoken> {
    if part.contains(['*', '+', '=', '^', '(']) {
        return None;
    }
    let words: Vec<&str> = part.split_whitespace().collect();
    let behind = words.iter().rev().take(BEHIND).take_while(|word| is_word(word)).count();
    // A unit belongs to the number: `5 years`.
    let keep = words.len() - behind;
    let keep = if keep == 1 && behind > 1 { 2 } else { keep };
    let (kept, rest) =
        words.split_at_checked(keep).filter(|(kept, rest)| !kept.is_empty() && !rest.is_empty())?;
    let said: Vec<&str> = before.iter().chain(rest).copied().collect();
    Some(Spoken { text: kept.join(" "), words: named(&said) })
}

/// `300 on average`: the number alone.
fn lone(rest: &[&str], before: &[&str]) -> Option<Spoken> {
    let (number, behind) = rest.split_first()?;
    let is_lone = is_number(number) && !behind.is_empty() && behind.iter().all(|word| is_word(word));
    let said: Vec<&str> = before.iter().chain(behind).copied().collect();
    is_lone.then(|| Spoken { text: (*number).to_owned(), words: named(&said) })
}

/// Returns words as names: each, and each two as one.
pub fn named(words: &[&str]) -> Vec<String> {
    let plain: Vec<String> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let pairs = plain.windows(2).map(|pair| pair.join("_"));
    pairs.chain(plain.iter().filter(|word| word.len() > 1).cloned()).collect()
}

/// Whether something is a word of prose.
fn is_word(word: &str) -> bool {
    let word = word.trim_end_matches([',', ':', ';', '.']);
    !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::readings;

    fn has(line: &str, text: &str) -> bool {
        readings(line, &|name| name == "dau").iter().any(|spoken| spoken.text == text)
    }

    #[test]
    fn what_is_said_around_an_estimate_is_left_out() {
        assert!(has("I'd assume 300M users, since half of them are active", "300M users"));
        assert!(has("they take 20 million trips a day", "20M trips/day"));
        assert!(has("they open it about 10 times a day", "10/day"));
        assert!(
            has("I think peak is three times the average", "peak = 3")
                || has("peak is three times the average", "peak = 3")
        );
        assert!(has("with compression by 4 that's 24 PB / 4", "24 PB / 4"));
        assert!(!has("with compression by 4 that's 24 PB / 4", "PB / 4"));
        assert!(has("so reads = dau * 10 reads/user/day", "reads = dau * 10 reads/user/day"));
        assert!(has("let's say 5 years of retention", "5 years"));
        assert!(has("dau is 250M users", "dau = 250M users"));
        assert!(has("the read ratio is 100 reads/url", "100 reads/url"));
        assert!(has("copies: 3", "copies = 3"));
        assert!(has("that gives dau * 2", "dau * 2"));
    }

    #[test]
    fn what_comes_after_a_reason_is_read_too() {
        assert!(has("the peak is 3 times that, so peak = dau * 3", "peak = dau * 3"));
        assert!(has("with 3 copies that is dau * 3", "dau * 3"));
        assert!(has("at peak it is more: peak = dau * 3", "peak = dau * 3"));
    }

    #[test]
    fn nothing_is_left_out_of_an_expression() {
        assert!(!has("out = dau * size to MB/s", "dau * size"));
        assert!(readings("out = r * size to MB/s", &|_| false).is_empty());
    }
}
