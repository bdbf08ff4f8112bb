//! Mental arithmetic of a step: close results, in lines that are true, with every rounding shown.

use napkin::explain::{Kind, Step};
use proptest::prelude::*;

use super::head::{check, comes_to, explained, last, typed_back};
use crate::support::value;

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
fn errors_that_cancel_are_no_exact_answer() {
    // 86 400 s are 10^5, and back.
    let cancelled = last("r = 10M users * 10 req/user/day to req/s; r * 2 KB/req to TB/day");
    assert!(cancelled.cancels && cancelled.error.abs() < 1e-9, "{cancelled:?}");
    assert!(!last("3 GB * 2").cancels);
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
