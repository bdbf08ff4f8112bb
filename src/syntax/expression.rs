//! Operators, calls, conditionals and conversions, by precedence climbing.

use nom::Parser as _;
use nom::branch::alt;
use nom::combinator::opt;

use super::about::sign;
use super::ast::{
    Argument, Binary, Form, Join, Literal, Node, NodeId, Sign, Target, TextRange, Unary, Writing,
};
use super::error::{Problem, unexpected, wrong};
use super::literal::MOST_UNITS;
use super::token::{
    Parsed, dotted_name, is_reserved, keyword, literal_ahead, symbol, symbols, times_sign, unit_word, word,
};
use super::{DEEPEST, Parser};
use crate::text::diagnostic::Diagnostic;

/// Precedence levels of the binary operators, loosest first.
mod level {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const NOT: u8 = 3;
    pub const COMPARE: u8 = 4;
    pub const ADD: u8 = 5;
    pub const MULTIPLY: u8 = 6;
}

impl<'a> Parser<'_, 'a> {
    /// Reads an expression, with its conversions.
    pub(super) fn expression(&mut self, input: &'a str) -> Parsed<'a, NodeId> {
        let (input, _) = self.space(input)?;
        self.whole = Some(input);
        self.converted(input)
    }

    /// Reads an expression inside a larger one.
    fn converted(&mut self, input: &'a str) -> Parsed<'a, NodeId> {
        let (mut rest, mut value) = self.conditional(input)?;
        while let Ok((after, (_, sign))) =
            (|i| self.space(i), alt((keyword("to"), keyword("in"), keyword("as"), symbols("->")))).parse(rest)
        {
            let keyword_at = self.span(self.back(after, sign.len()), after);
            let (end, mut target) = self.target(after)?;
            target.keyword = keyword_at;
            target.value = self.range(self.consumed(input, rest));
            self.refuse_after_conversion(input, end)?;
            let span = self.ast.span(value).to(target.span);
            let target = self.ast.add_target(target);
            let node = Node::Convert { value, target, relabel: sign == "as" };
            value = self.ast.push(node, span, Some(value));
            rest = end;
        }
        Ok((rest, value))
    }

    /// Reads the unit after `to`, `in`, `as`, `->`, or a parameter's `:`.
    pub(super) fn target(&mut self, input: &'a str) -> Parsed<'a, Target> {
        let (start, _) = self.space(input)?;
        let words_start = self.word_count();
        let sign = alt((symbol('%').map(|_| Form::Percent), symbol('$').map(|_| Form::Money)));
        let (mut rest, form) = opt(sign).parse(start)?;
        if form.is_none() {
            let noun = self.read_over(start);
            if let Ok((after, text)) = unit_word(noun) {
                self.add_word(noun, after, text, Join::Lead, 1.0);
                rest = after;
            } else if let Ok((after, _)) = symbol('1').parse(start) {
                rest = after;
            }
        }
        while form != Some(Form::Percent) && self.word_count() - words_start < MOST_UNITS {
            let joins = alt((
                keyword("per").map(|_| Join::Per),
                symbol('/').map(|_| Join::Slash),
                alt((symbol('·'), symbol('*'))).map(|_| Join::Times),
            ));
            if let Some(after) = self.joined_time(rest, words_start) {
                rest = after;
                continue;
            }
            let Ok((after, (_, join, _))) = (|i| self.space(i), joins, |i| self.space(i)).parse(rest) else {
                break;
            };
            let (at, times) = if join.divides() { self.times(after)? } else { (after, 1.0) };
            let at = self.read_over(at);
            let Ok((after, text)) = unit_word(at) else { break };
            self.add_word(at, after, text, join, times);
            rest = after;
        }
        let words = words_start..self.word_count();
        if form.is_none() && words.is_empty() {
            return self.refuse_target(start);
        }
        let (text, span) = (self.range(self.consumed(start, rest)), self.span(start, rest));
        Ok((
            rest,
            Target {
                text,
                span,
                keyword: span.before(),
                value: TextRange::default(),
                words,
                form: form.unwrap_or(Form::Plain),
            },
        ))
    }

    /// Reads `if … then … else …`, or an operator of higher precedence.
    fn conditional(&mut self, input: &'a str) -> Parsed<'a, NodeId> {
        let (start, _) = self.space(input)?;
        let Ok((after_if, _)) = keyword("if").parse(start) else { return self.binary(start, level::OR) };
        self.deeper(start, |parser| {
            // Up to the `else`, a `≈` cannot end the statement's side.
            let side = std::mem::take(&mut parser.side);
            let (rest, condition) = parser.conditional(after_if)?;
            let rest = parser.expect_word(rest, "then", start)?;
            let (rest, yes) = parser.conditional(rest)?;
            let rest = parser.expect_word(rest, "else", start)?;
            parser.side = side;
            let (rest, no) = parser.conditional(rest)?;
            let span = parser.span(start, rest);
            Ok((rest, parser.ast.push(Node::If(condition, yes, no), span, Some(condition))))
        })
    }

    fn expect_word(
        &self,
        input: &'a str,
        expected: &'static str,
        start: &'a str,
    ) -> Result<&'a str, nom::Err<Problem<'a>>> {
        let (at, _) = self.space(input)?;
        match keyword(expected).parse(at) {
            Ok((rest, _)) => Ok(rest),
            Err(_) => wrong(
                Diagnostic::error("E0101", format!("expected `{expected}`, found {}", self.describe(at)))
                    .at(self.token(at), "")
                    .see(self.token(start), "of this `if`")
                    .help("a conditional is `if condition then value else value`"),
            ),
        }
    }

    /// Reads operators of at least the precedence `weakest`.
    fn binary(&mut self, input: &'a str, weakest: u8) -> Parsed<'a, NodeId> {
        let (start, _) = self.space(input)?;
        let (mut rest, mut left) = match keyword("not").parse(start) {
            Ok((after, _)) if weakest <= level::NOT => self.deeper(start, |parser| {
                let (rest, value) = parser.binary(after, level::NOT)?;
                let span = parser.span(start, rest);
                Ok((rest, parser.ast.push(Node::Unary(Unary::Not, value), span, Some(value))))
            })?,
            _ => self.unary(start)?,
        };
        let mut compared = false;
        loop {
            let (at, _) = self.space(rest)?;
            let Ok((after, (operator, strength))) = operator(at) else { return Ok((rest, left)) };
            if strength < weakest || self.ends_side(operator) {
                return Ok((rest, left));
            }
            if operator.compares() {
                if let (true, Node::Binary(_, _, middle)) = (compared, self.ast.node(left)) {
                    return self.refuse_chain(at, middle);
                }
                compared = true;
            }
            self.divides = operator == Binary::Divide;
            let (end, right) = self.binary(after, strength + 1)?;
            let (end, right) =
                if operator == Binary::About { self.bounds(end, right)? } else { (end, right) };
            let span = self.ast.span(left).to(self.ast.span(right));
            left = self.ast.push(Node::Binary(operator, left, right), span, Some(left));
            if at.starts_with(['x', 'X']) {
                self.ast.note_times(left);
            }
            rest = end;
        }
    }

    /// Reads `-x`, or a power.
    fn unary(&mut self, input: &'a str) -> Parsed<'a, NodeId> {
        let (start, _) = self.space(input)?;
        let Ok((after, _)) = alt((symbol('-'), symbol('−'))).parse(start) else { return self.power(start) };
        self.divides = false;
        self.deeper(start, |parser| {
            let (rest, value) = parser.unary(after)?;
            let span = parser.span(start, rest);
            // The minus could apply to the first end or to the whole range. For `x ± d` this is the same; an
            // interval is refused when it is lowered.
            if parser.ast.negate_first_end(value, span) {
                return Ok((rest, value));
            }
            Ok((rest, parser.ast.push(Node::Unary(Unary::Negate, value), span, Some(value))))
        })
    }

    /// Reads `a ^ b`, `a²`, or an atom.
    fn power(&mut self, input: &'a str) -> Parsed<'a, NodeId> {
        let (mut rest, mut base) = self.atom(input)?;
        while let Ok((after, exponent)) =
            alt((symbol('²').map(|_| 2.0), symbol('³').map(|_| 3.0))).parse(rest)
        {
            let span = self.span(rest, after);
            let none = self.word_count();
            let literal = Literal {
                value: exponent,
                number: span,
                text: TextRange::default(),
                span,
                form: Form::Plain,
                suffix: none..none,
                divides: false,
                large: None,
                writing: Writing::Usual,
                whole: true,
            };
            let index = self.ast.add_literal(literal);
            let right = self.ast.push(Node::Literal(index), span, None);
            let span = self.ast.span(base).to(span);
            base = self.ast.push(Node::Binary(Binary::Power, base, right), span, Some(base));
            rest = after;
        }
        let (at, _) = self.space(rest)?;
        let Ok((after, _)) = symbol('^').parse(at) else { return Ok((rest, base)) };
        self.deeper(at, |parser| {
            let (end, exponent) = parser.unary(after)?;
            let span = parser.ast.span(base).to(parser.ast.span(exponent));
            Ok((end, parser.ast.push(Node::Binary(Binary::Power, base, exponent), span, Some(base))))
        })
    }

    /// Reads a literal, a name, a call, or an expression in parentheses.
    fn atom(&mut self, input: &'a str) -> Parsed<'a, NodeId> {
        let (start, _) = self.space(input)?;
        let divides = std::mem::take(&mut self.divides);
        if literal_ahead(start) {
            return self.literal_or_range(start, divides);
        }
        if let Some(about) = start.strip_prefix(['~', '≈']) {
            return self.about(start, about, divides);
        }
        if let Ok((after, _)) = symbol('(').parse(start) {
            return self.parenthesised(start, after);
        }
        if let Ok((rest, name)) = dotted_name(start) {
            if rest.starts_with('(') && !is_reserved(name) {
                return self.call(start, rest, name);
            }
            self.refuse_spaced_call(start, rest, name)?;
            let span = self.span(start, rest);
            match name {
                "true" | "false" => return Ok((rest, self.ast.push(Node::Bool(name == "true"), span, None))),
                _ if !is_reserved(name) => {
                    return Ok((
                        rest,
                        self.ast.push(Node::Name { text: self.range(name), divides }, span, None),
                    ));
                }
                _ => {}
            }
        }
        unexpected(start)
    }

    fn parenthesised(&mut self, start: &'a str, after: &'a str) -> Parsed<'a, NodeId> {
        self.deeper(start, |parser| {
            parser.open += 1;
            let commas = std::mem::replace(&mut parser.commas, false);
            parser.whole = None;
            let (after, _) = parser.space(after)?;
            let (rest, value) = parser.converted(after)?;
            let (at, _) = parser.space(rest)?;
            let Ok((end, _)) = symbol(')').parse(at) else {
                return parser.refuse_unclosed(start, rest, at);
            };
            parser.open -= 1;
            parser.commas = commas;
            let alone =
                matches!(parser.ast.node(value), Node::Literal(_) | Node::Name { .. } | Node::Range { .. });
            let span = parser.span(start, end);
            if !alone {
                parser.ast.set_span(value, span);
                return Ok((end, value));
            }
            Ok((end, parser.ast.push(Node::Group(value), span, Some(value))))
        })
    }

    fn call(&mut self, start: &'a str, opening: &'a str, name: &'a str) -> Parsed<'a, NodeId> {
        self.deeper(start, |parser| {
            parser.open += 1;
            let commas = std::mem::replace(&mut parser.commas, true);
            let mut arguments = Vec::new();
            let (mut rest, _) = parser.space(opening.get(1..).unwrap_or(""))?;
            while !rest.starts_with(')') {
                let named =
                    (word, |i| parser.space(i), symbol('='), nom::combinator::not(symbol('='))).parse(rest);
                let (value_at, argument_name) = match named {
                    Ok((after, (name, ..))) => {
                        let name_end = rest.get(name.len()..).unwrap_or("");
                        (after, Some((parser.range(name), parser.span(rest, name_end))))
                    }
                    Err(_) => (rest, None),
                };
                let (after, value) = parser.expression(value_at)?;
                let (after, value) = parser.condition(after, value)?;
                let (at, _) = parser.space(after)?;
                let sign = match at.as_bytes() {
                    [b':', ..] => Sign::Colon,
                    [b'|', b'|', ..] => Sign::Comma,
                    [b'|', ..] => Sign::Bar,
                    _ => Sign::Comma,
                };
                arguments.push(Argument { name: argument_name, value, sign });
                rest = at;
                let next = match sign {
                    Sign::Comma => at.strip_prefix(','),
                    Sign::Colon | Sign::Bar => at.get(1..),
                };
                if let Some(next) = next {
                    rest = parser.space(next)?.0;
                } else if !at.starts_with(')') {
                    return parser.refuse_unclosed(opening, after, at);
                }
            }
            parser.open -= 1;
            parser.commas = commas;
            let end = rest.get(1..).unwrap_or("");
            let at = u32::try_from(parser.ast.arguments.len()).unwrap_or(u32::MAX);
            let count = u32::try_from(arguments.len()).unwrap_or(u32::MAX);
            let first = arguments.first().map(|argument| argument.value);
            parser.ast.arguments.extend(arguments);
            let span = parser.span(start, end);
            let name = parser.range(name);
            Ok((end, parser.ast.push(Node::Call { name, start: at, count }, span, first)))
        })
    }

    /// Reads `where …` behind an argument, if it stands there.
    fn condition(&mut self, input: &'a str, value: NodeId) -> Parsed<'a, NodeId> {
        let (at, _) = self.space(input)?;
        let Ok((after, _)) = keyword("where").parse(at) else { return Ok((input, value)) };
        let (rest, condition) = self.expression(after)?;
        let span = self.ast.span(value).to(self.ast.span(condition));
        Ok((rest, self.ast.push(Node::Where(value, condition), span, Some(value))))
    }

    /// Runs a parser one level deeper. Fails if this is deeper than [`DEEPEST`].
    fn deeper<T>(&mut self, at: &'a str, parse: impl FnOnce(&mut Self) -> Parsed<'a, T>) -> Parsed<'a, T> {
        if self.depth >= DEEPEST {
            return wrong(
                Diagnostic::error("E0107", format!("this is nested more than {DEEPEST} levels deep"))
                    .at(self.token(at), "too deep from here")
                    .help("give the inner part a name of its own"),
            );
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }
}

/// Reads an operator between two operands. Returns it with its precedence.
pub(super) fn operator(input: &str) -> Parsed<'_, (Binary, u8)> {
    // An operand is nearly always followed by the end of the text, or by one of these characters.
    let first = input.as_bytes().first().copied().unwrap_or(b')');
    if matches!(first, b')' | b',' | b'\n' | b';' | b'#')
        || (first.is_ascii_alphabetic() && !matches!(first, b'o' | b'p' | b'a' | b'x' | b'X'))
    {
        return unexpected(input);
    }
    let compare = alt((
        alt((symbols("<="), symbols("≤"))).map(|_| Binary::LessOrEqual),
        alt((symbols(">="), symbols("≥"))).map(|_| Binary::GreaterOrEqual),
        symbols("==").map(|_| Binary::Equal),
        alt((symbols("!="), symbols("≠"))).map(|_| Binary::NotEqual),
        symbols("<").map(|_| Binary::Less),
        symbols(">").map(|_| Binary::Greater),
        sign.map(|_| Binary::About),
    ));
    let multiply = alt((
        (symbol('*'), nom::combinator::not(symbol('*'))).map(|_| Binary::Multiply),
        alt((symbols("×"), symbols("·"), keyword("of"), times_sign)).map(|_| Binary::Multiply),
        alt((symbols("/"), symbols("÷"), keyword("per"))).map(|_| Binary::Divide),
    ));
    let minus = alt(((symbol('-'), nom::combinator::not(symbol('>'))).map(|_| ()), symbol('−').map(|_| ())));
    alt((
        multiply.map(|operator| (operator, level::MULTIPLY)),
        symbol('+').map(|_| (Binary::Add, level::ADD)),
        minus.map(|()| (Binary::Subtract, level::ADD)),
        compare.map(|operator| (operator, level::COMPARE)),
        keyword("and").map(|_| (Binary::And, level::AND)),
        keyword("or").map(|_| (Binary::Or, level::OR)),
    ))
    .parse(input)
}
