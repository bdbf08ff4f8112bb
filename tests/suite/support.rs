//! Functions that the tests share: evaluating texts, and describing the results.

use std::fmt::Write as _;

use napkin::report::{Changes, CheckRow, Report, Row, Settings};
use napkin::text::diagnostic::{Diagnostic, Help, Severity};
use napkin::text::edits::Edits;
use napkin::text::source::Sources;
use napkin::{Answer, Evaluation, Shown};

/// A script's evaluation with the usual digits.
pub fn evaluate(text: &str) -> Evaluation {
    napkin::evaluate("<input>", text, 4, &napkin::Settings::default())
}

/// The last value of a script that has no errors.
#[track_caller]
pub fn value(text: &str) -> Shown {
    answers(text).pop().unwrap_or_else(|| panic!("`{text}` gives no value")).shown
}

/// All values of a script that has no errors.
#[track_caller]
pub fn answers(text: &str) -> Vec<Answer> {
    let evaluation = evaluate(text);
    assert!(
        evaluation.is_ok(),
        "`{text}` is refused:\n{}",
        all(&evaluation.diagnostics, &evaluation.sources)
    );
    evaluation.answers
}

/// Whether a number is the `f64` nearest to a fraction, or at most `ulps` floats away from it.
///
/// Numerator and denominator must be exact in an `f64`, so that their quotient is the nearest one.
#[track_caller]
pub fn near(number: f64, numerator: i64, denominator: i64, ulps: u64) -> bool {
    const EXACT: u64 = 1 << 53;
    assert!(numerator.unsigned_abs() <= EXACT && denominator.unsigned_abs() <= EXACT);
    let expected = numerator as f64 / denominator as f64;
    // The distance of two floats of the same sign is that of their bits, read as integers.
    number == expected
        || (number.signum() == expected.signum() && number.to_bits().abs_diff(expected.to_bits()) <= ulps)
}

/// Checks that the value of each input is a fraction of a unit, or at most `ulps` floats away from it.
#[track_caller]
pub fn check_fractions(cases: &[(&str, (i64, i64), &str)], ulps: u64) {
    for (input, (numerator, denominator), unit) in cases {
        let shown = value(input);
        assert!(
            near(shown.value, *numerator, *denominator, ulps),
            "`{input}` is {}, not {numerator}/{denominator}",
            shown.value
        );
        assert_eq!(shown.unit, *unit, "`{input}`");
    }
}

/// The codes of all diagnostics of a script, errors first.
pub fn codes(text: &str) -> Vec<&'static str> {
    evaluate(text).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// The codes of a script's warnings; the script must have no errors.
#[track_caller]
pub fn warnings(text: &str) -> Vec<&'static str> {
    let evaluation = evaluate(text);
    assert!(
        evaluation.is_ok(),
        "`{text}` is refused:\n{}",
        all(&evaluation.diagnostics, &evaluation.sources)
    );
    evaluation.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// Diagnostics as text.
pub fn all(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| said(diagnostic, sources)).collect()
}

/// A diagnostic as text, with the lines that its patches change.
pub fn said(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut text = String::new();
    let (code, message) = (diagnostic.code, &diagnostic.message);
    match diagnostic.severity {
        Severity::Error => writeln!(text, "error[{code}]: {message}").unwrap(),
        Severity::Warning => writeln!(text, "warning[{code}]: {message}").unwrap(),
        Severity::Note => writeln!(text, "note: {message}").unwrap(),
    }
    for label in &diagnostic.labels {
        let mark = if label.primary { '^' } else { '-' };
        let (line, column) = sources.line_column(label.span);
        let slice = sources.slice(label.span).replace('\n', "⏎");
        let remark = if label.text.is_empty() { String::new() } else { format!("  {}", label.text) };
        writeln!(text, "  {mark} {line}:{column} `{slice}`{remark}").unwrap();
    }
    for help in &diagnostic.helps {
        let gives = help.gives.as_ref().map_or(String::new(), |gives| format!(" gives {}", gives.text));
        match Edits::new(&help.edits) {
            None => writeln!(text, "  help: {}", help.text).unwrap(),
            Some(edits) => {
                let patched = patched_lines(sources, &edits);
                writeln!(text, "  help: {}: {patched}{gives}", help.text).unwrap();
            }
        }
    }
    for note in diagnostic.notes() {
        writeln!(text, "  note: {note}").unwrap();
    }
    text
}

/// Returns a source after the changes of a fix.
pub fn patched(sources: &Sources, help: &Help) -> Option<String> {
    let edits = Edits::new(&help.edits)?;
    edits.apply(&sources.get(edits.source).expect("edits are in a source").text)
}

/// Returns the line that a script is read as, if it is read otherwise than it is written.
pub fn read_as(evaluation: &Evaluation) -> Option<String> {
    let mut notes = evaluation.diagnostics.iter().filter(|found| found.severity == Severity::Note);
    notes.find_map(|note| {
        let (_, line) = note.message.strip_prefix("read as ")?.split_once('`')?;
        Some(line.strip_suffix('`')?.to_owned())
    })
}

/// Returns the lines that edits change, after the change.
fn patched_lines(sources: &Sources, edits: &Edits) -> String {
    let text = edits.apply(&sources.get(edits.source).expect("edits are in a source").text).unwrap();
    let places: Vec<_> = edits.places().collect();
    let (start, end) = (places[0].start, places[places.len() - 1].end);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    text[line_start..line_end].replace('\n', "⏎").trim().to_owned()
}

/// Fails if a place of a diagnostic is not in its source, or if a sentence does not have the style of messages: one
/// line, no full stop, no terms of the implementation.
#[track_caller]
pub fn assert_well_made(diagnostic: &Diagnostic, sources: &Sources) {
    let spans = diagnostic.labels.iter().map(|label| label.span);
    let patches = diagnostic.helps.iter().flat_map(|help| &help.edits);
    for span in spans.chain(patches.clone().map(|patch| patch.span)) {
        let source = &sources.get(span.source).expect("a place is in a source").text;
        let slice = source.get(span.start as usize..span.end as usize);
        assert!(slice.is_some(), "{span:?} is no place in {source:?}: {diagnostic:?}");
    }
    for patch in patches {
        assert_ne!(sources.slice(patch.span), patch.replacement, "changes nothing: {diagnostic:?}");
    }
    let sentences = [&diagnostic.message].into_iter().chain(diagnostic.helps.iter().map(|help| &help.text));
    let notes = diagnostic.notes();
    for sentence in sentences.map(String::as_str).chain(notes.iter().map(AsRef::as_ref)) {
        assert!(!sentence.is_empty() && !sentence.ends_with('.'), "{sentence:?}");
        assert!(!sentence.chars().any(|c| c.is_control()), "{sentence:?}");
        assert!(sentence.chars().count() < 1_000, "{} characters", sentence.len());
        for jargon in ["slot", "nom::", "typenum", "token stream", "parser", "panic", "unwrap"] {
            assert!(!sentence.contains(jargon), "{sentence:?} speaks of {jargon}");
        }
    }
    assert!(!diagnostic.message.starts_with(|c: char| c.is_uppercase()), "{:?}", diagnostic.message);
}

/// Whether a code is that of a text that is malformed whatever stands around it.
fn is_of_form(code: &str) -> bool {
    code.starts_with("E01") && code != "E0103" || ["E0202", "E0203", "E0208"].contains(&code)
}

/// What helps in words say to type, such as `unit EUR = $1.08`, `/ 1 day`, `sum(t.x)`, and is malformed when it is typed.
pub fn malformed_advice(evaluation: &Evaluation) -> Vec<String> {
    let mut refused = Vec::new();
    for diagnostic in &evaluation.diagnostics {
        for help in diagnostic.helps.iter().filter(|help| !help.is_fix()) {
            // What it leaves open and a signature are no lines to type, a command is none of the language.
            let is_open = |text: &str| text.contains(['…', ':']) || text.starts_with("napkin ");
            let offered = help.text.split('`').skip(1).step_by(2);
            let offered = offered.filter(|text| !is_open(text) && text.contains([' ', '(', '^', '·']));
            let is_half = |text: &str| ["to ", "/ ", "* "].iter().any(|start| text.starts_with(start));
            let whole =
                offered.map(|text| if is_half(text) { format!("5 GB {text}") } else { text.to_owned() });
            // A declaration stands before what uses it.
            let typed = whole.collect::<Vec<String>>().join("; ");
            let told: Vec<&str> = codes(&typed).into_iter().filter(|code| is_of_form(code)).collect();
            if !told.is_empty() {
                refused.push(format!("`{}` is told `{}`: {told:?}", diagnostic.message, help.text));
            }
        }
    }
    refused
}

/// A model's report with the usual settings.
pub fn run(text: &str) -> Report {
    napkin::report::run("model.toml", text, &Settings::default())
}

/// A model's report with some of its values replaced.
pub fn run_with(text: &str, set: &[(&str, &str)]) -> Report {
    let set: Vec<(String, String)> =
        set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    napkin::report::run("model.toml", text, &Settings { changes: Changes::from(set), ..Settings::default() })
}

/// Files in memory, named like those on a disk.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub Vec<(String, String)>);

impl napkin::report::Files for Memory {
    fn identity(&self) -> String {
        "model.toml".to_owned()
    }

    fn load(&self, _: &str, path: &str) -> Result<napkin::report::Loaded, Box<Diagnostic>> {
        let found = self.0.iter().find(|(name, _)| name == path);
        let text = match found {
            Some((_, text)) => text.as_str().into(),
            None if path == "model.toml" => "".into(),
            None => return Err(Box::new(Diagnostic::error("E0602", format!("there is no file `{path}`")))),
        };
        Ok(napkin::report::Loaded { name: path.to_owned(), identity: path.to_owned(), text })
    }
}

/// What changes a model that has some files beside it.
pub fn beside(files: &[(&str, &str)], set: &[(&str, &str)]) -> Changes {
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    Changes { files: std::sync::Arc::new(Memory(owned(files))), ..Changes::from(owned(set)) }
}

/// A model's report with some files beside it.
pub fn run_beside(text: &str, files: &[(&str, &str)]) -> Report {
    let settings = Settings { changes: beside(files, &[]), ..Settings::default() };
    napkin::report::run("model.toml", text, &settings)
}

/// A report without errors.
#[track_caller]
pub fn sound(report: Report) -> Report {
    assert!(report.is_ok(), "refused:\n{}", all(&report.diagnostics, &report.sources));
    report
}

/// The row of an input or an estimate.
#[track_caller]
pub fn row<'a>(report: &'a Report, name: &str) -> &'a Row {
    let mut rows = report.inputs.iter().chain(&report.estimates).flat_map(|section| &section.rows);
    let found = rows.find(|row| row.name == name);
    found.unwrap_or_else(|| panic!("no row `{name}`:\n{}", all(&report.diagnostics, &report.sources)))
}

/// The row of a check.
#[track_caller]
pub fn check_row<'a>(report: &'a Report, name: &str) -> &'a CheckRow {
    report.checks.iter().find(|check| check.name == name).unwrap_or_else(|| panic!("no check `{name}`"))
}

/// The programs of a fixture: paragraphs, each with the comment above it as its title.
pub fn paragraphs(text: &str) -> Vec<(String, String)> {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs
        .map(|paragraph| {
            let (title, program): (Vec<&str>, Vec<&str>) = {
                let lines: Vec<&str> = paragraph.lines().collect();
                let titled = lines.iter().take_while(|line| line.starts_with('#')).count();
                (lines[..titled].to_vec(), lines[titled..].to_vec())
            };
            (title.join("\n"), program.join("\n"))
        })
        .filter(|(_, program)| !program.is_empty())
        .collect()
}
