//! The source is built as ARCHITECTURE.md draws it: rooms in one order, in files of a size that can be read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::docs::root;

/// Maximum number of lines of a file.
const LONGEST: usize = 450;

/// The files below `src`, as their paths in it, with their texts up to their unit tests.
fn files() -> Vec<(PathBuf, String)> {
    let src = root().join("src");
    let mut files = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
                files.push((path.strip_prefix(&src).unwrap().to_owned(), code));
            }
        }
    }
    files
}

/// The rooms from the bottom up, as the picture in ARCHITECTURE.md lists them from the top down.
fn rooms() -> Vec<String> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let picture = page.split("```text").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let names = picture.lines().filter_map(|line| line.split_whitespace().next()?.strip_suffix('/'));
    let mut rooms: Vec<String> = names.map(str::to_owned).collect();
    rooms.reverse();
    rooms
}

/// The room of a file; `None` for `lib.rs` and `main.rs`, which belong to none.
fn room(path: &Path) -> Option<String> {
    path.parent()?.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned())
}

/// The rooms that a text names in a path, outside comments and string literals.
fn named(text: &str) -> BTreeSet<String> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect();
    let mut found = BTreeSet::new();
    for path in ["crate::", "napkin::"] {
        for rest in code.split(path).skip(1) {
            // `crate::{a, b::c}` names each.
            let (names, nested) = match rest.strip_prefix('{') {
                Some(rest) => (rest.split('}').next().unwrap_or(""), true),
                None => (rest, false),
            };
            let parts = if nested { names.split(',').collect() } else { vec![names] };
            found.extend(parts.iter().map(|part| {
                part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
            }));
        }
    }
    found
}

#[test]
fn every_room_imports_only_rooms_below_it() {
    let rooms = rooms();
    let place = |name: &str| rooms.iter().position(|room| room == name);
    let mut met = BTreeSet::new();
    for (path, text) in files() {
        let Some(own) = room(&path) else { continue };
        let height = place(&own).unwrap_or_else(|| panic!("ARCHITECTURE.md does not draw src/{own}"));
        for other in named(&text) {
            let allowed = place(&other).is_none_or(|other| other <= height);
            assert!(allowed, "src/{} imports {other}, which stands above {own}", path.display());
        }
        met.insert(own);
    }
    let drawn: BTreeSet<String> = rooms.into_iter().collect();
    assert_eq!(met, drawn, "the folders of src on the left, those that ARCHITECTURE.md draws on the right");
}

#[test]
fn the_engine_imports_nothing_of_ours() {
    for (path, text) in files().into_iter().filter(|(path, _)| path.starts_with("engine")) {
        assert_eq!(named(&text), BTreeSet::new(), "src/{}", path.display());
    }
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    for (path, text) in files() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "src/{} has {lines} lines, more than {LONGEST}", path.display());
    }
}
