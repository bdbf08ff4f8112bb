//! Explained error and warning codes: the text, and the output of the examples.

use super::wrap::wrapped;
use crate::cli::paint::{self, Paint};
use napkin::report::code::{ExplainedCode, ExplainedExample, Transcript};
use unicode_width::UnicodeWidthStr;

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
    for line in of.output.lines() {
        out.extend(fitted(line, width.saturating_sub(INDENT)).iter().map(|line| indented(line)));
    }
    out
}

fn indented(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("{:INDENT$}{line}\n", "") }
}

/// Wraps a line of a message. Lines of an excerpt are kept, since their marks depend on columns.
fn fitted(line: &str, width: usize) -> Vec<String> {
    let visible = |text: &str| anstream::adapter::strip_str(text).to_string();
    let is_sentence =
        ["error", "warning", "note:", "help:"].iter().any(|start| visible(line).starts_with(start));
    if !is_sentence || visible(line).width() <= width {
        return vec![line.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in line.split(' ') {
        let wide = visible(word).width();
        match lines.last_mut() {
            Some(last) if length + 1 + wide <= width => {
                last.push_str(&format!(" {word}"));
                length += 1 + wide;
            }
            Some(_) => {
                lines.push(format!("{:INDENT$}{word}", ""));
                length = INDENT + wide;
            }
            None => {
                lines.push(word.to_owned());
                length = wide;
            }
        }
    }
    lines
}
