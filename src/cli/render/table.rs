//! For people: lines and tables that fit the terminal.

mod checks;

use super::super::paint::{self, Paint};
use super::grid::Grid;
use super::listing::{Listing, Part};
use super::{
    Checked, Explained, Options, Render, bare, code, escaped, explanation, histogram, mental, sensitivity,
    wrapped,
};
use napkin::analysis::explain::Explanation;
use napkin::report::{CheckFirst, CheckRow, Report, Row, Section};
use napkin::{Answer, Bars, Evaluation, Shown};
use unicode_width::UnicodeWidthStr;

/// What running text is wrapped at when the output is no terminal.
const TEXT: usize = 80;

/// An input longer than this is not summarised as it was written.
const SHORT: usize = 32;

/// So many columns do not speak for themselves.
const TITLED: usize = 4;

/// How many lines the summary of the inputs may take.
const SUMMARY_LINES: usize = 2;

/// Tables for people.
#[derive(Debug)]
pub struct Table {
    paint: Paint,
    width: Option<usize>,
    quiet: bool,
    inputs: bool,
    sensitivity: bool,
    unicode: bool,
}

impl Table {
    /// Tables as they are wanted.
    pub fn new(options: &Options) -> Table {
        let screen = options.screen;
        Table {
            paint: screen.out,
            width: screen.width,
            quiet: options.quiet,
            inputs: options.inputs,
            sensitivity: options.sensitivity,
            unicode: screen.unicode,
        }
    }

    fn text_width(&self) -> usize {
        self.width.unwrap_or(TEXT)
    }
}

impl Render for Table {
    fn evaluation(&self, evaluation: &Evaluation) -> String {
        let mut answers: Vec<&Answer> =
            evaluation.answers.iter().filter(|answer| answer.name.is_none()).collect();
        let bindings = answers.is_empty();
        if bindings {
            answers = evaluation.answers.iter().collect();
        }
        let mut out = String::new();
        for Answer { name, shown, .. } in answers {
            match name.as_ref().filter(|_| bindings) {
                Some(name) if self.quiet => out.push_str(&format!("{name} ")),
                Some(name) => out.push_str(&format!("{name} = ")),
                None => {}
            }
            if self.quiet {
                out.push_str(&bare(shown));
            } else {
                out.push_str(&shown.written.literal());
                let interval = shown.spread.as_ref().map(|spread| format!("90%: {}", spread.interval));
                let also: Vec<String> = interval.into_iter().chain(shown.written.also.clone()).collect();
                if !also.is_empty() {
                    out.push_str(&self.paint.with(paint::DIM, &format!("  # {}", also.join(" · "))));
                }
            }
            out.push('\n');
            if let (Some(bars), false) = (bars(shown), self.quiet) {
                out.push_str(&format!("  # {}\n", histogram::line(bars, self.unicode)));
            }
        }
        out
    }

    fn model(&self, report: &Report) -> String {
        if self.quiet {
            let rows = report.estimates.iter().flat_map(|section| &section.rows);
            return rows.map(|row| format!("{} {}\n", row.name, bare(&row.shown))).collect();
        }
        let mut out = self.head(report);
        if self.inputs {
            out.push_str(&self.input_tables(&report.inputs));
            out.push('\n');
        }
        if self.sensitivity {
            out.push_str(&self.charts(report));
            return out;
        }
        out.push_str(&self.estimates(&report.estimates));
        out.push_str(&self.check_table(&report.checks));
        if let Some(CheckFirst { input, estimate, share }) = &report.check_first {
            let percent = sensitivity::percent(*share);
            let line = format!(
                "Check first: `{}` explains {percent} of the spread of `{}`.",
                escaped(input),
                escaped(estimate)
            );
            for line in wrapped(&line, self.text_width()) {
                out.push_str(&format!("{line}\n"));
            }
        }
        out
    }

    fn explanation(&self, of: &Explanation) -> String {
        if self.quiet {
            let value = |step: &napkin::analysis::explain::Step| {
                let shown = step.mental.as_ref().map_or(&step.shown, |mental| &mental.shown);
                match &step.name {
                    Some(name) => format!("{name} {}\n", bare(shown)),
                    None => format!("{}\n", bare(shown)),
                }
            };
            return explanation::derived(of).map(value).collect();
        }
        let mut out = String::new();
        if let Some(title) = of.title.as_ref().or(of.model.as_ref()) {
            for line in wrapped(&escaped(title), self.text_width()) {
                out.push_str(&format!("{}\n", self.paint.with(paint::HEADING, &line)));
            }
        }
        for line in of.reading.iter().flat_map(|reading| wrapped(&escaped(reading), self.text_width())) {
            out.push_str(&format!("{}\n", self.paint.with(paint::DIM, &line)));
        }
        for line in of.remarks.iter().flat_map(|remark| wrapped(&escaped(remark), self.text_width())) {
            out.push_str(&format!("{line}\n"));
        }
        let mut given = Grid::new(vec![false, false]);
        let inputs = explanation::inputs(of).rows;
        if !inputs.is_empty() {
            given.heading("INPUTS");
        }
        for row in &inputs {
            let notes = match of.is_mental() {
                // The arithmetic is what is asked for; the medians belong to it.
                true => row.note.iter().filter_map(|note| median_of(note)).collect(),
                false => notes(row),
            };
            given.row(vec![escaped(&row.name), escaped(&row.formula)], notes);
        }
        let steps = if of.is_mental() { mental::text } else { explanation::text };
        let parts = [
            given.render(self.width, self.paint),
            steps(of, self.text_width(), self.paint),
            mental::table(of).render(Some(self.text_width()), self.paint),
        ];
        for part in parts.iter().filter(|part| !part.is_empty()) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(part);
        }
        out
    }

    fn checks(&self, checked: &[Checked]) -> String {
        let mut out = String::new();
        for Checked { report, passed } in checked.iter().filter(|checked| checked.report.is_ok()) {
            let doubtful = |check: &&CheckRow| !check.passed || check.is_close && !self.quiet;
            let failed = report.checks.iter().any(|check| !check.passed);
            if *passed && !failed && !self.quiet {
                let count = report.checks.len();
                let hold = match count {
                    0 => "no checks".to_owned(),
                    1 => "1 check holds".to_owned(),
                    _ => format!("{count} checks hold"),
                };
                let name = escaped(&report.name);
                out.push_str(&format!("{}    {name}  {hold}\n", self.paint.with(paint::GOOD, "ok")));
            }
            for check in report.checks.iter().filter(doubtful) {
                out.push_str(&self.failure(check, report));
            }
            if *passed || report.failures().next().is_some() {
                continue;
            }
            let why = if report.checks.iter().any(|check| check.is_close) {
                "too close to call"
            } else {
                "warnings are denied"
            };
            let status = self.paint.with(paint::BAD, "FAIL");
            out.push_str(&format!("{status}  {}  {why}\n", escaped(&report.name)));
        }
        out
    }

    fn code(&self, explained: &Explained) -> String {
        code::text(explained, self.text_width(), self.paint)
    }

    fn listing(&self, listing: &Listing) -> String {
        let mut out = String::new();
        if !listing.title.is_empty() {
            out.push_str(&self.paint.with(paint::HEADING, &listing.title));
            out.push_str("\n\n");
        }
        let mut parts = listing.parts.as_slice();
        while let Some(first) = parts.first() {
            // Tables with the same columns and nothing between them are aligned as one.
            let alike = |part: &Part| {
                part.columns == first.columns && first.note.is_empty() && first.source.is_empty()
            };
            let count = parts.iter().take_while(|part| alike(part)).count().max(1);
            let (together, rest) = parts.split_at(count);
            out.push_str(&self.parts(first, together));
            parts = rest;
            if !parts.is_empty() {
                out.push('\n');
            }
        }
        let sources = listing.sources();
        if !sources.is_empty() {
            out.push_str(&format!("\n{}\n", self.paint.with(paint::HEADING, "SOURCES")));
        }
        for source in sources {
            for (at, line) in wrapped(source, self.text_width().saturating_sub(6)).iter().enumerate() {
                let indent = if at == 0 { 2 } else { 6 };
                out.push_str(&format!("{:indent$}{}\n", "", self.paint.with(paint::DIM, line)));
            }
        }
        if !listing.end.is_empty() {
            out.push('\n');
            for line in wrapped(&listing.end, self.text_width()) {
                out.push_str(&format!("{line}\n"));
            }
        }
        out
    }
}

impl Table {
    /// The title with the summary, remarks, and what is assumed.
    fn head(&self, report: &Report) -> String {
        let title = report.title.as_deref().unwrap_or(&report.name);
        let first = match &report.summary {
            Some(summary) => format!("{title} · {summary}"),
            None => title.to_owned(),
        };
        let mut out = String::new();
        for line in wrapped(&escaped(&first), self.text_width()) {
            out.push_str(&self.paint.with(paint::HEADING, &line));
            out.push('\n');
        }
        if !self.inputs {
            for line in self.assumptions(&report.inputs) {
                out.push_str(&self.paint.with(paint::DIM, &line));
                out.push('\n');
            }
        }
        if let Some(reading) = &report.reading {
            for line in wrapped(&escaped(reading), self.text_width()) {
                out.push_str(&format!("{}\n", self.paint.with(paint::DIM, &line)));
            }
        }
        for remark in &report.remarks {
            for line in wrapped(&escaped(remark), self.text_width()) {
                out.push_str(&line);
                out.push('\n');
            }
        }
        out.push('\n');
        out
    }

    /// What each input does to each estimate.
    fn charts(&self, report: &Report) -> String {
        let mut out = String::new();
        if report.sensitivity.is_empty() {
            return "Nothing about it is uncertain: no range is behind it.\n".to_owned();
        }
        for line in wrapped(sensitivity::LEGEND, self.text_width()) {
            out.push_str(&format!("{}\n", self.paint.with(paint::DIM, &line)));
        }
        for of in &report.sensitivity {
            out.push('\n');
            out.push_str(&sensitivity::chart(of, self.text_width(), self.unicode, self.paint));
        }
        out
    }

    /// The first inputs, as many as fit, those that `--set` gave before all others.
    fn assumptions(&self, sections: &[Section]) -> Vec<String> {
        let rows = || sections.iter().flat_map(|section| &section.rows);
        let mut texts: Vec<String> = rows().filter(|row| row.set).map(assumption).collect();
        texts.extend(rows().filter(|row| !row.set).map(assumption));
        if texts.is_empty() {
            return Vec::new();
        }
        let width = self.text_width();
        let mut lines = vec!["Assuming".to_owned()];
        let mut length = "Assuming".len();
        let mut shown = 0;
        for text in &texts {
            let left = texts.len() - shown - 1;
            // What must still fit behind it on the last line.
            let tail = if left > 0 { format!(" · {left} more (--inputs)").width() } else { 0 };
            let size = text.width() + if shown == 0 { 1 } else { 3 };
            let last = lines.len() == SUMMARY_LINES;
            if length + size + if last { tail } else { 2 } > width {
                if last {
                    break;
                }
                if let Some(line) = lines.last_mut() {
                    line.push_str(" ·");
                }
                lines.push(format!("  {text}"));
                length = text.width() + 2;
            } else if let Some(line) = lines.last_mut() {
                line.push_str(if shown == 0 { " " } else { " · " });
                line.push_str(text);
                length += size;
            }
            shown += 1;
        }
        let left = texts.len() - shown;
        if left > 0
            && let Some(line) = lines.last_mut()
        {
            line.push_str(&format!(" · {left} more (--inputs)"));
        }
        lines
    }

    fn input_tables(&self, sections: &[Section]) -> String {
        let mut grid = Grid::new(vec![false, false, false]);
        for section in sections.iter().filter(|section| !section.rows.is_empty()) {
            grid.heading(match &section.heading {
                Some(heading) => format!("INPUTS: {}", heading_of(heading)),
                None => "INPUTS".to_owned(),
            });
            for row in &section.rows {
                let written = escaped(row.formula.trim());
                let value = row.shown.written.literal();
                let computed = match &row.shown.spread {
                    Some(_) if written == value => String::new(),
                    Some(_) => format!("median {value}"),
                    None if is_computed(&written) => format!("= {value}"),
                    None => String::new(),
                };
                grid.row(vec![escaped(&row.name), written, computed], notes(row));
            }
        }
        grid.render(self.width, self.paint)
    }

    fn estimates(&self, sections: &[Section]) -> String {
        let rows = || sections.iter().flat_map(|section| &section.rows);
        let also = rows().any(|row| row.shown.written.also.is_some());
        let uncertain = rows().any(|row| row.shown.spread.is_some());
        let mut numbers = vec![false, true, false];
        numbers.extend([uncertain, also].iter().filter(|wanted| **wanted).map(|_| false));
        let mut grid = Grid::new(numbers);
        let mut titles = uncertain;
        for section in sections.iter().filter(|section| !section.rows.is_empty()) {
            let heading = section.heading.as_deref().map_or_else(|| "ESTIMATES".to_owned(), heading_of);
            if std::mem::take(&mut titles) {
                grid.headed(vec![heading, "median".to_owned(), String::new(), "90% interval".to_owned()]);
            } else {
                grid.heading(heading);
            }
            for row in &section.rows {
                let Shown { written, spread, .. } = &row.shown;
                let number = format!("{}{}", written.sign, written.number);
                let (number, unit) = match written.unit.as_str() {
                    "%" => (format!("{number}%"), ""),
                    unit => (number, unit.trim_start()),
                };
                let mut cells = vec![escaped(&row.name), number, unit.to_owned()];
                if uncertain {
                    cells.push(
                        spread.as_ref().map_or_else(String::new, |spread| spread.interval.range.clone()),
                    );
                }
                if also {
                    cells.push(written.also.clone().unwrap_or_default());
                }
                let mut notes = notes(row);
                notes.extend(bars(&row.shown).map(|bars| histogram::line(bars, self.unicode)));
                grid.row(cells, notes);
            }
        }
        grid.render(self.width, self.paint)
    }

    fn parts(&self, first: &Part, parts: &[Part]) -> String {
        let shown = |note: bool| {
            let columns = first.columns.iter().enumerate();
            columns.filter(move |(_, column)| column.note == note && !column.title.is_empty())
        };
        let mut grid = Grid::new(shown(false).map(|(_, column)| column.number).collect());
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                grid.heading("");
            }
            if !part.heading.is_empty() {
                grid.heading(part.heading.to_uppercase());
            }
            let numbers = part.rows.len() > 1 && part.columns.iter().any(|column| column.number);
            if numbers || shown(false).count() >= TITLED {
                grid.titles(shown(false).map(|(_, column)| column.title.to_owned()).collect());
            }
            for row in &part.rows {
                let fields =
                    |note| shown(note).filter_map(|(at, _)| row.get(at)).map(|field| escaped(&field.shown()));
                let notes: Vec<String> = fields(true).filter(|note| !note.is_empty()).collect();
                grid.row(fields(false).collect(), vec![notes.join(" · ")]);
            }
        }
        // Lists are read on screens, whatever they go through.
        let width = Some(self.text_width());
        let mut out = grid.render(width, self.paint);
        for text in [&first.note, &first.source].into_iter().filter(|text| !text.is_empty()) {
            for line in wrapped(text, self.text_width().saturating_sub(2)) {
                out.push_str(&format!("  {}\n", self.paint.with(paint::DIM, &line)));
            }
        }
        out
    }
}

/// An input in a few words: as it was written, if that is short.
fn assumption(row: &Row) -> String {
    let written = escaped(row.formula.trim());
    // A range is shown as it was written: its median alone would hide that it is one.
    let as_written = row.shown.spread.is_some() || !is_computed(&written);
    let value = if written.width() <= SHORT && as_written { written } else { row.shown.written.literal() };
    format!("{} {value}{}", escaped(&row.name), if row.set { " (set)" } else { "" })
}

/// Whether more than a literal was written.
fn is_computed(written: &str) -> bool {
    [" * ", " / ", " + ", " - ", "("].iter().any(|operator| written.contains(operator))
}

fn notes(row: &Row) -> Vec<String> {
    let mut notes = Vec::new();
    if row.set {
        notes.push("set".to_owned());
    }
    notes.extend(row.note.as_deref().map(escaped));
    notes.extend(row.source.as_deref().map(|source| format!("source: {}", escaped(source))));
    notes
}

/// The histogram of a value, if it has one.
fn bars(shown: &Shown) -> Option<&Bars> {
    shown.spread.as_ref().and_then(|spread| spread.histogram.as_ref())
}

fn heading_of(heading: &str) -> String {
    escaped(heading).replace('_', " ").to_uppercase()
}

/// What an input's note says of its median.
fn median_of(note: &str) -> Option<String> {
    let first = note.split("; ").next().filter(|first| first.starts_with("median "))?;
    Some(escaped(first))
}
