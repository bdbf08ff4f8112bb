//! Every preset is followed for three years.

use napkin::library::presets::PRESETS;
use napkin::report::projection::{Asked, project};
use napkin::report::{self, Changes, Settings};
use napkin::{Sampling, Settings as Uncertainty};

use crate::support::all;

#[test]
fn every_preset_is_followed_for_three_years() {
    let uncertainty = Uncertainty { sampling: Sampling { seed: 0, samples: 1 }, ..Uncertainty::default() };
    for preset in PRESETS {
        let today = report::run(preset.name, preset.text, &Settings { uncertainty, ..Settings::default() });
        // What is counted or comes per time grows.
        let mut inputs = today.inputs.iter().flat_map(|section| &section.rows);
        let row = inputs.find(|row| row.name == "users").or_else(|| {
            let mut inputs = today.inputs.iter().flat_map(|section| &section.rows);
            inputs.find(|row| !row.shown.dimension.is_empty() && row.shown.dimension != "time")
        });
        let name = &row.expect("an input that may grow").name;
        let changes = Changes {
            is_one: true,
            ..Changes::from(vec![(format!("{name}.growth"), "40%/year".to_owned())])
        };
        let settings = Settings { changes, uncertainty, ..Settings::default() };
        let asked =
            Asked { last: "3 years".to_owned(), every: Some("quarter".to_owned()), ..Asked::default() };
        let found = project(preset.name, preset.text, &asked, &settings);
        let text = all(&found.diagnostics, &found.sources);
        assert!(found.is_ok(), "{} {name}: {text}", preset.name);
        assert_eq!(found.periods.len(), 13, "{}", preset.name);
        // The steady state of what is kept is written as such.
        assert!(!text.contains("W0118") && found.diagnostics.is_empty(), "{} {name}: {text}", preset.name);
    }
}
