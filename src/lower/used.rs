//! The files that a model is made of by `use`, and the names under which each reads the others.
//!
//! A file may be read under several names; what it defines has one name in all of the model, which begins with the
//! file's prefix: the `feed.` of `feed.cost`.

use std::borrow::Cow;
use std::collections::HashMap;

/// A file of a model; the model itself is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileId(pub usize);

impl FileId {
    /// A file that could not be read, which was reported: nothing is known of its names.
    pub const UNREAD: FileId = FileId(usize::MAX);
}

#[derive(Debug, Default)]
struct File {
    /// What stands before the names that it defines.
    prefix: String,
    /// The files that it reads, by its own names for them.
    names: HashMap<String, FileId>,
}

/// The files of a model.
#[derive(Debug)]
pub struct Used {
    files: Vec<File>,
}

impl Default for Used {
    /// A model that uses no other.
    fn default() -> Used {
        Used { files: vec![File::default()] }
    }
}

impl Used {
    /// Adds a file whose names have a prefix.
    pub fn add(&mut self, prefix: String) -> FileId {
        self.files.push(File { prefix, ..File::default() });
        FileId(self.files.len() - 1)
    }

    /// Gives a file a name in another one.
    pub fn link(&mut self, from: FileId, name: &str, to: FileId) {
        if let Some(file) = self.files.get_mut(from.0) {
            file.names.insert(name.to_owned(), to);
        }
    }

    /// Returns the files, each after those that it uses.
    pub fn inner_first(&self) -> Vec<FileId> {
        let mut order = Vec::with_capacity(self.files.len());
        let mut met = vec![false; self.files.len()];
        let mut open = vec![(FileId::default(), false)];
        while let Some((file, is_done)) = open.pop() {
            if is_done {
                order.push(file);
                continue;
            }
            // A file that could not be read has no place.
            let Some(met) = met.get_mut(file.0).filter(|met| !**met) else { continue };
            *met = true;
            open.push((file, true));
            let uses = self.files.get(file.0).into_iter().flat_map(|file| file.names.values());
            open.extend(uses.map(|used| (*used, false)));
        }
        order
    }

    /// Returns the number of files.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// Returns what stands before the names that a file defines; empty for the model itself.
    pub fn prefix(&self, file: FileId) -> &str {
        self.files.get(file.0).map_or("", |file| &file.prefix)
    }

    /// Returns the file that another one reads under a name.
    pub fn named(&self, from: FileId, name: &str) -> Option<FileId> {
        self.files.get(from.0)?.names.get(name).copied()
    }

    /// Returns the file in which a dotted name is defined that stands in the file `from`, and the rest of the name.
    /// It is empty if the name is that of a file.
    pub fn walk<'t>(&self, from: FileId, name: &'t str) -> (FileId, &'t str) {
        let (mut file, mut rest) = (from, name);
        if self.files.first().is_none_or(|own| own.names.is_empty()) {
            return (file, rest);
        }
        loop {
            let (first, after) = rest.split_once('.').unwrap_or((rest, ""));
            let Some(next) = self.named(file, first) else { return (file, rest) };
            (file, rest) = (next, after);
        }
    }

    /// Returns the name that has in all of the model what a file calls `name`.
    pub fn full<'t>(&self, from: FileId, name: &'t str) -> Cow<'t, str> {
        let (file, rest) = self.walk(from, name);
        match self.prefix(file) {
            "" => Cow::Borrowed(rest),
            prefix => Cow::Owned(format!("{prefix}{rest}")),
        }
    }
}
