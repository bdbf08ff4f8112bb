//! `napkin mcp`: a server for assistants.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::mcp::Server;
use crate::cli::options::Show;

// `napkin mcp`
#[derive(Args, Debug)]
pub struct McpArgs {
    /// Folder whose files the assistant may name; without it, no file is read
    #[arg(long, value_name = "DIR")]
    root: Option<String>,
    /// How long a call may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for McpArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Text
    }

    /// Answers until standard input ends.
    fn perform(&self, _: &Context) -> Result<Answer> {
        Server::new(self.root.as_deref(), self.timeout)?.serve()?;
        Ok(Answer::new(Document::Text(String::new())))
    }
}
