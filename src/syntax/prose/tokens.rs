//! Tokens of a line that may be prose: numbers, words and signs, each with its place.
//!
//! Coarser than the tokens of the language, since what is read here is not of the language.

use super::words::MAGNITUDES;
use crate::syntax::token::{continues_name, starts_name};

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// The offset of its first byte in the line.
    pub start: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits with a `$` before and a magnitude behind, if they touch: `10`, `$5`, `1.5k`.
    Number,
    /// A word.
    Word,
    /// Any other character.
    Sign,
}

impl Token<'_> {
    /// The offset after its last byte.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }
}

/// Returns the tokens of a line, up to a comment. `None` if there are more than `most`.
pub(super) fn tokens(line: &str, most: usize) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next().filter(|first| *first != '#') else { return Some(tokens) };
        if tokens.len() == most {
            return None;
        }
        let (kind, length) = match first {
            // `five 9s` are five nines.
            '9' if word_length(rest.get(1..).unwrap_or("")) == 1 && rest.starts_with("9s") => (Kind::Word, 2),
            _ if number_length(rest) > 0 => (Kind::Number, number_length(rest)),
            _ if starts_name(first) => (Kind::Word, word_length(rest)),
            _ => (Kind::Sign, first.len_utf8()),
        };
        let (text, after) = rest.split_at_checked(length)?;
        tokens.push(Token { kind, text, start: line.len() - rest.len() });
        rest = after;
    }
}

/// Where the sum begins that ends before an offset: the start of the line or of the parentheses round it. `None` if it
/// is no sum.
pub(super) fn sum_before(tokens: &[Token<'_>], offset: usize) -> Option<usize> {
    let (mut depth, mut is_sum, mut first) = (0_usize, false, None);
    let mut next: Option<&Token<'_>> = None;
    for token in tokens.iter().rev().skip_while(|token| token.end() > offset) {
        // `$2/gpu-hr` is no difference.
        let joins = next.is_some_and(|next| next.kind == Kind::Word && next.start == token.end());
        next = Some(token);
        match token.text {
            "-" if joins => {}
            ")" => depth += 1,
            "(" | "," | "=" if depth == 0 => break,
            "(" => depth -= 1,
            "+" | "-" if depth == 0 && first.is_some() => is_sum = true,
            _ => {}
        }
        first = Some(token.start);
    }
    first.filter(|_| is_sum)
}

/// The length of the number that a text begins with; 0 if it begins with none.
fn number_length(text: &str) -> usize {
    let dollar = usize::from(text.starts_with('$'));
    let digits = text.get(dollar..).unwrap_or("");
    if !digits.strip_prefix('.').unwrap_or(digits).starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    let mut length = 0;
    let mut characters = digits.chars().peekable();
    while let Some(c) = characters.next() {
        let joins = matches!(c, '.' | ',' | '_') && characters.peek().is_some_and(char::is_ascii_digit);
        if !c.is_ascii_digit() && !joins {
            break;
        }
        length += 1;
    }
    let after = digits.get(length..).unwrap_or("");
    let letters = word_length(after);
    let magnitude = after.get(..letters).is_some_and(|letters| MAGNITUDES.contains(&letters));
    dollar + length + if magnitude { letters } else { 0 }
}

fn word_length(text: &str) -> usize {
    if !text.starts_with(starts_name) {
        return 0;
    }
    text.find(|c: char| !continues_name(c)).unwrap_or(text.len())
}
