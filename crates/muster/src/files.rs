//! Uploaded and exported files in the data folder, named by their ids: nothing that a person typed becomes part of a path.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use futures_util::{Stream, StreamExt};
use tempfile::NamedTempFile;
use tokio::fs;
use tokio::io::AsyncWriteExt;

use crate::private::make_folder;

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

    /// Writes a file as its bytes arrive and returns its length. A file that does not arrive whole leaves nothing behind,
    /// unless the program is killed ([`Files::uploaded`] tells what it left).
    pub async fn write<E: Into<io::Error>>(
        &self,
        file_id: i64,
        bytes: impl Stream<Item = Result<impl AsRef<[u8]>, E>>,
    ) -> io::Result<u64> {
        let (file, path) = begin(&self.folder, file_id)?.into_parts();
        let length = write_all(fs::File::from_std(file), bytes).await?;
        path.persist(self.path(file_id))?;
        Ok(length)
    }

    /// What is in the folder of uploaded files.
    pub async fn uploaded(&self) -> io::Result<Vec<FoundFile>> {
        list(&self.folder).await
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
        begin(&self.exports, work_id)
    }

    /// What is in the folder of exported files.
    pub async fn exported(&self) -> io::Result<Vec<FoundFile>> {
        list(&self.exports).await
    }
}

/// A file in one of the folders.
#[derive(Debug, Clone)]
pub struct FoundFile {
    path: PathBuf,
    /// The id of the upload, or of the export, whose it is.
    pub id: i64,
    /// False while it is being written, or when that was broken off.
    pub is_whole: bool,
    /// When it was last written to, in milliseconds since 1970.
    pub written_at: i64,
}

impl FoundFile {
    /// Deletes it; it may be gone already.
    pub async fn remove(&self) -> io::Result<()> {
        if_there(fs::remove_file(&self.path).await)
    }
}

/// Begins a file that is gone when it is let go of before it got its name.
fn begin(folder: &Path, id: i64) -> io::Result<NamedTempFile> {
    make_folder(folder)?;
    tempfile::Builder::new().prefix(&format!("{id}.")).suffix(".part").tempfile_in(folder)
}

/// The files in a folder whose names begin with an id.
async fn list(folder: &Path) -> io::Result<Vec<FoundFile>> {
    let mut found = Vec::new();
    let mut entries = match fs::read_dir(folder).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        entries => entries?,
    };
    while let Some(entry) = entries.next_entry().await? {
        let path = entry.path();
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.split('.').next()?.parse().ok());
        let (Some(id), Ok(metadata)) = (id, entry.metadata().await) else { continue }; // foreign, or gone meanwhile
        let age = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let is_whole = path.extension().is_none();
        found.push(FoundFile { path, id, is_whole, written_at: age.as_millis() as i64 });
    }
    Ok(found)
}

/// What was done to a file that may be gone.
fn if_there(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

async fn write_all<E: Into<io::Error>>(
    mut file: fs::File,
    bytes: impl Stream<Item = Result<impl AsRef<[u8]>, E>>,
) -> io::Result<u64> {
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
