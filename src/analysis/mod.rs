//! Views of a worksheet.

pub mod explain;
