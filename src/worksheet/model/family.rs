//! The files that a model is made of: its own, those that it extends, and those that it uses.

use std::collections::HashMap;

use super::changes::{Changes, Loaded};
use super::extend::extended;
use super::file::{self, ModelFile};
use crate::library::presets;
use crate::text::diagnostic::Diagnostic;
use crate::text::list::did_you_mean;
use crate::text::source::{Sources, Text};

/// Maximum number of files that a model is made of.
pub(super) const MOST_FILES: usize = 1_000;

/// All files of a model, or the errors for which there is none.
pub(super) struct Family {
    /// The model itself, then those that are used, each as it is after what it extends.
    pub members: Vec<Member>,
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
}

/// A model, with those that it extends merged into it.
pub(super) struct Member {
    pub name: String,
    pub file: ModelFile,
    /// For each `use` the member that it names; `None` if it could not be read.
    pub uses: Vec<Option<usize>>,
    identity: String,
}

/// A file of a chain of models, each of which extends the next.
struct Link {
    name: String,
    identity: String,
    file: ModelFile,
}

/// Reads a model and the models that it is made of.
pub(super) fn read(name: &str, text: &str, changes: &Changes) -> Family {
    let mut reader = Reader { sources: Sources::new(), diagnostics: Vec::new(), changes, files: 1 };
    let identity = changes.files.identity();
    let mut members = vec![reader.member(Loaded { name: name.to_owned(), identity, text: text.into() })];
    let mut known: HashMap<String, usize> = HashMap::new();
    known.extend(members.first().map(|first| (first.identity.clone(), 0)));
    let mut next = 0;
    while let Some(member) = members.get(next) {
        let paths: Vec<(String, Text)> = member
            .file
            .uses
            .iter()
            // What stands in a file that was extended is beside that file.
            .map(|one| (reader.name_of(&one.model).unwrap_or(&member.name).to_owned(), one.model.clone()))
            .collect();
        let mut uses = Vec::with_capacity(paths.len());
        for (from, path) in paths {
            uses.push(reader.used(&from, &path, &mut members, &mut known));
        }
        if let Some(member) = members.get_mut(next) {
            member.uses = uses;
        }
        next += 1;
    }
    refuse_circles(&mut members, &mut reader.diagnostics);
    Family { members, sources: reader.sources, diagnostics: reader.diagnostics }
}

struct Reader<'c> {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    changes: &'c Changes,
    /// The number of files that were read.
    files: usize,
}

impl Reader<'_> {
    /// Returns the name of the file in which a text stands.
    fn name_of(&self, text: &Text) -> Option<&str> {
        self.sources.get(text.all().source).map(|source| source.name.as_str())
    }

    /// Returns the place of a member that another one uses, which is read if it is not known.
    fn used(
        &mut self,
        from: &str,
        path: &Text,
        members: &mut Vec<Member>,
        known: &mut HashMap<String, usize>,
    ) -> Option<usize> {
        let loaded = match self.load(from, path) {
            Ok(loaded) => loaded,
            Err(error) => {
                self.diagnostics.push(error);
                return None;
            }
        };
        if let Some(at) = known.get(&loaded.identity) {
            return Some(*at);
        }
        if !self.has_room(path) {
            return None;
        }
        let member = self.member(loaded);
        known.insert(member.identity.clone(), members.len());
        members.push(member);
        Some(members.len() - 1)
    }

    /// Reads a file and the models that it extends.
    fn member(&mut self, Loaded { name, identity, text }: Loaded) -> Member {
        let source = self.sources.add(name.as_str(), &*text);
        let (file, errors) = file::read(source, &text);
        self.diagnostics.extend(errors);
        if file.extends.is_none() {
            self.diagnostics.extend(file.without.first().map(|without| {
                Diagnostic::error("E0505", "`without` leaves something out of a model that this one extends")
                    .at(without.span, "this one extends none")
                    .help("remove it, or name the other model: `extends = \"base.toml\"`")
            }));
            return Member { name, file, uses: Vec::new(), identity };
        }
        let mut chain = vec![Link { name: name.clone(), identity: identity.clone(), file }];
        let mut root = source;
        while let Some(path) = chain.last().and_then(|last| last.file.extends.clone()) {
            let from = chain.last().map_or("", |last| last.name.as_str());
            let loaded = match self.load(from, &path) {
                Ok(loaded) => loaded,
                Err(error) => {
                    self.diagnostics.push(error);
                    break;
                }
            };
            if let Some(at) = chain.iter().position(|known| known.identity == loaded.identity) {
                let cycle = chain.iter().skip(at).map(|link| link.name.as_str());
                let cycle: Vec<&str> = cycle.chain([loaded.name.as_str()]).collect();
                self.diagnostics.push(circle(&path, &cycle, "extend"));
                break;
            }
            if !self.has_room(&path) {
                break;
            }
            let source = self.sources.add(loaded.name.as_str(), &*loaded.text);
            let (file, errors) = file::read(source, &loaded.text);
            self.diagnostics.extend(errors);
            chain.push(Link { name: loaded.name, identity: loaded.identity, file });
            root = source;
        }
        let is_whole = chain.last().is_some_and(|last| last.file.extends.is_none());
        let mut files = chain.into_iter().rev().map(|link| link.file);
        let first = files.next().unwrap_or_default();
        let mut file = files.fold(first, |base, own| extended(base, own, &mut self.diagnostics));
        let lacking = file::complete(&mut file, root);
        // What is missing may stand where the text is broken, or in a file that could not be read.
        if is_whole && !self.diagnostics.iter().any(|found| found.code == "E0501") {
            self.diagnostics.extend(lacking);
        }
        Member { name, file, uses: Vec::new(), identity }
    }

    /// Whether one file more may be read; if not, it is reported.
    fn has_room(&mut self, path: &Text) -> bool {
        self.files += 1;
        let has_room = self.files <= MOST_FILES;
        if !has_room {
            self.diagnostics.push(too_many(path));
        }
        has_room
    }

    /// Reads the model that a path or the name of a preset stands for.
    fn load(&self, from: &str, path: &Text) -> Result<Loaded, Diagnostic> {
        let given = path.text.trim();
        if given.contains('/') || given.ends_with(".toml") {
            return self.changes.files.load(from, given).map_err(|error| error.at(path.all(), ""));
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
}

/// Reports models that use each other in a circle, each circle once, and opens it.
fn refuse_circles(members: &mut [Member], diagnostics: &mut Vec<Diagnostic>) {
    // Depth first: a member that is met again while it is open closes a circle.
    let mut is_done = vec![false; members.len()];
    let mut path: Vec<(usize, usize)> = vec![(0, 0)];
    while let Some((at, next)) = path.last().copied() {
        let Some(member) = members.get(at) else { break };
        let Some(target) = member.uses.get(next) else {
            if let Some(done) = is_done.get_mut(at) {
                *done = true;
            }
            path.pop();
            continue;
        };
        if let Some(last) = path.last_mut() {
            last.1 += 1;
        }
        let Some(target) = *target else { continue };
        if let Some(from) = path.iter().position(|(open, _)| *open == target) {
            let names = path.iter().skip(from).map(|(open, _)| *open).chain([target]);
            let names: Vec<&str> =
                names.filter_map(|at| members.get(at)).map(|member| member.name.as_str()).collect();
            if let Some(one) = member.file.uses.get(next) {
                diagnostics.push(circle(&one.model, &names, "use"));
            }
            if let Some(closing) = members.get_mut(at).and_then(|member| member.uses.get_mut(next)) {
                *closing = None;
            }
        } else if is_done.get(target) == Some(&false) {
            path.push((target, 0));
        }
    }
}

/// A model that would be made of too many files.
pub(super) fn too_many(path: &Text) -> Diagnostic {
    let message = format!("a model is made of at most {MOST_FILES} files");
    Diagnostic::error("E0521", message).at(path.all(), "")
}

fn circle(path: &Text, names: &[&str], verb: &str) -> Diagnostic {
    let message = match names {
        [_, _] => format!("a model cannot {verb} itself"),
        _ => format!("these models {verb} each other in a circle"),
    };
    Diagnostic::error("E0521", message)
        .at(path.all(), "")
        .note(format!("the circle is {}", names.join(" → ")))
        .help(format!("put what they share into a file of its own, and {verb} that"))
}
