//! The list of error and warning codes, a table per family.

use super::{Column, Field, Listing, Part};
use crate::library::codes::{Code, FAMILIES};

/// Lists all codes.
pub fn all() -> Listing {
    let mut listing = Listing::new("codes");
    for family in &FAMILIES {
        let columns =
            vec![Column::text("code", "code"), Column::text("title", "meaning"), Column::hidden("text")];
        let fields =
            |code: &Code| vec![Field::text(&code.code), Field::text(&code.title), Field::text(&code.text)];
        let rows = family.codes().iter().map(fields).collect();
        listing.parts.push(Part { heading: family.title.to_owned(), columns, rows, ..Part::default() });
    }
    listing
}
