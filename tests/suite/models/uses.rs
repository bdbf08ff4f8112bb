//! `use`: a model that reads the values of others.

use napkin::report::{Changes, Settings};

use crate::support::{all, assert_well_made, beside, check_row, row, run_beside, sound};

const PRICES: &str = r#"
[inputs]
blob   = { value = "$0.02/GB/month", source = "contract" }
spare  = "20% to 40%"
[tables.machine]
small = { cores = "4 cores/server",  price = "$0.15/server/h" }
large = { cores = "32 cores/server", price = "$1.10/server/h" }
[scenarios.cheap]
blob  = "$0.01/GB/month"
"#;

const FEED: &str = r#"
functions = "fn with_spare(x, spare) = x * (1 + spare)"
[use]
prices = "prices.toml"
[inputs]
users   = { value = "10M users", min = "1M users" }
posts   = "2 posts/user/day"
size    = "1 KB to 4 KB/post"
runs_on = "prices.machine.large"
[estimates]
stored  = { formula = "users * posts * size * 100 days", unit = "TB", expect = "4 TB ± 50%" }
cores   = "with_spare(64 cores, prices.spare)"
servers = "ceil(cores / runs_on.cores)"
cost    = { formula = "servers * runs_on.price + stored * prices.blob", unit = "$/month" }
[checks]
fleet   = "p95(servers) <= 100 servers"
[scenarios.cheap]
runs_on = "prices.machine.small"
"#;

const FILES: [(&str, &str); 2] = [("feed.toml", FEED), ("prices.toml", PRICES)];

fn using(text: &str) -> napkin::report::Report {
    run_beside(text, &FILES)
}

/// Checks that a model has one error with a code at a place, and returns what is said.
#[track_caller]
fn refused(text: &str, files: &[(&str, &str)], code: &str, place: (&str, usize)) -> String {
    let report = run_beside(text, files);
    let errors: Vec<_> = report.diagnostics.iter().filter(|found| found.is_error()).collect();
    let said = all(&report.diagnostics, &report.sources);
    let [error] = errors.as_slice() else { panic!("{text}\n{said}") };
    assert_well_made(error, &report.sources);
    let span = error.span().expect("a place");
    let found = (report.sources.get(span.source).unwrap().name.as_str(), report.sources.line_column(span).0);
    assert_eq!((error.code, found), (code, place), "{text}\n{said}");
    said
}

fn literal(report: &napkin::report::Report, name: &str) -> String {
    row(report, name).shown.written.literal()
}

/// A value that is the same in every sample. The median alone would not tell two variables from one.
#[track_caller]
fn certain(report: &napkin::report::Report, name: &str, value: &str) {
    let shown = &row(report, name).shown;
    assert_eq!(shown.written.literal(), value, "{name}");
    let is_certain = shown.spread.as_ref().is_none_or(|spread| spread.p95 - spread.p5 < 1e-9);
    assert!(is_certain, "{name} differs between samples: {:?}", shown.spread);
}

#[test]
fn values_are_read_from_left_to_right() {
    let report = sound(using(
        r#"
        [use]
        feed   = "feed.toml"
        prices = "prices.toml"
        [estimates]
        users  = "feed.users * 2"
        blob   = "feed.prices.blob"
        cores  = "feed.runs_on.cores"
        cell   = "prices.machine.small.cores"
        least  = "min(prices.machine.price)"
        row    = "feed.prices.machine.small"
        disk   = { formula = "feed.stored", unit = "GB" }
        "#,
    ));
    for (name, value) in [
        ("users", "20M users"),
        ("blob", "$0.02/GB/month"),
        ("cores", "32 cores/server"),
        ("cell", "4 cores/server"),
        // 730 hours.
        ("least", "$109.5/server/month"),
        // 10M users × 2 posts × 100 days × 2 KB, the median of 1 KB to 4 KB.
        ("disk", "4000 GB"),
    ] {
        assert_eq!(literal(&report, name), value, "{name}");
    }
    // Of the files that are used only what is asked for is shown, and none of their checks is asked.
    assert!(report.checks.is_empty());
    let names: Vec<&str> =
        report.estimates.iter().flat_map(|section| &section.rows).map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["users", "blob", "cores", "cell", "least", "row", "disk"]);
}

#[test]
fn a_file_alone_and_the_same_file_used_have_the_same_values() {
    let used = sound(using("[use]\nfeed = \"feed.toml\"\n[estimates]\ncost = \"feed.cost\""));
    let alone = sound(using(FEED));
    let (used, alone) = (&row(&used, "cost").shown, &row(&alone, "cost").shown);
    let ends = |shown: &napkin::Shown| {
        let spread = shown.spread.as_ref().expect("a range");
        [spread.p5, shown.value, spread.p95]
    };
    for (used, alone) in ends(used).into_iter().zip(ends(alone)) {
        assert!((used / alone - 1.0).abs() < 0.01, "{used} {alone}");
    }
}

#[test]
fn what_several_files_use_is_one_variable() {
    // The same file by two ways: 20% to 40% less itself is nothing in every sample.
    let report = sound(using(
        r#"
        [use]
        feed  = "feed.toml"
        prices = "prices.toml"
        [estimates]
        same  = "feed.prices.spare - prices.spare"
        "#,
    ));
    certain(&report, "same", "0%");
}

#[test]
fn set_makes_a_copy_of_what_it_reaches_and_shares_the_rest() {
    let report = sound(using(
        r#"
        [use]
        feed     = "feed.toml"
        eu.model = "feed.toml"
        eu.set   = { users = "5M users", prices.blob = "$0.04/GB/month" }
        [estimates]
        users  = "eu.users"
        blob   = "eu.prices.blob"
        base   = "feed.prices.blob"
        half   = { formula = "eu.stored / feed.stored", unit = "%" }
        spare  = "eu.prices.spare - feed.prices.spare"
        cells  = "eu.prices.machine.large.price - feed.prices.machine.large.price"
        [checks]
        apart  = "P(eu.stored < feed.stored) >= 99.9%"
        "#,
    ));
    for (name, value) in [
        ("users", "5M users"),
        ("blob", "$0.04/GB/month"),
        ("base", "$0.02/GB/month"),
        // One variable for the size of a post, however often the file is copied.
        ("half", "50%"),
        ("spare", "0%"),
        ("cells", "$0/server/month"),
    ] {
        certain(&report, name, value);
    }
    assert!(check_row(&report, "apart").passed);
}

#[test]
fn ranges_in_formulas_of_copies_are_one_variable_each() {
    let lib = "[inputs]\nx = \"1 GB\"\n[estimates]\ny = \"x * (1 to 3) + x * (1 to 3)\"";
    let text = r#"
        [use]
        a = "lib.toml"
        b = { model = "lib.toml", set = { x = "2 GB" } }
        [estimates]
        ratio = "b.y / a.y"
    "#;
    let report = sound(run_beside(text, &[("lib.toml", lib)]));
    certain(&report, "ratio", "2");
}

#[test]
fn the_values_of_others_can_be_set() {
    let text = r#"
        [use]
        feed = "feed.toml"
        [estimates]
        blob  = "feed.prices.blob"
        users = "feed.users"
        cores = "feed.runs_on.cores"
        [scenarios.more]
        feed.users       = "30M users"
        feed.prices.blob = "$1/GB/month"
    "#;
    let run = |scenario: Option<&str>, set: &[(&str, &str)]| {
        let changes = Changes { scenario: scenario.map(str::to_owned), ..beside(&FILES, set) };
        sound(napkin::report::run("model.toml", text, &Settings { changes, ..Settings::default() }))
    };
    let found =
        |report: &napkin::report::Report| ["blob", "users", "cores"].map(|name| literal(report, name));
    assert_eq!(found(&run(None, &[])), ["$0.02/GB/month", "10M users", "32 cores/server"]);
    assert_eq!(found(&run(Some("more"), &[])), ["$1/GB/month", "30M users", "32 cores/server"]);
    // What a `use` sets stands in an outer file, and wins over a scenario of the file that is used.
    let outer = "[use]\nprices = { model = \"prices.toml\", set = { blob = \"$3/GB/month\" } }\n\
                 [estimates]\nblob = \"prices.blob\"";
    let changes = Changes { scenario: Some("cheap".to_owned()), ..beside(&FILES, &[]) };
    let report = napkin::report::run("model.toml", outer, &Settings { changes, ..Settings::default() });
    assert_eq!(literal(&sound(report), "blob"), "$3/GB/month");
    // A scenario reaches the files that have one of its name.
    assert_eq!(found(&run(Some("cheap"), &[])), ["$0.01/GB/month", "10M users", "4 cores/server"]);
    let set = [("feed.users", "2M users"), ("feed.prices.machine.large.cores", "64 cores/server")];
    assert_eq!(found(&run(Some("more"), &set)), ["$1/GB/month", "2M users", "64 cores/server"]);
}

#[test]
fn files_are_refused_with_the_place_of_what_is_wrong() {
    let used = "[use]\nfeed = \"feed.toml\"\n[estimates]\ncost = \"feed.cost\"";
    let with = |feed: &str| run_beside(used, &[("feed.toml", feed), ("prices.toml", PRICES)]);
    // An error of a used file stands in that file.
    let report = with(&FEED.replace("users * posts", "usrs * posts"));
    let said = all(&report.diagnostics, &report.sources);
    assert!(said.contains("`usrs` is not defined") && said.contains("did you mean: stored"), "{said}");
    let span = report.diagnostics.iter().find_map(|found| found.span()).expect("a place");
    assert_eq!(report.sources.get(span.source).unwrap().name, "feed.toml");
    let one = |formula: &str| format!("[use]\nfeed = \"feed.toml\"\n[estimates]\ncost = \"{formula}\"");
    let said = refused(&one("feed.costs"), &FILES, "E0201", ("model.toml", 4));
    assert!(said.contains("the model `feed` has no value `costs`") && said.contains("feed.cost"), "{said}");
    let said = refused(&one("feed"), &FILES, "E0201", ("model.toml", 4));
    assert!(said.contains("`feed` is another model"), "{said}");
    // Functions and checks do not come with it.
    refused(&one("with_spare(1, 2)"), &FILES, "E0206", ("model.toml", 4));
    refused(&one("feed.fleet"), &FILES, "E0201", ("model.toml", 4));
    // An input does not follow from others.
    let input = "[use]\nfeed = \"feed.toml\"\n[inputs]\nx = \"feed.cost\"\n[estimates]\ny = \"x\"";
    refused(input, &FILES, "E0509", ("model.toml", 4));
    // Names are one set.
    let twice = "[use]\nfeed = \"feed.toml\"\n[inputs]\nfeed = \"1 GB\"\n[estimates]\ny = \"feed.cost\"";
    refused(twice, &FILES, "E0503", ("model.toml", 4));
    let path = "[use]\nfeed = \"fead.toml\"\n[estimates]\ny = \"feed.cost\"";
    let report = run_beside(path, &FILES);
    assert!(report.diagnostics.iter().any(|found| found.code == "E0602"));
    // What stands in a file that is not there is not told as well.
    refused(path, &FILES, "E0602", ("model.toml", 2));
    let column = refused(&one("feed.prices.machine.price"), &FILES, "E0205", ("model.toml", 4));
    assert!(column.contains("`feed.prices.machine.ROW.price`"), "{column}");
    let set = "[use]\nfeed = { model = \"feed.toml\", set = { user = \"1 user\" } }\n[estimates]\ny = \"feed.cost\"";
    let said = refused(set, &FILES, "E0510", ("model.toml", 2));
    assert!(said.contains("did you mean `users`"), "{said}");
    let field = "[use]\nfeed = { modle = \"feed.toml\" }\n[estimates]\ny = \"1\"";
    assert!(run_beside(field, &FILES).diagnostics.iter().any(|found| found.code == "E0502"));
}

#[test]
fn circles_are_shown_whole() {
    let a = "[use]\nb = \"b.toml\"\n[estimates]\nx = \"b.x\"";
    let b = "[use]\na = \"model.toml\"\n[estimates]\nx = \"a.x\"";
    let report = run_beside(a, &[("b.toml", b), ("model.toml", a)]);
    let said = all(&report.diagnostics, &report.sources);
    assert!(said.contains("use each other in a circle"), "{said}");
    assert!(said.contains("model.toml → b.toml → model.toml"), "{said}");
    // A copy that sets a value is no way around it.
    let own = "[use]\nown = { model = \"model.toml\", set = { x = \"2\" } }\n[inputs]\nx = 1\n[estimates]\ny = \"own.y + x\"";
    let report = run_beside(own, &[("model.toml", own)]);
    assert!(report.diagnostics.iter().any(|found| found.code == "E0521"));
}

#[test]
fn values_of_files_that_depend_on_each_other_are_a_cycle() {
    let files = [("a.toml", "[estimates]\nx = \"y\"\ny = \"x\"")];
    let said = refused("[use]\na = \"a.toml\"\n[estimates]\nz = \"a.x\"", &files, "E0514", ("a.toml", 2));
    assert!(said.contains("a.x → a.y → a.x") || said.contains("a.y → a.x → a.y"), "{said}");
}

#[test]
fn units_do_not_come_with_a_file() {
    let files = [("a.toml", "[units]\nrack = \"40 servers\"\n[inputs]\nracks_now = \"2 racks\"")];
    let text =
        "[use]\na = \"a.toml\"\n[inputs]\nmore = \"3 racks\"\n[estimates]\nall = \"a.racks_now + more\"";
    let said = refused(text, &files, "E0510", ("model.toml", 4));
    assert!(said.contains("units do not come with `use`"), "{said}");
    let own = text.replace("[inputs]", "[units]\nrack = \"40 servers\"\n[inputs]");
    let report = sound(run_beside(&own, &files));
    assert_eq!(literal(&report, "all"), "5 racks");
    let other = text.replace("[inputs]", "[units]\nrack = \"42 servers\"\n[inputs]");
    let said = all(&run_beside(&other, &files).diagnostics, &run_beside(&other, &files).sources);
    assert!(said.contains("two files of the model define the unit `rack`"), "{said}");
}

#[test]
fn a_model_of_which_nothing_is_read_is_told() {
    let report = using("[use]\nfeed = \"feed.toml\"\n[inputs]\nx = \"1 GB\"\n[estimates]\ny = \"x\"");
    let said = all(&report.diagnostics, &report.sources);
    assert!(said.contains("no estimate and no check reads the model `feed`"), "{said}");
    // What the file itself does not use is its own matter.
    assert_eq!(report.diagnostics.len(), 1, "{said}");
}

#[test]
fn a_name_means_what_its_own_file_says() {
    // Both files have an input `users`, and the other one a count of `posts` that a literal reads as a noun.
    let lib =
        "[inputs]\nusers = \"7 users\"\nrate = \"3 posts/user/day\"\n[estimates]\nload = \"users * rate\"";
    let text = "[use]\nlib = \"lib.toml\"\n[inputs]\nusers = \"100 users\"\nposts = \"4 posts/user/day\"\n\
                [estimates]\nload = \"users * posts\"\nboth = \"load + lib.load\"";
    let report = sound(run_beside(text, &[("lib.toml", lib)]));
    assert_eq!(literal(&report, "both"), "421 posts/day");
}

#[test]
fn what_is_wrong_in_a_file_that_is_copied_is_told_once() {
    let lib = "[inputs]\nx = \"1 GB\"\n[estimates]\ny = \"x + 1 hour\"";
    let text = "[use]\na = { model = \"lib.toml\", set = { x = \"2 GB\" } }\n\
                b = { model = \"lib.toml\", set = { x = \"3 GB\" } }\n[estimates]\nz = \"a.y + b.y\"";
    refused(text, &[("lib.toml", lib)], "E0301", ("lib.toml", 4));
}

#[test]
fn a_value_of_another_model_can_be_asked_for() {
    let text = "[use]\nfeed = \"feed.toml\"\n[estimates]\ncost = \"feed.cost\"";
    let mut report = sound(using(text));
    report.only(&["feed.servers".to_owned()], false);
    // 64 cores with 20% to 40% to spare are two machines of 32 and a third.
    assert_eq!(literal(&report, "feed.servers"), "3 servers");
    assert!(report.is_ok() && report.estimates.iter().flat_map(|section| &section.rows).count() == 1);
}

#[test]
fn periods_are_those_of_the_model_that_is_run() {
    let lib = "[units]\nyear = \"360 days\"\n[inputs]\ng = 3";
    let text = "[use]\nu = \"u.toml\"\n[inputs]\nrent = \"$365/month\"\n[estimates]\n\
                daily = { formula = \"rent * u.g\", unit = \"$/day\" }";
    refused(text, &[("u.toml", lib)], "E0503", ("u.toml", 2));
    let same = format!("{text}\n[units]\nyear = \"360 days\"");
    // A month of 30 days: 365 / 30 × 3.
    assert_eq!(literal(&sound(run_beside(&same, &[("u.toml", lib)])), "daily"), "$36.5/day");
}

#[test]
fn what_an_outer_file_says_wins_in_any_order() {
    let inner = "[inputs]\nlim = 4\n[estimates]\nx = \"lim\"\n[scenarios.hi]\nlim = 8";
    let mid = "[use]\np = \"p.toml\"\n[estimates]\ny = \"p.x\"\n[scenarios.hi]\np.lim = 100";
    for order in ["m = \"mid.toml\"\np = \"p.toml\"", "p = \"p.toml\"\nm = \"mid.toml\""] {
        let text = format!("[use]\n{order}\n[estimates]\nz = \"m.y + p.x\"");
        let changes = Changes {
            scenario: Some("hi".to_owned()),
            ..beside(&[("p.toml", inner), ("mid.toml", mid)], &[])
        };
        let report = napkin::report::run("model.toml", &text, &Settings { changes, ..Settings::default() });
        assert_eq!(literal(&sound(report), "z"), "200", "{order}");
    }
}

#[test]
fn what_copies_share_is_set_for_all_of_them() {
    let lib =
        "[inputs]\nv = 10\nz = \"20 to 40\"\n[tables.t]\nr = { c = 2 }\n[estimates]\nvz = \"v * z * t.r.c\"";
    let text = "[use]\naa = \"lib.toml\"\nbb = { model = \"lib.toml\", set = { v = \"20\" } }\n\
                [estimates]\nratio = \"bb.vz / aa.vz\"";
    for set in [("aa.z", "5"), ("bb.z", "5"), ("aa.z", "1 to 2"), ("aa.t.r.c", "7"), ("bb.t.r.c", "7 to 9")] {
        let changes = beside(&[("lib.toml", lib)], &[set]);
        let report = napkin::report::run("model.toml", text, &Settings { changes, ..Settings::default() });
        certain(&sound(report), "ratio", "2");
    }
    let apart = beside(&[("lib.toml", lib)], &[("aa.v", "40")]);
    let report = napkin::report::run("model.toml", text, &Settings { changes: apart, ..Settings::default() });
    assert_eq!(literal(&sound(report), "ratio"), "0.5");
}

#[test]
fn a_file_with_correlations_or_nouns_can_be_copied() {
    let lib = "nouns = [\"quux\"]\n[inputs]\nxa = \"1 to 10 quux\"\nxb = { value = \"1 to 10\", correlated = { xa = 0.9 } }\n\
               z = 3\n[estimates]\nprod = \"xa * xb * z\"";
    let text = "nouns = [\"quux\"]\n[use]\np = \"c.toml\"\nq = { model = \"c.toml\", set = { z = 6 } }\n\
                [estimates]\nratio = \"q.prod / p.prod\"";
    certain(&sound(run_beside(text, &[("c.toml", lib)])), "ratio", "2");
}

#[test]
fn the_input_to_check_first_is_that_of_a_row_that_is_shown() {
    let report =
        sound(using("[use]\nfeed = \"feed.toml\"\n[estimates]\nall = \"feed.cost * feed.prices.spare\""));
    assert_eq!(report.check_first.expect("an input").estimate, "all");
}
