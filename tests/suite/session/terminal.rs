//! The session on a terminal.

use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

use crate::command_line::folder;

/// Starts the program on a terminal, in a folder of its own, without history.
fn start(name: &str) -> PtySession {
    let folder = folder(name);
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command.current_dir(&folder).env("NAPKIN_DATA_DIR", folder.join("data")).env("TERM", "xterm");
    command.env("NO_COLOR", "1").env("LANG", "C.UTF-8");
    let mut terminal = spawn_command(command, Some(20_000)).expect("a terminal");
    terminal.exp_string("Ctrl-D to leave").unwrap();
    terminal.exp_string("> ").unwrap();
    terminal
}

#[test]
fn lines_that_are_typed_ahead_are_all_read() {
    let mut terminal = start("typed-ahead");
    terminal.send("p = 1 TB\rq2 = 2 TB\rp + q2\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("\r\n3 TB\r\n").unwrap();
    terminal.send_control('d').unwrap();
    terminal.exp_eof().unwrap();
}

#[test]
fn a_session_evaluates_completes_and_ends() {
    let mut terminal = start("session");
    terminal.send_line("users = 100M users").unwrap();
    terminal.exp_string("\r\nusers = 100M users\r\n").unwrap();
    // The value is seen before the line ends.
    terminal.send("users * 10 requests/user/day").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("= 11.57k requests/s").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("11.57k requests/s\r\n").unwrap();
    // An error does not end it, and Tab takes its fix.
    terminal.send_line("10B * 3").unwrap();
    terminal.exp_string("error[E0104]").unwrap();
    terminal.exp_string("Tab takes a fix").unwrap();
    terminal.send("\t").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("10bn * 3").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("30bn\r\n").unwrap();
    terminal.send_line("(1 +").unwrap();
    terminal.send_line("2)").unwrap();
    terminal.exp_string("\r\n3\r\n").unwrap();
    // Ctrl-C drops the line.
    terminal.send("1 + ").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_string("\r\n").unwrap();
    terminal.exp_string("> ").unwrap();
    terminal.send_line(":load twitter").unwrap();
    terminal.exp_string("twitter> ").unwrap();
    terminal.send_line(":run cost").unwrap();
    terminal.exp_string("COST").unwrap();
    terminal.send_control('d').unwrap();
    terminal.exp_eof().unwrap();
    let status = terminal.process_mut().wait().unwrap();
    assert!(format!("{status:?}").starts_with("Exited(") && format!("{status:?}").ends_with(", 0)"));
}

#[test]
fn lines_are_remembered_by_the_next_session() {
    std::fs::remove_dir_all(folder("remembered").join("data")).unwrap_or_default();
    let mut terminal = start("remembered");
    terminal.send_line("123 * 2").unwrap();
    terminal.exp_string("246\r\n").unwrap();
    terminal.send_line(":quit").unwrap();
    terminal.exp_eof().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command
        .env("NAPKIN_DATA_DIR", folder("remembered").join("data"))
        .env("TERM", "xterm")
        .env("NO_COLOR", "1");
    let mut terminal = spawn_command(command, Some(20_000)).expect("a terminal");
    terminal.exp_string("> ").unwrap();
    // Up, twice: `:quit` was the last line.
    terminal.send("\x1b[A\x1b[A").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("123 * 2").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("246\r\n").unwrap();
}
