//! What a pattern matched, and the text that is offered in its place.

use super::tokens::Token;
use super::words::{share, singular};

/// The place of a match in its line.
#[derive(Clone, Debug)]
pub(super) struct Match<'a> {
    pub start: usize,
    pub end: usize,
    pub pieces: Vec<Piece<'a>>,
}

/// What an element matched.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    /// Its text in figures, if that is another.
    pub figures: Option<String>,
    pub tokens: Vec<Token<'a>>,
    /// Whether it is any word.
    pub is_word: bool,
}

impl Match<'_> {
    /// Returns the places of the words in a line that a text does not use.
    pub fn left_out(&self, written: &str) -> impl Iterator<Item = (usize, usize)> {
        let words = self.pieces.iter().enumerate().filter(|(_, piece)| piece.is_word);
        let unused = words.filter(move |(at, _)| !written.contains(&format!("{{{}", at + 1)));
        unused.filter_map(|(_, piece)| {
            let (first, last) = (piece.tokens.first()?, piece.tokens.last()?);
            Some((first.start, last.end()))
        })
    }

    /// Returns the text that is offered for what matched.
    pub fn rewritten(&self, written: &str) -> String {
        let mut text = String::new();
        let mut rest = written;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let (number, form) = name.split_at_checked(1).unwrap_or((name, ""));
            let piece =
                number.parse::<usize>().ok().and_then(|number| self.pieces.get(number.wrapping_sub(1)));
            if let Some(piece) = piece {
                text.push_str(&piece.written(form));
            }
            rest = after;
        }
        text + rest
    }
}

impl Piece<'_> {
    fn written(&self, form: &str) -> String {
        let text = self.figures.as_deref().unwrap_or(self.text);
        let loose =
            |token: &Token<'_>| matches!(token.text, "+" | "-" | "to" | "in" | "as" | "if" | "and" | "or");
        let any = |token: &Token<'_>| loose(token) || is_operator(token.text);
        let wrapped = match form {
            "+" => self.tokens.iter().any(loose),
            "*" => self.tokens.iter().any(any),
            "-" => return singular(text).to_owned(),
            "%" => return share(text),
            _ => false,
        };
        if wrapped { format!("({text})") } else { text.to_owned() }
    }
}

/// Whether a token multiplies or divides, as a sign or as a word.
pub(super) fn is_operator(text: &str) -> bool {
    matches!(
        text,
        "*" | "/"
            | "×"
            | "÷"
            | "·"
            | "per"
            | "of"
            | "at"
            | "for"
            | "over"
            | "mod"
            | "times"
            | "plus"
            | "minus"
    )
}
