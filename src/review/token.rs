//! From a piece of text without markup to numbers, words and signs.

use std::ops::Range;

use super::mask::{BLANK, NOTHING, OVER};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// A word; digits and hyphens may stand in it.
    Word,
    /// An operator.
    Op(Op),
    /// `/`, which divides or says "per".
    Slash,
    /// A hyphen or a dash that subtracts, or parts two sentences.
    Dash,
    /// A hyphen between two numbers that touch it.
    Hyphen,
    /// `*`, which multiplies or emphasises.
    Star,
    /// `x`, which multiplies or is a name.
    Ex,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `=`, `≈` and the words for them.
    Sign,
    /// `→`
    Arrow,
    /// `~`, and the words for it.
    About,
    /// `$`, `€`.
    Currency,
    /// `%`
    Percent,
    /// `:` within a ratio.
    Colon,
    /// The end of a sentence or a part of one.
    Stop,
    /// The end of a cell of a table.
    Cell,
    /// What cannot be read.
    Poison,
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `^`
    Pow,
    /// The word "per" before a number: a division that computes nothing.
    Per,
}

impl Op {
    /// Returns the operator in napkin's language.
    pub fn symbol(self) -> &'static str {
        match self {
            Op::Add => " + ",
            Op::Sub => " - ",
            Op::Mul => " * ",
            Op::Div | Op::Per => " / ",
            Op::Pow => "^",
        }
    }
}

/// A token with its place in the piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its place, in bytes.
    pub place: Range<usize>,
    /// Whether a blank stands before it.
    pub spaced: bool,
    /// Whether it is the first of a line.
    pub on_new_line: bool,
    /// Whether several blanks stand before it, as between columns.
    pub is_apart: bool,
}

/// Returns the tokens of a piece.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), spaced: true, on_new_line: false, blanks: 0 };
    while let Some(next) = lexer.rest().chars().next() {
        lexer.step(next);
    }
    lexer.tokens
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
    spaced: bool,
    on_new_line: bool,
    blanks: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn after(&self, bytes: usize) -> char {
        self.rest().get(bytes..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }

    fn push(&mut self, kind: Kind, bytes: usize) {
        let place = self.at..self.at + bytes;
        let (spaced, on_new_line, is_apart) = (self.spaced, self.on_new_line, self.blanks > 1);
        self.tokens.push(Token { kind, place, spaced, on_new_line, is_apart });
        self.at += bytes;
        self.blanks = 0;
        (self.spaced, self.on_new_line) = (false, false);
    }

    fn last(&self) -> Option<Kind> {
        self.tokens.last().filter(|_| !self.spaced).map(|token| token.kind)
    }

    fn step(&mut self, next: char) {
        let bytes = next.len_utf8();
        match next {
            '\n' => {
                (self.spaced, self.on_new_line) = (true, true);
                self.at += bytes;
                self.blanks = 0;
            }
            _ if next.is_whitespace() || next == NOTHING || next == BLANK => {
                self.spaced |= next != NOTHING;
                // Blanks on both sides of markup are no gap between columns.
                self.blanks = if next == BLANK { 0 } else { self.blanks };
                self.blanks += usize::from(next.is_whitespace() && !self.on_new_line);
                self.blanks += usize::from(next == '\t');
                self.at += bytes;
            }
            '0'..='9' => self.number(),
            '.' if self.after(1).is_ascii_digit() && self.spaced => self.number(),
            '\u{2070}' | '\u{b9}' | '\u{b2}' | '\u{b3}' | '\u{2074}'..='\u{2079}' => self.superscript(),
            _ if next.is_alphabetic() || next == '_' => self.word(),
            '=' => self.equals(),
            '\u{2248}' | '\u{2245}' | '\u{2243}' | '\u{2252}' => self.sign(Kind::Sign, bytes),
            '\u{2192}' | '\u{21d2}' | '\u{27f9}' | '\u{27f6}' => self.sign(Kind::Arrow, bytes),
            '~' if self.after(1) == '=' => self.sign(Kind::Sign, 2),
            '~' | '\u{223c}' => self.push(Kind::About, bytes),
            '\u{d7}' | '\u{2715}' | '\u{22c5}' | '\u{2217}' | '\u{2a2f}' => {
                self.push(Kind::Op(Op::Mul), bytes)
            }
            '\u{b7}' if self.is_dot_of_product(bytes) => self.push(Kind::Op(Op::Mul), bytes),
            '\u{f7}' | '\u{2215}' => self.push(Kind::Op(Op::Div), bytes),
            '+' if self.after(1) == '=' || self.after(1) == '+' => self.push(Kind::Poison, 2),
            '+' => self.push(Kind::Op(Op::Add), bytes),
            '\u{2212}' => self.push(Kind::Op(Op::Sub), bytes),
            // With blanks round it, it is another operator of programs.
            '^' if self.spaced => self.push(Kind::Poison, bytes),
            '^' => self.push(Kind::Op(Op::Pow), bytes),
            '*' => self.push(Kind::Star, bytes),
            '/' => self.push(Kind::Slash, bytes),
            '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' => self.dash(bytes),
            '\u{2014}' | ';' | '?' | '"' | '[' | ']' | '\u{2022}' | '\u{201c}' | '\u{201d}' => {
                self.push(Kind::Stop, bytes);
            }
            '!' if self.after(1) == '=' => self.push(Kind::Poison, 2),
            '!' if self.last() == Some(Kind::Number) && !matches!(self.after(1), ' ' | '!') => {
                self.push(Kind::Poison, bytes);
            }
            '!' | '\'' => self.push(Kind::Stop, bytes),
            '.' if self.rest().starts_with("..") => {
                let bytes = self.rest().bytes().take_while(|byte| *byte == b'.').count();
                self.push(Kind::Poison, bytes);
            }
            '.' | ',' | ':' => self.punctuation(next),
            '|' | '\u{2500}'..='\u{257f}' => self.push(Kind::Cell, bytes),
            '(' => self.push(Kind::Open, bytes),
            ')' => self.push(Kind::Close, bytes),
            OVER => {
                self.push(Kind::Op(Op::Div), 0);
                self.push(Kind::Open, 1);
            }
            '$' | '\u{20ac}' | '\u{a3}' | '\u{20b9}' | '\u{a5}' | '\u{a2}' => {
                self.push(Kind::Currency, bytes)
            }
            '%' => self.push(Kind::Percent, bytes),
            '<' | '>' | '&' | '@' | '\u{207b}' | '#' | '\u{2026}' | '\u{221a}' | '\u{b1}' | '\u{1}'
            | '\u{b7}' | '{' | '}' | '\\' | '\u{2264}' | '\u{2265}' => self.push(Kind::Poison, bytes),
            // Pictures and other signs stand beside a claim, not in it.
            _ => self.push(Kind::Stop, bytes),
        }
    }

    /// Whether a dot in the middle of the line multiplies: `3 · 5`, `3·10^6`. Others part the items of a list.
    fn is_dot_of_product(&self, bytes: usize) -> bool {
        let rest = self.rest().get(bytes..).unwrap_or("");
        let number = rest.strip_prefix(' ').filter(|_| self.spaced);
        let is_power = self.last() == Some(Kind::Number) && rest.starts_with("10^");
        is_power || number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit() || c == '$'))
    }

    fn sign(&mut self, kind: Kind, bytes: usize) {
        // `≈=`, `→ =`: one sign.
        self.push(kind, bytes);
        while self.at < self.text.len() && matches!(self.after(0), '=' | '\u{2248}') {
            let more = self.after(0).len_utf8();
            self.at += more;
            if let Some(token) = self.tokens.last_mut() {
                token.place.end = self.at;
            }
        }
    }

    fn equals(&mut self) {
        let run = self.rest().bytes().take_while(|byte| *byte == b'=').count();
        let before = self.text.get(..self.at).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        match self.after(run) {
            '>' if run == 1 => self.push(Kind::Arrow, 2),
            '~' | '\u{2248}' if run == 1 => {
                let bytes = 1 + self.after(run).len_utf8();
                self.push(Kind::Sign, bytes);
            }
            _ if run > 1 || matches!(before, '<' | '>' | '!' | '+' | '-' | '*' | '/' | '%' | '&' | '|') => {
                self.push(Kind::Poison, run);
            }
            '?' => self.push(Kind::Stop, run),
            _ => self.push(Kind::Sign, run),
        }
    }

    fn dash(&mut self, bytes: usize) {
        let run = self.rest().bytes().take_while(|byte| *byte == b'-').count();
        if run > 0 && self.after(run) == '>' {
            return self.push(Kind::Arrow, run + 1);
        }
        if run > 1 {
            return self.push(Kind::Stop, run);
        }
        let after = self.after(bytes);
        if self.last() == Some(Kind::Op(Op::Pow)) && after.is_ascii_digit() {
            // `10^-3`
            let digits = self.rest().bytes().skip(bytes).take_while(u8::is_ascii_digit).count();
            return self.push(if bytes == 1 { Kind::Number } else { Kind::Poison }, bytes + digits);
        }
        let kind = match (self.spaced, after) {
            // The marker of a list.
            (true, ' ') if self.on_new_line => Kind::Stop,
            (_, '=') => Kind::Poison,
            (true, _) => Kind::Dash,
            (false, ' ' | '\n') => Kind::Dash,
            (false, _) if after.is_ascii_digit() || matches!(after, '$' | '~') => Kind::Hyphen,
            // `64-bit` is 64 bits, `100-x` a difference.
            (false, _) if after.is_alphabetic() => {
                let next = self.rest().get(bytes..).unwrap_or("");
                if next.chars().take_while(|c| c.is_alphabetic()).count() < 2 {
                    return self.push(Kind::Poison, bytes);
                }
                self.at += bytes;
                return;
            }
            _ => Kind::Stop,
        };
        self.push(kind, bytes);
    }

    fn punctuation(&mut self, next: char) {
        let glued = matches!(self.last(), Some(Kind::Number));
        let after = self.after(1);
        let kind = match next {
            ':' if after == '=' => Kind::Poison,
            ':' if glued && after.is_ascii_digit() => Kind::Colon,
            '.' | ',' if glued && after.is_ascii_digit() => Kind::Poison,
            '.' if after.is_alphanumeric() => Kind::Poison,
            _ => Kind::Stop,
        };
        self.push(kind, 1);
    }

    /// Reads digits with commas or underscores between groups, a fraction and an exponent.
    fn number(&mut self) {
        let bytes = self.rest().as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut at = 0;
        let mut is_grouped = true;
        let mut group = 0;
        let mut has_comma = false;
        loop {
            match bytes.get(at) {
                Some(byte) if byte.is_ascii_digit() => (at, group) = (at + 1, group + 1),
                Some(b',' | b'_' | 0x02) if self.separates(at) => {
                    let length = self.separator(at);
                    // Groups of three, or of two before the last as in India.
                    is_grouped &= if has_comma { (2..=3).contains(&group) } else { (1..=3).contains(&group) };
                    (at, group, has_comma) = (at + length, 0, true);
                }
                _ => break,
            }
        }
        is_grouped &= !has_comma || group == 3;
        if bytes.get(at) == Some(&b'.') && digit(at + 1) {
            at += 1;
            while digit(at) {
                at += 1;
            }
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            if digit(at + 1 + sign) {
                at += 1 + sign;
                while digit(at) {
                    at += 1;
                }
            }
        }
        // `00011` is a pattern of bits.
        let is_pattern = at > 1 && bytes.first() == Some(&b'0') && digit(1);
        let hexadecimal =
            at == 1 && bytes.first() == Some(&b'0') && matches!(bytes.get(1), Some(b'x' | b'X'));
        let dotted = bytes.get(at) == Some(&b'.') && digit(at + 1);
        let after_word = self.last() == Some(Kind::Word);
        let kind = if self.is_date(at) {
            let date =
                self.rest().bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-'));
            at = date.count();
            Kind::Poison
        } else if is_grouped && !hexadecimal && !is_pattern && !dotted && !after_word && at < 40 {
            Kind::Number
        } else {
            Kind::Poison
        };
        self.push(kind, at);
        // `10x5`
        if kind == Kind::Number
            && matches!(self.after(0), 'x' | 'X')
            && (self.after(1).is_ascii_digit() || self.after(1) == '$')
        {
            self.push(Kind::Op(Op::Mul), 1);
        }
    }

    /// Whether a number begins a date: `12/31/2025`, `2025-12-31`.
    fn is_date(&self, at: usize) -> bool {
        let rest = self.rest().get(at..).unwrap_or("");
        let Some(sign) = rest.chars().next().filter(|c| matches!(c, '/' | '-')) else { return false };
        let mut parts = rest.split(sign).skip(1);
        let digits =
            |part: Option<&str>| part.map_or(0, |part| part.bytes().take_while(u8::is_ascii_digit).count());
        let all = parts.next().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        (1..=2).contains(&digits(all)) && (digits(parts.next()) == 4 || at == 4)
    }

    /// Whether a separator between digits stands at a place of the rest.
    fn separates(&self, at: usize) -> bool {
        let next = self.rest().as_bytes().get(at + self.separator(at));
        at > 0 && next.is_some_and(u8::is_ascii_digit)
    }

    /// Returns the length of a separator, with what markup left round it.
    fn separator(&self, at: usize) -> usize {
        let rest = self.rest().as_bytes().get(at..).unwrap_or_default();
        if rest.starts_with(&[2, b',', 2]) {
            3
        } else if rest.starts_with(&[b',', 2]) {
            2
        } else {
            1
        }
    }

    fn superscript(&mut self) {
        let bytes: usize =
            self.rest().chars().take_while(|c| digit_of(*c).is_some()).map(char::len_utf8).sum();
        let follows = matches!(self.last(), Some(Kind::Number | Kind::Close));
        if !follows {
            return self.push(Kind::Poison, bytes);
        }
        self.push(Kind::Op(Op::Pow), 0);
        self.push(Kind::Number, bytes);
    }

    fn word(&mut self) {
        let mut end = 0;
        let mut chars = self.rest().char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map_or(' ', |(_, next)| *next);
            let inside = c.is_alphanumeric()
                || matches!(c, '_' | '\'' | '\u{2019}' | '\u{b5}') && next.is_alphanumeric()
                || c == '_'
                || matches!(c, '-' | '.') && at > 0 && next.is_alphabetic()
                || c == '-' && at > 0 && self.spaced && next.is_ascii_digit();
            if !inside {
                break;
            }
            end = at + c.len_utf8();
        }
        let end = end.max(self.after(0).len_utf8());
        let word = self.rest().get(..end).unwrap_or("");
        // `200K_per_node`
        if self.last() == Some(Kind::Number) && word.contains('_') {
            return self.parts_of(end);
        }
        let kind = if word == "x" || word == "X" { Kind::Ex } else { Kind::Word };
        self.push(kind, end);
    }
}

impl Lexer<'_> {
    /// Reads the parts of a word that are joined by underscores as words.
    fn parts_of(&mut self, bytes: usize) {
        let end = self.at + bytes;
        while self.at < end {
            let part = self.rest().bytes().take(end - self.at).take_while(|byte| *byte != b'_').count();
            if part > 0 {
                self.push(Kind::Word, part);
            }
            if self.at < end {
                self.at += 1;
                self.spaced = true;
            }
        }
    }
}

/// Returns the digit that a superscript is.
pub fn digit_of(c: char) -> Option<char> {
    Some(match c {
        '\u{2070}' => '0',
        '\u{b9}' => '1',
        '\u{b2}' => '2',
        '\u{b3}' => '3',
        '\u{2074}'..='\u{2079}' => char::from_digit(u32::from(c) - 0x2070, 10)?,
        _ => return None,
    })
}
