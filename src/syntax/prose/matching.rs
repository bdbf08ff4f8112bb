//! Matches a line against a pattern, and rewrites what matched.
//!
//! A pattern is a list of elements with blanks between them:
//!
//! ```text
//! every|each   one of these words or signs     ~for|over    the same, or nothing
//! N            a number                        P            a percentage
//! Q            a number with its unit          T            a unit of time
//! A            a percentage of 90 or more, or a product of such
//! L:           the colon behind a label            N:           that of a ratio: `4:1`
//! I  ~I        a word that no phrase begins with; the same, or nothing
//! W            a word                          L            a word of a label
//! F            a number as a word              R            the name of a rate
//! K            a `Q` of a thousand or more        X            a factor: `2x`, `2 times`
//! O            an operator, or a parenthesis   ~~           words of a question
//! ..           anything within parentheses that match, up to a comma
//! ...          the same with commas
//! ^  $         the start and the end of a line or an argument
//! ^0  $0       the start or the end of a line only
//! =1           the text that the first kept element matched
//! !W  !N  !I   no word, number or name follows  !per        nothing says how often
//! V            a `Q` that is a rate           Y            an adverb of time: `yearly` is `{1}` year
//! E            a `Q` for each of what is counted D            a unit of bits
//! C            a number without a `$`          U            a unit of data
//! H            nines: `3 nines`                G            what people do: `posting` is `posts`
//! B            a rate of data: `10 Gbps`
//! M            a period that has a price, of an hour or more
//! Z            a number with a `$`             S            an alphabet: `base62`
//! J            a verb: `sending`, `send`       Ws           a plural
//! !T  !U       no unit of time or data follows !=1          nor what the first kept element matched
//! &value       a value stands before           &each        something for each stands before
//! &rate  !rate a rate stands before, or none   &word        a word stands right before
//! ```
//!
//! What elements in capitals and dots have matched is `{1}`, `{2}`, … in the text that is offered: `{1+}` in
//! parentheses if it is a sum, `{1*}` if it has any operator, `{1-}` a noun in the singular, `{1%}` a percentage as a
//! factor.

use super::rewriting::{Match, Piece};
use super::tokens::{Kind, Token};
use super::words::{
    BEGINNINGS, BITS, COMPUTING, DOING, FILLERS, SPELLED_MAGNITUDES, alphabet, deed, figures, is_data,
    is_period, is_rate, is_time, nines, period, singular,
};
use crate::syntax::token::is_reserved;

/// A line with its tokens.
#[derive(Clone, Copy)]
pub(super) struct Line<'a, 't> {
    text: &'a str,
    pub(super) tokens: &'t [Token<'a>],
}

/// Returns the matches of a pattern's elements in a line, one for each place where one starts.
pub(super) fn matches<'a>(
    elements: &'static [&'static str],
    text: &'a str,
    tokens: &[Token<'a>],
) -> impl Iterator<Item = Match<'a>> {
    let line = Line { text, tokens };
    (0..tokens.len()).filter_map(move |at| {
        let mut pieces = Vec::new();
        let end = line.matched(elements, at, &mut pieces)?;
        let (first, last) = (tokens.get(at)?, tokens.get(end.checked_sub(1)?)?);
        (end > at).then(|| Match { start: first.start, end: last.end(), pieces })
    })
}

impl<'a> Line<'a, '_> {
    /// Matches elements from a token on. Returns the number of the token after them.
    fn matched(self, elements: &[&str], at: usize, pieces: &mut Vec<Piece<'a>>) -> Option<usize> {
        let Some((element, rest)) = elements.split_first() else { return Some(at) };
        let known = pieces.len();
        for end in self.ends(element, at, pieces) {
            if is_kept(element) {
                pieces.push(self.piece(element, at, end));
            }
            if let Some(end) = self.matched(rest, end, pieces) {
                return Some(end);
            }
            pieces.truncate(known);
        }
        None
    }

    /// The numbers of the tokens at which an element that starts at a token may end, the first to try first.
    fn ends(self, element: &str, at: usize, pieces: &[Piece<'a>]) -> Vec<usize> {
        let token = self.tokens.get(at);
        let is_word = token.is_some_and(|token| token.kind == Kind::Word);
        let word = token.filter(|_| is_word).map_or("", |token| token.text);
        let here = |holds: bool| if holds { vec![at] } else { Vec::new() };
        let next = |holds: bool| if holds { vec![at + 1] } else { Vec::new() };
        if let Some(is_so) = is_of_kind(element, word) {
            return next(is_word && is_so);
        }
        match element {
            "^" => here(self.starts(at)),
            "^0" => here(at == 0),
            "$" => here(token.is_none_or(|token| matches!(token.text, ")" | ","))),
            "&value" => here(self.follows_value(at)),
            "&word" => here(self.follows_word(at)),
            "!N" => here(self.number(at).is_none()),
            "!I" => here(!(is_word && is_plain(word))),
            "$0" => here(token.is_none()),
            "Z" => self
                .number(at)
                .filter(|_| token.is_some_and(|token| token.text.starts_with('$')))
                .into_iter()
                .collect(),
            "!per" => here(!self.says_how_often(at)),
            "V" => self.quantity(at).filter(|end| self.is_rate_quantity(at, *end)).into_iter().collect(),
            "B" => self.data_rate(at).into_iter().collect(),
            "&each" => here(self.follows_each(at)),
            "H" => self.nines(at).into_iter().collect(),
            "C" => self
                .number(at)
                .filter(|_| token.is_some_and(|token| !token.text.starts_with('$')))
                .into_iter()
                .collect(),
            "!T" => here(!is_time(word)),
            "!U" => here(!is_data(word)),
            "E" => self.quantity(at).filter(|end| self.is_each(at, *end)).into_iter().collect(),
            "&rate" => here(self.follows_rate(at)),
            "!rate" => here(!self.follows_rate(at)),
            "N" => self.number(at).into_iter().collect(),
            "P" => self.percentage(at).into_iter().collect(),
            "A" => self.availability(at).into_iter().collect(),
            "N:" => next(self.is_within_ratio(at)),
            "L:" => next(token.is_some_and(|token| token.is(":")) && !self.is_within_ratio(at)),
            "Q" => self.quantity(at).into_iter().collect(),
            "X" => self.factor(at).into_iter().collect(),
            "K" => self.quantity(at).filter(|_| self.is_thousands(at)).into_iter().collect(),
            "W" => next(is_word && !is_reserved(word)),
            "~I" if is_word && is_plain(word) => vec![at + 1, at],
            "~I" => here(true),
            "I" => next(is_word && is_plain(word)),
            "L" => next(is_word && !COMPUTING.contains(&lower(word).as_str())),
            "!W" => here(!is_word || is_reserved(word)),
            "O" => next(token.is_some_and(|token| {
                matches!(
                    token.text,
                    "+" | "-" | "*" | "/" | "×" | "÷" | "(" | "<" | ">" | "<=" | ">=" | "and" | "or"
                )
            })),
            "~~" => {
                let more = self.tokens.get(at..).unwrap_or_default();
                let fillers = more.iter().take_while(|token| FILLERS.contains(&lower(token.text).as_str()));
                (at..=at + fillers.count()).rev().collect()
            }
            ".." | "..." => self.anything(at, element == "..."),
            _ if element.starts_with("!=") && element.len() == 3 => {
                let known = element.get(2..).and_then(|number| piece_of(number, pieces)).unwrap_or("");
                here(singular(known) != singular(word))
            }
            _ if element.starts_with('=') && element.len() == 2 && !element.ends_with('=') => {
                let known = element.get(1..).and_then(|number| piece_of(number, pieces));
                next(
                    token.is_some_and(|token| {
                        known.is_some_and(|known| singular(known) == singular(token.text))
                    }),
                )
            }
            _ => {
                let (optional, words) = match element.strip_prefix('~') {
                    Some(words) => (true, words),
                    None => (false, element),
                };
                let matches =
                    |token: &Token<'_>| words.split('|').any(|word| token.text.eq_ignore_ascii_case(word));
                let mut ends = next(token.is_some_and(matches));
                if optional {
                    ends.push(at);
                }
                ends
            }
        }
    }

    /// Whether a line or an argument starts at a token.
    fn starts(self, at: usize) -> bool {
        let before = |back: usize| at.checked_sub(back).and_then(|at| self.tokens.get(at));
        match before(1) {
            None => true,
            Some(token) => matches!(token.text, "(" | ",") || token.is("=") && at == 2,
        }
    }

    /// Whether a value ends before a token.
    fn follows_value(self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_some_and(|token| match token.kind {
            Kind::Number => true,
            Kind::Word => !is_reserved(token.text),
            Kind::Sign => matches!(token.text, ")" | "%" | "²" | "³"),
        })
    }

    /// Whether the token before one is a word.
    fn follows_word(self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_some_and(|token| token.kind == Kind::Word && !is_reserved(token.text))
    }

    /// Whether something per time stands before a token.
    fn follows_rate(self, at: usize) -> bool {
        let before = self.tokens.get(..at).unwrap_or_default();
        let per_time = |pair: &[Token<'_>]| match pair {
            [sign, word] => matches!(sign.text, "/" | "per" | "a" | "each" | "every") && is_time(word.text),
            _ => false,
        };
        // `$2/gpu-hr`
        let per_product = |unit: &[Token<'_>]| match unit {
            [sign, _, hyphen, word] => {
                matches!(sign.text, "/" | "per") && hyphen.is("-") && is_time(word.text)
            }
            _ => false,
        };
        before.windows(2).any(per_time)
            || before.windows(4).any(per_product)
            || before.iter().any(|token| is_rate(token.text))
    }

    /// Whether words say how often: `a year`, `/month`, `twice a day`, `yearly`.
    fn says_how_often(self, at: usize) -> bool {
        let text = |at: usize| self.tokens.get(at).map_or("", |token| token.text);
        let often =
            matches!(text(at), "per" | "a" | "an" | "each" | "every" | "/" | "twice" | "once" | "thrice");
        let times = matches!(text(at + 1), "x" | "times") && self.number(at).is_some();
        often || times || period(text(at)).is_some()
    }

    /// Whether a quantity is per time, or has the name of a rate.
    fn is_rate_quantity(self, from: usize, to: usize) -> bool {
        let tokens = self.tokens.get(from..to).unwrap_or_default();
        let per_time = |pair: &[Token<'_>]| match pair {
            [sign, word] => matches!(sign.text, "/" | "per") && is_time(word.text),
            _ => false,
        };
        tokens.windows(2).any(per_time) || tokens.iter().any(|token| is_rate(token.text))
    }

    /// Whether something for each of what is counted stands before a token.
    fn follows_each(self, at: usize) -> bool {
        self.follows_value(at) && self.is_each(0, at)
    }

    /// Whether tokens say something for each of what is counted: `2 KB per user`.
    fn is_each(self, from: usize, to: usize) -> bool {
        let each = |pair: &[Token<'_>]| match pair {
            // `500 per pod` does not say of what.
            [unit, sign, word] => {
                let says = unit.kind == Kind::Word || unit.text.starts_with('$');
                says && matches!(sign.text, "/" | "per") && word.kind == Kind::Word && !is_time(word.text)
            }
            _ => false,
        };
        // `$15 per 1M requests`
        let each_many = |many: &[Token<'_>]| match many {
            [_, sign, number, word] => {
                let says = matches!(sign.text, "/" | "per") && number.kind == Kind::Number;
                says && word.kind == Kind::Word && !is_time(word.text) && !is_reserved(word.text)
            }
            _ => false,
        };
        let tokens = self.tokens.get(from..to).unwrap_or_default();
        tokens.windows(3).any(each) || tokens.windows(4).any(each_many)
    }

    /// One token or more, with parentheses that match, the shortest first.
    fn anything(self, at: usize, with_commas: bool) -> Vec<usize> {
        let mut depth = 0_usize;
        let mut ends = Vec::new();
        for (end, token) in self.tokens.iter().enumerate().skip(at) {
            match token.text {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" if depth == 0 => break,
                ")" | "]" | "}" => depth -= 1,
                "," if depth == 0 && !with_commas => break,
                _ => {}
            }
            if depth == 0 {
                ends.push(end + 1);
            }
        }
        ends
    }

    fn piece(self, element: &str, at: usize, end: usize) -> Piece<'a> {
        let tokens = self.tokens.get(at..end).unwrap_or_default();
        let (first, last) = (tokens.first(), tokens.last());
        let range = first.zip(last).and_then(|(first, last)| self.text.get(first.start..last.end()));
        let text = range.unwrap_or("");
        let figures = match element {
            "F" => figures(text).map(str::to_owned),
            "Y" => period(text).map(str::to_owned),
            "G" => deed(text).map(str::to_owned),
            "S" => alphabet(text).map(str::to_owned),
            "H" => first.and_then(|number| nines(number.text)).map(str::to_owned),
            "X" => first.map(|number| number.text.trim_end_matches('x').to_owned()),
            "A" if tokens.len() > 2 => {
                Some(tokens.iter().fold(String::new(), |text, token| match token.text {
                    "%" | "percent" | "pct" => text + "%",
                    "*" | "×" => text + " * ",
                    other => text + other,
                }))
            }
            "P" | "A" => {
                let number = tokens.get(..tokens.len().saturating_sub(1)).and_then(|number| number.last());
                let start = first.map_or(0, |first| first.start);
                let number = number.and_then(|number| self.text.get(start..number.end()));
                number.map(|number| format!("{number}%"))
            }
            _ => None,
        };
        Piece { text, figures, tokens: tokens.to_vec(), is_word: matches!(element, "W" | "I") }
    }
}

/// Whether what an element matched is kept for the text that is offered.
fn is_kept(element: &str) -> bool {
    let is_kind =
        element.len() == 1 && element.starts_with(|c: char| c.is_ascii_uppercase() && !"LJ".contains(c));
    is_kind || matches!(element, ".." | "..." | "Ws")
}

/// The text of the piece with a number.
fn piece_of<'a>(number: &str, pieces: &[Piece<'a>]) -> Option<&'a str> {
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    pieces.get(at).map(|piece| piece.text)
}

/// Whether a word is of the kind of an element; `None` if that is no kind of words.
fn is_of_kind(element: &str, word: &str) -> Option<bool> {
    Some(match element {
        "D" => BITS.contains(&word),
        "F" => figures(word).is_some(),
        "G" => deed(word).is_some(),
        "J" => DOING.split_whitespace().any(|verb| verb == word),
        "M" => is_period(word),
        "R" => is_rate(word),
        "S" => alphabet(word).is_some(),
        "T" => is_time(word),
        "U" => is_data(word),
        "Ws" => word.len() > 2 && word.ends_with('s') && !word.ends_with("ss"),
        "Y" => period(word).is_some(),
        _ => return None,
    })
}

/// Whether a word is one with which no phrase begins, no sign and no magnitude.
fn is_plain(word: &str) -> bool {
    let is_sign = matches!(word, "x" | "X") || SPELLED_MAGNITUDES.contains(&word);
    !is_sign && !is_reserved(word) && !BEGINNINGS.contains(&word)
}

fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}
