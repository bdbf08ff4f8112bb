//! An error or a warning explained: its text, and what the program says to the examples.

use super::super::paint::{self, Paint};
use super::{Explained, Played, wrapped};
use unicode_width::UnicodeWidthStr;

/// How far what is printed stands in from the text.
pub const INDENT: usize = 2;

/// A code for people, in lines of a width.
pub fn text(explained: &Explained, width: usize, paint: Paint) -> String {
    let code = explained.code;
    let title = format!("{}: {}", code.code, code.title);
    let mut out = paragraph(&title, width, |line| paint.with(paint::HEADING, line));
    out.push('\n');
    out.push_str(&paragraph(&code.text, width, str::to_owned));
    for (example, wrong, fix) in &explained.examples {
        let cause = format!("{}.", example.cause);
        out.push_str(&format!("\n{}", paragraph(&cause, width, |line| paint.with(paint::HEADING, line))));
        out.push_str(&played(wrong, width, paint));
        let change = paragraph(&format!("Fix: {}.", example.change), width, str::to_owned);
        out.push_str(&format!("\n{}", change.replacen("Fix:", &paint.with(paint::HELP, "Fix:"), 1)));
        out.push_str(&played(fix, width, paint));
    }
    out
}

/// A code for documents: what is typed and what comes of it in blocks, which can be run.
pub fn markdown(explained: &Explained) -> String {
    let code = explained.code;
    let mut out = format!("### {}\n\n**{}**\n\n", code.code, code.title);
    out.push_str(&paragraph(&code.text, usize::MAX, str::to_owned));
    for (example, wrong, fix) in &explained.examples {
        for (sentence, played) in [(&example.cause, wrong), (&format!("**Fix:** {}", example.change), fix)] {
            out.push_str(&format!("\n{sentence}.\n"));
            if let Some(file) = played.file {
                out.push_str(&format!("\n```toml\n{}```\n", file.text));
            }
            let status =
                if played.reply.code == 0 { String::new() } else { format!("? {}\n", played.reply.code) };
            let printed = said(played);
            out.push_str(&format!("\n```console\n$ {}\n{status}{printed}\n```\n", played.command));
        }
    }
    out
}

/// What was printed, results first.
pub fn said(played: &Played) -> String {
    format!("{}{}", played.reply.out, played.reply.err)
}

fn paragraph(text: &str, width: usize, painted: impl Fn(&str) -> String) -> String {
    wrapped(text, width).iter().map(|line| format!("{}\n", painted(line))).collect()
}

/// What is typed and what comes of it.
fn played(played: &Played, width: usize, paint: Paint) -> String {
    let mut out = String::new();
    if let Some(file) = played.file {
        out.extend(file.text.lines().chain([""]).map(|line| indented(&paint.with(paint::DIM, line))));
    }
    out.push_str(&indented(&format!("$ {}", played.command)));
    for line in said(played).lines() {
        out.extend(fitted(line, width.saturating_sub(INDENT)).iter().map(|line| indented(line)));
    }
    out
}

fn indented(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("{:INDENT$}{line}\n", "") }
}

/// A line of a message in as many lines as it needs. Lines of an excerpt stay: their places are columns.
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
