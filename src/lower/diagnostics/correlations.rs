//! Correlations that cannot be.

use crate::text::diagnostic::Diagnostic;
use crate::text::list;
use crate::text::source::Span;

fn error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error("E0405", message).at(span, "")
}

/// `correlate(x, y, 1.2)`.
pub(in crate::lower) fn beyond_one(rank: f64, span: Span) -> Diagnostic {
    let error = error("a correlation lies between -1 and 1", span);
    match rank {
        rank if rank > 1.0 && rank <= 100.0 => {
            error.patch("in percent it is", span, super::trimmed(rank / 100.0))
        }
        _ => error
            .help("0.8 is a strong correlation, and -0.8 one in which one value falls as the other rises"),
    }
}

/// `correlate(x, x, 0.8)`.
pub(in crate::lower) fn with_itself(name: &str, span: Span) -> Diagnostic {
    error(format!("`{name}` is correlated with itself"), span).help("name the other value that moves with it")
}

/// `correlate(x, y, 0.8); correlate(y, x, 0.5)`.
pub(in crate::lower) fn given_twice([one, other]: [&str; 2], span: Span) -> Diagnostic {
    error(format!("the correlation of `{one}` and `{other}` is given twice"), span)
        .help("leave one of the two out; it holds in both directions")
}

/// `x = 5; y = 1 to 10; correlate(x, y, 0.8)`.
pub(in crate::lower) fn certain(name: &str, span: Span) -> Diagnostic {
    error(format!("`{name}` is certain, so it cannot be correlated"), span)
        .help(format!("make `{name}` a range, or leave the correlation out"))
}

/// `x = (1 to 2) + (3 to 4); y = 1 to 10; correlate(x, y, 0.8)`.
pub(in crate::lower) fn several_ranges(name: &str, span: Span) -> Diagnostic {
    error(format!("`{name}` is computed; only a single range is correlated"), span)
        .help("correlate the range that it is computed from, and give that a name if it has none")
}

/// `correlate(x, y, 0.9); correlate(y, z, 0.9)`, where `x` and `z` would be independent.
pub(in crate::lower) fn contradictory(
    names: &[String],
    missing: Option<(usize, usize, f64)>,
    span: Span,
) -> Diagnostic {
    let message = format!("the correlations of {} contradict each other", list::and_all(names));
    let error = error(message, span);
    let pair = missing.and_then(|(a, b, rank)| Some((names.get(a)?, names.get(b)?, rank)));
    match pair {
        Some((a, b, rank)) => error
            .help(format!(
                "`{a}` and `{b}` move with the same value, so they move together; give them about {} too",
                super::trimmed(libm::round(rank * 100.0) / 100.0)
            ))
            .help("a pair without a correlation is independent"),
        None => {
            error.help("weaken one of them, or leave one out; a pair without a correlation is independent")
        }
    }
}

/// `z = correlate(x, y, 0.8)`.
pub(in crate::lower) fn no_statement(span: Span) -> Diagnostic {
    error("`correlate` is a statement of its own, without a value", span)
        .help("write it after the two values: `x = 1 to 10; y = 2 to 20; correlate(x, y, 0.8)`")
}

/// `correlate(1 to 2, y, 0.8)`.
pub(in crate::lower) fn not_named(span: Span) -> Diagnostic {
    error("`correlate` needs the names of two values and a number", span)
        .help("like `x = 1 to 10; y = 2 to 20; correlate(x, y, 0.8)`")
}

/// `correlated = { userz = 0.8 }`.
pub(in crate::lower) fn unknown_input(name: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let error = error(format!("the model has no input `{name}`"), span);
    match near {
        Some(near) => error.patch("did you mean", span, near),
        None => error.help("a correlation names another input of the model"),
    }
}
