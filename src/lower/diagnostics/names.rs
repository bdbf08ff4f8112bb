//! Names: what is not defined, and what a name may not stand for.

use crate::library::{cheat_sheets, formulas};
use crate::lower::scope::Scope;
use crate::lower::used::FileId;
use crate::lower::{Value, builtins};
use crate::syntax::in_figures;
use crate::text::diagnostic::Diagnostic;
use crate::text::lookalike::lookalike;
use crate::text::source::Span;
use crate::text::suggest;
use crate::units::catalog::Kind;

/// The parameters of the function that a name stands in; `None` outside functions.
type Parameters<'p> = Option<&'p [(&'p str, Value)]>;

/// `storage / user`, where `users` is defined too.
pub(in crate::lower) fn divides_by_one(one: &str, many: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("W0105", format!("`/ {one}` divides by one {one}, and `{many}` is defined too"))
        .at(span, format!("per {one}"))
        .patch("to divide by all of them write", span, many)
}

/// A constant of a cheat sheet whose literal cannot be read, which no released one is.
pub(in crate::lower) fn unreadable_constant(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0201", format!("the built-in constant `{name}` cannot be read")).at(span, "")
}

/// `peek * 2`, where `peak` is defined. With `suggests`, similar names are searched for.
pub(in crate::lower) fn undefined(
    text: &str,
    span: Span,
    scope: &Scope,
    suggests: bool,
    parameters: Parameters<'_>,
) -> Diagnostic {
    let mut error = Diagnostic::error("E0201", format!("`{text}` is not defined")).at(span, "");
    if parameters.is_some() {
        error = error.note("a function sees its parameters and what is built in, nothing else");
    }
    if let Some(table) = scope.table_id(text).and_then(|id| scope.table(id)) {
        return match table.columns().next() {
            Some(column) => error
                .note(format!("`{text}` is a table"))
                .help(format!("a column of it is `{text}.{column}`")),
            None => error,
        };
    }
    let noun = scope.units().find(text).filter(|(_, unit)| unit.kind != Kind::Physical);
    if let Some((_, unit)) = noun {
        let known = scope.names().filter(|_| parameters.is_none());
        if let [near] = suggest::nearest(text, known, 2).as_slice() {
            error = error.patch("did you mean", span, *near);
        }
        if let Some(example) = formulas::find(text).and_then(|formula| formula.examples.into_iter().next()) {
            return error.help(format!("as a formula it takes arguments: `{}`", example.call));
        }
        return error.help(format!("define it: `{text} = … {}`", unit.plural)).help(format!(
            "as a unit it follows a number, `5 {}`, or a `/`: `/ {}`",
            unit.plural, unit.singular
        ));
    }
    if let Some(found) = lookalike(text) {
        return error.note(found.remark).patch("in Latin letters", span, found.latin);
    }
    if let Some(figures) = in_figures(text) {
        return error.taken("in figures", vec![(span, figures.to_owned())], Vec::new());
    }
    if suggests { with_suggestions(error, text, span, scope, parameters) } else { error }
}

/// `feed.costs`, where `feed` is a file that has a `cost`; or `feed` alone.
pub(in crate::lower) fn not_in_file(
    text: &str,
    (file, name): (FileId, &str),
    span: Span,
    scope: &Scope,
    parameters: Parameters<'_>,
) -> Diagnostic {
    let path = text.strip_suffix(name).unwrap_or(text).trim_end_matches('.');
    let mut known: Vec<&str> = scope.names_in(file).collect();
    known.sort_unstable();
    if name.is_empty() {
        let error =
            Diagnostic::error("E0201", format!("`{path}` is another model, not a value")).at(span, "");
        return match known.first() {
            Some(first) => error.help(format!("read one of its values, like `{path}.{first}`")),
            None => error,
        };
    }
    if parameters.is_some() {
        return Diagnostic::error("E0201", format!("a function cannot read `{text}`"))
            .at(span, "")
            .note("a function sees its parameters, tables and what is built in, nothing else")
            .help("give it as an argument");
    }
    let error = Diagnostic::error("E0201", format!("the model `{path}` has no value `{name}`")).at(span, "");
    let full: Vec<String> =
        suggest::nearest(name, known.into_iter(), 3).iter().map(|near| format!("{path}.{near}")).collect();
    let near: Vec<&str> = full.iter().map(String::as_str).collect();
    error.did_you_mean(span, &near)
}

fn with_suggestions(
    mut error: Diagnostic,
    text: &str,
    span: Span,
    scope: &Scope,
    parameters: Parameters<'_>,
) -> Diagnostic {
    let mut known: Vec<&str> = match parameters {
        Some(parameters) => parameters.iter().map(|(name, _)| *name).collect(),
        None => scope.names().collect(),
    };
    known.sort_unstable();
    let columns: Vec<String>;
    if let Some((_, column)) = text.split_once('.') {
        known.extend(cheat_sheets::constants().map(|(name, _)| name));
        let tables = scope.tables().iter().filter(|table| table.member(column).is_some());
        columns = tables.map(|table| format!("{}.{column}", table.name())).collect();
        known.extend(columns.iter().map(String::as_str));
    }
    if scope.function(text).is_some() || builtins::find(text).is_some() {
        error =
            error.help(format!("`{text}` is a function: `{text}(…)`, with the parenthesis right behind it"));
    }
    match suggest::nearest(text, known.into_iter(), 3).as_slice() {
        [] if text.contains('.') => error.help("`napkin cheat` lists the built-in constants"),
        [] if parameters.is_none() && error.helps.is_empty() => {
            error.help(format!("define it first: `{text} = …`"))
        }
        near => error.did_you_mean(span, near),
    }
}
