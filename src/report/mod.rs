//! What commands answer, as data, and the JSON objects made of it.

pub mod check;
pub mod code;
pub mod derived;
pub mod evaluate;
pub mod json;
pub mod listing;
pub mod words;
