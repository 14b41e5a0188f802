//! The command line. Exit status: 0 when it ran, 3 when some rows were not imported, 1 on failure, 2 on wrong usage.

mod export;
mod import;
mod inspect;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use muster_reader::Options;

use crate::reading;

/// How long the end of the program waits for what runs beside.
const ENDED_WITHIN: Duration = Duration::from_secs(2);

/// Contact lists, as they really are, into one contact base.
#[derive(Debug, Parser)]
#[command(name = "muster", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the page and the API.
    Serve(serve::Serve),
    /// Show what is understood of a contact file.
    Inspect(inspect::Inspect),
    /// Import a contact file.
    Import(import::Import),
    /// Write contacts as CSV.
    Export(export::Export),
    /// Print the API's OpenAPI document.
    #[command(hide = true)]
    Openapi,
}

/// Where the contact base is.
#[derive(Debug, Args)]
struct Base {
    /// The contact base: sqlite:PATH or postgres://USER@HOST/NAME [default: sqlite:DATA/muster.db]
    #[arg(long, env = "MUSTER_DATABASE", value_name = "ADDRESS", hide_env_values = true)]
    database: Option<String>,
    /// The folder for uploaded files and, by default, the database
    #[arg(long, env = "MUSTER_DATA", value_name = "FOLDER", default_value = "./data")]
    data: PathBuf,
}

impl Base {
    fn database(&self) -> String {
        let in_data = || format!("sqlite:{}", self.data.join("muster.db").display());
        self.database.clone().unwrap_or_else(in_data)
    }
}

/// How a contact file is read.
#[derive(Debug, Args)]
struct Reading {
    /// The encoding of the file, such as utf-8 or windows-1252 [default: recognised from the whole file]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The character between two cells, or tab [default: recognised from the head of the file]
    #[arg(long, value_name = "C")]
    delimiter: Option<String>,
}

impl Reading {
    fn options(&self) -> Result<Options, WrongUsage> {
        reading::options(self.encoding.as_deref(), self.delimiter.as_deref())
            .map_err(|error| WrongUsage(format!("{error}. {}", error.remedy())))
    }
}

/// The command was understood but asks for something that cannot be: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct WrongUsage(String);

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let result = match runtime {
        Ok(runtime) => {
            let result = runtime.block_on(cli.command.run());
            runtime.shutdown_timeout(ENDED_WITHIN); // a file that is only read is not read to its end
            result
        }
        Err(error) => Err(error.into()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("muster: {error:#}");
        ExitCode::from(if error.is::<WrongUsage>() { 2 } else { 1 })
    })
}

impl Command {
    async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Serve(serve) => serve.run().await,
            Self::Inspect(inspect) => inspect.run().await,
            Self::Import(import) => import.run().await,
            Self::Export(export) => export.run().await,
            Self::Openapi => print(&crate::http::openapi_document()?).map(|()| ExitCode::SUCCESS),
        }
    }
}

/// Writes to standard output.
fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
