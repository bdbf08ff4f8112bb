//! The formulas that ship with napkin, in files of its own language.
//!
//! A file has one topic. A formula is a paragraph: comments with a description, a source (`source:`) and examples
//! (`example: CALL = RESULT`, run by a test), and then the definition, with a unit at every parameter. The texts are
//! searched for names when the first formula is named; a topic is parsed when one of its formulas is named. Nothing
//! here is lowered or computed.
//!
//! Functions that the language cannot express are in [`native`]; bodies call them by the names that [`native::find`]
//! knows.

pub mod native;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::syntax::{self, Ast, Function, StatementKind};
use crate::text::source::Text;

/// The number of the source in the spans of these files; the sources of a run are numbered from 0.
///
/// Such a span is never shown: an error in a formula is reported at the call.
pub const SOURCE: u16 = u16::MAX;

/// The formulas of one file.
#[derive(Debug)]
pub struct Topic {
    /// Its name, and that of the file: `traffic`.
    pub name: &'static str,
    text: &'static str,
    read: OnceLock<Read>,
}

/// The definitions of a topic, with their arena.
#[derive(Debug)]
struct Read {
    ast: Arc<Ast>,
    functions: Vec<Arc<Function>>,
}

/// A formula with its comments, as written in its file.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Its name.
    pub name: &'static str,
    /// Its topic.
    pub topic: &'static Topic,
    /// Its description, one or two sentences.
    pub what: String,
    /// Its source.
    pub source: String,
    /// Calls with their results.
    pub examples: Vec<Example>,
    /// Its name and its parameters, with units, domains and defaults.
    pub signature: String,
    /// The expression that it computes.
    pub body: String,
}

impl Formula {
    /// Returns its name and its parameters, with units and defaults alone.
    pub fn call(&self) -> String {
        let (name, parameters) = self.signature.split_once('(').unwrap_or((&self.signature, ""));
        let without_domain = |parameter: &str| {
            let (wanted, default) = match parameter.split_once(" = ") {
                Some((wanted, default)) => (wanted, format!(" = {default}")),
                None => (parameter.trim_end_matches(')'), String::new()),
            };
            let ends = [" whole", " in ", " >", " <"].iter().filter_map(|start| wanted.find(start));
            let wanted = ends.min().and_then(|end| wanted.get(..end)).unwrap_or(wanted);
            format!("{wanted}{}", default.trim_end_matches(')'))
        };
        let parameters: Vec<String> = parameters.split(", ").map(without_domain).collect();
        format!("{name}({})", parameters.join(", "))
    }

    /// Returns the native functions that its body calls.
    pub fn natives(&self) -> impl Iterator<Item = &'static native::Definition> {
        let words = self.body.split(|c: char| !syntax::continues_name(c));
        let natives: Vec<_> = words.filter_map(native::find).collect();
        natives.into_iter().filter_map(native::definition)
    }
}

/// A call of a formula, with its result.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Call and result, with ` = ` between them.
    pub text: &'static str,
    /// The call.
    pub call: &'static str,
    /// The result as it is printed.
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

static TOPICS: [Topic; 14] = topics! {
    "traffic" "storage" "bandwidth" "servers" "scaling" "cache" "queueing" "availability"
    "identifiers" "latency" "cost" "modern" "devices" "growth"
};

/// Returns all topics, in the order of lists.
pub fn topics() -> &'static [Topic] {
    &TOPICS
}

impl Topic {
    /// Returns its title, which is the first line of its file.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
    }

    /// Returns its formulas, in the order of the file.
    pub fn formulas(&'static self) -> impl Iterator<Item = Formula> {
        self.text.split("\n\n").filter_map(move |paragraph| formula(self, paragraph.trim_end()))
    }

    /// Returns the definition of one of its formulas with its arena.
    fn definition(&'static self, name: &str) -> Option<(Arc<Function>, Arc<Ast>)> {
        let read = self.read();
        let function = read.functions.iter().find(|function| read.ast.str(function.name.0) == name)?;
        Some((function.clone(), read.ast.clone()))
    }

    /// Returns its definitions. Parses the file when called for the first time.
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

/// Returns the place of each formula: the index of its topic, and the offset of its definition in the file.
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

/// Returns the names of all formulas, in no particular order.
pub fn names() -> impl Iterator<Item = &'static str> {
    index().keys().copied()
}

/// Returns the definition of a formula with its arena. Parses the topic when one of its formulas is first named.
pub fn definition(name: &str) -> Option<(Arc<Function>, Arc<Ast>)> {
    let (topic, _) = index().get(name)?;
    TOPICS.get(*topic)?.definition(name)
}

/// Returns a formula with its comments.
pub fn find(name: &str) -> Option<Formula> {
    let (topic, at) = index().get(name)?;
    let topic = TOPICS.get(*topic)?;
    let start = topic.text.get(..*at)?.rfind("\n\n").map_or(0, |blank| blank + 2);
    let paragraph = topic.text.get(start..)?;
    let end = paragraph.find("\n\n").unwrap_or(paragraph.len());
    formula(topic, paragraph.get(..end)?.trim_end())
}

/// Reads a paragraph. Returns `None` if it does not define a formula, such as the title of a file.
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

/// Removes the parentheses around a body that has several lines.
fn in_parentheses(body: &str) -> &str {
    body.strip_prefix("(\n").and_then(|body| body.strip_suffix(')')).unwrap_or(body)
}

/// Joins the lines of a text.
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
            let found: Vec<_> = errors
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
            assert!(found.is_empty(), "{}: {found:?}", topic.name);
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
    fn every_formula_is_found_and_complete() {
        let mut names: Vec<&str> = names().collect();
        names.sort_unstable();
        let mut listed: Vec<&str> =
            topics().iter().flat_map(Topic::formulas).map(|formula| formula.name).collect();
        listed.sort_unstable();
        assert_eq!(names, listed, "a name is defined twice, or a paragraph defines two");
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
    fn a_topic_is_parsed_when_one_of_its_formulas_is_named() {
        static TOPICS: [Topic; 2] = topics! { "traffic" "storage" };
        let parsed = || TOPICS.each_ref().map(|topic| topic.read.get().is_some());
        assert!(TOPICS.iter().all(|topic| topic.formulas().count() > 1));
        assert_eq!(parsed(), [false, false]);
        assert!(TOPICS[0].definition("dau").is_some());
        assert_eq!(parsed(), [true, false]);
    }

    #[test]
    fn a_formula_is_read_in_one_line() {
        let formula = find("servers").unwrap();
        assert_eq!(
            formula.signature,
            "servers(rate: things/s >= 0, each: things/s/server >= 0, utilisation: % in 0% .. 100% = 100%, spare: servers >= 0 = 0)"
        );
        let call =
            "servers(rate: things/s, each: things/s/server, utilisation: % = 100%, spare: servers = 0)";
        assert_eq!(formula.call(), call);
        assert_eq!(
            find("snowflake_lifetime").unwrap().call(),
            "snowflake_lifetime(bits: number = 41, tick: ms = 1 ms)"
        );
        assert_eq!(formula.body, "ceil(rate / (each * utilisation)) + spare");
    }
}
