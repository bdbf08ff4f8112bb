//! What can be computed in a line that is spoken, and what is said around it.
//!
//! ```text
//! so  20bn / 86400  is roughly  230k/second  at peak
//!     an estimate   ─ concludes ─ its claim  words
//! ```

use super::spoken::{READ_OVER, in_digits, is_number, is_word, named};
use crate::syntax;
use crate::units::nouns::english::singular_of;

/// A part of a line that may be an estimate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The part, as the language writes it.
    pub text: String,
    /// What it is said to come to.
    pub claim: Option<String>,
    /// The words around it, which may say what it is.
    pub words: Vec<String>,
    /// Those of other parts of the line.
    pub around: Vec<String>,
    /// The other numbers of the line, which it may rest on.
    pub beside: Vec<String>,
}

/// What is known where a line is read.
pub struct Known<'a> {
    /// Whether a text can be read.
    pub reads: &'a dyn Fn(&str) -> bool,
    /// Whether a word is a name of an earlier line.
    pub is_name: &'a dyn Fn(&str) -> bool,
    /// Whether a word is a noun of the preset.
    pub is_noun: &'a dyn Fn(&str) -> bool,
}

/// The most words of an estimate.
const LONGEST: usize = 18;

/// The most words of a line that are looked at.
const MOST: usize = 60;

/// Words and signs behind which stands what an estimate comes to.
const STRONG: [&str; 15] = [
    "=", "≈", "~", "->", "→", "is", "are", "makes", "gives", "so", "it's", "that's", "which", "equals",
    "means",
];

/// Words that may stand beside them.
const WEAK: [&str; 22] = [
    "about",
    "roughly",
    "around",
    "approximately",
    "or",
    "some",
    "say",
    "under",
    "over",
    "almost",
    "nearly",
    "only",
    "just",
    "maybe",
    "to",
    "that",
    "it",
    "would",
    "be",
    "us",
    "we",
    "comes",
];

/// Words behind which the last number of a line says what the line is about.
const CONCLUDES: [&str; 13] =
    ["so", "that's", "thats", "gives", "makes", "make", "need", "needs", "it's", "thus", "hence", "→", "≈"];

/// What begins a part of a line.
const REASONS: [&str; 6] = ["because", "since", "which", "—", "but", "–"];

/// Words after which a word before `=` is no name.
const OF: [&str; 6] = ["of", "per", "for", "in", "a", "each"];

struct Island {
    from: usize,
    to: usize,
    text: String,
    is_computing: bool,
}

/// A word as it was typed, and without what is around it.
struct Word<'a> {
    typed: &'a str,
    plain: &'a str,
    /// The part of the line.
    part: usize,
}

/// Returns the reading of a line that is spoken; `None` if nothing in it has a value.
pub fn reading(line: &str, known: &Known<'_>) -> Option<Spoken> {
    let line = line.replace(['’', '‘'], "'").replace('→', " → ").replace("->", " → ").replace('≈', " ≈ ");
    let line = in_digits(&spaced(line.trim().trim_end_matches(['.', '!', ',', ';', '?'])));
    let words = words(&line);
    let islands = islands(&words, known);
    let at = main(&islands, &words)?;
    let island = islands.get(at)?;
    let between = |from: usize, to: usize| words.get(from..to).unwrap_or_default();
    let next =
        islands.get(at + 1).filter(|next| concludes(between(island.to, next.from), words.get(next.from)));
    let claim = next.filter(|_| island.is_computing).map(|next| next.text.clone());
    let before =
        between(at.checked_sub(1).and_then(|at| islands.get(at)).map_or(0, |island| island.to), island.from);
    let is_outside = |at: usize| !islands.iter().any(|island| island.from <= at && at < island.to);
    let part = words.get(island.from).map_or(0, |word| word.part);
    let said = |is_own: bool| {
        let all = words
            .iter()
            .enumerate()
            .filter(move |(at, word)| is_outside(*at) && (word.part == part) == is_own);
        all.map(|(_, word)| word.plain).filter(|word| is_word(word))
    };
    // What is said in the same part says most.
    let [own, around] = [true, false].map(|is_own| named(&said(is_own).collect::<Vec<_>>()));
    let is_ratio = words.get(island.from).is_some_and(|word| word.plain.ends_with(":1"));
    let own = if is_ratio { [own, vec!["ratio".to_owned()]].concat() } else { own };
    let is_other = |other: &&Island| other.from != island.from && !other.is_computing;
    let beside = islands.iter().filter(is_other).map(|other| other.text.clone());
    let beside = if island.is_computing { Vec::new() } else { beside.collect() };
    let text = match name(before) {
        Some(name) if (known.reads)(&format!("{name} = {}", island.text)) => {
            format!("{name} = {}", island.text)
        }
        _ => island.text.clone(),
    };
    Some(Spoken { text, claim, words: own, around, beside })
}

/// Whether a line says what an estimate comes to: `a * b = 3`, `a = b * c = 3`, `a * b ≈ 3`.
pub fn has_claim(line: &str) -> bool {
    let line = spaced(line);
    let (left, _) = line.split_once(" = ").unwrap_or_default();
    line.contains(['≈', '→']) || line.contains("->") || line.matches(" = ").count() > 1 || is_computing(left)
}

/// Puts blanks around what stands between an estimate and its claim: `a=b` is `a = b`.
fn spaced(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let is_sign = |at: usize| chars.get(at).is_some_and(|c| "=<>!~".contains(*c));
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let is_alone = *c == '=' && !is_sign(at + 1) && !at.checked_sub(1).is_some_and(is_sign);
        if is_alone { out.push_str(" = ") } else { out.push(*c) }
    }
    out
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut part = 0;
    let mut words = Vec::new();
    for typed in line.split_whitespace().take(MOST) {
        let plain = typed.trim_end_matches([',', ';', ':', '.', '?', '!']);
        part += usize::from(REASONS.contains(&plain));
        words.push(Word { typed, plain, part });
        part += usize::from(plain.len() < typed.len());
    }
    words
}

/// Returns the parts of a line that have a value, each as long as can be.
fn islands(words: &[Word<'_>], known: &Known<'_>) -> Vec<Island> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match island(words, at, known) {
            Some(island) => {
                at = island.to;
                found.push(island);
            }
            None => at += 1,
        }
    }
    found
}

fn island(words: &[Word<'_>], from: usize, known: &Known<'_>) -> Option<Island> {
    let first = words.get(from)?;
    let next = words.get(from + 1).map_or("", |word| word.plain);
    let begins = |c: char| c.is_ascii_digit() || c == '(' || c == '$';
    let is_term = |word: &str| (known.is_name)(word) || word == "it";
    let is_computed = || {
        let name = first.plain.split(['*', '/']).next().unwrap_or_default();
        is_term(name) && (name.len() < first.plain.len() || matches!(next, "*" | "/" | "+" | "-" | "^" | "×"))
    };
    let goes_on = from == 0 && first.plain.starts_with(['*', '/', 'x', '×']) && {
        let rest = first.plain.trim_start_matches(['*', '/', 'x', '×']);
        rest.starts_with(begins) || rest.is_empty() && next.starts_with(begins)
    } || first.plain == "times" && next.starts_with(begins) && from == 0;
    let start = first.plain.trim_start_matches(['~', '≈']);
    // `ceil(peak / 2)`
    let is_call = || {
        let (function, inside) = start.split_once('(').unwrap_or_default();
        !inside.is_empty() && !function.is_empty() && function.chars().all(|c| c.is_ascii_alphanumeric())
    };
    if !(start.starts_with(begins) || is_call() || is_computed() || goes_on) {
        return None;
    }
    // What ends a part of the line ends an estimate.
    let most = (from..words.len().min(from + LONGEST))
        .take_while(|at| words.get(*at).is_some_and(|word| !matches!(word.plain, "=" | "≈" | "→")))
        .take_while(|at| {
            *at == from || words.get(at - 1).is_some_and(|word| word.plain.len() == word.typed.len())
        })
        .last()?;
    let is_operator = |at: usize| {
        let word = words.get(at).filter(|_| at <= most).map_or("", |word| word.plain);
        matches!(word, "*" | "/" | "+" | "-" | "^" | "×") || word.starts_with(['*', '/', '^', '×'])
    };
    // Nothing is left out of what is computed.
    if from > 0 && is_operator(from - 1) {
        return None;
    }
    for to in (from + 1..=most + 1).rev().filter(|to| !is_operator(*to)) {
        let all = words.get(from..to)?.iter().map(|word| word.plain);
        let all: Vec<&str> = all.filter(|word| !READ_OVER.contains(word)).collect();
        let text = all.join(" ");
        let text = text.trim_start_matches(['~', '≈']);
        let text = match goes_on {
            true if first.plain == "times" => text.replacen("times", "*", 1),
            true => text.replacen(['x', '×'], "*", 1),
            false => text.to_owned(),
        };
        // `5 push notifications/day`
        let without = match all.split_first_chunk::<2>() {
            Some(([number, word], [noun, rest @ ..])) if is_number(number) && is_word(word) => {
                let one = singular_of(noun.split('/').next().unwrap_or_default());
                let rest = [&[*number, noun], rest].concat().join(" ");
                (known.is_noun)(&one).then_some(rest)
            }
            _ => None,
        };
        let texts = [Some(ratio(&text)), without];
        if let Some(text) = texts.into_iter().flatten().find(|text| (known.reads)(text)) {
            let is_computing = goes_on || is_computing(&text);
            return Some(Island { from, to, text, is_computing });
        }
    }
    None
}

/// `100:1` is 100.
fn ratio(text: &str) -> String {
    let plain = text.strip_suffix(":1").filter(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    plain.unwrap_or(text).to_owned()
}

/// Whether a text computes something.
pub fn is_computing(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let divides = |at: usize| {
        chars.get(at) == Some(&'/') && chars.get(at + 1).is_some_and(|c| c.is_ascii_digit() || *c == '(')
    };
    text.contains(['*', '×', '^', '+'])
        || text.contains(" / ")
        || text.contains(" - ")
        || text.contains("% of ")
        || (0..chars.len()).any(divides)
}

/// Returns the part that a line is about: the last that computes, else what it concludes, else the first.
fn main(islands: &[Island], words: &[Word<'_>]) -> Option<usize> {
    let is_claim = |at: usize| {
        let (Some(island), Some(before)) =
            (islands.get(at), at.checked_sub(1).and_then(|at| islands.get(at)))
        else {
            return false;
        };
        let between = words.get(before.to..island.from).unwrap_or_default();
        before.is_computing && concludes(between, words.get(island.from))
    };
    let is_bound = |at: usize| {
        let from = islands.get(at).map_or(0, |island| island.from);
        from.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| word.plain == "=")
    };
    let computing = (0..islands.len())
        .filter(|at| islands.get(*at).is_some_and(|island| island.is_computing) && !is_claim(*at));
    let computing = computing
        .max_by_key(|at| (is_bound(*at), islands.get(*at).map_or(0, |island| island.to - island.from), *at));
    let concluded = || {
        (1..islands.len()).rev().find(|at| {
            let Some(from) = islands.get(*at).map(|island| island.from) else { return false };
            let before = words.get(from.saturating_sub(3)..from).unwrap_or_default();
            let is_marked = words.get(from).is_some_and(|word| word.plain.starts_with(['~', '≈']));
            let is_behind = before.last().is_some_and(|word| word.typed.ends_with(':'));
            is_marked
                || is_behind
                || before.iter().any(|word| CONCLUDES.contains(&word.plain.to_lowercase().as_str()))
        })
    };
    let is_behind_part = |at: usize| {
        let from = islands.get(at).map_or(0, |island| island.from);
        from.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| word.typed.ends_with(','))
    };
    // `two replicas of it, 364 TB`
    let is_few = |at: usize| {
        let text = islands.get(at).map_or("", |island| island.text.as_str());
        text.split(' ').next().is_some_and(|number| number.len() <= 2 && number.parse::<u8>().is_ok())
            && !text.contains(['/', '%'])
    };
    let measured = || (1..islands.len()).find(|at| is_few(0) && !is_few(*at) && is_behind_part(*at));
    let at = computing.or_else(concluded).or_else(measured).unwrap_or(0);
    (at < islands.len()).then_some(at)
}

/// Whether what stands between an estimate and a number says that this is what it comes to.
fn concludes(between: &[Word<'_>], claim: Option<&Word<'_>>) -> bool {
    let is = |list: &[&str], word: &Word<'_>| list.contains(&word.plain.to_lowercase().as_str());
    let is_marked = claim.is_some_and(|word| word.plain.starts_with(['~', '≈']));
    between.iter().all(|word| is(&STRONG, word) || is(&WEAK, word))
        && (is_marked || between.iter().any(|word| is(&STRONG, word)))
}

/// Returns the name that the words before a value give it: `so reads = …`, `dau is …`, `copies: …`.
fn name<'w>(before: &[Word<'w>]) -> Option<&'w str> {
    let last = before.last()?;
    let is_sign = last.plain == "=";
    let equals = ["is", "are", "=", "about", "of", "≈"];
    let count = before.iter().rev().take_while(|word| equals.contains(&word.plain)).count();
    let said = before.get(..before.len() - count)?;
    let name = said.last()?.plain;
    let is_only = said.len() == 1 && (count > 0 || last.typed.ends_with(':'));
    let is_of = said.len() > 1 && said.iter().rev().nth(1).is_some_and(|word| OF.contains(&word.plain));
    // `that is dau * 3`
    let is_pronoun = matches!(name, "that" | "this" | "it" | "which" | "there");
    let is_name =
        !is_pronoun && syntax::is_name(name) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_name && (is_sign && !is_of || is_only)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{Known, Spoken, reading};
    use crate::report::session::Session;
    use crate::run::Settings;

    /// Reads a line after `dau = 250M users`.
    fn read(line: &str) -> Spoken {
        let mut session = Session::new(3, Settings { point: true, ..Settings::default() });
        session.evaluate("dau = 250M users");
        let known = Known {
            reads: &|text| session.reads(text),
            is_name: &|name| name == "dau",
            is_noun: &|noun| noun == "notification",
        };
        reading(line, &known).unwrap_or_default()
    }

    #[test]
    fn what_is_said_around_an_estimate_is_left_out() {
        for (line, text) in [
            ("I'd assume 300M users, since half of them are active", "300M users"),
            ("they take 20 million trips a day", "20M trips/day"),
            ("they open it about 10 times a day", "10/day"),
            ("the peak is three times the average", "3"),
            ("with compression by 4 that's 24 PB / 4", "24 PB / 4"),
            ("so reads = dau * 10 reads/user/day", "reads = dau * 10 reads/user/day"),
            ("let's say 5 years of retention", "5 years"),
            ("dau is 300M users", "dau = 300M users"),
            ("the read ratio is 100 reads/url", "100 reads/url"),
            ("copies: 3", "copies = 3"),
            ("that gives dau * 2", "dau * 2"),
            ("the peak is 3 times that, so peak = dau * 3", "peak = dau * 3"),
            ("with 3 copies that is dau * 3", "dau * 3"),
            ("storage per hour of video = 3 GB", "3 GB"),
            ("they get maybe 5 push notifications a day on average", "5 notifications/day"),
            ("with 100k connections per server we need 1000 servers", "1000 servers"),
            ("replicated three times it's 5.5 TB", "5.5 TB"),
            ("with three copies more than an exabyte: 1.1 EB", "1.1 EB"),
            ("the average paste is maybe 5 KB, the limit is 1 MB", "5 KB"),
        ] {
            assert_eq!(read(line).text, text, "{line}");
        }
    }

    #[test]
    fn what_an_estimate_is_said_to_come_to_is_its_claim() {
        for (line, text, claim) in [
            ("20 billion / 86400 is roughly 230k per second", "20bn / 86400", "230k/second"),
            ("so that's 500M * 40 = 20 billion messages a day", "500M * 40", "20bn messages/day"),
            ("dau * 3 = 21k tweets/s", "dau * 3", "21k tweets/s"),
            ("peak = dau * 3 = 750M users", "peak = dau * 3", "750M users"),
            ("CDN takes 95%, so origin sees 5% of 1.2M = 60k/s", "5% of 1.2M", "60k/s"),
            ("I'd use 7 characters so 62^7 = 3.5 trillion keys", "62^7", "3.5tn keys"),
            ("reads: 500M * 100 / 86400 -> 580k/s", "reads = 500M * 100 / 86400", "580k/s"),
        ] {
            let spoken = read(line);
            assert_eq!((spoken.text.as_str(), spoken.claim.as_deref()), (text, Some(claim)), "{line}");
        }
    }

    #[test]
    fn the_words_around_it_are_kept() {
        let spoken = read("what about the history? dau * 50 bytes = 10 MB/s, in the evening");
        assert!(spoken.around.iter().any(|word| word == "history"), "{spoken:?}");
    }
}
