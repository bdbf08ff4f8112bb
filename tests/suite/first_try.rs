//! Lines as people type them before they have read anything, with the right answers, which were computed apart.

use std::fmt::Write as _;

use napkin::text::diagnostic::Diagnostic;
use napkin::{Evaluation, Shown};

use crate::support::evaluate;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Met {
    /// The right number without a warning.
    Clean,
    /// The right number under a warning.
    Warned,
    /// The right number is the value of a fix.
    Offered,
    /// Another number under a warning, or none.
    Missed,
    /// Another number without a warning.
    Wrong,
}

/// A number in base units, with the unit that it has there.
fn in_base(value: f64, unit: &str) -> Option<(f64, String)> {
    if unit.is_empty() {
        return Some((value, String::new()));
    }
    let text = match unit.strip_prefix('$') {
        Some(per) => format!("${value}{per}"),
        None if unit.starts_with(['/', '%']) => format!("{value}{unit}"),
        None => format!("{value} {unit}"),
    };
    let evaluation = evaluate(&text);
    let shown = &evaluation.answers.first()?.shown;
    Some((shown.value, if shown.unit == "%" { String::new() } else { shown.unit.clone() }))
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 5e-3 * b.abs() + 1e-12
}

/// Whether a value is one that is wanted: `24.5 to 30 B`, `3 s or 4 s`. The nouns are not compared.
fn is_wanted(value: f64, unit: &str, ends: Option<(f64, f64)>, wanted: &str) -> bool {
    wanted.split(" or ").any(|wanted| {
        let wanted = wanted.trim();
        let (number, of) = wanted.split_once(' ').unwrap_or((wanted, ""));
        let Ok(number) = number.parse::<f64>() else { return false };
        if let Some(high) = of.strip_prefix("to ") {
            let (high, of) = high.split_once(' ').unwrap_or((high, ""));
            let (Ok(high), Some((low, end))) = (high.parse::<f64>(), ends) else { return false };
            let scale = in_base(1.0, of).zip(in_base(1.0, unit)).map(|(of, unit)| unit.0 / of.0);
            return scale.is_some_and(|scale| is_near(low * scale, number) && is_near(end * scale, high));
        }
        let (Some((value, _)), Some((wanted, _))) = (in_base(value, unit), in_base(number, of)) else {
            return false;
        };
        is_near(value, wanted)
    })
}

fn is_right(shown: &Shown, wanted: &str) -> bool {
    let ends = shown.spread.as_ref().map(|spread| (spread.p5, spread.p95));
    is_wanted(shown.value, &shown.unit, ends, wanted)
}

fn met(evaluation: &Evaluation, wanted: &str) -> Met {
    let is_warned = evaluation.diagnostics.iter().any(Diagnostic::is_warning);
    let helps = evaluation.diagnostics.iter().flat_map(|found| &found.helps);
    let mut gives = helps.filter_map(|help| help.gives.as_ref());
    match evaluation.answers.last() {
        Some(answer) if is_right(&answer.shown, wanted) => {
            if is_warned {
                Met::Warned
            } else {
                Met::Clean
            }
        }
        _ if gives
            .any(|gives| is_wanted(gives.value, &gives.unit, gives.ends.map(|[a, b]| (a, b)), wanted)) =>
        {
            Met::Offered
        }
        Some(_) if !is_warned => Met::Wrong,
        _ => Met::Missed,
    }
}

/// Checks how many lines of a file are met how: at least so many percent without a word, right at all, and with the
/// right number on the screen.
#[track_caller]
fn check(file: &str, [clean_at_least, right_at_least, shown_at_least]: [usize; 3]) {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rows: Vec<(&str, &str)> = lines
        .map(|line| {
            let mut fields = line.split(" | ");
            (fields.next().unwrap().trim(), fields.next().unwrap_or_default().trim_end_matches('|').trim())
        })
        .collect();
    let mut counts = [0; 5];
    let mut told = String::new();
    for (typed, wanted) in &rows {
        let evaluation = evaluate(typed);
        let met = met(&evaluation, wanted);
        counts[met as usize] += 1;
        if met != Met::Clean {
            let value = evaluation.answers.last().map(|answer| answer.shown.written.literal());
            let said: Vec<&str> = evaluation.diagnostics.iter().map(|found| found.message.as_str()).collect();
            writeln!(told, "{met:?}: {typed} | {wanted} | {} {said:?}", value.unwrap_or_default()).unwrap();
        }
    }
    let [clean, warned, offered, _, wrong] = counts;
    let of_hundred = |count: usize| count * 100 / rows.len();
    let told = format!("{counts:?}\n{told}");
    assert_eq!(wrong, 0, "{told}");
    assert!(of_hundred(clean) >= clean_at_least, "{told}");
    assert!(of_hundred(clean + warned) >= right_at_least, "{told}");
    assert!(of_hundred(clean + warned + offered) >= shown_at_least, "{told}");
}

#[test]
fn first_attempts_are_taken() {
    check(include_str!("../fixtures/first_try/attempts.txt"), [88, 90, 98]);
}

#[test]
fn other_lines_of_people_in_a_hurry_are_taken() {
    check(include_str!("../fixtures/first_try/lines.txt"), [88, 90, 100]);
}

#[test]
fn more_lines_of_people_in_a_hurry_are_taken() {
    check(include_str!("../fixtures/first_try/more.txt"), [80, 80, 87]);
}

#[test]
fn lines_with_verbs_clocks_and_keys_are_taken() {
    check(include_str!("../fixtures/first_try/hurried.txt"), [77, 77, 95]);
}

/// What nobody means is not printed without a word, and what is meant is on the screen.
#[test]
fn what_nobody_means_is_not_read_silently() {
    let mut wrong = String::new();
    let file = include_str!("../fixtures/first_try/meant.txt");
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if line == "#" {
            continue;
        }
        let [typed, met, wanted] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line:?} has not three fields");
        };
        let evaluation = evaluate(&typed.replace("\\n", "\n"));
        let helps = evaluation.diagnostics.iter().flat_map(|found| &found.helps);
        let offered: Vec<&str> =
            helps.filter_map(|help| help.gives.as_ref()).map(|gives| gives.text.as_str()).collect();
        let value = evaluation.answers.last().map(|answer| answer.shown.written.literal());
        let is_warned = evaluation.diagnostics.iter().any(Diagnostic::is_warning);
        let is_so = match met {
            "read" => !is_warned && value.as_deref() == Some(wanted),
            "warned" => is_warned && value.is_some() && offered.contains(&wanted),
            "asked" => value.is_none() && offered.contains(&wanted),
            other => panic!("{other:?} is no way to meet a line"),
        };
        if !is_so {
            writeln!(wrong, "{line}\n  is met with {value:?}, warned: {is_warned}, offered: {offered:?}")
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What has several readings is refused, whatever else is read since.
#[test]
fn traps_stay_traps() {
    let file = include_str!("../fixtures/first_try/traps.txt");
    let (refused, rest) = file.split_once("# accepted").unwrap();
    let (accepted, hostile) = rest.split_once("# hostile").unwrap();
    let lines = |part: &'static str| part.lines().skip(1).filter(|line| !line.is_empty());
    for line in lines(accepted) {
        assert!(evaluate(line).is_ok(), "`{line}` is refused");
    }
    let taken: Vec<&str> =
        lines(refused).chain(lines(hostile)).filter(|line| evaluate(line).is_ok()).collect();
    assert!(taken.is_empty(), "{taken:#?}");
}

/// Of correct published lines, at most one in twenty is refused or warned of.
#[test]
fn published_lines_are_taken_without_a_word() {
    let file = include_str!("../fixtures/first_try/published.txt");
    let (mut lines, mut told) = (0, Vec::new());
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [label, expression, wanted] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line:?} has not three fields");
        };
        lines += 1;
        let (evaluation, wanted) = (evaluate(expression), evaluate(wanted));
        let wanted = &wanted.answers.first().unwrap_or_else(|| panic!("{line}")).shown;
        let value = evaluation.answers.last();
        let is_right = value.is_some_and(|answer| {
            let base = |shown: &Shown| in_base(shown.value, &shown.unit).map(|(value, _)| value);
            base(&answer.shown).zip(base(wanted)).is_some_and(|(a, b)| is_near(a, b))
        });
        let said: Vec<&str> = evaluation
            .diagnostics
            .iter()
            .filter(|found| !found.code.is_empty())
            .map(|found| found.message.as_str())
            .collect();
        let value = value.map(|answer| answer.shown.written.literal()).unwrap_or_default();
        if !said.is_empty() || !is_right {
            told.push(format!("{label}: {expression} gives {value} {said:?}"));
        }
    }
    assert!(told.len() * 20 <= lines, "{} of {lines}:\n{}", told.len(), told.join("\n"));
}

#[test]
fn lines_of_an_outsider_are_taken() {
    check(include_str!("../fixtures/first_try/outside.txt"), [84, 84, 97]);
}
