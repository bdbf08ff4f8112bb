//! What git knows, asked of the git program: which files it ignores, and what files were at a revision.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use napkin::report::{Files, Loaded};
use napkin::text::diagnostic::Diagnostic;
use napkin::text::escape::escaped;

use super::files::plain;
use crate::cli::error::{self, Error, Result};

/// The error of a file that a model may not read.
const FORBIDDEN: &str = "E0520";

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Returns those of the files below a folder that git ignores; `None` if that is not known, or if all are: a folder that
/// was named is read.
pub fn ignored(folder: &str, files: &[String]) -> Option<HashSet<String>> {
    if files.is_empty() {
        return None;
    }
    let folder = Path::new(folder);
    let below = files.iter().filter_map(|file| Path::new(file).strip_prefix(folder).ok()?.to_str());
    let input: String = below.flat_map(|file| [file, "\0"]).collect();
    let output = ask(folder, &["check-ignore", "-z", "--stdin"], input.as_bytes())?;
    let names = String::from_utf8(output.stdout).ok()?;
    let ignored: HashSet<String> = names
        .split_terminator('\0')
        .filter_map(|name| folder.join(name).into_os_string().into_string().ok())
        .collect();
    // It exits with 1 if there are none, and with 128 outside a repository.
    (output.status.success() && ignored.len() < files.len()).then_some(ignored)
}

/// Returns the commit that a revision names.
///
/// # Errors
///
/// If there is none.
pub fn commit(revision: &str) -> Result<String> {
    let name = format!("{revision}^{{commit}}");
    let words = ["rev-parse", "--verify", "--quiet", "--end-of-options", &name];
    let output = ask(Path::new("."), &words, &[]).ok_or_else(no_git)?;
    let found = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && !found.is_empty() {
        return Ok(found);
    }
    if !ask(Path::new("."), &["rev-parse", "--git-dir"], &[]).is_some_and(|output| output.status.success()) {
        return Err(Error::new(error::FILE, "this folder is in no git repository")
            .help("compare with an older copy of the model instead"));
    }
    Err(shallow(Error::new(error::FILE, format!("git knows no revision `{}`", escaped(revision)))))
}

/// Returns the commit at which the present one left another.
///
/// # Errors
///
/// If they have none in common.
pub fn merge_base(commit: &str) -> Result<String> {
    let output = ask(Path::new("."), &["merge-base", commit, "HEAD"], &[]).ok_or_else(no_git)?;
    let found = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && !found.is_empty() {
        return Ok(found);
    }
    let short: String = commit.chars().take(10).collect();
    Err(shallow(Error::new(
        error::FILE,
        format!("git knows no commit that {short} and the present one have in common"),
    )))
}

/// Returns the text of a file at a commit; `None` if there was no such file.
///
/// # Errors
///
/// If it is larger than what is read of files, or no text.
pub fn text_at(commit: &str, path: &str) -> Result<Option<String>> {
    let (folder, name) = match Path::new(path) {
        absolute if absolute.is_absolute() => (
            absolute.parent().unwrap_or(Path::new("/")),
            absolute.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned(),
        ),
        relative => (Path::new("."), plain(relative).to_string_lossy().into_owned()),
    };
    let name = if name.starts_with("..") { name } else { format!("./{name}") };
    let object = format!("{commit}:{name}");
    let output = ask(folder, &["cat-file", "blob", &object], &[]).ok_or_else(no_git)?;
    if !output.status.success() {
        return Ok(None);
    }
    let shown = format!("`{}` at {}", escaped(path), commit.chars().take(10).collect::<String>());
    if output.stdout.len() as u64 > LARGEST {
        return Err(Error::new(error::FILE, format!("{shown} is larger than 64 MiB")));
    }
    let text = String::from_utf8(output.stdout)
        .map_err(|_| Error::new(error::NOT_TEXT, format!("{shown} is not text")).help("save it as UTF-8"))?;
    Ok(Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned)))
}

/// Returns the files that a folder had at a commit.
///
/// # Errors
///
/// If git cannot be run.
pub fn files_at(commit: &str, folder: &str) -> Result<Vec<String>> {
    let words = ["ls-tree", "-r", "-z", "--name-only", commit, "--", folder];
    let output = ask(Path::new("."), &words, &[]).ok_or_else(no_git)?;
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    let is_hidden = |name: &&str| name.split('/').any(|part| part.starts_with('.') && part != "..");
    Ok(names.split_terminator('\0').filter(|name| !is_hidden(name)).map(str::to_owned).collect())
}

/// Returns the files below the working directory that have another name than at a commit, with the name that they had.
pub fn renames(commit: &str) -> HashMap<String, String> {
    let words = ["diff", "--name-status", "-z", "--find-renames", "--diff-filter=R", "--relative", commit];
    let Some(output) = ask(Path::new("."), &words, &[]).filter(|output| output.status.success()) else {
        return HashMap::new();
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let fields: Vec<&str> = text.split_terminator('\0').collect();
    fields
        .chunks_exact(3)
        .filter_map(|of| match of {
            [_, old, new] => Some(((*new).to_owned(), (*old).to_owned())),
            _ => None,
        })
        .collect()
}

/// The files that a model may read as they were at a commit.
#[derive(Debug)]
pub struct AtCommit {
    /// The commit.
    pub commit: String,
    /// The path of the model.
    pub model: String,
}

impl Files for AtCommit {
    fn identity(&self) -> String {
        plain(Path::new(&self.model)).to_string_lossy().into_owned()
    }

    fn load(&self, from: &str, path: &str) -> std::result::Result<Loaded, Box<Diagnostic>> {
        let load = || {
            if !path.ends_with(".toml") || Path::new(path).is_absolute() {
                let message = format!("`{}` is not read: a model is a file of the repository", escaped(path));
                return Err(Error::new(FORBIDDEN, message).help("name a file that ends in `.toml`"));
            }
            let folder = Path::new(from).parent().unwrap_or(Path::new(""));
            let name = plain(&folder.join(path)).to_string_lossy().into_owned();
            match text_at(&self.commit, &name)? {
                Some(text) => Ok(Loaded { identity: name.clone(), name, text: text.into() }),
                None => Err(Error::new(error::FILE, format!("there was no file `{}`", escaped(&name)))),
            }
        };
        load().map_err(|error| Box::new(error.into()))
    }
}

fn no_git() -> Error {
    Error::new(error::FILE, "the program `git` cannot be started").help("install it, or compare two files")
}

/// Adds what helps where a part of the history is missing.
fn shallow(error: Error) -> Error {
    let output = ask(Path::new("."), &["rev-parse", "--is-shallow-repository"], &[]);
    let is_shallow = output.is_some_and(|output| output.stdout.starts_with(b"true"));
    match is_shallow {
        true => error.help(
            "this clone has a part of the history: fetch all of it, `fetch-depth: 0` in GitHub's checkout",
        ),
        false => {
            error.help("fetch it, as `git fetch origin main` does; GitHub's checkout needs `fetch-depth: 0`")
        }
    }
}

/// Runs git in a folder. Nothing that the configuration of a repository names is started. Returns `None` if git cannot be
/// run.
fn ask(folder: &Path, words: &[&str], input: &[u8]) -> Option<Output> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-optional-locks", "-c", "core.fsmonitor=false"]).args(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut git = command.spawn().ok()?;
    let to = git.stdin.take();
    thread::scope(|scope| {
        // Git answers while it reads.
        scope.spawn(move || to.map(|mut to| to.write_all(input)));
        git.wait_with_output().ok()
    })
}
