//! Names and bare numbers, for tools that take nothing else: one JSON object of strings, or assignments.
//!
//! Only a single model without errors has this form. Half of an environment is worse than none, so what has no name in
//! it refuses the whole.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use super::document::Document;
use super::format::{Format, View};
use crate::cli::error::{Error, Result, USAGE};
use napkin::Shown;
use napkin::report::{Report, json};
use napkin::text::escape::escaped;
use napkin::text::list::and_more;

/// An object such as `{"app_servers":"66"}`, all of whose values are strings.
#[derive(Debug)]
pub struct Flat;

/// Lines such as `APP_SERVERS=66`.
#[derive(Debug)]
pub struct Env;

/// Variables that a shell, or what it starts, takes for its own: an assignment breaks it, or is lost.
const TAKEN: [&str; 38] = [
    "BASHOPTS",
    "BASH_ENV",
    "BASH_VERSINFO",
    "CDPATH",
    "DIRSTACK",
    "ENV",
    "EUID",
    "FPATH",
    "FUNCNAME",
    "GROUPS",
    "HISTFILE",
    "HOME",
    "HOSTNAME",
    "IFS",
    "LANG",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "LINENO",
    "MAIL",
    "NODE_OPTIONS",
    "OLDPWD",
    "OPTERR",
    "OPTIND",
    "PATH",
    "PPID",
    "PROMPT_COMMAND",
    "PS1",
    "PS2",
    "PS4",
    "PWD",
    "RANDOM",
    "SECONDS",
    "SHELL",
    "SHELLOPTS",
    "TERM",
    "TMPDIR",
    "UID",
    "USER",
];

/// Maximum number of names in an error.
const NAMED: usize = 8;

impl Format for Flat {
    fn name(&self) -> &'static str {
        "flat"
    }

    fn about(&self) -> &'static str {
        "For Terraform and Helm; one object of names and numbers"
    }

    fn title(&self) -> &'static str {
        "the flat format"
    }

    fn is_flat(&self) -> bool {
        true
    }

    fn check(&self, document: &Document, view: &View) -> Result<()> {
        report_of(document).and_then(|report| values(report, view)).map(|_| ())
    }

    fn write(&self, document: &Document, view: &View) -> String {
        let values = report_of(document).and_then(|report| values(report, view));
        json::line(&Object(values.unwrap_or_default()))
    }
}

impl Format for Env {
    fn name(&self) -> &'static str {
        "env"
    }

    fn about(&self) -> &'static str {
        "For shells and .env files"
    }

    fn title(&self) -> &'static str {
        "the env format"
    }

    fn is_flat(&self) -> bool {
        true
    }

    fn check(&self, document: &Document, view: &View) -> Result<()> {
        variables(values(report_of(document)?, view)?).map(|_| ())
    }

    fn write(&self, document: &Document, view: &View) -> String {
        let values = report_of(document).and_then(|report| values(report, view));
        let variables = values.and_then(variables).unwrap_or_default();
        variables.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
    }
}

/// Names and values, in the order of the model.
#[derive(Default)]
struct Object<'d>(Vec<(&'d str, String)>);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Returns the one model of a document.
fn report_of(document: &Document) -> Result<&Report> {
    match document {
        Document::Report(report) => Ok(report),
        _ => Err(Error::new(USAGE, "several models have no common list of names")
            .help("run each by itself, `napkin run MODEL --format flat`")),
    }
}

/// Returns the estimates that are shown, and the inputs if they are.
fn values<'d>(report: &'d Report, view: &View) -> Result<Vec<(&'d str, String)>> {
    let has_inputs = view.detail.inputs || report.is_part;
    let inputs = report.inputs.iter().filter(|_| has_inputs);
    let rows = inputs.chain(&report.estimates).flat_map(|section| &section.rows);
    let values: Vec<(&str, String)> = rows.map(|row| (row.name.as_str(), plain(&row.shown))).collect();
    if values.is_empty() {
        let (what, help) = match report.is_part {
            true => ("what is to be shown are checks, which have no value", "name an estimate or an input"),
            false => ("the model has no estimates", "for its inputs write `--inputs`"),
        };
        return Err(Error::new(USAGE, what).help(help));
    }
    Ok(values)
}

/// Names the variables of an environment.
fn variables(values: Vec<(&str, String)>) -> Result<Vec<(String, String)>> {
    let help = "rename it in the model, or pick others with `--show NAME`";
    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let strange: Vec<&str> = values.iter().map(|(name, _)| *name).filter(|name| !is_plain(name)).collect();
    if !strange.is_empty() {
        let message = format!("a shell takes no variable that is named {}", listed(&strange));
        return Err(Error::new(USAGE, message).help(help).help("for any name write `--format flat`"));
    }
    let mut known: HashMap<String, &str> = HashMap::new();
    let mut variables = Vec::with_capacity(values.len());
    for (name, value) in values {
        let upper = name.to_ascii_uppercase();
        if TAKEN.contains(&upper.as_str()) {
            let message = format!("`{name}` would be the variable `{upper}`, which the shell uses itself");
            return Err(Error::new(USAGE, message).help(help));
        }
        if let Some(other) = known.insert(upper.clone(), name) {
            let message = format!("`{other}` and `{name}` would both be the variable `{upper}`");
            return Err(Error::new(USAGE, message).help(help));
        }
        variables.push((upper, value));
    }
    Ok(variables)
}

fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(NAMED).map(|name| escaped(name));
    and_more(shown, names.len().saturating_sub(NAMED))
}

/// Writes a value without its unit, scale or exponent. Whole numbers are exact; others have 15 digits, which drops the
/// rounding errors of the last ones.
fn plain(shown: &Shown) -> String {
    let value = shown.value;
    if let Some(row) = &shown.row {
        return row.row.clone();
    }
    if shown.truth {
        return (value != 0.0).to_string();
    }
    if value.fract() == 0.0 {
        // Not `-0`.
        return (value + 0.0).to_string();
    }
    let rounded = format!("{value:.14e}").parse().unwrap_or(value);
    // An f64 is never written with an exponent here.
    f64::to_string(&rounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, expected: &str) {
        let shown = napkin::evaluate("<input>", "1", 4, &napkin::Settings::default());
        let mut shown = shown.answers.into_iter().next().expect("a value").shown;
        shown.value = value;
        assert_eq!(plain(&shown), expected);
    }

    #[test]
    fn numbers_are_in_full_without_an_exponent() {
        check(66.0, "66");
        check(-0.0, "0");
        check(1.5e9, "1500000000");
        check(1e23, "100000000000000000000000");
        check(0.1 + 0.2, "0.3");
        check(1e-9, "0.000000001");
        check(-2.5, "-2.5");
        check(11574.074074074075, "11574.0740740741");
        // 2^53 - 1, the largest whole number next to which all others are exact.
        check(9_007_199_254_740_991.0, "9007199254740991");
    }
}
