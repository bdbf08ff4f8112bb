//! Published estimates, typed as expressions, have the expected results.
//!
//! A line of a file in `tests/fixtures/published` ends in its value, computed from the published inputs without
//! intermediate rounding, which is not always the published value. Results have four digits, so a value may differ by
//! half a unit of the fourth.

use crate::support::{all, evaluate, value};

/// Half a unit of the last of four digits, relative to the smallest number of four digits.
const WITHIN: f64 = 0.5e-3;

#[test]
fn published_estimates_come_out_as_they_should() {
    let (mut estimates, mut answers, mut wrong) = (0, 0, String::new());
    insta::glob!("../fixtures/published", "*.napkin", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let evaluation = evaluate(&text);
        let name = path.file_name().unwrap().to_string_lossy();
        assert!(evaluation.is_ok(), "{name}:\n{}", all(&evaluation.diagnostics, &evaluation.sources));
        let lines = text.lines().filter(|line| {
            let declares = line.starts_with('#') || line.starts_with("unit ") || line.is_empty();
            !declares
        });
        let declarations: String =
            text.lines().filter(|line| line.starts_with("unit ")).map(|line| format!("{line}; ")).collect();
        for (line, answer) in lines.zip(&evaluation.answers) {
            let Some((_, expected)) = line.split_once("# = ") else { continue };
            answers += 1;
            let shown = &answer.shown;
            // In the same unit, if one was asked for.
            let asked = line.split_once('#').and_then(|(formula, _)| {
                let (_, unit) = formula.rsplit_once(" to ").or_else(|| formula.rsplit_once(" as "))?;
                (!unit.contains(')')).then(|| unit.trim().to_owned())
            });
            let expected = match asked {
                Some(unit) => value(&format!("{declarations}({expected}) to {unit}")),
                None => value(&format!("{declarations}{expected}")),
            };
            let error = (shown.value / expected.value - 1.0).abs();
            if expected.dimension != shown.dimension || error > WITHIN {
                wrong += &format!(
                    "{name}: {line}\n    comes out as {}, {:+.2}%\n",
                    shown.written,
                    (shown.value / expected.value - 1.0) * 100.0
                );
            }
        }
        assert_eq!(lines_with_values(&text), evaluation.answers.len(), "{name}");
        estimates += 1;
    });
    assert!(wrong.is_empty(), "{wrong}");
    assert!(estimates >= 50 && answers >= 250, "{answers} answers of {estimates} estimates");
}

fn lines_with_values(text: &str) -> usize {
    text.lines()
        .filter(|line| !(line.starts_with('#') || line.starts_with("unit ") || line.is_empty()))
        .count()
}

#[test]
fn published_estimates_typed_with_units_have_no_warnings() {
    let mut warned = String::new();
    insta::glob!("../fixtures/published", "*.napkin", |path| {
        let evaluation = evaluate(&std::fs::read_to_string(path).unwrap());
        if !evaluation.diagnostics.is_empty() {
            warned += &format!("{}:\n{}", path.display(), all(&evaluation.diagnostics, &evaluation.sources));
        }
    });
    assert!(warned.is_empty(), "{warned}");
}
