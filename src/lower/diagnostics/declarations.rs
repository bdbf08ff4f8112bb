//! Declarations: names, units and functions that cannot be what a script or model says.

use crate::lower::Written;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::registry::Refusal;

/// `day = 3`.
pub(in crate::lower) fn name_of_unit(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0208", format!("`{name}` is a unit and cannot be defined as a name"))
        .at(span, "")
        .help(format!("choose a longer name, like `{name}_value`"))
}

/// `days = 30`. The places are those of the name, where it is defined and where it is used; `bare` has that of a value
/// without a unit; the unit has its dimension and a word for several.
pub(in crate::lower) fn binding_of_unit(
    name: &str,
    places: Vec<Span>,
    bare: Written,
    (dimension, plural): (Dimension, &str),
) -> Diagnostic {
    let error = Diagnostic::error("E0208", format!("`{name}` is a unit and cannot be defined as a name"));
    let error = places.iter().take(1).fold(error, |error, span| error.at(*span, ""));
    let renamed = |other: &str| -> Vec<(Span, String)> {
        places.iter().map(|place| (*place, other.to_owned())).collect()
    };
    // A word of several letters says what the number counts: `days = 30` is 30 days.
    let with_unit = match (bare.literal, bare.number) {
        _ if name.chars().count() < 3 => Vec::new(),
        (_, Some(number)) => {
            vec![(number.before(), "\"".to_owned()), (number.after(), format!(" {plural}\""))]
        }
        (Some(literal), None) => vec![(literal.after(), format!(" {plural}"))],
        (None, None) => Vec::new(),
    };
    let (why, other) = match dimension {
        _ if dimension == Dimension::base(Base::TIME) => ("for a time", "retention"),
        _ if dimension == Dimension::base(Base::INFORMATION) => ("for a size", "size"),
        _ => ("for an amount", "amount"),
    };
    let error = match with_unit.is_empty() {
        true => error,
        false => error.edits(why, [renamed(other), with_unit].concat()),
    };
    let longer = format!("{name}_value");
    error.edits(format!("with another name, like `{longer}`"), renamed(&longer))
}

/// `month = "3 GB"` under a model's `units`.
pub(in crate::lower) fn no_length_of_time(name: &str, place: Span, words: String) -> Diagnostic {
    Diagnostic::error("E0301", format!("a {name} is a length of time, not {words}")).at(place, words)
}

/// `unit sprint = 2 weeks to 3 weeks`, `unit sprint = 0 days`.
pub(in crate::lower) fn no_size(name: &str, place: Span, is_range: bool) -> Diagnostic {
    let message = if is_range {
        format!("a unit has one size, and one `{name}` is a range")
    } else {
        format!("one `{name}` is not a positive amount")
    };
    Diagnostic::error("E0208", message).at(place, "").help("for example `unit sprint = 14 days`")
}

/// `unit galaxy = 1e299 GB`.
pub(in crate::lower) fn beyond_numbers(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error("E0208", format!("one `{name}` is too large or too small to compute with"))
        .at(place, "beyond about 10^308 of the base unit, or below 10^-308")
        .help("for example `unit sprint = 14 days`")
}

/// `unit k = 3 GB`, `unit million`: 5k is 5000.
pub(in crate::lower) fn unit_named_as_magnitude(name: &str, span: Span) -> Diagnostic {
    let (message, reading) = match name {
        "x" => (format!("`{name}` is read as a factor after a number"), "`3x` is 3"),
        _ => (format!("`{name}` is read as a magnitude after a number"), "a number, not a unit"),
    };
    Diagnostic::error("E0208", message).at(span, reading).help("choose another name")
}

/// `unit GB`, `unit tweets`, and the second of two `unit shop`.
pub(in crate::lower) fn unit(name: &str, span: Span, refusal: Refusal) -> Diagnostic {
    let message = match refusal {
        Refusal::BuiltIn => format!("`{name}` is a built-in unit"),
        Refusal::Twice => format!("the unit `{name}` is declared twice"),
        Refusal::Plural => format!("`{name}` is the plural of a noun that napkin knows already"),
        Refusal::TooMany => "there are more declared units than napkin can number".to_owned(),
    };
    Diagnostic::error("E0208", message).at(span, "").help("choose another name, or leave the declaration out")
}

/// `fn max(a) = a`.
pub(in crate::lower) fn built_in_function(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0208", format!("`{name}` is a built-in function")).at(span, "choose another name")
}

/// `fn f(x) = x; fn f(x) = 2 * x`.
pub(in crate::lower) fn function_twice(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0208", format!("the function `{name}` is defined twice"))
        .at(span, "the second definition")
}

/// `fn f(x, x) = x`.
pub(in crate::lower) fn parameter_twice(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0208", format!("two parameters are called `{name}`")).at(span, "")
}
