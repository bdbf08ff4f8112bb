//! The answers of commands as data for any format, page or editor, and the JSON objects made from them.

mod apart;
pub mod brief;
pub mod check;
pub mod code;
mod derived;
mod evaluation;
pub mod json;
pub mod listing;
pub mod measured;
mod model;
mod results;
pub mod review;
mod select;
mod tables;
pub mod words;

pub use apart::{Against, Apart, Of};
pub use evaluation::{Answer, Evaluation, evaluate};
pub use model::{
    CellOf, Cells, CheckFirst, CheckRow, Column, Comparison, Expected, Influence, Level, OfRow, Report, Row,
    Rows, Section, Sensitivity, Settings, Wanted, Worst,
};
pub use results::run;
pub use select::Names;
