//! `napkin new FILE [--from PRESET]`.

use anyhow::Result;

use crate::cli::args::NewArgs;
use crate::cli::trouble::{self, Trouble};
use crate::cli::{Reply, io, render};

use super::model;

/// The model to start from when no preset is named.
const TEMPLATE: &str = include_str!("new/template.toml");

/// Writes a model that runs as it is.
///
/// # Errors
///
/// When the file is there already, has another ending or cannot be written, and when
/// there is no such preset.
pub fn run(args: &NewArgs) -> Result<Reply> {
    let text = match &args.from {
        Some(name) => model::preset(name)?.text,
        None => TEMPLATE,
    };
    let path = &args.file;
    if !path.ends_with(".toml") {
        let better = io::quoted(&format!("{}.toml", path.trim_end_matches('.')));
        return Err(Trouble::new(trouble::FILE, "a model's file name ends in `.toml`")
            .help(format!("write `napkin new {better}`"))
            .into());
    }
    io::write_new(path, text)?;
    let quoted = io::quoted(path);
    Ok(Reply::results(format!(
        "{} is a model that runs as it is; edit it, then\n\n  napkin run {quoted}\n  napkin check {quoted}\n",
        render::escaped(path)
    )))
}
