//! Names that say a unit while their value is a plain number: `storage_tb = 500`.

use crate::lower::diagnostics::habits::{self as diagnostics, Fix};
use crate::lower::{Lowering, Value};
use crate::syntax::{Ast, Form, Node, NodeId};
use crate::text::source::Span;
use crate::units::catalog::Kind;

/// The last words of names, with the unit that each says. Words that say something else as often are not here:
/// `users_min`, `users_us`.
const WORDS: [(&str, &str); 51] = [
    ("bytes", "B"),       // row_bytes = 120
    ("bits", "bit"),      // key_bits = 128
    ("kb", "KB"),         // object_kb = 400
    ("mb", "MB"),         // photo_mb = 2
    ("gb", "GB"),         // index_gb = 40
    ("tb", "TB"),         // storage_tb = 500
    ("pb", "PB"),         // archive_pb = 3
    ("kib", "KiB"),       // page_kib = 16
    ("mib", "MiB"),       // segment_mib = 64
    ("gib", "GiB"),       // heap_gib = 31
    ("tib", "TiB"),       // disk_tib = 4
    ("kbps", "kbps"),     // voice_kbps = 64
    ("mbps", "Mbps"),     // stream_mbps = 5
    ("gbps", "Gbps"),     // ingress_gbps = 10
    ("tbps", "Tbps"),     // egress_tbps = 250
    ("qps", "qps"),       // peak_qps = 12_000
    ("rps", "rps"),       // peak_rps = 12_000
    ("tps", "tps"),       // peak_tps = 12_000
    ("iops", "iops"),     // disk_iops = 16_000
    ("ns", "ns"),         // l1_ns = 1
    ("ms", "ms"),         // latency_ms = 20
    ("msec", "ms"),       // latency_msec = 20
    ("millis", "ms"),     // timeout_millis = 500
    ("sec", "s"),         // window_sec = 10
    ("secs", "s"),        // window_secs = 10
    ("second", "s"),      // window_second = 10
    ("seconds", "s"),     // ttl_seconds = 60
    ("mins", "min"),      // session_mins = 20
    ("minutes", "min"),   // session_minutes = 20
    ("hr", "h"),          // batch_hr = 3
    ("hrs", "h"),         // batch_hrs = 3
    ("hours", "h"),       // batch_hours = 3
    ("days", "days"),     // retention_days = 30
    ("weeks", "weeks"),   // retention_weeks = 4
    ("months", "months"), // retention_months = 6
    ("years", "years"),   // retention_years = 5
    ("yrs", "years"),     // retention_yrs = 5
    ("cost", "$"),        // server_cost = 200
    ("costs", "$"),       // server_costs = 200
    ("price", "$"),       // gb_price = 0.02
    ("usd", "$"),         // budget_usd = 50_000
    ("dollars", "$"),     // budget_dollars = 50_000
    ("km", "km"),         // distance_km = 5000
    ("kwh", "kWh"),       // power_kwh = 20
    ("kw", "kW"),         // rack_kw = 12
    ("mw", "MW"),         // site_mw = 30
    ("watts", "W"),       // server_watts = 400
    ("ghz", "GHz"),       // clock_ghz = 3
    ("mhz", "MHz"),       // clock_mhz = 800
    ("gbit", "Gbit"),     // link_gbit = 10
    ("mbit", "Mbit"),     // link_mbit = 100
];

/// The periods of rates: `requests_per_day`.
const PERIODS: [(&str, &str); 12] = [
    ("s", "s"),
    ("sec", "s"),
    ("second", "s"),
    ("min", "min"),
    ("minute", "min"),
    ("h", "h"),
    ("hour", "h"),
    ("day", "day"),
    ("week", "week"),
    ("month", "month"),
    ("year", "year"),
    ("yr", "year"),
];

/// First words of names that say money, unless the last word says a plain number.
const MONEY: [&str; 2] = ["cost", "price"]; // cost_servers = 4000

/// Last words of names that are plain numbers whatever stands before them.
const PLAIN: [&str; 14] = [
    "ratio",
    "factor",
    "share",
    "percent",
    "pct",
    "multiplier",
    "multiple",
    "growth",
    "margin",
    "discount",
    "increase",
    "change",
    "level",
    "index",
];

/// The unit that a name says. A `per` between nouns belongs to it: `gb_per_user`, `requests_per_user_per_day`.
fn said(name: &str, is_noun: impl Fn(&str) -> bool) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split('_').filter(|word| !word.is_empty()).collect();
    let last = words.last()?;
    if PLAIN.contains(last) {
        return None;
    }
    let known = |word: &str, table: &[(&str, &'static str)]| {
        table.iter().find(|(known, _)| *known == word).map(|(_, unit)| *unit)
    };
    let Some(first_per) = words.iter().position(|word| *word == "per") else {
        let is_money = || words.first().is_some_and(|first| MONEY.contains(first)).then_some("$");
        return known(last, &WORDS)
            .filter(|_| words.len() > 1 || *last == "cost")
            .or_else(is_money)
            .map(str::to_owned);
    };
    let what = words.get(first_per.checked_sub(1)?)?;
    // Days per month are a plain number.
    if known(what.trim_end_matches('s'), &PERIODS).is_some() {
        return None;
    }
    let size = known(what, &WORDS);
    let mut unit = match size {
        Some(unit) => unit.to_owned(),
        None if is_noun(what) => (*what).to_owned(),
        None => String::new(),
    };
    let mut is_rate = size.is_some();
    for pair in words.get(first_per..)?.chunks(2) {
        let ["per", of] = pair else { return None };
        match known(of, &PERIODS) {
            Some(period) => {
                is_rate = true;
                unit.push_str(&format!("/{period}"));
            }
            None if is_noun(of) => unit.push_str(&format!("/{of}")),
            None => return None,
        }
    }
    // Reads per write are a plain number to many.
    is_rate.then_some(unit)
}

impl Lowering {
    /// Warns of a name that says a unit while its value is a plain number. `literal` is its value as TOML has it, or
    /// `root` its expression.
    pub fn warn_of_unit_in_name(
        &mut self,
        (name, span): (&str, Span),
        value: Value,
        ast: &Ast,
        (root, literal): (Option<NodeId>, Option<(Span, &str)>),
    ) {
        let Some(quantity) = value.quantity().filter(|quantity| quantity.dimension.is_none()) else { return };
        if quantity.notation.percent || quantity.notation.asked.is_some() {
            return;
        }
        let units = self.scope.units();
        let is_noun = |word: &str| units.find(word).is_some_and(|(_, unit)| unit.kind == Kind::Noun);
        let Some(unit) = said(name, is_noun) else { return };
        let place = root.map(|root| ast.span(root)).or(literal.map(|(place, _)| place)).unwrap_or(span);
        let fix = match (root, literal) {
            (Some(root), _) => in_expression(ast, root, &unit),
            (None, Some((place, text))) => {
                Some((place, format!("\"{}\"", with_unit(text, &unit)))).map(|edit| vec![edit])
            }
            (None, None) => None,
        };
        let fix: Option<Fix> = fix.map(|edits| (format!("in {unit}"), edits));
        self.reporter.report(diagnostics::unit_in_name(name, &unit, (span, place), fix));
    }
}

/// A number with a unit.
fn with_unit(number: &str, unit: &str) -> String {
    match unit.strip_prefix('$') {
        Some(rest) => format!("${number}{rest}"),
        None if unit.starts_with('/') => format!("{number}{unit}"),
        None => format!("{number} {unit}"),
    }
}

/// The edits that give an expression the unit that its name says: a literal gets it, `x / 1 TB` converts to it.
fn in_expression(ast: &Ast, root: NodeId, unit: &str) -> Option<Vec<(Span, String)>> {
    use crate::syntax::Binary;
    match ast.node(root) {
        Node::Literal(_) => {
            let literal = ast.literal(root)?;
            let is_plain = literal.form == Form::Plain && literal.suffix.is_empty();
            is_plain.then(|| vec![(literal.span, with_unit(ast.str(literal.text), unit))])
        }
        Node::Binary(Binary::Divide, left, right) => {
            let is_one = match ast.node(right) {
                Node::Literal(_) => {
                    ast.literal(right).is_some_and(|one| one.value == 1.0 && !one.suffix.is_empty())
                }
                Node::Name { .. } => true,
                _ => false,
            };
            let written = ast.written(right);
            let asked = written.trim_start_matches("1 ").trim().to_owned();
            let place = Span { start: ast.span(left).end, ..ast.span(right) };
            is_one.then(|| vec![(place, format!(" to {asked}"))])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_its_unit_with_its_last_words() {
        let is_noun = |word: &str| ["user", "users", "requests", "request", "reads", "write"].contains(&word);
        for (name, unit) in [
            ("ingress_gbps", "Gbps"),
            ("storage_TB", "TB"),
            ("requests_per_day", "requests/day"),
            ("events_per_s", "/s"),
            ("requests_per_user_per_day", "requests/user/day"),
            ("gb_per_user", "GB/user"),
            ("latency_ms", "ms"),
            ("cost", "$"),
            ("cost_servers", "$"),
            ("server_cost", "$"),
            ("cost_per_month", "$/month"),
        ] {
            assert_eq!(said(name, is_noun).as_deref(), Some(unit), "{name}");
        }
        for name in [
            "reads_per_write",
            "days_per_month",
            "seconds_per_day",
            "users_min",
            "cost_ratio",
            "users_us",
            "per",
            "days",
            "per_day",
            "replication",
            "peak_factor",
        ] {
            assert_eq!(said(name, is_noun), None, "{name}");
        }
    }
}
