//! Lines that accept a claim: `<!-- napkin: ok the text explains it -->`, `> napkin: ok`.

use std::ops::Range;

/// What accepts a line.
const MARK: &str = "napkin: ok";

/// The lines of a text that are accepted.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    /// The place of each, with the reason, in order.
    lines: Vec<(Range<usize>, String)>,
}

impl Accepted {
    /// Finds the lines that are accepted: the one with the mark, or the one below a line that has nothing else.
    pub fn of(text: &str) -> Accepted {
        let mut accepted = Accepted::default();
        if !text.contains(MARK) {
            return accepted;
        }
        let mut start = 0;
        let mut waiting: Option<String> = None;
        for line in text.split_inclusive('\n') {
            let place = start..start + line.len();
            start = place.end;
            // `napkin: okay` is another word.
            let marked = line.split_once(MARK).filter(|(_, after)| !after.starts_with(char::is_alphanumeric));
            if let Some((before, after)) = marked {
                let reason =
                    after.split("-->").next().unwrap_or("").trim().trim_end_matches("*/").trim().to_owned();
                if before.bytes().any(|byte| byte.is_ascii_digit()) || after.contains('|') {
                    accepted.lines.push((place, reason));
                } else {
                    waiting = Some(reason);
                }
            } else if !line.trim().is_empty()
                && let Some(reason) = waiting.take()
            {
                accepted.lines.push((place, reason));
            }
        }
        accepted
    }

    /// Returns the reason for which a place was accepted.
    pub fn reason(&self, place: &Range<usize>) -> Option<String> {
        let after = self.lines.partition_point(|(line, _)| line.end <= place.start);
        let (line, reason) = self.lines.get(after)?;
        (line.start < place.end).then(|| reason.clone())
    }
}
