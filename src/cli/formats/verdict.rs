//! The result of a check in words.

use super::diff::percent as change;
use super::sensitivity::percent;
use napkin::report::brief::{Brief, rounded as in_short};
use napkin::report::rise::Rise;
use napkin::report::{CheckFirst, CheckRow, Comparison, Expected, Level};
use napkin::text::escape::escaped;

/// Maximum number of failed checks that a brief report describes.
const FAILED: usize = 2;

/// Returns the status of a check: `ok`, `WARN` or `FAIL`.
pub fn status(check: &CheckRow) -> &'static str {
    match (check.passed, check.level) {
        (true, _) => "ok",
        (false, Level::Warn) => "WARN",
        (false, Level::Error) => "FAIL",
    }
}

/// Returns why a check that fails is there.
pub fn note_of(check: &CheckRow) -> Option<&str> {
    check.note.as_deref().filter(|_| !check.passed)
}

/// Describes the result of a check: `is 1604 servers, 7% over`.
pub fn sentence(check: &CheckRow) -> String {
    const CLOSE: &str = ", within the sampling error";
    if let Some(rise) = &check.rise {
        return risen(rise);
    }
    let failing = failing(check);
    let Some(comparison) = &check.comparison else {
        let close = if check.is_close { CLOSE } else { "" };
        let fails = check.ahead.as_ref().and_then(|ahead| ahead.fails.as_ref());
        let when = fails.map(|period| format!(" {}", period.when())).unwrap_or_default();
        return format!("is {}{when}{failing}{close}{}", check.passed, ahead(check));
    };
    let written = &comparison.actual.written;
    // A limit in bits is compared with bits, so that nobody has to multiply bytes by eight.
    let forms = written.also.as_deref().filter(|_| check.check.contains("bit/s"));
    let in_bits = forms.and_then(|forms| forms.split(", ").find(|form| form.ends_with("bit/s")));
    let mut sentence = format!("is {}", in_bits.map_or_else(|| written.literal(), str::to_owned));
    let fails = check.ahead.as_ref().and_then(|ahead| ahead.fails.as_ref());
    if let Some(period) = fails {
        sentence.push_str(&format!(" {}", period.when()));
    }
    if let Some(apart) = &check.apart {
        match apart.sentence() {
            _ if check.expects && check.passed => sentence.push_str(", as expected"),
            apart if apart.is_empty() => {}
            apart => sentence.push_str(&format!(", {apart}")),
        }
    }
    if let Some(distance) = distance(check, comparison) {
        sentence.push_str(&format!(", {distance}"));
    }
    sentence.push_str(&failing);
    if check.is_close {
        sentence.push_str(CLOSE);
    }
    sentence.push_str(&ahead(check));
    sentence
}

/// Describes how far an estimate rose: `$3.2M → $4.5M/month, +41% (users +48%, blob -8%)`.
fn risen(rise: &Rise) -> String {
    let Some(text) = &rise.text else { return "does not move".to_owned() };
    let by = rise.by.map(|by| format!(", {}", exact(by))).unwrap_or_default();
    let mut parts: Vec<String> = rise
        .parts
        .iter()
        .take(PARTS)
        .map(|part| format!("{} {}", escaped(&part.name), change(part.change)))
        .collect();
    if let Some(more) = rise.parts.len().checked_sub(PARTS).filter(|more| *more > 0) {
        parts.push(format!("{more} more"));
    }
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    format!("{}{by}{parts}", escaped(text))
}

/// Writes a change to a tenth of a percent, since it stands beside its limit.
fn exact(by: f64) -> String {
    match by.abs() {
        size if (0.0995..9.0).contains(&size) => {
            let text = format!("{:+.1}", by * 100.0);
            format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
        }
        _ => change(by),
    }
}

/// Maximum number of changes that are named behind a rise.
const PARTS: usize = 3;

/// Says how a check goes on that holds today: `, holds for 6 months`, `; order now`.
fn ahead(check: &CheckRow) -> String {
    let Some(ahead) = &check.ahead else { return String::new() };
    let holds = match ahead.fails {
        Some(_) => String::new(),
        None => format!(", holds for {}", ahead.until),
    };
    let order = ahead.order.as_ref().map(|order| format!("; {}", order.words()));
    format!("{holds}{}", order.unwrap_or_default())
}

/// Maximum number of rows that are named.
const ROWS: usize = 4;

/// Names the row that decides a condition on all rows of a table, and the rows in which it does not hold.
fn failing(check: &CheckRow) -> String {
    let Some(worst) = &check.worst else { return String::new() };
    let named: Vec<String> = worst.failing.iter().take(ROWS).map(|row| escaped(row)).collect();
    let more = worst.failing.len() - named.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    match (named.as_slice(), &check.comparison) {
        ([], None) => String::new(),
        ([], Some(_)) => format!(" in {}", escaped(&worst.row)),
        ([one], Some(_)) if *one == escaped(&worst.row) => format!(" in {one}"),
        (_, Some(_)) => format!(" in {}; fails in {}{more}", escaped(&worst.row), named.join(", ")),
        (_, None) => format!(" in {}{more}", named.join(", ")),
    }
}

/// Summarizes the checks and the assumption to check first, a sentence each; names and other text are put in by two
/// functions, as the format needs them.
pub fn brief(
    of: &Brief,
    first: Option<&CheckFirst>,
    name: &dyn Fn(&str) -> String,
    text: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let failed = of.failed.iter().take(FAILED);
    let mut checks: Vec<String> = failed
        .map(|check| {
            format!("{} {}: {}", status(check), name(&check.name), text(&in_short(&sentence(check))))
        })
        .collect();
    if of.failed.len() > FAILED {
        checks.push(match of.failed.len() - FAILED {
            1 => "1 more fails".to_owned(),
            more => format!("{more} more fail"),
        });
    }
    let holds = if of.hold == 1 { "holds" } else { "hold" };
    match of.nearest {
        Some(check) => {
            let spare =
                check.comparison.as_ref().and_then(|sides| distance(check, sides)).unwrap_or_default();
            let near = if of.hold == 1 { "" } else { "nearest " };
            let spare = text(&in_short(&spare));
            checks.push(format!("{} {holds}, {near}{} with {spare}", of.hold, name(&check.name)));
        }
        None if of.hold > 0 => checks.push(format!("{} {holds}", of.hold)),
        None => {}
    }
    let checks = (!checks.is_empty()).then(|| format!("Checks: {}.", checks.join("; ")));
    let first = first.map(|first| {
        let CheckFirst { estimate, share, .. } = first;
        format!(
            "Check first: {}, {} of the spread of {}.",
            inputs(first, name),
            of_each(first, *share),
            name(estimate)
        )
    });
    checks.into_iter().chain(first).collect()
}

/// Names the inputs to check first: `reads`, or `reads` and `peak_factor`.
fn inputs(first: &CheckFirst, name: &dyn Fn(&str) -> String) -> String {
    let all: Vec<String> = [&first.input].into_iter().chain(&first.others).map(|input| name(input)).collect();
    match all.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn of_each(first: &CheckFirst, share: f64) -> String {
    match first.others.is_empty() {
        true => percent(share),
        false => format!("about {} each", percent(share)),
    }
}

/// Says which assumption to check first: `reads` explains 81% of the spread of `app_servers`.
pub fn check_first(first: &CheckFirst, name: &dyn Fn(&str) -> String) -> String {
    let explain = if first.others.is_empty() { "explains" } else { "explain" };
    let share = of_each(first, first.share);
    format!(
        "Check first: {} {explain} {share} of the spread of {}.",
        inputs(first, name),
        name(&first.estimate)
    )
}

/// Says how an estimate is off what is expected of it: `as expected: 302 MB/day`.
pub fn expected(expected: &Expected) -> String {
    let source = expected.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
    let text = format!("{}{source}", expected.text);
    escaped(&match expected.apart.holds {
        true => format!("as expected: {text}"),
        false => format!("expected {text}, is {}", expected.apart.sentence()),
    })
}

/// Describes the distance to the limit: `34% to spare`, `7% over`, `7% under`.
fn distance(check: &CheckRow, comparison: &Comparison) -> Option<String> {
    // An equality has no margin.
    let share = comparison.margin?.abs();
    let (actual, limit) = (comparison.actual.value, comparison.limit.value);
    if actual == limit {
        return Some("exactly the limit".to_owned());
    }
    if !share.is_finite() || limit == 0.0 {
        return None;
    }
    let side = match (check.passed, actual > limit) {
        (true, _) => "to spare",
        (false, true) => "over",
        (false, false) => "under",
    };
    if check.probability == Some(actual) && comparison.limit.unit.is_empty() {
        // Probabilities differ by percentage points, not by percents of each other.
        let points = (actual - limit).abs() * 100.0;
        return Some(match points {
            points if points < 0.1 => format!("less than 0.1 points {side}"),
            points => {
                let points = rounded(points);
                format!("{points} point{} {side}", if points == "1" { "" } else { "s" })
            }
        });
    }
    if share >= 2.0 {
        return Some(format!("{} times the limit", rounded(actual / limit)));
    }
    Some(match share * 100.0 {
        percent if percent < 0.1 => format!("less than 0.1% {side}"),
        percent if percent < 1.0 => format!("{percent:.1}% {side}"),
        percent => format!("{percent:.0}% {side}"),
    })
}

/// Rounds a number of which only the magnitude matters.
fn rounded(number: f64) -> String {
    if number.abs() < 10.0 {
        return format!("{number:.1}");
    }
    format!("{number:.0}")
}
