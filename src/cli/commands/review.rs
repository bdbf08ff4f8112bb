//! `napkin review FILE...`: the claims in documents, computed again.

use std::collections::HashSet;

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Detail, Document, Kind};
use crate::cli::io::{self, Text};
use crate::cli::options::Show;
use crate::cli::reply::{FAILED, How, UNDECIDED, Write};
use napkin::report::review::{self, Counts, Reviewed};

/// The endings of the files that are read in folders.
const ENDINGS: [&str; 9] = ["md", "mdx", "markdown", "txt", "rst", "adoc", "org", "html", "htm"];

// `napkin review FILE...`
#[derive(Args, Debug)]
pub struct ReviewArgs {
    /// Files, folders, or `-` for standard input; of a folder, its text files (.md, .txt, .rst, .adoc, .org, .html)
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Print also the claims that are a little off, accepted, or not understood
    #[arg(short, long)]
    verbose: bool,
    /// Put the right number in place of each wrong one that has one explanation
    #[arg(long)]
    fix: bool,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for ReviewArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Review
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        let mut files = Vec::new();
        let mut writes = Vec::new();
        for (given, read) in self.texts(context)? {
            let text = read.and_then(|read| match self.fix && !read.is_utf8 {
                true => Err(Error::new(
                    error::NOT_TEXT,
                    format!("`{given}` is not UTF-8, so that no number in it is replaced"),
                )
                .help("save it as UTF-8, or leave out `--fix`")),
                false => Ok(read.text),
            });
            match text {
                Err(error) => files.push(Reviewed {
                    name: given,
                    diagnostics: vec![error.into()],
                    ..Reviewed::default()
                }),
                Ok(text) if self.fix => {
                    let (reviewed, new) = review::fixed(&given, &text);
                    files.push(reviewed);
                    writes.extend(new.map(|new| Write { path: given, how: How::Replace(text), text: new }));
                }
                Ok(text) => files.push(review::text(&given, &text)),
            }
        }
        let code = match Counts::of(&files).wrong {
            _ if files.iter().any(|file| !file.diagnostics.is_empty()) => UNDECIDED,
            0 => 0,
            _ => FAILED,
        };
        let detail = Detail { verbose: self.verbose, ..Detail::default() };
        Ok(Answer { code, writes, ..Answer::new(Document::Review(files)) }.detail(detail))
    }
}

impl ReviewArgs {
    /// Reads the files that were named, and the text files of folders.
    fn texts(&self, context: &Context) -> Result<Vec<(String, Result<Text>)>> {
        let mut texts = Vec::new();
        let is_input = self.files.is_empty() || self.files.iter().any(|given| given == "-");
        if self.files.is_empty() && io::is_interactive() {
            return Err(Error::new(error::USAGE, "there is nothing to review")
                .help("name files or folders: `napkin review docs/`")
                .help("for standard input write `-`"));
        }
        if is_input && self.fix {
            return Err(Error::new(error::USAGE, "`--fix` has no file to write to")
                .help("name a file in place of `-`"));
        }
        if self.files.is_empty() {
            texts.push(("<stdin>".to_owned(), io::read_document(None)));
        }
        let mut named = HashSet::new();
        for given in self.files.iter().filter(|given| named.insert(given.as_str())) {
            match given.as_str() {
                "-" => texts.push(("<stdin>".to_owned(), io::read_document(None))),
                given if context.file.is_some_and(|file| file.name == given) => {
                    let read = |text: &String| Text { text: text.clone(), is_utf8: true };
                    texts.extend(context.file.map(|file| (given.to_owned(), Ok(read(&file.text)))));
                }
                given if io::is_folder(given) => {
                    for path in io::files_under(given, &ENDINGS, false)? {
                        if !texts.iter().any(|(name, _)| *name == path) {
                            let text = io::read_document(Some(&path));
                            texts.push((path, text));
                        }
                    }
                }
                given => texts.push((given.to_owned(), io::read_document(Some(given)))),
            }
        }
        Ok(texts)
    }
}
