//! `napkin presets [NAME]`: the models inside the program.

use anyhow::Result;

use crate::cli::Reply;
use crate::cli::args::{Format, PresetsArgs};
use crate::cli::io::Screen;
use crate::cli::render::listing::{Column, Field, Listing, Part};
use crate::cli::render::{self, Options};
use napkin::library::presets::{PRESETS, Preset};

use super::model;

/// Lists the presets by kind, or prints one as it is.
///
/// # Errors
///
/// When there is no preset of that name.
pub fn run(args: &PresetsArgs, screen: &Screen) -> Result<Reply> {
    let options = Options::new(args.show.format(), screen);
    match &args.name {
        Some(name) => {
            let preset = model::preset(name)?;
            if args.show.format() == Format::Json {
                return Ok(Reply::results(render::json::preset(preset)));
            }
            Ok(Reply::results(preset.text.to_owned()))
        }
        None => Ok(render::listing(&list(), &options)),
    }
}

fn list() -> Listing {
    let columns = vec![
        Column::text("name", "name"),
        Column::text("title", "title"),
        Column::text("also", "also"),
        Column::hidden("kind"),
    ];
    let mut kinds: Vec<&str> = PRESETS.iter().map(|preset| preset.kind).collect();
    kinds.dedup();
    let mut listing = Listing::new("presets", "");
    for kind in kinds {
        let rows = PRESETS.iter().filter(|preset| preset.kind == kind).map(row).collect();
        listing.parts.push(Part {
            heading: kind.to_owned(),
            columns: columns.clone(),
            rows,
            ..Part::default()
        });
    }
    listing.end = "`napkin run NAME` runs one, `napkin new FILE.toml --from NAME` starts from it".to_owned();
    listing
}

fn row(preset: &Preset) -> Vec<Field> {
    vec![
        Field::text(preset.name),
        Field::text(preset.title),
        Field::Words(preset.also.to_vec()),
        Field::text(preset.kind),
    ]
}
