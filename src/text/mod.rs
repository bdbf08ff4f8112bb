//! Texts, places in them, and what is said of them: sources and spans, errors and warnings as data, and what a
//! misspelt word was probably meant to be.

pub mod diagnostic;
pub mod source;
pub mod suggest;
