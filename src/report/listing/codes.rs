//! The list of error and warning codes, a table per family.

use super::{Column, Field, Listing, Part};
use crate::library::codes::{self, Code, FAMILIES, Family};

/// Lists all codes.
pub fn all() -> Listing {
    let mut listing = Listing::new("codes");
    listing.parts = FAMILIES.iter().map(|family| part(family, family.codes().iter())).collect();
    listing
}

/// Lists the code of that name; empty if there is none.
pub fn of(name: &str) -> Listing {
    let mut listing = Listing::new("codes");
    let code = codes::find(name);
    let family = code.and_then(|code| FAMILIES.iter().find(|family| code.code.starts_with(family.prefix)));
    listing.parts = family.map(|family| part(family, code.into_iter())).into_iter().collect();
    listing
}

fn part<'c>(family: &Family, codes: impl Iterator<Item = &'c Code>) -> Part {
    let columns =
        vec![Column::text("code", "code"), Column::text("title", "meaning"), Column::hidden("text")];
    let fields =
        |code: &Code| vec![Field::text(&code.code), Field::text(&code.title), Field::text(&code.text)];
    Part { heading: family.title.to_owned(), columns, rows: codes.map(fields).collect(), ..Part::default() }
}
