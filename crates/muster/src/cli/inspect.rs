use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use muster_domain::Fields;
use muster_reader::{ContactFile, Dialect, Options, Record, write_record};

use super::Reading;
use crate::inspection::{Head, Inspection};

/// Arguments of `muster inspect`.
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The contact file
    file: PathBuf,
    /// Print what was understood as JSON
    #[arg(long)]
    json: bool,
    /// Print the rows, header included, as RFC 4180 UTF-8
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    rows: Option<RowFormat>,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RowFormat {
    Csv,
}

impl Inspect {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let options = self.reading.options()?;
        match self.rows {
            Some(RowFormat::Csv) => print_rows(&self.file, options)?,
            None if self.json => super::print(&serde_json::to_string(&inspect(&self.file, options).await?)?)?,
            None => super::print(&describe(&inspect(&self.file, options).await?))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Opens a file that a person named.
pub(super) fn open(path: &Path) -> anyhow::Result<File> {
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    if file.metadata()?.is_dir() {
        anyhow::bail!("{} is a folder, not a file", path.display());
    }
    Ok(file)
}

async fn inspect(path: &Path, options: Options) -> anyhow::Result<Inspection> {
    let mut head = Head::read(open(path)?, options, Fields::default())?;
    while head.file.skip()? {
        head.rows += 1;
    }
    let suggestions = head.suggestions(None).await?;
    Ok(head.inspection(suggestions, Some(head.rows)))
}

fn print_rows(path: &Path, options: Options) -> anyhow::Result<()> {
    let mut file = ContactFile::open_whole(open(path)?, options)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    write_record(&mut out, Dialect::default(), file.header.iter().map(String::as_str))?;
    let mut record = Record::default();
    while file.read(&mut record)? {
        write_record(&mut out, Dialect::default(), record.cells())?;
    }
    Ok(out.flush()?)
}

fn describe(found: &Inspection) -> String {
    let delimiter = found.delimiter.replace('\t', "tab");
    let rows = found.rows.unwrap_or_default();
    let mut lines =
        vec![format!("{} ({}), cells separated by {delimiter}, {rows} rows", found.format, found.encoding)];
    let width = found.columns.iter().map(|column| column.name.chars().count()).max().unwrap_or(0).min(40);
    for column in &found.columns {
        let field = column.field.as_deref().unwrap_or("(not imported)");
        let samples = column.samples.iter().filter(|sample| !sample.is_empty()).take(2);
        let samples = samples.map(|sample| sample.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join(", ");
        lines.push(format!("  {:width$}  → {field:15}  {samples}", column.name));
    }
    lines.join("\n")
}
