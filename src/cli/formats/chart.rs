//! Line charts of a few characters: a line of dots for a value, and one of dashes for its limit.
//!
//! The crates for this draw in Braille (`textplots`) or box characters (`rasciigraph`) alone, without a form in ASCII and
//! without two kinds of lines, so it is drawn here.

/// The lines between the top and the bottom of a chart.
const HEIGHT: usize = 9;

/// The narrowest chart that says anything.
const NARROWEST: usize = 10;

/// What a chart shows.
pub struct Chart<'c> {
    /// The place along the chart, and both values.
    pub points: &'c [(f64, [f64; 2])],
    /// The smallest and the largest of all values as printed.
    pub ends: [&'c str; 2],
    /// What the first and the last place are called.
    pub labels: [&'c str; 2],
}

/// Draws a chart of some width; nothing, if no value changes.
pub fn draw(chart: &Chart<'_>, width: usize, unicode: bool) -> Vec<String> {
    let all = || chart.points.iter().flat_map(|(_, values)| values.iter().copied());
    let (low, high) = all()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let margin = chart.ends.iter().map(|end| end.chars().count()).max().unwrap_or_default();
    let columns = width.saturating_sub(margin + 3);
    let ends = chart.points.first().zip(chart.points.last());
    let Some(((start, _), (end, _))) = ends.filter(|((start, _), (end, _))| end > start) else {
        return Vec::new();
    };
    if columns < NARROWEST || low >= high || !(high - low).is_finite() {
        return Vec::new();
    }
    let marks = if unicode { ['─', '•'] } else { ['-', '*'] };
    let mut rows = vec![vec![' '; columns]; HEIGHT];
    // The limit first: where they meet, the value is seen.
    for (side, mark) in [1, 0].into_iter().zip(marks) {
        for column in 0..columns {
            #[allow(clippy::cast_precision_loss)] // a terminal is narrow
            let at = start + (end - start) * column as f64 / (columns - 1) as f64;
            let Some(value) = value_at(chart.points, at, side) else { continue };
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let up = ((value - low) / (high - low) * (HEIGHT - 1) as f64).round() as usize;
            if let Some(cell) =
                rows.get_mut(HEIGHT - 1 - up.min(HEIGHT - 1)).and_then(|row| row.get_mut(column))
            {
                *cell = mark;
            }
        }
    }
    let (bar, corner, line) = if unicode { ('│', '└', "─") } else { ('|', '+', "-") };
    let last = rows.len() - 1;
    let mut lines: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let label = match at {
                0 => chart.ends[1],
                at if at == last => chart.ends[0],
                _ => "",
            };
            let row: String = row.iter().collect();
            format!("{label:>margin$} {bar}{}", row.trim_end())
        })
        .collect();
    lines.push(format!("{:margin$} {corner}{}", "", line.repeat(columns)));
    let [first, end] = chart.labels;
    let gap = columns.saturating_sub(first.chars().count() + end.chars().count());
    lines.push(format!("{:margin$}  {first}{}{end}", "", " ".repeat(gap)));
    lines
}

/// The value of a side at a place: between two points on the line through them.
fn value_at(points: &[(f64, [f64; 2])], at: f64, side: usize) -> Option<f64> {
    let value = |values: &[f64; 2]| values.get(side).copied();
    let after = points.iter().position(|(place, _)| *place >= at).unwrap_or(points.len() - 1);
    let (end, last) = points.get(after)?;
    let Some((start, first)) = after.checked_sub(1).and_then(|before| points.get(before)) else {
        return value(last);
    };
    let share = if end > start { (at - start) / (end - start) } else { 1.0 };
    let (first, last) = (value(first)?, value(last)?);
    Some(first + (last - first) * share.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rising_line_crosses_its_limit() {
        let points: Vec<(f64, [f64; 2])> = (0..=8).map(|at| (f64::from(at), [f64::from(at), 4.0])).collect();
        let chart = Chart { points: &points, ends: ["0 GB", "8 GB"], labels: ["today", "month 8"] };
        let lines = draw(&chart, 7 + 17, false);
        let expected = [
            "8 GB |               **",
            "     |             **",
            "     |           **",
            "     |         **",
            "     |-------**--------",
            "     |     **",
            "     |   **",
            "     | **",
            "0 GB |*",
            "     +-----------------",
            "      today     month 8",
        ];
        assert_eq!(lines, expected, "{}", lines.join("\n"));
        assert!(draw(&chart, 12, false).is_empty());
        let flat = [(0.0, [1.0, 1.0]), (1.0, [1.0, 1.0])];
        assert!(draw(&Chart { points: &flat, ..chart }, 40, true).is_empty());
    }
}
