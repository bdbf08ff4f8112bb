//! Detects expressions that a shell has changed because they were not quoted.
//!
//! Takes the words of an expression as the shell left them. `$10/GB` arrives as `0/GB`, since `$1` is empty,
//! `$0.02` as `bash.02`, and `*` as the names of all files. The first is a valid expression, so it is detected
//! before evaluation ([`emptied`]), the others after evaluation has failed ([`mangled`]).

use super::error::{self, Error};
use super::io;
use super::quote;

/// The names of shells that `$0` may contain.
const SHELLS: [&str; 6] = ["sh", "bash", "zsh", "dash", "ksh", "fish"];

/// Detects what is left of `$10`: a word, or the price in it, that is zero.
pub fn emptied(words: &[String]) -> Option<Error> {
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
        Error::new(error::SHELL, format!("`{price}` looks like `{meant}` after the shell expanded it"))
            .help(format!("put the expression in single quotes: `napkin {}`", quote::expression(&words)))
            .help(format!("or write `USD`: `1{dollars} USD{unit}`")),
    )
}

fn is_zeros(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte == b'0')
}

/// Finds a price of zero, such as the `0/GB` of `100 GB * 0/GB`.
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

/// Detects the other changes, in an expression that could not be evaluated.
pub fn mangled(words: &[String]) -> Option<Error> {
    named(words).or_else(|| expanded(words)).or_else(|| vanished(words))
}

/// Detects what is left of `$0.02`: the name of the shell.
fn named(words: &[String]) -> Option<Error> {
    let text = words.join(" ");
    let is_end = |c: char| c.is_whitespace() || "*+()".contains(c);
    let word = text.split(is_end).find(|word| shell_name(word).is_some())?;
    let rest = shell_name(word)?;
    let meant = format!("$0{rest}");
    let number = rest.split('/').next().unwrap_or(rest);
    let unit = rest.strip_prefix(number).unwrap_or_default();
    Some(
        Error::new(error::SHELL, format!("the shell expanded `{meant}` to `{word}`"))
            .help(format!(
                "put the expression in single quotes: `napkin '{}'`",
                text.replacen(word, &meant, 1)
            ))
            .help(format!("or write `USD`: `0{number} USD{unit}`")),
    )
}

/// Returns the rest of the word after the name of a shell in `bash.02/GB`, `-bash` and `/bin/sh`.
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

/// Detects what is left of `*`: the names of all files.
fn expanded(words: &[String]) -> Option<Error> {
    let names = io::names_here(words.len()).filter(|names| !names.is_empty())?;
    let at = words.windows(names.len()).position(|window| window == names)?;
    let mut meant: Vec<String> = words.get(..at)?.to_vec();
    meant.push("*".to_owned());
    meant.extend_from_slice(words.get(at + names.len()..)?);
    Some(
        Error::new(error::SHELL, "the shell expanded `*` to file names")
            .help(format!("put the expression in single quotes: `napkin {}`", quote::expression(&meant))),
    )
}

/// Detects what is left of `$5/GB`: the unit alone.
fn vanished(words: &[String]) -> Option<Error> {
    let text = words.join(" ");
    let mut before = "*";
    for word in text.split_whitespace() {
        let unit = word.strip_prefix('/').is_some_and(|unit| unit.starts_with(char::is_alphabetic));
        if unit && matches!(before, "*" | "+" | "-" | "/") {
            return Some(
                Error::new(
                    error::SHELL,
                    format!("a number is missing before `{word}`; the shell may have expanded `$5{word}`"),
                )
                .help(format!(
                    "put the expression in single quotes: `napkin '{}'`",
                    text.replacen(word, &format!("$5{word}"), 1)
                ))
                .help(format!("or write `USD`: `5 USD{word}`")),
            );
        }
        before = word;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &[&str]) -> Vec<String> {
        line.iter().map(|&word| word.to_owned()).collect()
    }

    #[track_caller]
    fn check(found: Option<Error>, expected: Option<&str>) {
        assert_eq!(found.map(|error| error.to_string()).as_deref(), expected);
    }

    #[test]
    fn a_price_whose_variable_was_empty() {
        let left = Some("`0/GB` looks like `$10/GB` after the shell expanded it");
        check(emptied(&words(&["100", "GB", "*", "0/GB"])), left);
        check(emptied(&words(&["100 GB * 0/GB"])), left);
        check(emptied(&words(&["3", "*", "00"])), Some("`00` looks like `$100` after the shell expanded it"));
    }

    #[test]
    fn a_zero_that_was_meant() {
        for line in [&["0"][..], &["x * 0"], &["if r > 0/s then 1 else 2"], &["10", "/", "100"], &["0.5/s"]] {
            check(emptied(&words(line)), None);
        }
    }

    #[test]
    fn the_name_of_a_shell() {
        let made = |word| Some(format!("the shell expanded `$0.02/GB` to `{word}`"));
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
