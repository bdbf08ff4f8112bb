//! `JUnit` XML, which CI servers show as test results: a suite for each model and scenario, a case for each check.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::document::Document;
use super::findings::file_of;
use super::format::{Format, View};
use super::verdict;
use napkin::report::CheckRow;
use napkin::report::check::{Checked, Checks, Fate};
use napkin::text::diagnostic::Severity;
use napkin::text::escape::escaped;
use napkin::text::excerpt::Lines;
use napkin::text::fix;

/// Suites of test cases.
#[derive(Debug)]
pub struct Junit;

impl Format for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn about(&self) -> &'static str {
        "For the test reports of CI servers"
    }

    fn title(&self) -> &'static str {
        "JUnit"
    }

    fn write(&self, document: &Document, _: &View) -> String {
        let Document::Checks(checks) = document else { return String::new() };
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        // Writing to memory cannot fail.
        let written = whole(&mut writer, checks);
        debug_assert!(written.is_ok());
        let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// What a case shows below its name.
enum Outcome {
    Passed,
    Failure(String, String),
    Error(String, String),
    Skipped(String),
}

/// A test case.
struct Case {
    name: String,
    outcome: Outcome,
}

/// The cases of a model in a scenario.
struct Suite {
    name: String,
    file: String,
    cases: Vec<Case>,
    /// What fails nothing: warnings, and checks whose failure is one.
    said: Vec<String>,
}

fn whole(writer: &mut Writer<Vec<u8>>, checks: &Checks) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let suites: Vec<Suite> = checks.models.iter().flat_map(suites).collect();
    let top = writer.create_element("testsuites");
    top.write_inner_content(|writer| {
        suites.iter().enumerate().try_for_each(|(at, each)| suite(writer, at, each))
    })?;
    Ok(())
}

/// Counts cases, those that fail, those with errors, and those that were not asked.
fn counts<'c>(cases: impl Iterator<Item = &'c Case>) -> [String; 4] {
    let mut counts = [0_usize; 4];
    let [tests, failures, errors, skipped] = &mut counts;
    for case in cases {
        *tests += 1;
        match case.outcome {
            Outcome::Passed => {}
            Outcome::Failure(..) => *failures += 1,
            Outcome::Error(..) => *errors += 1,
            Outcome::Skipped(_) => *skipped += 1,
        }
    }
    counts.map(|count| count.to_string())
}

/// No clock is read, so that the same models give the same file.
const TIMESTAMP: &str = "1970-01-01T00:00:00";

/// Writes what the schemas of Ant and of Jenkins both take: the one asks for all that the other allows.
fn suite(writer: &mut Writer<Vec<u8>>, at: usize, suite: &Suite) -> io::Result<()> {
    let [tests, failures, errors, skipped] = counts(suite.cases.iter());
    let id = at.to_string();
    let attributes = [
        ("name", suite.name.as_str()),
        ("package", "napkin"),
        ("id", &id),
        ("hostname", "localhost"),
        ("timestamp", TIMESTAMP),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
        ("skipped", &skipped),
        ("time", "0"),
    ];
    let element = writer.create_element("testsuite").with_attributes(attributes);
    element.write_inner_content(|writer| {
        let file = [("name", "file"), ("value", suite.file.as_str())];
        writer.create_element("properties").write_inner_content(|writer| {
            writer.create_element("property").with_attributes(file).write_empty().map(|_| ())
        })?;
        suite.cases.iter().try_for_each(|each| case(writer, &suite.name, each))?;
        let said = suite.said.join("\n");
        writer.create_element("system-out").write_text_content(BytesText::new(&said))?;
        writer.create_element("system-err").write_text_content(BytesText::new(""))?;
        Ok(())
    })?;
    Ok(())
}

fn case(writer: &mut Writer<Vec<u8>>, suite: &str, case: &Case) -> io::Result<()> {
    let attributes = [("name", case.name.as_str()), ("classname", suite), ("time", "0")];
    let element = writer.create_element("testcase").with_attributes(attributes);
    let (name, kind, message, text) = match &case.outcome {
        Outcome::Passed => return element.write_empty().map(|_| ()),
        Outcome::Failure(message, text) => ("failure", "check", message.as_str(), text),
        Outcome::Error(message, text) => ("error", "error", message.as_str(), text),
        Outcome::Skipped(why) => ("skipped", "", "", why),
    };
    element.write_inner_content(|writer| {
        let mut inner = writer.create_element(name);
        if !kind.is_empty() {
            inner = inner.with_attributes([("message", message), ("type", kind)]);
        }
        inner.write_text_content(BytesText::new(text))?;
        Ok(())
    })?;
    Ok(())
}

/// Returns the suites of a model: one for itself, with its errors, and one for each of its scenarios.
fn suites(checked: &Checked) -> Vec<Suite> {
    let report = &checked.report;
    let name = escaped(&file_of(checked, None));
    let mut base = Suite { name: name.clone(), file: name.clone(), cases: Vec::new(), said: Vec::new() };
    for said in report.diagnostics.iter().filter(|said| said.severity != Severity::Note) {
        let message = escaped(&said.message);
        let line = said.span().map_or(1, |span| report.sources.line_column(span).0);
        let file = escaped(&file_of(checked, said.span()));
        let fixes = fix::fixes(said, &mut Lines::new(&report.sources));
        let helps: Vec<String> =
            fixes.iter().map(|fix| format!("help: {}", escaped(&fix.sentence()))).collect();
        let text = format!("{file}:{line}\n{message}\n{}", helps.join("\n")).trim_end().to_owned();
        let outcome = match (said.is_error(), checked.rules.deny_warnings) {
            (true, _) => Outcome::Error(message, text),
            (false, true) => Outcome::Failure(message, text),
            // A warning is no test.
            (false, false) => {
                base.said.push(format!("warning: {text}"));
                continue;
            }
        };
        base.cases.push(Case { name: format!("{} line {line}", said.code), outcome });
    }
    let ask = |suite: &mut Suite, scenario: Option<&str>| {
        let rows = report.checks.iter().filter(|check| check.scenario.as_deref() == scenario);
        rows.for_each(|check| add_check(suite, check, checked));
    };
    ask(&mut base, None);
    for one in &report.measured {
        let sentence = escaped(&one.sentence());
        let outcome = match (one.fit.holds(), checked.fails_by(one)) {
            (true, _) => Outcome::Passed,
            (false, true) => Outcome::Failure(sentence.clone(), sentence),
            (false, false) => {
                base.said.push(format!("warning: {sentence}"));
                Outcome::Passed
            }
        };
        base.cases.push(Case { name: format!("{} as measured", escaped(&one.name)), outcome });
    }
    base.cases.extend(report.unasked.iter().map(|row| {
        let line = row.span.map(|span| format!(" (line {})", report.sources.line_column(span).0));
        let why = format!("{}{}", escaped(&row.why), line.unwrap_or_default());
        Case { name: escaped(&row.name), outcome: Outcome::Skipped(why) }
    }));
    let in_scenarios = report.columns.iter().map(|column| {
        let title = format!("{name} ({})", escaped(&column.scenario));
        let mut suite = Suite { name: title, file: name.clone(), cases: Vec::new(), said: Vec::new() };
        ask(&mut suite, Some(&column.scenario));
        suite
    });
    let mut all: Vec<Suite> = std::iter::once(base).chain(in_scenarios).collect();
    all.retain(|suite| !(suite.cases.is_empty() && suite.said.is_empty()));
    all
}

fn add_check(suite: &mut Suite, check: &CheckRow, checked: &Checked) {
    let file = escaped(&file_of(checked, Some(check.span)));
    let (line, _) = checked.report.sources.line_column(check.span);
    let sentence = escaped(&verdict::sentence(check));
    let mut lines = vec![format!("{file}:{line}"), escaped(&check.check), sentence.clone()];
    if !check.holds_with.is_empty() {
        lines.push(format!("holds again with {}", escaped(&check.holds_with.join(", or "))));
    }
    lines.extend(check.note.as_deref().map(escaped));
    let outcome = match checked.fate(check) {
        Fate::Holds => Outcome::Passed,
        Fate::Warns => {
            suite.said.push(format!("warning: {}", lines.join("\n")));
            Outcome::Passed
        }
        Fate::TooClose => Outcome::Failure(format!("too close to call: {sentence}"), lines.join("\n")),
        Fate::Fails => Outcome::Failure(sentence, lines.join("\n")),
    };
    suite.cases.push(Case { name: escaped(&check.name), outcome });
}
