//! Histograms in one line.

use napkin::Bars;

/// Eighths of a character's height.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The same for a terminal that shows ASCII only: the denser, the more.
const ASCII: [char; 9] = [' ', '.', ':', '-', '=', '+', '*', '#', '@'];

/// One character for each part, and from where to where they go.
pub fn line(bars: &Bars, unicode: bool) -> String {
    let counts = &bars.histogram.counts;
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as usize;
    let signs = if unicode { BLOCKS } else { ASCII };
    // What has any sample at all is seen.
    let sign = |count: u32| signs.get((count as usize * 8).div_ceil(most)).copied().unwrap_or(' ');
    let strip: String = counts.iter().map(|count| sign(*count)).collect();
    let scale = if bars.histogram.logarithmic { ", in equal factors" } else { "" };
    let [low, high] = &bars.ends;
    format!("|{strip}| from {low} to {high}, 1% to 99%{scale}")
}
