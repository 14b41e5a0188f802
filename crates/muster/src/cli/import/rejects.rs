use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use muster_store::Db;
use muster_store::imports::Import;
use muster_store::rejects::{self, Outcome};

use super::super::WrongUsage;
use crate::error_file::ErrorFile;

/// Rows held at once, at the most.
const PAGE: i64 = 100;

/// Refuses a path that cannot be written, or that is the imported file itself, before anything is done.
pub(super) fn check_path(path: &Path, imported: &Path) -> anyhow::Result<()> {
    File::options().create(true).append(true).open(path).with_context(|| unwritten(path))?;
    if path.canonicalize()? == imported.canonicalize()? {
        return Err(WrongUsage("--rejects names the file that is imported; name another".into()).into());
    }
    Ok(())
}

/// Writes the error file of an import that has ended.
pub(super) async fn write_file(db: &Db, import: &Import, path: &Path) -> anyhow::Result<()> {
    let mut file = start(import, path)?;
    for outcome in Outcome::ALL {
        let mut after = 0;
        loop {
            let page = rejects::list(db, import.import_id, outcome, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.number;
            for row in &page {
                file.add(row).with_context(|| unwritten(path))?;
            }
        }
    }
    file.into_inner().flush().with_context(|| unwritten(path))
}

/// Begins the error file of an import.
pub(super) fn start(import: &Import, path: &Path) -> anyhow::Result<ErrorFile<BufWriter<File>>> {
    let out = BufWriter::new(File::create(path).with_context(|| unwritten(path))?);
    ErrorFile::start(out, import.order.delimiter, &import.order.header).with_context(|| unwritten(path))
}

/// The folder of an error file.
pub(super) fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

pub(super) fn unwritten(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}
