//! The content that ships with napkin, as editable data: formulas, cheat sheets, presets and the texts of the error
//! codes. Files are embedded as text and read when they are first used.

pub mod cheat_sheets;
pub mod codes;
pub mod formulas;
pub mod practice;
pub mod presets;
pub mod sources;
