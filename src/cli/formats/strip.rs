//! Strips: an interval or the shape of a distribution as a few characters beside a value.

use napkin::{Bars, Shown};

/// Blocks that rise by an eighth of a character's height.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The same in ASCII: the denser the character, the larger the count.
const ASCII: [char; 9] = [' ', '.', ':', '-', '=', '+', '*', '#', '@'];

/// The factor from the median to the end of a strip is at least this, so that a narrow interval looks narrow.
const LEAST: f64 = 2.0;

/// Draws the shape of a histogram in at most `width` characters.
pub fn shape(bars: &Bars, width: usize, unicode: bool) -> String {
    let counts = &bars.histogram.counts;
    let together = counts.len().div_ceil(width.max(1)).max(1);
    let counts: Vec<u32> = counts.chunks(together).map(|counts| counts.iter().sum()).collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as usize;
    let signs = if unicode { BLOCKS } else { ASCII };
    // A bin with any sample at all is visible.
    let sign = |count: &u32| signs.get((*count as usize * 8).div_ceil(most)).copied().unwrap_or(' ');
    counts.iter().map(sign).collect()
}

/// Writes a histogram with one character per bin, and its range.
pub fn histogram(bars: &Bars, unicode: bool) -> String {
    let scale = if bars.histogram.logarithmic { ", in equal factors" } else { "" };
    let [low, high] = &bars.ends;
    let strip = shape(bars, usize::MAX, unicode);
    format!("|{strip}| from {low} to {high}, 1% to 99%{scale}")
}

/// Returns the factor from a median to the farther end of its interval; `None` where no factor leads there.
pub fn reach(shown: &Shown) -> Option<f64> {
    let [low, high] = factors(shown)?;
    Some(high.max(1.0 / low))
}

/// Draws the 90% interval of a value around its median, on a logarithmic scale that ends at `reach` times the median.
pub fn interval(shown: &Shown, reach: f64, width: usize, unicode: bool) -> String {
    let Some(ends) = factors(shown) else { return String::new() };
    let half = width / 2;
    let scale = libm::log(reach.max(LEAST));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // a few characters
    let steps = ends.map(|end| (libm::round(libm::log(end).abs() / scale * half as f64) as usize).min(half));
    let (line, median) = if unicode { ("━", "┃") } else { ("-", "|") };
    let [low, high] = steps;
    format!("{}{}{median}{}", " ".repeat(half - low), line.repeat(low), line.repeat(high))
}

/// Returns the ends of the 90% interval as factors of the median, of which the first is at most 1.
fn factors(shown: &Shown) -> Option<[f64; 2]> {
    let spread = shown.spread.as_ref().filter(|_| !shown.truth)?;
    let [one, other] = [spread.p5 / shown.value, spread.p95 / shown.value];
    let [low, high] = [one.min(other).min(1.0), one.max(other).max(1.0)];
    (low > 0.0 && high.is_finite()).then_some([low, high])
}
