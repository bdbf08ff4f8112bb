//! Names of files with `*` and `?`, for a pattern that no shell has expanded.

/// Whether a path has a `*` or `?`.
pub fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?'])
}

/// Whether a name matches a pattern: `*` stands for any characters, `?` for one.
pub fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut of) = (0, 0);
    // The last star, and the character after those that it stands for.
    let mut star: Option<(usize, usize)> = None;
    while let Some(&c) = name.get(of) {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, of));
                at += 1;
            }
            Some(&p) if p == '?' || p == c => (at, of) = (at + 1, of + 1),
            _ => {
                let Some((last, covered)) = star else { return false };
                star = Some((last, covered + 1));
                (at, of) = (last + 1, covered + 1);
            }
        }
    }
    pattern.iter().skip(at).all(|&p| p == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_stand_for_characters() {
        for (pattern, name, expected) in [
            ("measured/*.json", "measured/may.json", true),
            ("*", "", true),
            ("a*b*c", "aXbXbc", true),
            ("a*b*c", "aXbXb", false),
            ("?.csv", "a.csv", true),
            ("?.csv", ".csv", false),
            ("größe-?.toml", "größe-ü.toml", true),
            ("*.json", "may.json.bak", false),
            ("may.json", "may.json", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn many_stars_take_no_long_time() {
        assert!(!matches(&"*a".repeat(200), &"a".repeat(199).replace("aa", "ab")));
    }
}
