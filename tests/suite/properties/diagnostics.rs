//! Each suggested change removes its error.

use napkin::Evaluation;
use proptest::prelude::*;

use super::config::config;
use super::generate::{broken_program, soup};
use crate::support::{all, evaluate, patched};

/// Number of diagnostics with a code whose primary label is on a text.
fn count(evaluation: &Evaluation, code: &str) -> usize {
    evaluation.diagnostics.iter().filter(|other| other.code == code).count()
}

fn errors(evaluation: &Evaluation) -> usize {
    evaluation.diagnostics.iter().filter(|other| other.is_error()).count()
}

fn try_patches(text: &str) -> Result<(), TestCaseError> {
    let evaluation = evaluate(text);
    for diagnostic in &evaluation.diagnostics {
        for patch in diagnostic.helps.iter().filter_map(|help| help.patch.as_ref()) {
            let after = patched(&evaluation.sources, patch.span, &patch.replacement);
            let later = evaluate(&after);
            // After the change napkin may find the next error of that kind, which may even be at the same place if
            // the change is a deletion.
            let same = later.diagnostics.iter().any(|other| {
                other.message == diagnostic.message
                    && other.span().map(|span| later.sources.slice(span))
                        == diagnostic.span().map(|span| evaluation.sources.slice(span))
                    && other.span().map(|span| span.start) == diagnostic.span().map(|span| span.start)
            });
            prop_assert!(
                !same
                    || after.len() < text.len()
                    || count(&later, diagnostic.code) < count(&evaluation, diagnostic.code)
                    || errors(&later) < errors(&evaluation),
                "{:?}\nis told `{}`\nand with what is offered, {:?}\nagain:\n{}",
                text,
                diagnostic.message,
                after,
                all(&later.diagnostics, &later.sources)
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn changes_that_are_offered_for_broken_programs(text in broken_program()) {
        try_patches(&text)?;
    }

    #[test]
    fn changes_that_are_offered_for_pieces_in_any_order(text in soup()) {
        try_patches(&text)?;
    }

    #[test]
    fn a_text_is_told_the_same_every_time(text in soup()) {
        let (first, second) = (evaluate(&text), evaluate(&text));
        prop_assert_eq!(all(&first.diagnostics, &first.sources), all(&second.diagnostics, &second.sources));
        prop_assert_eq!(first.answers, second.answers);
    }
}
