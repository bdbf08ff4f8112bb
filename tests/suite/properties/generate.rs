//! Generators for the properties: numbers, quantities, programs, and noise.

use proptest::prelude::*;

/// A number in one of its spellings: an integer, or with decimals, a magnitude or an exponent.
pub fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (1_u32..10_000).prop_map(|whole| whole.to_string()),
        2 => (1_u32..100_000, 1_u32..4).prop_map(|(digits, places)| {
            let divisor = 10_u32.pow(places);
            format!("{}.{:0width$}", digits / divisor, digits % divisor, width = places as usize)
        }),
        1 => (1_u32..1_000, prop::sample::select(vec!["k", "M", "bn"])).prop_map(|(digits, magnitude)| format!("{digits}{magnitude}")),
        1 => (1_u32..100, -9_i32..12).prop_map(|(digits, exponent)| format!("{digits}e{exponent}")),
        1 => (2_u32..11, 1_u32..12).prop_map(|(base, exponent)| format!("{base}^{exponent}")),
    ]
}

/// A number next to one at which its magnitude, its unit or the number of its figures changes.
pub fn edge() -> impl Strategy<Value = String> {
    const FACES: [&str; 18] = [
        "1", "1.0005", "1.5", "2", "5", "9.9", "9.994", "9.995", "9.9949", "9.9951", "9.996", "9.9994",
        "9.9995", "9.99949", "9.99951", "9.9999", "9.999_96", "7.5",
    ];
    (prop::sample::select(FACES.to_vec()), -4_i32..14).prop_map(|(face, exponent)| {
        let value: f64 = format!("{}e{exponent}", face.replace('_', "")).parse().unwrap();
        if (1e-3..1e15).contains(&value) { format!("{value}") } else { format!("{value:e}") }
    })
}

/// A range, and the unit it is converted to, if it is.
pub fn range() -> impl Strategy<Value = (String, Option<String>)> {
    let ends = (edge(), edge(), any::<bool>(), 0..UNITS.len(), any::<prop::sample::Index>());
    let asked = prop::option::of(any::<prop::sample::Index>());
    let factor = prop::option::of(prop::sample::select(vec!["1.1", "0.37", "1000", "1e-3", "7"]));
    (ends, asked, factor).prop_map(|((a, b, spread, family, at), asked, factor)| {
        let (low, high) = if a.parse::<f64>().unwrap() < b.parse::<f64>().unwrap() { (a, b) } else { (b, a) };
        let units = UNITS[family];
        let unit = at.get(units);
        // Both ends have their unit, so that there is one reading.
        let range = match spread {
            true => format!("({low} {unit} to {high} {unit})"),
            false => format!("({high} {unit} ± {low} {unit})"),
        };
        let range = factor.map_or(range.clone(), |factor| format!("({range} * {factor})"));
        let asked = asked.map(|at| at.get(units).to_string());
        match asked {
            Some(unit) => (format!("{range} to {unit}"), Some(unit)),
            None => (range, None),
        }
    })
}

/// Units that follow a number, one line for each dimension.
const UNITS: [&[&str]; 24] = [
    &["B", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "bits", "kbit", "Mbit", "bytes"],
    &["s", "ms", "µs", "ns", "min", "h", "days", "weeks", "months", "years", "decades"],
    &["users", "people", "DAU", "user"],
    &["tweets", "posts", "tweet"],
    &["requests", "reads", "writes", "queries", "ops"],
    &["servers", "nodes", "boxes"],
    &["req/s", "qps", "kqps", "reads/day", "writes/month", "queries/h", "req per minute"],
    &["GB/s", "Mbps", "Gbit/s", "TB/day", "KB/month", "MiB/s"],
    &["tweets/user/day", "posts/user/s"],
    &["KB/tweet", "MB/post", "GiB/tweet", "bits/post"],
    &["req/s/server", "qps/node"],
    &["GB/user", "KB/user"],
    &["m", "km", "miles", "mm"],
    &["km/h", "m/s"],
    &["kWh", "J", "Wh", "MJ"],
    &["W", "kW", "MW"],
    &["Hz", "GHz", "kHz"],
    &["s/req", "ms/request", "min/read"],
    &["GB·s", "MB·days"],
    &["users·servers"],
    &["m·m", "km·km"],
    &["cents", "USD", "dollars"],
    &["per day", "per second", "per month"],
    &["GB per million users", "KB per 1k users"],
];

/// The suffix of an amount of money.
const PRICES: [&str; 8] =
    ["", "/month", "/day", "/GB", "/GB/month", "/user", "/GPU/hour", " per million tokens"];

/// A literal of any kind.
pub fn literal() -> impl Strategy<Value = String> {
    let quantity = (number(), 0..UNITS.len(), any::<prop::sample::Index>())
        .prop_map(|(number, family, at)| format!("{number} {}", at.get(UNITS[family])));
    prop_oneof![
        6 => quantity,
        2 => number(),
        1 => (1_u32..1_500).prop_map(|tenths| format!("{}.{}%", tenths / 10, tenths % 10)),
        1 => (1_u32..1_000_000_u32).prop_map(|digits| format!("99.{digits}%")),
        1 => (number(), prop::sample::select(PRICES.to_vec())).prop_map(|(number, per)| format!("${number}{per}")),
        1 => (1_u32..100).prop_map(|tenths| format!("{}.{}x", tenths / 10, tenths % 10)),
    ]
}

/// Two literals of one dimension.
fn pair() -> impl Strategy<Value = (String, String)> {
    (number(), number(), 0..UNITS.len(), any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(
        |(one, other, family, first, second)| {
            let units = UNITS[family];
            (format!("({one} {})", first.get(units)), format!("({other} {})", second.get(units)))
        },
    )
}

/// An expression of any form; in parentheses if it is part of another.
pub fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        3 => literal().prop_map(|literal| format!("({literal})")),
        2 => pair().prop_map(|(a, b)| format!("({a} + {b})")),
        1 => pair().prop_map(|(a, b)| format!("({a} - {b})")),
        1 => pair().prop_map(|(a, b)| format!("max({a}, {b})")),
        1 => pair().prop_map(|(a, b)| format!("mean({a}, {b}, {a})")),
        1 => (pair(), literal(), literal()).prop_map(|((a, b), c, d)| format!("(if {a} < {b} then ({c}) * 2 else ({c}) / 3 + 0 * ({c}) - ({c}) * (({d}) / ({d})))")),
    ];
    leaf.prop_recursive(4, 12, 2, |inner| {
        prop_oneof![
            4 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} * {b})")),
            3 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} / {b})")),
            1 => (inner.clone(), number()).prop_map(|(a, n)| format!("({a} * {n})")),
            1 => inner.clone().prop_map(|a| format!("(-{a})")),
            1 => inner.clone().prop_map(|a| format!("abs({a})")),
            1 => inner.clone().prop_map(|a| format!("({a} + {a})")),
            1 => inner.clone().prop_map(|a| format!("({a}^2)")),
            1 => inner.clone().prop_map(|a| format!("({a} * 2 - {a})")),
            1 => inner.prop_map(|a| format!("half({a})")),
        ]
    })
}

/// A program whose last value is an expression, possibly with a conversion.
pub fn program() -> impl Strategy<Value = (String, Option<String>)> {
    let asked = (number(), 0..UNITS.len(), any::<prop::sample::Index>(), any::<prop::sample::Index>())
        .prop_map(|(number, family, first, second)| {
            let units = UNITS[family];
            let unit = second.get(units).to_owned().to_owned();
            (format!("fn half(x) = x / 2; ({number} {}) * 3 to {unit}", first.get(units)), Some(unit))
        });
    let relabelled = (number(), prop::sample::select(vec!["writes/s", "connections/h", "messages/day"]))
        .prop_map(|(number, unit)| {
            (format!("fn half(x) = x / 2; half({number} tweets/day) as {unit}"), Some(unit.to_owned()))
        });
    let money = (number(), prop::sample::select(vec!["$/month", "$/day", "USD/year", "$/s"]))
        .prop_map(|(number, unit)| (format!("${number}/day to {unit}"), Some(unit.to_owned())));
    let share =
        (1_u32..2_000_000).prop_map(|share| (format!("{share} / 1_000_000 to %"), Some("%".to_owned())));
    prop_oneof![
        6 => expression().prop_map(|expression| (format!("fn half(x) = x / 2; {expression}"), None)),
        2 => asked,
        1 => relabelled,
        1 => money,
        1 => share,
    ]
}

/// Tokens of the language, and of similar ones.
const TOKENS: [&str; 118] = [
    "1",
    "2",
    "10",
    "0",
    "3.5",
    ".5",
    "1e3",
    "1_000",
    "1,000",
    "2^10",
    "5%",
    "3x",
    "$5",
    "$",
    "%",
    "k",
    "M",
    "B",
    "T",
    "bn",
    "million",
    "x",
    "y",
    "users",
    "user",
    "tweets",
    "req/s",
    "GB",
    "MB/s",
    "s",
    "day",
    "/day",
    "per",
    "/",
    "*",
    "+",
    "-",
    "^",
    "²",
    "³",
    "·",
    "×",
    "÷",
    "−",
    "±",
    "..",
    "+/-",
    "(",
    ")",
    "((",
    "))",
    ",",
    ";",
    "\n",
    "#",
    "# ok: yes",
    "=",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "≤",
    "and",
    "or",
    "not",
    "if",
    "then",
    "else",
    "to",
    "in",
    "as",
    "->",
    "of",
    "true",
    "false",
    "fn",
    "f",
    "f(",
    "f(x)",
    "f(x) =",
    "unit",
    "unit foo",
    "unit foo =",
    "foo",
    "foos",
    "max(",
    "min(",
    "ceil(",
    "sqrt(",
    "ln(",
    "clamp(",
    "x = ",
    "y = ",
    "users = ",
    "to %",
    "to GB",
    "to req/s",
    "as writes",
    "latency.ssd_random_read",
    "a.b",
    "10B",
    "5m",
    "kb",
    "9 Tb",
    "GPU-hour",
    "2 h 30 min",
    "€",
    "\"",
    "'",
    "\\",
    "&&",
    "**",
    "!",
    "é",
    "\u{a0}",
    "\u{200b}",
];

/// A few tokens in any order, with and without spaces.
pub fn soup() -> impl Strategy<Value = String> {
    let piece =
        (prop::sample::select(TOKENS.to_vec()), prop::bool::weighted(0.7)).prop_map(|(token, blank)| {
            let mut piece = token.to_owned();
            if blank {
                piece.push(' ');
            }
            piece
        });
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A valid program with tokens removed, repeated or inserted.
pub fn broken_program() -> impl Strategy<Value = String> {
    let edits = prop::collection::vec(
        (any::<prop::sample::Index>(), 0_u8..3, prop::sample::select(TOKENS.to_vec())),
        1..4,
    );
    (program(), edits).prop_map(|((program, _), edits)| {
        let mut pieces: Vec<&str> = program.split_inclusive([' ', '(', ')']).collect();
        for (at, edit, token) in edits {
            let at = at.index(pieces.len().max(1)).min(pieces.len().saturating_sub(1));
            match edit {
                0 if pieces.len() > 1 => drop(pieces.remove(at)),
                1 => pieces.insert(at, pieces[at]),
                _ => pieces.insert(at, token),
            }
        }
        pieces.concat()
    })
}
