//! How values are written: few digits, a unit that fits, and a text that can be typed back.

use crate::support::{answers, value};

/// Checks that a value is printed as expected, and prints the same when it is typed back.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (input, printed) in cases {
        let shown = value(input);
        assert_eq!(shown.written.to_string(), *printed, "`{input}`");
        // The conversion is repeated, so that both are in the same unit.
        let again = match input.rsplit_once(" to ") {
            Some((_, unit)) => value(&format!("({}) to {unit}", shown.written.literal())),
            None => value(&shown.written.to_string()),
        };
        assert_eq!(again.dimension, shown.dimension, "`{input}` prints `{printed}`");
        let error = (again.value - shown.value).abs() / shown.value.abs().max(f64::MIN_POSITIVE);
        assert!(error < 0.6e-3, "`{input}` prints `{printed}`, which is {}", again.value);
    }
}

#[test]
fn numbers_have_four_digits_and_a_magnitude() {
    check(&[
        ("0", "0"),
        ("1", "1"),
        ("-5", "-5"),
        ("1/3", "0.3333"),
        ("2/3", "0.6667"),
        ("1234.5678", "1235"),
        ("9999", "9999"),
        ("9999.4", "9999"),
        ("10000", "10k"),
        ("12345.6", "12.35k"),
        ("1e6", "1M"),
        ("1.5e9", "1.5bn"),
        ("2.5e12", "2.5tn"),
        ("1.5e16", "1.5e16"),
        ("0.05", "0.05"),
        ("0.0001234567", "0.0001235"),
        ("0.00001", "1e-5"),
        ("6.02e23", "6.02e23"),
    ]);
}

#[test]
fn whole_counts_print_in_full_and_then_scaled() {
    check(&[
        ("999 users", "999 users"),
        ("9999 users", "9999 users"),
        ("10000 users", "10k users"),
        ("10001 users", "10_001 users  # 10k"),
        ("123456 users", "123_456 users  # 123.5k"),
        ("62^6", "56_800_235_584  # 56.8bn"),
        ("-12347 users", "-12_347 users  # -12.35k"),
        ("1234.5678 users", "1235 users"),
        ("12345.678 users", "12.35k users"),
        ("1.5M users", "1.5M users"),
    ]);
}

#[test]
fn shares_near_one_keep_two_digits_of_what_is_missing() {
    check(&[
        ("99%", "99%"),
        ("99.9%", "99.9%"),
        ("99.95%", "99.95%"),
        ("99.999%", "99.999%"),
        ("99.9995%", "99.9995%"),
        ("99.99999%", "99.99999%"),
        ("0.999", "0.999"),
        ("0.99999", "0.99999"),
        ("0.999999", "0.999999"),
        ("1 - 0.001 * 0.001", "0.999999"),
        ("98.7654%", "98.77%"),
        ("100%", "100%"),
        ("12.5%", "12.5%"),
        ("-5%", "-5%"),
    ]);
}

#[test]
fn data_is_scaled_in_the_prefixes_it_was_written_in() {
    check(&[
        ("1 B", "1 B"),
        ("999 B", "999 B"),
        ("1000 B", "1 KB"),
        ("123456789 B", "123.5 MB"),
        ("999.96 MB", "1 GB"),
        ("432 TB", "432 TB"),
        ("1000 TB", "1 PB"),
        ("5000 PB", "5 EB"),
        ("1024 KiB", "1 MiB"),
        ("1000 KiB", "1000 KiB"),
        ("1536 MiB", "1.5 GiB"),
        ("1 bit", "1 bit"),
        ("5000 bits", "5 kbit"),
        ("0.5 B", "0.5 B"),
        ("10 KB/request", "10 KB/request"),
        ("2 GB/user", "2 GB/user"),
    ]);
}

#[test]
fn data_over_time_is_in_bytes_with_bits_after_it() {
    check(&[
        ("10 KB/s", "10 KB/s  # 80 kbit/s"),
        ("1 Gbit/s", "125 MB/s  # 1 Gbit/s"),
        ("8 GB/h", "2.222 MB/s  # 17.78 Mbit/s"),
        ("5 MiB/s", "5 MiB/s  # 41.94 Mbit/s"),
    ]);
}

#[test]
fn data_keeps_a_period_that_all_of_it_was_written_in() {
    check(&[
        ("140 GB/day", "140 GB/day  # 1.62 MB/s, 12.96 Mbit/s"),
        ("500M tweets/day * 280 B/tweet", "140 GB/day  # 1.62 MB/s, 12.96 Mbit/s"),
        ("8 GB / 1 day", "8 GB/day  # 92.59 KB/s, 740.7 kbit/s"),
        ("7 TB/week * 3", "21 TB/week  # 34.72 MB/s, 277.8 Mbit/s"),
        ("30 GiB/month", "30 GiB/month  # 11.97 KiB/s, 98.06 kbit/s"),
        ("2 PB/year + 1 PB/year", "3 PB/year  # 95.13 MB/s, 761 Mbit/s"),
        ("5 MB/user/day", "5 MB/user/day"),
        ("$100/month / $0.02/GB", "5 TB/month  # 1.903 MB/s, 15.22 Mbit/s"),
        // What cancels leaves none, and of two there is none.
        ("100 GB/day * 1 day / 10 s", "10 GB/s  # 80 Gbit/s"),
        ("10 MB/s * 86_400 s/day", "864 GB/day  # 10 MB/s, 80 Mbit/s"),
        ("1 TB/day + 10 Mbps", "12.82 MB/s  # 102.6 Mbit/s"),
        ("10 Mbps + 1 TB/day", "12.82 MB/s  # 102.6 Mbit/s"),
        ("max(1 TB/day, 1 TB/month)", "11.57 MB/s  # 92.59 Mbit/s"),
        ("if 2 > 1 then 1 TB/month else 1 TB/day", "380.5 KB/s  # 3.044 Mbit/s"),
        ("30 Mbps * 1 day / 1 day", "3.75 MB/s  # 30 Mbit/s"),
        // Nobody plans by the hour or the quarter.
        ("9 GB/quarter", "1.142 KB/s  # 9.132 kbit/s"),
        ("fn f(x) = x * 2; unit sprint = 14 days; f(7 GB/sprint)", "11.57 KB/s  # 92.59 kbit/s"),
    ]);
    // Counts are per second, and a conversion is as it says.
    check(&[("1M req/day", "11.57 requests/s"), ("1 TB/day to MB/s", "11.57 MB/s")]);
}

#[test]
fn nothing_is_per_day_and_per_day_once_more() {
    check(&[
        ("1 TB/day / 1 day", "134 B/s/s"),
        ("$5/day/day", "$4.626k/month/month"),
        ("100M req/day / 1 day", "0.0134 requests/s/s"),
        ("10 m/s/s", "10 m/s/s"),
    ]);
}

#[test]
fn costs_are_by_the_month_and_as_they_were_written() {
    check(&[
        ("$1T/yr * 2.9%", "$2.417bn/month  # $29bn/year"),
        ("$5/day + $1/day", "$182.5/month  # $6/day"),
        ("$5/day + $1/month", "$153.1/month"),
        ("$0.2/h", "$146/month"),
        ("$70/month", "$70/month"),
    ]);
}

#[test]
fn what_comes_whole_has_its_whole_number_beside_it() {
    check(&[
        ("33.3 servers", "33.3 servers  # 34 whole"),
        ("140 GB / 80 GB per GPU", "1.75 gpus  # 2 whole"),
        ("0.1 nodes", "0.1 nodes  # 1 whole"),
        ("1.1 * 10 servers", "11 servers"),
        ("7 servers / 3 to servers", "2.333 servers  # 3 whole"),
        ("1234.2 servers", "1234 servers  # 1235 whole"),
        ("1234.8 servers", "1235 servers"),
        ("-1.5 servers", "-1.5 servers"),
        // What is so many on average, or per something else, is no number of machines.
        ("33.3 connections", "33.3 connections"),
        ("1.5 vcpus", "1.5 vcpus"),
        ("2.5 requests", "2.5 requests"),
        ("0.5 servers/rack", "0.5 servers/rack"),
        ("12_345.6 servers", "12.35k servers"),
    ]);
}

#[test]
fn what_is_next_to_a_short_decimal_prints_as_it() {
    check(&[
        ("x = 60%; y = 30%; z = 10%; x + y + z", "100%"),
        ("0.7 * 1 + 0.2 * 1 + 0.1 * 1", "1"),
        ("57% * 50", "28.5"),
        ("0.1 * 3", "0.3"),
        ("1 - 1e-15", "0.999999999999999"),
        ("821.25 * 1", "821.3"),
        ("1.005 * 100", "100.5"),
    ]);
    let evaluation = |text, digits| napkin::evaluate("<input>", text, digits, &napkin::Settings::default());
    // 1.005 is below 1.005 as an f64, and the product above it.
    for (text, digits, printed) in [("1.005", 3, "1.01"), ("0.285 * 100", 2, "29"), ("57% * 50", 2, "29")] {
        assert_eq!(evaluation(text, digits).answers[0].shown.written.literal(), printed, "{text}");
    }
}

#[test]
fn a_long_time_is_in_its_larger_unit() {
    check(&[
        ("5 ns", "5 ns"),
        ("1500 ns", "1.5 µs"),
        ("1500 µs", "1.5 ms"),
        ("1.2 ms", "1.2 ms"),
        ("1500 ms", "1.5 s"),
        ("59 s", "59 s"),
        ("60 s", "1 min"),
        ("90 min", "1.5 h"),
        ("36 h", "1.5 days"),
        ("1 day", "1 day"),
        ("400 days", "1.096 years"),
        ("365 days", "1 year"),
        ("5 years", "5 years"),
    ]);
}

#[test]
fn counts_are_per_second_and_money_is_per_month() {
    check(&[
        ("100M users * 10 requests/user/day", "11.57k requests/s"),
        ("864k tweets/day", "10 tweets/s"),
        ("5 req/s", "5 requests/s"),
        ("100/s", "100/s"),
        ("5 req/day", "5 requests/day"),
        ("$5/day", "$152.1/month  # $5/day"),
        ("$12/year", "$1/month  # $12/year"),
        ("$4347.8/month", "$4.348k/month"),
        ("$1/GPU/h", "$730/gpu/month"),
    ]);
}

#[test]
fn money_stands_before_its_number() {
    check(&[
        ("$5", "$5"),
        ("$0.023", "$0.023"),
        ("-$5", "-$5"),
        ("$1234", "$1.234k"),
        ("$1.5M", "$1.5M"),
        ("$0.02/GB", "$0.02/GB"),
        ("$0.02/GB/month", "$0.02/GB/month"),
        ("$5/user", "$5/user"),
        ("$3 per million tokens", "$3 per 1M tokens"),
        ("$5·user", "5 USD·users"),
    ]);
}

#[test]
fn results_keep_their_operands_words() {
    check(&[
        ("300 tweets", "300 tweets"),
        ("1 tweet", "1 tweet"),
        ("3 tweets * 2", "6 tweets"),
        ("1 tweet/user * 1 user", "1 tweet"),
        ("5 posts", "5 posts"),
        ("5 tweets + 5 posts", "10 posts"),
        ("5 tweets + 5 tweets", "10 tweets"),
        ("5 reads/s + 5 writes/s", "10 requests/s"),
        ("50M DAU", "50M DAU"),
        ("3 people", "3 people"),
        ("1 delivery", "1 delivery"),
        ("10 photos/user * 5 MB/photo", "50 MB/user"),
        ("2 followers/tweet * 3 tweets", "6 followers"),
        ("5 GB·s", "5 GB·s"),
        ("1 / (5 GB)", "0.2/GB"),
        ("5 s/MB", "5 s/MB"),
        ("5 W * 3 h", "15 Wh"),
        ("3 GHz", "3 GHz"),
        ("1500 m", "1.5 km"),
        ("3 miles", "3 miles"),
    ]);
}

#[test]
fn a_value_is_printed_in_the_series_of_the_unit_it_was_written_in() {
    check(&[
        ("2000 Wh", "2 kWh"),
        ("1500 W", "1.5 kW"),
        ("5 W * 2000 h", "10 kWh"),
        ("3000 kJ", "3 MJ"),
        ("7200 J / 1 h", "2 W"),
        ("2 weeks", "14 days"),
        ("1 decade", "10 years"),
        ("150 cm", "1.5 m"),
        ("5000 Kibit", "5.12 Mbit"),
        ("1500 kHz", "1.5 MHz"),
        ("5 cents", "$0.05"),
        // A unit without a series is printed as itself.
        ("10_000 miles", "10k miles"),
        ("0.001 miles", "0.001 miles"),
        ("60 miles/h", "60 miles/h"),
        ("2 J·miles", "2 J·miles"),
    ]);
}

#[test]
fn a_unit_that_was_asked_for_is_printed_in_plain_figures() {
    check(&[
        ("3 GB to MB", "3000 MB"),
        ("1240 Gbit/s to Gbit/s", "1240 Gbit/s"),
        ("123_456.7 MB/s to MB/s", "123_500 MB/s"),
        ("999_949 MB to MB", "999_900 MB"),
        ("999_950 MB to MB", "1M MB"),
        ("1_234_567 MB to MB", "1.235M MB"),
        ("5 PB to KB", "5tn KB"),
        ("123_456 requests to requests", "123_456 requests"),
        ("1_234_567 requests to requests", "1_234_567 requests  # 1.235M"),
        ("5000 to %", "500_000%"),
        ("$123_456/month to $/month", "$123_500/month"),
        ("-86_400 s to s", "-86_400 s"),
        ("0.00012 GB to GB", "0.00012 GB"),
        ("3 TB to MB", "3M MB"),
        ("1 MB to GB", "0.001 GB"),
        ("1 day to s", "86_400 s"),
        ("86.4k s", "1 day"),
        ("1 year to days", "365 days"),
        ("1 day to days", "1 day"),
        ("0.5 to %", "50%"),
        ("$5/day to $/month", "$152.1/month"),
        ("$5/day to USD/month", "$152.1/month"),
        ("$5/day to $/day", "$5/day"),
        ("$0.000003/token to $ per 1M tokens", "$3 per 1M tokens"),
        ("5/s to /min", "300/min"),
        ("8 Gbit/s to GB/s", "1 GB/s"),
    ]);
}

#[test]
fn truth_values_print_as_words() {
    assert_eq!(value("1 < 2").written.to_string(), "true");
    assert_eq!(value("not 1 < 2").written.to_string(), "false");
}

#[test]
fn digits_can_be_chosen() {
    for (digits, printed) in [(1, "0.3"), (2, "0.33"), (3, "0.333"), (6, "0.333333"), (10, "0.3333333333")] {
        let evaluation = napkin::evaluate("<input>", "1/3", digits, &napkin::Settings::default());
        assert_eq!(evaluation.answers[0].shown.written.literal(), printed);
    }
    // None at all is as good as one, and more than there are as good as all.
    for digits in [0, 17, 18, 100, usize::MAX] {
        let evaluation = napkin::evaluate("<input>", "2/3 * 1 GB", digits, &napkin::Settings::default());
        assert!(evaluation.is_ok());
    }
}

#[test]
fn answers_keep_their_order() {
    let printed: Vec<String> = answers("a1 = 5 GB; a1 * 2; b1 = a1 / 2 s")
        .iter()
        .map(|answer| answer.shown.written.literal())
        .collect();
    assert_eq!(printed, ["5 GB", "10 GB", "2.5 GB/s"]);
}

#[test]
fn a_declared_unit_is_printed_as_itself() {
    for (input, printed) in [
        ("unit pace = 0.75 m; 3 paces", "3 paces"),
        ("unit pace = 0.75 m; 3 paces * 1000", "3k paces"),
        ("unit pace = 0.75 m; 3 paces to m", "2.25 m"),
        ("unit pace = 0.75 m; 1 pace/s", "1 pace/s"),
        ("unit sprint = 14 days; 3 sprints", "3 sprints"),
        ("unit blok = 4 KB; 10 bloks/s", "10 bloks/s"),
        ("unit blok = 4 KB; 10 bloks + 1 MB", "260 bloks"),
        // An amount of money is printed in dollars, and a number of things as that.
        ("unit EUR = $1.08; 5 EUR", "$5.4"),
        ("unit crate = 12 servers; 2 crates", "24 servers"),
        // A month that is declared anew is no unit of its own.
        ("unit sprint = 14 days; 28 days", "28 days"),
    ] {
        assert_eq!(value(input).written.literal(), printed, "{input}");
    }
}
