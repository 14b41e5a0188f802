//! A real mail server for tests: `tools/mail-server`, which writes what it takes into a folder.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::Mailer;

pub struct MailServer {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl MailServer {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/mail-server");
        let mut process = Command::new(program).arg(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { process, folder, port: port.trim().parse().expect("python3-aiosmtpd is there: make deps") }
    }

    pub fn mailer(&self) -> Mailer {
        Mailer::new(&format!("smtp://127.0.0.1:{}", self.port), "Muster <muster@example.org>").unwrap()
    }

    /// What it has taken, in its order.
    pub fn mails(&self) -> Vec<Value> {
        let mut paths: Vec<_> =
            std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.iter().map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}
