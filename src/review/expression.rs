//! From tokens to an expression of amounts, operators, parentheses and calls.

use super::amount::{Amount, amount};
use super::names::Names;
use super::token::{Kind, Op, Token};
use super::words;
use crate::lower::builtins;

/// The most parentheses within each other.
const DEEPEST: usize = 8;

/// Words that a number behind them is the name of.
const LABELS: [&str; 30] = [
    "raid", "step", "phase", "stage", "tier", "level", "layer", "chapter", "section", "figure", "fig",
    "table", "part", "version", "option", "scenario", "case", "example", "round", "question", "week", "page",
    "item", "note", "appendix", "equation", "zone", "port", "http", "rfc",
];

/// The most operands of a claim.
const MOST: usize = 24;

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// The operand with this number.
    Operand(usize),
    /// An operator.
    Op(Op),
    /// A parenthesis, behind the name of a function if it is a call.
    Open(String),
    /// The end of it.
    Close,
}

/// An amount, or several that stand for it: the ends of a range, the values of a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand {
    /// What it may be, never empty.
    pub amounts: Vec<Amount>,
    /// Whether they are the ends of a range.
    pub is_range: bool,
}

/// An expression.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expression {
    /// Its parts in order.
    pub items: Vec<Item>,
    /// Its operands.
    pub operands: Vec<Operand>,
    /// Whether other numbers stand in the words before it, so that it may begin elsewhere.
    pub is_loose: bool,
}

impl Expression {
    /// An expression of one operand.
    pub fn of(operand: Operand) -> Expression {
        Expression { items: vec![Item::Operand(0)], operands: vec![operand], is_loose: false }
    }

    /// Whether it has an operator.
    pub fn has_operator(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Op(op) if *op != Op::Per))
    }

    /// Adds an expression behind an operator.
    pub fn plus(mut self, operator: Op, operand: Operand) -> Expression {
        self.items.push(Item::Op(operator));
        self.items.push(Item::Operand(self.operands.len()));
        self.operands.push(operand);
        self
    }
}

/// Reads an expression; words of prose may stand before it if it `starts` one. `None` if a part of it has no number, or
/// more than one.
pub fn expression(text: &str, tokens: &[Token], names: &Names, starts: bool) -> Option<Expression> {
    let mut parser = Parser { text, names, out: Expression::default() };
    parser.sum(tokens, starts, 0)?;
    (parser.out.operands.len() <= MOST).then_some(parser.out)
}

/// Returns the first token of the expression that tokens end with, without the prose before it.
pub fn first_of(tokens: &[Token]) -> usize {
    let end = operator(tokens).unwrap_or(tokens.len());
    let group = tokens.get(..end).unwrap_or_default();
    let number = numbers(group).last().copied().or_else(|| group.iter().position(|t| t.kind == Kind::Open));
    let Some(mut at) = number else { return 0 };
    while let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before))
        && matches!(before.kind, Kind::Currency | Kind::About | Kind::Hyphen)
    {
        at -= 1;
    }
    at
}

/// Returns the place of the first operator outside parentheses.
fn operator(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|token| {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(token.kind, Kind::Op(_))
    })
}

/// Returns the places of the numbers outside parentheses.
fn numbers(tokens: &[Token]) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Number if depth == 0 => found.push(at),
            _ => {}
        }
    }
    found
}

struct Parser<'a> {
    text: &'a str,
    names: &'a Names,
    out: Expression,
}

impl Parser<'_> {
    fn word(&self, token: Option<&Token>) -> &str {
        let place = token.filter(|token| token.kind == Kind::Word).map(|token| token.place.clone());
        place.and_then(|place| self.text.get(place)).unwrap_or("")
    }

    fn sum(&mut self, tokens: &[Token], starts: bool, depth: usize) -> Option<()> {
        let mut rest = tokens;
        let mut starts = starts;
        loop {
            let end = operator(rest);
            let group = rest.get(..end.unwrap_or(rest.len()))?;
            let next = end.and_then(|end| rest.get(end)).map(|token| token.kind);
            self.every(group);
            self.operand(group, (next, starts), depth)?;
            let Some(end) = end else { return Some(()) };
            let Some(Token { kind: Kind::Op(operator), .. }) = rest.get(end) else { return None };
            let last = group.last().map(|token| token.kind);
            // `pass^8` is a name.
            let is_name = *operator == Op::Pow && !matches!(last, Some(Kind::Number | Kind::Close));
            // `2x + 5` is an equation.
            let is_equation =
                matches!(operator, Op::Add | Op::Sub) && matches!(self.word(group.last()), "x" | "X");
            if is_name || is_equation {
                return None;
            }
            starts = false;
            self.out.items.push(Item::Op(*operator));
            rest = rest.get(end + 1..)?;
            if self.out.operands.len() > MOST {
                return None;
            }
        }
    }

    /// Divides by what happens every so often: `10M × a heartbeat every 30 s`.
    fn every(&mut self, group: &[Token]) {
        let is_every = group.iter().take(4).any(|token| self.word(Some(token)) == "every");
        if let Some(item @ Item::Op(Op::Mul)) = self.out.items.last_mut().filter(|_| is_every) {
            *item = Item::Op(Op::Div);
        }
    }

    /// Reads an operand; `next` is the operator behind it if prose may stand before it.
    fn operand(&mut self, group: &[Token], (next, starts): (Option<Kind>, bool), depth: usize) -> Option<()> {
        let is_closed = self.ends_with_sum(group);
        match numbers(group).as_slice() {
            [] => self.without_number(group, starts, depth),
            // `10 tails are (1/2)^10`
            _ if is_closed => {
                self.out.is_loose = true;
                self.without_number(group, starts, depth)
            }
            [low, high] if self.is_difference(group, *low, *high, (next, depth)) => {
                for (at, item) in [(*low, Item::Op(Op::Sub)), (*high, Item::Close)] {
                    let amount = amount(self.text, group, at)?;
                    self.push(Operand { amounts: vec![amount], is_range: false });
                    self.out.items.push(item);
                }
                self.out.items.pop();
                Some(())
            }
            [.., low, high] if self.is_range(group, *low, *high) && (starts || numbers(group).len() == 2) => {
                let between = group.get(..*high)?;
                let (low, high) = (self.amount(between, *low, starts)?, self.amount(group, *high, true)?);
                let low = self.like(low, &high);
                self.push(Operand { amounts: vec![low, high], is_range: true });
                Some(())
            }
            [at] => {
                let amount = self.amount(group, *at, starts)?;
                self.push(Operand { amounts: vec![amount], is_range: false });
                Some(())
            }
            [.., at] if starts => {
                self.out.is_loose = true;
                let amount = self.amount(group, *at, starts)?;
                self.push(Operand { amounts: vec![amount], is_range: false });
                Some(())
            }
            _ => None,
        }
    }

    /// Whether a group ends with parentheses that compute something: `the median is (3 + 5)`.
    fn ends_with_sum(&self, group: &[Token]) -> bool {
        let open = group.iter().rposition(|token| token.kind == Kind::Open);
        let inner = group.get(open.unwrap_or(0)..).unwrap_or_default();
        group.last().is_some_and(|token| token.kind == Kind::Close)
            && inner.iter().any(|token| matches!(token.kind, Kind::Op(_) | Kind::Hyphen))
    }

    fn push(&mut self, operand: Operand) {
        self.out.items.push(Item::Operand(self.out.operands.len()));
        self.out.operands.push(operand);
    }

    /// Whether a hyphen between bare numbers in parentheses subtracts: `(60-45)`.
    fn is_difference(
        &self,
        group: &[Token],
        low: usize,
        high: usize,
        (next, depth): (Option<Kind>, usize),
    ) -> bool {
        let value = |at: usize| {
            let text = group.get(at).and_then(|token| self.text.get(token.place.clone()))?;
            text.replace(',', "").parse::<f64>().ok()
        };
        let falls = value(low).zip(value(high)).is_some_and(|(low, high)| low > high);
        let is_alone = group.len() == 3 && low == 0 && depth > 0;
        let before = self.out.items.last();
        let is_sum = matches!(next, Some(Kind::Op(Op::Add | Op::Sub)))
            || matches!(before, Some(Item::Op(Op::Add | Op::Sub)));
        high == low + 2
            && high + 1 == group.len()
            && group.get(low + 1).is_some_and(|token| token.kind == Kind::Hyphen)
            && (is_alone || falls || is_sum)
    }

    /// Whether a hyphen or a `to` makes a range of two numbers.
    fn is_range(&self, group: &[Token], low: usize, high: usize) -> bool {
        let between = group.get(low + 1..high).unwrap_or_default();
        between.len() <= 5
            && between.iter().any(|token| {
                matches!(token.kind, Kind::Hyphen | Kind::About) || self.word(Some(token)) == "to"
            })
    }

    /// Gives the lower end of a range the units of the upper one: `5-10 GB`.
    fn like(&self, low: Amount, high: &Amount) -> Amount {
        if low.is_bare() || !low.has_words { Amount { readings: high.readings.clone(), ..low } } else { low }
    }

    fn amount(&mut self, group: &[Token], at: usize, starts: bool) -> Option<Amount> {
        let before = at.checked_sub(1).and_then(|before| group.get(before));
        let behind = group.get(at + 1..).unwrap_or_default();
        let near = group.get(at.saturating_sub(3)..at).unwrap_or_default();
        let is_part = before.is_some_and(|before| before.kind == Kind::Hyphen);
        if is_part && numbers(group).len() == 1
            || near.iter().chain(behind).any(|token| token.kind == Kind::Poison)
        {
            return None;
        }
        // `RAID 5` and `Step 3` are names, the 1 of `10:1` a part of a ratio.
        let is_label = |token: &Token| {
            let word = self.word(Some(token)).to_ascii_lowercase();
            token.kind == Kind::Colon || LABELS.contains(&word.as_str())
        };
        if before.is_some_and(is_label) {
            return None;
        }
        // `30% of messages`
        let is_of = |token: &Token| self.word(Some(token)) == "of";
        if behind.first().is_some_and(|token| token.kind == Kind::Percent) && behind.get(1).is_some_and(is_of)
        {
            return None;
        }
        // `ln 4` is a call, `0.3(1.0)` a product.
        let is_call = before.is_some_and(|before| {
            builtins::find(self.word(Some(before))).is_some() || self.word(Some(before)) == "log"
        });
        let is_product = behind.first().is_some_and(|open| open.kind == Kind::Open && !open.spaced)
            && behind.get(1).is_some_and(|inner| inner.kind == Kind::Number);
        let mut level = 0_usize;
        let has_end = behind.iter().any(|token| {
            match token.kind {
                Kind::Open => level += 1,
                Kind::Close => level = level.saturating_sub(1),
                _ => {}
            }
            level == 0 && matches!(token.kind, Kind::Stop | Kind::Cell | Kind::Sign | Kind::Arrow)
        });
        if is_call || is_product || has_end {
            return None;
        }
        let allowed = |token: &Token| {
            matches!(token.kind, Kind::About | Kind::Currency | Kind::Word) && self.word(Some(token)) != "per"
        };
        let leading = group.get(..at)?;
        if !starts && (leading.len() > 5 || !leading.iter().all(allowed)) {
            return None;
        }
        if matches!(self.word(behind.first()), "st" | "nd" | "rd" | "th") {
            return None;
        }
        // `1 miss (200)` may be 200.
        let has_numbers = behind.iter().any(|token| token.kind == Kind::Number);
        self.out.is_loose |= has_numbers && behind.iter().any(|token| token.kind == Kind::Open);
        // What stands far behind or before an operator may be another operand: `5 × depth 5`.
        let words = |tokens: &[Token]| tokens.iter().filter(|token| token.kind == Kind::Word).count();
        self.out.is_loose |= words(behind) > 5 || !starts && words(leading) > 1;
        if starts
            && behind
                .iter()
                .any(|token| matches!(self.word(Some(token)), "and" | "or" | "so" | "then" | "toward"))
        {
            return None;
        }
        let mut amount = amount(self.text, group, at)?;
        amount.is_rough |= leading.iter().rev().take(2).any(|token| token.kind == Kind::About);
        Some(amount)
    }

    /// Reads an expression in parentheses, a call or a name.
    fn without_number(&mut self, group: &[Token], starts: bool, depth: usize) -> Option<()> {
        let open = match numbers(group).is_empty() {
            true => group.iter().position(|token| token.kind == Kind::Open),
            false => group.iter().rposition(|token| token.kind == Kind::Open),
        };
        let Some(open) = open else { return self.name(group, starts) };
        if depth >= DEEPEST {
            return None;
        }
        let (before, rest) = (group.get(..open)?, group.get(open + 1..)?);
        let mut level = 1_usize;
        let close = rest.iter().position(|token| {
            match token.kind {
                Kind::Open => level += 1,
                Kind::Close => level -= 1,
                _ => {}
            }
            level == 0
        })?;
        let (inner, behind) = (rest.get(..close)?, rest.get(close + 1..)?);
        let is_glued = group.get(open).is_some_and(|token| !token.spaced);
        let function = self.word(before.last()).to_ascii_lowercase();
        let is_call = is_glued && builtins::find(&function).is_some();
        let is_variable = !is_call && function.chars().count() == 1;
        if is_variable
            || !is_call && is_glued && !before.is_empty()
            || !starts && !is_call && before.iter().any(|token| token.kind != Kind::About)
            || behind.iter().any(|token| matches!(token.kind, Kind::Poison | Kind::Open))
        {
            return None;
        }
        self.out.items.push(Item::Open(if is_call { function } else { String::new() }));
        self.sum(inner, false, depth + 1)?;
        self.out.items.push(Item::Close);
        self.unit_of_parentheses(behind)
    }

    /// Reads the unit behind parentheses: `(100 + 200) bytes`.
    fn unit_of_parentheses(&mut self, behind: &[Token]) -> Option<()> {
        let Some(first) = behind.first() else { return Some(()) };
        let word = self.word(Some(first));
        let is_percent = first.kind == Kind::Percent;
        if !is_percent
            && words::measures(word).is_empty()
            && words::magnitude(word).is_none()
            && first.kind != Kind::Slash
        {
            return Some(());
        }
        let place = first.place.start..first.place.start;
        let one = Token { kind: Kind::Number, place, spaced: true, on_new_line: false, is_apart: false };
        let tokens: Vec<Token> = std::iter::once(one).chain(behind.iter().cloned()).collect();
        let mut amount = amount(self.text, &tokens, 0)?;
        amount.number = "1".to_owned();
        self.out.items.push(Item::Op(Op::Mul));
        self.push(Operand { amounts: vec![amount], is_range: false });
        Some(())
    }

    /// Reads a name; words of prose may stand before it if it `starts` the expression.
    fn name(&mut self, group: &[Token], starts: bool) -> Option<()> {
        let is_slash = group.first().is_some_and(|first| first.kind == Kind::Slash);
        if is_slash || group.iter().any(|token| !matches!(token.kind, Kind::Word | Kind::Slash | Kind::About))
        {
            return None;
        }
        let words: Vec<&str> = group.iter().map(|token| self.word(Some(token))).collect();
        let last = if starts { words.len() } else { 1 };
        let amounts = (0..last).find_map(|first| self.names.values(words.get(first..)?))?;
        self.push(Operand { amounts, is_range: false });
        Some(())
    }
}
