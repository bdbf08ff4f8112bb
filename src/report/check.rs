//! The results of `napkin check`: of one model, and of all models of a run.

use super::measured::Measured;
use super::{CheckRow, Level, Report, UnaskedRow, increase};

/// What makes a model fail besides a failed check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Warnings, and failed checks whose level is a warning.
    pub deny_warnings: bool,
    /// A check that is within the sampling error of its limit.
    pub strict: bool,
    /// A measured value that is not as predicted.
    pub fail_outside: bool,
}

/// What the result of a check means for its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It holds.
    Holds,
    /// It does not hold, and its model passes.
    Warns,
    /// Other samples may decide the other way, and its model does not pass.
    TooClose,
    /// It does not hold, and its model fails.
    Fails,
}

/// What all checks of a model mean for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It passes.
    #[default]
    Passed,
    /// A check is too close to call.
    TooClose,
    /// It fails.
    Failed,
    /// Nothing was decided: it has errors.
    Undecided,
}

/// A checked model.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The results of its checks, or its errors.
    pub report: Report,
    /// What it is judged by.
    pub rules: Rules,
    /// For each of its sources, the path from the top of the repository, for tools that show findings beside a line.
    pub places: Vec<String>,
}

impl Checked {
    /// Returns what the result of one of its checks means.
    pub fn fate(&self, check: &CheckRow) -> Fate {
        let is_error = check.level == Level::Error;
        match check.passed {
            _ if self.rules.strict && check.is_close && is_error => Fate::TooClose,
            true => Fate::Holds,
            false if is_error || self.rules.deny_warnings => Fate::Fails,
            false => Fate::Warns,
        }
    }

    /// Whether a measured value makes it fail.
    pub fn fails_by(&self, measured: &Measured) -> bool {
        self.rules.fail_outside && !measured.fit.holds()
    }

    /// Returns whether it passes.
    pub fn verdict(&self) -> Verdict {
        if !self.report.is_ok() {
            return Verdict::Undecided;
        }
        let is_warned =
            !self.report.diagnostics.is_empty() || self.report.checks.iter().any(|check| !check.passed);
        let is_denied = self.rules.deny_warnings && is_warned;
        if is_denied || self.report.measured.iter().any(|one| self.fails_by(one)) {
            return Verdict::Failed;
        }
        let worst = self.report.checks.iter().map(|check| self.fate(check)).max();
        match worst.unwrap_or(Fate::Holds) {
            Fate::Fails => Verdict::Failed,
            Fate::TooClose => Verdict::TooClose,
            Fate::Warns | Fate::Holds => Verdict::Passed,
        }
    }

    /// Returns what was to be judged and could not be.
    pub fn left_out(&self) -> impl Iterator<Item = &UnaskedRow> {
        self.report.unasked.iter().filter(|row| increase::is_left_out(row))
    }

    /// Whether it passes.
    pub fn passed(&self) -> bool {
        self.verdict() == Verdict::Passed
    }
}

/// The checks of all models of a run.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    /// The models, those with errors among them.
    pub models: Vec<Checked>,
    /// The files of folders that are no models.
    pub skipped: Vec<String>,
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Models.
    pub models: usize,
    /// Models that do not pass, without those with errors.
    pub failed: usize,
    /// Models with errors.
    pub undecided: usize,
    /// Checks that hold.
    pub hold: usize,
    /// Checks that make their model fail, those that are too close to call included.
    pub fail: usize,
    /// Checks that do not hold in models that pass nevertheless.
    pub warn: usize,
    /// Rises that were to be judged and could not be.
    pub left_out: usize,
}

impl Checks {
    /// Counts models and checks.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { models: self.models.len(), ..Counts::default() };
        for model in &self.models {
            match model.verdict() {
                Verdict::Passed => {}
                Verdict::TooClose | Verdict::Failed => counts.failed += 1,
                Verdict::Undecided => counts.undecided += 1,
            }
            counts.left_out += model.left_out().count();
            for check in &model.report.checks {
                match model.fate(check) {
                    Fate::Holds => counts.hold += 1,
                    Fate::Warns => counts.warn += 1,
                    Fate::TooClose | Fate::Fails => counts.fail += 1,
                }
            }
        }
        counts
    }

    /// Returns the worst verdict of its models.
    pub fn verdict(&self) -> Verdict {
        // A check that fails is worse than one that is too close to call, and an error is worse than both.
        self.models.iter().map(Checked::verdict).max().unwrap_or(Verdict::Undecided)
    }
}

impl Counts {
    /// Says it in a line: `5 models, 1 fails: 12 checks hold, 1 fails, 2 warn; 1 model has errors`.
    pub fn sentence(&self, skipped: usize) -> String {
        let number = |count: usize, one: &str, many: &str| match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {many}"),
        };
        let mut checks = vec![number(self.hold, "check holds", "checks hold")];
        checks.extend((self.fail > 0).then(|| number(self.fail, "fails", "fail")));
        checks.extend((self.warn > 0).then(|| number(self.warn, "warns", "warn")));
        checks.extend((self.left_out > 0).then(|| number(self.left_out, "is not judged", "are not judged")));
        let mut parts = vec![format!("{}: {}", number(self.models, "model", "models"), checks.join(", "))];
        parts.extend((self.failed > 0).then(|| number(self.failed, "model fails", "models fail")));
        parts.extend(
            (self.undecided > 0).then(|| number(self.undecided, "model has errors", "models have errors")),
        );
        parts.extend((skipped > 0).then(|| number(skipped, "file skipped", "files skipped")));
        parts.join("; ")
    }
}
