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

/// The rows of a keyboard.
const KEYBOARD: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The least number of letters of a word that another can be a slip of.
const SHORTEST_KNOWN: usize = 4;

/// The number of letters from which a word may have two slips.
const LONG: usize = 8;

/// The number of letters up to which a wrong letter must be next to the right one on the keyboard: `cats` is not
/// `cores`, and `roads` is not `reads`.
const SHORT: usize = 5;

/// Returns whether a word is a slip of the fingers for a known word, in lower case: both begin alike, and one letter is
/// missing, wrong, too many or in the place of its neighbour. In two long words there may be two slips.
///
/// This is stricter than [`nearest`], which looks for what was meant by a word that is wrong in any case.
pub fn is_slip(word: &str, known: &str) -> bool {
    let (length, known_length) = (word.chars().count(), known.chars().count());
    let slips = if length.min(known_length) >= LONG { 2 } else { 1 };
    if known_length < SHORTEST_KNOWN
        || length > LONGEST
        || length.abs_diff(known_length) > slips
        || word.chars().next() != known.chars().next()
    {
        return false;
    }
    match strsim::osa_distance(word, known) {
        0 => false,
        1 if length == known_length && length <= SHORT => {
            let mut wrong = word.chars().zip(known.chars()).filter(|(one, other)| one != other);
            // Two wrong letters at a distance of one are neighbours that changed places.
            matches!((wrong.next(), wrong.next()), (Some((one, other)), second) if second.is_some() || are_neighbours(one, other))
        }
        distance => distance <= slips,
    }
}

/// Returns whether two keys touch each other: in one row, or in two rows that are shifted by a part of a key.
fn are_neighbours(one: char, other: char) -> bool {
    let place = |key: char| {
        KEYBOARD.iter().enumerate().find_map(|(row, keys)| Some((row, keys.chars().position(|c| c == key)?)))
    };
    let (Some(one), Some(other)) = (place(one), place(other)) else { return false };
    let ((row, column), (below, under)) = if one <= other { (one, other) } else { (other, one) };
    match below - row {
        0 => under - column == 1,
        // `a` is below `q` and `w`, and `z` below `a` and `s`.
        1 => column == under || column == under + 1,
        _ => false,
    }
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
    fn slips_of_the_fingers() {
        for (word, known) in [
            ("usres", "users"),
            ("userss", "users"),
            ("uers", "users"),
            ("usets", "users"),
            ("requsts", "requests"),
            ("reqeust", "request"),
            ("mesages", "messages"),
            ("subscribrs", "subscribers"),
            ("conections", "connections"),
            ("notificatons", "notifications"),
            ("subcsribesr", "subscriber"),
        ] {
            assert!(is_slip(word, known), "{word}");
        }
        for (word, known) in [
            ("users", "users"),
            ("roads", "reads"),
            ("ports", "posts"),
            ("susers", "users"),
            ("car", "cpu"),
            ("gpz", "gpu"),
            ("widgets", "users"),
            ("srevr", "server"),
            ("", "user"),
        ] {
            assert!(!is_slip(word, known), "{word}");
        }
    }

    #[test]
    fn neighbours_on_the_keyboard() {
        let around =
            |key: char| -> String { ('a'..='z').filter(|other| are_neighbours(key, *other)).collect() };
        for (key, expected) in [
            ('a', "qswz"),
            ('s', "adewxz"),
            ('d', "cefrsx"),
            ('q', "aw"),
            ('p', "lo"),
            ('m', "jkn"),
            ('e', "drsw"),
        ] {
            assert_eq!(around(key), expected, "{key}");
        }
        assert!(!are_neighbours('a', 'a') && !are_neighbours('a', 'ä'));
    }

    #[test]
    fn a_difference_in_case_comes_first_and_ties_keep_their_order() {
        assert_eq!(nearest("abc", ["abd", "ABC", "abe"].into_iter(), 2), ["ABC", "abd"]);
        assert_eq!(nearest("abc", ["abc"].into_iter(), 0), [""; 0]);
    }
}
