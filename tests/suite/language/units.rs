//! The units and count nouns that are built in, and the dimensions they have.

use crate::support::{codes, near, value};
use napkin::text::diagnostic::Help;

/// One of the unit is that many of the base unit: bytes, seconds, dollars, metres, joules.
#[track_caller]
fn check(unit: &str, (numerator, denominator): (i64, i64), base: &str) {
    let shown = value(&format!("1 {unit}"));
    assert!(near(shown.value, numerator, denominator, 0), "1 {unit} is {} {}", shown.value, shown.unit);
    assert_eq!(shown.unit, base, "{unit}");
}

#[test]
fn data_has_decimal_and_binary_prefixes() {
    let mut decimal = 1_i64;
    for (letter, long) in [("k", "kilo"), ("M", "mega"), ("G", "giga"), ("T", "tera"), ("P", "peta")] {
        decimal *= 1_000;
        check(&format!("{letter}B"), (decimal, 1), "B");
        check(&format!("{long}bytes"), (decimal, 1), "B");
        check(&format!("{long}byte"), (decimal, 1), "B");
        check(&format!("{letter}bit"), (decimal, 8), "B");
        check(&format!("{long}bits"), (decimal, 8), "B");
        check(&format!("{letter}bit/s"), (decimal, 8), "B/s");
        check(&format!("{letter}bps"), (decimal, 8), "B/s");
    }
    let mut binary = 1_i64;
    for letter in ["Ki", "Mi", "Gi", "Ti", "Pi"] {
        binary <<= 10;
        check(&format!("{letter}B"), (binary, 1), "B");
        check(&format!("{letter}bit"), (binary, 8), "B");
    }
    check("KB", (1_000, 1), "B");
    check("B", (1, 1), "B");
    check("byte", (1, 1), "B");
    check("bit", (1, 8), "B");
    check("b", (1, 8), "B");
    for (unit, bytes) in [("EB", 1e18), ("ZB", 1e21), ("EiB", 1_152_921_504_606_846_976.0), ("Ebit", 1.25e17)]
    {
        assert_eq!(value(&format!("1 {unit}")).value, bytes, "{unit}");
    }
    assert_eq!(value("1 ZiB").value, 1_180_591_620_717_411_303_424.0);
}

#[test]
fn years_have_365_days_and_twelve_equal_months() {
    for (units, seconds) in [
        (&["s", "sec", "secs", "second", "seconds"][..], (1, 1)),
        (&["ms", "milliseconds"], (1, 1_000)),
        (&["us", "\u{b5}s", "\u{3bc}s", "microseconds"], (1, 1_000_000)),
        (&["ns", "nanoseconds"], (1, 1_000_000_000)),
        (&["min", "mins", "minute", "minutes"], (60, 1)),
        (&["h", "hr", "hrs", "hour", "hours"], (3_600, 1)),
        (&["d", "day", "days"], (86_400, 1)),
        (&["week", "weeks"], (7 * 86_400, 1)),
        (&["month", "months"], (365 * 86_400, 12)),
        (&["quarter", "quarters"], (365 * 86_400, 4)),
        (&["year", "years", "yr", "yrs"], (365 * 86_400, 1)),
        (&["decade", "decades"], (3_650 * 86_400, 1)),
    ] {
        for unit in units {
            check(unit, seconds, "s");
        }
    }
    assert_eq!(value("12 months to years").value, 1.0);
    assert_eq!(value("100M urls/month * 5 years").value, 6_000_000_000.0);
    assert_eq!(value("100M urls/month * 500 B/url * 5 years * 3 to TB").value, 9.0);
}

#[test]
fn lengths_energies_and_frequencies_are_there() {
    check("m", (1, 1), "m");
    check("km", (1_000, 1), "m");
    check("cm", (1, 100), "m");
    check("mm", (1, 1_000), "m");
    check("\u{b5}m", (1, 1_000_000), "m");
    check("nm", (1, 1_000_000_000), "m");
    check("mile", (1_609_344, 1_000), "m");
    check("J", (1, 1), "J");
    check("kJ", (1_000, 1), "J");
    check("MJ", (1_000_000, 1), "J");
    check("W", (1, 1), "J/s");
    check("kW", (1_000, 1), "J/s");
    check("MW", (1_000_000, 1), "J/s");
    check("GW", (1_000_000_000, 1), "J/s");
    check("Wh", (3_600, 1), "J");
    check("kWh", (3_600_000, 1), "J");
    check("MWh", (3_600_000_000, 1), "J");
    check("GWh", (3_600_000_000_000, 1), "J");
    check("Hz", (1, 1), "/s");
    check("kHz", (1_000, 1), "/s");
    check("MHz", (1_000_000, 1), "/s");
    check("GHz", (1_000_000_000, 1), "/s");
    assert_eq!(value("5 W * 3 h to Wh").value, 15.0);
    assert_eq!(value("3 GHz * 2 s").value, 6e9);
}

/// Words that count the same.
const ALIASES: [&[&str]; 23] = [
    &["user", "person", "DAU", "MAU"],
    &["request", "req", "query", "read", "write", "op", "hit", "lookup", "search", "redirect", "transaction"],
    &["record", "row", "item", "object", "document", "entry", "key"],
    &["post", "tweet"],
    &["photo", "image", "picture"],
    &["view", "visit"],
    &["url", "link"],
    &["trip", "ride"],
    &["booking", "reservation"],
    &["follower", "subscriber"],
    &["job", "task"],
    &["log", "line"],
    &["server", "node", "machine", "instance", "box"],
    &["core", "cpu", "vcpu"],
    &["disk", "drive"],
    &["replica", "copy"],
    &["region", "datacenter"],
    &["zone", "az"],
    &["message"],
    &["comment"],
    &["gpu"],
    &["token"],
    &["delivery"],
];

/// Nouns that count something of their own.
const ALONE: &str = "account customer merchant message comment like video stream file page click impression paste \
    word event notification delivery email order product payment driver location room session connection friend \
    metric sample series vector token parameter flop gpu shard partition rack thread worker broker";

#[test]
fn aliases_add_up_and_other_nouns_do_not() {
    for group in ALIASES {
        for noun in group {
            assert_eq!(value(&format!("2 {} + 3 {noun}", group[0])).value, 5.0, "{noun}");
        }
    }
    let firsts = ALIASES.iter().map(|group| group[0]);
    let alone = ALONE.split_whitespace().filter(|noun| !firsts.clone().any(|first| first == *noun));
    let nouns: Vec<&str> = firsts.clone().chain(alone).collect();
    for (at, noun) in nouns.iter().enumerate() {
        for other in &nouns[at + 1..] {
            assert_eq!(codes(&format!("1 {noun} + 1 {other}")), ["E0301"], "{noun} and {other}");
        }
    }
}

#[test]
fn nouns_have_plurals_and_capitals() {
    for (one, many) in [
        ("user", "users"),
        ("person", "people"),
        ("query", "queries"),
        ("delivery", "deliveries"),
        ("entry", "entries"),
        ("copy", "copies"),
        ("box", "boxes"),
        ("search", "searches"),
        ("series", "series"),
        ("vcpu", "vcpus"),
        ("url", "urls"),
        ("az", "azs"),
    ] {
        assert_eq!(value(&format!("1 {one} + 1 {many}")).value, 2.0, "{many}");
    }
    for capitals in
        ["USERS", "USER", "URLs", "URLS", "GPUs", "GPU", "CPUs", "AZs", "QPS", "IOPS", "RPS", "TPS", "KQPS"]
    {
        assert_eq!(codes(&format!("1 {capitals}")), [""; 0], "{capitals}");
    }
    for other in ["Users", "Gpus", "uSERS", "userss", "queryies", "deliverys", "serie", "Qps"] {
        assert_eq!(codes(&format!("1 {other}")), ["E0202"], "{other}");
    }
}

#[test]
fn rates_of_requests_have_names() {
    for unit in ["qps", "rps", "tps", "iops"] {
        check(unit, (1, 1), "requests/s");
        check(&format!("k{unit}"), (1_000, 1), "requests/s");
        check(&format!("M{unit}"), (1_000_000, 1), "requests/s");
    }
    check("ops", (1, 1), "ops");
    assert_eq!(value("5 kqps + 5 req/s").value, 5_005.0);
}

#[test]
fn prefixes_exist_only_where_the_catalogue_has_them() {
    for unit in [
        "YB", "µB", "nB", "GJ", "TW", "THz", "Ms", "ks", "Mm", "Gm", "MGB", "EUR", "Sec", "MS", "S", "T",
        "G", "t", "g",
    ] {
        assert_eq!(codes(&format!("5 {unit}")), ["E0202"], "{unit}");
    }
    // Before a word it is the magnitude of the number.
    for (typed, number) in [("5 kusers", 5e3), ("5 Musers", 5e6), ("2 Mreqs", 2e6)] {
        assert_eq!(value(typed).value, number, "{typed}");
    }
}

#[test]
fn counting_different_things_gives_different_dimensions() {
    for (input, dimension) in [
        ("5", "1"),
        ("5 GB", "data"),
        ("5 GB/s", "data / time"),
        ("5 users", "user"),
        ("5 DAU", "user"),
        ("5 tweets", "post"),
        ("5 req/s", "request / time"),
        ("5 qps", "request / time"),
        ("5 req/user/day * 3 users", "request / time"),
        ("10 requests/user/day", "request / time / user"),
        ("$0.02/GB/month", "money / data / time"),
        ("5 W", "energy / time"),
        ("5 Hz", "1 / time"),
        ("5 m·m", "length^2"),
        ("5 GB / 5 MB", "1"),
    ] {
        let shown = value(input);
        let mut own: Vec<&str> = shown.dimension.split(" / ").collect();
        let mut expected: Vec<&str> = dimension.split(" / ").collect();
        // The order of the divisors does not matter.
        own[1..].sort_unstable();
        expected[1..].sort_unstable();
        assert_eq!(own, expected, "`{input}`");
    }
    assert_eq!(codes("1 user·server·gpu·s·GB·m"), ["W0104"]);
    assert_eq!(codes("1 user·server·gpu·s·GB·m·J"), ["E0305"]);
    assert_eq!(
        codes("1 user * 1 server * 1 gpu * 1 s * 1 GB * $1 * 1 m * 1 J * 1 tweet * 1 photo"),
        ["E0305"]
    );
    assert_eq!(codes("1 user·server·gpu·s·GB·m / (1 user·server·gpu·s·GB·m)"), [""; 0]);
}

#[test]
fn undeclared_nouns_come_in_one_error() {
    let evaluation = crate::support::evaluate("5 wid_gets/s * 3 giz_mos; 2 wid_gets; 4 fo_os");
    assert_eq!(evaluation.diagnostics.len(), 1);
    let error = &evaluation.diagnostics[0];
    assert_eq!(error.code, "E0202");
    for word in ["wid_gets", "giz_mos", "fo_os"] {
        assert!(error.message.contains(word), "{}", error.message);
        let declared = format!("unit {};", &word[..word.len() - 1]);
        let is_declared = |help: &Help| help.edits.iter().any(|edit| edit.replacement.contains(&declared));
        assert!(error.helps.iter().any(is_declared), "{:?}", error.helps);
    }
    assert_eq!(
        codes("unit widget; unit gizmo; unit foo; 5 widgets/s * 3 gizmos/widget; 2 widgets; 4 foos"),
        [""; 0]
    );
}
