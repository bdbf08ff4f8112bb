//! Lists of names in sentences.

use std::fmt::Display;

/// Joins names in backticks as alternatives: `` `a`, `b` or `c` ``. Empty if there are none.
pub fn one_of(names: impl IntoIterator<Item = impl Display>) -> String {
    joined(names, "or")
}

/// Joins names in backticks that all apply: `` `a`, `b` and `c` ``. Empty if there are none.
pub fn and_all(names: impl IntoIterator<Item = impl Display>) -> String {
    joined(names, "and")
}

/// Joins names that all apply with the number of others that are not named: `` `a`, `b` and 3 more ``.
pub fn and_more(names: impl IntoIterator<Item = impl Display>, more: usize) -> String {
    if more == 0 {
        return and_all(names);
    }
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    format!("{} and {more} more", quoted.join(", "))
}

/// Offers the names that may have been meant: `` did you mean `a` or `b`? ``
pub fn did_you_mean(names: impl IntoIterator<Item = impl Display>) -> String {
    format!("did you mean {}?", one_of(names))
}

fn joined(names: impl IntoIterator<Item = impl Display>, conjunction: &str) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {conjunction} {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_names_follows_the_conjunction() {
        assert_eq!(one_of([""; 0]), "");
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b"]), "`a` or `b`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(and_all(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(and_more(["a", "b"], 0), "`a` and `b`");
        assert_eq!(and_more(["a", "b"], 3), "`a`, `b` and 3 more");
        assert_eq!(did_you_mean(["a", "b"]), "did you mean `a` or `b`?");
    }
}
