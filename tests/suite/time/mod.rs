//! Time: growth and steps, amounts that are kept, totals, and how long checks hold.
//!
//! Expected numbers are closed forms of the numbers in each model, or the integral by many small steps.

mod checks;
mod curves;
mod hostile;
mod kept;
mod limits;
mod presets;
mod retention;

use crate::support::all;
use napkin::report::projection::{Asked, Projection, project};
use napkin::report::{Changes, Settings};

/// Follows a model for some time.
pub fn follow(text: &str, last: &str, every: &str) -> Projection {
    follow_with(text, last, every, &[])
}

/// The same with other values.
pub fn follow_with(text: &str, last: &str, every: &str, set: &[(&str, &str)]) -> Projection {
    let set: Vec<(String, String)> =
        set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let settings =
        Settings { changes: Changes { is_one: true, ..Changes::from(set) }, ..Settings::default() };
    let asked = Asked { last: last.to_owned(), every: Some(every.to_owned()), ..Asked::default() };
    project("model.toml", text, &asked, &settings)
}

/// A projection without errors.
#[track_caller]
pub fn sound(of: Projection) -> Projection {
    assert!(of.is_ok(), "{}", all(&of.diagnostics, &of.sources));
    of
}

/// The numbers of an estimate, today and at the end of each period.
#[track_caller]
pub fn numbers(of: &Projection, name: &str) -> Vec<f64> {
    let course = of.estimates.iter().find(|course| course.name == name).expect("an estimate of that name");
    course.values.iter().map(|shown| shown.as_ref().expect("a value").value).collect()
}

/// Whether two numbers are alike to a relative error.
#[track_caller]
pub fn assert_near(found: f64, expected: f64, error: f64) {
    let size = expected.abs().max(1e-300);
    assert!(((found - expected) / size).abs() <= error, "{found} instead of {expected}");
}

/// Says how long a check holds.
#[track_caller]
pub fn outlook(of: &Projection, name: &str) -> String {
    of.checks.iter().find(|check| check.name == name).expect("a check of that name").sentence()
}
