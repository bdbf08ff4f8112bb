//! Lists of built-in things as objects, keyed by the names of their columns.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::SCHEMA;
use crate::report::listing::{Column, Field, Listing, Part};

/// A listing: `schema`, and the tables under the listing's own key.
pub(super) struct ListingObject<'a>(pub(super) &'a Listing);

impl Serialize for ListingObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry(self.0.key, &self.0.parts.iter().map(PartObject).collect::<Vec<_>>())?;
        map.end()
    }
}

/// Several listings: `schema`, and the tables of each under its own key.
pub(super) struct ListingsObject<'a>(pub(super) &'a [Listing]);

impl Serialize for ListingsObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        for listing in self.0 {
            map.serialize_entry(listing.key, &listing.parts.iter().map(PartObject).collect::<Vec<_>>())?;
        }
        map.end()
    }
}

/// A table: `title`, `rows`, `note`, `source`, `sources`.
struct PartObject<'a>(&'a Part);

impl Serialize for PartObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let part = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("title", &part.heading)?;
        let rows: Vec<_> = part.rows.iter().map(|row| FieldsObject(&part.columns, row)).collect();
        map.serialize_entry("rows", &rows)?;
        for (key, text) in [("note", &part.note), ("source", &part.source)] {
            if !text.is_empty() {
                map.serialize_entry(key, text)?;
            }
        }
        if !part.sources.is_empty() {
            map.serialize_entry("sources", &part.sources)?;
        }
        map.end()
    }
}

/// A row: its fields by the keys of their columns, without the empty ones.
struct FieldsObject<'a>(&'a [Column], &'a [Field]);

impl Serialize for FieldsObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, field) in self.0.iter().zip(self.1) {
            match field {
                Field::Text(text) => map.serialize_entry(column.key, text)?,
                Field::Number(number) => map.serialize_entry(column.key, number)?,
                Field::Words(words) => map.serialize_entry(column.key, words)?,
                Field::Empty => {}
            }
        }
        map.end()
    }
}
