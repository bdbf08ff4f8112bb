//! The field's formulas: files in napkin's own language, and what it cannot say, in Rust.
//!
//! A file has one topic. A formula is a paragraph: comments that say what it is, where it
//! is from (`source:`) and what it comes to (`example: CALL = RESULT`, run by a test), and
//! then its definition, with a unit at every parameter. Its names are found by searching
//! the text, once, when the first formula is named; a topic is parsed when one of its
//! formulas is. Nothing here is lowered or computed.
//!
//! [`native`] has the functions that bodies call by the names of [`native::find`].

pub mod native;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::syntax::{self, Ast, Function, StatementKind};
use crate::text::source::Text;

/// The number of the source that places in these files have; a person's texts count up from 0.
///
/// Nothing shows such a place: what is wrong in a formula is said of the call.
pub const SOURCE: u16 = u16::MAX;

/// Formulas about one thing.
#[derive(Debug)]
pub struct Topic {
    /// Its name, and its file's: `traffic`.
    pub name: &'static str,
    text: &'static str,
    read: OnceLock<Read>,
}

/// A topic's definitions, and the arena that they are in.
#[derive(Debug)]
struct Read {
    ast: Arc<Ast>,
    functions: Vec<Arc<Function>>,
}

/// A formula as it is written in its file.
#[derive(Clone, Debug)]
pub struct Formula {
    /// What it is called by.
    pub name: &'static str,
    /// What it is about.
    pub topic: &'static Topic,
    /// What it says, in a sentence or two.
    pub what: String,
    /// Who says so.
    pub source: String,
    /// Calls with their results.
    pub examples: Vec<Example>,
    /// Its name and its parameters, with units and defaults.
    pub signature: String,
    /// What it computes.
    pub body: String,
}

impl Formula {
    /// The functions in Rust that its body calls.
    pub fn natives(&self) -> impl Iterator<Item = &'static native::Definition> {
        let words = self.body.split(|c: char| !syntax::continues_name(c));
        let natives: Vec<_> = words.filter_map(native::find).collect();
        natives.into_iter().filter_map(native::definition)
    }
}

/// A call of a formula, and what it comes to.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Both, with ` = ` between them.
    pub text: &'static str,
    /// The call.
    pub call: &'static str,
    /// Its result, as it is printed.
    pub result: &'static str,
}

macro_rules! topics {
    ($($name:literal)*) => {
        [$(Topic {
            name: $name,
            text: include_str!(concat!($name, ".napkin")),
            read: OnceLock::new(),
        }),*]
    };
}

static TOPICS: [Topic; 13] = topics! {
    "traffic" "storage" "bandwidth" "servers" "cache" "queueing" "availability"
    "identifiers" "latency" "cost" "modern" "devices" "growth"
};

/// All topics, in the order to list them.
pub fn topics() -> &'static [Topic] {
    &TOPICS
}

impl Topic {
    /// What it is about: the first line of its file.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
    }

    /// Its formulas, in the order of the file.
    pub fn formulas(&'static self) -> impl Iterator<Item = Formula> {
        self.text.split("\n\n").filter_map(move |paragraph| formula(self, paragraph.trim_end()))
    }

    /// Whether it has been parsed.
    ///
    /// ```standalone_crate
    /// use napkin::library::formulas;
    ///
    /// let read = || formulas::topics().iter().filter(|topic| topic.is_read()).count();
    /// assert!(napkin::evaluate("<input>", "fn f(x) = max(x, 2 GB); f(3 GB)", 4, &napkin::Settings::default()).is_ok());
    /// assert!(formulas::find("dau").is_some());
    /// assert_eq!(read(), 0);
    /// assert!(napkin::evaluate("<input>", "dau(1bn users, 25%)", 4, &napkin::Settings::default()).is_ok());
    /// assert_eq!(read(), 1);
    /// ```
    pub fn is_read(&self) -> bool {
        self.read.get().is_some()
    }

    /// Its formulas, parsed.
    fn read(&'static self) -> &'static Read {
        self.read.get_or_init(|| {
            let mut ast = Ast::new();
            let (statements, _) = syntax::script(&mut ast, &Text::whole(SOURCE, self.text));
            let functions = statements.into_iter().filter_map(|statement| match statement.kind {
                StatementKind::Function(function) => Some(Arc::new(function)),
                _ => None,
            });
            Read { functions: functions.collect(), ast: Arc::new(ast) }
        })
    }
}

/// Where each formula is: its topic, and the place of its definition in the text.
fn index() -> &'static HashMap<&'static str, (usize, usize)> {
    static INDEX: OnceLock<HashMap<&'static str, (usize, usize)>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let topics = TOPICS.iter().enumerate();
        let places = topics.flat_map(|(topic, Topic { text, .. })| {
            let definitions = text.match_indices("\nfn ").filter_map(|(at, _)| {
                let name = text.get(at + "\nfn ".len()..)?.split('(').next()?;
                Some((name, at))
            });
            definitions.map(move |(name, at)| (name, (topic, at)))
        });
        places.collect()
    })
}

/// The names of all formulas, in no order.
pub fn names() -> impl Iterator<Item = &'static str> {
    index().keys().copied()
}

/// A formula's definition, parsed when it or another of its topic is first named.
pub fn definition(name: &str) -> Option<(Arc<Function>, Arc<Ast>)> {
    let (topic, _) = index().get(name)?;
    let read = TOPICS.get(*topic)?.read();
    let function = read.functions.iter().find(|function| read.ast.str(function.name.0) == name)?;
    Some((function.clone(), read.ast.clone()))
}

/// A formula with what its file says of it.
pub fn find(name: &str) -> Option<Formula> {
    let (topic, at) = index().get(name)?;
    let topic = TOPICS.get(*topic)?;
    let start = topic.text.get(..*at)?.rfind("\n\n").map_or(0, |blank| blank + 2);
    let paragraph = topic.text.get(start..)?;
    let end = paragraph.find("\n\n").unwrap_or(paragraph.len());
    formula(topic, paragraph.get(..end)?.trim_end())
}

/// Reads a paragraph; nothing if it defines none, like a file's title.
fn formula(topic: &'static Topic, paragraph: &'static str) -> Option<Formula> {
    let at = if paragraph.starts_with("fn ") { 0 } else { paragraph.find("\nfn ")? + 1 };
    let (remarks, definition) = paragraph.split_at_checked(at)?;
    let definition = definition.strip_prefix("fn ")?;
    let mut depth = 0_usize;
    let end = definition.char_indices().find_map(|(at, c)| {
        depth = match c {
            '(' => depth + 1,
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        (c == ')' && depth == 0).then_some(at + 1)
    })?;
    let (signature, body) = definition.split_at_checked(end)?;
    let mut formula = Formula {
        name: signature.split('(').next()?,
        topic,
        what: String::new(),
        source: String::new(),
        examples: Vec::new(),
        signature: one_line(signature),
        body: one_line(in_parentheses(body.trim_start().strip_prefix('=')?.trim())),
    };
    for line in remarks.lines() {
        let line = line.trim_start_matches('#').trim();
        if let Some(text) = line.strip_prefix("example: ") {
            let parts = text.rsplit_once(" = ");
            formula.examples.extend(parts.map(|(call, result)| Example { text, call, result }));
        } else if let Some(source) = line.strip_prefix("source: ") {
            source.clone_into(&mut formula.source);
        } else {
            let text = if formula.source.is_empty() { &mut formula.what } else { &mut formula.source };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line);
        }
    }
    Some(formula)
}

/// A body without the parentheses that only keep its lines together.
fn in_parentheses(body: &str) -> &str {
    body.strip_prefix("(\n").and_then(|body| body.strip_suffix(')')).unwrap_or(body)
}

/// A text that is broken over lines, in one.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(" )", ")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paragraph_is_a_title_or_a_formula_that_parses() {
        for topic in topics() {
            let text = Text::whole(SOURCE, topic.text);
            let mut ast = Ast::new();
            let (statements, errors) = syntax::script(&mut ast, &text);
            let said: Vec<_> = errors
                .iter()
                .map(|error| {
                    (
                        &error.message,
                        error.span().map(|span| {
                            text.text
                                .get(span.start as usize..)
                                .unwrap_or_default()
                                .lines()
                                .next()
                                .unwrap_or_default()
                                .to_owned()
                        }),
                    )
                })
                .collect();
            assert!(said.is_empty(), "{}: {said:?}", topic.name);
            let paragraphs = topic.text.split("\n\n").count();
            assert_eq!(
                (statements.len(), topic.formulas().count()),
                (paragraphs - 1, paragraphs - 1),
                "{}",
                topic.name
            );
            assert!(!topic.title().is_empty());
        }
    }

    #[test]
    fn every_formula_is_found_and_says_what_it_must() {
        let mut names: Vec<&str> = names().collect();
        names.sort_unstable();
        let mut listed: Vec<&str> =
            topics().iter().flat_map(Topic::formulas).map(|formula| formula.name).collect();
        listed.sort_unstable();
        assert_eq!(names, listed, "a name stands twice, or a paragraph defines two");
        for name in names {
            let formula = find(name).unwrap();
            assert!(!formula.what.is_empty() && !formula.source.is_empty(), "{name}");
            assert!(!formula.examples.is_empty() && !formula.body.is_empty(), "{name}");
            let (function, ast) = definition(name).unwrap();
            assert_eq!(ast.str(function.name.0), name);
            for parameter in &function.parameters {
                assert!(parameter.unit.is_some(), "`{}` of `{name}` has no unit", ast.str(parameter.name.0));
            }
            let natives = ast.below(function.body).filter_map(|id| match ast.node(id) {
                syntax::Node::Call { name, .. } => {
                    Some(ast.str(name)).filter(|name| name.starts_with("native_"))
                }
                _ => None,
            });
            for native in natives {
                assert!(native::find(native).is_some(), "`{name}` calls `{native}`");
            }
        }
    }

    #[test]
    fn a_formula_is_read_in_one_line() {
        let formula = find("servers").unwrap();
        assert_eq!(
            formula.signature,
            "servers(rate: things/s, each: things/s/server, utilisation: % = 100%, spare: servers = 0)"
        );
        assert_eq!(formula.body, "ceil(rate / (each * utilisation)) + spare");
    }
}
