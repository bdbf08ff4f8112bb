//! The words that patterns of prose speak of by kind.

/// Magnitudes that touch their number.
pub(super) const MAGNITUDES: [&str; 13] =
    ["k", "K", "M", "B", "T", "b", "bn", "tn", "mn", "million", "billion", "trillion", "x"];

/// Magnitudes that stand behind their number.
pub(super) const SPELLED_MAGNITUDES: [&str; 11] =
    ["thousand", "million", "billion", "trillion", "bn", "tn", "mn", "mil", "mio", "mln", "mrd"];

/// Units of time.
pub(super) const TIMES: [&str; 38] = [
    "ns", "us", "ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h",
    "hr", "hrs", "hour", "hours", "d", "day", "days", "w", "wk", "wks", "week", "weeks", "mo", "month",
    "months", "y", "yr", "yrs", "year", "years", "quarter", "decade", "decades", "night",
];

/// Units of bits, which name the link that carries so many a second: `1 TB over 100 Mbit`.
pub(super) const BITS: [&str; 9] = ["bit", "kbit", "Kbit", "Mbit", "Gbit", "Tbit", "Mb", "Gb", "Tb"];

/// Units of bytes, which a link or a disk may carry so many of a second: `send 5 GB at 100 MB`.
const BYTES: [&str; 13] =
    ["B", "KB", "kB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "byte", "bytes"];

/// What people do, in its forms, with what is counted if they do it: `each posting twice a week`.
const VERBS: [(&str, &str); 27] = [
    ("post posts posting", "posts"),
    ("tweet tweets tweeting", "tweets"),
    ("upload uploads uploading", "uploads"),
    ("download downloads downloading", "downloads"),
    ("read reads reading", "reads"),
    ("write writes writing", "writes"),
    ("view views viewing", "views"),
    ("visit visits visiting", "visits"),
    ("search searches searching", "searches"),
    ("click clicks clicking", "clicks"),
    ("order orders ordering", "orders"),
    ("query queries querying", "queries"),
    ("call calls calling", "calls"),
    ("like likes liking", "likes"),
    ("comment comments commenting", "comments"),
    ("request requests requesting", "requests"),
    ("ping pings pinging", "pings"),
    ("poll polls polling", "polls"),
    ("sync syncs syncing", "syncs"),
    ("refresh refreshes refreshing", "refreshes"),
    ("update updates updating", "updates"),
    ("message messages messaging", "messages"),
    ("pay pays paying", "payments"),
    ("book books booking", "bookings"),
    ("ride rides riding", "rides"),
    ("play plays playing", "plays"),
    ("swipe swipes swiping", "swipes"),
];

/// Verbs of what people and machines do to something that is counted: `5M users send 3 messages a day`.
pub(super) const DOING: &str = "
    sending making posting uploading doing using storing generating issuing watching reading writing viewing producing
    emitting receiving downloading streaming running serving handling keeping holding costing taking spending
    send make post upload do watch read write view receive download open create report publish share order";

/// Alphabets of which keys are made, with their number of characters.
const ALPHABETS: [(&str, &str); 14] = [
    ("binary", "2"),
    ("decimal", "10"),
    ("numeric", "10"),
    ("hex", "16"),
    ("hexadecimal", "16"),
    ("base16", "16"),
    ("base32", "32"),
    ("base36", "36"),
    ("base58", "58"),
    ("base62", "62"),
    ("alphanumeric", "62"),
    ("base64", "64"),
    ("base85", "85"),
    ("base10", "10"),
];

/// Shares that are so many nines.
const NINES: [(&str, &str); 10] = [
    ("2", "99%"),
    ("3", "99.9%"),
    ("4", "99.99%"),
    ("5", "99.999%"),
    ("6", "99.9999%"),
    ("7", "99.99999%"),
    ("8", "99.999999%"),
    ("9", "99.9999999%"),
    ("10", "99.99999999%"),
    ("11", "99.999999999%"),
];

/// Numbers as words, with their figures.
pub(super) const FIGURES: [(&str, &str); 17] = [
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
    ("eleven", "11"),
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

/// Returns the share that a number of nines is, in figures or as a word: `99.9%` of `three`.
pub(super) fn nines(number: &str) -> Option<&'static str> {
    let number = figures(number).unwrap_or(number);
    NINES.iter().find(|(known, _)| *known == number).map(|(_, share)| *share)
}

/// Returns the number of characters of an alphabet: `62` of `base62`.
pub(super) fn alphabet(word: &str) -> Option<&'static str> {
    let known = ALPHABETS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    known.map(|(_, characters)| *characters)
}

/// Returns what is counted if people do what a verb says: `posts` of `posting`.
pub(super) fn deed(verb: &str) -> Option<&'static str> {
    VERBS.iter().find(|(forms, _)| forms.split(' ').any(|form| form == verb)).map(|(_, noun)| *noun)
}

/// Whether a word is a time for which things have a price.
pub(super) fn is_period(word: &str) -> bool {
    matches!(
        word,
        "h" | "hr"
            | "hour"
            | "day"
            | "week"
            | "wk"
            | "month"
            | "mo"
            | "quarter"
            | "year"
            | "yr"
            | "y"
            | "annum"
    )
}

/// Whether a word is a unit of data.
pub(super) fn is_data(word: &str) -> bool {
    BITS.contains(&word) || BYTES.contains(&word)
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

/// The singular of a plural with -s, as it is written in a text that is offered: `boxe` is none.
pub(super) fn singular(noun: &str) -> &str {
    let hisses = |stem: &&str| ["x", "ch", "sh", "ss"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = noun.strip_suffix("es").filter(hisses).filter(|stem| !stem.ends_with("cach")) {
        return stem;
    }
    noun.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(noun)
}

/// The factor that a percentage is: 0.002 for `0.2%`.
pub(super) fn share(percentage: &str) -> String {
    let number: f64 = percentage.trim_end_matches('%').trim_end().replace('_', "").parse().unwrap_or(0.0);
    let text = format!("{:.12}", number / 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
