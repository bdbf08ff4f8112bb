//! The words that patterns of prose speak of by kind.

/// Magnitudes that touch their number.
pub(super) const MAGNITUDES: [&str; 12] =
    ["k", "K", "M", "B", "T", "bn", "tn", "mn", "million", "billion", "trillion", "x"];

/// Magnitudes that stand behind their number.
pub(super) const SPELLED_MAGNITUDES: [&str; 8] =
    ["thousand", "million", "billion", "trillion", "bn", "tn", "mn", "mil"];

/// Units of time.
pub(super) const TIMES: [&str; 38] = [
    "ns", "us", "ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h",
    "hr", "hrs", "hour", "hours", "d", "day", "days", "w", "wk", "wks", "week", "weeks", "mo", "month",
    "months", "y", "yr", "yrs", "year", "years", "quarter", "decade", "decades", "night",
];

/// Units of bits, which name the link that carries so many a second: `1 TB over 100 Mbit`.
pub(super) const BITS: [&str; 9] = ["bit", "kbit", "Kbit", "Mbit", "Gbit", "Tbit", "Mb", "Gb", "Tb"];

/// Numbers as words, with their figures.
pub(super) const FIGURES: [(&str, &str); 16] = [
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("twelve", "12"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("fifty", "50"),
    ("hundred", "100"),
    ("thousand", "1_000"),
];

/// Words of a question that say nothing about its numbers.
pub(super) const FILLERS: [&str; 34] = [
    "do", "does", "would", "should", "will", "we", "i", "you", "it", "they", "one", "need", "needs",
    "needed", "require", "required", "are", "is", "to", "take", "takes", "handle", "serve", "store", "hold",
    "support", "process", "transfer", "send", "copy", "read", "for", "of", "with",
];

/// Words at which a phrase begins, so that they belong to no value before them.
pub(super) const BEGINNINGS: [&str; 40] = [
    "a",
    "an",
    "the",
    "each",
    "every",
    "at",
    "for",
    "with",
    "without",
    "from",
    "over",
    "during",
    "within",
    "via",
    "through",
    "across",
    "among",
    "between",
    "by",
    "on",
    "once",
    "twice",
    "than",
    "is",
    "are",
    "was",
    "w",
    "times",
    "plus",
    "minus",
    "divided",
    "multiplied",
    "squared",
    "cubed",
    "split",
    "spread",
    "into",
    "against",
    "having",
    "sending",
];

/// Words of a label that may compute: `half: 10 GB * 3` is no line with a name.
pub(super) const COMPUTING: [&str; 29] = [
    "half",
    "double",
    "triple",
    "quadruple",
    "quarter",
    "third",
    "twice",
    "thrice",
    "times",
    "minus",
    "plus",
    "less",
    "more",
    "without",
    "except",
    "not",
    "no",
    "that",
    "this",
    "than",
    "divided",
    "multiplied",
    "squared",
    "cubed",
    "add",
    "subtract",
    "if",
    "versus",
    "vs",
];

/// Parts and multiples as words, with their figures.
const PARTS: [(&str, &str); 6] = [
    ("half", "0.5"),
    ("quarter", "0.25"),
    ("third", "1/3"),
    ("twice", "2 *"),
    ("double", "2 *"),
    ("dozen", "12"),
];

/// Returns the figures of a number, a part or a multiple that is a word.
pub(super) fn number_word(word: &str) -> Option<&'static str> {
    let part = PARTS.iter().find(|(name, _)| *name == word).map(|(_, figures)| *figures);
    figures(word).or(part)
}

/// Returns the period that an adverb says: `month` of `monthly` and of `MoM`.
pub(super) fn period(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "yearly" | "annually" | "annual" | "yoy" => "year",
        "monthly" | "mom" => "month",
        "weekly" | "wow" => "week",
        "daily" | "dod" => "day",
        _ => return None,
    })
}

/// Whether a word is a unit of time.
pub(super) fn is_time(word: &str) -> bool {
    TIMES.contains(&word)
}

/// Returns the figures of a number that is a word.
pub(super) fn figures(word: &str) -> Option<&'static str> {
    FIGURES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, figures)| *figures)
}

/// Whether a word is the name of a rate, such as `rps` or `Gbps`.
pub(super) fn is_rate(word: &str) -> bool {
    word.len() > 2 && word.to_ascii_lowercase().ends_with("ps")
}

/// Numbers in words that follow a number, for slips.
pub(super) const NUMBERS: [&str; 5] = ["million", "billion", "trillion", "thousand", "percent"];
