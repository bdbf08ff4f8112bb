//! Text to [`Ast`]: numbers with their units, precedence, spans, errors.
//!
//! In goes a [`Text`]; out comes a tree whose words are still words. Nothing here
//! knows which units exist or what a name is bound to.
//!
//! ```text
//! program    = { statement } separated by newlines or ";"
//! statement  = name "=" expr | "fn" name "(" params ")" "=" expr
//!            | "unit" name [ plural ] | "unit" name "=" expr | expr
//! expr       = cond { ("to" | "in" | "as" | "->") target }
//! cond       = "if" cond "then" cond "else" cond | or
//! or         = and { "or" and }                and = not { "and" not }
//! not        = "not" not | compare             compare = sum [ ("<" | "<=" | …) sum ]
//! sum        = product { ("+" | "-") product }
//! product    = unary { ("*" | "×" | "·" | "of" | "/" | "÷" | "per") unary }
//! unary      = "-" unary | power               power = atom { "²" | "³" } [ "^" unary ]
//! atom       = literal | literal range literal | name | name "(" args ")" | "(" expr ")"
//! literal    = number [ magnitude ] [ suffix ] | "$" number … | number "%" | number "x"
//! suffix     = [ word ] { ("/" | "·" | "per") word }    no blank round "/" and "·"
//! target     = "%" | ["$" | "1"] { join word } | word { join word }
//! ```

mod ast;
mod error;
mod expression;
mod literal;
mod refusal;
mod statement;
mod token;
mod trap;

pub use ast::{
    Argument, Ast, Binary, Excerpt, Form, Function, Join, Literal, Node, NodeId, Parameter, RangeKind,
    Statement, StatementKind, Target, Unary, Word,
};
pub use token::{continues_name, is_name, is_reserved, starts_name};

use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};
use error::Problem;
use token::Parsed;

/// The longest text that is read, in bytes.
pub const LONGEST: usize = 1 << 20;

/// The deepest nesting of parentheses, calls, conditionals, signs and powers.
pub const DEEPEST: u32 = 128;

/// Reads a script: its statements, as far as they can be read, and every error.
pub fn script(ast: &mut Ast, text: &Text) -> (Vec<Statement>, Vec<Diagnostic>) {
    if let Some(error) = too_long(text) {
        return (Vec::new(), vec![error]);
    }
    Parser::new(ast, text).statements(&text.text)
}

/// Reads a single expression, as a model's formula is.
///
/// # Errors
///
/// The first thing that does not fit, with its place.
pub fn expression(ast: &mut Ast, text: &Text) -> Result<NodeId, Diagnostic> {
    if let Some(error) = too_long(text) {
        return Err(error);
    }
    let mut parser = Parser::new(ast, text);
    let before = parser.ast.len();
    // A formula in a file may run over several lines, so a newline is a space in it.
    parser.open = 0;
    parser.newlines = true;
    let result = parser.expression(&text.text).and_then(|(rest, root)| {
        let (end, _) = parser.space(rest)?;
        if end.is_empty() { Ok(root) } else { error::wrong(parser.refuse_operator(end)) }
    });
    let result = result.map_err(|problem| parser.explain(problem));
    if result.is_err() {
        ast.truncate(before);
    }
    result
}

/// Reads a unit alone, as a model's `unit =` is; gives its index in [`Ast::targets`].
///
/// # Errors
///
/// The first thing that does not fit, with its place.
pub fn unit(ast: &mut Ast, text: &Text) -> Result<u32, Diagnostic> {
    let mut parser = Parser::new(ast, text);
    let result = parser.target(&text.text).and_then(|(rest, target)| {
        let (end, _) = parser.space(rest)?;
        if end.is_empty() { Ok(target) } else { error::wrong(parser.refuse_operator(end)) }
    });
    match result {
        Ok(target) => {
            ast.targets.push(target);
            Ok(u32::try_from(ast.targets.len() - 1).unwrap_or(u32::MAX))
        }
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
    /// The offset of the text in the arena's.
    start: usize,
    /// Open parentheses; inside them a newline is a space.
    open: u32,
    /// Whether a newline is a space everywhere.
    newlines: bool,
    depth: u32,
    /// Whether the last operator was `/` or `per`.
    divides: bool,
}

impl<'t, 'a> Parser<'t, 'a> {
    fn new(ast: &'t mut Ast, text: &'a Text) -> Parser<'t, 'a> {
        let start = ast.begin(text);
        Parser { ast, text, start, open: 0, newlines: false, depth: 0, divides: false }
    }

    /// White space between tokens.
    fn space(&self, input: &'a str) -> Parsed<'a, &'a str> {
        if self.open > 0 || self.newlines { token::white(input) } else { token::blanks(input) }
    }

    /// The place between two positions, each given as what is still to be read there.
    fn span(&self, from: &str, to: &str) -> Span {
        let length = self.text.text.len();
        self.text.span(length - from.len(), length.saturating_sub(to.len()))
    }

    /// The text between two positions.
    fn consumed(&self, from: &'a str, to: &str) -> &'a str {
        from.get(..from.len().saturating_sub(to.len())).unwrap_or("")
    }

    /// The excerpt for a piece of the text that is being read.
    fn excerpt(&self, piece: &str) -> Excerpt {
        let offset = (piece.as_ptr() as usize).wrapping_sub(self.text.text.as_ptr() as usize);
        if offset > self.text.text.len() {
            return Excerpt::default();
        }
        Ast::excerpt(self.start + offset, self.start + offset + piece.len())
    }

    /// The position some bytes before another.
    fn back(&self, at: &str, bytes: usize) -> &'a str {
        let length = self.text.text.len();
        self.text.text.get(length.saturating_sub(at.len() + bytes)..).unwrap_or("")
    }

    /// Words for why reading stopped.
    fn explain(&self, problem: nom::Err<Problem<'a>>) -> Diagnostic {
        match problem {
            nom::Err::Error(Problem::Wrong(error)) | nom::Err::Failure(Problem::Wrong(error)) => *error,
            // A failure is committed: an operand was read and what follows it does not fit.
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
