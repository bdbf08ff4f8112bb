//! Mental arithmetic of whole pages: presets, published scripts and examples of formulas.

use napkin::library::presets::PRESETS;

use super::head::{explained, main_estimates, of, typed_back};
use crate::support::value;

#[test]
fn the_answers_of_presets_are_near_the_exact_ones() {
    let (mut main, mut estimates) = (Vec::new(), Vec::new());
    for preset in PRESETS {
        let explained = of(preset);
        assert!(explained.answers.len() >= 4, "{}", preset.name);
        for step in explained.answers.iter().map(|at| &explained.steps[*at]) {
            let name = step.name.as_deref().expect("an estimate has a name");
            let mental = step.mental.as_ref().unwrap_or_else(|| panic!("{}: {name}", preset.name));
            // Nobody splits an amount over price tiers in the head.
            let is_hard = mental.is_looked_up && !step.formula.contains("tiered(");
            assert!(!is_hard, "{}: {name} is not done in the head", preset.name);
            // The error is that of the two numbers of the rounding.
            let ratio = mental.shown.value / step.shown.value;
            if !mental.is_nearly_all {
                assert!((ratio - 1.0 - mental.error).abs() < 1e-9, "{}: {name}", preset.name);
            }
            assert!((1.0 / 1.5..=1.5).contains(&ratio), "{}: {name} is off by {ratio}", preset.name);
            estimates.push(mental.error);
            if main_estimates(preset).contains(&name) {
                main.push(mental.error);
            }
        }
    }
    for (errors, at_least) in [(main, 100), (estimates, 700)] {
        assert!(errors.len() > at_least, "{} answers", errors.len());
        // As docs/explain.md states.
        let near = errors.iter().filter(|error| error.abs() <= 0.15).count();
        assert!(near * 100 >= errors.len() * 90, "{near} of {} are within 15%", errors.len());
        // Errors do not accumulate in one direction.
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        assert!(mean.abs() < 0.03, "on the average {mean}");
    }
}

#[test]
fn every_line_of_every_preset_can_be_typed_back() {
    for preset in PRESETS {
        let declared = crate::explain::steps::declared(preset.text);
        let explained = of(preset);
        for line in explained.steps.iter().filter_map(|step| step.mental.as_ref()).flat_map(|of| &of.lines) {
            typed_back(&declared, line);
        }
    }
}

#[test]
fn published_scripts_and_examples_of_formulas_are_done_in_the_head() {
    let (mut near, mut all) = (0, 0);
    let mut check = |text: &str| {
        let units = text.lines().filter(|line| line.starts_with("unit "));
        let declared: String = units.map(|line| format!("{line}\n")).collect();
        for step in explained(text).steps {
            let Some(mental) = step.mental else { continue };
            all += 1;
            near += usize::from(mental.error.abs() <= 0.25);
            assert!((-0.5..=1.0).contains(&mental.error), "{text}: {} of {:?}", mental.error, step.name);
            mental.lines.iter().for_each(|line| typed_back(&declared, line));
        }
    };
    let formulas =
        napkin::library::formulas::topics().iter().flat_map(napkin::library::formulas::Topic::formulas);
    formulas.flat_map(|formula| formula.examples).for_each(|example| check(example.call));
    insta::glob!("../../fixtures/published", "*.napkin", |path| check(
        &std::fs::read_to_string(path).unwrap()
    ));
    assert!(all > 300 && near * 20 > all * 19, "{near} of {all} are within 25%");
}

#[test]
fn digits_are_few_wherever_two_numbers_are_multiplied() {
    // Those of two digits that people multiply with, and ratios of units: 360 days, 1440 min, 1.6 km.
    let known = ["12", "15", "16", "24", "25", "36", "14", "32", "64", "128", "256", "512", "1024"];
    for preset in PRESETS {
        for mental in of(preset).steps.iter().filter_map(|step| step.mental.as_ref()) {
            // A ceiling of few is computed with two digits.
            if mental.lines.iter().any(|line| line.formula.starts_with("ceil(")) {
                continue;
            }
            for form in mental.lines.iter().flat_map(|line| &line.between) {
                let digits =
                    form.split(" × 1").next().and_then(|form| form.split(" × 0").next()).unwrap_or_default();
                for factor in digits.split([' ', '×', '/', '$']).filter(|factor| !factor.is_empty()) {
                    let is_number = factor.bytes().all(|byte| byte.is_ascii_digit());
                    let times = digits.split_once(&format!("{factor} / ")).map(|(_, divisor)| divisor);
                    // 72 by 8 is in the multiplication table.
                    let is_multiple = times.is_some_and(|divisor| {
                        let [number, divisor] = [factor, divisor].map(|text| text.parse().unwrap_or(0.5_f64));
                        (number / divisor).fract() == 0.0 && number / divisor < 10.0
                    });
                    let is_known = known.contains(&factor) || is_multiple;
                    let digits = factor.trim_end_matches('0');
                    assert!(!is_number || digits.len() <= 1 || is_known, "{form}");
                }
            }
        }
    }
}

#[test]
fn shortcuts_are_constants_of_the_cheat_sheets() {
    let mut seen = std::collections::BTreeSet::new();
    for preset in PRESETS {
        for mental in of(preset).steps.into_iter().filter_map(|step| step.mental) {
            for rounding in mental.lines.into_iter().flat_map(|line| line.roundings) {
                let Some(name) = rounding.shortcut.clone() else { continue };
                assert!(napkin::library::cheat_sheets::constant(&name).is_some(), "{name}");
                // A rounding is as far off as the two numbers are, whichever side they are on.
                if rounding.of.starts_with("1 ") && !rounding.taken.is_empty() {
                    let (of, taken) = (value(&rounding.of).value, value(&rounding.taken).value);
                    let off = (taken / of).ln().abs() - (1.0 + rounding.error).ln().abs();
                    assert!(off.abs() < 1e-9, "{rounding:?}");
                }
                seen.insert(name);
            }
        }
    }
    for name in ["day", "day_close", "month", "million_kilobytes"] {
        assert!(seen.contains(&format!("shortcut.{name}")), "{name} is never used: {seen:?}");
    }
}

#[test]
fn the_text_of_every_preset_fits_80_columns() {
    for preset in PRESETS {
        let mut napkin = std::process::Command::new(env!("CARGO_BIN_EXE_napkin"));
        let output =
            napkin.args(["explain", "--mental", preset.name]).output().expect("napkin can be started");
        assert!(output.status.success(), "{}", preset.name);
        let text = String::from_utf8(output.stdout).expect("it is text");
        assert!(text.contains("\nMENTAL ARITHMETIC"), "{}", preset.name);
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{}: {line}", preset.name);
        }
    }
}

#[test]
fn a_value_is_rounded_once_on_a_page() {
    let text = "a = 2.45; 300M users * a; 7 GB/s * a; 3 req/s * a; 45 req/s * a; 36 TB * a";
    let mut taken = std::collections::BTreeSet::new();
    for rounding in
        explained(text).steps.iter().filter_map(|step| step.mental.as_ref()).flat_map(|of| &of.lines)
    {
        taken.extend(rounding.roundings.iter().filter(|of| of.of == "2.45").map(|of| of.taken.clone()));
    }
    assert_eq!(taken.len(), 1, "{taken:?}");
}

#[test]
fn a_line_has_at_most_three_factors_that_are_no_powers_of_ten() {
    for preset in PRESETS {
        for mental in of(preset).steps.iter().filter_map(|step| step.mental.as_ref()) {
            for form in mental.lines.iter().flat_map(|line| &line.between) {
                let parts = form.split(" × ").flat_map(|part| part.split(" / "));
                let digits = parts.filter(|part| {
                    let number = part.trim_start_matches(['$', '-']);
                    let number = number.split([' ', '/', '%']).next().unwrap_or_default();
                    !number.starts_with("10^")
                        && number.parse().is_ok_and(|number: f64| {
                            let power = number.log10();
                            (power - power.round()).abs() > 1e-9
                        })
                });
                assert!(digits.count() <= 3, "{}: {form}", preset.name);
            }
        }
    }
}
