//! Rows that are equally good within the sampling error: which is chosen depends on the samples, and is said.

use napkin::report::{Settings, run};
use napkin::{Sampling, Settings as Uncertainty};

use crate::support::{all, row};

/// 100 small nodes and 26 large ones cost the same within the sampling error.
const CLOSE: &str = r#"
[inputs]
tenants     = "20k to 30k tenants"
per_tenant  = "2k to 20k events/tenant/day"
fan_out     = "1.2 to 3 deliveries/event"
peak_factor = "6 to 10"
outage      = "chance(10%)"
per_core    = "200 to 400 deliveries/s/core"
[tables.instance]
small = { cores = "4 cores/node", price = "$0.17/node/h" }
large = { cores = "16 cores/node", price = "$0.65/node/h" }
[tables.instance.columns]
nodes = "ceil(p95(cores_needed) / cores) + 1 node"
cost  = { formula = "nodes * price", unit = "$/month" }
[estimates]
cores_needed = "tenants * per_tenant * fan_out * peak_factor * (if outage then 2 else 1) / per_core"
best         = "argmin(instance.cost)"
workers      = "best.nodes"
"#;

#[test]
fn a_count_of_machines_is_never_rounded_to_none() {
    let mut said = 0;
    for seed in 0..6 {
        let sampling = Sampling { seed, ..Sampling::default() };
        let uncertainty = Uncertainty { sampling, ..Uncertainty::default() };
        let report = run("model.toml", CLOSE, &Settings { uncertainty, ..Settings::default() });
        assert!(report.is_ok(), "{}", all(&report.diagnostics, &report.sources));
        let workers = &row(&report, "workers").shown;
        let printed = workers.written.literal();
        // About 26 large nodes, or about 100 small ones.
        let first = printed.split(' ').next().unwrap_or_default().parse::<f64>().expect("a number");
        assert!((20.0..=110.0).contains(&first), "seed {seed}: {printed}");
        let remarks = report.remarks.join("\n");
        assert!(!remarks.contains("anew"), "the cost is one number for each row: {remarks}");
        said += usize::from(remarks.contains("changes with the samples"));
    }
    assert!(said > 0);
}

/// What cannot be told from zero is zero, where something is subtracted.
#[test]
fn a_difference_within_the_sampling_error_is_zero() {
    let text = "[inputs]\nx = \"1 to 1000\"\ny = \"1 to 1000\"\n\
        [estimates]\nless = \"mean(max(x, 5) * y) - mean(max(y, 5) * x)\"\n";
    let report = run("model.toml", text, &Settings::default());
    assert_eq!(row(&report, "less").shown.written.literal(), "0");
}
