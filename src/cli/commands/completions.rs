//! `napkin completions SHELL`.

use clap::CommandFactory;

use crate::cli::Reply;
use crate::cli::args::{Cli, CompletionsArgs};

/// The script that a shell loads.
pub fn run(args: &CompletionsArgs) -> Reply {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "napkin", &mut script);
    Reply::results(String::from_utf8_lossy(&script).into_owned())
}
