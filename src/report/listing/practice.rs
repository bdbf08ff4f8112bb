//! What can be practised, and how it goes.

use super::{Column, Field, Listing, Part};
use crate::library::practice::TOPICS;
use crate::practice::{OfTopic, Record, Topic, by_topic, decks, guesses, sureness};

/// The bars of a chart, from no points to ten.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Lists the topics with the number of kinds of questions at each level.
pub fn topics() -> Listing {
    let columns = vec![
        Column::text("topic", "topic"),
        Column::number("level_1", "level 1"),
        Column::number("level_2", "level 2"),
        Column::number("level_3", "level 3"),
        Column::text("about", "about"),
    ];
    let row = |topic: &Topic| {
        let templates = TOPICS.iter().find(|file| file.name == topic.name()).map(|file| file.templates());
        let count = |level: u8| {
            let own = templates.unwrap_or_default().iter().filter(|template| template.level == level).count();
            Field::text(own.to_string())
        };
        vec![Field::text(topic.name()), count(1), count(2), count(3), Field::text(topic.about())]
    };
    let rows = Topic::ALL.iter().map(row).collect();
    let mut listing = Listing::new("topics");
    listing.parts.push(Part { heading: "topics".to_owned(), columns, rows, ..Part::default() });
    listing.end(&format!("Cards (`--cards SHEET`): {}", decks().join(", ")))
}

/// Lists how each topic went, the weakest first; its note says whether the ranges were right.
pub fn stats(records: &[Record]) -> Listing {
    let columns = vec![
        Column::text("topic", "topic"),
        Column::number("answers", "answers"),
        Column::number("points", "points"),
        Column::number("good", "8 or more"),
        Column::text("course", "course"),
    ];
    let row = |of: &OfTopic| {
        vec![
            Field::text(of.topic.name()),
            Field::text(of.answers.to_string()),
            Field::text(format!("{:.1}", of.points)),
            Field::text(format!("{:.0}%", of.good * 100.0)),
            Field::text(of.course.iter().map(|points| bar(*points)).collect::<String>()),
        ]
    };
    let rows: Vec<Vec<Field>> = by_topic(records).iter().map(row).collect();
    let note = "points: the mean of the last 20 answers; course: all of them, from the first to the last";
    let mut listing = Listing::new("practice");
    // Of ranges alone nothing is known by topic.
    if !rows.is_empty() {
        listing.parts.push(Part {
            heading: "practice".to_owned(),
            columns,
            rows,
            note: note.to_owned(),
            ..Part::default()
        });
    }
    match sureness(&guesses(records)) {
        Some(sureness) => listing.end(&format!("90% ranges: {}", sureness.sentence())),
        None => listing,
    }
}

/// A bar as high as the points of ten.
fn bar(points: f64) -> char {
    let step = libm::round(points / 10.0 * 7.0).clamp(0.0, 7.0);
    BARS.into_iter().zip(0_i32..).find(|(_, at)| f64::from(*at) == step).map_or('▁', |(bar, _)| bar)
}
