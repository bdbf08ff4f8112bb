//! Each fix works, and gives the value that is shown beside it.

use napkin::Evaluation;
use proptest::prelude::*;

use super::config::config;
use super::generate::{broken_program, soup};
use crate::support::{all, evaluate, patched};

/// Checks that every fix gives what it says when it is typed, and does not bring its own complaint back.
pub fn try_fixes(text: &str) -> Result<(), TestCaseError> {
    let evaluation = evaluate(text);
    let count = |evaluation: &Evaluation, code: &str| {
        evaluation.diagnostics.iter().filter(|other| other.code == code).count()
    };
    for diagnostic in &evaluation.diagnostics {
        for fix in diagnostic.helps.iter().filter(|help| help.is_fix()) {
            let after = patched(&evaluation.sources, fix).expect("edits lie in the text");
            let later = evaluate(&after);
            prop_assert!(
                later.is_ok(),
                "{:?}\nis told `{}`: {}\nand with what is offered, {:?}:\n{}",
                text,
                diagnostic.message,
                fix.text,
                after,
                all(&later.diagnostics, &later.sources)
            );
            prop_assert!(
                count(&later, diagnostic.code) < count(&evaluation, diagnostic.code),
                "{:?} is again told `{}` after {:?}",
                text,
                diagnostic.message,
                after
            );
            if let Some(gives) = &fix.gives {
                let values = later.answers.iter().map(|answer| match &answer.shown.spread {
                    None => answer.shown.written.literal(),
                    Some(spread) => {
                        format!("about {} (90%: {})", answer.shown.written.literal(), spread.interval)
                    }
                });
                let mut values: Vec<String> = values.collect();
                // Whether two values are about the same is told at length.
                values.extend(
                    later
                        .answers
                        .iter()
                        .filter(|answer| answer.shown.truth)
                        .map(|answer| (answer.shown.value != 0.0).to_string()),
                );
                prop_assert!(
                    values.contains(&gives.text),
                    "{:?} is offered {:?}, which gives {:?}, not {:?}",
                    text,
                    after,
                    values,
                    gives.text
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn changes_that_are_offered_for_broken_programs(text in broken_program()) {
        try_fixes(&text)?;
    }

    #[test]
    fn changes_that_are_offered_for_pieces_in_any_order(text in soup()) {
        try_fixes(&text)?;
    }

    #[test]
    fn a_text_is_told_the_same_every_time(text in soup()) {
        let (first, second) = (evaluate(&text), evaluate(&text));
        prop_assert_eq!(all(&first.diagnostics, &first.sources), all(&second.diagnostics, &second.sources));
        prop_assert_eq!(first.answers, second.answers);
    }
}
