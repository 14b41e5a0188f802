//! Uploaded and exported files in the data folder, named by their ids: nothing that a person typed becomes part of a path.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::{Stream, StreamExt};
use tempfile::NamedTempFile;
use tokio::fs;
use tokio::io::AsyncWriteExt;

/// The folders of uploaded and of exported files.
#[derive(Debug, Clone)]
pub struct Files {
    folder: Arc<Path>,
    exports: Arc<Path>,
    /// This server and its data folder, in words for people.
    server: Arc<str>,
}

impl Files {
    /// The files below the data folder `data`.
    pub fn new(data: &Path) -> Self {
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let host = if host.trim().is_empty() { "this host" } else { host.trim() };
        let folder = data.canonicalize().unwrap_or_else(|_| data.to_owned());
        let server = format!("{host}, {}", folder.display()).into();
        Self { folder: data.join("files").into(), exports: data.join("exports").into(), server }
    }

    /// This server and its data folder, in words for people: of several at one base, only one has a file.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Where the bytes of a file are.
    pub fn path(&self, file_id: i64) -> PathBuf {
        self.folder.join(file_id.to_string())
    }

    /// Writes a file as its bytes arrive and returns its length. A file that does not arrive whole leaves nothing behind.
    pub async fn write<E: Into<io::Error>>(
        &self,
        file_id: i64,
        bytes: impl Stream<Item = Result<impl AsRef<[u8]>, E>>,
    ) -> io::Result<u64> {
        fs::create_dir_all(&self.folder).await?;
        let unfinished = self.folder.join(format!("{file_id}.part"));
        let written = write_all(&unfinished, bytes).await;
        if written.is_err() {
            let _ = fs::remove_file(&unfinished).await; // the first error is the one to report
        }
        let length = written?;
        fs::rename(&unfinished, self.path(file_id)).await?;
        Ok(length)
    }

    /// Deletes a file that may be gone already.
    pub async fn remove(&self, file_id: i64) -> io::Result<()> {
        if_there(fs::remove_file(self.path(file_id)).await)
    }

    /// Where the whole file of an export is.
    pub fn export(&self, work_id: i64) -> PathBuf {
        self.exports.join(work_id.to_string())
    }

    /// Begins the file of an export under a name that no other has; it is gone when it is let go of.
    pub fn begin_export(&self, work_id: i64) -> io::Result<NamedTempFile> {
        std::fs::create_dir_all(&self.exports)?;
        tempfile::Builder::new().prefix(&format!("{work_id}.")).suffix(".part").tempfile_in(&self.exports)
    }

    /// What is in the folder of exported files.
    pub async fn exported(&self) -> io::Result<Vec<Exported>> {
        let mut found = Vec::new();
        let mut folder = match fs::read_dir(&self.exports).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
            folder => folder?,
        };
        while let Some(entry) = folder.next_entry().await? {
            let path = entry.path();
            let is_whole = path.extension().is_none();
            let name = entry.file_name();
            let work_id = name.to_str().and_then(|name| name.split('.').next()?.parse().ok());
            found.extend(work_id.map(|work_id| Exported { path, work_id, is_whole }));
        }
        Ok(found)
    }

    /// Deletes an exported file that may be gone already.
    pub async fn remove_exported(&self, file: &Exported) -> io::Result<()> {
        if_there(fs::remove_file(&file.path).await)
    }
}

/// A file in the folder of exported files.
#[derive(Debug, Clone)]
pub struct Exported {
    path: PathBuf,
    /// Whose it is.
    pub work_id: i64,
    /// False while it is being written, or when that was broken off.
    pub is_whole: bool,
}

/// What was done to a file that may be gone.
fn if_there(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

async fn write_all<E: Into<io::Error>>(
    path: &Path,
    bytes: impl Stream<Item = Result<impl AsRef<[u8]>, E>>,
) -> io::Result<u64> {
    let mut file = fs::File::create(path).await?;
    let mut length = 0;
    let mut bytes = std::pin::pin!(bytes);
    while let Some(piece) = bytes.next().await {
        let piece = piece.map_err(Into::into)?;
        length += piece.as_ref().len() as u64;
        file.write_all(piece.as_ref()).await?;
    }
    file.sync_all().await?;
    Ok(length)
}
