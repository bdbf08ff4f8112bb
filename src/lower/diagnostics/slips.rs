//! Spellings that are no units, each with what is meant.

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// Words with the units that they may mean, each in words and as it is written.
const SLIPS: &[(&str, &[(&str, &str)])] = &[
    // Kubernetes: `512Mi`, `4Gi`.
    ("Ki", &[("kibibytes", "KiB")]),
    ("Mi", &[("mebibytes", "MiB")]),
    ("Gi", &[("gibibytes", "GiB")]),
    ("Ti", &[("tebibytes", "TiB")]),
    ("Pi", &[("pebibytes", "PiB")]),
    ("Ei", &[("exbibytes", "EiB")]),
    // French: octets.
    ("Ko", &[("kilobytes", "KB")]),
    ("ko", &[("kilobytes", "KB")]),
    ("Mo", &[("megabytes", "MB"), ("months", "months")]),
    ("Go", &[("gigabytes", "GB")]),
    ("To", &[("terabytes", "TB")]),
    ("Po", &[("petabytes", "PB")]),
    // Symbols have no plural: `10 MiBs`.
    ("KBs", &[("kilobytes", "KB")]),
    ("MBs", &[("megabytes", "MB")]),
    ("GBs", &[("gigabytes", "GB")]),
    ("TBs", &[("terabytes", "TB")]),
    ("PBs", &[("petabytes", "PB")]),
    ("KiBs", &[("kibibytes", "KiB")]),
    ("MiBs", &[("mebibytes", "MiB")]),
    ("GiBs", &[("gibibytes", "GiB")]),
    ("TiBs", &[("tebibytes", "TiB")]),
    ("PiBs", &[("pebibytes", "PiB")]),
    // Times in capitals: `5 Y`, `2 WK`.
    ("Y", &[("years", "years")]),
    ("Yr", &[("years", "years")]),
    ("YR", &[("years", "years")]),
    ("Wk", &[("weeks", "weeks")]),
    ("WK", &[("weeks", "weeks")]),
    ("MO", &[("months", "months")]),
    // Times that are units in a literal alone, and others with a single meaning: `to mo`, `3 mth`.
    ("y", &[("years", "year")]),
    ("wk", &[("weeks", "week")]),
    ("wks", &[("weeks", "weeks")]),
    ("mo", &[("months", "month")]),
    ("mos", &[("months", "months")]),
    ("mth", &[("months", "month")]),
    ("mnth", &[("months", "month")]),
];

/// Refuses a word that is no unit, with the units that it may mean. `None` if it is not known what it means.
pub(in crate::lower) fn refuse(word: &str, span: Span) -> Option<Diagnostic> {
    let (_, meanings) = SLIPS.iter().find(|(slip, _)| *slip == word)?;
    let error = Diagnostic::error("E0202", format!("`{word}` is not a unit that napkin knows")).at(span, "");
    Some(meanings.iter().fold(error, |error, (words, unit)| error.patch(format!("for {words}"), span, *unit)))
}

#[cfg(test)]
mod tests {
    use super::SLIPS;
    use crate::units::catalog;

    #[test]
    fn what_a_slip_means_is_a_unit_and_the_slip_is_none() {
        for (at, (slip, meanings)) in SLIPS.iter().enumerate() {
            assert!(catalog::lookup(slip).is_none(), "{slip}");
            assert!(SLIPS.iter().skip(at + 1).all(|(other, _)| other != slip), "{slip} has two rows");
            for (words, unit) in *meanings {
                let id = catalog::lookup(unit);
                assert!(id.is_some() && id == catalog::lookup(words), "{slip}: {words} as {unit}");
            }
        }
    }
}
