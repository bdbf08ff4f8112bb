//! The files that a model is made of: its own, and those that it extends.

use super::changes::{Changes, Loaded};
use super::extend::extended;
use super::file::{self, ModelFile};
use crate::library::presets;
use crate::text::diagnostic::Diagnostic;
use crate::text::list::did_you_mean;
use crate::text::source::{Sources, Text};

/// Maximum number of files that a model is made of.
const MOST_FILES: usize = 1_000;

/// What all files together have, or the errors for which there is none.
pub(super) struct Family {
    pub file: ModelFile,
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
}

/// A file of a chain of models, each of which extends the next.
struct Link {
    name: String,
    identity: String,
    file: ModelFile,
}

/// Reads a model and the models that it extends.
pub(super) fn read(name: &str, text: &str, changes: &Changes) -> Family {
    let mut sources = Sources::new();
    let source = sources.add(name, text);
    let (file, mut diagnostics) = file::read(source, text);
    if file.extends.is_none() {
        diagnostics.extend(file.without.first().map(|without| {
            Diagnostic::error("E0505", "`without` leaves something out of a model that this one extends")
                .at(without.span, "this one extends none")
                .help("remove it, or name the other model: `extends = \"base.toml\"`")
        }));
        return Family { file, sources, diagnostics };
    }
    let mut chain = vec![Link { name: name.to_owned(), identity: changes.files.identity(), file }];
    while let Some(path) = chain.last().and_then(|last| last.file.extends.clone()) {
        let from = chain.last().map_or("", |last| last.name.as_str());
        let loaded = match load(from, &path, changes) {
            Ok(loaded) => loaded,
            Err(error) => {
                diagnostics.push(error);
                break;
            }
        };
        if let Some(at) = chain.iter().position(|known| known.identity == loaded.identity) {
            let cycle = chain.iter().skip(at).map(|link| link.name.as_str());
            let cycle: Vec<&str> = cycle.chain([loaded.name.as_str()]).collect();
            diagnostics.push(circle(&path, &cycle));
            break;
        }
        if chain.len() >= MOST_FILES {
            let message = format!("a model is made of at most {MOST_FILES} files");
            diagnostics.push(Diagnostic::error("E0521", message).at(path.all(), ""));
            break;
        }
        let source = sources.add(loaded.name.as_str(), &*loaded.text);
        let (file, errors) = file::read(source, &loaded.text);
        diagnostics.extend(errors);
        chain.push(Link { name: loaded.name, identity: loaded.identity, file });
    }
    let mut files = chain.into_iter().rev().map(|link| link.file);
    let first = files.next().unwrap_or_default();
    let file = files.fold(first, |base, own| extended(base, own, &mut diagnostics));
    Family { file, sources, diagnostics }
}

/// Reads the model that a path or the name of a preset stands for.
fn load(from: &str, path: &Text, changes: &Changes) -> Result<Loaded, Diagnostic> {
    let given = path.text.trim();
    if given.contains('/') || given.ends_with(".toml") {
        return changes.files.load(from, given).map_err(|error| error.at(path.all(), ""));
    }
    match presets::named(given) {
        Some(preset) => Ok(Loaded {
            name: preset.name.to_owned(),
            identity: format!("preset {}", preset.name),
            text: preset.text.into(),
        }),
        None => {
            let error =
                Diagnostic::error("E0604", format!("there is no preset `{given}`")).at(path.all(), "");
            let error = match presets::near(given) {
                near if near.is_empty() => error,
                near => error.help(did_you_mean(near)),
            };
            Err(error.help("a file has a `/` in its path, or ends in `.toml`"))
        }
    }
}

fn circle(path: &Text, names: &[&str]) -> Diagnostic {
    let message = match names {
        [_, _] => "a model cannot extend itself".to_owned(),
        _ => "these models extend each other in a circle".to_owned(),
    };
    Diagnostic::error("E0521", message)
        .at(path.all(), "")
        .note(format!("the circle is {}", names.join(" → ")))
        .help("put what they share into a file of its own, and extend that")
}
