//! The answers of commands as data for any format, page or editor, and the JSON objects made from them.

mod ahead;
mod apart;
pub mod brief;
pub mod check;
pub mod code;
pub mod completion;
mod derived;
pub mod diff;
mod evaluation;
pub mod increase;
pub mod interview;
pub mod json;
pub mod listing;
pub mod measured;
mod model;
pub mod practice;
pub mod projection;
mod results;
pub mod review;
pub mod rise;
mod scenarios;
mod select;
pub mod session;
pub mod solve;
pub mod sweep;
mod tables;
mod time;
mod unasked;
pub mod words;

pub use apart::{Against, Apart, Of};
pub use evaluation::{Answer, Evaluation, evaluate};
pub use model::{
    Ahead, CellOf, Cells, Changes, CheckFirst, CheckRow, Column, Comparison, Expected, Files, Horizon,
    Influence, Level, Loaded, OfRow, Report, Row, Rows, Scenarios, Section, Sensitivity, Settings,
    TableColumn, UnaskedRow, Wanted, Worst, share_of,
};
pub use scenarios::run;
pub use select::Names;
