//! Suggestions for a misspelt word.
//!
//! Takes a word and the known words, and returns the few that are nearest. Messages are written elsewhere.

/// Maximum length of a word in characters. A comparison takes time in proportion to the square of the length.
const LONGEST: usize = 40;

/// Returns the candidates of which a word is probably a misspelling, the nearest first.
///
/// A third of the letters may be wrong, or one in a short word. A word that differs only in case precedes all others;
/// equally near ones keep their order.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>, at_most: usize) -> Vec<&'a str> {
    let length = word.chars().count();
    if length == 0 || length > LONGEST {
        return Vec::new();
    }
    let allowed = (length / 3).max(1);
    let lower = word.to_lowercase();
    let mut found: Vec<((usize, usize), &str)> = candidates
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .filter_map(|candidate| {
            let distance = strsim::osa_distance(&lower, &candidate.to_lowercase());
            // With as many mistakes as letters nothing of the word is left.
            let near = distance <= allowed && distance < length;
            near.then(|| ((distance, strsim::osa_distance(word, candidate)), candidate))
        })
        .collect();
    found.sort_by_key(|&(distance, _)| distance);
    found.into_iter().map(|(_, candidate)| candidate).take(at_most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 16] = [
        "bit",
        "kbit",
        "Mbit",
        "gigabits",
        "gigabyte",
        "gigabytes",
        "day",
        "days",
        "user",
        "users",
        "request",
        "requests",
        "series",
        "server",
        "servers",
        "node",
    ];

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        assert_eq!(nearest(word, KNOWN.into_iter(), 3), expected);
    }

    #[test]
    fn misspelt_words_are_found() {
        check("requets", &["request", "requests"]);
        check("Users", &["users", "user"]);
        check("gigabtyes", &["gigabytes", "gigabyte", "gigabits"]);
        check("mbit", &["Mbit", "bit", "kbit"]);
        check("servrs", &["servers", "series", "server"]);
        check("dasy", &["day", "days"]);
    }

    #[test]
    fn a_word_without_near_candidates_has_no_suggestion() {
        check("", &[]);
        check("x", &[]);
        check("unicorns", &[]);
        check(&"user".repeat(11), &[]);
    }

    #[test]
    fn a_difference_in_case_comes_first_and_ties_keep_their_order() {
        assert_eq!(nearest("abc", ["abd", "ABC", "abe"].into_iter(), 2), ["ABC", "abd"]);
        assert_eq!(nearest("abc", ["abc"].into_iter(), 0), [""; 0]);
    }
}
