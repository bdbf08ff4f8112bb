//! Histograms as a line of characters.

use napkin::Bars;

/// Blocks that rise by an eighth of a character's height.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The same in ASCII: the denser the character, the larger the count.
const ASCII: [char; 9] = [' ', '.', ':', '-', '=', '+', '*', '#', '@'];

/// Writes a histogram with one character per bin, and its range.
pub fn line(bars: &Bars, unicode: bool) -> String {
    let counts = &bars.histogram.counts;
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as usize;
    let signs = if unicode { BLOCKS } else { ASCII };
    // A bin with any sample at all is visible.
    let sign = |count: u32| signs.get((count as usize * 8).div_ceil(most)).copied().unwrap_or(' ');
    let strip: String = counts.iter().map(|count| sign(*count)).collect();
    let scale = if bars.histogram.logarithmic { ", in equal factors" } else { "" };
    let [low, high] = &bars.ends;
    format!("|{strip}| from {low} to {high}, 1% to 99%{scale}")
}
