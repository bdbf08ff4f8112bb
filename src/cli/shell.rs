//! What a shell does to an expression without quotes, and how to write it instead.
//!
//! The words of an expression come in as the shell left them. `$10/GB` arrives as `0/GB`,
//! since `$1` is empty, `$0.02` as `bash.02`, and `*` as the names of all files. The first
//! would be computed without a word, so it is looked for before anything is evaluated;
//! the others only once that has failed.

use super::io;
use super::trouble::{self, Trouble};

/// Shells, as `$0` names them.
const SHELLS: [&str; 6] = ["sh", "bash", "zsh", "dash", "ksh", "fish"];

/// Where `$10` stood: a zero that is all there is of a word, or of a price.
pub fn emptied(words: &[String]) -> Option<Trouble> {
    let lone = words.len() > 1;
    let at = words.iter().position(|word| (lone && is_zeros(word)) || find_price(word).is_some())?;
    let word = words.get(at)?;
    let price = find_price(word).unwrap_or(word);
    let meant = format!("$1{price}");
    let unit = price.trim_start_matches('0');
    let dollars = price.split('/').next().unwrap_or(price);
    let mut words = words.to_vec();
    if let Some(changed) = words.get_mut(at) {
        *changed = changed.replacen(price, &meant, 1);
    }
    Some(
        Trouble::new(trouble::SHELL, format!("`{price}` looks like what a shell leaves of `{meant}`"))
            .help(format!("in single quotes it is left alone: `napkin {}`", in_quotes(&words)))
            .help(format!("or write `USD`: `1{dollars} USD{unit}`")),
    )
}

fn is_zeros(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte == b'0')
}

/// A price of zero, like the `0/GB` of `100 GB * 0/GB`.
fn find_price(word: &str) -> Option<&str> {
    let mut before = "";
    for piece in word.split_whitespace() {
        let is_price = piece.split_once('/').is_some_and(|(number, unit)| {
            is_zeros(number) && unit.starts_with(|first: char| first.is_alphabetic())
        });
        if is_price && matches!(before, "" | "*" | "+") {
            return Some(piece);
        }
        before = piece;
    }
    None
}

/// What the shell made of an expression that could not be evaluated.
pub fn mangled(words: &[String]) -> Option<Trouble> {
    named(words).or_else(|| expanded(words)).or_else(|| vanished(words))
}

/// Where `$0.02` stood: the name of the shell.
fn named(words: &[String]) -> Option<Trouble> {
    let text = words.join(" ");
    let is_end = |c: char| c.is_whitespace() || "*+()".contains(c);
    let word = text.split(is_end).find(|word| shell_name(word).is_some())?;
    let rest = shell_name(word)?;
    let meant = format!("$0{rest}");
    let number = rest.split('/').next().unwrap_or(rest);
    let unit = rest.strip_prefix(number).unwrap_or_default();
    Some(
        Trouble::new(trouble::SHELL, format!("`{word}` is what the shell made of `{meant}`"))
            .help(format!("in single quotes it is left alone: `napkin '{}'`", text.replacen(word, &meant, 1)))
            .help(format!("or write `USD`: `0{number} USD{unit}`")),
    )
}

/// What follows a shell's name in `bash.02/GB`, `-bash` and `/bin/sh`.
fn shell_name(word: &str) -> Option<&str> {
    let path = word.trim_start_matches('-');
    let directory =
        path.starts_with('/').then(|| SHELLS.iter().find_map(|shell| path.find(&format!("/{shell}"))));
    let name = path.get(directory.flatten().map_or(0, |at| at + 1)..)?;
    SHELLS.iter().find_map(|shell| {
        let rest = name.strip_prefix(shell)?;
        let number =
            rest.strip_prefix('.').is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit()));
        let changed = path.len() < word.len() || name.len() < path.len();
        (number || (rest.is_empty() && changed) || (rest.starts_with('/') && changed)).then_some(rest)
    })
}

/// Where `*` stood: the names of all files.
fn expanded(words: &[String]) -> Option<Trouble> {
    let names = io::names_here(words.len()).filter(|names| !names.is_empty())?;
    let at = words.windows(names.len()).position(|window| window == names)?;
    let mut meant: Vec<String> = words.get(..at)?.to_vec();
    meant.push("*".to_owned());
    meant.extend_from_slice(words.get(at + names.len()..)?);
    Some(
        Trouble::new(trouble::SHELL, "the shell put the names of files in the place of `*`")
            .help(format!("in single quotes it is left alone: `napkin {}`", in_quotes(&meant))),
    )
}

/// Where `$5/GB` stood: nothing but the unit.
fn vanished(words: &[String]) -> Option<Trouble> {
    let text = words.join(" ");
    let mut before = "*";
    for word in text.split_whitespace() {
        let unit = word.strip_prefix('/').is_some_and(|unit| unit.starts_with(char::is_alphabetic));
        if unit && matches!(before, "*" | "+" | "-" | "/") {
            return Some(
                Trouble::new(
                    trouble::SHELL,
                    format!("a number is missing before `{word}`; a shell leaves that of `$5{word}`"),
                )
                .help(format!(
                    "in single quotes it is left alone: `napkin '{}'`",
                    text.replacen(word, &format!("$5{word}"), 1)
                ))
                .help(format!("or write `USD`: `5 USD{word}`")),
            );
        }
        before = word;
    }
    None
}

/// The words as one argument.
fn in_quotes(words: &[String]) -> String {
    format!("'{}'", words.join(" ").replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &[&str]) -> Vec<String> {
        line.iter().map(|&word| word.to_owned()).collect()
    }

    #[track_caller]
    fn check(found: Option<Trouble>, expected: Option<&str>) {
        assert_eq!(found.map(|trouble| trouble.to_string()).as_deref(), expected);
    }

    #[test]
    fn what_is_left_of_a_price() {
        let left = Some("`0/GB` looks like what a shell leaves of `$10/GB`");
        check(emptied(&words(&["100", "GB", "*", "0/GB"])), left);
        check(emptied(&words(&["100 GB * 0/GB"])), left);
        check(emptied(&words(&["3", "*", "00"])), Some("`00` looks like what a shell leaves of `$100`"));
    }

    #[test]
    fn a_zero_that_was_meant() {
        for line in [&["0"][..], &["x * 0"], &["if r > 0/s then 1 else 2"], &["10", "/", "100"], &["0.5/s"]] {
            check(emptied(&words(line)), None);
        }
    }

    #[test]
    fn the_name_of_a_shell() {
        let made = |word| Some(format!("`{word}` is what the shell made of `$0.02/GB`"));
        for word in ["bash.02/GB", "-bash.02/GB", "/usr/bin/zsh.02/GB", "sh.02/GB"] {
            check(named(&words(&["100", "GB", "*", word])), made(word).as_deref());
        }
        check(named(&words(&["shards * 3"])), None);
        check(named(&words(&["bash"])), None);
    }

    #[test]
    fn a_price_that_vanished() {
        assert!(vanished(&words(&["100", "GB", "*", "/GB"])).is_some());
        assert!(vanished(&words(&["x", "/y"])).is_none());
    }
}
