//! What ships with napkin, as data that a person can edit: formulas, cheat sheets, presets and the texts of the
//! error codes. Each is embedded as text and read when it is named.

pub mod cheat_sheets;
pub mod codes;
pub mod formulas;
pub mod presets;
