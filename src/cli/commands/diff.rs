//! `napkin diff OLD NEW`: what a change of models does.

use std::collections::HashSet;

use clap::{ArgAction, Args};

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::io::{self, git};
use crate::cli::model;
use crate::cli::options::{Results, Show};
use crate::cli::reply::{FAILED, UNDECIDED};
use crate::cli::version::Old;
use crate::cli::{tree, version};
use napkin::report::Settings;
use napkin::report::diff::{self, Change, Diff, Move, State, Version};
use napkin::text::escape::escaped;

// `napkin diff OLD NEW`
#[derive(Args, Debug)]
#[command(mut_arg("quiet", |quiet| quiet.help("Print one line for each model")))]
pub struct DiffArgs {
    /// The old and the new model: files, presets, or `git:REVISION:FILE`; with --against, files, folders and patterns
    #[arg(value_name = "MODEL")]
    models: Vec<String>,
    /// Compare with the models at the commit where the present one left REVISION
    #[arg(long, value_name = "REVISION")]
    against: Option<String>,
    /// List the estimates that moved by less than 5% as well
    #[arg(long)]
    all: bool,
    /// Exit with 1 if there is a difference
    #[arg(long)]
    exit_code: bool,
    /// Exit with 1 if a check `breaks`, is `easier` or `removed`, or an estimate moves too far, like `cost +10%`; may be
    /// repeated
    #[arg(long, value_name = "WHAT", value_parser = fail_on, action = ArgAction::Append)]
    fail_on: Vec<FailOn>,
    // How results are computed and printed.
    #[command(flatten)]
    results: Results,
}

/// What makes a difference fail.
#[derive(Clone, Debug)]
enum FailOn {
    /// A check that held does not, or a new one does not hold.
    Breaks,
    /// A check that is easier to meet.
    Easier,
    /// A check that is gone.
    Removed,
    /// An estimate moves by more than this, up if it is positive.
    Moves(String, f64),
}

impl Perform for DiffArgs {
    fn show(&self) -> &Show {
        &self.results.show
    }

    fn answers(&self) -> Kind {
        Kind::Diffs
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        let words = model::phrases(&self.models);
        let named = |word: &str| version::named(word, |given| context.model(given, "diff")).map(Some);
        let pairs = match (&self.against, words.as_slice()) {
            (Some(revision), words) => against(revision, words, context)?,
            (None, [old, new]) => {
                vec![Pair { name: new.clone(), old: named(old), new: named(new) }]
            }
            (None, _) => {
                let message = format!("`diff` compares two models, and {} given", given(words.len()));
                return Err(Error::new(error::USAGE, message)
                    .help("name the old and the new one: `napkin diff old.toml new.toml`")
                    .help("to compare with a revision: `napkin diff --against main`"));
            }
        };
        let settings = Settings {
            digits: self.results.numbers.digits,
            uncertainty: self.results.settings(),
            ..Settings::default()
        };
        let diffs = io::map(&pairs, |Pair { name, old, new }| match (old, new) {
            (Ok(old), Ok(new)) => {
                let mut diff = diff::compare(old.as_ref(), new.as_ref(), &settings);
                let names = old.as_ref().zip(new.as_ref()).filter(|(old, new)| old.name != new.name);
                match (diff.state, &self.against) {
                    // What is mended is judged by itself; of two files that are named both are asked for.
                    (State::Alone, Some(_)) => diff.diagnostics.clear(),
                    (State::Alone, None) => {
                        diff.state = State::Undecided;
                        diff.checks.clear();
                    }
                    _ => {}
                }
                diff.was_named = names.filter(|_| self.against.is_some()).map(|(old, _)| old.name.clone());
                diff
            }
            (Err(error), _) | (_, Err(error)) => {
                let read = [old, new].into_iter().find_map(|side| side.as_ref().ok()?.as_ref());
                let name = read.map_or(name, |read| &read.name).clone();
                let diagnostics = vec![error.clone().into()];
                Diff { name, state: State::Undecided, diagnostics, ..Diff::default() }
            }
        });
        let code = self.code(&diffs)?;
        let mut detail = self.results.detail();
        detail.all = self.all;
        Ok(Answer { code, ..Answer::new(Document::Diffs(diffs)) }.detail(detail))
    }
}

impl DiffArgs {
    fn code(&self, diffs: &[Diff]) -> Result<u8> {
        let mut fails = self.exit_code && diffs.iter().any(|diff| !diff.is_empty());
        let alone = diffs.iter().filter(|diff| diff.state == State::Alone).flat_map(|diff| &diff.checks);
        fails |= alone.into_iter().any(|check| check.is_error && check.change == Change::Fails);
        let became = |changes: &[Change]| {
            diffs.iter().flat_map(|diff| &diff.checks).any(|check| changes.contains(&check.change))
        };
        let has_lost_checks = |diff: &Diff| diff.state == State::Removed && !diff.checks.is_empty();
        let is_decided = diffs.iter().all(|diff| diff.state != State::Undecided);
        for what in &self.fail_on {
            fails |= match what {
                FailOn::Breaks => became(&[Change::Breaks, Change::AddedFails, Change::Fails]),
                FailOn::Easier => diffs.iter().flat_map(|diff| &diff.checks).any(|check| check.is_easier),
                FailOn::Removed => became(&[Change::Removed]) || diffs.iter().any(has_lost_checks),
                FailOn::Moves(name, by) => {
                    let is_known = diffs.iter().any(|diff| diff.names.contains(name));
                    if is_decided && !is_known {
                        let message = format!(
                            "`--fail-on` names `{}`, and no model has such an estimate",
                            escaped(name)
                        );
                        return Err(
                            Error::new(error::UNKNOWN, message).help("name an estimate of one of the models")
                        );
                    }
                    let moves = diffs.iter().flat_map(|diff| &diff.estimates);
                    let moves = moves.filter(|one| one.name == *name || one.old_name == *name);
                    let is_too_far = |one: &Move| match (one.change, &one.was, &one.is) {
                        (Some(change), ..) => {
                            if *by >= 0.0 {
                                change > *by
                            } else {
                                change < *by
                            }
                        }
                        // What is gone, or has another dimension, has not stayed where it was.
                        (None, Some(_), is) => is.is_none() || !one.is_alike,
                        (None, None, _) => false,
                    };
                    moves.into_iter().any(is_too_far)
                }
            };
        }
        Ok(match (is_decided, fails) {
            (false, _) => UNDECIDED,
            (true, true) => FAILED,
            (true, false) => 0,
        })
    }
}

/// The old and the new version of a model, either of which may be missing or unreadable.
#[derive(Debug)]
struct Pair {
    /// The name by which it was asked for.
    name: String,
    old: Result<Option<Version>>,
    new: Result<Option<Version>>,
}

/// Returns the models that words name, each with its version at a revision, and those that are gone.
fn against(revision: &str, words: &[String], context: &Context) -> Result<Vec<Pair>> {
    let commit = git::merge_base(&git::commit(revision)?)?;
    let renames = Old::at(commit.clone());
    let words = if words.is_empty() { vec![".".to_owned()] } else { words.to_vec() };
    let mut pairs: Vec<Pair> = Vec::new();
    let mut known = HashSet::new();
    for word in &words {
        let was = if io::is_folder(word) || !model::is_path(word) { Vec::new() } else { vec![word.clone()] };
        for path in was.iter().filter(|path| !io::exists(path)) {
            let old = version::at(&commit, path);
            if matches!(old, Ok(Some(_))) {
                known.insert(path.clone());
                pairs.push(Pair { name: path.clone(), old, new: Ok(None) });
            }
        }
    }
    let present: Vec<String> = words.iter().filter(|word| !known.contains(*word)).cloned().collect();
    // A folder whose models are all gone has some to compare.
    let is_gone = |named: &tree::Named| named.model.is_err() && io::is_folder(&named.name);
    let named = tree::read(&present, |given| context.model(given, "diff")).models;
    let mut empty = Vec::new();
    for named in named {
        known.insert(io::files::identity(&named.name));
        if is_gone(&named) {
            empty.push(named);
            continue;
        }
        let new = named.model.map(|model| Some(version::of(model)));
        let old = match (version::at(&commit, &named.name), renames.old_name(&named.name)) {
            (Ok(None), Some(name)) => {
                known.insert(io::files::identity(name));
                version::at(&commit, name)
            }
            (old, _) => old,
        };
        pairs.push(Pair { name: named.name, old, new });
    }
    for folder in present.iter().filter(|word| io::is_folder(word)) {
        let count = pairs.len();
        for path in git::files_at(&commit, folder)?.iter().filter(|path| path.ends_with(".toml")) {
            if known.contains(&io::files::identity(path)) {
                continue;
            }
            let old = version::at(&commit, path);
            if matches!(&old, Ok(Some(version)) if tree::looks_like_one(&version.text)) {
                pairs.push(Pair { name: path.clone(), old, new: Ok(None) });
            }
        }
        if pairs.len() > count {
            empty.retain(|named| named.name != *folder);
        }
    }
    pairs.extend(empty.into_iter().map(|named| Pair {
        name: named.name,
        old: Ok(None),
        new: named.model.map(|model| Some(version::of(model))),
    }));
    Ok(pairs)
}

fn given(count: usize) -> String {
    match count {
        0 => "none is".to_owned(),
        1 => "one is".to_owned(),
        _ => format!("{count} are"),
    }
}

fn fail_on(text: &str) -> std::result::Result<FailOn, String> {
    match text.trim() {
        "breaks" => return Ok(FailOn::Breaks),
        "easier" => return Ok(FailOn::Easier),
        "removed" => return Ok(FailOn::Removed),
        _ => {}
    }
    let moves = || {
        let (name, share) = text.trim().rsplit_once(' ')?;
        let number: f64 = share.strip_suffix('%')?.parse().ok()?;
        let is_signed = share.starts_with(['+', '-']);
        (is_signed && number.is_finite()).then(|| FailOn::Moves(name.trim().to_owned(), number / 100.0))
    };
    moves().ok_or_else(|| {
        "must be `breaks`, `easier`, `removed`, or an estimate and a change like `cost +10%`".to_owned()
    })
}
