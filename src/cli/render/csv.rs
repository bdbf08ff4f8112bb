//! For spreadsheets: one header line, then a line a result, as RFC 4180 has it.

use super::listing::Listing;
use super::{Checked, Explained, Render, bare, sensitivity, verdict};
use napkin::analysis::explain::Explanation;
use napkin::report::{Influence, Level, Report, Row, Section, Sensitivity};
use napkin::{Evaluation, Shown, Spread};

/// Lines for spreadsheets.
#[derive(Debug)]
pub struct Csv {
    /// Whether a model's inputs are among its lines.
    pub inputs: bool,
}

const HEADER: [&str; 7] = ["section", "name", "value", "unit", "p5", "p95", "text"];

impl Render for Csv {
    fn evaluation(&self, evaluation: &Evaluation) -> String {
        let mut out = line(&HEADER);
        for answer in &evaluation.answers {
            out.push_str(&value("", answer.name.as_deref().unwrap_or_default(), &answer.shown));
        }
        out
    }

    fn model(&self, report: &Report) -> String {
        let mut out = line(&HEADER);
        if self.inputs {
            out.push_str(&rows("inputs", &report.inputs));
        }
        out.push_str(&rows("estimates", &report.estimates));
        for check in &report.checks {
            let passed = check.passed.to_string();
            out.push_str(&line(&["checks", &check.name, &passed, "", "", "", &verdict::sentence(check)]));
        }
        for Sensitivity { estimate, inputs, .. } in &report.sensitivity {
            let section = format!("sensitivity.{estimate}");
            for Influence { name, share: explained, low, high } in inputs {
                let (share, low, high) = (explained.to_string(), bare(low), bare(high));
                let text = format!("explains {}", sensitivity::percent(*explained));
                out.push_str(&line(&[&section, name, &share, "", &low, &high, &text]));
            }
        }
        out
    }

    fn explanation(&self, explanation: &Explanation) -> String {
        let is_mental = explanation.is_mental();
        let mut titles = vec!["kind", "name", "formula", "substituted", "value", "unit", "p5", "p95", "text"];
        if is_mental {
            titles.extend(["mental_value", "mental_text", "error"]);
        }
        let mut out = line(&titles);
        for step in &explanation.steps {
            let kind = super::explanation::kind(step.kind);
            let name = step.name.as_deref().unwrap_or_default();
            let [p5, p95] = ends(&step.shown);
            let text = step.shown.written.literal();
            let (value, unit) = (bare(&step.shown), &step.shown.unit);
            let mut cells =
                vec![kind, name, &step.formula, &step.substituted, &value, unit, &p5, &p95, &text];
            let mental = step.mental.as_ref();
            let mental = mental.map(|of| [bare(&of.shown), of.shown.written.literal(), of.error.to_string()]);
            let mental = mental.unwrap_or_default();
            if is_mental {
                cells.extend(mental.iter().map(String::as_str));
            }
            out.push_str(&line(&cells));
        }
        out
    }

    fn checks(&self, checked: &[Checked]) -> String {
        let mut out = line(&[
            "model",
            "line",
            "name",
            "check",
            "level",
            "passed",
            "actual",
            "limit",
            "unit",
            "margin",
            "probability",
            "text",
        ]);
        for Checked { report, .. } in checked {
            for check in &report.checks {
                let (at, _) = report.sources.line_column(check.span);
                let level = match check.level {
                    Level::Error => "error",
                    Level::Warn => "warn",
                };
                let sides = check.comparison.as_ref();
                let actual = sides.map(|sides| bare(&sides.actual)).unwrap_or_default();
                let limit = sides.map(|sides| bare(&sides.limit)).unwrap_or_default();
                let unit = sides.map(|sides| sides.limit.unit.as_str()).unwrap_or_default();
                let margin = sides.and_then(|sides| sides.margin).filter(|margin| margin.is_finite());
                let margin = margin.map(|margin| margin.to_string()).unwrap_or_default();
                let probability = check.probability.map(|share| share.to_string()).unwrap_or_default();
                let text = verdict::sentence(check);
                let (at, passed) = (at.to_string(), check.passed.to_string());
                out.push_str(&line(&[
                    &report.name,
                    &at,
                    &check.name,
                    &check.check,
                    level,
                    &passed,
                    &actual,
                    &limit,
                    unit,
                    &margin,
                    &probability,
                    &text,
                ]));
            }
        }
        out
    }

    fn code(&self, explained: &Explained) -> String {
        // What an example prints is no row.
        let code = explained.code;
        line(&["code", "title", "text"]) + &line(&[&code.code, &code.title, &code.text])
    }

    fn listing(&self, listing: &Listing) -> String {
        let mut out = String::new();
        let mut header: Vec<&str> = Vec::new();
        for part in &listing.parts {
            let keys: Vec<&str> =
                std::iter::once("section").chain(part.columns.iter().map(|column| column.key)).collect();
            if keys != header {
                if !header.is_empty() {
                    out.push_str("\r\n");
                }
                out.push_str(&line(&keys));
                header = keys;
            }
            for row in &part.rows {
                let fields: Vec<String> = row.iter().map(super::listing::Field::shown).collect();
                let fields: Vec<&str> =
                    std::iter::once(part.heading.as_str()).chain(fields.iter().map(String::as_str)).collect();
                out.push_str(&line(&fields));
            }
        }
        out
    }
}

fn rows(table: &str, sections: &[Section]) -> String {
    let mut out = String::new();
    for Section { heading, rows } in sections {
        let section =
            heading.as_ref().map_or_else(|| table.to_owned(), |heading| format!("{table}.{heading}"));
        for Row { name, shown, .. } in rows {
            out.push_str(&value(&section, name, shown));
        }
    }
    out
}

fn value(section: &str, name: &str, shown: &Shown) -> String {
    let [p5, p95] = ends(shown);
    line(&[section, name, &bare(shown), &shown.unit, &p5, &p95, &shown.written.literal()])
}

/// The ends of the 90% interval, if there is one.
fn ends(shown: &Shown) -> [String; 2] {
    let spread = shown.spread.as_ref();
    let end = |of: fn(&Spread) -> f64| spread.map(|spread| of(spread).to_string()).unwrap_or_default();
    [end(|spread| spread.p5), end(|spread| spread.p95)]
}

/// A line of fields; one with a comma, a quote or the end of a line stands in quotes.
fn line(fields: &[&str]) -> String {
    let quoted = |field: &&str| {
        if field.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            (*field).to_owned()
        }
    };
    let fields: Vec<String> = fields.iter().map(quoted).collect();
    format!("{}\r\n", fields.join(","))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn fields_that_would_be_misread_stand_in_quotes() {
        assert_eq!(line(&["a", "", "1 GB"]), "a,,1 GB\r\n");
        assert_eq!(line(&["1,5", "say \"x\"", "two\nlines"]), "\"1,5\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
    }
}
