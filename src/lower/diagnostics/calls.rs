//! Calls: functions that there are not, and arguments that a function does not take.

use super::functions;
use crate::library::formulas;
use crate::lower::builtins;
use crate::lower::inlining::DEEPEST;
use crate::lower::scope::Scope;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::text::{list, suggest};
use crate::units::nouns::english;
use crate::units::number;

/// Maximum number of parameters that are offered for a name.
const RENAMED: usize = 3;

/// Maximum number of formulas that are offered for a function that there is not.
const FOUND: usize = 5;

/// The call that a diagnostic is about.
pub(in crate::lower) struct Of<'c> {
    pub name: &'c str,
    pub span: Span,
    /// Name and parameters of the function.
    pub signature: &'c dyn Fn() -> String,
}

impl Of<'_> {
    fn with_signature(&self, error: Diagnostic) -> Diagnostic {
        error.help(format!("it is `{}`", (self.signature)()))
    }
}

/// `max(70%: 1, 30%: 2)`.
pub(in crate::lower) fn no_shares(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0206", format!("`{name}` takes no shares"))
        .at(span, "with a `:` after it")
        .help("for one of several ranges, each with its probability, write `mixture(70%: 1 to 2 ms, 30%: 20 to 50 ms)`")
}

/// `mean(x | )`.
pub(in crate::lower) fn lacks_condition(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0206", "after the `|` stands a condition, and there is none")
        .at(span, "")
        .help(format!("like `{name}(x | x > 5)`, of the samples in which x is above 5"))
}

/// `max(x | x > 2)`.
pub(in crate::lower) fn no_condition(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0206", format!("`{name}` takes no condition"))
        .at(span, "with a `|` after it")
        .help("statistics do: `P(a | b)`, `mean(x | b)`, `sd(x | b)`, `p95(x | b)` are over the samples in which b holds")
        .help("for one of two conditions, write `or`")
}

/// `clamp(150 GB, low = 0 GB, low = 100 GB)`.
pub(in crate::lower) fn given_twice(of: &Of<'_>, word: &str, span: Span) -> Diagnostic {
    let message = format!("`{}` is given `{word}` twice", of.name);
    of.with_signature(Diagnostic::error("E0206", message).at(span, "").see(of.span, "in this call"))
}

/// `clamp(150 GB, low = 0 GB, hihg = 100 GB)`; the parameters that are `free` are given by no argument.
pub(in crate::lower) fn no_parameter(of: &Of<'_>, word: &str, span: Span, free: &[&str]) -> Diagnostic {
    let message = format!("`{}` has no parameter `{word}`", of.name);
    let error = Diagnostic::error("E0206", message).at(span, "").see(of.span, "in this call");
    match suggest::nearest(word, free.iter().copied(), 1).as_slice() {
        [near] => error.patch("did you mean", span, *near),
        _ => {
            let rename = |error: Diagnostic, name: &&str| error.patch(format!("for `{name}`"), span, *name);
            of.with_signature(free.iter().take(RENAMED).fold(error, rename))
        }
    }
}

/// `sqrt(4, 9)`.
pub(in crate::lower) fn too_many_values(
    of: &Of<'_>,
    span: Span,
    (takes, given): (usize, usize),
    last: Option<Span>,
) -> Diagnostic {
    let values = if takes == 1 { "value" } else { "values" };
    let message = format!("`{}` takes {takes} {values}, not {given}", of.name);
    let error = Diagnostic::error("E0206", message).at(span, "").see(of.span, "in this call");
    let error = match last {
        Some(last) => {
            let rest = Span { start: last.end, end: of.span.end.saturating_sub(1), ..of.span };
            error.patch(if given == takes + 1 { "without it" } else { "without the rest" }, rest, "")
        }
        None => error,
    };
    of.with_signature(error)
}

/// `clamp(5, 0)`; `others` are the arguments that are missing as an example of the function has them.
pub(in crate::lower) fn missing(of: &Of<'_>, parameter: &str, others: Option<String>) -> Diagnostic {
    let message = format!("`{}` needs its argument `{parameter}`", of.name);
    let error = Diagnostic::error("E0206", message).at(of.span, "");
    let end = Span { start: of.span.end.saturating_sub(1), end: of.span.end.saturating_sub(1), ..of.span };
    of.with_signature(match others {
        Some(others) => error.patch("for example", end, others),
        None => error,
    })
}

/// `max(a = 1, 2)`.
pub(in crate::lower) fn values_alone(name: &str, word: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0206", format!("`{name}` has no parameter `{word}`"))
        .at(span, "")
        .help(format!("`{name}(a, b, …)` takes values without names"))
}

/// `max()`.
pub(in crate::lower) fn no_values(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0206", format!("`{name}` needs at least one value")).at(span, "")
}

/// A call of a function that there is not.
pub(in crate::lower) struct Unknown<'c> {
    pub name: &'c str,
    pub span: Span,
    /// Its arguments as written.
    pub arguments: Vec<&'c str>,
    /// Where its name stands, and where other calls with as many arguments have it on the same line.
    pub places: Vec<Span>,
}

impl Unknown<'_> {
    fn place(&self) -> Span {
        named(self.span, self.name)
    }

    /// Offers what does the same, if it is a function of another language. Returns the error again if it is none.
    fn or_foreign(&self, error: Diagnostic) -> Result<Diagnostic, Diagnostic> {
        let Some(foreign) = functions::foreign(self.name, self.arguments.len()) else { return Err(error) };
        let error = match self.name {
            "median" if self.arguments.len() > 1 => error.help(
                "`p50` is the median of one uncertain value; `mean`, `min`, `max` and `sum` take several",
            ),
            _ => error,
        };
        Ok(foreign.offers.iter().fold(error, |error, (label, offer)| {
            let label = functions::written(label, &self.arguments);
            if offer.contains('{') {
                return error.patch(label, self.span, functions::written(offer, &self.arguments));
            }
            error.edits(label, self.places.iter().map(|place| (*place, (*offer).to_owned())).collect())
        }))
    }
}

/// Where the name of a call stands.
pub(in crate::lower) fn named(call: Span, name: &str) -> Span {
    Span { end: call.start + u32::try_from(name.len()).unwrap_or(0), ..call }
}

/// `avg(1, 2)`, `sin(3)`, `n(3)` with a value `n`.
pub(in crate::lower) fn unknown_function(unknown: &Unknown<'_>, scope: &Scope) -> Diagnostic {
    let (name, place) = (unknown.name, unknown.place());
    let error = Diagnostic::error("E0206", format!("there is no function `{name}`")).at(place, "");
    if scope.name(name).is_some() {
        return error.patch("to multiply write", place.after(), " * ");
    }
    let error = match unknown.or_foreign(error) {
        Ok(error) => return error,
        Err(error) => error,
    };
    if let [amount] = unknown.arguments.as_slice()
        && amount.ends_with(|c: char| c.is_ascii_digit())
        && scope.units().find(name).is_some()
    {
        return error.patch("for an amount write", unknown.span, format!("{amount} {name}"));
    }
    if scope.units().is_physical(name) {
        return error.patch("to multiply write", place.after(), " * ");
    }
    let lower = name.to_lowercase();
    if builtins::percentile(&lower).is_some() {
        return error.patch("for the percentile", place, lower);
    }
    let known = builtins::all().map(|builtin| builtin.name).chain(scope.functions());
    let known = known.chain(formulas::names().map(|name| -> &str { name }));
    let mut near = suggest::nearest(name, known, 3);
    // One letter of three is another word: `sin` is not `min`.
    let begins = |near: &&str| near.chars().next() == lower.chars().next();
    near.retain(|near| name.len() > 3 || begins(near));
    if !near.is_empty() {
        return error.did_you_mean(place, &near);
    }
    let Some(found) = formulas_about(&lower) else {
        let names: Vec<&str> = builtins::all().map(|builtin| builtin.name).collect();
        return error
            .help(format!("the functions are {}", names.join(", ")))
            .help("`napkin formulas` lists the formulas");
    };
    let (word, found) = found;
    let named = list::and_more(found.iter().take(FOUND), found.len().saturating_sub(FOUND));
    error.help(format!("`napkin formulas {word}` finds {named}"))
}

/// The formulas whose names have a word of a name that is none, with that word: `cache_size` is about caches.
fn formulas_about(name: &str) -> Option<(String, Vec<&'static str>)> {
    let words = |name: &str| -> Vec<String> { name.split('_').map(english::singular_of).collect() };
    words(name).into_iter().filter(|word| word.len() > 2).find_map(|word| {
        let mut found: Vec<&str> = formulas::names().filter(|name| words(name).contains(&word)).collect();
        found.sort_unstable();
        (!found.is_empty()).then_some((word, found))
    })
}

/// `fn f(x) = f(x); f(1)`.
pub(in crate::lower) fn calls_itself(name: &str, call: Span) -> Diagnostic {
    endless(format!("the function `{name}` calls itself"), call)
}

/// 65 functions, each of which calls the next.
pub(in crate::lower) fn too_deep(call: Span) -> Diagnostic {
    endless(format!("functions call each other more than {DEEPEST} deep"), call)
}

fn endless(message: String, call: Span) -> Diagnostic {
    Diagnostic::error("E0207", message)
        .at(call, "reached from here")
        .help("functions are expanded where they are called, so they cannot be recursive")
}

/// 20 functions, each of which calls the next twice.
pub(in crate::lower) fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error("E0207", "this expands to over half a million operations")
        .at(span, "this grows too large")
        .help("functions and tables are expanded where they are used; give repeated parts a name")
}

/// `dau(1bn users, 25)`.
pub(in crate::lower) fn bare_share(parameter: &str, span: Span, written: &str, value: f64) -> Diagnostic {
    let as_factor = number::plain(value * 100.0);
    Diagnostic::error("E0104", format!("`{parameter}` is a percentage, and this has two readings"))
        .at(span, "a percentage, or a factor?")
        .patch("for the percentage write", span, format!("{written}%"))
        .patch("for the factor write", span, format!("{as_factor}%"))
}

/// An argument whose unit is not the parameter's.
pub(in crate::lower) struct Argument<'a> {
    pub function: &'a str,
    /// The parameter's name, with its place in the definition.
    pub parameter: (&'a str, Span),
    /// The parameter's unit as written.
    pub unit: &'a str,
    /// The argument in words.
    pub is: String,
    /// The parameter in words.
    pub wanted: String,
    /// A change of the call that makes the argument fit, with what it says.
    pub repair: Option<(String, Vec<(Span, String)>)>,
    /// A literal of the parameter's unit, for an argument without one.
    pub example: Option<String>,
    /// Why the parameter counts what it does.
    pub things: Option<String>,
    /// Name and parameters of a library formula.
    pub signature: Option<String>,
}

/// `fn cost(size: GB) = size * $5/GB; cost(3 s)`.
pub(in crate::lower) fn argument(argument: Argument<'_>, span: Span) -> Diagnostic {
    let Argument { function, parameter: (parameter, defined), unit, is, wanted, .. } = argument;
    let mut error =
        Diagnostic::error("E0302", format!("`{parameter}` of `{function}` is {wanted}, not {is}"))
            .at(span, is)
            .see(defined, format!("given in `{unit}`"));
    match (argument.repair, argument.example) {
        (Some((label, edits)), _) => error = error.edits(label, edits),
        (None, Some(example)) => error = error.help(format!("it has a unit, like `{example}`")),
        (None, None) => {}
    }
    if let Some(things) = argument.things {
        error = error.note(things);
    }
    match argument.signature {
        Some(signature) => error.help(format!("it is `{signature}`")),
        None => error,
    }
}

/// A function in Rust that a formula of the library gives a value of another dimension.
pub(in crate::lower) fn native_argument(name: &str, span: Span, is: String) -> Diagnostic {
    Diagnostic::error("E0301", format!("`{name}` does not take {is} here")).at(span, is)
}

/// A function in Rust that a formula of the library gives another number of values.
pub(in crate::lower) fn native_count(name: &str, takes: usize, span: Span) -> Diagnostic {
    Diagnostic::error("E0206", format!("`{name}` takes {takes} values")).at(span, "")
}

/// `fn f(time: h >= 5) = …`: the end of a domain has another dimension than its parameter.
pub(in crate::lower) fn limit(parameter: &str, text: &str, example: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0302", format!("`{text}` is no limit of `{parameter}`"))
        .at(span, "another dimension")
        .help(format!("write it like `{example}`"))
}
