//! The output of a command: text for both streams and the exit code.

/// The exit code of a check that failed.
pub const FAILED: u8 = 1;
/// The exit code of an error: nothing was computed.
pub const UNDECIDED: u8 = 2;
/// The exit code, with `--strict`, of a check that other samples might decide the other way.
pub const TOO_CLOSE: u8 = 3;

/// What is printed, and the exit code.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// Standard output: results.
    pub out: String,
    /// Standard error: errors, warnings and hints.
    pub err: String,
    /// The exit code.
    pub code: u8,
}
