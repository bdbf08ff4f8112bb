//! Lists of names in sentences.

use std::fmt::Display;

/// Joins names in backticks as alternatives: `` `a`, `b` or `c` ``.
pub fn one_of(names: impl IntoIterator<Item = impl Display>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::one_of;

    #[test]
    fn the_last_of_several_names_follows_an_or() {
        assert_eq!(one_of([""; 0]), "");
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b"]), "`a` or `b`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
