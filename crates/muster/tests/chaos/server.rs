//! A server of the built program that can be killed, stopped, frozen and started again, and how it is asked.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;

/// How a server is started: the base, its folder of files, and where it logs to.
#[derive(Debug, Clone)]
pub struct Place {
    pub database: String,
    pub data: PathBuf,
    pub log: PathBuf,
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub url: String,
}

impl Server {
    /// Starts it; the words of its log when it does not come to listen.
    pub fn start(place: &Place) -> Result<Self, String> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_muster"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &place.database, "--data"])
            .arg(&place.data)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = OpenOptions::new().create(true).append(true).open(&place.log).unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = String::new();
        for line in lines.by_ref() {
            keep(&mut log, &line);
            if let Some((_, url)) = line.split_once("listening on ") {
                let url = url.trim().to_owned();
                std::thread::spawn(move || lines.for_each(|line| keep(&mut log, &line)));
                return Ok(Self { child, url });
            }
            said.push_str(&line);
        }
        Err(format!("a server ended before it listened ({}): {said}", child.wait().unwrap()))
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal, such as `STOP`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.pid().to_string()]).status();
        assert!(sent.unwrap().success(), "{name} is sent");
    }

    /// Ends it as an operator does; an error unless it ends well.
    pub fn stop(mut self) -> Result<(), String> {
        self.signal("TERM");
        let status = self.child.wait().unwrap();
        if status.success() {
            Ok(())
        } else {
            Err(format!("a server that was asked to stop ended with {status}"))
        }
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn keep(log: &mut File, line: &str) {
    let _ = writeln!(log, "{line}");
}

/// What a server answered: its status, 0 when there was none.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    /// Whether what was asked for was done.
    pub fn is_done(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether nobody knows what was done.
    pub fn is_lost(&self) -> bool {
        self.status == 0
    }

    /// The `id` of what was made.
    pub fn id(&self) -> Option<i64> {
        self.body["id"].as_i64().filter(|_| self.is_done())
    }
}

/// Something to ask a server for.
#[derive(Debug, Clone)]
pub struct Ask {
    pub method: &'static str,
    pub path: String,
    pub body: Option<Vec<u8>>,
    pub key: Option<String>,
}

impl Ask {
    pub fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self { method, path: format!("/api/v1{}", path.into()), body: None, key: None }
    }

    pub fn json(method: &'static str, path: impl Into<String>, body: &Value) -> Self {
        Self { body: Some(body.to_string().into_bytes()), ..Self::new(method, path) }
    }

    /// With the key that makes it safe to ask again.
    pub fn once(self, key: String) -> Self {
        Self { key: Some(key), ..self }
    }

    /// For people: the request without what is long.
    pub fn told(&self) -> String {
        let body = self
            .body
            .as_deref()
            .map(|body| String::from_utf8_lossy(&body[..body.len().min(400)]).into_owned());
        format!("{} {} {}", self.method, self.path, body.unwrap_or_default())
    }
}

/// Who asks; waits so long for an answer.
pub fn agent(patience: Duration) -> Agent {
    let config = Agent::config_builder().timeout_global(Some(patience)).http_status_as_error(false);
    Agent::new_with_config(config.build())
}

/// Asks the server at an address.
pub fn ask(agent: &Agent, url: &str, ask: &Ask) -> Answer {
    let mut request = Request::builder().method(ask.method).uri(format!("{url}{}", ask.path));
    request = request.header("content-type", "application/json");
    if let Some(key) = &ask.key {
        request = request.header("idempotency-key", key);
    }
    let answered = match &ask.body {
        Some(body) => agent.run(request.body(body.clone()).unwrap()),
        None => agent.run(request.body(()).unwrap()),
    };
    let lost = Answer { status: 0, body: Value::Null };
    let Ok(mut answer) = answered else { return lost };
    let status = answer.status().as_u16();
    let Ok(text) = answer.body_mut().read_to_string() else { return lost };
    Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}
