//! From the tokens of a piece to its claims: an expression, a sign, a number.

use std::ops::Range;

use super::amount::{Amount, amount};
use super::expression::{Expression, Operand, expression, first_of};
use super::lines::Column;
use super::names::Names;
use super::rewrite;
use super::token::{Kind, Op, Token};
use super::words;

/// How many tokens of a claim may stand on one side of its sign.
const FAR: usize = 120;

/// The most words of a name.
const NAME: usize = 5;

/// Words of a query, which compares where it seems to claim.
const QUERIES: [&str; 7] = ["WHERE", "SET", "AND", "SELECT", "VALUES", "where", "LIMIT"];

/// Words after which a sentence goes on with something else.
const JOINS: [&str; 9] = ["and", "or", "with", "so", "then", "where", "but", "has", "have"];

/// Words behind an amount after which something else is said.
const STEPS: [&str; 14] =
    ["and", "or", "so", "with", "at", "then", "if", "when", "where", "is", "for", "peak", "across", "each"];

/// A claim as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its place in the piece.
    pub place: Range<usize>,
    /// The place of the number that it claims.
    pub result: Range<usize>,
    /// What the number is claimed to be; `None` if it cannot be read. If the claim is a step of a chain without
    /// operators of its own, what the chain began with follows.
    pub left: Vec<Expression>,
    /// What is claimed; if an expression begins with it, that follows.
    pub right: Vec<Expression>,
    /// Whether the sign is an arrow.
    pub is_arrow: bool,
    /// Whether its sign begins a line, so that more than is read may stand above it.
    pub is_broken: bool,
    /// Whether an operator stands behind the number, so that it may be the beginning of an expression.
    pub is_open: bool,
    /// Whether it is a step of a chain without an operator: `= 20 PB/day = 231 GB/s`.
    pub is_step: bool,
}

/// Returns the claims of a piece in order, and binds the names.
pub fn claims(text: &str, tokens: &[Token], names: &mut Names, columns: Option<&[Column]>) -> Vec<Found> {
    let tokens = &rewrite::rewritten(text, tokens, (names, columns));
    let mut finder = Finder { text, tokens, names, columns, found: Vec::new(), chain: None, name: None };
    let signs = tokens.iter().enumerate().filter(|(_, token)| matches!(token.kind, Kind::Sign | Kind::Arrow));
    for (at, _) in signs {
        finder.sign(at);
    }
    finder.found
}

/// The step of a chain before a sign.
#[derive(Clone, Debug)]
struct Step {
    /// The first token behind its sign.
    from: usize,
    /// What the chain began with.
    origin: Vec<Expression>,
}

struct Finder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    names: &'a mut Names,
    columns: Option<&'a [Column]>,
    found: Vec<Found>,
    chain: Option<Step>,
    /// A name that a chain began with, and the first token behind its sign.
    name: Option<(Vec<&'a str>, usize)>,
}

impl<'a> Finder<'a> {
    fn sign(&mut self, sign: usize) {
        let (start, is_chained) = self.start(sign);
        // `key=5`: what stands before the key is something else.
        let (start, is_chained) =
            if self.is_key(sign) { (sign.saturating_sub(1), false) } else { (start, is_chained) };
        if start
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .is_some_and(|token| token.kind == Kind::Colon)
        {
            // What stands behind the colon of a ratio is its second part.
            return;
        }
        let left_tokens = self.tokens.get(start..sign).unwrap_or_default();
        let right_tokens = self.tokens.get(sign + 1..self.end(sign)).unwrap_or_default();
        let step = self.chain.take().filter(|step| is_chained && step.from == start);
        let name = self.name.take().filter(|(_, from)| is_chained && *from == start);
        let Some((right, is_last)) = self.right(right_tokens) else { return };
        if left_tokens.iter().any(|token| matches!(token.kind, Kind::Op(_))) {
            let left = expression(self.text, left_tokens, self.names, !is_chained).or_else(|| {
                let joins = left_tokens.iter().any(|token| JOINS.contains(&self.slice(token)));
                expression(self.text, left_tokens, self.names, true).filter(|_| is_chained && joins)
            });
            let left: Vec<Expression> = left.into_iter().collect();
            let word = |token: &Token| self.slice(token);
            let last = left_tokens.iter().rposition(|token| matches!(token.kind, Kind::Number | Kind::Close));
            let behind = left_tokens.get(last.map_or(0, |last| last + 1)..).unwrap_or_default();
            let first = left_tokens.first().map_or("", |first| word(first));
            if left_tokens.iter().any(|token| QUERIES.contains(&word(token)))
                || matches!(first, "x" | "X" | "plus" | "minus" | "times")
                || behind.iter().any(|token| JOINS.contains(&word(token)))
                || behind.last().is_some_and(|last| last.spaced && self.is_variable(last))
            {
                return;
            }
            let is_claim = left.iter().all(Expression::has_operator) && has_number(left_tokens);
            if is_claim {
                let first = start + first_of(left_tokens);
                let origin = left.clone();
                self.add((first, sign), left, (right.clone(), is_last));
                self.chain = Some(Step { from: sign + 1, origin });
                if let Some((words, _)) = name
                    && let (true, Some(amount)) = (is_last, amount_of(&right))
                {
                    self.names.bind(&words, amount.clone());
                }
            }
        } else if let Some(Step { origin, .. }) = step {
            let Some((mut left, true)) =
                self.right(left_tokens).filter(|(left, _)| self.is_step(left, left_tokens))
            else {
                return;
            };
            left.truncate(1);
            left.extend(origin.iter().cloned());
            self.add((start, sign), left, (right, is_last));
            self.chain = Some(Step { from: sign + 1, origin });
        } else if !is_chained {
            let Some(words) = self.words(left_tokens) else { return };
            if let (true, Some(amount)) = (is_last, amount_of(&right)) {
                self.names.bind(&words, amount.clone());
            }
            self.name = Some((words, sign + 1));
        }
    }

    /// Whether a sign touches a name before it and its value: `key=5`.
    fn is_key(&self, sign: usize) -> bool {
        let token = |at: Option<usize>| at.and_then(|at| self.tokens.get(at));
        let (before, own, next) = (token(sign.checked_sub(1)), token(Some(sign)), token(Some(sign + 1)));
        let is_glued = own.is_some_and(|own| !own.spaced && own.kind == Kind::Sign)
            && next.is_some_and(|next| !next.spaced);
        let Some(before) = before.filter(|before| before.kind == Kind::Word && is_glued) else {
            return false;
        };
        let earlier = token(sign.checked_sub(2));
        !earlier.is_some_and(|earlier| matches!(earlier.kind, Kind::Number | Kind::Slash | Kind::Word))
            || before.spaced && earlier.is_some_and(|earlier| earlier.kind == Kind::Word)
            || self.text.get(before.place.clone()).is_some_and(|word| word.contains('_'))
            || before.spaced && !words::is_counted(self.text.get(before.place.clone()).unwrap_or(""))
    }

    /// Whether an amount is all there is between two signs, but for a word or two about it.
    fn is_step(&self, left: &[Expression], tokens: &[Token]) -> bool {
        let Some(amount) = amount_of(left) else { return false };
        let behind = tokens.iter().filter(|token| token.place.start >= amount.place.end);
        let mut words = 0;
        for token in behind {
            let word = self.text.get(token.place.clone()).unwrap_or("");
            words += 1;
            if token.kind != Kind::Word || words > 3 || word.len() == 1 || STEPS.contains(&word) {
                return false;
            }
        }
        true
    }

    fn slice(&self, token: &Token) -> &'a str {
        self.text.get(token.place.clone()).unwrap_or("")
    }

    /// Whether a word is a letter that is no unit, such as the `n` of an equation.
    fn is_variable(&self, token: &Token) -> bool {
        let word = self.slice(token);
        token.kind == Kind::Word
            && word.chars().count() == 1
            && words::measures(word).is_empty()
            && words::magnitude(word).is_none()
    }

    fn add(
        &mut self,
        (first, sign): (usize, usize),
        left: Vec<Expression>,
        (right, is_last): (Vec<Expression>, bool),
    ) {
        let Some(amount) = amount_of(&right) else { return };
        let result = amount.place.clone();
        let start = self.tokens.get(first).map_or(result.start, |token| token.place.start);
        let place = start.min(result.start)..result.end;
        // A word such as "gives" says "hence" as often as an arrow does.
        let is_said =
            |token: &Token| self.slice(token).starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase());
        let is_arrow = self.tokens.get(sign).is_some_and(|token| {
            token.kind == Kind::Arrow || is_said(token) && self.slice(token) != "equals"
        });
        let is_broken = self.tokens.get(sign).is_some_and(|token| token.on_new_line);
        let is_step = left.first().is_some_and(|left| !left.has_operator());
        self.found.push(Found {
            place,
            result,
            left,
            right,
            is_arrow,
            is_open: !is_last,
            is_broken,
            is_step,
        });
    }

    /// Returns the first token of the left side of a sign, and whether the sign before it is where it begins.
    fn start(&self, sign: usize) -> (usize, bool) {
        let mut depth = 0_usize;
        let mut at = sign;
        let mut join = None;
        while let Some(token) = at.checked_sub(1).and_then(|before| self.tokens.get(before)) {
            if sign - at > FAR || self.breaks(at) || self.begins_item(at, sign) {
                return (at, false);
            }
            match token.kind {
                Kind::Close => depth += 1,
                Kind::Open if depth == 0 => return (at, false),
                Kind::Open => depth -= 1,
                Kind::Sign | Kind::Arrow if depth == 0 => return (join.unwrap_or(at), join.is_none()),
                Kind::Word if depth == 0 && join.is_none() && self.joins(at - 1) => join = Some(at),
                Kind::Stop | Kind::Cell | Kind::Colon if depth == 0 => return (at, false),
                _ => {}
            }
            at -= 1;
        }
        (at, false)
    }

    /// Returns the end of the right side of a sign.
    fn end(&self, sign: usize) -> usize {
        let mut depth = 0_usize;
        let mut at = sign + 1;
        while let Some(token) = self.tokens.get(at) {
            if at - sign > FAR || at > sign + 1 && self.breaks(at) {
                return at;
            }
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close if depth == 0 => return at,
                Kind::Close => depth -= 1,
                Kind::Sign | Kind::Arrow | Kind::Stop | Kind::Cell if depth == 0 => return at,
                Kind::Word if depth == 0 && self.joins(at) => return at,
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// Whether a word joins a claim to another: `5 TB × 3 = 15 TB and 2 GB × 4 = 8 GB`.
    fn joins(&self, at: usize) -> bool {
        let is_join =
            self.tokens.get(at).is_some_and(|word| matches!(self.slice(word), "and" | "but" | "while"));
        let rest = self.tokens.get(at + 1..).filter(|_| is_join).unwrap_or_default();
        let ends = |kind: Kind| matches!(kind, Kind::Sign | Kind::Arrow | Kind::Stop | Kind::Cell);
        let rest = rest.get(..rest.len().min(FAR)).unwrap_or_default();
        let Some(end) = rest.iter().position(|token| ends(token.kind)) else { return false };
        let is_sign = matches!(rest.get(end).map(|token| token.kind), Some(Kind::Sign | Kind::Arrow));
        is_sign && rest.iter().take(end).any(|token| matches!(token.kind, Kind::Op(_)))
    }

    /// Whether a line begins with the plus of a list, and not with that of a sum whose sign has a line of its own.
    fn begins_item(&self, at: usize, sign: usize) -> bool {
        let is_line = |at: usize| self.tokens.get(at).is_some_and(|token| token.on_new_line);
        let is_plus = self.tokens.get(at).is_some_and(|token| token.kind == Kind::Op(Op::Add));
        is_plus && is_line(at) && !is_line(sign)
    }

    /// Whether the end of a line before a token is the end of what stands there.
    fn breaks(&self, at: usize) -> bool {
        let Some(next) = self.tokens.get(at).filter(|token| token.on_new_line) else { return false };
        let goes_on = |kind: Kind| {
            matches!(
                kind,
                Kind::Op(_)
                    | Kind::Sign
                    | Kind::Arrow
                    | Kind::Open
                    | Kind::About
                    | Kind::Currency
                    | Kind::Slash
            )
        };
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let word = self.text.get(next.place.clone()).unwrap_or("");
        let is_word = next.kind == Kind::Word
            && word.starts_with(|c: char| c.is_lowercase())
            && before.is_some_and(|before| before.kind == Kind::Number);
        !(before.is_some_and(|before| goes_on(before.kind))
            || matches!(
                next.kind,
                Kind::Op(_) | Kind::Sign | Kind::Arrow | Kind::Close | Kind::Percent | Kind::Slash
            )
            || is_word)
    }

    /// Reads what stands behind a sign: the amount, and the expression that it is the beginning of. The second value is
    /// whether the amount is all of it.
    fn right(&self, tokens: &[Token]) -> Option<(Vec<Expression>, bool)> {
        let first = tokens.iter().position(|token| !matches!(token.kind, Kind::About | Kind::Currency))?;
        let is_rough = tokens.iter().take(first).any(|token| token.kind == Kind::About);
        let token = tokens.get(first).filter(|token| token.kind == Kind::Number)?;
        let end = tokens.iter().position(|token| matches!(token.kind, Kind::Op(_))).unwrap_or(tokens.len());
        let group = tokens.get(..end)?;
        let next = tokens.get(first + 1);
        if next.is_some_and(|next| next.kind == Kind::Poison) {
            return None;
        }
        let mut low = amount(self.text, group, first)?;
        low.is_rough |= is_rough;
        if let Some(unit) = self.unit_of_column(token.place.start).filter(|_| low.is_bare()) {
            low.with_unit(&unit);
        }
        if low.is_percent() {
            // `15 / 20 × 100 = 75%`
            let plain = low.readings.first().cloned().unwrap_or_default();
            low.readings.push(super::amount::Reading { is_percent: false, ..plain });
        }
        let second = group.iter().enumerate().skip(first + 1).find(|(_, token)| token.kind == Kind::Number);
        let second = second.map(|(at, _)| at);
        if next.is_some_and(|next| next.kind == Kind::Colon) {
            // Of ratios, those to one.
            let one = second.and_then(|at| self.text.get(group.get(at)?.place.clone()));
            return (one == Some("1")).then(|| (vec![Expression::of(alone(low))], true));
        }
        let between = |at: usize| group.get(first + 1..at).unwrap_or_default();
        let is_range = |at: &usize| {
            between(*at).len() <= 4
                && between(*at).iter().any(|token| {
                    token.kind == Kind::Hyphen || self.text.get(token.place.clone()) == Some("to")
                })
        };
        let mut right = Vec::new();
        if next.is_some_and(|next| next.kind == Kind::Open && !next.spaced) {
            return None;
        }
        if second == Some(first + 1) && !low.is_percent() {
            // `6 400` is written with a blank; other numbers that stand together are no result.
            let digits = |at: usize| group.get(at).map_or("", |token| self.slice(token));
            let is_grouped = (1..=3).contains(&digits(first).len()) && digits(first + 1).len() == 3;
            let rest =
                amount(self.text, group, first + 1).filter(|_| is_grouped && !low.number.contains('.'))?;
            low.number.push_str(&rest.number);
            low.place.end = rest.place.end;
            low.digits.end = rest.digits.end;
            (low.magnitude, low.readings, low.has_words) = (rest.magnitude, rest.readings, rest.has_words);
            low.significant = rest.significant.max(low.significant);
            return Some((vec![Expression::of(alone(low))], end == tokens.len()));
        }
        if let Some(at) = second.filter(is_range) {
            let mut high = amount(self.text, group, at)?;
            if low.is_bare() || !low.has_words {
                low.readings = high.readings.clone();
            }
            high.is_rough = low.is_rough;
            low.place.end = high.place.end;
            right.push(Expression::of(Operand { amounts: vec![low, high], is_range: true }));
        } else {
            let more = second.filter(|at| low.readings.iter().any(is_time) && between(*at).len() <= 2);
            let rest = more.and_then(|at| amount(self.text, group, at));
            right.push(Expression::of(alone(low.clone())));
            if let Some(rest) = rest.filter(|rest| rest.readings.iter().any(is_time)) {
                right.push(Expression::of(alone(low)).plus(Op::Add, alone(rest)));
            }
        }
        if let Some(Token { kind: Kind::Op(operator), .. }) = tokens.get(end) {
            let whole = expression(self.text, until_prose(tokens), self.names, false);
            if whole.is_none() && !matches!(operator, Op::Add | Op::Sub) {
                return None;
            }
            right.extend(whole);
            return Some((right, false));
        }
        Some((right, true))
    }

    /// Returns the unit that the header of a column says.
    fn unit_of_column(&self, place: usize) -> Option<String> {
        let columns = self.columns?;
        let before = self.text.get(..place)?;
        // Cells beyond the header have no unit, however many there are.
        let edges = before.bytes().filter(|byte| *byte == b'|').take(columns.len() + 1);
        let column = edges.count().checked_sub(1)?;
        columns.get(column).map(|column| column.unit.clone()).filter(|unit| !unit.is_empty())
    }

    /// Returns the words of a name, if tokens are nothing else.
    fn words(&self, tokens: &[Token]) -> Option<Vec<&'a str>> {
        let text = self.text;
        let is_name =
            (1..=NAME).contains(&tokens.len()) && tokens.iter().all(|token| token.kind == Kind::Word);
        is_name.then(|| tokens.iter().filter_map(|token| text.get(token.place.clone())).collect())
    }
}

/// Cuts the last operand before a second number, which belongs to other words.
fn until_prose(tokens: &[Token]) -> &[Token] {
    let last = tokens.iter().rposition(|token| matches!(token.kind, Kind::Op(_))).map_or(0, |last| last + 1);
    let numbers = tokens.iter().enumerate().skip(last).filter(|(_, token)| token.kind == Kind::Number);
    let second = numbers.map(|(at, _)| at).nth(1);
    let poison = tokens
        .iter()
        .enumerate()
        .skip(last + 1)
        .find(|(_, token)| token.kind == Kind::About)
        .map(|(at, _)| at);
    let end = [second, poison].into_iter().flatten().min().unwrap_or(tokens.len());
    tokens.get(..end).unwrap_or_default()
}

fn has_number(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.kind == Kind::Number)
}

fn alone(amount: Amount) -> Operand {
    Operand { amounts: vec![amount], is_range: false }
}

fn is_time(reading: &super::amount::Reading) -> bool {
    use super::words::Quality;
    reading.measure.over.iter().any(|part| part.quality == Quality::Time)
}

/// Returns the claimed amount.
pub fn amount_of(right: &[Expression]) -> Option<&Amount> {
    right.first()?.operands.first()?.amounts.first()
}
