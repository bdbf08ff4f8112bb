//! Statements: the lines of a script.

use nom::Parser as _;
use nom::branch::alt;
use nom::combinator::{not, opt};

use super::Parser;
use super::ast::{Function, Parameter, Statement, StatementKind, TextRange};
use super::error::{Problem, wrong};
use super::token::{Parsed, blanks, comment, is_reserved, keyword, symbol, word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

impl<'a> Parser<'_, 'a> {
    /// Reads all statements of a script. After an error, continues on the next line.
    pub(super) fn statements(&mut self, input: &'a str) -> (Vec<Statement>, Vec<Diagnostic>) {
        let (mut statements, mut errors, mut rest) = (Vec::new(), Vec::new(), input);
        loop {
            rest = skip_empty(rest);
            if rest.is_empty() {
                return (statements, errors);
            }
            let (after, error) = self.after_mark(rest);
            rest = after;
            // What else is wrong with the line is found when it is read without its mark.
            let is_marked = error.as_ref().is_some_and(|error| !error.is_choice());
            errors.extend(error);
            let before = self.ast.len();
            (self.open, self.depth, self.divides) = (0, 0, false);
            (self.commas, self.side) = (false, false);
            match self.statement(rest) {
                Ok((after, statement)) => {
                    statements.push(statement);
                    rest = after;
                }
                Err(problem) => {
                    self.ast.truncate(before);
                    let error = self.explain(problem);
                    let next = self.next_statement(rest, error.span());
                    if !is_marked {
                        errors.push(self.or_prose(rest, next, error));
                    }
                    rest = next;
                }
            }
        }
    }

    /// Returns the start of the next statement after an error: after the line on which the error is.
    fn next_statement(&self, from: &'a str, failed: Option<Span>) -> &'a str {
        let mut rest = from;
        loop {
            let Some(end) = rest.find(['\n', ';']) else { return "" };
            rest = rest.get(end + 1..).unwrap_or("");
            let reached = self.span(rest, rest).start;
            if failed.is_none_or(|failed| failed.start < reached) {
                return rest;
            }
        }
    }

    fn statement(&mut self, start: &'a str) -> Parsed<'a, Statement> {
        let definition = (word, blanks, symbol('='), not(symbol('='))).parse(start);
        let (rest, kind) = if let Ok((after, _)) = (keyword("fn"), blanks).parse(start) {
            self.function(after).map(|(rest, function)| (rest, StatementKind::Function(function)))?
        } else if let Ok((after, _)) = (keyword("unit"), blanks).parse(start) {
            self.unit(after)?
        } else if let Ok((after, (name, ..))) = definition {
            let name = self.new_name(start, name, "a name")?;
            let (rest, value) = self.expression(after)?;
            (rest, StatementKind::Binding { name, value })
        } else {
            let (rest, value) = self.expression_or_sides(start)?;
            (rest, StatementKind::Expression(value))
        };
        let (at, _) = blanks(rest)?;
        let (end, remark) = opt(comment).parse(at)?;
        let finished = end.is_empty() || end.starts_with(['\n', ';']);
        if !finished {
            return wrong(self.refuse_operator(end));
        }
        let accepted = remark
            .and_then(|remark| remark.trim_start().strip_prefix("ok:"))
            .map(str::trim)
            .filter(|reason| !reason.is_empty())
            .map(|reason| self.range(reason));
        let text = self.range(self.consumed(start, rest));
        Ok((end, Statement { kind, span: self.span(start, rest), text, accepted }))
    }

    /// Reads `name(x, y: unit, z = expr) = expr`.
    fn function(&mut self, input: &'a str) -> Parsed<'a, Function> {
        let form = "a function is `fn name(x, y) = expression`";
        let (after_name, name) = self.expect_name(input, "a function's name")?;
        let Some(mut rest) = after_name.strip_prefix('(') else {
            let (at, _) = blanks(after_name)?;
            if at.starts_with('(') {
                return wrong(
                    Diagnostic::error("E0101", "the parenthesis of a function touches its name")
                        .at(self.span(input, at), "")
                        .patch("write", self.span(input, at), self.ast.str(name.0)),
                );
            }
            return self.expected(at, "`(`", form);
        };
        self.open += 1;
        self.commas = true;
        let mut parameters = Vec::new();
        rest = self.space(rest)?.0;
        while !rest.starts_with(')') {
            let (after, name) = self.expect_name(rest, "a parameter's name")?;
            let (mut at, _) = self.space(after)?;
            let (mut unit, mut domain, mut default) = (None, None, None);
            if let Some(after) = at.strip_prefix(':') {
                let (after, target) = self.target(after)?;
                unit = Some(self.ast.add_target(target));
                (at, domain) = self.domain(after)?;
            }
            if let Some(after) = at.strip_prefix('=') {
                let (after, value) = self.expression(after)?;
                default = Some(value);
                at = self.space(after)?.0;
            }
            parameters.push(Parameter { name, unit, domain, default });
            rest = match at.strip_prefix(',') {
                Some(after) => self.space(after)?.0,
                None if at.starts_with(')') => at,
                None => return self.expected(at, "`,` or `)`", form),
            };
        }
        self.open -= 1;
        self.commas = false;
        let (at, _) = blanks(rest.get(1..).unwrap_or(""))?;
        let Some(after) = at.strip_prefix('=') else { return self.expected(at, "`=`", form) };
        let (rest, body) = self.expression(after)?;
        Ok((rest, Function { name, parameters, body }))
    }

    /// Reads `noun`, `noun nouns`, `name = expr`.
    fn unit(&mut self, input: &'a str) -> Parsed<'a, StatementKind> {
        let (rest, name) = self.expect_name(input, "a unit's name")?;
        let (at, _) = blanks(rest)?;
        if let Ok((after, _)) = (symbol('='), not(symbol('='))).parse(at) {
            let (rest, value) = self.expression(after)?;
            return Ok((rest, StatementKind::Unit { name, value }));
        }
        match word(at) {
            Ok((after, plural)) => {
                let plural = self.new_name(at, plural, "a unit's plural")?;
                let (next, _) = blanks(after)?;
                if word(next).is_ok() {
                    let help = "a noun is declared as `unit noun`, or `unit noun plural`";
                    return self.expected(next, "the end of the line", help);
                }
                Ok((after, StatementKind::Noun { name, plural: Some(plural) }))
            }
            Err(_) => Ok((rest, StatementKind::Noun { name, plural: None })),
        }
    }

    fn expect_name(&self, input: &'a str, what: &'static str) -> Parsed<'a, (TextRange, Span)> {
        match word(input) {
            Ok((rest, name)) => Ok((rest, self.new_name(input, name, what)?)),
            Err(_) => self.expected(input, what, "a name begins with a letter or `_`"),
        }
    }

    fn new_name(
        &self,
        at: &'a str,
        name: &'a str,
        what: &'static str,
    ) -> Result<(TextRange, Span), nom::Err<Problem<'a>>> {
        let span = self.span(at, at.get(name.len()..).unwrap_or(""));
        if is_reserved(name) {
            return wrong(
                Diagnostic::error("E0101", format!("`{name}` is part of the language and cannot be {what}"))
                    .at(span, "")
                    .patch("another name, like", span, format!("{name}_")),
            );
        }
        Ok((self.range(name), span))
    }

    pub(super) fn expected<T>(
        &self,
        at: &'a str,
        what: &str,
        help: &str,
    ) -> Result<T, nom::Err<Problem<'a>>> {
        let found = self.describe(at);
        wrong(
            Diagnostic::error("E0101", format!("expected {what}, found {found}"))
                .at(self.token(at), "")
                .help(help),
        )
    }
}

/// Skips blank lines, `;` and lines that hold only a comment.
fn skip_empty(input: &str) -> &str {
    let mut rest = input;
    loop {
        let white = rest.trim_start_matches([' ', '\t', '\r', '\n', ';', '\u{a0}', '\u{feff}']);
        let empty = alt((comment, nom::bytes::complete::take(0usize)));
        let after = { empty }.parse(white).map_or(white, |(after, _)| after);
        if after.len() == rest.len() {
            return rest;
        }
        rest = after;
    }
}
