//! An error of the TOML parser in napkin's words, with a fix.
//!
//! The parser's messages are matched by their text. A message that is not known here is passed on, after "this is not
//! TOML".

use std::borrow::Cow;

use super::line_at;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::worksheet::model::file::strings::offset;
use crate::worksheet::model::file::words::{quoted, shown};

/// An error of the TOML parser and the text around it.
pub struct ParserError<'t> {
    text: &'t str,
    span: Span,
    /// The parser's message, without the list of what it expected.
    message: &'t str,
    /// The text under the span.
    found: &'t str,
    /// The character at the start of the span, if the line does not end there.
    next: Option<char>,
    /// The line, without the spaces around it.
    line: &'t str,
    /// The offset of `line`.
    line_start: usize,
    /// The offset of the end of the whole line.
    line_end: usize,
}

impl<'t> ParserError<'t> {
    /// Describes the parser's error `message` at `span` of a file.
    pub fn new(text: &'t str, span: Span, message: &'t str) -> ParserError<'t> {
        let at = span.start as usize;
        let (start, line_end) = line_at(text, at);
        let whole = text.get(start..line_end).unwrap_or("");
        let next = text.get(at..).and_then(|rest| rest.chars().next());
        ParserError {
            text,
            span,
            message,
            found: text.get(at..span.end as usize).unwrap_or(""),
            next: next.filter(|next| !matches!(next, '\n' | '\r')),
            line: whole.trim(),
            line_start: start + whole.len() - whole.trim_start().len(),
            line_end,
        }
    }

    /// Returns the diagnostic.
    pub fn explained(&self) -> Diagnostic {
        self.comment()
            .or_else(|| self.string())
            .or_else(|| self.bracket())
            .or_else(|| self.key())
            .or_else(|| self.value())
            .unwrap_or_else(|| self.other())
    }

    fn error(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error("E0501", message).at(self.span, "")
    }

    /// An error that is fixed by text inserted before the span.
    fn insertion(&self, message: &str, help: impl Into<String>, inserted: &str) -> Diagnostic {
        self.error(message).patch(help, Span { end: self.span.start, ..self.span }, inserted)
    }

    fn unquoted(&self, found: &str) -> Diagnostic {
        self.error("a value with units or words must be in quotes").patch(
            "put it in quotes",
            self.span,
            quoted(found),
        )
    }

    fn place(&self, start: usize, end: usize) -> Span {
        Span { start: offset(start), end: offset(end), ..self.span }
    }

    /// `// comment`
    fn comment(&self) -> Option<Diagnostic> {
        self.line.starts_with("//").then(|| {
            let slashes = self.place(self.line_start, self.line_start + 2);
            Diagnostic::error("E0501", "a comment starts with `#`").at(slashes, "").patch(
                "write `#`",
                slashes,
                "#",
            )
        })
    }

    /// `x = 5 KB`, `x = 5 KB"`, `x = "\q"`, `x = "5 KB`
    fn string(&self) -> Option<Diagnostic> {
        let is_string = self.message.ends_with("string");
        Some(match self.message {
            "string values must be quoted" if self.found.is_empty() => self.error("a value is missing here"),
            "string values must be quoted" => {
                self.unquoted(self.found.trim_matches(['“', '”', '„', '‘', '’', '«', '»', '"']))
            }
            "missing opening quote" => {
                let quote = if self.line.ends_with('\'') { "'" } else { "\"" };
                self.insertion("the opening quote is missing", "open the text here", quote)
            }
            "missing escaped value" => {
                let letter: String = self.next.into_iter().collect();
                self.error(format!("{} is not an escape", shown(&format!("\\{letter}"))))
                    .help("write `\\\\` for a backslash, or put the text in single quotes")
            }
            "too few unicode value digits" | "invalid value" => self
                .error("this escape is not a character")
                .help("write `\\u` and 4 digits, like `\\u00b5`, or the character itself"),
            _ if is_string && self.next.is_none() => {
                let quote = closing_quote(self.text, self.span.start as usize, self.message);
                self.insertion("the text is not closed", format!("close it with `{quote}`"), quote)
            }
            "invalid multi-line basic string" if self.next.is_some_and(|next| !next.is_control()) => self
                .error("a backslash before a space must end its line")
                .help("write `\\\\` for a backslash"),
            message if is_string || message == "invalid comment character" => {
                let char = self.next.map(|next| shown(&next.to_string())).unwrap_or_default();
                self.error(format!("the control character {char} is not allowed here")).help("delete it")
            }
            _ => return None,
        })
    }

    /// `[inputs`, `x = { value = 1`, `also = ["x"`, `also = ["x" "y"]`
    fn bracket(&self) -> Option<Diagnostic> {
        Some(match self.message {
            "unclosed table" => self.insertion("the heading is not closed", "close it with `]`", "]"),
            "unclosed array table" => {
                self.error("the heading is not closed").help("a heading has single brackets, like `[inputs]`")
            }
            "unclosed inline table" => self.error("the braces are not closed").help("close them with `}`"),
            "unclosed array" => self.error("the list is not closed").help("close it with `]`"),
            "missing inline table opening" => self.error("a `{` is missing before this `}`"),
            "missing array opening" => self.error("a `[` is missing before this `]`"),
            "extra comma in array" | "extra comma in inline table" => {
                self.error("there is one comma too many here")
            }
            message if message.starts_with("missing comma") => {
                self.insertion("a comma is missing here", "write a comma", ",")
            }
            _ => return None,
        })
    }

    /// `x`, `x: 1`, `peak factor = 2`, `x == 1`, `x = 1 y = 2`, `x! = 1`, `= 1`
    fn key(&self) -> Option<Diagnostic> {
        Some(match self.message {
            "key with no value"
            | "missing value for key"
            | "missing value"
            | "missing assignment between key-value pairs" => self.assignment(),
            "extra `=`" => self.error("there is one `=` too many here").patch("delete it", self.span, ""),
            "unexpected key or value" => self.rest_of_line(),
            "invalid unquoted key" => {
                self.error(format!("{} is not allowed in a key", shown(self.found))).help(
                    "a key has letters from a to z, digits and `_`; other letters need quotes around the key",
                )
            }
            "unquoted keys cannot be empty" | "invalid table" | "missing key for inline table element" => {
                self.error("a name is missing here")
            }
            message if message.starts_with("keys cannot be multi-line") => {
                self.error("a key must be on one line, in single quotes or none")
            }
            _ => return None,
        })
    }

    /// A key that is not followed by `=` and a value.
    fn assignment(&self) -> Diagnostic {
        if self.line.starts_with("fn ") {
            return self
                .error("a function cannot be on a line of its own")
                .help("put it at the top of the file, in `functions = \"\"\"` … `\"\"\"`");
        }
        if let Some(colon) = colon_after_key(self.line) {
            let colon = self.line_start + colon;
            let place = self.place(colon, colon + 1);
            // `x: 1` becomes `x = 1`; `x : 1` has the space already.
            let is_spaced = self.text.get(..colon).is_some_and(|before| before.ends_with(' '));
            return Diagnostic::error("E0501", "a key and its value are joined by `=`").at(place, "").patch(
                "write `=`",
                place,
                if is_spaced { "=" } else { " =" },
            );
        }
        if let Some(key) = spaced_key(self.line) {
            let place = self.place(self.line_start, self.line_start + key.len());
            let name = key.split_whitespace().collect::<Vec<_>>().join("_");
            return self.error("a name has no spaces").patch(format!("write {}", shown(&name)), place, name);
        }
        self.error("`=` and a value are missing after the key")
            .help("write it like `name = \"5 KB\"`; a comment starts with `#`")
    }

    /// Text after a value or a heading.
    fn rest_of_line(&self) -> Diagnostic {
        if let Some((start, end, number)) = thousands(self.text, self.span.start as usize, self.line_end) {
            return self.error("a number has no commas").patch(
                "group its digits with `_`",
                self.place(start, end),
                number,
            );
        }
        if self.line.starts_with('[') {
            return self.error("nothing but a comment can follow a heading");
        }
        self.error("nothing but a comment can follow the value")
            .help("one key and its value take one line; a comment starts with `#`")
    }

    /// `x = True`, `x = 01`, `x = 1__0`, `x = .5`, `x = 5.`, `x = 5KB`
    fn value(&self) -> Option<Diagnostic> {
        Some(match self.message {
            "invalid boolean" => {
                let lower = self.found.to_lowercase();
                if lower != "true" && lower != "false" {
                    return Some(self.unquoted(self.found));
                }
                self.error("`true` and `false` are in lower case").patch(
                    format!("write `{lower}`"),
                    self.span,
                    lower,
                )
            }
            "unexpected leading zero" => {
                self.error("a number does not start with `0`").patch("delete it", self.span, "")
            }
            "`_` may only go between digits" => {
                self.error("`_` is only allowed between two digits").patch("delete it", self.span, "")
            }
            "invalid mantissa" => self.insertion("a digit is missing before the point", "write `0`", "0"),
            "invalid fraction" => self.insertion("a digit is missing after the point", "write `0`", "0"),
            "invalid exponent" => self.error("the digits of the exponent are missing"),
            message if message.starts_with("invalid") && starts_number(self.found) => self
                .error(format!("{} is not a number", shown(self.found)))
                .patch("a value with units or words must be in quotes", self.span, quoted(self.found)),
            _ => return None,
        })
    }

    fn other(&self) -> Diagnostic {
        match self.message {
            "carriage return must be followed by newline" => {
                self.error("this line ends in a carriage return alone").help("end lines with a newline")
            }
            "cannot recurse further; max recursion depth met" | "recursion limit" => {
                self.error("tables and lists are nested too deeply")
            }
            message => {
                let is_lower = message.starts_with(|first: char| first.is_lowercase());
                let message = if is_lower { Cow::from(message) } else { message.to_lowercase().into() };
                self.error(format!("this is not TOML: {message}"))
            }
        }
    }
}

/// Finds the colon of `name: "x"` in its line.
fn colon_after_key(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let key = line.get(..colon)?.trim_end();
    (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))).then_some(colon)
}

/// Returns `peak factor` of `peak factor = "2"`.
fn spaced_key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim();
    let is_word = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | ' ');
    (key.contains(' ') && key.chars().all(is_word)).then_some(key)
}

fn starts_number(found: &str) -> bool {
    found.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
}

/// Returns the closing quote that is missing at the offset `end`, judging by the parser's message.
fn closing_quote(text: &str, end: usize, message: &str) -> &'static str {
    let misses_one = |quote: char| text.get(..end).is_some_and(|before| before.ends_with(quote));
    match message {
        "invalid basic string" => "\"",
        "invalid literal string" => "'",
        "invalid multi-line literal string" if misses_one('\'') => "'",
        "invalid multi-line literal string" => "'''",
        _ if misses_one('"') => "\"",
        _ => "\"\"\"",
    }
}

/// Finds a number like `1,000` around a comma. Returns its place and `1_000`.
fn thousands(text: &str, comma: usize, line_end: usize) -> Option<(usize, usize, String)> {
    let is_digit = |char: char| char.is_ascii_digit();
    let before = text.get(..comma)?;
    let start = before.trim_end_matches(is_digit).len();
    let rest = text.get(comma..line_end)?;
    let length = rest.find(|char: char| !is_digit(char) && char != ',' && char != '.').unwrap_or(rest.len());
    let number = text.get(start..comma + length)?;
    let is_grouped = rest.starts_with(',')
        && number.split(',').skip(1).all(|group| {
            let digits = group.split('.').next().unwrap_or("");
            digits.len() == 3 && digits.chars().all(is_digit)
        });
    (is_grouped && start < comma).then(|| (start, comma + length, number.replace(',', "_")))
}
