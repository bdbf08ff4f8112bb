//! Quotes words for a POSIX shell, so that a suggested command can be pasted.

/// Quotes a word if a shell would change it.
pub fn argument(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./+=,:@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { always(word) }
}

/// Joins words to one quoted argument.
pub fn expression(words: &[String]) -> String {
    always(&words.join(" "))
}

fn always(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_the_word() {
        assert_eq!(argument("a-b_c/d.toml"), "a-b_c/d.toml");
        assert_eq!(argument("a b"), "'a b'");
        assert_eq!(argument(""), "''");
        assert_eq!(argument("it's"), r"'it'\''s'");
        assert_eq!(expression(&["10".to_owned(), "GB".to_owned()]), "'10 GB'");
    }
}
