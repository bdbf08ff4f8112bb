//! The models that the words of a command line name: files, presets, what is in folders, and what patterns match.

use std::collections::HashSet;
use std::path::Path;

use super::error::{self, Error, Result};
use super::io;
use super::model::Model;
use super::pattern;
use napkin::text::escape::escaped;

/// The ending of the files of a folder that may be models.
const ENDINGS: [&str; 1] = ["toml"];

/// The tables that tell a model from other files, and the ways in which people misspell them.
const TABLES: [&str; 7] = ["inputs", "estimates", "checks", "use", "input", "estimate", "check"];

/// The keys at the top of a file that tell a model from others.
const KEYS: [&str; 2] = ["napkin", "extends"];

/// A model to check, or why it cannot be read.
#[derive(Debug)]
pub struct Named {
    /// The path, the preset's name, or the word as given.
    pub name: String,
    /// The model, or why it cannot be read.
    pub model: Result<Model>,
}

/// The models that words name.
#[derive(Debug, Default)]
pub struct Tree {
    /// The models, in the order of the words; those of a folder are sorted.
    pub models: Vec<Named>,
    /// The files of folders that are no models.
    pub skipped: Vec<String>,
}

/// Reads the models that words name, each once. `read` reads what is neither a folder nor a pattern.
pub fn read(words: &[String], read: impl Fn(&str) -> Result<Model>) -> Tree {
    let mut tree = Tree::default();
    let mut known = HashSet::new();
    for word in words {
        let named = |name: &str, model| Named { name: name.to_owned(), model };
        if io::is_folder(word) {
            let (count, skipped) = (tree.models.len(), tree.skipped.len());
            match io::files_under(word, &ENDINGS, true) {
                Ok(paths) => tree.folder(&paths, &mut known),
                Err(error) => tree.models.push(named(word, Err(error))),
            }
            let folder = io::files::identity(word);
            let has_known = known.iter().any(|path: &String| Path::new(path).starts_with(&folder));
            if tree.models.len() == count && !has_known {
                tree.models.push(named(word, Err(no_models(word, tree.skipped.len() - skipped))));
            }
        } else if pattern::is_pattern(word) && !io::exists(word) {
            let paths = io::files_like(word);
            if paths.is_empty() {
                let error = Error::new(error::FILE, format!("no file matches `{}`", escaped(word)))
                    .help("`*` stands for characters of one name, `**` for any folders");
                tree.models.push(named(word, Err(error)));
            }
            for path in paths.iter().filter(|path| known.insert(io::files::identity(path))) {
                tree.models.push(named(path, read(path)));
            }
        } else if word == "-" || !io::is_file(word) || known.insert(io::files::identity(word)) {
            tree.models.push(named(word, read(word)));
        }
    }
    tree
}

impl Tree {
    /// Adds the models of a folder. What cannot be read may be one, and so may an empty file.
    fn folder(&mut self, paths: &[String], known: &mut HashSet<String>) {
        for path in paths.iter().map(|path| path.strip_prefix("./").unwrap_or(path)) {
            let identity = io::files::identity(path);
            if known.contains(&identity) {
                continue;
            }
            let model =
                io::read_file(path).map(|text| Model { name: path.to_owned(), text, is_preset: false });
            if matches!(&model, Ok(model) if !model.text.trim().is_empty() && !looks_like_one(&model.text)) {
                if !self.skipped.iter().any(|known| known == path) {
                    self.skipped.push(path.to_owned());
                }
                continue;
            }
            known.insert(identity);
            self.models.push(Named { name: path.to_owned(), model });
        }
    }
}

/// Whether a text has what tells a model from other TOML files: `napkin = 1`, `extends`, `[use]`, `[inputs]`, `[estimates]`
/// or `[checks]`.
pub fn looks_like_one(text: &str) -> bool {
    let mut is_top = true;
    for line in text.lines().map(str::trim_start) {
        let (line, is_heading) = match line.strip_prefix('[') {
            Some(rest) => (rest.trim_start(), true),
            None => (line, false),
        };
        is_top &= !is_heading;
        if !is_heading && !is_top {
            continue;
        }
        let end = line.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        let rest = rest.trim_start();
        let is_table = TABLES.contains(&word)
            && match is_heading {
                // What is not closed is a mistake in a model.
                true => rest.is_empty() || rest.starts_with([']', '.', '#']),
                false => rest.starts_with(['=', '.']),
            };
        if is_table || !is_heading && KEYS.contains(&word) && rest.starts_with('=') {
            return true;
        }
    }
    false
}

fn no_models(folder: &str, skipped: usize) -> Error {
    let error = Error::new(error::FILE, format!("there are no models in `{}`", escaped(folder)))
        .help("a model is a file that ends in `.toml` and has `[inputs]`, `[estimates]` or `[checks]`");
    match skipped {
        0 => error,
        1 => error.help("1 file that ends in `.toml` is none, and is read if it is named"),
        _ => error
            .help(format!("{skipped} files that end in `.toml` are none, and are read if they are named")),
    }
}

#[cfg(test)]
mod tests {
    use super::looks_like_one;

    #[test]
    fn a_model_is_told_from_other_files() {
        let models = [
            "napkin = 1",
            "napkin=1\n[tables.a]",
            "title = 'x'\n[inputs]\n",
            "[ inputs . data ]",
            "[estimates.storage]",
            "extends = 'base.toml'\n[checks]",
            "inputs.users = '1M users'",
            "inputs = { users = 3 }",
            "# a model\n[inputs\n",
        ];
        for text in models {
            assert!(looks_like_one(text), "{text}");
        }
        let others = [
            "[package]\nname = 'napkin'\n[dependencies]\nnapkin = '1'",
            "[[inputs.cpu]]",
            "[build]\ninputs = ['a']",
            "[inputsource]",
            "# [inputs]",
            "napkins = 1",
        ];
        for text in others {
            assert!(!looks_like_one(text), "{text}");
        }
    }
}
