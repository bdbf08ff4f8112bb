//! What is certain of a value before a run, by which guards are left out.

/// What is certain of a value, whatever the inputs of its kind are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Certain {
    pub never_negative: bool,
    /// Fewer than one in a thousand, where only inputs are looked at.
    pub hardly_negative: bool,
    pub most: Most,
}

/// What a value is never above, as far as shares go; the more is known, the greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Most {
    /// Nothing is known.
    #[default]
    Any,
    One,
    BelowOne,
}
