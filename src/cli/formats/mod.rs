//! The output formats, and which options and documents each supports.
//!
//! A [`Document`] comes in, text goes out. A format is a file with an implementation of [`Format`]; its place in
//! [`ALL`] and a column in each table below make it known to `--format`, completion and the checks of the command
//! line. The tables in `docs/output.md` must say the same, which a test checks.

mod chart;
mod cited;
mod code;
mod columns;
mod csv;
mod diagnostic;
mod diff;
pub mod document;
mod explanation;
mod findings;
mod flat;
pub mod format;
mod github;
mod grid;
mod inert;
mod interview;
mod json;
mod junit;
mod markdown;
mod mental;
pub mod messages;
mod practice;
pub mod printer;
mod projection;
mod review;
mod sarif;
mod sensitivity;
mod solve;
mod strip;
pub mod support;
mod sweep;
mod table;
mod value;
mod verdict;
pub mod wrap;

use document::Kind;
use format::Format;
use support::Conflict;
use support::Support::{self, Always, No, Yes};

/// The formats; the first is the default.
pub static ALL: [&dyn Format; 9] = [
    &table::Table,
    &json::Json,
    &csv::Csv,
    &markdown::Markdown,
    &flat::Flat,
    &flat::Env,
    &github::Github,
    &sarif::Sarif,
    &junit::Junit,
];

/// The kinds of documents that not every format supports. A reason completes the sentence "CSV has no form for …".
#[rustfmt::skip]
pub static DOCUMENTS: [(Kind, [Support; ALL.len()]); 14] = [
    //                  table json csv markdown flat env github sarif junit
    (Kind::Evaluation,  [Yes, Yes, Yes, Yes, NO_NAME, NO_NAME, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Report,      [Yes, Yes, Yes, Yes, Yes, Yes, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Checks,      [Yes, Yes, Yes, Yes, NOT_FLAT, NOT_FLAT, Yes, Yes, Yes]),
    (Kind::Diffs,       [Yes, Yes, No("a difference"), Yes, NOT_FLAT, NOT_FLAT, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Solved,      [Yes, Yes, No("stretches of an input"), Yes, NOT_FLAT, NOT_FLAT, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Swept,       [Yes, Yes, Yes, Yes, NOT_FLAT, NOT_FLAT, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Projection,  [Yes, Yes, Yes, Yes, NOT_FLAT, NOT_FLAT, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Explanation, [Yes, Yes, Yes, Yes, NOT_FLAT, NOT_FLAT, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Code,        [Yes, Yes, Yes, Yes, NOT_FLAT, NOT_FLAT, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Listing,     [Yes, Yes, Yes, Yes, NOT_FLAT, NOT_FLAT, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Preset,      [Yes, Yes, NO_PRESET, NO_PRESET, NOT_FLAT, NOT_FLAT, NO_FINDING, NO_FINDING, NO_CASES]),
    (Kind::Review,      [Yes, Yes, No("claims"), Yes, NOT_FLAT, NOT_FLAT, Yes, Yes, NO_CASES]),
    (Kind::Practice,    [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    (Kind::Text,        [Yes, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT]),
];

/// For drills and interviews, which are conversations.
const NO_DRILL: Support = No("a conversation, which prints an answer at a time");
const NO_PRESET: Support = No("a preset, which is TOML");
const NO_TEXT: Support = No("plain text such as a script or a manual page");
const NO_NAME: Support = No("an expression, whose value has no name");
const NO_CASES: Support = No("what is not a list of checks");
const NOT_FLAT: Support = No("what is not a list of named values");
const NO_FINDING: Support = No("what is no finding in a file");

/// For options of commands that find nothing in files.
const NONE: Support = No("only `napkin check` and `napkin review` have findings in files");

/// For options of commands that have no named values.
const NOT_RUN: Support = No("only `napkin run` has values with names");
const NO_DIGITS: Support = No("its numbers always have full precision; round in the model");
const NO_SHAPE: Support = No("it has a name and a number for each value, and nothing else");
const NO_QUIET: Support = No("it always has bare values");

const NO_STRIPS: Support = No("only tables have strips beside their intervals");
const NO_BRIEF: Support = No("it prints for programs, which have no use for rounded numbers");

/// The options of all commands. A reason completes the sentence "`--option` does not apply to CSV: …".
#[rustfmt::skip]
pub static OPTIONS: [(&str, [Support; ALL.len()]); 58] = [
    //                table json    csv  markdown flat env github sarif junit
    ("actual",         [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("again",          [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("against",        [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("all",            [Yes, Always, Always, Yes, NO_SHAPE, NO_SHAPE, NONE, NONE, NONE]),
    ("all-scenarios",  [Yes, Yes, Yes, Yes, NO_COLUMNS, NO_COLUMNS, Yes, Yes, Yes]),
    ("allow-empty",    [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("brief",          [Yes, NO_BRIEF, NO_BRIEF, Yes, NO_BRIEF, NO_BRIEF, NONE, NONE, NONE]),
    ("cards",          [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("classic",        [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("color",          [Yes, No("its output has no colors, errors included"), Yes, Yes, Yes, Yes, No("its output has no colors"), No("its output has no colors"), No("its output has no colors")]),
    ("confidence",     [Yes, Yes, Yes, Yes, NO_SHAPE, NO_SHAPE, Yes, Yes, Yes]),
    ("count",          [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("deny-warnings",  [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("digits",         [Yes, Yes, Yes, Yes, NO_DIGITS, NO_DIGITS, Yes, Yes, Yes]),
    ("error",          [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("every",          [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("exit-code",      [Yes, Yes, No("CSV has no form for a difference"), Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("fail-on",        [Yes, Yes, No("CSV has no form for a difference"), Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("fail-outside",   [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("fix",            [Yes, Yes, No("CSV has no form for claims"), Yes, NOT_RUN, NOT_RUN, NO_FIX, NO_FIX, NO_FIX]),
    ("for",            [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("forget",         [Yes, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT]),
    ("from",           [Yes, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT]),
    ("histogram",      [Yes, Yes, No("a histogram does not fit into a row"), Yes, NO_SHAPE, NO_SHAPE, NONE, NONE, NONE]),
    ("history",        [Yes, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT]),
    ("inputs",         [Yes, Always, Yes, Yes, Yes, Yes, NONE, NONE, NONE]),
    ("interval",       [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("level",          [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("list",           [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("mental",         [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("minutes",        [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("no-fail",        [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("no-history",     [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("output",         [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("plain",          [Yes, NO_STRIPS, NO_STRIPS, NO_STRIPS, NO_STRIPS, NO_STRIPS, NO_STRIPS, NO_STRIPS, NO_STRIPS]),
    ("point",          [Yes, Yes, Yes, Yes, Yes, Yes, NONE, NONE, NONE]),
    ("quiet",          [Yes, No("an object always has all of its fields"), No("a row always has all of its columns"), No("a table always has all of its columns"), NO_QUIET, NO_QUIET, NONE, NONE, NONE]),
    ("root",           [Yes, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT]),
    ("samples",        [Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes]),
    ("save",           [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("scenario",       [Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes]),
    ("seed",           [Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes]),
    ("sensitivity",    [Yes, Yes, Yes, Yes, NO_SHAPE, NO_SHAPE, NONE, NONE, NONE]),
    ("set",            [Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes]),
    ("set-file",       [Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes]),
    ("show",           [Yes, Yes, Yes, Yes, Yes, Yes, NONE, NONE, NONE]),
    ("starting",       [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("stats",          [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("steps",          [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("strict",         [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("summary",        [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, Yes, Yes, Yes]),
    ("tables",         [Yes, Yes, Yes, Yes, NO_SHAPE, NO_SHAPE, NONE, NONE, NONE]),
    ("timed",          [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("timeout",        [Yes, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT]),
    ("topic",          [Yes, Yes, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL, NO_DRILL]),
    ("until",          [Yes, Yes, NO_STRETCH, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("vary",           [Yes, Yes, Yes, Yes, NOT_RUN, NOT_RUN, NONE, NONE, NONE]),
    ("verbose",        [Yes, Always, NO_HOLDING, Yes, NOT_RUN, NOT_RUN, Yes, Yes, NO_HOLDING]),
];

const NO_STRETCH: Support = No("CSV has no form for stretches of an input");
const NO_HOLDING: Support = No("it has no lines that are left out");

const NO_COLUMNS: Support = No("it has one value for each name; name the scenario with `--scenario`");

const NO_FIX: Support = No("what it reports is in the files as they are");

/// The options that exclude each other.
pub static CONFLICTS: [Conflict; 23] = {
    const VALUES: &[Kind] = &[Kind::Evaluation, Kind::Report, Kind::Explanation];
    [
        Conflict {
            options: ["all-scenarios", "brief"],
            kinds: &[],
            formats: &[],
            message: "`--brief` has room for one scenario, and `--all-scenarios` shows several",
            help: "name it with `--scenario`",
        },
        Conflict {
            options: ["all-scenarios", "histogram"],
            kinds: &[],
            formats: &[],
            message: "`--histogram` has room for one scenario, and `--all-scenarios` shows several",
            help: "name it with `--scenario`",
        },
        Conflict {
            options: ["all-scenarios", "sensitivity"],
            kinds: &[],
            formats: &[],
            message: "`--sensitivity` has room for one scenario, and `--all-scenarios` shows several",
            help: "name it with `--scenario`",
        },
        Conflict {
            options: ["brief", "quiet"],
            kinds: &[],
            formats: &[],
            message: "`--quiet` prints bare values, and `--brief` a summary for people",
            help: "leave one of them out",
        },
        Conflict {
            options: ["brief", "digits"],
            kinds: &[],
            formats: &[],
            message: "`--brief` prints two digits, so `--digits` has no effect",
            help: "leave one of them out",
        },
        Conflict {
            options: ["brief", "inputs"],
            kinds: &[],
            formats: &[],
            message: "`--brief` prints the most important rows, without all `--inputs`",
            help: "leave one of them out, or write `--show NAME` for an input",
        },
        Conflict {
            options: ["brief", "tables"],
            kinds: &[],
            formats: &[],
            message: "`--brief` prints the most important rows, without all `--tables`",
            help: "leave one of them out",
        },
        Conflict {
            options: ["quiet", "tables"],
            kinds: &[],
            formats: &[],
            message: "`--quiet` prints the bare values of estimates, without `--tables`",
            help: "leave one of them out, or write `--format csv` for a row per value",
        },
        Conflict {
            options: ["sensitivity", "tables"],
            kinds: &[],
            formats: &["table"],
            message: "`--sensitivity` takes the place of the estimates and of the `--tables`",
            help: "leave one of them out, or write `--format csv` for both",
        },
        Conflict {
            options: ["brief", "histogram"],
            kinds: &[],
            formats: &[],
            message: "`--brief` prints a line per row, without a `--histogram`",
            help: "leave one of them out",
        },
        Conflict {
            options: ["brief", "plain"],
            kinds: &[],
            formats: &[],
            message: "`--brief` prints no strips, so `--plain` has no effect",
            help: "leave one of them out",
        },
        Conflict {
            options: ["brief", "sensitivity"],
            kinds: &[],
            formats: &[],
            message: "`--brief` prints the most important rows, without their `--sensitivity`",
            help: "leave one of them out",
        },
        Conflict {
            options: ["point", "histogram"],
            kinds: &[],
            formats: &[],
            message: "`--point` computes a single sample, which has no `--histogram`",
            help: "leave one of them out",
        },
        Conflict {
            options: ["point", "samples"],
            kinds: &[],
            formats: &[],
            message: "`--point` computes a single sample, so `--samples` has no effect",
            help: "leave one of them out",
        },
        Conflict {
            options: ["point", "seed"],
            kinds: &[],
            formats: &[],
            message: "`--point` computes the medians, so `--seed` has no effect",
            help: "leave one of them out",
        },
        Conflict {
            options: ["plain", "histogram"],
            kinds: &[],
            formats: &[],
            message: "`--plain` draws no strips, and so no `--histogram`",
            help: "leave one of them out",
        },
        Conflict {
            options: ["plain", "sensitivity"],
            kinds: &[],
            formats: &[],
            message: "`--sensitivity` prints charts, to which `--plain` does not apply",
            help: "leave one of them out",
        },
        Conflict {
            options: ["quiet", "plain"],
            kinds: &[Kind::Evaluation, Kind::Report],
            formats: &[],
            message: "`--quiet` prints bare values, so `--plain` has no effect",
            help: "leave one of them out",
        },
        Conflict {
            options: ["quiet", "histogram"],
            kinds: &[],
            formats: &[],
            message: "`--quiet` prints bare values, without a `--histogram`",
            help: "leave one of them out, or write `--json` for the counts",
        },
        Conflict {
            options: ["quiet", "inputs"],
            kinds: &[],
            formats: &[],
            message: "`--quiet` prints the bare values of estimates, without `--inputs`",
            help: "leave one of them out, or write `--format csv` for a row per value",
        },
        Conflict {
            options: ["quiet", "sensitivity"],
            kinds: &[],
            formats: &[],
            message: "`--quiet` prints bare values, without their `--sensitivity`",
            help: "leave one of them out, or write `--format csv` for a row per input",
        },
        Conflict {
            options: ["quiet", "digits"],
            kinds: VALUES,
            formats: &[],
            message: "`--quiet` prints values in full, so `--digits` has no effect",
            help: "leave one of them out",
        },
        Conflict {
            options: ["sensitivity", "histogram"],
            kinds: &[],
            formats: &["table"],
            message: "`--sensitivity` takes the place of the estimates and of their `--histogram`",
            help: "leave one of them out, or write `--format markdown` for both",
        },
    ]
};

/// Returns the format of that name.
pub fn named(name: &str) -> Option<&'static dyn Format> {
    ALL.into_iter().find(|format| format.name() == name)
}
