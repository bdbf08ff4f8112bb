//! Rows as values: choices, computed columns, cells that are formulas, tiers, and what is refused.

use napkin::report::Report;

use crate::support::{all, check_row, row, run, run_with, sound};

/// Four machines, of which the figures are easily found by hand.
const MACHINES: &str = r#"
[tables.machine]
small  = { cores = "2 cores/server", price = "$10/server/month" }
middle = { cores = "4 cores/server", price = "$19/server/month", note = "what we run" }
large  = { cores = "8 cores/server", price = "$45/server/month", source = "quote" }
[tables.machine.columns]
servers = "ceil(cores_needed / cores)"
cost    = "servers * price"
[inputs]
cores_needed = "10 cores"
"#;

fn machines(rest: &str) -> String {
    format!("{MACHINES}{rest}")
}

#[track_caller]
fn shown(report: &Report, name: &str) -> String {
    assert!(report.is_ok(), "{}", all(&report.diagnostics, &report.sources));
    row(report, name).shown.written.literal()
}

/// The one error of a model: its code, and what is printed.
#[track_caller]
fn refused(text: &str) -> (&'static str, String) {
    let report = run(text);
    let errors: Vec<&str> =
        report.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect();
    let printed = all(&report.diagnostics, &report.sources);
    assert_eq!(errors.len(), 1, "{errors:?}\n{printed}");
    (report.diagnostics[0].code, printed)
}

#[test]
fn columns_are_computed_for_every_row() {
    // ceil(10 / 2, 4, 8) = 5, 3, 2 servers: $50, $57, $90.
    let report = run(&machines(
        "[estimates]\nsum = \"sum(machine.cost)\"\none = \"machine.middle.cost\"\nmost = \"max(machine.servers)\"\n",
    ));
    assert_eq!(shown(&report, "sum"), "$197/month");
    assert_eq!(shown(&report, "one"), "$57/month");
    assert_eq!(shown(&report, "most"), "5 servers");
}

#[test]
fn the_row_with_the_least_is_a_value() {
    let rest = "[estimates]\nbest = \"argmin(machine.cost)\"\nprice = \"best.cost\"\n\
                fits = \"argmin(machine.cost where machine.cores >= 4 cores/server)\"\nwith = \"fits.cost\"\n\
                dear = \"argmax(machine.cost where machine.servers >= 3 servers)\"\nsame = \"best == machine.small\"\n\
                either = \"(if best == machine.small then machine.large else best).servers\"\n";
    let report = run(&machines(
        &rest
            .replace("(if best == machine.small then machine.large else best).servers", "chosen.servers")
            .replace("either", "chosen = \"if best == machine.small then machine.large else best\"\neither"),
    ));
    assert_eq!(shown(&report, "best"), "small");
    assert_eq!(shown(&report, "price"), "$50/month");
    assert_eq!((shown(&report, "fits"), shown(&report, "with")), ("middle".into(), "$57/month".into()));
    assert_eq!(shown(&report, "dear"), "middle");
    assert_eq!(shown(&report, "same"), "true");
    assert_eq!(shown(&report, "either"), "2 servers");
}

#[test]
fn an_input_is_a_row_and_can_be_set() {
    let text = machines("plan = \"machine.middle\"\n[estimates]\nnow = \"plan.cost\"\n");
    assert_eq!(shown(&run(&text), "now"), "$57/month");
    assert_eq!(shown(&run_with(&text, &[("plan", "large")]), "now"), "$90/month");
    assert_eq!(shown(&run_with(&text, &[("plan", "machine.large")]), "now"), "$90/month");
    let report = run_with(&text, &[("plan", "5")]);
    assert_eq!(report.diagnostics[0].code, "E0302");
    // One error, which says what there is, also where a scenario has another row.
    let text = format!("{text}[scenarios.big]\nplan = \"large\"\n");
    let report = run_with(&text, &[("plan", "larg")]);
    let printed = all(&report.diagnostics, &report.sources);
    assert_eq!(report.diagnostics.len(), 1, "{printed}");
    assert!(printed.contains("`larg` is no row of `machine`") && printed.contains("large"), "{printed}");
}

#[test]
fn a_cell_can_be_set() {
    let text = machines("[estimates]\nbest = \"argmin(machine.cost)\"\nleast = \"min(machine.cost)\"\n");
    // 2 servers at $20 are $40.
    let report = run_with(&text, &[("machine.large.price", "$20/server/month")]);
    assert_eq!((shown(&report, "best"), shown(&report, "least")), ("large".into(), "$40/month".into()));
    let report = run_with(&text, &[("machine.large.servers", "1 server")]);
    assert_eq!(shown(&report, "least"), "$45/month");
    for (name, value, code) in [
        ("machine.large.prise", "$20/server/month", "E0510"),
        ("machine.huge.price", "$20/server/month", "E0510"),
        ("machine.large.price", "20 GB", "E0302"),
    ] {
        let report = run_with(&text, &[(name, value)]);
        assert_eq!(report.diagnostics[0].code, code, "{name}: {}", all(&report.diagnostics, &report.sources));
    }
}

#[test]
fn rows_may_leave_cells_out_and_name_other_values() {
    let report = run(r#"
[inputs]
factor = "3"
[tables.part]
a = { load = "2 req/s" }
b = { load = "factor * 1 req/s", share = "50%" }
[tables.part.defaults]
share = "100%"
[tables.part.columns]
used = "load * share"
[tables.use]
one = { on = "part.a" }
two = { on = "part.b" }
[tables.use.columns]
used = "on.used * factor"
[estimates]
sum  = "sum(part.used)"
both = "sum(use.used)"
cell = "use.two.on.load"
"#);
    // 2 + 3 / 2, and three times as much; 3.
    assert_eq!(shown(&report, "sum"), "3.5 requests/s");
    assert_eq!(shown(&report, "both"), "10.5 requests/s");
    assert_eq!(shown(&report, "cell"), "3 requests/s");
}

#[test]
fn conditions_choose_rows() {
    let rest = "[estimates]\nn = \"count(machine)\"\nsome = \"count(machine where machine.cost > $51/month)\"\n\
                none = \"sum(machine.cost where machine.cost > $1000/month)\"\n\
                mean_of = \"mean(machine.cost where machine.servers <= 3 servers)\"\n\
                least = \"min(machine.cost where machine.servers <= 3 servers)\"\n\
                has = \"any(machine.cost > $80/month)\"\nhas_not = \"any(machine.cost > $80/month where machine.servers > 2 servers)\"\n\
                every = \"all(machine.cost < $100/month)\"\n";
    let report = run(&machines(rest));
    assert_eq!(shown(&report, "n"), "3");
    assert_eq!(shown(&report, "some"), "2");
    assert_eq!(shown(&report, "none"), "$0/month");
    // (57 + 90) / 2
    assert_eq!(shown(&report, "mean_of"), "$73.5/month");
    assert_eq!(shown(&report, "least"), "$57/month");
    assert_eq!(shown(&report, "has"), "true");
    assert_eq!(shown(&report, "has_not"), "false");
    assert_eq!(shown(&report, "every"), "true");
}

#[test]
fn nothing_is_invented_where_no_row_fits() {
    for (call, said) in [
        (
            "argmin(machine.cost where machine.cores >= 16 cores/server)",
            "the largest `machine.cores` is 8 cores/server",
        ),
        (
            "min(machine.cost where machine.cores >= 16 cores/server)",
            "and `16 cores/server` is 16 cores/server",
        ),
        (
            "max(machine.cost where machine.cores < 1 core/server)",
            "the smallest `machine.cores` is 2 cores/server",
        ),
        ("mean(machine.cost where machine.cost > $500/month)", "the largest `machine.cost` is $90/month"),
        ("all(machine.cost > $1/month where machine.cost > $500/month)", "so `all` has no value"),
    ] {
        let (code, printed) = refused(&machines(&format!("[estimates]\nx = \"{call}\"\n")));
        assert_eq!(code, "E0406", "{printed}");
        assert!(printed.contains(said) && printed.contains("any("), "{call}: {printed}");
    }
    // What no row has is only an error where it is read.
    let guarded = "[estimates]\nx = \"if any(machine.cores >= 16 cores/server) then \
                   min(machine.cost where machine.cores >= 16 cores/server) else $0/month\"\n";
    assert_eq!(shown(&run(&machines(guarded)), "x"), "$0/month");
}

#[test]
fn a_fault_in_a_row_that_is_excluded_is_none() {
    let text = r#"
[tables.t]
a = { slots = "0 slots", price = "$1/slot" }
b = { slots = "2 slots", price = "$2/slot" }
[tables.t.columns]
each = "10 / slots"
[estimates]
best  = "argmin(t.each where t.slots > 0 slots)"
least = "min(t.each where t.slots > 0 slots)"
"#;
    let report = run(text);
    assert_eq!((shown(&report, "best"), row(&report, "least").shown.value), ("b".into(), 5.0));
    let cells: Vec<bool> = report.tables[0].rows.iter().map(|row| row.cells[2].shown.is_some()).collect();
    assert_eq!(cells, [false, true]);
    let (code, _) = refused(
        &text
            .replace("min(t.each where t.slots > 0 slots)", "t.a.each")
            .replace("arg", "")
            .replace("best  = \"t.a.each\"\n", ""),
    );
    assert_eq!(code, "E0402");
}

#[test]
fn the_first_of_equal_rows_wins_and_the_others_are_named() {
    let text = "[tables.t]\na = { x = \"3 GB\" }\nb = { x = \"2 GB\" }\nc = { x = \"2000 MB\" }\n\
                [estimates]\nbest = \"argmin(t.x)\"\nmost = \"argmax(t.x where t.x < 2.5 GB)\"\n";
    let report = sound(run(text));
    for name in ["best", "most"] {
        let row = row(&report, name).shown.row.as_ref().expect("a row");
        assert_eq!((row.row.as_str(), row.ties.as_slice()), ("b", ["c".to_owned()].as_slice()), "{name}");
    }
}

#[test]
fn a_choice_in_each_sample_has_shares_and_is_said() {
    // A fixed price against a use that is below 10 in half of the samples: each is cheaper in half of them.
    let text = "[inputs]\nuse = \"1 to 100 req\"\n[tables.plan]\nflat = { base = \"$10\", each = \"$0/req\" }\n\
                metered = { base = \"$0\", each = \"$1/req\" }\n[tables.plan.columns]\ncost = \"base + each * use\"\n\
                [estimates]\nbest = \"argmin(plan.cost)\"\nonce = \"argmin(p95(plan.cost))\"\ncost = \"best.cost\"\n";
    let report = sound(run(text));
    let best = row(&report, "best").shown.row.clone().expect("a row");
    let total: f64 = best.shares.iter().map(|(_, share)| share).sum();
    assert!((total - 1.0).abs() < 1e-12 && best.shares.len() == 2, "{:?}", best.shares);
    assert!(best.shares.iter().all(|(_, share)| (share - 0.5).abs() < 0.01), "{:?}", best.shares);
    assert!(report.remarks.iter().any(|remark| remark.starts_with("`best` is chosen anew")));
    let once = row(&report, "once").shown.row.clone().expect("a row");
    assert_eq!((once.row.as_str(), once.shares.len()), ("flat", 0));
    // min(10, x) for the median of 10.
    assert_eq!(row(&report, "cost").shown.value, 10.0);
}

#[test]
fn amounts_are_split_over_tiers_in_the_order_of_their_ends() {
    let tiers = "[tables.tier]\nrest = { upto = \"rest\", price = \"$1/TB\" }\nb = { upto = \"50 TB\", price = \"$2/TB\" }\n\
                 a = { upto = \"10 TB\", price = \"$3/TB\" }\n[inputs]\namount = \"AMOUNT\"\n\
                 [estimates]\ncost = \"tiered(amount, tier.upto, tier.price)\"\n";
    // 10 × 3 + 40 × 2 + 50 × 1, and the edges.
    for (amount, cost) in [
        ("100 TB", 160.0),
        ("10 TB", 30.0),
        ("50 TB", 110.0),
        ("0 TB", 0.0),
        ("10_000 GB", 30.0),
        ("11 TB", 32.0),
    ] {
        let report = sound(run(&tiers.replace("AMOUNT", amount)));
        assert_eq!(row(&report, "cost").shown.value, cost, "{amount}");
    }
    let closed = tiers.replace("\"rest\"", "\"90 TB\"").replace("AMOUNT", "100 TB");
    let (code, printed) = refused(&closed);
    assert!(code == "E0406" && printed.contains("90 TB"), "{printed}");
    let (code, _) = refused(&tiers.replace("AMOUNT", "-1 TB"));
    assert_eq!(code, "E0406");
    let (code, printed) = refused(&tiers.replace("50 TB", "10 TB").replace("AMOUNT", "1 TB"));
    assert!(
        code == "E0205" && printed.contains("`a` and `b`") || printed.contains("`b` and `a`"),
        "{printed}"
    );
}

#[test]
fn what_is_no_single_value_is_refused() {
    for (formula, code, said) in [
        ("machine.cost", "E0205", "is a column"),
        ("2 * best", "E0205", "a row of `machine`"),
        ("best + 1", "E0205", "a row of `machine`"),
        ("best to $", "E0205", "a row of `machine`"),
        ("best < machine.small", "E0205", "`==` and `!=`"),
        ("best == other.a", "E0301", "never a row of"),
        ("if true then best else other.a", "E0301", "never a row of"),
        ("if true then best else 5", "E0301", "row"),
        ("best.prise", "E0201", "best.price"),
        ("machine.smal.price", "E0201", "machine.small.price"),
        ("machine.small.large", "E0201", "another row"),
        ("cores_needed.price", "E0201", "not a row"),
        ("count(5)", "E0205", "names none"),
        ("argmin(cores_needed)", "E0205", "names none"),
        ("count(machine.cost)", "E0205", "takes the table alone"),
        ("sum(machine.cost * other.x)", "E0205", "`machine` and `other`"),
        ("sum(machine.cost / sum(machine.cost))", "E0205", "name of its own"),
        ("sum(machine.cost where cores_needed > 5 cores)", "E0205", "names no column"),
        ("ceil(cores_needed where cores_needed > 5 cores)", "E0205", "where"),
        ("argmin(machine.cost > $5/month)", "E0304", "numbers"),
        ("all(machine.cost)", "E0304", "condition"),
        ("sum(machine.cost where machine.cost)", "E0304", "condition"),
        ("p95(best)", "E0205", "a row of `machine`"),
        ("not best", "E0205", "a row of `machine`"),
        ("tiered(5 GB, machine.price, machine.price)", "E0301", "tiered"),
    ] {
        let rest = format!(
            "[tables.other]\na = {{ x = \"1\" }}\n[estimates]\nbest = \"argmin(machine.cost)\"\nx = \"{formula}\"\n"
        );
        let report = run(&machines(&rest));
        let error = report.diagnostics.iter().find(|found| found.is_error());
        let printed = all(&report.diagnostics, &report.sources);
        let error = error.unwrap_or_else(|| panic!("{formula} is taken"));
        assert!(error.code == code && printed.contains(said), "{formula} ({code}, {said}): {printed}");
    }
}

#[test]
fn rest_is_compared_and_nothing_else() {
    let table = "[tables.t]\na = { upto = \"10 GB\" }\nb = { upto = \"rest\" }\n[estimates]\n";
    let report = sound(run(&format!(
        "{table}n = \"count(t where t.upto >= 5 TB)\"\nfirst = \"argmin(t.upto where t.upto >= 20 GB)\"\n"
    )));
    assert_eq!((shown(&report, "n"), shown(&report, "first")), ("1".into(), "b".into()));
    for formula in ["sum(t.upto)", "max(t.upto * 2)", "t.b.upto + 1 GB", "count(t where t.upto >= 5 s)"] {
        let report = run(&format!("{table}x = \"{formula}\"\n"));
        assert!(!report.is_ok(), "{formula}");
    }
    let several = "[tables.t]\na = { upto = \"rest\" }\nb = { upto = \"rest\" }\nc = { upto = \"1 GB\" }\n[estimates]\nn = \"count(t where t.upto > 1 GB)\"\n";
    assert!(!run(several).is_ok());
}

#[test]
fn cycles_through_tables_are_shown_whole() {
    let text = "[tables.t]\na = { x = \"1 GB\" }\n[tables.t.columns]\ny = \"x + total\"\n\
                [estimates]\ntotal = \"sum(t.z)\"\nbest = \"argmin(t.y)\"\nown = \"best.z\"\n";
    let (code, printed) = refused(&text.replace("y = \"x + total\"", "y = \"x + total\"\nz = \"y * 2\""));
    assert_eq!(code, "E0514", "{printed}");
    for name in ["total", "t.z", "t.y"] {
        assert!(printed.contains(name), "{printed}");
    }
    let own = text.replace("x + total", "y * 2").replace("sum(t.z)", "sum(t.x)").replace("best.z", "best.x");
    assert!(refused(&own).1.contains("`t.y` is defined in terms of itself"));
    // Through the row that an estimate is.
    let through = text
        .replace("x + total", "own.x")
        .replace("sum(t.z)", "sum(t.x)")
        .replace("\"best.z\"", "\"best.x\"");
    let through = through.replace("own.x", "own");
    assert_eq!(refused(&through).0, "E0514");
}

#[test]
fn a_check_on_all_rows_names_those_that_fail() {
    let text = machines(
        "[checks]\neach = \"all(machine.cost <= $55/month)\"\nok = \"all(machine.servers <= 8 servers)\"\n",
    );
    let report = sound(run(&text));
    let each = check_row(&report, "each");
    let worst = each.worst.as_ref().expect("rows");
    assert_eq!((worst.row.as_str(), worst.failing.join(" ")), ("large", "middle large".to_owned()));
    let comparison = each.comparison.as_ref().expect("sides");
    assert_eq!(comparison.actual.written.literal(), "$90/month");
    assert!(!each.passed && check_row(&report, "ok").passed);
    let uncertain = text.replace("10 cores", "5 to 20 cores");
    let (code, printed) = refused(&uncertain.replace("ok = \"all(machine.servers <= 8 servers)\"\n", ""));
    assert!(code == "E0401" && printed.contains("all(P(machine.cost <= $55/month) >= 95%)"), "{printed}");
    assert!(printed.contains("P(all(machine.cost <= $55/month)) >= 95%"), "{printed}");
}

#[test]
fn tables_show_what_is_chosen_and_excluded() {
    let rest = "[estimates]\nbest = \"argmin(machine.cost where machine.servers <= 3 servers)\"\n";
    let report = sound(run(&machines(rest)));
    let rows: Vec<_> = report.tables[0]
        .rows
        .iter()
        .map(|row| (row.name.as_str(), !row.chosen_by.is_empty(), row.excluded_by.as_deref()))
        .collect();
    assert_eq!(
        rows,
        [
            ("small", false, Some("servers <= 3 servers: is 5 servers")),
            ("middle", true, None),
            ("large", false, None)
        ]
    );
}

#[test]
fn functions_read_tables_and_take_rows() {
    let text = format!(
        "functions = \"\"\"\nfn dear(factor) = max(machine.cost) * factor\nfn twice(box) = box.cost * 2\n\"\"\"\n{}",
        machines(
            "[estimates]\none = \"dear(2)\"\ntwo = \"twice(machine.small)\"\nbest = \"argmin(machine.cost)\"\nthree = \"twice(best)\"\n"
        )
    );
    let report = run(&text);
    assert_eq!(shown(&report, "one"), "$180/month");
    assert_eq!((shown(&report, "two"), shown(&report, "three")), ("$100/month".into(), "$100/month".into()));
}

#[test]
fn files_with_mistakes_are_refused_at_their_place() {
    for (text, code, said) in [
        (
            "[tables.t]\na = { x = \"1\" }\nx = { x = \"2\" }\n[estimates]\ny = \"sum(t.x)\"",
            "E0503",
            "rows and columns",
        ),
        (
            "[tables.t]\na = { x = \"1\", y = \"2\" }\n[tables.t.columns]\ny = \"x * 2\"\n[estimates]\nz = \"sum(t.y)\"",
            "E0503",
            "defined twice",
        ),
        (
            "[tables.t]\na = { x = \"1\" }\nb = { x = \"1\", y = \"2\" }\n[tables.t.columns]\ny = \"x * 2\"\n[estimates]\nz = \"sum(t.y)\"",
            "E0507",
            "computed for every row",
        ),
        (
            "[tables.t]\na = { size = \"1\" }\nb = { kept = \"2\", size = \"1\" }\n[estimates]\nz = \"sum(t.size)\"",
            "E0507",
            "default",
        ),
        ("[tables.t]\na = { x = { valu = \"1\" } }\n[estimates]\nz = \"sum(t.x)\"", "E0502", "value"),
        (
            "[tables.t]\na = { x = { value = \"1\", unit = \"GB\" } }\n[estimates]\nz = \"sum(t.x)\"",
            "E0502",
            "unit",
        ),
        (
            "[tables.t]\na = { x = \"1\" }\n[tables.t.columns]\ny = { formla = \"x * 2\" }\n[estimates]\nz = \"sum(t.y)\"",
            "E0502",
            "formula",
        ),
        ("[tables.t]\ncolumns = \"x\"\na = { x = \"1\" }\n[estimates]\nz = \"sum(t.x)\"", "E0505", "columns"),
        ("[tables.t]\nsource = 5\na = { x = \"1\" }\n[estimates]\nz = \"sum(t.x)\"", "E0505", "source"),
        (
            "[tables.t]\na = { x = \"1 GB\" }\nb = { x = \"1 s\" }\n[tables.t.columns]\ny = \"x * 2\"\n[estimates]\nz = \"max(t.y)\"",
            "E0301",
            "rows differ",
        ),
        (
            "[inputs]\np = \"t.a.x\"\n[tables.t]\na = { x = \"1\" }\n[estimates]\nz = \"p * sum(t.x)\"",
            "E0509",
            "estimates",
        ),
    ] {
        let report = run(text);
        let printed = all(&report.diagnostics, &report.sources);
        let codes: Vec<&str> =
            report.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect();
        assert!(codes.contains(&code) && printed.contains(said), "{text}\n{codes:?}\n{printed}");
    }
}
