//! Explained error and warning codes: the text, and the output of the examples.

use super::messages;
use super::wrap::wrapped;
use crate::cli::paint::{self, Paint};
use napkin::report::code::{ExplainedCode, ExplainedExample, Transcript};

/// Indent of commands and their output.
pub const INDENT: usize = 2;

/// Writes a code as text.
pub fn text(explained: &ExplainedCode, width: usize, paint: Paint) -> String {
    let code = explained.code;
    let title = format!("{}: {}", code.code, code.title);
    let mut out = paragraph(&title, width, |line| paint.with(paint::HEADING, line));
    out.push('\n');
    out.push_str(&paragraph(&code.text, width, str::to_owned));
    for ExplainedExample { example, wrong, fix } in &explained.examples {
        let cause = format!("{}.", example.cause);
        out.push_str(&format!("\n{}", paragraph(&cause, width, |line| paint.with(paint::HEADING, line))));
        out.push_str(&transcript(wrong, width, paint));
        let change = paragraph(&format!("Fix: {}.", example.change), width, str::to_owned);
        out.push_str(&format!("\n{}", change.replacen("Fix:", &paint.with(paint::HELP, "Fix:"), 1)));
        out.push_str(&transcript(fix, width, paint));
    }
    out
}

/// Writes a code as Markdown: commands and their output as console blocks that can be run.
pub fn markdown(explained: &ExplainedCode) -> String {
    let code = explained.code;
    let mut out = format!("### {}\n\n**{}**\n\n", code.code, code.title);
    out.push_str(&paragraph(&code.text, usize::MAX, str::to_owned));
    for ExplainedExample { example, wrong, fix } in &explained.examples {
        for (sentence, of) in [(&example.cause, wrong), (&format!("**Fix:** {}", example.change), fix)] {
            out.push_str(&format!("\n{sentence}.\n"));
            if let Some(file) = of.file {
                out.push_str(&format!("\n```toml\n{}```\n", file.text));
            }
            let status = if of.exit == 0 { String::new() } else { format!("? {}\n", of.exit) };
            let Transcript { command, output, .. } = of;
            out.push_str(&format!("\n```console\n$ {command}\n{status}{output}\n```\n"));
        }
    }
    out
}

fn paragraph(text: &str, width: usize, painted: impl Fn(&str) -> String) -> String {
    wrapped(text, width).iter().map(|line| format!("{}\n", painted(line))).collect()
}

/// Writes a command and its output, indented.
fn transcript(of: &Transcript, width: usize, paint: Paint) -> String {
    let mut out = String::new();
    if let Some(file) = of.file {
        out.extend(file.text.lines().chain([""]).map(|line| indented(&paint.with(paint::DIM, line))));
    }
    out.push_str(&indented(&format!("$ {}", of.command)));
    out.extend(messages::fitted(of.output.clone(), width.saturating_sub(INDENT)).lines().map(indented));
    out
}

fn indented(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("{:INDENT$}{line}\n", "") }
}
