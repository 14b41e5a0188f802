//! Uploaded files in the data folder, named by their ids: nothing that a person typed becomes part of a path.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::{Stream, StreamExt};
use tokio::fs;
use tokio::io::AsyncWriteExt;

/// The folder of uploaded files.
#[derive(Debug, Clone)]
pub struct Files {
    folder: Arc<Path>,
}

impl Files {
    /// The files below the data folder `data`.
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join("files").into() }
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
        match fs::remove_file(self.path(file_id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
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
