//! What commands answer, as data that any format, a page or an editor can show.

mod derived;
mod evaluation;
mod model;
mod results;
mod summary;

pub use evaluation::{Answer, Evaluation, evaluate};
pub use model::{
    CheckFirst, CheckRow, Comparison, Influence, Level, Report, Row, Section, Sensitivity, Settings, Wanted,
};
pub use results::run;
