//! Mental arithmetic: close results, in lines that are true, with every rounding shown.

use napkin::explain::mental::{Line, Mental, Rounding};
use napkin::explain::{Explanation, Kind, Settings, Step, model, script};
use napkin::library::presets::{PRESETS, Preset};
use proptest::prelude::*;

use super::support::{all, evaluate, value};

fn in_the_head() -> Settings {
    Settings { mental: true, ..Settings::default() }
}

#[track_caller]
fn explained(text: &str) -> Explanation {
    let explained = script("<input>", text, &in_the_head());
    assert!(explained.is_ok(), "refused:\n{}", all(&explained.diagnostics, &explained.sources));
    explained
}

/// The last step of a script in mental arithmetic.
#[track_caller]
fn last(text: &str) -> Mental {
    let step = explained(text).steps.pop().expect("there is a step");
    step.mental.unwrap_or_else(|| panic!("`{text}` is not done in the head"))
}

/// A line as it is shown, followed by its roundings.
fn words(line: &Line) -> Vec<String> {
    let sign = if line.is_exact { "=" } else { "≈" };
    let mut parts: Vec<String> = vec![line.formula.clone()];
    parts.extend(line.between.iter().map(|form| format!("= {form}")));
    parts.push(format!("{sign} {}", line.result));
    let mut words = vec![parts.join(" ")];
    words.extend(line.roundings.iter().map(|Rounding { of, taken, shortcut, error }| {
        let name = shortcut.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("{of} ≈ {taken} {:+.1}%{name}", error * 100.0)
    }));
    words
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let lines: Vec<String> = last(text).lines.iter().flat_map(words).collect();
    assert_eq!(lines, expected, "{text}");
}

fn of(preset: &Preset) -> Explanation {
    model(preset.name, preset.text, &[], &in_the_head())
}

/// The names in braces in a preset's summary.
fn main_estimates(preset: &Preset) -> Vec<&'static str> {
    let summary = preset.text.lines().find(|line| line.starts_with("summary")).expect("it has a summary");
    summary.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
}

#[test]
fn the_answers_of_presets_are_near_the_exact_ones() {
    let (mut main, mut estimates) = (Vec::new(), Vec::new());
    for preset in PRESETS {
        let explained = of(preset);
        assert!(explained.answers.len() >= 4, "{}", preset.name);
        for step in explained.answers.iter().map(|at| &explained.steps[*at]) {
            let name = step.name.as_deref().expect("an estimate has a name");
            let mental = step.mental.as_ref().unwrap_or_else(|| panic!("{}: {name}", preset.name));
            assert!(!mental.is_looked_up, "{}: {name} is not done in the head", preset.name);
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

/// Each form of a line, typed after the declarations of the model, has its result.
#[track_caller]
fn typed_back(declared: &str, line: &Line) {
    let result = value(&format!("{declared}{}", line.result));
    for form in [&line.formula].into_iter().chain(&line.between).filter(|_| result.value != 0.0) {
        let typed = evaluate(&format!("{declared}({form}) / ({})", line.result));
        assert!(typed.is_ok(), "{}", all(&typed.diagnostics, &typed.sources));
        let typed = &typed.answers.last().expect("it has a value").shown;
        assert_eq!(typed.dimension, "1", "{line:?}");
        // The result is rounded to two digits, what is held on the way to three; a ceiling of two digits is rounded
        // up.
        let tolerance = match (line.is_exact, form.starts_with("ceil") || form.starts_with("floor")) {
            (true, _) => 1e-9,
            (false, true) => 0.1,
            (false, false) => 0.06,
        };
        assert!((typed.value - 1.0).abs() <= tolerance, "`{form}` gives {typed:?}: {line:?}");
    }
    let off = line.value / result.value - 1.0;
    assert!(result.value == 0.0 || off.abs() < 1e-9, "{line:?}");
}

#[test]
fn every_line_of_every_preset_can_be_typed_back() {
    for preset in PRESETS {
        let declared = super::explain::steps::declared(preset.text);
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
    insta::glob!("../fixtures/published", "*.napkin", |path| check(&std::fs::read_to_string(path).unwrap()));
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
fn rates_are_taken_by_round_seconds() {
    // 10^9 a day by 86 400 s is 11 574/s, 86.4% of which are 10 000.
    check(
        "100M users * 10 requests/user/day to req/s",
        &[
            "10^8 users × 10 requests/user/day / (10^5 s/day) = 10_000 requests/s",
            "1 day ≈ 10^5 s -13.6% shortcut.day",
        ],
    );
    check(
        "1 PB / (100 MB/s) to days",
        &["1 PB / (100 MB/s) / (10^5 s/day) = 100 days", "1 day ≈ 10^5 s -13.6% shortcut.day"],
    );
}

#[test]
fn data_is_taken_by_its_prefixes() {
    check("300M users * 20 KB/user", &["3 × 10^8 users × 20 KB/user = 3 × 2 TB = 6 TB"]);
    check(
        "3M users * 20 KB/user",
        &[
            "3 × 10^6 users × 20 KB/user = 3 × 2 × 10 GB = 60 GB",
            "10^6 × 1 KB ≈ 1 GB +0.0% shortcut.million_kilobytes",
        ],
    );
    // 10 GB are 80 Gbit.
    check("10 GB / (1 Gbit/s)", &["10 GB / (1 Gbit/s) × 8 bit/B = 80 s"]);
    // 2^30 is 7.4% more than 10^9.
    check(
        "3 GiB * 20 to GB",
        &["3 GiB × 20 × 10^9 B/GiB = 3 × 2 × 10 GB = 60 GB", "1 GiB ≈ 10^9 B -6.9% shortcut.gibi"],
    );
}

#[test]
fn periods_are_taken_by_heart() {
    // 5 years are 1825 days: 2000 are 9.6% more.
    check(
        "60 TB/day * 5 years to PB",
        &[
            "60 TB/day × 2 × 10^3 days = 6 × 2 × 10 PB = 120 PB",
            "5 years ≈ 2000 days +9.6% shortcut.five_years",
        ],
    );
    // 400 days are 9.6% more than 365.
    check(
        "1 GB/day * 1 year",
        &["1 GB/day × 1 year × 400 days/year = 400 GB", "1 year ≈ 400 days +9.6% shortcut.year_400"],
    );
}

#[test]
fn powers_are_known_or_multiplied() {
    check("2^20 * 3", &["10^6 = 1M", "2^20 ≈ 10^6 -4.6% shortcut.mebi", "10^6 × 3 = 3M"]);
    // 62^7 is 3.5216 × 10^12.
    check("62^7", &["62^7 ≈ 3.5tn", "62^7 ≈ 3.5 × 10^12 -0.6% keyspace.base62_7"]);
    check("7^2", &["7^2 = 49"]);
    assert_eq!(last("2^7").shown.written.literal(), "128");
    // Three per cent for 40 years: e^1.18 is 3.26.
    check("(1 + 3%)^40", &["1.03^40 ≈ 3.3"]);
    // The complements of percentages are added.
    check("99.95% * 99.99%", &["1 - 0.0005 - 0.0001 = 99.94%"]);
}

#[test]
fn sums_leave_out_what_is_too_little() {
    check("310 B + 20 KB + 4 MB", &["4 MB = 4 MB", "310 B ≈  -0.0%", "20 KB ≈  -0.5%"]);
    check("1 - 99.9%", &["1 - 99.9% = 0.1%"]);
    check("1 - (1 - 99.9%)^2", &["0.001^2 = 1e-6", "1 - 10^-6 = 0.999999"]);
    check("64 servers + 1 server", &["64 servers + 1 server = 65 servers"]);
    // 16 Gbit/s are 2 GB/s.
    check(
        "1 GB/s + 16 Gbit/s to GB/s",
        &["16 Gbit/s / (8 bit/B) = 16 / 8 × 1 GB/s = 2 GB/s", "1 GB/s + 2 GB/s = 3 GB/s"],
    );
}

#[test]
fn a_step_goes_on_from_what_was_in_the_head() {
    let explained =
        explained("users = 247M users; dau = users * 1; rate = dau * 10 req/user/day to req/s; rate * 3");
    let heads: Vec<String> = explained
        .steps
        .iter()
        .filter_map(|step| Some(step.mental.as_ref()?.shown.written.literal()))
        .collect();
    assert_eq!(heads, ["250M users", "25_000 requests/s", "75k requests/s"]);
    assert_eq!(explained.answers, [3]);
    let cost = explained.steps[3].mental.as_ref().and_then(|of| of.costliest.as_ref()).expect("it costs");
    // The days make it too low, not the users, which are 1% too high.
    assert_eq!((cost.step.as_deref(), cost.rounding.of.as_str()), (Some("rate"), "1 day"));
    assert!((cost.rounding.error - (86_400.0 / 100_000.0 - 1.0)).abs() < 1e-9);
}

#[test]
fn a_sum_goes_on_from_what_was_in_the_head() {
    // 15 GB * 20 is 300 GB and not 289 GB, and it is not corrected.
    let sum = last("17 GB * 17 + 20 GB");
    let results: Vec<&str> = sum.lines.iter().map(|line| line.result.as_str()).collect();
    assert_eq!(results, ["300 GB", "320 GB"]);
    // Only a difference that rounding would spoil is computed from the exact numbers, which is noted.
    let difference = last("17 GB * 17 - 280 GB");
    let told = &difference.lines.last().unwrap().roundings;
    assert_eq!((told[0].of.as_str(), told[0].taken.as_str()), ("300 GB", "289 GB"));
    assert_eq!(difference.shown.written.literal(), "9 GB");
}

#[test]
fn a_ceiling_is_of_what_was_not_rounded() {
    // A hundred by 3 are 33.3, so 34 are needed.
    check(
        "ceil(100k req/s / (3k req/s/server))",
        &["10^5 req/s / (3 × 10^3 req/s/server) ≈ 33 servers", "ceil(33.33 servers) = 34 servers"],
    );
}

#[test]
fn what_costs_most_is_said_of_the_answer() {
    // A divisor that is too low makes the result too high.
    let answer = last("each = 17 GB * 1; 300 GB / each");
    let cost = answer.costliest.expect("it costs");
    assert_eq!((cost.rounding.of.as_str(), cost.rounding.taken.as_str()), ("17 GB", "16 GB"));
    // 17 by 16 is 1.0625.
    assert!((cost.rounding.error - 0.0625).abs() < 1e-9, "{cost:?}");
    // An exact result has no error.
    assert_eq!(last("ceil(34 GB / (17.1 GB/disk))").costliest, None);
}

#[test]
fn what_nobody_does_in_the_head_is_looked_up() {
    let queue = last("erlang_c(250 req/s, 10 ms, 4 servers)");
    assert!(queue.is_looked_up && queue.lines.is_empty());
    let exact = value("erlang_c(250 req/s, 10 ms, 4 servers)").value;
    assert!((queue.shown.value / exact - 1.0).abs() < 0.05);
    // A truth value needs no arithmetic.
    assert!(explained("x = 3; x > 2").steps.iter().all(|step| step.mental.is_none()));
    // Nor does an input.
    let steps = explained("x = 3 GB; x * 2").steps;
    let given: Vec<&Step> = steps.iter().filter(|step| step.kind == Kind::Input).collect();
    assert!(given.len() == 1 && given[0].mental.is_none());
}

#[test]
fn ranges_are_taken_at_their_medians() {
    // The median of 10 to 40 is 20.
    let product = last("load = 10 to 40 req/s; load * 3");
    assert_eq!(product.shown.written.literal(), "60 requests/s");
    assert!(product.error.abs() < 0.01, "{}", product.error);
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
fn a_tie_is_rounded_up_whatever_unit_it_is_added_in() {
    // $195M and $1.55M a month: per second, both are a little less.
    check("$5M/month + $190M/month", &["$5 × 10^6/month + $1.9 × 10^8/month ≈ $200M/month"]);
    check("$450k/month - $2M/month", &["$4.5 × 10^5/month - $2 × 10^6/month ≈ -$1.6M/month"]);
}

#[test]
fn a_ratio_of_units_is_of_what_is_converted() {
    // 1 / 1.08 is near 8 / 8.64, which says nothing about bytes and days.
    check("unit EUR = $1.08; $100 to EUR", &["$100 ≈ 100 EUR", "0.926, the ratio of the units, ≈ 1 +8.0%"]);
}

/// The result of the last step in mental arithmetic.
#[track_caller]
fn comes_to(text: &str, expected: &str) {
    assert_eq!(last(text).shown.written.literal(), expected, "{text}");
}

#[test]
fn a_ceiling_of_few_is_the_right_one() {
    // log10(6bn) is 9.78 and log10(62) 1.79: 5.46. Of 100M it is 4.46.
    comes_to("ceil(log10(6bn)/log10(62))", "6");
    comes_to("ceil(log10(100M)/log10(62))", "5");
    comes_to("floor(log10(6bn)/log10(62))", "5");
    // 6.03 is more than 6, whatever two digits say.
    comes_to("ceil(2.01 * 3)", "7");
}

#[test]
fn an_availability_is_judged_by_its_downtime() {
    // 1 h of 1001 h.
    comes_to("availability(1000h, 1h)", "99.9%");
    // 7 h of 1007 h are 0.695%, of which 0.7% is 0.7% too much.
    let held = last("availability(1000h, 7h)");
    assert_eq!(held.shown.written.literal(), "99.3%");
    assert!(held.is_nearly_all && (held.error - (0.007 * 1007.0 / 7.0 - 1.0)).abs() < 1e-9, "{}", held.error);
}

#[test]
fn a_bare_argument_is_in_the_unit_of_its_parameter() {
    // 15M a day by 10^5 s.
    comes_to("qps(5M users, 3)", "150 things/s");
    comes_to("n = 3; qps(5M users, n)", "150 things/s");
    // 15 a minute are one in 4 seconds.
    let own = last("fn f(x: req/min) = x * 3; f(5)");
    assert!((own.shown.value / 0.25 - 1.0).abs() < 0.05, "{:?}", own.shown);
}

#[test]
fn a_negative_number_keeps_its_parentheses() {
    comes_to("(-2)^2", "4");
    comes_to("(-2)^3", "-8");
    comes_to("(3 - 5)^2 * 100 GB", "400 GB");
}

#[test]
fn a_number_is_no_ratio_of_units_because_it_looks_like_one() {
    check("3 GB per 7M reads", &["3 GB / (7 × 10^6 reads) = 3 / 7 × 10^3 B/read ≈ 430 B/read"]);
    check("$5 per 60 GB", &["$5 / (60 GB) = $5 / 6 × 0.1/GB ≈ $0.083/GB"]);
    check(
        "3 GB per 365 reads",
        &["3 GB / (400 reads) = 3 / 4 × 10 MB/read = 7.5 MB/read", "365 reads ≈ 400 reads -8.7%"],
    );
}

#[test]
fn a_month_cancels_against_years_as_twelve() {
    check(
        "100M urls/month * 5 years",
        &["10^8 urls/month × 5 years × 12 months/year = 5 × 12 × 10^8 urls = 6bn urls"],
    );
    comes_to("storage(100M urls/month, 500 B/url, 5 years)", "3 TB");
}

#[test]
fn powers_of_two_stay_as_they_are() {
    check("64 GB * 3", &["64 GB × 3 = 64 × 3 GB ≈ 190 GB"]);
    comes_to("128 GB * 5", "640 GB");
    comes_to("1024 * 3", "3100");
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
fn errors_that_cancel_are_no_exact_answer() {
    // 86 400 s are 10^5, and back.
    let cancelled = last("r = 10M users * 10 req/user/day to req/s; r * 2 KB/req to TB/day");
    assert!(cancelled.cancels && cancelled.error.abs() < 1e-9, "{cancelled:?}");
    assert!(!last("3 GB * 2").cancels);
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

#[test]
fn one_is_singular() {
    check("1 days + 1 day", &["1 day + 1 day = 2 days"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The result of any product or quotient is within a factor of 2, and each line is true.
    #[test]
    fn products_are_near(factors in prop::collection::vec((1.0_f64..10.0, -3_i32..6, any::<bool>()), 1..7)) {
        let text: Vec<String> = factors
            .iter()
            .enumerate()
            .map(|(at, (digits, power, divides))| {
                let sign = match (at, divides) { (0, _) => "", (_, true) => " / ", (_, false) => " * " };
                format!("{sign}{digits:.3}e{power}")
            })
            .collect();
        let text = text.concat();
        let explained = explained(&text);
        let step = explained.steps.last().expect("there is a step");
        if let Some(mental) = &step.mental {
            prop_assert!((-0.5..1.0).contains(&mental.error), "{text}: {}", mental.error);
            for line in &mental.lines {
                typed_back("", line);
            }
        }
    }
}
