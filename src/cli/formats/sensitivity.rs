//! Tornado charts: the effect of each input on an estimate.

use super::format::View;
use super::wrap::wrapped;
use crate::cli::paint;
use napkin::report::Sensitivity;
use napkin::text::escape::escaped;
use napkin::text::list;
use unicode_width::UnicodeWidthStr;

/// The bounds of the width of a bar.
const WIDEST: usize = 32;
const NARROWEST: usize = 9;

/// The explanation above the first chart.
pub const LEGEND: &str = "Each input moves from its 5th to its 95th percentile with the others at their medians; \
                          the percentage is the part of the variance that it explains on its own.";

/// Returns the estimates that are shown: those that the summary and the checks rest on, or all.
pub fn chosen(of: &[Sensitivity], all: bool) -> Vec<&Sensitivity> {
    let all = all || !of.iter().any(|of| of.is_main);
    of.iter().filter(|of| all || of.is_main).collect()
}

/// Draws the chart of one estimate.
pub fn chart(of: &Sensitivity, view: &View) -> String {
    let (width, unicode, paint) = (view.text_width(), view.screen.unicode, view.paint());
    let title = format!("{}  {}", escaped(&of.estimate), of.shown.written.literal());
    let mut out = paint.with(paint::HEADING, &title);
    if let Some(spread) = &of.shown.spread {
        let interval = format!("90%: {}", spread.interval);
        let gap = if title.width() + interval.width() + 2 > width { "\n    " } else { "  " };
        out.push_str(&format!("{gap}{}", paint.with(paint::DIM, &interval)));
    }
    out.push('\n');
    let middle = of.shown.value;
    let ends = || of.inputs.iter().flat_map(|input| [input.low.value, input.high.value]);
    let (least, most) = (ends().fold(middle, f64::min), ends().fold(middle, f64::max));
    let names = of.inputs.iter().map(|input| escaped(&input.name).width()).max().unwrap_or(0);
    let texts: Vec<String> = of
        .inputs
        .iter()
        .map(|input| format!("{} to {}", input.low.written.literal(), input.high.written.literal()))
        .collect();
    let longest = texts.iter().map(|text| text.width()).max().unwrap_or(0);
    // Numbers that leave no room for a bar go below it.
    let room = width.saturating_sub(names + 13);
    let (bar, before) = match room.checked_sub(longest) {
        Some(bar) if bar >= NARROWEST => (bar, "  "),
        _ => (room, "\n      "),
    };
    // A name that leaves no room for a bar stands above it.
    let is_narrow = room < NARROWEST;
    let bar = if is_narrow { width.saturating_sub(8) } else { bar };
    let bar = bar.clamp(NARROWEST, WIDEST);
    let (full, empty, centre) = if unicode { ('█', '·', '│') } else { ('#', '.', '|') };
    let place = |value: f64| {
        let share = if most > least { (value - least) / (most - least) } else { 0.5 };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a fraction of the width of a bar
        let place = libm::round(share * (bar - 1) as f64) as usize;
        place.min(bar - 1)
    };
    for (input, text) in of.inputs.iter().zip(&texts) {
        let (from, to) = (place(input.low.value), place(input.high.value));
        let (from, to) = (from.min(to), from.max(to));
        let sign = |at: usize| match at {
            at if at == place(middle) => centre,
            at if (from..=to).contains(&at) => full,
            _ => empty,
        };
        let strip: String = (0..bar).map(sign).collect();
        let name = escaped(&input.name);
        let blanks = " ".repeat(names - name.width());
        let share = percent(input.share);
        if is_narrow {
            out.push_str(&format!(
                "  {name}  {share}\n      {strip}\n      {}\n",
                paint.with(paint::DIM, text)
            ));
            continue;
        }
        out.push_str(&format!(
            "  {name}{blanks}  {share:>4}  {strip}{before}{}\n",
            paint.with(paint::DIM, text)
        ));
    }
    for line in remarks(of).iter().flat_map(|remark| wrapped(remark, width.saturating_sub(2))) {
        out.push_str(&format!("  {}\n", paint.with(paint::DIM, &line)));
    }
    out
}

/// Says what is left to inputs that act together, and which variance is explained.
fn remarks(of: &Sensitivity) -> Vec<String> {
    /// A smaller share may be a sampling error.
    const LEAST: f64 = 0.04;
    let together =
        (of.together >= LEAST).then(|| format!("{} from inputs that act together", percent(of.together)));
    let logarithm = of.of_logarithm.then(|| "shares of the variance of the logarithm".to_owned());
    let correlated = (!of.correlated.is_empty()).then(|| {
        format!(
            "{} are correlated: the share of each includes what they share",
            list::and_all(&of.correlated)
        )
    });
    let all: Vec<String> = together.into_iter().chain(logarithm).chain(correlated).collect();
    if all.is_empty() { all } else { vec![all.join("; ")] }
}

/// Writes a fraction in whole percent.
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        percent if percent < 1.0 => "<1%".to_owned(),
        percent => format!("{percent:.0}%"),
    }
}
