//! A worksheet is read once, kept, and run again with other inputs.

use crate::engine::{Op, Slot};
use crate::library::presets::PRESETS;
use crate::worksheet::{Role, model};
use crate::{Settings, Shown, Values, Worksheet};

const PHOTOS: &str = r#"
[inputs]
users = "1M users"
photos = { value = "2 to 4 photos/user/day", note = "a guess" }
size = { value = "2 MB/photo", max = "10 MB/photo" }
keep = "5 years"
hit_ratio = "80%"
[estimates]
daily = "users * photos * size"
storage = { formula = "daily * keep", unit = "PB" }
reads = "users * 20 reads/user/day * (1 - hit_ratio)"
[checks]
fits = "p95(storage) <= 30 PB"
"#;

#[track_caller]
fn read(text: &str) -> Worksheet {
    Worksheet::model("model.toml", text).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics))
}

#[track_caller]
fn run(sheet: &Worksheet) -> Values {
    sheet.run(&Settings::default()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The values of all items.
fn all(values: &Values) -> Vec<(String, Option<Shown>)> {
    let names = values.worksheet().items().iter().filter_map(|item| item.name.clone());
    names.map(|name| (name.clone(), values.shown(&name, 4))).collect()
}

/// Another value for an input gives the same whether it is fed to a kept run, to a kept worksheet, or read with the
/// text; returns whether it was lowered again.
#[track_caller]
fn check(sheet: &Worksheet, base: &Values, name: &str, value: &str) -> bool {
    let text = &sheet.sources().get(0).unwrap().text;
    let set = vec![(name.to_owned(), value.to_owned())].into();
    let fresh =
        model::read("model.toml", text, &set).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics));
    let expected = all(&run(&fresh));
    let changed = sheet.with(name, value).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics));
    assert_eq!(all(&run(&changed)), expected, "{name} = {value}");
    let again = base.with(name, value).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics));
    assert_eq!(all(&again), expected, "{name} = {value}, in the kept run");
    !std::ptr::eq(changed.compiled().program().as_ref(), sheet.compiled().program().as_ref())
}

#[test]
fn other_inputs_are_fed_to_a_kept_worksheet() {
    let sheet = read(PHOTOS);
    let base = run(&sheet);
    for (name, value) in [
        ("users", "3M users"),
        ("users", "3M"),
        ("users", "7"),
        ("photos", "1 to 20 photos/user/day"),
        ("photos", "3 photos/user/day"),
        ("size", "4 MB/photo"),
        ("keep", "3 years"),
    ] {
        assert!(!check(&sheet, &base, name, value), "{name} = {value} is lowered again");
    }
    // A change of more than a number requires reading the text again.
    for (name, value) in [
        ("users", "1M to 2M users"),
        ("size", "500 KB/photo"),
        ("users", "2M users * 2"),
        ("photos", "2 photos/user/day * (1 to 2)"),
        ("hit_ratio", "90%"),
        ("daily", "7 TB/day"),
    ] {
        assert!(check(&sheet, &base, name, value), "{name} = {value} is fed");
    }
}

#[test]
fn changes_add_up_and_leave_the_kept_worksheet_alone() {
    let sheet = read(PHOTOS);
    let base = run(&sheet);
    let before = all(&base);
    let both = base.with("users", "2M users").and_then(|values| values.with("keep", "10 years")).unwrap();
    let (was, is) = (base.number("storage").unwrap(), both.number("storage").unwrap());
    assert!((is / was - 4.0).abs() < 1e-9, "{was} {is}");
    let item = both.worksheet().item("keep").unwrap();
    assert_eq!((item.formula.as_str(), item.is_set, item.role), ("10 years", true, Role::Input));
    assert_eq!(all(&base), before);
    // A value that is set twice is the last one.
    let back = both.with("users", "1M users").unwrap();
    assert!((back.number("storage").unwrap() / was - 2.0).abs() < 1e-9);
}

#[test]
fn other_inputs_are_refused_as_set_refuses_them() {
    let sheet = read(PHOTOS);
    for (name, value, code) in [
        ("users", "3 GB", "E0302"),
        ("users", "3 users +", "E0101"),
        ("size", "20 MB/photo", "E0513"),
        ("usres", "3M users", "E0510"),
    ] {
        let refused = sheet.with(name, value).err().unwrap_or_else(|| panic!("{name} = {value} is taken"));
        let codes: Vec<&str> = refused.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert!(codes.contains(&code), "{name} = {value}: {codes:?}");
    }
}

#[test]
fn a_value_below_zero_is_not_fed_without_its_warning() {
    let sheet = read(PHOTOS);
    for value in ["-2M users", "normal(1M users, 4M users)"] {
        let changed = run(&sheet).with("users", value).unwrap();
        assert!(changed.worksheet().warnings().iter().any(|found| found.code == "W0114"), "{value}");
    }
}

#[test]
fn inputs_of_every_preset_can_be_given_another_number() {
    for preset in PRESETS {
        let sheet = Worksheet::model(preset.name, preset.text).unwrap_or_else(|_| panic!("{}", preset.name));
        let base = run(&sheet);
        // A few of each: the first, and every fifth after it.
        for item in sheet.inputs().iter().step_by(5) {
            let (Some(name), Some(literal)) = (&item.name, &item.literal) else { continue };
            let number: f64 =
                match literal.written.number.trim_end_matches(|c: char| c.is_alphabetic()).parse() {
                    Ok(number) => number,
                    Err(_) => continue,
                };
            check(&sheet, &base, name, &literal.with(number * 0.5, sheet.compiled().units()));
        }
    }
}

/// A worksheet and its values may be handed to another thread.
#[test]
fn worksheets_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Worksheet>();
    shared::<Values>();
}

#[test]
fn a_script_is_asked_by_name() {
    let sheet =
        Worksheet::script("<input>", "users = 3M users; busy = users > 1M users; users * 2 KB/user").unwrap();
    let values = run(&sheet);
    assert_eq!(values.shown("users", 4).unwrap().written.literal(), "3M users");
    assert_eq!(values.shown("busy", 4).unwrap().written.literal(), "true");
    assert!(values.shown("nobody", 4).is_none());
    assert!(sheet.with("users", "4M users").is_err());
}

/// What can cancel is settled, and nothing else costs anything.
#[test]
fn only_sums_that_may_cancel_are_settled() {
    let settled = |text: &str| {
        let sheet = Worksheet::script("<input>", text).unwrap();
        let program = sheet.compiled().program().clone();
        let wanted: Vec<_> = sheet.items().iter().map(|item| item.slot).collect();
        let needed = program.needed_for(&wanted);
        let is_settle = |slot: &&Slot| matches!(program.op(**slot), Some(Op::Settle(..)));
        needed.iter().filter(is_settle).count()
    };
    for (text, expected) in [
        ("(1 to 2) + (3 to 4)", 0),
        ("5 GB * 2 + 3 MB + sqrt(4) * 1 KB", 0),
        ("sum(1 to 2, 3 to 4, 5)", 0),
        ("(1 to 2) - (3 to 4)", 1),
        ("(1 ± 1) + (3 to 4)", 1),
        // One, at the end of each chain.
        ("(5 to 6) + (1 to 2) - (3 to 4) - 1 - (1 to 2)", 1),
        ("((5 to 6) - (1 to 2)) * 2 - (3 to 4)", 2),
    ] {
        assert_eq!(settled(text), expected, "{text}");
    }
}

/// A program in which nothing can cancel is not fed what can.
#[test]
fn an_input_that_becomes_negative_is_lowered_again() {
    let text = "[inputs]\nheld = \"3.3 GB\"\nlost = \"3.3 GB\"\n[estimates]\nleft = \"held * 1 + lost\"\n";
    let values =
        run(&read(text)).with("lost", "-1.1 GB").unwrap().with("held", "1.1000000000000003 GB").unwrap();
    assert_eq!(values.number("left"), Some(0.0));
}
