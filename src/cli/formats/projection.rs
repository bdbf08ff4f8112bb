//! A model in the course of time: a table with charts for people, Markdown, and lines for spreadsheets.

use super::chart::{self, Chart};
use super::format::View;
use super::grid::Grid;
use super::inert::{code, inline, text};
use super::value::bare;
use super::wrap::wrapped;
use crate::cli::paint;
use napkin::Shown;
use napkin::report::Level;
use napkin::report::projection::{Course, Outlook, Projection};
use napkin::text::escape::escaped;

/// Writes the estimates at each period, how long the checks hold, and a chart of each.
pub fn table(of: &Projection, view: &View) -> String {
    let paint = view.paint();
    let mut out = String::new();
    if !view.detail.quiet {
        let title = escaped(of.title.as_deref().unwrap_or(&of.name));
        out.push_str(&format!("{}\n", paint.with(paint::HEADING, &title)));
        for remark in &of.remarks {
            for line in wrapped(&escaped(remark), view.text_width()) {
                out.push_str(&format!("{line}\n"));
            }
        }
        out.push('\n');
    }
    let (still, moving): (Vec<&Course>, Vec<&Course>) =
        of.estimates.iter().partition(|course| course.is_still);
    let mut rest = moving.as_slice();
    while !rest.is_empty() {
        // As many beside each other as there is room for.
        let fits = |count: usize| grid(of, rest.get(..count).unwrap_or_default()).fits(view.text_width());
        let count = (1..=rest.len()).rev().find(|count| fits(*count)).unwrap_or(1);
        let (these, others) = rest.split_at(count);
        out.push_str(&grid(of, these).render(view.screen.width, paint));
        if !others.is_empty() {
            out.push('\n');
        }
        rest = others;
    }
    if !still.is_empty() {
        out.push_str(&format!("{}\n", paint.with(paint::HEADING, "AT ALL TIMES")));
        let mut grid = Grid::new(vec![false, true, false]);
        for course in still {
            let shown = course.values.first().and_then(Option::as_ref);
            let [value, interval] = [shown.map(|shown| shown.written.literal()), shown.map(interval)];
            let cells = [escaped(&course.name), value.unwrap_or_default(), interval.unwrap_or_default()];
            grid.row(cells.to_vec(), Vec::new());
        }
        out.push_str(&grid.render(view.screen.width, paint));
    }
    if of.checks.is_empty() || view.detail.quiet {
        return out;
    }
    out.push_str(&format!("{}\n", paint.with(paint::HEADING, "CHECKS")));
    let width = of.checks.iter().map(|check| check.name.chars().count()).max().unwrap_or_default();
    for check in &of.checks {
        let (word, style) = status(check);
        let blanks = " ".repeat(4 - word.len());
        let indent = " ".repeat(10 + width);
        let name = escaped(&check.name);
        let mut before = format!("  {}{blanks}  {name:width$}  ", paint.with(style, word));
        let room = view.text_width().saturating_sub(width + 10).max(20);
        for line in
            wrapped(&escaped(&check.check), room).iter().chain(&wrapped(&escaped(&check.sentence()), room))
        {
            out.push_str(&format!("{before}{line}\n"));
            before.clone_from(&indent);
        }
    }
    if !view.detail.plain {
        out.extend(of.checks.iter().map(|check| charted(of, check, view)));
    }
    out
}

fn status(check: &Outlook) -> (&'static str, anstyle::Style) {
    match (check.fails.is_empty(), check.level) {
        (true, _) => ("ok", paint::GOOD),
        (false, Level::Warn) => ("WARN", paint::WARN),
        (false, Level::Error) => ("FAIL", paint::BAD),
    }
}

fn grid(of: &Projection, courses: &[&Course]) -> Grid {
    let is_uncertain = |course: &Course| {
        course.values.iter().chain([&course.total]).flatten().any(|shown| shown.spread.is_some())
    };
    let mut numbers = vec![false];
    let mut titles = vec![String::new()];
    for course in courses {
        numbers.push(true);
        titles.push(escaped(&course.name));
        if is_uncertain(course) {
            numbers.push(false);
            titles.push("90%".to_owned());
        }
    }
    let mut grid = Grid::new(numbers).styled(vec![paint::DIM]);
    grid.titles(titles);
    let row = |label: &str, values: &dyn Fn(&Course) -> Option<Shown>| {
        let mut cells = vec![label.to_owned()];
        for course in courses {
            let shown = values(course);
            cells.push(shown.as_ref().map_or_else(|| "–".to_owned(), |shown| shown.written.literal()));
            if is_uncertain(course) {
                cells.push(shown.as_ref().map(interval).unwrap_or_default());
            }
        }
        cells
    };
    for (at, period) in of.periods.iter().enumerate() {
        grid.row(row(&period.label, &|course| course.values.get(at).cloned().flatten()), Vec::new());
    }
    if courses.iter().any(|course| course.total.is_some()) {
        let mut cells = row("total", &|course| course.total.clone());
        for cell in cells.iter_mut().filter(|cell| *cell == "–") {
            cell.clear();
        }
        grid.row(cells, Vec::new());
    }
    grid
}

fn interval(shown: &Shown) -> String {
    shown.spread.as_ref().map(|spread| spread.interval.to_string()).unwrap_or_default()
}

/// Draws the two sides of a check.
fn charted(of: &Projection, check: &Outlook, view: &View) -> String {
    let first = of.periods.first().map_or("today", |period| period.label.as_str());
    let [low, high] = &check.ends;
    let chart = Chart {
        points: &check.chart,
        ends: [low.as_str(), high.as_str()],
        labels: [first, &check.until.label],
    };
    let lines = chart::draw(&chart, view.text_width().min(76) - 2, view.screen.unicode);
    if lines.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "\n{}  {}\n",
        view.paint().with(paint::HEADING, &escaped(&check.name)),
        escaped(&check.check)
    );
    for line in lines {
        out.push_str(&format!("  {line}\n"));
    }
    out
}

/// Writes a table of the estimates and one of the checks.
pub fn markdown(of: &Projection) -> String {
    let mut out = format!("# {}\n", text(of.title.as_deref().unwrap_or(&of.name)));
    for remark in &of.remarks {
        out.push_str(&format!("\n{}\n", text(remark)));
    }
    let names: Vec<String> = of.estimates.iter().map(|course| code(&course.name)).collect();
    out.push_str(&format!("\n| | {} |\n|---|{}\n", names.join(" | "), "---:|".repeat(names.len())));
    let cell = |shown: Option<&Shown>| match shown {
        None => String::new(),
        Some(shown) => match interval(shown).as_str() {
            "" => inline(&shown.written.literal()),
            interval => inline(&format!("{} ({interval})", shown.written.literal())),
        },
    };
    for (at, period) in of.periods.iter().enumerate() {
        let cells = of.estimates.iter().map(|course| cell(course.values.get(at).and_then(Option::as_ref)));
        out.push_str(&format!("| {} | {} |\n", inline(&period.label), cells.collect::<Vec<_>>().join(" | ")));
    }
    if of.estimates.iter().any(|course| course.total.is_some()) {
        let cells = of.estimates.iter().map(|course| cell(course.total.as_ref()));
        out.push_str(&format!("| total | {} |\n", cells.collect::<Vec<_>>().join(" | ")));
    }
    if !of.checks.is_empty() {
        out.push_str("\n| | check | condition | |\n|---|---|---|---|\n");
    }
    for check in &of.checks {
        let cells = [status(check).0, &code(&check.name), &code(&check.check), &inline(&check.sentence())];
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out
}

/// Returns the rows of a spreadsheet: an estimate at a period each, then the checks.
pub fn rows(of: &Projection) -> Vec<[String; 9]> {
    let mut rows = Vec::new();
    let row = |[section, period, name]: [&str; 3], seconds: String, shown: &Shown| {
        let spread = shown.spread.as_ref();
        let [p5, p95] = [spread.map(|spread| spread.p5), spread.map(|spread| spread.p95)]
            .map(|end| end.map(|end| end.to_string()).unwrap_or_default());
        let texts = [section, period].map(str::to_owned);
        let [section, period] = texts;
        let text = String::new();
        [section, period, seconds, name.to_owned(), bare(shown), shown.unit.clone(), p5, p95, text]
    };
    for (at, period) in of.periods.iter().enumerate() {
        for course in &of.estimates {
            if let Some(Some(shown)) = course.values.get(at) {
                let seconds = period.seconds.to_string();
                rows.push(row(["estimates", &period.label, &course.name], seconds, shown));
            }
        }
    }
    for course in &of.estimates {
        if let Some(shown) = &course.total {
            rows.push(row(["totals", "", &course.name], String::new(), shown));
        }
    }
    for check in &of.checks {
        let (holds, none) = (check.fails.is_empty().to_string(), String::new);
        let section = "checks".to_owned();
        let name = check.name.clone();
        rows.push([section, none(), none(), name, holds, none(), none(), none(), check.sentence()]);
    }
    rows
}
