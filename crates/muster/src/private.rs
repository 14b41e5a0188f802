//! Folders and files that only their owner may read: what is in them is people's data.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;
/// What Muster makes in its data folder.
const OWN: [&str; 6] =
    ["muster.db", "muster.db-wal", "muster.db-shm", "muster.db-journal", "files", "exports"];

/// Makes a folder, and those above it that are missing.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(folder)
}

/// Whether something can be written in a folder, which is found out by doing it.
pub fn try_folder(folder: &Path) -> io::Result<()> {
    tempfile::tempfile_in(folder).map(drop)
}

/// Makes a file that is empty unless it is there.
pub fn make_file(file: &Path) -> io::Result<()> {
    OpenOptions::new().append(true).create(true).mode(FILE).open(file).map(drop)
}

/// Makes the data folder, and takes from others what an earlier version let them read: the folders of files, and the data folder
/// itself when there is nothing in it but what Muster makes.
pub fn keep_data(data: &Path) -> io::Result<()> {
    make_folder(data)?;
    try_folder(data)?;
    for folder in ["files", "exports"].map(|name| data.join(name)) {
        if folder.is_dir() {
            restrict(&folder, FOLDER)?;
            for entry in fs::read_dir(&folder)? {
                restrict(&entry?.path(), FILE)?;
            }
        }
    }
    if is_own(data)? { restrict(data, FOLDER) } else { Ok(()) }
}

/// Takes a database file, and what SQLite keeps beside it, from others.
pub fn keep_database(file: &Path) -> io::Result<()> {
    for end in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        restrict(&PathBuf::from(path), FILE)?;
    }
    Ok(())
}

fn is_own(folder: &Path) -> io::Result<bool> {
    let names: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    Ok(names.iter().all(|name| OWN.iter().any(|own| name == own)))
}

/// Takes rights away, never adds any. What is gone meanwhile, a folder in place of a file, and what belongs to another stay.
fn restrict(path: &Path, rights: u32) -> io::Result<()> {
    let metadata = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        metadata => metadata?,
    };
    let mode = metadata.permissions().mode();
    if mode & 0o777 == mode & rights || metadata.is_symlink() || metadata.is_dir() != (rights == FOLDER) {
        return Ok(());
    }
    match fs::set_permissions(path, Permissions::from_mode(mode & rights)) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            tracing::warn!(path = %path.display(), "others may read this, and it belongs to another user");
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        restricted => restricted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn open_to_all(path: &Path, rights: u32) {
        fs::set_permissions(path, Permissions::from_mode(rights)).unwrap();
    }

    #[test]
    fn what_an_earlier_version_made_is_closed_to_others() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let (files, upload) = (data.join("files"), data.join("files/7"));
        fs::create_dir_all(&files).unwrap();
        for (path, rights) in [(&data, 0o755), (&files, 0o755)] {
            open_to_all(path, rights);
        }
        for file in [&upload, &data.join("muster.db"), &data.join("muster.db-wal")] {
            fs::write(file, "ann@example.com").unwrap();
            open_to_all(file, 0o644);
        }
        keep_data(&data).unwrap();
        keep_database(&data.join("muster.db")).unwrap();
        assert_eq!([&data, &files].map(|path| mode(path)), [0o700, 0o700]);
        for name in ["files/7", "muster.db", "muster.db-wal"] {
            assert_eq!(mode(&data.join(name)), 0o600, "{name}");
        }
    }

    #[test]
    fn a_folder_with_other_things_in_it_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        open_to_all(folder.path(), 0o755);
        fs::write(folder.path().join("letter.txt"), "").unwrap();
        keep_data(folder.path()).unwrap();
        assert_eq!(mode(folder.path()), 0o755);
    }
}
