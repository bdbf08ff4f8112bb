//! Text to [`Ast`]: numbers with their units, precedence, spans, errors.
//!
//! Takes a [`Text`] and returns a tree in which units and names are uninterpreted words.
//!
//! ```text
//! program    = { statement } separated by newlines or ";"
//! statement  = name "=" expr | "fn" name "(" params ")" "=" expr
//!            | "unit" name [ plural ] | "unit" name "=" expr | expr [ "≈" bounds ]
//! bounds     = expr [ "±" literal ]            a range is an interval here
//! expr       = cond { ("to" | "in" | "as" | "->") target }
//! cond       = "if" cond "then" cond "else" cond | or
//! or         = and { "or" and }                and = not { "and" not }
//! not        = "not" not | compare             compare = sum [ ("<" | "≈" | …) sum ]
//! sum        = product { ("+" | "-") product }
//! product    = unary { ("*" | "×" | "·" | "x" | "of" | "/" | "÷" | "per") unary }
//! unary      = "-" unary | power               power = atom { "²" | "³" } [ "^" unary ]
//! atom       = literal | literal range literal | name | name "(" args ")" | "(" expr ")"
//! literal    = [ "~" ] number [ magnitude ] [ suffix ] | "$" number … | number share | number "x"
//!            | number time { number time } [ suffix ]
//! share      = "%" | "per cent" | "‰" | "per mille" | "ppm"
//! suffix     = [ { adjective } word ] { ("/" | "·" | "per") word | "-" time }    no space around "/", "·" and "-"
//! target     = "%" | ["$" | "1"] { join word } | word { join word }
//! ```

mod about;
mod adjective;
mod ast;
mod bullet;
mod calendar;
mod currency;
mod digits;
mod domain;
mod duration;
mod error;
mod expression;
mod hyphen;
mod literal;
mod magnitude;
pub(crate) mod prose;
mod refusal;
mod statement;
mod token;
mod trap;

#[cfg(test)]
pub use adjective::ADJECTIVES;
pub use adjective::adjective;
pub use ast::{
    Argument, Ast, Binary, Domain, Form, Function, Join, Limit, Literal, Node, NodeId, Parameter, RangeKind,
    ReadOver, Sign, Statement, StatementKind, Target, TextRange, Unary, Word, Writing,
};
#[cfg(test)]
pub use duration::PERIODS;
pub use duration::as_sum;
pub use hyphen::two_readings as range_or_difference;
pub use magnitude::{Large, is_magnitude, large, number_of, spelled_out};
pub use prose::{in_figures, with_prose};
pub use token::{continues_name, is_name, is_reserved, starts_name};

use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};
use error::Problem;
use token::Parsed;

/// Maximum length of a text, in bytes.
pub const LONGEST: usize = 1 << 20;

/// Maximum nesting depth of parentheses, calls, conditionals, signs and powers.
pub const DEEPEST: u32 = 128;

/// Reads a script. Returns the statements that could be read, and all errors.
pub fn script(ast: &mut Ast, text: &Text) -> (Vec<Statement>, Vec<Diagnostic>) {
    if let Some(error) = too_long(text) {
        return (Vec::new(), vec![error]);
    }
    Parser::new(ast, text).statements(&text.text)
}

/// Reads a single expression, such as a formula of a model.
///
/// # Errors
///
/// Returns the first syntax error.
pub fn expression(ast: &mut Ast, text: &Text) -> Result<NodeId, Diagnostic> {
    formula(ast, text, false)
}

/// Reads what a value is expected to be, like the right side of a `≈`: `302 MB/day`, `10 to 20 GB`, `5 GB ± 10%`.
///
/// # Errors
///
/// Returns the first syntax error.
pub fn expectation(ast: &mut Ast, text: &Text) -> Result<NodeId, Diagnostic> {
    formula(ast, text, true)
}

fn formula(ast: &mut Ast, text: &Text, bounds: bool) -> Result<NodeId, Diagnostic> {
    if let Some(error) = too_long(text) {
        return Err(error);
    }
    let mut parser = Parser::new(ast, text);
    let before = parser.ast.len();
    // A formula in a file may have several lines.
    parser.open = 0;
    parser.newlines = true;
    let result = parser.expression(&text.text).and_then(|(rest, root)| {
        let (rest, root) = if bounds { parser.bounds(rest, root)? } else { (rest, root) };
        let (end, _) = parser.space(rest)?;
        if end.is_empty() { Ok(root) } else { error::wrong(parser.refuse_operator(end)) }
    });
    let result = result.map_err(|problem| parser.or_prose(&text.text, "", parser.explain(problem)));
    if result.is_err() {
        ast.truncate(before);
    }
    result
}

/// Reads a unit without a number, such as the `unit` of a model's input. Returns its index in [`Ast::targets`].
///
/// # Errors
///
/// Returns the first syntax error.
pub fn unit(ast: &mut Ast, text: &Text) -> Result<u32, Diagnostic> {
    let mut parser = Parser::new(ast, text);
    let result = parser.target(&text.text).and_then(|(rest, target)| {
        let (end, _) = parser.space(rest)?;
        if end.is_empty() { Ok(target) } else { error::wrong(parser.refuse_operator(end)) }
    });
    match result {
        Ok(target) => Ok(ast.add_target(target)),
        Err(problem) => Err(parser.explain(problem)),
    }
}

fn too_long(text: &Text) -> Option<Diagnostic> {
    (text.text.len() > LONGEST).then(|| {
        Diagnostic::error(
            "E0107",
            format!("this text is {} bytes long; napkin reads up to 1 MiB", text.text.len()),
        )
        .at(text.span(0, 0), "")
        .help("split it into several estimates or files")
    })
}

/// The state of reading one text.
struct Parser<'t, 'a> {
    ast: &'t mut Ast,
    text: &'a Text,
    /// The offset of the text in the arena's text.
    start: usize,
    /// Number of open parentheses; inside them a newline is a space.
    open: u32,
    /// Whether a newline is a space everywhere.
    newlines: bool,
    /// Current nesting depth, at most [`DEEPEST`].
    depth: u32,
    /// Whether the last operator was `/` or `per`.
    divides: bool,
    /// Whether a comma separates arguments here, and never thousands.
    commas: bool,
    /// The text from the start of the statement, formula or argument that is being read; `None` in parentheses.
    whole: Option<&'a str>,
    /// The number of bytes after the last hyphens between numbers that were judged.
    judged: usize,
    /// Whether a `≈` outside parentheses ends this side of a statement.
    side: bool,
    /// Whether a line began with the mark of a list, which was reported.
    listed: bool,
}

impl<'t, 'a> Parser<'t, 'a> {
    fn new(ast: &'t mut Ast, text: &'a Text) -> Parser<'t, 'a> {
        let start = ast.begin(text);
        Parser {
            ast,
            text,
            start,
            open: 0,
            newlines: false,
            depth: 0,
            divides: false,
            commas: false,
            whole: None,
            judged: usize::MAX,
            side: false,
            listed: false,
        }
    }

    /// Skips white space between tokens.
    fn space(&self, input: &'a str) -> Parsed<'a, &'a str> {
        if self.open > 0 || self.newlines { token::white(input) } else { token::blanks(input) }
    }

    /// Returns the span between two positions, each given as the rest of the text from there.
    fn span(&self, from: &str, to: &str) -> Span {
        let length = self.text.text.len();
        self.text.span(length - from.len(), length.saturating_sub(to.len()))
    }

    /// Returns the text between two positions.
    fn consumed(&self, from: &'a str, to: &str) -> &'a str {
        from.get(..from.len().saturating_sub(to.len())).unwrap_or("")
    }

    /// Returns the range of a piece of the text in the arena's text.
    fn range(&self, piece: &str) -> TextRange {
        let offset = (piece.as_ptr() as usize).wrapping_sub(self.text.text.as_ptr() as usize);
        if offset > self.text.text.len() {
            return TextRange::default();
        }
        TextRange::new(self.start + offset, self.start + offset + piece.len())
    }

    /// Returns the position a number of bytes before another.
    fn back(&self, at: &str, bytes: usize) -> &'a str {
        let length = self.text.text.len();
        self.text.text.get(length.saturating_sub(at.len() + bytes)..).unwrap_or("")
    }

    /// Returns the diagnostic for an error of the parser.
    fn explain(&self, problem: nom::Err<Problem<'a>>) -> Diagnostic {
        match problem {
            nom::Err::Error(Problem::Wrong(error)) | nom::Err::Failure(Problem::Wrong(error)) => *error,
            // After a failure no alternative was tried: an operand was read, and the text after it is not an
            // operator.
            nom::Err::Failure(Problem::Unexpected(at)) => self.refuse_operator(at),
            nom::Err::Error(Problem::Unexpected(at)) => {
                let blank = self.text.text.trim().is_empty();
                if blank {
                    Diagnostic::error("E0103", "there is nothing to evaluate")
                        .at(self.text.all(), "")
                        .help("for example `100M users * 10 requests/user/day to req/s`")
                } else {
                    self.refuse_operand(at)
                }
            }
            nom::Err::Incomplete(_) => Diagnostic::error("E0101", "the text ends too early"),
        }
    }
}
