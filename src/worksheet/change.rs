//! Other numbers for the inputs of a worksheet.
