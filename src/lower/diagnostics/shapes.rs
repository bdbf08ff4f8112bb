//! Arguments of which no distribution is made.

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

fn error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error("E0403", message).at(span, "")
}

/// `percentiles(5 ms, 9 ms, 30 ms)`.
pub(in crate::lower) fn no_level(span: Span) -> Diagnostic {
    Diagnostic::error("E0206", "`percentiles` needs the level of each value")
        .at(span, "of which level?")
        .help("like `percentiles(p10 = 5 ms, p50 = 9 ms, p90 = 30 ms)`")
}

/// `percentiles(low = 5 ms, …)`.
pub(in crate::lower) fn no_percentile(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0206", format!("`{name}` is not a percentile"))
        .at(span, "")
        .help("a percentile lies between 0 and 100, like `p10`, `p50` or `p99.9`")
}

/// `percentiles(p50 = 9 ms, p90 = 30 ms)`.
pub(in crate::lower) fn not_three(span: Span) -> Diagnostic {
    error("`percentiles` takes three different percentiles", span)
        .help("like `percentiles(p10 = 5 ms, p50 = 9 ms, p90 = 30 ms)`")
        .help(
            "for two, `interval(5 ms, 30 ms, level = 80%)` has its ends at the 10th and the 90th percentile",
        )
}

/// `percentiles(p10 = 9 ms, p50 = 5 ms, p90 = 30 ms)`.
pub(in crate::lower) fn not_rising(span: Span) -> Diagnostic {
    error("a higher percentile must have a larger value", span)
        .help("check which value belongs to which percentile")
}

/// `percentiles(p10 = 5 ms, p50 = 5.1 ms, p90 = 30 ms)`.
pub(in crate::lower) fn no_metalog(span: Span, least: &str, most: &str) -> Diagnostic {
    error("no metalog distribution goes through these percentiles: they are too skewed", span)
        .help(format!("between the other two it may lie from {least} to {most}"))
        .help("for a value that has two typical sizes, write a `mixture`")
}

/// `data(5 ms)`.
pub(in crate::lower) fn no_data(span: Span) -> Diagnostic {
    error("data are at least two different values, and at most 100_000", span)
        .help("for a value that is certain, write the number")
}

/// `x = 1 to 10; truncate(x, 2, 8)`.
pub(in crate::lower) fn not_in_place(name: &str, span: Span) -> Diagnostic {
    let error = error(format!("`{name}` needs a range or a distribution"), span);
    match name {
        "truncate" => error
            .help("write the range here, like `truncate(1 to 10, 2, 8)`")
            .help("to move what lies outside to the limits, write `clamp(x, low, high)`"),
        _ => error
            .help("write the range here, like `mixture(70%: 1 to 2 ms, 30%: 20 to 50 ms)`")
            .help("of values that are computed, choose: `if chance(70%) then x else y`"),
    }
}

/// `truncate(3.7)`.
pub(in crate::lower) fn rounds(written: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0206", "`truncate` keeps the part of a range between two limits")
        .at(span, "without limits")
        .patch("to round down", span, format!("floor({written})"))
        .help("for the part of a range it is `truncate(x, low, high)`")
}

/// `truncate(1 to 10, 8, 2)`.
pub(in crate::lower) fn limits_fall(span: Span) -> Diagnostic {
    error("the low limit comes first", span).help("it is `truncate(x, low, high)`")
}

/// `truncate(1 to 10, 1000, 2000)`.
pub(in crate::lower) fn nothing_left(written: &str, span: Span) -> Diagnostic {
    error(format!("hardly any value of `{written}` lies between these limits"), span)
        .help("a distribution that is known by its limits alone is `uniform(low, high)`")
}

/// `mixture(1 to 2 ms, 20 to 50 ms)`.
pub(in crate::lower) fn no_mixture(span: Span) -> Diagnostic {
    Diagnostic::error("E0206", "each range of a mixture has its share before it")
        .at(span, "")
        .help("like `mixture(70%: 1 to 2 ms, 30%: 20 to 50 ms)`")
}

/// `mixture(70%: 1 to 2 ms, 20%: 20 to 50 ms)`.
pub(in crate::lower) fn not_a_whole(span: Span, shares: &[(f64, Span)]) -> Diagnostic {
    let percent = |share: f64| {
        let rounded = libm::round(share * 1e8) / 1e6;
        format!("{rounded}%")
    };
    let total: f64 = shares.iter().map(|(share, _)| share).sum();
    if shares.iter().any(|(share, _)| *share <= 0.0) {
        return error("the shares of a mixture are above zero", span).help("leave out what never happens");
    }
    let error = error(format!("the shares of a mixture are 100% together, not {}", percent(total)), span);
    match shares.split_last() {
        Some(((last, place), _)) if last + 1.0 - total > 1e-9 => {
            error.patch("if the last is the rest", *place, percent(last + 1.0 - total))
        }
        _ => error.help("the last share is what the others leave"),
    }
}

/// `chance(5)`.
pub(in crate::lower) fn no_chance(span: Span) -> Diagnostic {
    error("a probability lies between 0% and 100%", span).help("like `chance(5%)`")
}
