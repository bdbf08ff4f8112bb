//! New nouns: a word after a number that nobody declared counts as a noun, and a slip or a word with another meaning does
//! not.

use crate::docs::root;
use crate::support::{check_row, codes, evaluate, patched, read_as, row, run, sound, value, warnings};

#[track_caller]
fn check(input: &str, number: f64, unit: &str) {
    let shown = value(input);
    assert!(
        (shown.value - number).abs() <= 1e-12 * number.abs(),
        "`{input}` is {}, not {number}",
        shown.value
    );
    assert_eq!(shown.unit, unit, "`{input}`");
    assert_eq!(codes(input), [""; 0], "`{input}`");
}

#[track_caller]
fn refused(code: &str, inputs: &[&str]) {
    for input in inputs {
        assert_eq!(codes(input), [code], "`{input}`");
    }
}

/// The texts after each suggested change of the only error.
fn fixes(input: &str) -> Vec<String> {
    let evaluation = evaluate(input);
    if let Some(read) = read_as(&evaluation) {
        return vec![read];
    }
    let [error] = evaluation.diagnostics.as_slice() else {
        panic!("`{input}`: {:?}", evaluation.diagnostics)
    };
    error.helps.iter().filter_map(|help| patched(&evaluation.sources, help)).collect()
}

#[track_caller]
fn becomes(input: &str, expected: &str) {
    let fixes = fixes(input);
    assert!(fixes.iter().any(|fix| fix == expected), "`{input}`: {fixes:?}");
    assert!(evaluate(expected).is_ok(), "`{expected}`");
}

fn fixture(name: &str) -> String {
    let text = std::fs::read_to_string(root().join("tests/fixtures/first_try").join(name)).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_word_that_nobody_declared_counts() {
    check("40M parcels/year to parcels/day", 40e6 / 365.0, "parcels/day");
    check("5M widgets * 2 KB/widget", 10e9, "B");
    check("100M UUIDs * 16 B/UUID", 1.6e9, "B");
    check("100M UUIDs * 16 B/uuid", 1.6e9, "B");
    check("10B widgets", 10e9, "widgets");
    check("12 trucks * 40 pallets/truck * 60 cartons/pallet", 28_800.0, "cartons");
    check("3 TB / parcel * 5M parcels", 15e18, "B");
    check("5M parcels * (3 KB / parcel)", 15e9, "B");
    check("100k deploys/day to deploys/h", 100e3 / 24.0, "deploys/h");
    check("$5/night * 3 nights", 15.0, "$");
    check("10 to 20 pallets/truck * 3 trucks / (1 pallet)", 42.426_406_871_192_85, "");
    check("100M bücher * 1 KB/bücher", 100e9, "B");
    check("fn total(n, size) = n * size; total(5M cars, 2 KB/car)", 10e9, "B");
    check("max(3 carts, 5 carts)", 5.0, "carts");
    check("if 3 carts > 2 carts then 1 GB else 2 GB", 1e9, "B");
}

#[test]
fn two_forms_are_one_noun() {
    check("5 cars + 1 car", 6.0, "cars");
    check("5 companies + 1 company", 6.0, "companies");
    check("5 classes + 1 class", 6.0, "classes");
    check("5 leaves + 1 leaf", 6.0, "leaves");
    check("5 mice + 1 mouse", 6.0, "mice");
    check("5 vertices + 1 vertex", 6.0, "vertices");
    check("5 children + 1 child", 6.0, "children");
    check("1 analysis + 5 analyses", 6.0, "analyses");
    check("1 matrix + 5 matrices", 6.0, "matrices");
    check("1 axis + 2 axes", 3.0, "axes");
    check("5 statuses + 1 status", 6.0, "statuses");
    check("2 buses + 1 bus", 3.0, "buses");
    check("2 caches + 1 cache", 3.0, "caches");
    check("2 movies + 1 movie", 3.0, "movies");
    refused("E0301", &["5 cars + 1 cart", "1 movie + 1 cache"]);
}

#[test]
fn nothing_is_taken_from_a_word_that_stands_alone() {
    for word in ["status", "bus", "cache", "movie", "redis", "gas", "news"] {
        check(&format!("100 GB/{word}"), 100e9, &format!("B/{word}"));
        check(&format!("3 {word}"), 3.0, word);
    }
    // The help for a plural is in English, though.
    check("10 GB / 5 cars", 2e9, "B/car");
    check("10 GB / 5 addresses", 2e9, "B/address");
    check("10 GB / 5 entities", 2e9, "B/entity");
}

#[test]
fn a_target_has_a_noun_that_stands_after_a_number_too() {
    check("5 parcels/s to parcels/day", 432_000.0, "parcels/day");
    check("x = 5 parcels/s\nx to parcels/day", 432_000.0, "parcels/day");
    check("5 parcels to parcel", 5.0, "parcel");
    refused("E0202", &["5 GB to foos", "5 users to foo", "5 users as foos", "10/s to foos/s"]);
    refused("E0302", &["5 foos to bars; 3 bars"]);
    refused("E0202", &["fn f(x: foos) = x; f(3)", "fn f(x: foos/s) = x * 2; f(3)"]);
    refused("E0201", &["3 TB / parcel", "parcels * 3"]);
    // A magnitude is a number there, and no noun.
    let shown = value("3bn requests * $0.40 per million");
    assert_eq!((shown.value, shown.unit.as_str()), (1200.0, "$"));
}

#[test]
fn a_new_noun_never_makes_a_number_wrong() {
    refused("E0202", &["100M usres * 2 KB/user", "100M users * 2 KB/usr", "10 req/s * 5 secnds"]);
    // What does not cancel is left, or said to be for each.
    assert_eq!(warnings("5M cats·dogs"), ["W0104"]);
    assert_eq!(warnings("5M cats * 2 KB"), [""]);
    refused("E0302", &["5M cats * 2 KB/dog to GB"]);
    refused("E0301", &["5M cats + 3 dogs", "5M cats + 3 users"]);
}

#[test]
fn a_slip_of_a_known_word_is_refused() {
    becomes("100M usres * 2 KB/user", "100M users * 2 KB/user");
    becomes("5k requsts/s", "5k requests/s");
    becomes("5k mesages/s", "5k messages/s");
    becomes("10 mintes", "10 minutes");
    becomes("unit widget; 5 wigdets", "unit widget; 5 widgets");
    becomes("5 usres", "unit usre; 5 usres");
    // Twice, or in both forms, it cancels either way.
    check("100M usres * 2 KB/usres", 200e9, "B");
    check("100M usres * 2 KB/usre", 200e9, "B");
}

#[test]
fn of_new_nouns_few_are_refused_and_of_slips_few_pass() {
    let nouns = fixture("nouns.txt");
    let nouns: Vec<&str> = nouns.split_whitespace().collect();
    let known: Vec<&&str> = nouns.iter().filter(|noun| !codes(&format!("5 {noun} * 2")).is_empty()).collect();
    assert!(nouns.len() == 200 && known.len() <= 2, "{} nouns, refused: {known:?}", nouns.len());
    let slips = fixture("slips.txt");
    let slips: Vec<(&str, &str)> =
        slips.split_whitespace().map(|slip| slip.split_once('=').unwrap()).collect();
    let passes = |(slip, _): &&(&str, &str)| codes(&format!("5 {slip} * 2")).is_empty();
    let passed: Vec<&(&str, &str)> = slips.iter().filter(passes).collect();
    assert!(slips.len() == 200 && passed.len() <= 6, "{} slips, passed: {passed:?}", slips.len());
    // Of those that do not pass, the word that was meant is offered.
    let refused = slips.iter().filter(|slip| !passes(slip));
    let offered =
        refused.filter(|(slip, meant)| fixes(&format!("5 {slip} * 2")).iter().any(|fix| fix.contains(meant)));
    assert!(offered.count() >= 180);
}

#[test]
fn the_plural_or_singular_of_a_name_is_refused() {
    becomes("widget = 20; 100 GB/widgets", "widget = 20; 100 GB / widget");
    becomes("widgets = 20; 100 GB/widget", "widgets = 20 widgets; 100 GB/widget");
    becomes("gizmo = 5; 5 gizmos", "gizmo = 5; 5 * gizmo");
    refused("E0202", &["replicant = 3; 5 GB/replicants", "fn f(parcel) = 10 GB/parcels; f(3)"]);
    // A name is a value, as ever.
    check("widget = 20; 100 GB/widget", 5e9, "B");
    check("widgets = 5M widgets; widgets * 2 KB/widget", 10e9, "B");
    refused("E0204", &["widgets = 5M widgets; 100 GB/widgets"]);
}

#[test]
fn words_with_another_meaning_are_no_nouns() {
    becomes("5 dozen * 2 KB", "60 * 2 KB");
    becomes("2.5 crore / 10", "25M / 10");
    becomes("3 lakh", "300k");
    becomes("10 GB/fortnight", "10 GB/2 weeks");
    becomes("5 MBytes/s", "5 MB/s");
    becomes("4 nines", "99.99%");
    becomes("5 GBs", "5 GB");
    becomes("5 DAYS", "5 days");
    becomes("100 mbits", "100 Mbit");
    becomes("3 fold", "3x");
    becomes("10M pps * 64 B/packet", "10M packets/s * 64 B/packet");
    becomes("20 TB/mths", "20 TB/month");
    becomes("500 daily", "500/day");
    becomes("10 GB/each", "10 GB");
    refused(
        "E0202",
        &["5 EUR", "5 euros", "10 sqrt", "10 log2", "5 x2", "3 kafka_topics", "5 Widgets", "5 серверов"],
    );
    // Behind another division a number in the place of the word would divide by less.
    assert_eq!(fixes("x = 5 GB; x / 2 GB/fortnight"), [""; 0]);
}

#[test]
fn what_may_be_declared_is_offered_with_an_english_singular() {
    becomes("3 kafka_topics", "unit kafka_topic; 3 kafka_topics");
    becomes("3 Addresses", "unit Address; 3 Addresses");
    becomes("3 Companies", "unit Company; 3 Companies");
    becomes("3 Branches", "unit Branch; 3 Branches");
}

#[test]
fn a_declaration_may_follow() {
    check("5 widgets * 2; unit widget; 3 widgets + 1 widget", 4.0, "widgets");
    check("5 dice * 2; unit die dice; 3 dice + 1 die", 4.0, "dice");
    refused("E0208", &["5 widgets; unit widget; unit widget", "5 widgets; unit widget = 3 GB"]);
}

#[test]
fn many_new_nouns_have_an_end() {
    let word = |at: u32| -> String {
        let letter = |n: u32| char::from(b'a' + u8::try_from(n % 26).unwrap());
        format!("zq{}{}{}", letter(at / 676), letter(at / 26), letter(at))
    };
    let script: Vec<String> = (0..1000).map(|at| format!("5 {} * 2", word(at))).collect();
    assert_eq!(codes(&script.join("\n")), ["E0202"]);
}

#[test]
fn the_nouns_that_are_new_in_the_catalogue() {
    check("500 msgs/s + 1 message/s", 501.0, "messages/s");
    check("5 txns + 1 tx + 1 transaction", 7.0, "requests");
    check("5 docs + 1 document", 6.0, "records");
    check("5 conns + 1 connection", 6.0, "connections");
    check("5 chars + 1 character", 6.0, "characters");
    check("5 params + 1 parameter", 6.0, "parameters");
    check("5 retweets + 1 tweet", 6.0, "posts");
    check("2 indexes + 3 indices + 1 index", 6.0, "indexes");
    for noun in "ad vm pod container host device sensor upload download update seat ticket prompt call packet frame batch \
        topic queue tenant layer head block chunk index"
        .split_whitespace()
    {
        check(&format!("10 GB/{noun} * 1 {noun}"), 10e9, "B");
        refused("E0301", &[&format!("1 {noun} + 1 user")]);
    }
}

#[test]
fn a_noun_that_is_new_in_the_catalogue_yields_to_a_name() {
    check("pod = 20; 100 GB/pod", 5e9, "B");
    check("batch = 32; 64 GB/batch", 2e9, "B");
    check("fn f(layers) = 80 GB/layers; f(40)", 2e9, "B");
    check("heads = 8; 10/heads", 1.25, "");
    check("pods = 30 pods; pods * $5/pod", 150.0, "$");
    check("unit pod = 3 servers; 2 pods to servers", 6.0, "servers");
    check("unit host; 3 hosts", 3.0, "hosts");
    // The older ones do not.
    refused("E0204", &["users = 20; 100 GB/users"]);
    let model = "[inputs]\nbatch = 32\n[estimates]\nsize = \"64 GB/chunks\"\nchunks = \"batch * 2\"\nx = \"64 GB/batch\"";
    let report = sound(run(model));
    assert_eq!((row(&report, "x").shown.value, row(&report, "size").shown.value), (2e9, 1e9));
    assert_eq!(report.diagnostics.len(), 0);
}

#[test]
fn adjectives_leave_a_count_what_it_is() {
    check("100M daily active users * 2 KB/user", 200e9, "B");
    check("300M monthly active users", 300e6, "users");
    check("1M concurrent viewers * 5 Mbps/viewer", 5e12 / 8.0, "B/s");
    check("10k active sessions * 2 MB/session", 20e9, "B");
    check("50k peak qps / 1k qps/server", 50.0, "servers");
    check("500M registered users", 500e6, "users");
    check("20M unique visitors/day * 1 KB/visitor", 20e9 / 86_400.0, "B/s");
    check("2M online drivers / 4 s", 500e3, "drivers/s");
    check("10M peak concurrent connections * 10 KB/connection", 100e9, "B");
    check("10B daily active users", 10e9, "users");

    check("2 posts/active user * 5M active users", 10e6, "posts");
    check("2 posts per daily active user * 5M users", 10e6, "posts");
    check("5000 req/s to peak qps", 5000.0, "peak qps");
    for noun in ["users", "accounts", "customers", "visitors", "subscribers"] {
        check(&format!("5M daily {noun}"), 5e6, noun);
    }
}

#[test]
fn adjectives_before_anything_else_are_refused() {
    refused(
        "E0202",
        &["5 peak days", "10 active GB", "5 daily active hours", "3 unique bytes/s", "5 GB to online MB"],
    );
    becomes("5 peak days", "5 days");
    refused(
        "E0104",
        &["100M daily requests", "5 weekly deploys", "3 hourly jobs", "5M monthly orders", "5M weekly users"],
    );
    becomes("100M daily requests * 1 KB/request", "100M requests/day * 1 KB/request");
    becomes("100M daily requests * 1 KB/request", "100M requests * 1 KB/request");
    refused("E0106", &["peak = 3; 5 peak users", "active = 3; 5 daily active users"]);
    becomes("peak = 3; 5 peak users", "peak = 3; 5 users * peak");
    becomes("peak = 3; 5 peak users", "peak = 3; 5 users");
}

#[test]
fn a_model_names_its_new_nouns_once() {
    let text = "[inputs]\norders = \"5M orders/day\"\n[estimates]\nparcels = \"orders * 2 parcels/order\"\n\
        couriers = \"parcels / 100 parcels/courier\"\nvolume = \"parcels * 2 KB/parcel * 1 day\"";
    let report = sound(run(text));
    assert_eq!(row(&report, "volume").shown.value, 20e9);
    let [warning] = report.diagnostics.as_slice() else { panic!("{:?}", report.diagnostics) };
    assert_eq!(warning.code, "W0112");
    assert!(
        warning.helps[0].text.contains("`nouns = [\"parcel\", \"courier\"]`") && warning.helps[0].is_proven,
        "{:?}",
        warning.helps
    );
    let declared = format!("nouns = [\"parcel\", \"courier\"]\n{text}");
    assert_eq!(sound(run(&declared)).diagnostics.len(), 0);
    // Accepted where it is first used.
    let accepted = "[estimates]\nx = { formula = \"5 parcels\", ok = \"only here\" }";
    assert_eq!(sound(run(accepted)).diagnostics.len(), 0);
    let checked = "[estimates]\nx = \"5 parcels\"\n[checks]\nfew = \"x < 10 parcels\"";
    assert!(check_row(&run(checked), "few").passed);
}

#[test]
fn a_model_declares_nouns_in_a_list() {
    let report = run("[estimates]\nx = \"5 kafka_topics * 2 usres\"");
    let [error] = report.diagnostics.as_slice() else { panic!("{:?}", report.diagnostics) };
    assert_eq!(error.code, "E0202");
    let help = &error.helps.last().unwrap().text;
    assert!(help.contains("`nouns = [\"kafka_topic\", \"usre\"]`") && !help.contains("unit "), "{help}");
}
