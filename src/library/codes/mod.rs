//! What every error and warning means, at length, with examples and their fixes.
//!
//! Each [`Family`] is a file, `texts/PREFIX.toml`, that a person can edit. It is embedded as text and
//! read when `napkin explain --error` asks for it; nothing else needs it. What the program says of an
//! example is not stored: whoever shows a [`Code`] runs its inputs.

use std::sync::OnceLock;

use serde::Deserialize;

/// Codes that begin alike and are about one thing.
#[derive(Debug)]
pub struct Family {
    /// What its codes begin with: `E03`.
    pub prefix: &'static str,
    /// What they are about, in a word or two.
    pub title: &'static str,
    text: &'static str,
    codes: OnceLock<Vec<Code>>,
}

/// An error or a warning, explained.
#[derive(Debug)]
pub struct Code {
    /// The code: `E0302`.
    pub code: String,
    /// What it means, in a line.
    pub title: String,
    /// Why there is such an error, what goes wrong without it, and how to choose among the ways out:
    /// one paragraph, names in backticks.
    pub text: String,
    /// Its causes. Only what no text can cause has none.
    pub examples: Vec<Example>,
}

/// A cause of an error or a warning, and a way out.
#[derive(Debug)]
pub struct Example {
    /// The cause, in a few words.
    pub cause: String,
    /// What is refused, or warned of.
    pub wrong: Input,
    /// What is changed, in a few words.
    pub change: String,
    /// What is accepted.
    pub fix: Input,
}

/// What is given to the program.
#[derive(Debug)]
pub struct Input {
    /// The words of the command line, without the program's name.
    pub words: Vec<String>,
    /// The model that one of the words names.
    pub file: Option<File>,
}

/// A model.
#[derive(Debug)]
pub struct File {
    /// Its name, a different one in every example.
    pub name: String,
    /// Its text, which begins with its name as a comment.
    pub text: String,
}

macro_rules! family {
    ($prefix:literal, $title:literal) => {
        Family {
            prefix: $prefix,
            title: $title,
            text: include_str!(concat!("texts/", $prefix, ".toml")),
            codes: OnceLock::new(),
        }
    };
}

/// All families, errors before warnings.
pub static FAMILIES: [Family; 7] = [
    family!("E01", "syntax"),
    family!("E02", "names and units"),
    family!("E03", "dimensions"),
    family!("E04", "evaluation"),
    family!("E05", "models"),
    family!("E06", "the command line"),
    family!("W01", "warnings"),
];

impl Family {
    /// Its codes in order. A file that cannot be read has none, which a test rules out.
    pub fn codes(&'static self) -> &'static [Code] {
        self.codes.get_or_init(|| {
            let contents: Contents = toml::from_str(self.text).unwrap_or_default();
            contents.code.into_iter().map(Code::from).collect()
        })
    }
}

impl Code {
    /// Whether nothing is computed because of it.
    pub fn is_error(&self) -> bool {
        self.code.starts_with('E')
    }
}

/// All codes in order.
///
/// ```
/// assert_eq!(napkin::library::codes::all().next().unwrap().code, "E0101");
/// ```
pub fn all() -> impl Iterator<Item = &'static Code> {
    FAMILIES.iter().flat_map(Family::codes)
}

/// A code by its name, in capitals or not.
///
/// ```
/// let code = napkin::library::codes::find("e0302").unwrap();
/// assert_eq!(code.title, "a value whose dimension differs from the requested one");
/// assert!(code.is_error());
///
/// // An example is what the program is given: to be run, by whoever shows it.
/// let input = &code.examples[0].wrong.words[0];
/// let evaluation = napkin::evaluate("<input>", input, 4, &Default::default());
/// assert_eq!(evaluation.diagnostics[0].code, "E0302");
/// ```
pub fn find(code: &str) -> Option<&'static Code> {
    let family = FAMILIES.iter().find(|family| {
        code.get(..family.prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(family.prefix))
    })?;
    family.codes().iter().find(|each| each.code.eq_ignore_ascii_case(code))
}

/// A family's file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    code: Vec<WrittenCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCode {
    code: String,
    title: String,
    text: String,
    #[serde(default)]
    example: Vec<WrittenExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenExample {
    cause: String,
    wrong: WrittenInput,
    change: String,
    fix: WrittenInput,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenInput {
    /// An expression or a script, one word to the shell.
    Expression(String),
    /// A model that is run.
    Model(String),
    /// A model that is checked.
    Check(String),
    /// Any other command, its words.
    Command(Vec<String>),
}

impl From<WrittenCode> for Code {
    fn from(written: WrittenCode) -> Code {
        let start = written.code.to_lowercase();
        let example = |(at, example): (usize, WrittenExample)| {
            let name = if at == 0 { start.clone() } else { format!("{start}-{}", at + 1) };
            Example {
                cause: example.cause,
                wrong: example.wrong.input(&format!("{name}.toml")),
                change: example.change,
                fix: example.fix.input(&format!("{name}-fixed.toml")),
            }
        };
        Code {
            // Its lines are as long as they are in the file.
            text: written.text.split_whitespace().collect::<Vec<_>>().join(" "),
            examples: written.example.into_iter().enumerate().map(example).collect(),
            code: written.code,
            title: written.title,
        }
    }
}

impl WrittenInput {
    /// The input; a model in it is called `name`.
    fn input(self, name: &str) -> Input {
        let (command, text) = match self {
            WrittenInput::Expression(text) => return Input { words: vec![text], file: None },
            WrittenInput::Command(words) => return Input { words, file: None },
            WrittenInput::Model(text) => ("run", text),
            WrittenInput::Check(text) => ("check", text),
        };
        let file = File { name: name.to_owned(), text: format!("# {name}\n{text}") };
        Input { words: vec![command.to_owned(), name.to_owned()], file: Some(file) }
    }
}
