//! A drill as data: what is asked, what is said of an answer, what it came to.

use crate::practice::{Done, Drill, Question, Record, Sureness, Topic, guesses, sureness};

/// A part of what is said of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The points, the truth and how far off the answer is.
    Points,
    /// Why perhaps, and how it is done in the head.
    Working,
    /// What real systems do.
    Reality,
}

/// Says what is asked: `1/10 traffic · An app has 40M daily users; …`.
pub fn asked(drill: &Drill, question: &Question) -> String {
    let (at, of) = (drill.done.len() + 1, drill.count);
    let limit = drill.limit.map(|limit| format!(" · {limit} s")).unwrap_or_default();
    let range = if drill.asks_ranges { " (a 90% range)" } else { "" };
    format!("{at}/{of} {}{limit} · {}{range}", question.topic.name(), question.text)
}

/// Says what an answer is worth and why, a line each.
pub fn said(done: &Done) -> Vec<(Part, String)> {
    let question = &done.question;
    let slip = done.mark.as_ref().and_then(|mark| mark.slip.as_ref());
    let slip = slip.map(|slip| (Part::Working, format!("A slip perhaps: {}", slip.text)));
    let digits = done.says_digits.then(|| (Part::Working, "Two digits are enough.".to_owned()));
    let working = Some(question.working.text.clone()).filter(|text| !text.is_empty());
    let reality = question.reality.clone().map(|text| (Part::Reality, text));
    let head = Some((Part::Points, worth(done)));
    let working = working.map(|text| (Part::Working, text));
    [head, slip, digits, working, reality].into_iter().flatten().collect()
}

/// Says what an answer is worth: `10 points: exactly 5.56k requests/s, you are 10% low`.
fn worth(done: &Done) -> String {
    let Question { shown, template, truth, .. } = &done.question;
    // A card that asks for a name has none but the right one.
    let is_one = truth.spread.is_none() && !template.ends_with('?');
    let exactly = match () {
        () if !is_one => shown.clone(),
        () if is_rule(template) => format!("about {shown}"),
        () => format!("exactly {shown}"),
    };
    let Some(mark) = &done.mark else { return format!("skipped: {exactly}") };
    let late = match done.is_late {
        true => format!(
            " ({:.0} s are too many; in time it would have been {})",
            done.seconds,
            points(mark.points)
        ),
        false => String::new(),
    };
    let taken = mark.taken.as_ref().map(|taken| format!(" (read as {taken})")).unwrap_or_default();
    let off = mark.off().map(|off| format!(", {off}"));
    let held = mark.guess.map(|guess| if guess.holds() { ", inside" } else { ", outside" }.to_owned());
    format!("{}{late}: {exactly}{taken}{}", points(done.points()), off.or(held).unwrap_or_default())
}

/// Whether the number of a card is a rule of thumb, or was measured once: no power, period, key space or size by definition.
fn is_rule(template: &str) -> bool {
    const EXACT: [&str; 8] =
        ["power.", "time.", "keyspace.", "uptime.", "gpu.", "size.int64", "size.uuid", "size.ipv4"];
    template.strip_prefix("card/").is_some_and(|name| !EXACT.iter().any(|exact| name.starts_with(exact)))
}

/// Writes points: `10 points`, `1 point`, `-3.4 points`.
pub fn points(points: f64) -> String {
    let text = format!("{points:.1}");
    let text = text.trim_end_matches(".0");
    format!("{text} point{}", if text == "1" { "" } else { "s" })
}

/// What a drill came to.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The questions that were answered or skipped.
    pub done: Vec<Done>,
    /// The number of questions that were answered.
    pub answered: usize,
    /// The sum of the points.
    pub points: f64,
    /// The topics with less than eight points a question, the weakest first, with the points.
    pub weak: Vec<(Topic, f64)>,
    /// What all ranges so far say, if ranges were asked for.
    pub sureness: Option<Sureness>,
    /// The command that asks the same questions again.
    pub again: String,
}

impl Summary {
    /// Returns what a drill came to; `records` are the answers before it and in it.
    pub fn of(drill: &Drill, records: &[Record], again: String) -> Summary {
        let answered: Vec<&Done> = drill.done.iter().filter(|done| done.mark.is_some()).collect();
        let points_of = |topic: Topic| {
            let own: Vec<f64> = answered
                .iter()
                .filter(|done| done.question.topic == topic)
                .map(|done| done.points())
                .collect();
            #[allow(clippy::cast_precision_loss)] // a count of answers
            let count = own.len() as f64;
            (count > 0.0).then(|| (topic, own.iter().sum::<f64>() / count))
        };
        let mut weak: Vec<(Topic, f64)> =
            Topic::ALL.into_iter().filter_map(points_of).filter(|(_, points)| *points < 8.0).collect();
        weak.sort_by(|a, b| a.1.total_cmp(&b.1));
        Summary {
            answered: answered.len(),
            points: answered.iter().fold(0.0, |sum, done| sum + done.points()),
            weak: if drill.asks_ranges { Vec::new() } else { weak },
            sureness: if drill.asks_ranges { sureness(&guesses(records)) } else { None },
            done: drill.done.clone(),
            again,
        }
    }
}
