//! Words that are short for a unit in a literal, and elsewhere are no units.

/// Words that are units of time in a literal alone, and only where no name is bound to them.
const SHORT_TIMES: [(&str, &str); 8] = [
    ("y", "year"),     // 10y
    ("wk", "week"),    // 2 wk
    ("wks", "weeks"),  // 2 wks
    ("mo", "month"),   // $5/mo
    ("mos", "months"), // 6 mos
    ("msecs", "ms"),   // 5 msecs
    ("usecs", "us"),   // 5 usecs
    ("nsecs", "ns"),   // 5 nsecs
];

/// The unit that a word of a literal stands for, if it is short for a time.
pub(super) fn short_time(word: &str) -> Option<&'static str> {
    SHORT_TIMES.iter().find(|(short, _)| *short == word).map(|(_, unit)| *unit)
}

#[cfg(test)]
mod tests {
    use super::SHORT_TIMES;
    use crate::units::catalog;

    #[test]
    fn short_times_are_units_that_have_no_entry_of_their_own() {
        for (short, unit) in SHORT_TIMES {
            assert!(catalog::lookup(unit).is_some(), "{unit}");
            assert!(catalog::lookup(short).is_none(), "`{short}` is a unit everywhere");
        }
    }
}
