//! Letters that look like Latin ones: `М` of `5 МB` is Cyrillic.

/// Letters of other scripts, each with the Latin one that it looks like.
const LETTERS: [(char, char); 41] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('Ѕ', 'S'),
    ('І', 'I'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('а', 'a'),
    ('е', 'e'),
    ('і', 'i'),
    ('ј', 'j'),
    ('к', 'k'),
    ('м', 'm'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('ѕ', 's'),
    ('у', 'y'),
    ('х', 'x'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
    ('ο', 'o'),
];

/// A word whose letters look like Latin ones, some of which are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookalike {
    /// The word in Latin letters.
    pub latin: String,
    /// What its first other letter is: `` `М` is the Cyrillic letter U+041C ``.
    pub remark: String,
}

/// Returns a word in Latin letters; `None` if it has no others, or one that looks like none.
pub fn lookalike(word: &str) -> Option<Lookalike> {
    if word.is_ascii() {
        return None;
    }
    let latin = |c: char| match LETTERS.iter().find(|(other, _)| *other == c) {
        Some((_, latin)) => Some(*latin),
        None => c.is_ascii().then_some(c),
    };
    let first = word.chars().find(|c| !c.is_ascii())?;
    let script = if ('\u{370}'..'\u{400}').contains(&first) { "Greek" } else { "Cyrillic" };
    let remark = format!("`{first}` is the {script} letter U+{:04X}", u32::from(first));
    Some(Lookalike { latin: word.chars().map(latin).collect::<Option<String>>()?, remark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_look_like_latin_ones_are_told() {
        let found = lookalike("МB").unwrap();
        assert_eq!(found.latin, "MB");
        assert_eq!(found.remark, "`М` is the Cyrillic letter U+041C");
        assert_eq!(lookalike("usеrs").map(|found| found.latin).as_deref(), Some("users"));
        assert_eq!(lookalike("ΜΒ").unwrap().remark, "`Μ` is the Greek letter U+039C");
        assert_eq!(lookalike("MB"), None);
        assert_eq!(lookalike("б"), None);
        assert!(LETTERS.iter().all(|(other, latin)| !other.is_ascii() && latin.is_ascii_alphabetic()));
    }
}
