//! Derivations that read cells of tables: of a row by its name, of a row that is chosen, and of other files.

use napkin::explain::{Settings, model as explain};

use super::steps::{lines, model};
use crate::support::beside;

const OWN: &str = r#"
[inputs]
need = "10 cores"
plan = "machine.large"
[tables.machine]
small = { cores = "2 cores/server", price = "$10/server/month" }
large = { cores = "8 cores/server", price = "need * $4.5/core/server/month" }
[tables.machine.columns]
servers = "ceil(need / cores)"
cost    = "servers * price"
[estimates]
best = "argmin(machine.cost)"
cost = "best.cost"
now  = "plan.price * 2 servers"
one  = "machine.large.cost"
"#;

#[test]
fn a_cell_is_a_step_of_its_own() {
    // ceil(10 / 2) = 5 servers of $10; ceil(10 / 8) = 2 of $45.
    let expected = [
        "need = 10 cores",
        "machine.large.cores = 8 cores/server",
        "machine.large.servers = ceil(need / cores) = ceil(10 cores / (8 cores/server)) = 2 servers",
        "machine.large.price = need * $4.5/core/server/month = 10 cores * $4.5/core/server/month = $45/server/month",
        "machine.large.cost = servers * price = 2 servers * $45/server/month = $90/month",
        "one = machine.large.cost = $90/month",
    ];
    assert_eq!(lines(&model(OWN, &["one"])), expected);
    assert_eq!(lines(&model(OWN, &["machine.large.cost"])), expected[..5]);
}

#[test]
fn the_cells_of_a_row_that_is_chosen_are_explained() {
    let steps = lines(&model(OWN, &["cost"]));
    let expected = [
        "need = 10 cores",
        "machine.small.cores = 2 cores/server",
        "machine.small.servers = ceil(need / cores) = ceil(10 cores / (2 cores/server)) = 5 servers",
        "machine.small.price = $10/server/month",
        "machine.small.cost = servers * price = 5 servers * $10/server/month = $50/month",
    ];
    for step in expected {
        assert!(steps.iter().any(|known| known == step), "{step}: {steps:#?}");
    }
    let steps = lines(&model(OWN, &["now"]));
    assert!(steps.iter().any(|step| step.starts_with("machine.large.price = need")), "{steps:#?}");
    // A row that is another one in each sample has no cell to go on with.
    let uncertain = OWN.replace("10 cores", "5 to 20 cores");
    let steps = lines(&model(&uncertain, &["cost"]));
    assert!(steps.iter().all(|step| !step.starts_with("machine.")), "{steps:#?}");
}

#[test]
fn a_cell_of_another_file_says_which() {
    let prices = "[tables.store]\nsource = \"price list\"\nblob = { price = \"$2/TB/month\" }\nfile = { price = { value = \"$9/TB/month\", source = \"a quote\" } }";
    let text = "[use]\np = \"prices.toml\"\n[inputs]\nsize = \"3 TB\"\n[estimates]\ncost = \"size * p.store.file.price + size * p.store.blob.price\"";
    let settings = Settings { changes: beside(&[("prices.toml", prices)], &[]), ..Settings::default() };
    let explained = explain("model.toml", text, &[], &settings);
    let source = |name: &str| {
        let step = explained.steps.iter().find(|step| step.name.as_deref() == Some(name));
        step.and_then(|step| step.source.clone()).unwrap_or_default()
    };
    assert_eq!(source("p.store.file.price"), "prices.toml: a quote");
    assert_eq!(source("p.store.blob.price"), "prices.toml: price list");
    let cost = explained.steps.last().expect("a step");
    let substituted = cost.substituted.as_str();
    assert_eq!(substituted, "3 TB * $9/TB/month + 3 TB * $2/TB/month");
}
