//! Puts the words of a command line into the order that clap reads.
//!
//! An expression may begin with a minus and have options before, after and inside it, which no option parser allows.
//! Takes the words as they were typed, and returns the options followed by `--` and the expression; or the name of a
//! command followed by the options that were before it. `explain` takes an expression too and is ordered like one.
//! Which words are options, and which take a value, is read from clap's definitions; nothing is checked here.

use clap::Command;

/// The command that takes an expression.
const EXPLAIN: &str = "explain";

/// The options whose value is optional.
const ERROR: &str = "--error";
const SENSITIVITY: &str = "--sensitivity";

/// Returns the words in order, the name of the program first.
pub fn ordered(words: Vec<String>, command: &Command, is_command: fn(&str) -> bool) -> Vec<String> {
    let mut options = vec![command.get_name().to_owned()];
    let mut expression = Vec::new();
    let mut explains = false;
    let mut rest = words.into_iter().peekable();
    while let Some(word) = rest.next() {
        if word == "--" {
            expression.extend(rest);
            break;
        }
        if is_option(&word, command) {
            let may_follow = |next: &String| word != ERROR || !is_option(next, command) && next != "--";
            let value = if takes_value(&word, command) { rest.next_if(may_follow) } else { None };
            options.push(word);
            options.extend(value);
        } else if expression.is_empty() && !explains && is_command(&word) {
            explains = word == EXPLAIN;
            options.insert(1, word);
            if explains {
                continue;
            }
            options.extend(rest);
            return options;
        } else {
            expression.push(word);
        }
    }
    if !expression.is_empty() {
        options.push("--".to_owned());
        options.extend(expression);
    }
    options
}

/// Returns the words with `--sensitivity` left without a value if a model follows it: in
/// `run --sensitivity feed.toml` the file is the model and not the value of the option.
pub fn without_value(mut words: Vec<String>, is_model: fn(&str) -> bool) -> Vec<String> {
    let followed = words.iter().zip(words.iter().skip(1));
    let at = followed.map(|(word, next)| word == SENSITIVITY && is_model(next)).position(|found| found);
    if let Some(word) = at.and_then(|at| words.get_mut(at)) {
        word.push('=');
    }
    words
}

/// Whether a word is an option: `--json` and `-q` are; `-5`, `-x` and `->` belong to an expression.
fn is_option(word: &str, command: &Command) -> bool {
    match word.strip_prefix("--") {
        Some(name) => name.starts_with(|first: char| first.is_ascii_alphabetic()),
        None => match word.strip_prefix('-').map(|name| (name.chars().next(), name.len())) {
            Some((Some(short), 1)) => {
                matches!(short, 'h' | 'V')
                    || command.get_arguments().any(|arg| arg.get_short() == Some(short))
            }
            _ => false,
        },
    }
}

/// Whether the next word is the value of an option.
fn takes_value(word: &str, command: &Command) -> bool {
    let Some(name) = word.strip_prefix("--") else { return false };
    // Only commands have these options.
    if ["set", "set-file", "scenario", "confidence"].contains(&name) || word == ERROR {
        return true;
    }
    let option = command.get_arguments().find(|arg| arg.get_long() == Some(name));
    option.is_some_and(|option| option.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use super::super::arguments::Cli;
    use super::*;
    use clap::CommandFactory;

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let words = words.split(' ').map(str::to_owned).collect();
        let ordered = ordered(words, &Cli::command(), |word| matches!(word, "run" | "check" | "explain"));
        assert_eq!(ordered.join(" "), format!("napkin {expected}"));
    }

    #[test]
    fn options_may_be_anywhere_around_an_expression() {
        check("1 + 1", "-- 1 + 1");
        check("1 + 1 --json", "--json -- 1 + 1");
        check("--digits 3 1 -q / 3", "--digits 3 -q -- 1 / 3");
        check("1 --digits=3", "--digits=3 -- 1");
    }

    #[test]
    fn a_minus_begins_an_expression() {
        check("-5 + 3", "-- -5 + 3");
        check("-x", "-- -x");
        check("1 GB -> MB", "-- 1 GB -> MB");
        check("- 5", "-- - 5");
        check("--json -- -q", "--json -- -q");
    }

    #[test]
    fn the_first_word_may_be_a_command() {
        check("run twitter --set users=3", "run twitter --set users=3");
        check("--json run twitter", "run --json twitter");
        check("1 + run", "-- 1 + run");
        check("-- run", "-- run");
        check("--unknown 1", "--unknown -- 1");
    }

    #[test]
    fn a_model_is_not_the_value_of_an_option() {
        let check = |words: &str, expected: &str| {
            let words = words.split(' ').map(str::to_owned).collect();
            assert_eq!(without_value(words, |word| word == "twitter").join(" "), expected);
        };
        check("run --sensitivity twitter --json", "run --sensitivity= twitter --json");
        check("run --sensitivity cost", "run --sensitivity cost");
        check("run --set a=1 --sensitivity", "run --set a=1 --sensitivity");
    }

    #[test]
    fn explain_takes_an_expression() {
        check("explain twitter cost --set users=3", "explain --set users=3 -- twitter cost");
        check("--json explain -5 GB/s -q", "explain --json -q -- -5 GB/s");
        check("explain run", "explain -- run");
        check("explain - --point", "explain --point -- -");
        check("explain --error E0302", "explain --error E0302");
        check("explain --json --error", "explain --json --error");
        check("explain --error --json", "explain --error --json");
    }
}
