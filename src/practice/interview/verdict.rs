//! What is said of an estimate.

use super::bench::NodeId;
use super::exam::Exam;
use super::explain::{Explained, Why};
use super::said::Said;
use crate::library::practice::interviews::Role;

/// Says how a value compares, and whether that asks something. A role that was left out is asked about once.
pub fn of(
    exam: &Exam,
    node: NodeId,
    (explained, role, is_again): (&Explained, Option<NodeId>, bool),
    (said, mine): (&Said, &str),
) -> (String, bool) {
    if let Some(role) = role {
        return match (question(exam, node, role), is_again) {
            (Some(question), false) => (question, true),
            _ if explained.why == Why::Same => ("Same here.".to_owned(), false),
            _ => {
                let published = exam.bench.published(role);
                let phrase = &exam.guide.words(role).phrase;
                (format!("From your numbers I get {mine}: I count {phrase} ({published}) too."), false)
            }
        };
    }
    let verdict = match &explained.why {
        Why::Same => "Same here.".to_owned(),
        Why::Close => format!("Close to my {mine}."),
        Why::Alone(row) => return (format!("Only {row}: what else is there?"), true),
        Why::Twice => format!("From your numbers I get {mine}, half of that: is something counted twice?"),
        Why::Half => format!("From your numbers I get {mine}, twice that."),
        Why::Without(_) | Why::Off(_) => off(exam, (explained, said), mine),
    };
    let asks = verdict.ends_with('?');
    (verdict, asks)
}

/// Asks what was left out.
fn question(exam: &Exam, node: NodeId, role: NodeId) -> Option<String> {
    Some(match exam.guide.words(role).role? {
        Role::Peak if exam.guide.words(role).phrase == "the peak" => "And at peak?".to_owned(),
        Role::Peak => format!("And {}?", exam.guide.words(role).phrase),
        Role::Copies => format!("And {}?", exam.guide.words(role).phrase),
        Role::Headroom => {
            let nouns = exam.bench.nodes.get(node).map(|node| node.kind.nouns.as_slice());
            let is_server = nouns.is_some_and(|nouns| nouns.iter().any(|(noun, _)| noun == "server"));
            format!("And headroom: {} runs at 100%?", if is_server { "no server" } else { "nothing" })
        }
        Role::Cached => "And which part is worth caching?".to_owned(),
        Role::Spare | Role::Envelope | Role::Scale => return None,
    })
}

/// Says what the preset gives, with what may explain the difference.
fn off(exam: &Exam, (explained, said): (&Explained, &Said), mine: &str) -> String {
    if let Some(slip) = said.slip(explained.factor) {
        return format!("From your numbers I get {mine}: {slip}");
    }
    let Why::Off(unsaid) = &explained.why else { return format!("From your numbers I get {mine}.") };
    let said: Vec<String> = unsaid
        .iter()
        .map(|at| format!("{} ({})", exam.guide.words(*at).phrase, exam.bench.published(*at)))
        .collect();
    match said.is_empty() {
        true => format!("From your numbers I get {mine}."),
        false => format!("From your numbers I get {mine}. I also count {}.", said.join(" and ")),
    }
}
