//! What a model says and a run of today does not read: growth of inputs and cells, horizons of checks, and in which scenarios
//! checks are asked.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::checks::{Change, CheckChange};
use super::moves::InputChange;
use crate::run::Settings;

/// The fields of inputs and cells.
const GROWTH: [&str; 3] = ["growth", "saturates", "steps"];

/// Returns the fields of a model, by the path of their entry and their name. Texts that are no TOML have none.
fn fields(text: &str) -> BTreeMap<(String, &'static str), String> {
    let mut found = BTreeMap::new();
    let Ok(table) = text.parse::<Table>() else { return found };
    for (section, names) in
        [("inputs", &GROWTH[..]), ("tables", &GROWTH), ("checks", &["horizon", "scenarios"])]
    {
        if let Some(Value::Table(table)) = table.get(section) {
            collect(table, "", names, &mut found);
        }
    }
    found
}

fn collect(
    table: &Table,
    path: &str,
    names: &[&'static str],
    found: &mut BTreeMap<(String, &'static str), String>,
) {
    for (key, value) in table {
        let name = names.iter().find(|name| **name == key);
        match (name, value) {
            (Some(name), value) if !path.is_empty() => {
                let text = match value {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                found.insert((path.to_owned(), name), text);
            }
            // Below a heading the names of inputs follow; of a table, its rows and their cells.
            (_, Value::Table(inner)) => collect(inner, key, names, found),
            _ => {}
        }
    }
}

/// Returns what changed of it, as inputs and as checks; `renamed` has the old and the new names of what is called otherwise.
pub(super) fn changed(
    (old, new): (&str, &str),
    renamed: &[(String, String)],
) -> (Vec<InputChange>, Vec<CheckChange>) {
    let now =
        |path: String| renamed.iter().find(|(old, _)| *old == path).map_or(path, |(_, new)| new.clone());
    let old: BTreeMap<_, _> =
        fields(old).into_iter().map(|((path, field), text)| ((now(path), field), text)).collect();
    let new = fields(new);
    let (mut inputs, mut checks) = (Vec::new(), Vec::new());
    let mut all: Vec<_> = old.keys().chain(new.keys()).collect();
    all.sort();
    all.dedup();
    for key in all.into_iter().filter(|key| old.get(*key) != new.get(*key)) {
        let (was, is) = (old.get(key).cloned(), new.get(key).cloned());
        let (path, field) = key;
        if GROWTH.contains(field) {
            inputs.push(InputChange { name: format!("{path}.{field}"), was, is, change: None });
            continue;
        }
        let change = match *field {
            "horizon" => horizon(was.as_deref(), is.as_deref()),
            _ => Change::Changed,
        };
        let text = match (was, is) {
            (Some(was), Some(is)) => format!("{field} {was} → {is}"),
            (None, Some(is)) => format!("{field} is new: {is}"),
            (Some(was), None) => format!("{field} is gone, was {was}"),
            (None, None) => continue,
        };
        let is_easier = change == Change::Easier;
        let (name, check) = (path.clone(), String::new());
        checks.push(CheckChange { change, name, check, text, is_error: true, is_easier });
    }
    (inputs, checks)
}

/// A check that must hold for a shorter time is easier.
fn horizon(was: Option<&str>, is: Option<&str>) -> Change {
    let (was, is) = match (was, is) {
        (None, _) => return Change::Stricter,
        (_, None) => return Change::Easier,
        (Some(was), Some(is)) => (was, is),
    };
    let ratio = super::super::evaluate("<horizon>", &format!("({is}) / ({was})"), 4, &Settings::default());
    match ratio.answers.first().filter(|_| ratio.is_ok()).map(|answer| answer.shown.value) {
        Some(ratio) if ratio < 1.0 => Change::Easier,
        Some(ratio) if ratio > 1.0 => Change::Stricter,
        _ => Change::Changed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_horizons_and_scenarios_are_seen() {
        let old = "[inputs.load]\nusers = { value = \"1M users\", growth = \"20%/year\" }\n\
            [checks]\nfits = { check = \"users < 2M users\", horizon = \"6 months\" }\n";
        let (inputs, checks) = changed((old, &old.replace("20%", "40%").replace("6 months", "1 month")), &[]);
        let said: Vec<_> =
            inputs.iter().map(|one| (one.name.as_str(), one.was.as_deref(), one.is.as_deref())).collect();
        assert_eq!(said, [("users.growth", Some("20%/year"), Some("40%/year"))]);
        let said: Vec<_> =
            checks.iter().map(|one| (one.change, one.name.as_str(), one.text.as_str())).collect();
        assert_eq!(said, [(Change::Easier, "fits", "horizon 6 months → 1 month")]);
        let narrowed = old.replace("horizon = \"6 months\"", "horizon = \"1 year\", scenarios = [\"sale\"]");
        let (inputs, checks) = changed((old, &narrowed), &[]);
        assert!(inputs.is_empty());
        assert_eq!(
            checks.iter().map(|one| one.change).collect::<Vec<_>>(),
            [Change::Stricter, Change::Changed]
        );
        assert_eq!(changed((old, old), &[]), (Vec::new(), Vec::new()));
        assert_eq!(changed((old, "[inputs"), &[]), changed((old, ""), &[]));
        let renamed = ("fits".to_owned(), "holds".to_owned());
        assert_eq!(changed((old, &old.replace("fits", "holds")), &[renamed]), (Vec::new(), Vec::new()));
    }
}
