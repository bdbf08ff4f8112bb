//! The values that take the place of a model's own: those of a scenario, and those of the command line.

use std::collections::HashSet;

use super::changes::{ASKED, Changes};
use super::claim::{Claim, Claims};
use super::file::{BASE, Check, ModelFile, Name, Override, Scenario, Value};
use super::uses::Part;
use super::values;
use crate::lower::{FileId, Used};
use crate::text::diagnostic::Diagnostic;
use crate::text::list::{and_all, did_you_mean};
use crate::text::source::{Sources, Text};
use crate::text::suggest::nearest;
use crate::worksheet::{self, By};

/// Returns the values that replace those of a model; what is wrong with them goes to `diagnostics`.
pub(super) fn claims(
    (parts, used): (&[Part], &Used),
    set: Vec<(FileId, Claim)>,
    changes: &Changes,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Claims {
    let mut claims = Claims::default();
    let wanted = changes.scenario.as_deref();
    let Some(own) = parts.first() else { return claims };
    let chain = chain(&own.file, wanted, diagnostics);
    if let Some(wanted) = wanted
        && parts.iter().all(|part| part.scenario(wanted).is_none())
    {
        diagnostics.push(no_scenario(&own.name, wanted, names(parts)));
    }
    refuse_unknown(parts, diagnostics);
    let is_chosen = |scenario: &Scenario| chain.iter().any(|link| link.name.text == scenario.name.text);
    for scenario in own.file.scenarios.iter().filter(|scenario| !is_chosen(scenario)) {
        claims.idle.extend(entries(scenario, own.id));
    }
    // A scenario reaches every file that has one of its name.
    let mut links: Vec<&str> = chain.iter().rev().map(|link| link.name.text.as_str()).collect();
    links.extend(wanted.filter(|_| chain.is_empty()));
    // What stands in an outer file wins; in one file, its scenario wins over what its `use` sets.
    for part in used.inner_first().into_iter().filter_map(|file| parts.get(file.0)) {
        claims.chosen.extend(set.iter().filter(|(by, _)| *by == part.id).map(|(_, claim)| claim.clone()));
        let is_own = part.id == own.id;
        for link in &links {
            // Circles and slips in the scenarios of a file that is used are told by the file itself.
            let inner = self::chain(&part.file, Some(link), &mut Vec::new());
            let of_link = inner.iter().rev().filter(|one| !is_own || one.name.text == *link);
            claims.chosen.extend(of_link.flat_map(|one| entries(one, part.id)));
        }
    }
    for (name, text) in &changes.value_files {
        let source = sources.add(name.as_str(), text.as_str());
        let (entries, errors) = values::read(name, text, source);
        diagnostics.extend(errors);
        let claim = |entry: Override| {
            let by = By::File(name.clone());
            Claim { name: entry.name, value: entry.value, by, file: FileId::default() }
        };
        claims.chosen.extend(entries.into_iter().map(claim));
    }
    for (name, value) in &changes.set {
        let (name, text) = replacement(name, value, sources);
        let file = FileId::default();
        claims.chosen.push(Claim { name, value: Value::Formula(text), by: By::Set, file });
    }
    claims.asked = changes.until.as_ref().map(|text| asked(text, sources));
    claims
}

/// Returns the check that a condition of the command line is.
fn asked(text: &str, sources: &mut Sources) -> Check {
    let (name, formula) = replacement(ASKED, text, sources);
    let level = worksheet::Level::default();
    Check { name, formula, level, scenarios: None, horizon: None, note: None, ok: None }
}

/// Returns the names of the scenarios of all files, each once.
fn names(parts: &[Part]) -> impl Iterator<Item = &str> {
    let mut met = HashSet::new();
    let all = parts.iter().flat_map(|part| &part.file.scenarios);
    all.map(|scenario| scenario.name.text.as_str()).filter(move |name| met.insert(*name))
}

/// Returns the scenarios of a model, then those that only files have which it uses.
pub(super) fn listed(parts: &[Part]) -> Vec<worksheet::Scenario> {
    let own = parts.first().into_iter().flat_map(|part| &part.file.checks);
    let own: Vec<&Check> = own.collect();
    let named = || own.iter().filter_map(|check| check.scenarios.as_ref()).flatten();
    let scenarios = names(parts).filter_map(|name| parts.iter().find_map(|part| part.scenario(name)));
    let listed = |scenario: &Scenario| worksheet::Scenario {
        name: scenario.name.text.clone(),
        note: scenario.note.as_ref().map(|note| note.text.clone()),
        is_asked: named().any(|text| text.text.trim() == scenario.name.text),
    };
    scenarios.map(listed).collect()
}

/// Returns what is said of results in a scenario: its note, and the models that it reaches.
pub(super) fn remark(parts: &[Part], used: &Used, name: &str) -> Option<String> {
    let reached: Vec<&Part> = parts.iter().filter(|part| part.scenario(name).is_some()).collect();
    let others = reached.iter().filter(|part| part.id != FileId::default());
    let others: Vec<&str> = others.map(|part| used.prefix(part.id).trim_end_matches('.')).collect();
    let mut remark = format!("in the scenario `{name}`");
    if !others.is_empty() {
        remark = format!("{remark}, also of {}", and_all(&others));
    }
    let note = reached.first()?.scenario(name)?.note.as_ref();
    Some(note.map_or(remark.clone(), |note| format!("{remark}: {}", note.text.trim())))
}

impl Part {
    /// Returns its scenario of a name.
    fn scenario(&self, name: &str) -> Option<&Scenario> {
        self.file.scenarios.iter().find(|scenario| scenario.name.text == name)
    }
}

/// Refuses the scenarios of checks that the model does not have.
fn refuse_unknown(parts: &[Part], diagnostics: &mut Vec<Diagnostic>) {
    for check in parts.iter().flat_map(|part| &part.file.checks) {
        let Some(limits) = &check.scenarios else { continue };
        if limits.is_empty() {
            let message = format!("the check `{}` is asked nowhere", check.name.text);
            diagnostics.push(
                Diagnostic::error("E0516", message)
                    .at(check.name.span, "its list of scenarios is empty")
                    .help("name one, like `scenarios = [\"base\"]`, or leave the list out"),
            );
        }
        for limit in limits {
            let name = limit.text.trim();
            let names = || names(parts);
            if name != BASE && names().all(|known| known != name) {
                let near = nearest(name, names().chain([BASE]), 3);
                diagnostics.push(
                    Diagnostic::error("E0510", format!("there is no scenario `{name}` to ask this check in"))
                        .at(limit.all(), "")
                        .did_you_mean(limit.all(), &near),
                );
            }
        }
    }
}

fn entries(scenario: &Scenario, file: FileId) -> impl Iterator<Item = Claim> {
    scenario.entries.iter().map(move |entry| Claim {
        name: entry.name.clone(),
        value: entry.value.clone(),
        by: By::Scenario(scenario.name.text.clone()),
        file,
    })
}

/// Returns the scenario of a name and those that it builds on, the last one first. All scenarios are tried, so that
/// what is wrong with one is told in every run.
fn chain<'f>(
    file: &'f ModelFile,
    wanted: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'f Scenario> {
    let mut chosen = Vec::new();
    let mut in_circle: Vec<&str> = Vec::new();
    for start in &file.scenarios {
        let mut links = vec![start];
        while let Some(from) = links.last().and_then(|last| last.from.as_ref()) {
            let name = from.text.trim();
            let Some(next) = file.scenarios.iter().find(|scenario| scenario.name.text == name) else {
                // It is told for the scenario itself, not for those that build on it.
                if links.len() == 1 {
                    diagnostics.push(no_base(from, &file.scenarios));
                }
                break;
            };
            if let Some(at) = links.iter().position(|link| link.name.text == name) {
                let names: Vec<&str> = links.iter().skip(at).map(|link| link.name.text.as_str()).collect();
                if !names.iter().any(|name| in_circle.contains(name)) {
                    diagnostics.push(circle(from, &names));
                }
                in_circle.extend(names);
                break;
            }
            links.push(next);
        }
        if wanted == Some(&start.name.text) {
            chosen = links;
        }
    }
    chosen
}

fn no_base(from: &Text, scenarios: &[Scenario]) -> Diagnostic {
    let name = from.text.trim();
    let error =
        Diagnostic::error("E0510", format!("there is no scenario `{name}` to build on")).at(from.all(), "");
    if name == BASE {
        return error.help("every scenario builds on the model itself: leave `from` out");
    }
    let names = scenarios.iter().map(|scenario| scenario.name.text.as_str());
    error.did_you_mean(from.all(), &nearest(name, names, 3))
}

fn circle(from: &Text, names: &[&str]) -> Diagnostic {
    let first = names.first().copied().unwrap_or_default();
    let message = match names {
        [_] => format!("the scenario `{first}` builds on itself"),
        _ => "these scenarios build on each other in a circle".to_owned(),
    };
    Diagnostic::error("E0521", message)
        .at(from.all(), "")
        .note(format!("the circle is {} → {first}", names.join(" → ")))
        .help("leave `from` out of one of them")
}

/// Returns the error for a scenario that a model does not have.
pub(crate) fn no_scenario<'k>(model: &str, name: &str, known: impl Iterator<Item = &'k str>) -> Diagnostic {
    let error = Diagnostic::error("E0510", format!("`{model}` has no scenario `{name}`"));
    let names: Vec<&str> = known.collect();
    if names.is_empty() {
        return error.help(format!("write one, like `[scenarios.{name}]` with the values that differ"));
    }
    match nearest(name, names.iter().copied(), 3).as_slice() {
        [] => error.help(format!("its scenarios are {}", crate::text::list::and_all(&names))),
        near => error.help(did_you_mean(near)),
    }
}

/// Adds the text of `--set NAME=VALUE` or `--until=CONDITION` to the sources, so that the name has a place too.
fn replacement(name: &str, value: &str, sources: &mut Sources) -> (Name, Text) {
    let option = if name == ASKED { ASKED.to_owned() } else { format!("--set {name}") };
    let source = sources.add(option, format!("{name}={value}"));
    let end = u32::try_from(name.len()).unwrap_or(u32::MAX);
    let value = Text::decoded(source, value, vec![(0, end.saturating_add(1))]);
    (Name { text: name.to_owned(), span: crate::text::source::Span { source, start: 0, end } }, value)
}
