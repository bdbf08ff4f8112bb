//! Explanations of all errors and warnings, with examples and fixes.
//!
//! Each [`Family`] is a file, `texts/PREFIX.toml`. It is embedded as text and read for `napkin explain --error`. The
//! output of an example is not stored: a caller that shows a [`Code`] runs its inputs.

use std::sync::OnceLock;

use serde::Deserialize;

/// The codes about one subject, which share a prefix.
#[derive(Debug)]
pub struct Family {
    /// The prefix of its codes: `E03`.
    pub prefix: &'static str,
    /// Its subject.
    pub title: &'static str,
    text: &'static str,
    codes: OnceLock<Vec<Code>>,
}

/// An error or a warning with its explanation.
#[derive(Debug)]
pub struct Code {
    /// The code: `E0302`.
    pub code: String,
    /// Its meaning in one line.
    pub title: String,
    /// The reason for the error, the mistakes that it prevents, and how to choose among the fixes: one paragraph,
    /// names in backticks.
    pub text: String,
    /// Its causes. Empty for an error that no text can cause.
    pub examples: Vec<Example>,
}

/// A cause of an error or a warning, with a fix.
#[derive(Debug)]
pub struct Example {
    /// The cause in a few words.
    pub cause: String,
    /// The input that causes it.
    pub wrong: Input,
    /// The change in a few words.
    pub change: String,
    /// The input after the change.
    pub fix: Input,
}

/// An input to the program.
#[derive(Debug)]
pub struct Input {
    /// The arguments of the command line.
    pub words: Vec<String>,
    /// The model that one of the arguments names.
    pub file: Option<File>,
}

/// A model.
#[derive(Debug)]
pub struct File {
    /// Its file name, which is different in every example.
    pub name: String,
    /// Its text, which starts with its name as a comment.
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
    /// Returns its codes in order. A file that cannot be read has none; a test ensures that there is none.
    pub fn codes(&'static self) -> &'static [Code] {
        self.codes.get_or_init(|| {
            let contents: Contents = toml::from_str(self.text).unwrap_or_default();
            contents.code.into_iter().map(Code::from).collect()
        })
    }
}

impl Code {
    /// Whether it is an error, so that nothing is computed.
    pub fn is_error(&self) -> bool {
        self.code.starts_with('E')
    }
}

/// Returns all codes in order.
///
/// ```
/// assert_eq!(napkin::library::codes::all().next().unwrap().code, "E0101");
/// ```
pub fn all() -> impl Iterator<Item = &'static Code> {
    FAMILIES.iter().flat_map(Family::codes)
}

/// Returns a code by its name, ignoring case.
///
/// ```
/// let code = napkin::library::codes::find("e0302").unwrap();
/// assert_eq!(code.title, "a value whose dimension differs from the requested one");
/// assert!(code.is_error());
///
/// // An example is an input. A caller that shows it runs it.
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

/// The contents of a family's file.
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
    /// An expression or a script, as a single argument.
    Expression(String),
    /// A model that is run.
    Model(String),
    /// A model that is checked.
    Check(String),
    /// Measured values of the preset `twitter`.
    Measured(String),
    /// Values in place of those of the preset `chat`.
    Values(String),
    /// A model that is followed for three years.
    Projected(String),
    /// The arguments of any other command.
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
            // The line breaks of the file are not those of the output.
            text: written.text.split_whitespace().collect::<Vec<_>>().join(" "),
            examples: written.example.into_iter().enumerate().map(example).collect(),
            code: written.code,
            title: written.title,
        }
    }
}

impl WrittenInput {
    /// Returns the input, with `name` as the file name of its model.
    fn input(self, name: &str) -> Input {
        let (words, text) = match self {
            WrittenInput::Expression(text) => return Input { words: vec![text], file: None },
            WrittenInput::Command(words) => return Input { words, file: None },
            WrittenInput::Model(text) => (&["run"][..], text),
            WrittenInput::Check(text) => (&["check"][..], text),
            WrittenInput::Projected(text) => (&["project", "--for", "3 years"][..], text),
            WrittenInput::Values(text) => (&["check", "chat", "--set-file"][..], text),
            WrittenInput::Measured(text) => (&["check", "twitter", "--actual"][..], text),
        };
        let file = File { name: name.to_owned(), text: format!("# {name}\n{text}") };
        let words = words.iter().copied().chain([name]).map(str::to_owned).collect();
        Input { words, file: Some(file) }
    }
}
