//! Muster takes a company's contact lists, as they really are, into one contact base.

mod app;
mod cli;
mod clock;
mod error_file;
mod files;
mod http;
mod inspection;
mod order;
mod work;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
