//! Every row of the table of prose is refused, and what it offers is the line that the table says, with a value.

use crate::syntax::prose::patterns;
use crate::text::diagnostic::{Help, Severity};
use crate::text::edits::Edits;

/// A text after the changes of a fix.
fn patched(text: &str, help: &Help) -> Option<String> {
    Edits::new(&help.edits)?.apply(text)
}

/// The line that a note says the input is read as.
fn read_as(evaluation: &crate::Evaluation) -> Option<String> {
    let mut notes = evaluation.diagnostics.iter().filter(|found| found.severity == Severity::Note);
    notes.find_map(|note| {
        let (_, line) = note.message.strip_prefix("read as ")?.split_once('`')?;
        Some(line.strip_suffix('`')?.to_owned())
    })
}

#[test]
fn every_row_of_the_table_offers_what_it_says() {
    let mut wrong = String::new();
    for pattern in patterns::all() {
        let evaluation = crate::evaluate("<input>", pattern.line, 4, &crate::Settings::default());
        // A word that is no unit is found later, and has the texts of its phrase first.
        let error = |code| evaluation.diagnostics.iter().find(move |found| found.code == code);
        let found = error("E0113").or_else(|| error("E0202"));
        let offered = match read_as(&evaluation) {
            Some(line) if pattern.is_taken => Some(line),
            None if !pattern.is_taken => found.and_then(|found| patched(pattern.line, found.helps.first()?)),
            other => other,
        };
        if offered.as_deref() != Some(pattern.becomes) {
            wrong +=
                &format!("{}\n  is offered {offered:?}\n  and not {:?}\n", pattern.line, pattern.becomes);
        }
        let after = crate::evaluate("<input>", pattern.becomes, 4, &crate::Settings::default());
        if !after.is_ok() {
            wrong += &format!(
                "{}\n  is offered as {}\n  {:?}\n",
                pattern.line, pattern.becomes, after.diagnostics
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_language_reference_has_every_row() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/prose.md")).unwrap();
    for is_taken in [true, false] {
        let rows = patterns::all().filter(|row| row.is_taken == is_taken);
        let rows: String = rows.map(|row| format!("| `{}` | `{}` |\n", row.line, row.becomes)).collect();
        assert!(page.contains(&rows), "docs/prose.md lacks rows of this table:\n{rows}");
    }
}
