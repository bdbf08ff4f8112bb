//! Commands of a session: lines that begin with a colon.

use crate::syntax::is_name;
use crate::text::list::did_you_mean;
use crate::text::suggest::nearest;

/// The commands: name, arguments, and what they do.
pub const COMMANDS: [(&str, &str, &str); 13] = [
    ("load", "PRESET|FILE", "Load a model; its names can be used from then on"),
    ("set", "NAME=VALUE", "Change an input of the loaded model"),
    ("vars", "", "List the names with their values"),
    ("run", "[ROW]...", "Show the loaded model, or some of its rows"),
    ("explain", "[NAME|EXPR|CODE]", "Show the steps of a result, or explain a code"),
    ("mental", "[NAME|EXPR]", "Show how to compute it in the head"),
    ("cheat", "[SHEET]", "Print a cheat sheet"),
    ("units", "[WORD]", "Search units, nouns and functions"),
    ("formulas", "[WORD]", "Search formulas"),
    ("presets", "[WORD]", "List the models that can be loaded"),
    ("save", "FILE", "Save the lines: a script, or a model (.toml)"),
    ("help", "", "Show these commands"),
    ("quit", "", "Leave; so does Ctrl-D"),
];

/// Other names of commands.
const ALSO: [(&str, &str); 8] = [
    ("q", "quit"),
    ("exit", "quit"),
    ("h", "help"),
    ("?", "help"),
    ("l", "load"),
    ("open", "load"),
    ("names", "vars"),
    ("preset", "presets"),
];

/// Words that are a command without a colon, if the line has no other.
const BARE: [&str; 4] = ["help", "quit", "exit", "?"];

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Load a model.
    Load(String),
    /// Set a value of the loaded model.
    Set(String, String),
    /// List the names.
    Vars,
    /// Show the loaded model, or some of its rows.
    Run(Vec<String>),
    /// Explain a name, an expression or a code; the last result if there is none. In mental arithmetic, if it is so.
    Explain(Option<String>, bool),
    /// Run a command of the program: its words.
    Program(Vec<String>),
    /// Save the lines.
    Save(String),
    /// Show the commands.
    Help,
    /// Leave.
    Quit,
}

/// Why a line is no command, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// One sentence in lower case.
    pub message: String,
    /// What to type instead.
    pub help: String,
}

impl Command {
    /// Reads a line; `None` if it is not a command but an expression.
    ///
    /// # Errors
    ///
    /// If it is a command that there is not, or that lacks its argument.
    pub fn of(line: &str) -> Result<Option<Command>, Wrong> {
        let line = line.trim();
        let text = match line.strip_prefix(':') {
            Some(text) => text.trim(),
            None if BARE.contains(&line) => line,
            None => return Ok(None),
        };
        let (word, rest) =
            text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()));
        let known = ALSO.iter().find(|(also, _)| *also == word).map_or(word, |(_, name)| name);
        let words = || rest.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let argument = (!rest.is_empty()).then(|| rest.to_owned());
        let lacks = |what: &str, help: &str| Wrong {
            message: format!("`:{known}` needs {what}"),
            help: help.to_owned(),
        };
        Ok(Some(match known {
            "load" => Command::Load(argument.ok_or_else(|| {
                lacks("a preset or a file", "for example `:load twitter`; `:presets` lists them")
            })?),
            "set" => match rest.split_once('=') {
                Some((name, value)) if is_name(name.trim()) && !value.trim().is_empty() => {
                    Command::Set(name.trim().to_owned(), value.trim().to_owned())
                }
                _ => return Err(lacks("a name and a value", "for example `:set users=300M`")),
            },
            "vars" => Command::Vars,
            "run" => Command::Run(words()),
            "explain" => Command::Explain(argument, false),
            "mental" => Command::Explain(argument, true),
            "cheat" | "units" | "formulas" | "presets" => {
                Command::Program([vec![known.to_owned()], words()].concat())
            }
            "save" => Command::Save(argument.ok_or_else(|| {
                lacks("a file", "for example `:save estimate.napkin` or `:save model.toml`")
            })?),
            "help" => Command::Help,
            "quit" => Command::Quit,
            _ => return Err(unknown(word)),
        }))
    }
}

fn unknown(word: &str) -> Wrong {
    let names = COMMANDS.iter().map(|(name, _, _)| *name);
    let help = match nearest(word, names, 1).as_slice() {
        [] => "`:help` lists the commands".to_owned(),
        near => did_you_mean(near.iter().map(|name| format!(":{name}")).collect::<Vec<_>>()),
    };
    Wrong { message: format!("there is no command `:{word}`"), help }
}
