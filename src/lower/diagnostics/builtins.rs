//! Arguments that a built-in function does not take.

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// An argument that a function does not take.
pub(in crate::lower) struct Refused<'r> {
    pub name: &'r str,
    /// Where the call is, and where its argument is.
    pub call: Span,
    pub span: Span,
    /// The argument as written, and in words.
    pub written: &'r str,
    pub words: String,
    /// A unit of the argument.
    pub unit: &'r str,
}

impl Refused<'_> {
    fn error(&self, message: String) -> Diagnostic {
        Diagnostic::error("E0303", message).at(self.span, self.words.clone())
    }

    /// One of the argument's unit.
    fn one(&self) -> String {
        match self.unit.strip_prefix('$') {
            Some(rest) => format!("$1{rest}"),
            None if self.unit.starts_with('/') => format!("(1{})", self.unit),
            None if self.unit.contains('/') => format!("(1 {})", self.unit),
            None => format!("1 {}", self.unit),
        }
    }

    /// The argument divided by one of its unit.
    fn plain(&self) -> String {
        let loose = self.written.contains([' ', '+', '-']) && !self.written.starts_with('(');
        let is_sum = loose && self.written.contains(['+', '-', '<', '>']) || self.written.contains(" to ");
        let written = if is_sum { format!("({})", self.written) } else { self.written.to_owned() };
        format!("{written} / {}", self.one())
    }
}

/// `ceil(1.2 GB)`.
pub(in crate::lower) fn depends_on_unit(of: &Refused<'_>) -> Diagnostic {
    let Refused { name, words, .. } = of;
    let error = of.error(format!("`{name}` of {words} depends on the unit"));
    error.patch(format!("in {}", of.unit), of.call, format!("{name}({}) * {}", of.plain(), of.one()))
}

/// `sqrt(3 GB)`.
pub(in crate::lower) fn no_root(of: &Refused<'_>) -> Diagnostic {
    let error = of.error(format!("the square root of {} has no unit", of.words));
    error.patch("for the root of the number", of.span, of.plain())
}

/// `ln(3 GB)`.
pub(in crate::lower) fn no_plain_number(of: &Refused<'_>) -> Diagnostic {
    let error = of.error(format!("`{}` needs a plain number, not {}", of.name, of.words));
    error.patch("for the number", of.span, of.plain())
}

/// `p100(x)`.
pub(in crate::lower) fn no_percentile(name: &str, call: Span) -> Diagnostic {
    let place = Span { end: call.start + u32::try_from(name.len()).unwrap_or(0), ..call };
    Diagnostic::error("E0206", format!("`{name}` is not a percentile"))
        .at(place, "")
        .help("a percentile lies between 0 and 100, like `p5`, `p95` or `p99.9`")
}

/// `uniform(3, 2)`, `interval(1, 2, level = 2)`.
pub(in crate::lower) fn misshapen(message: &str, span: Span, help: &str) -> Diagnostic {
    Diagnostic::error("E0403", message).at(span, "").help(help)
}

/// `x = 1 to 2; uniform(0, x)`.
pub(in crate::lower) fn not_fixed(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0403", format!("the numbers of `{name}` are fixed, and this depends on an input"))
        .at(span, "")
        .help(format!("give the distribution a number, and move or scale it by the input: `x + {name}(…)`"))
}

/// A column of data in which one cell lacks its unit. `odd` has the first cell of each such column, and the one that
/// differs, with their words.
pub(in crate::lower) fn rows_differ(
    name: &str,
    span: Span,
    [of_one, of_other]: [String; 2],
    odd: Vec<((Span, String), (Span, String))>,
) -> Diagnostic {
    let message = format!("the rows differ: `{name}` needs one dimension, not {of_one} and {of_other}");
    let error = Diagnostic::error("E0301", message).at(span, "");
    odd.into_iter()
        .fold(error, |error, ((first, words_of_first), (cell, words))| {
            error.see(first, words_of_first).see(cell, words)
        })
        .help("the cells of a column are of one dimension: look for a unit that one of them lacks")
}
