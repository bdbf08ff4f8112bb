//! The list of presets, a table per kind of system.

use super::{Column, Field, Listing, Part};
use crate::library::practice::interviews;
use crate::library::presets::{PRESETS, Preset, find};

/// The columns of the list.
const COLUMNS: [Column; 5] = [
    Column::text("name", "name"),
    Column::text("title", "title"),
    Column::text("also", "also"),
    Column::hidden("kind"),
    Column::hidden("about"),
];

/// Lists all presets.
pub fn all() -> Listing {
    let columns = COLUMNS.to_vec();
    let mut kinds: Vec<&str> = PRESETS.iter().map(|preset| preset.kind).collect();
    kinds.dedup();
    let mut listing = Listing::new("presets");
    for kind in kinds {
        let rows = PRESETS.iter().filter(|preset| preset.kind == kind).map(row).collect();
        let (heading, columns) = (kind.to_owned(), columns.clone());
        listing.parts.push(Part { heading, columns, rows, ..Part::default() });
    }
    listing
}

/// Lists what a search found, with descriptions.
pub fn of(found: &[&Preset]) -> Listing {
    let described = |column: Column| if column.key == "about" { Column::note(column.key) } else { column };
    let columns = COLUMNS.into_iter().map(described).collect();
    let rows = found.iter().map(|preset| row(preset)).collect();
    let mut listing = Listing::new("presets");
    listing.parts.push(Part { heading: "found".to_owned(), columns, rows, ..Part::default() });
    listing
}

/// Lists the presets that an interview may be on.
pub fn of_interviews() -> Listing {
    let rows = interviews::names().filter_map(find).map(row).collect();
    let mut listing = Listing::new("presets").end("`napkin interview NAME` begins one");
    listing.parts.push(Part { columns: COLUMNS.to_vec(), rows, ..Part::default() });
    listing
}

fn row(preset: &Preset) -> Vec<Field> {
    vec![
        Field::text(preset.name),
        Field::text(preset.title),
        Field::Words(preset.also.to_vec()),
        Field::text(preset.kind),
        Field::text(preset.about()),
    ]
}
