//! The JSON objects of measured values.

use super::leaves::CalibrationObject;
use super::objects::{ApartObject, MeasuredObject};
use super::value;
use crate::report::measured::{Calibration, Finding, Measured};
use crate::text::excerpt::Lines;

/// Returns the object of a measured value.
pub(super) fn object<'a>(one: &'a Measured, lines: &mut Lines<'a>) -> MeasuredObject<'a> {
    let slip = one.slip.as_ref();
    MeasuredObject {
        name: &one.name,
        predicted: value(&one.predicted),
        actual: value(&one.actual),
        fit: one.fit.words(),
        apart: ApartObject {
            factor: one.factor,
            missing: one.missing.filter(|missing| missing.is_finite()),
            slip: slip.map(|slip| slip.kind),
            slip_text: slip.map(|slip| slip.text.as_str()),
        },
        file: lines.source(one.span.source).map_or("", |source| &source.name),
        line: lines.line_column(one.span).map_or(1, |(line, _)| line),
    }
}

/// Returns how often intervals held.
pub(super) fn calibration(measured: &[Measured]) -> Option<CalibrationObject> {
    let calibration = Calibration::of(measured)?;
    let ranges = match calibration.finding() {
        Finding::TooNarrow => Some("too narrow"),
        Finding::TooWide => Some("too wide"),
        Finding::Chance | Finding::Right => None,
    };
    Some(CalibrationObject { held: calibration.held, of: calibration.of, expected: 0.9, ranges })
}
