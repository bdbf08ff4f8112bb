//! Texts and places in them: sources and spans, diagnostics as data with their excerpts and fixes, lists of names,
//! and suggestions for misspelt words. Imports nothing else of the crate.

pub mod diagnostic;
pub mod edits;
pub mod escape;
pub mod excerpt;
pub mod fix;
pub mod list;
pub mod lookalike;
pub(crate) mod pairs;
pub mod source;
pub mod suggest;
