//! Arguments that a built-in function does not take.

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// `ceil(1.2 GB)`; `unit` is that of the argument.
pub(in crate::lower) fn depends_on_unit(name: &str, span: Span, words: String, unit: &str) -> Diagnostic {
    let one = match unit.contains('/') {
        true if unit.starts_with('/') => format!("(1{unit})"),
        true => format!("(1 {unit})"),
        false => format!("1 {unit}"),
    };
    Diagnostic::error("E0303", format!("`{name}` of {words} depends on the unit"))
        .at(span, words)
        .help(format!("say the unit: `{name}(x / {one}) * {one}`"))
}

/// `sqrt(3 GB)`.
pub(in crate::lower) fn no_root(span: Span, words: String) -> Diagnostic {
    Diagnostic::error("E0303", format!("the square root of {words} has no unit"))
        .at(span, words)
        .help("divide by a unit first to take the root of a plain number: `sqrt(x / 1 GB)`")
}

/// `ln(3 GB)`; `unit` is that of the argument.
pub(in crate::lower) fn no_plain_number(name: &str, span: Span, words: String, unit: &str) -> Diagnostic {
    Diagnostic::error("E0303", format!("`{name}` needs a plain number, not {words}"))
        .at(span, words)
        .help(format!("divide by a unit first: `{name}(x / 1 {unit})`"))
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

/// `sum(t.x)` of a table without rows.
pub(in crate::lower) fn no_rows(table: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0205", format!("table `{table}` has no rows")).at(span, "")
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
