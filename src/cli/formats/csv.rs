//! CSV: a header line, then a line per result, as RFC 4180 defines it.

use super::document::Document;
use super::format::{Format, View};
use super::value::bare;
use super::{sensitivity, verdict};
use napkin::explain::Explanation;
use napkin::report::check::Checked;
use napkin::report::code::ExplainedCode;
use napkin::report::listing::{Field, Listing, formulas};
use napkin::report::sweep::Swept;
use napkin::report::words;
use napkin::report::{Influence, Report, Row, Section, Sensitivity};
use napkin::text::escape::escaped_lines;
use napkin::{Evaluation, Shown, Spread};

/// Lines for spreadsheets.
#[derive(Debug)]
pub struct Csv;

/// The columns of values.
const HEADER: [&str; 7] = ["section", "name", "value", "unit", "p5", "p95", "text"];

/// The columns of values in the course of time.
const PROJECTED: [&str; 9] = ["section", "period", "seconds", "name", "value", "unit", "p5", "p95", "text"];

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "For spreadsheets"
    }

    fn title(&self) -> &'static str {
        "CSV"
    }

    fn has_probabilities(&self) -> bool {
        true
    }

    fn write(&self, document: &Document, view: &View) -> String {
        match document {
            Document::Evaluation(evaluation) => values(evaluation),
            Document::Report(of) if !of.columns.is_empty() => {
                line(&[&["scenario"], HEADER.as_slice()].concat()) + &scenarios(of, view.detail.inputs, &[])
            }
            Document::Report(of) => line(&HEADER) + &report(of, view.detail.inputs, &[]),
            Document::Reports(of) if of.iter().any(|each| !each.columns.is_empty()) => {
                let rows = of.iter().map(|each| scenarios(each, view.detail.inputs, &[&each.name]));
                line(&[&["model", "scenario"], HEADER.as_slice()].concat()) + &rows.collect::<String>()
            }
            Document::Reports(of) => {
                let rows = of.iter().map(|each| report(each, view.detail.inputs, &[&each.name]));
                line(&[&["model"], HEADER.as_slice()].concat()) + &rows.collect::<String>()
            }
            Document::Checks(of) => checks(&of.models),
            Document::Swept(of) => swept(of),
            Document::Projection(of) => {
                let lines = super::projection::rows(of);
                let lines = lines.iter().map(|row| line(&row.each_ref().map(String::as_str)));
                line(&PROJECTED) + &lines.collect::<String>()
            }
            Document::Explanation(explanation) => steps(explanation),
            Document::Code(explained) => code(explained),
            Document::Listing(of) => listing(of),
            Document::Formula(formula) => listing(&formulas::one(formula)),
            // These are refused before a command runs.
            Document::Review(_)
            | Document::Diffs(_)
            | Document::Practice(_)
            | Document::Interview(_)
            | Document::Solved(_) => String::new(),
            Document::Preset(preset) => preset.text.to_owned(),
            Document::Text(text) => text.clone(),
        }
    }
}

fn values(evaluation: &Evaluation) -> String {
    let mut out = line(&HEADER);
    for answer in &evaluation.answers {
        let name = answer.name.as_deref().unwrap_or_default();
        match &answer.against {
            Some(of) => {
                let text = format!("{}  {}", of.sides(), of.verdict());
                out.push_str(&line(&["", name, &bare(&answer.shown), "", "", "", &text]));
            }
            None => out.push_str(&value(&[], ["", name], &answer.shown)),
        }
    }
    out
}

/// Writes the rows of a report, each with some fields before it.
fn report(report: &Report, inputs: bool, lead: &[&str]) -> String {
    let mut out = String::new();
    let line = |fields: &[&str]| line(&[lead, fields].concat());
    if inputs || report.is_part {
        out.push_str(&rows("inputs", &report.inputs, lead));
    }
    out.push_str(&rows("estimates", &report.estimates, lead));
    for table in &report.tables {
        let section = format!("tables.{}", table.name);
        for row in &table.rows {
            for (cell, column) in row.cells.iter().zip(&table.columns) {
                if let Some(shown) = &cell.shown {
                    let name = format!("{}.{}", row.name, column.name);
                    out.push_str(&value(lead, [&section, &name], shown));
                }
            }
        }
    }
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

/// Writes the rows of a report in every scenario.
fn scenarios(of: &Report, inputs: bool, lead: &[&str]) -> String {
    let mut out = String::new();
    let only = |scenario: Option<&str>| {
        let mut rows = of.checks.clone();
        rows.retain(|check| check.scenario.as_deref() == scenario);
        rows
    };
    let base = Report { columns: Vec::new(), checks: only(None), ..of.clone() };
    out.push_str(&report(&base, inputs, &[lead, &["base"]].concat()));
    for column in &of.columns {
        let own = Report {
            inputs: column.inputs.clone(),
            estimates: column.estimates.clone(),
            checks: only(Some(&column.scenario)),
            ..Report::default()
        };
        out.push_str(&report(&own, inputs, &[lead, &[column.scenario.as_str()]].concat()));
    }
    out
}

/// Writes a line for each estimate and each check of each point, the values of the inputs before it.
fn swept(of: &Swept) -> String {
    let names: Vec<&str> = of.axes.iter().map(|(name, _)| name.as_str()).collect();
    let mut out = line(&[names.as_slice(), HEADER.as_slice()].concat());
    for point in &of.points {
        let lead: Vec<&str> = (0..names.len()).map(|axis| of.text(point, axis)).collect();
        for (name, shown) in of.shown.iter().zip(&point.values) {
            out.push_str(&match shown {
                Some(shown) => value(&lead, ["estimates", name], shown),
                None => line(&[lead.as_slice(), &["estimates", name, "", "", "", "", ""]].concat()),
            });
        }
        for (name, holds) in of.checks.iter().zip(&point.checks) {
            let holds = holds.map(|holds| holds.to_string()).unwrap_or_default();
            out.push_str(&line(&[lead.as_slice(), &["checks", name, &holds, "", "", "", ""]].concat()));
        }
    }
    out
}

fn steps(explanation: &Explanation) -> String {
    let is_mental = explanation.is_mental();
    let mut titles =
        vec!["kind", "name", "formula", "substituted", "arithmetic", "value", "unit", "p5", "p95", "text"];
    if is_mental {
        titles.extend(["mental_value", "mental_text", "error"]);
    }
    let mut out = line(&titles);
    for step in &explanation.steps {
        let kind = words::step(step.kind);
        let name = step.name.as_deref().unwrap_or_default();
        let [p5, p95] = ends(&step.shown);
        let text = step.shown.written.literal();
        let (value, unit) = (bare(&step.shown), &step.shown.unit);
        let arithmetic = step.arithmetic.as_ref().map(|of| of.written.literal()).unwrap_or_default();
        let mut cells =
            vec![kind, name, &step.formula, &step.substituted, &arithmetic, &value, unit, &p5, &p95, &text];
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

fn checks(checked: &[Checked]) -> String {
    let has_scenarios = checked.iter().any(|one| one.report.checks.iter().any(|row| row.scenario.is_some()));
    let scenario = |name: &'static str| has_scenarios.then_some(name);
    let mut titles = vec![
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
    ];
    titles.extend(scenario("scenario"));
    let mut out = line(&titles);
    for Checked { report, .. } in checked {
        for check in &report.checks {
            let (at, _) = report.sources.line_column(check.span);
            let sides = check.comparison.as_ref();
            let actual = sides.map(|sides| bare(&sides.actual)).unwrap_or_default();
            let limit = sides.map(|sides| bare(&sides.limit)).unwrap_or_default();
            let unit = sides.map(|sides| sides.limit.unit.as_str()).unwrap_or_default();
            let margin = sides.and_then(|sides| sides.margin).filter(|margin| margin.is_finite());
            let margin = margin.map(|margin| margin.to_string()).unwrap_or_default();
            let probability = check.probability.map(|share| share.to_string()).unwrap_or_default();
            let text = verdict::sentence(check);
            let passed = check.passed.to_string();
            // A check of a model that this one extends is on a line of that.
            let at = match report.sources.get(check.span.source) {
                Some(source) if source.name != report.name => format!("{}:{at}", source.name),
                _ => at.to_string(),
            };
            let mut cells: Vec<&str> = vec![
                &report.name,
                &at,
                &check.name,
                &check.check,
                words::level(check.level),
                &passed,
                &actual,
                &limit,
                unit,
                &margin,
                &probability,
                &text,
            ];
            cells.extend(has_scenarios.then(|| check.scenario.as_deref().unwrap_or("base")));
            out.push_str(&line(&cells));
        }
    }
    out.push_str(&measured(checked));
    out
}

/// Writes what was measured below the checks, with titles of its own.
fn measured(checked: &[Checked]) -> String {
    if checked.iter().all(|checked| checked.report.measured.is_empty()) {
        return String::new();
    }
    let titles = [
        "model",
        "file",
        "line",
        "name",
        "predicted",
        "p5",
        "p95",
        "measured",
        "unit",
        "fit",
        "factor",
        "text",
    ];
    let mut out = format!("\r\n{}", line(&titles));
    for Checked { report, .. } in checked {
        for one in &report.measured {
            let (at, _) = report.sources.line_column(one.span);
            let file = report.sources.get(one.span.source).map_or("", |source| source.name.as_str());
            let [p5, p95] = ends(&one.predicted);
            let factor = one.factor.map(|factor| factor.to_string()).unwrap_or_default();
            out.push_str(&line(&[
                &report.name,
                file,
                &at.to_string(),
                &one.name,
                &bare(&one.predicted),
                &p5,
                &p95,
                &bare(&one.actual),
                &one.predicted.unit,
                one.fit.words(),
                &factor,
                &one.sentence(),
            ]));
        }
    }
    out
}

/// Writes a code without its examples, whose output does not fit into a row.
fn code(explained: &ExplainedCode) -> String {
    let code = explained.code;
    line(&["code", "title", "text"]) + &line(&[&code.code, &code.title, &code.text])
}

fn listing(listing: &Listing) -> String {
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
            let fields: Vec<String> = row.iter().map(Field::shown).collect();
            let fields: Vec<&str> =
                std::iter::once(part.heading.as_str()).chain(fields.iter().map(String::as_str)).collect();
            out.push_str(&line(&fields));
        }
    }
    out
}

fn rows(table: &str, sections: &[Section], lead: &[&str]) -> String {
    let mut out = String::new();
    for Section { heading, rows } in sections {
        let section =
            heading.as_ref().map_or_else(|| table.to_owned(), |heading| format!("{table}.{heading}"));
        for Row { name, shown, .. } in rows {
            out.push_str(&value(lead, [&section, name], shown));
        }
    }
    out
}

fn value(lead: &[&str], [section, name]: [&str; 2], shown: &Shown) -> String {
    let [p5, p95] = ends(shown);
    let fields = [section, name, &bare(shown), &shown.unit, &p5, &p95, &shown.written.literal()];
    line(&[lead, &fields].concat())
}

/// Writes the ends of the 90% interval; empty if there is none.
fn ends(shown: &Shown) -> [String; 2] {
    let spread = shown.spread.as_ref();
    let end = |of: fn(&Spread) -> f64| spread.map(|spread| of(spread).to_string()).unwrap_or_default();
    [end(|spread| spread.p5), end(|spread| spread.p95)]
}

/// Writes a line of fields. A field with a comma, a quote or a line ending is quoted.
fn line(fields: &[&str]) -> String {
    let quoted = |field: &&str| {
        let text = escaped_lines(&field.replace("\r\n", "\n")).into_owned();
        let text = if is_formula(&text) { format!("'{text}") } else { text };
        // Where a comma is a decimal point, a semicolon separates fields.
        if text.contains([',', ';', '"', '\n', '\t']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let fields: Vec<String> = fields.iter().map(quoted).collect();
    format!("{}\r\n", fields.join(","))
}

/// Whether a spreadsheet would compute a text. A number with a sign stays a number.
fn is_formula(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
        && text.parse::<f64>().is_ok();
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) && !is_number
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn text_that_a_spreadsheet_would_compute_begins_with_an_apostrophe() {
        assert_eq!(line(&["-5", "+1.5e-7", "=A1", "-5 GB"]), "-5,+1.5e-7,'=A1,'-5 GB\r\n");
        assert_eq!(line(&["@x", "\tx", "-", "-inf", "a=b"]), "'@x,\"'\tx\",'-,'-inf,a=b\r\n");
        assert_eq!(line(&["a;=b", "＝1"]), "\"a;=b\",'＝1\r\n");
    }

    #[test]
    fn ambiguous_fields_are_quoted() {
        assert_eq!(line(&["a", "", "1 GB"]), "a,,1 GB\r\n");
        assert_eq!(line(&["1,5", "say \"x\"", "two\nlines"]), "\"1,5\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
    }
}
