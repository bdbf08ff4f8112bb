//! What a sign means by what stands beside it: `*`, `x`, `/`, `-`, and words such as `per`, `of`, `times`.

use super::token::{Kind, Op, Token};
use super::words;

/// Returns the tokens with their meaning; those that mean nothing are left out.
pub fn resolved(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    let mut depth = 0_usize;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        let around = Around { text, before: out.last(), token, next, after: tokens.get(at + 2), depth };
        let (kind, taken) = around.meaning();
        if kind.is_some_and(|kind| around.begins_column(kind)) {
            let place = token.place.start..token.place.start;
            out.push(Token { kind: Kind::Stop, place, ..token.clone() });
        }
        at += taken;
        if let Some(kind) = kind {
            let end = tokens.get(at.wrapping_sub(1)).map_or(token.place.end, |last| last.place.end);
            let place = token.place.start..end.max(token.place.end);
            out.push(Token { kind, place, ..token.clone() });
        }
    }
    out
}

struct Around<'a> {
    text: &'a str,
    before: Option<&'a Token>,
    token: &'a Token,
    next: Option<&'a Token>,
    after: Option<&'a Token>,
    /// How many parentheses are open.
    depth: usize,
}

impl Around<'_> {
    fn word(&self, token: Option<&Token>) -> &str {
        let place = token.filter(|token| token.kind == Kind::Word).map(|token| token.place.clone());
        place.and_then(|place| self.text.get(place)).unwrap_or("")
    }

    fn follows_operand(&self) -> bool {
        self.before.is_some_and(|before| {
            matches!(before.kind, Kind::Number | Kind::Word | Kind::Percent | Kind::Close | Kind::Ex)
                || before.kind == Kind::Currency
        })
    }

    /// Whether a column of a text begins here: `3    10    (3+10)/2  =  6.5`.
    fn begins_column(&self, kind: Kind) -> bool {
        let operand = |kind: Kind| {
            matches!(
                kind,
                Kind::Number
                    | Kind::Word
                    | Kind::Percent
                    | Kind::Close
                    | Kind::Open
                    | Kind::Currency
                    | Kind::Ex
            )
        };
        self.token.is_apart
            && self.depth <= 1
            && operand(kind)
            && kind != Kind::Close
            && self.before.is_some_and(|before| operand(before.kind) && before.kind != Kind::Open)
    }

    fn follows_number(&self) -> bool {
        self.before.is_some_and(|before| matches!(before.kind, Kind::Number | Kind::Percent | Kind::Close))
    }

    fn starts_number(token: Option<&Token>) -> bool {
        token.is_some_and(|token| {
            matches!(token.kind, Kind::Number | Kind::Currency | Kind::Open | Kind::About)
        })
    }

    /// Returns what the token is, and how many tokens that takes.
    fn meaning(&self) -> (Option<Kind>, usize) {
        let (token, next) = (self.token, self.next);
        let spaced_after = next.is_none_or(|next| next.spaced);
        let starts = Around::starts_number(next);
        let kind = match token.kind {
            Kind::Star => {
                let multiplies = self.follows_operand()
                    && (starts
                        || token.spaced == spaced_after && next.is_some_and(|next| next.kind == Kind::Word));
                return (multiplies.then_some(Kind::Op(Op::Mul)), 1);
            }
            // `200M+ subscribers`
            Kind::Op(Op::Add) if !token.spaced && spaced_after && self.before.is_some() => Kind::Word,
            // `10× spike`
            Kind::Op(Op::Mul)
                if !token.spaced
                    && spaced_after
                    && self.follows_number()
                    && next.is_some_and(|next| next.kind == Kind::Word && !next.on_new_line) =>
            {
                Kind::Word
            }
            // `3x 100` has a factor and a number.
            Kind::Ex if self.follows_operand() && starts && token.spaced == spaced_after => Kind::Op(Op::Mul),
            Kind::Ex => Kind::Word,
            // `/20` is a mask of addresses.
            Kind::Slash if starts && token.spaced && !spaced_after => Kind::Poison,
            Kind::About if self.follows_operand() && token.spaced && spaced_after && starts => Kind::Sign,
            Kind::Slash if starts && self.follows_operand() => Kind::Op(Op::Div),
            Kind::Slash if token.spaced && spaced_after => self.slash(),
            Kind::Dash => match self.follows_operand() {
                true if starts && token.spaced && spaced_after => Kind::Op(Op::Sub),
                // `(1 - recall)`
                true if self.depth > 0 && token.spaced && spaced_after => Kind::Op(Op::Sub),
                true if starts && token.spaced => Kind::Poison,
                _ if token.spaced && spaced_after => Kind::Stop,
                _ if starts => Kind::Poison,
                _ => Kind::Stop,
            },
            Kind::Hyphen if !self.follows_operand() => Kind::Poison,
            Kind::Word => return self.meaning_of_word(),
            kind => kind,
        };
        (Some(kind), 1)
    }

    /// ` / ` before a word: "per" before a unit or a noun, else a division by what the name stands for.
    fn slash(&self) -> Kind {
        let word = self.word(self.next);
        if word.is_empty() || words::is_counted(word) { Kind::Slash } else { Kind::Op(Op::Div) }
    }

    fn meaning_of_word(&self) -> (Option<Kind>, usize) {
        let word = self.word(Some(self.token)).to_ascii_lowercase();
        let second = self.word(self.next).to_ascii_lowercase();
        let starts = Around::starts_number(self.next);
        let then_starts = Around::starts_number(self.after);
        let is = |kind| (Some(kind), 1);
        match (word.as_str(), second.as_str()) {
            ("of", _) if starts && self.before.is_some_and(|before| before.kind == Kind::Percent) => {
                is(Kind::Op(Op::Mul))
            }
            ("times", _) if starts && self.follows_operand() => is(Kind::Op(Op::Mul)),
            ("plus", _) if starts && self.follows_number() => is(Kind::Op(Op::Add)),
            ("minus", _) if starts && self.follows_operand() => is(Kind::Op(Op::Sub)),
            ("divided", "by") if then_starts => (Some(Kind::Op(Op::Div)), 2),
            ("multiplied", "by") if then_starts => (Some(Kind::Op(Op::Mul)), 2),
            ("per", _) if starts && self.follows_operand() => is(Kind::Op(Op::Per)),
            ("equals" | "gives" | "yields", _) if starts => is(Kind::Sign),
            ("is", hedge) if words::is_hedge(hedge) && then_starts => is(Kind::Sign),
            ("is", _) if self.next.is_some_and(|next| next.kind == Kind::About) => is(Kind::Sign),
            (hedge, _) if words::is_hedge(hedge) && starts => is(Kind::About),
            _ => is(Kind::Word),
        }
    }
}
