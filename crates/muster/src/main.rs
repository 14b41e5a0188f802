//! Muster takes a company's contact lists, as they really are, into one contact base.

mod app;
mod cli;
mod clock;
mod contact_file;
mod dry_run;
mod error_file;
mod files;
mod http;
mod inspection;
mod mail;
mod order;
mod private;
mod reading;
mod recording;
mod secret;
mod tracking;
mod webhook;
mod work;

use std::process::ExitCode;

/// An import allocates on one thread and frees on another, which the system's allocator is slow at. SQLite's own memory comes from here
/// too (`override`): the system's keeps what large cells took, once for each thread (measured: 100 MB).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
