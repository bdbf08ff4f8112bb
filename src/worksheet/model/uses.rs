//! The files of a model as its formulas see them: each once, however many files use it, and again for each `use` that
//! sets a value in it.
//!
//! A `use` that sets values makes a copy of each file in which a value is set, and of each file between; the others are
//! shared. An input that a copy does not set is the same variable as in the other copies.

use std::collections::{HashMap, HashSet};

use super::claim::Claim;
use super::family::{MOST_FILES, Member, too_many};
use super::file::{Entry, ModelFile, Override, Section};
use crate::lower::{FileId, Used};
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::By;

/// A file of a model.
pub(super) struct Part {
    pub id: FileId,
    /// Its path, or the preset's name.
    pub name: String,
    /// Its data, with the names that its entries have in all of the model.
    pub file: ModelFile,
}

/// The files of a model, the model itself first.
pub(super) struct Parts {
    pub parts: Vec<Part>,
    pub used: Used,
    /// The values that a `use` sets, each with the file in which it stands.
    pub set: Vec<(FileId, Claim)>,
}

/// What a `use` with values sees in place of the files that all others share.
struct World {
    outer: usize,
    /// The members that are copied.
    copied: HashSet<usize>,
    parts: HashMap<usize, FileId>,
}

/// A part whose uses are followed next: its place, its member and the world it is in.
struct Open {
    part: FileId,
    member: usize,
    world: usize,
}

/// Returns the files of a model, each under its shortest name.
pub(super) fn parts(members: &[Member], diagnostics: &mut Vec<Diagnostic>) -> Parts {
    let mut used = Used::default();
    let mut parts: Vec<(FileId, usize)> = vec![(FileId::default(), 0)];
    let mut worlds =
        vec![World { outer: 0, copied: HashSet::new(), parts: HashMap::from([(0, FileId::default())]) }];
    let mut open = vec![Open { part: FileId::default(), member: 0, world: 0 }];
    let mut set: Vec<(FileId, Claim)> = Vec::new();
    let (mut next, mut is_full) = (0, false);
    while let Some(Open { part, member, world }) = open.get(next) {
        let (part, at, mut world) = (*part, *member, *world);
        next += 1;
        let Some(member) = members.get(at) else { continue };
        for (one, target) in member.file.uses.iter().zip(&member.uses) {
            let headings = member.file.inputs.iter().chain(&member.file.estimates);
            if let Some(heading) =
                headings.filter_map(|section| section.name.as_ref()).find(|name| name.text == one.name.text)
            {
                let message = format!("`{}` is a model that this one uses, and no heading", heading.text);
                let error = Diagnostic::error("E0503", message).at(heading.span, "").see(one.name.span, "");
                diagnostics.push(error.help("to set a value of it write it under `set`, or in a scenario"));
            }
            let Some(target) = *target else {
                used.link(part, &one.name.text, FileId::UNREAD);
                continue;
            };
            let outer = world;
            if !one.set.is_empty() {
                let copied = copied(members, target, &one.set);
                worlds.push(World { outer: world, copied, parts: HashMap::new() });
                world = worlds.len() - 1;
            }
            // What no `use` around has changed is the same for all.
            let mut home = world;
            while let Some(inner) =
                worlds.get(home).filter(|inner| home > 0 && !inner.copied.contains(&target))
            {
                home = inner.outer;
            }
            let known = worlds.get(home).and_then(|home| home.parts.get(&target)).copied();
            let found = match known {
                Some(known) => known,
                None if parts.len() >= MOST_FILES => {
                    if !is_full {
                        diagnostics.push(too_many(&one.model));
                    }
                    is_full = true;
                    FileId::UNREAD
                }
                None => {
                    let id = used.add(format!("{}{}.", used.prefix(part), one.name.text));
                    if let Some(home) = worlds.get_mut(home) {
                        home.parts.insert(target, id);
                    }
                    parts.push((id, target));
                    open.push(Open { part: id, member: target, world: home });
                    id
                }
            };
            used.link(part, &one.name.text, found);
            if !one.set.is_empty() && found != FileId::UNREAD {
                let by = By::Use(used.prefix(found).trim_end_matches('.').to_owned());
                let claim = |entry: &Override| Claim {
                    name: entry.name.clone(),
                    value: entry.value.clone(),
                    by: by.clone(),
                    file: found,
                };
                set.extend(one.set.iter().map(|entry| (part, claim(entry))));
            }
            world = outer;
        }
    }
    let parts = parts.into_iter().filter_map(|(id, member)| {
        let member = members.get(member)?;
        Some(Part { id, name: member.name.clone(), file: named(&member.file, used.prefix(id)) })
    });
    Parts { parts: parts.collect(), set, used }
}

/// The members that a `use` of `target` copies: those in which a value is set, and those that read them.
fn copied(members: &[Member], target: usize, set: &[Override]) -> HashSet<usize> {
    let mut copied: HashSet<usize> = HashSet::from([target]);
    for entry in set {
        let (mut at, mut rest) = (target, entry.name.text.as_str());
        while let Some((first, after)) = rest.split_once('.')
            && let Some(member) = members.get(at)
            && let Some(place) = member.file.uses.iter().position(|one| one.name.text == first)
            && let Some(Some(next)) = member.uses.get(place)
        {
            copied.insert(*next);
            (at, rest) = (*next, after);
        }
    }
    // Whatever reads a copy is a copy, as far as it is read from `target`.
    let reached = reached(members, target);
    loop {
        let more = reached.iter().copied().find(|at| {
            let uses = members.get(*at).map(|member| member.uses.iter().flatten());
            !copied.contains(at) && uses.is_some_and(|mut uses| uses.any(|used| copied.contains(used)))
        });
        match more {
            Some(at) => copied.insert(at),
            None => return copied,
        };
    }
}

/// The members that a member uses, and those that they use.
fn reached(members: &[Member], from: usize) -> HashSet<usize> {
    let mut met = HashSet::from([from]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for next in members.get(at).into_iter().flat_map(|member| member.uses.iter().flatten()) {
            if met.insert(*next) {
                open.push(*next);
            }
        }
    }
    met
}

/// Returns the data of a file whose names begin with a prefix. What it checks and expects is its own.
fn named(file: &ModelFile, prefix: &str) -> ModelFile {
    let mut file = file.clone();
    if prefix.is_empty() {
        return file;
    }
    file.checks.clear();
    let sections = file.inputs.iter_mut().chain(&mut file.estimates);
    for entry in sections.flat_map(|section: &mut Section| &mut section.entries) {
        let Entry { name, expect, max_increase, correlated, .. } = entry;
        name.text.insert_str(0, prefix);
        *expect = None;
        *max_increase = None;
        for other in correlated {
            other.input.text.insert_str(0, prefix);
        }
    }
    for table in &mut file.tables {
        table.name.text.insert_str(0, prefix);
    }
    file
}
