//! Declarations: names, units and functions that cannot be what a script or model says.

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::registry::Refusal;

/// `day = 3`.
pub(in crate::lower) fn name_of_unit(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0208", format!("`{name}` is a unit and cannot be defined as a name"))
        .at(span, "")
        .help(format!("choose a longer name, like `{name}_value`"))
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
