//! Calls a program elsewhere with JSON that is signed as Standard Webhooks has it (standardwebhooks.com, version 1), so that the
//! libraries that there are for that tell our calls from others'.
//!
//! Whoever may edit a score chooses what is called, so only public addresses are, unless Muster was started to reach others
//! ([`Reach`]). They are looked at when the connection is made: a name that is resolved twice can mean another machine.

mod address;

use std::net::IpAddr;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD as STANDARD, Engine as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use muster_store::notices::Webhook;
use sha2::Sha256;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// A call's name, the same each time it is tried.
const ID: &str = "webhook-id";
/// When it is sent, in seconds since 1970.
const TIMESTAMP: &str = "webhook-timestamp";
/// Holds `v1,` and, in base64, the HMAC-SHA256 of id, timestamp and body with dots between them.
const SIGNATURE: &str = "webhook-signature";
/// By which Muster knows its own calls, and takes none of them.
pub const MARK: &str = "muster-webhook";
/// Before the key in base64.
const PREFIX: &str = "whsec_";
const MAX_URL: usize = 2_000;
/// Why an address of this machine, or of a network that is not everybody's, is not called.
const NOT_PUBLIC: &str = "the address is one of this machine or of a private network; start Muster with --allow-private-webhooks to call it";

/// Which machines webhooks reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Those that everybody reaches.
    #[default]
    Public,
    /// Also this machine and private networks.
    Everywhere,
}

impl Reach {
    fn allows(self, address: IpAddr) -> bool {
        self == Self::Everywhere || address::is_public(address)
    }
}

/// Finds the addresses of a name, and keeps those that may be reached. The connection is made to what it finds.
#[derive(Debug)]
struct Guarded(Reach);

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        found.iter().filter(|found| self.0.allows(found.ip())).for_each(|found| kept.push(*found));
        if kept.is_empty() { Err(Error::Other(NOT_PUBLIC.into())) } else { Ok(kept) }
    }
}

/// What a program is called with.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its name, the same each time it is tried.
    pub id: String,
    /// When it is sent, in milliseconds since 1970.
    pub at: i64,
    /// JSON.
    pub body: String,
}

/// Calls it; in words why that failed. Its answer must be 2xx; it is not followed elsewhere.
pub async fn call(webhook: &Webhook, call: Call, reach: Reach) -> Result<(), String> {
    let webhook = webhook.clone();
    let called = tokio::task::spawn_blocking(move || call_now(&webhook, &call, reach)).await;
    called.map_err(|error| error.to_string())?
}

fn call_now(webhook: &Webhook, call: &Call, reach: Reach) -> Result<(), String> {
    let request = agent(reach)
        .post(&webhook.url)
        .header("content-type", "application/json")
        .header("user-agent", concat!("Muster/", env!("CARGO_PKG_VERSION")))
        .header(MARK, "1")
        .header(ID, &call.id)
        .header(TIMESTAMP, (call.at / 1000).to_string())
        .header(SIGNATURE, signature(&webhook.secret, call));
    let answer = request.send(&call.body).map_err(|error| match error {
        Error::Other(words) => words.to_string(),
        error => error.to_string(),
    })?;
    if answer.status().is_success() { Ok(()) } else { Err(format!("the answer was {}", answer.status())) }
}

fn agent(reach: Reach) -> Agent {
    let config =
        Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).http_status_as_error(false);
    let config = match reach {
        Reach::Public => config.proxy(None), // what a proxy would reach cannot be looked at
        Reach::Everywhere => config,
    };
    Agent::with_parts(config.build(), DefaultConnector::default(), Guarded(reach))
}

/// A secret of this key, as the libraries take it.
pub fn secret(key: &[u8]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(key))
}

fn signature(secret: &str, Call { id, at, body }: &Call) -> String {
    let text = secret.strip_prefix(PREFIX).unwrap_or(secret);
    let key = STANDARD.decode(text).unwrap_or_else(|_| text.as_bytes().to_vec());
    // Every length of a key is one that it takes.
    let mac = Hmac::<Sha256>::new_from_slice(&key);
    let mac = mac.map(|mac| mac.chain_update(format!("{id}.{}.", at / 1000)).chain_update(body).finalize());
    mac.map_or_else(|_| String::new(), |mac| format!("v1,{}", STANDARD.encode(mac.into_bytes())))
}

/// The host, and the port, of an address.
pub fn host(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    url.authority().map(ToString::to_string)
}

/// The address as typed, when it is one that can be called: `http` or `https`, with a host that may be reached, without a
/// password. What a name means is only known when it is called.
pub fn check_url(typed: &str, reach: Reach) -> Result<&str, &'static str> {
    let typed = typed.trim();
    let url: Uri = typed.parse().map_err(|_| "This is no address of the web.")?;
    match (url.scheme_str(), url.authority()) {
        _ if typed.len() > MAX_URL => Err("The address is too long."),
        (Some("http" | "https"), Some(host)) if host.as_str().contains('@') => {
            Err("Leave the user and the password out of the address.")
        }
        (Some("http" | "https"), Some(authority)) if !may_be_reached(authority.host(), reach) => Err(
            "This is an address of this machine or of a private network. Start Muster with --allow-private-webhooks to use it.",
        ),
        (Some("http" | "https"), Some(_)) => Ok(typed),
        _ => Err("The address begins with https:// or http://."),
    }
}

fn may_be_reached(host: &str, reach: Reach) -> bool {
    let name = host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    let is_local = name == "localhost" || name.ends_with(".localhost");
    match name.parse() {
        Ok(address) => reach.allows(address),
        Err(_) => reach == Reach::Everywhere || !is_local,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn only_addresses_of_the_web_can_be_called() {
        assert_eq!(
            check_url(" https://example.org/hook?x=1 ", Reach::Public),
            Ok("https://example.org/hook?x=1")
        );
        assert!(check_url("http://[::1]:8080/", Reach::Everywhere).is_ok());
        for wrong in [
            "",
            "example.org",
            "ftp://example.org",
            "file:///etc/passwd",
            "https://",
            "https://a:b@example.org",
            "https://a b",
        ] {
            assert!(check_url(wrong, Reach::Everywhere).is_err(), "{wrong}");
        }
        for private in [
            "http://[::1]:8080/",
            "http://LOCALHOST/",
            "http://a.localhost.:80/",
            "http://169.254.169.254/",
            "http://10.0.0.1/",
        ] {
            assert!(check_url(private, Reach::Public).is_err(), "{private}");
        }
    }

    /// A receiver on this machine: its port, and how often it was called.
    fn receiver(answer: &'static str) -> (u16, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, calls) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&calls);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                counted.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        (port, calls)
    }

    fn empty() -> Call {
        Call { id: "1".into(), at: 0, body: "{}".into() }
    }

    #[test]
    fn whatever_a_name_turns_out_to_mean_this_machine_is_not_reached() {
        let (port, calls) = receiver("HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n");
        for host in ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "0", "[::ffff:127.0.0.1]"] {
            let webhook = Webhook { url: format!("http://{host}:{port}/"), secret: "key".into() };
            let words = call_now(&webhook, &empty(), Reach::Public).unwrap_err();
            assert!(words.contains("--allow-private-webhooks"), "{host}: {words}");
        }
        assert_eq!(calls.load(Ordering::SeqCst), 0);
        let webhook = Webhook { url: format!("http://127.0.0.1:{port}/"), secret: "key".into() };
        assert_eq!(call_now(&webhook, &empty(), Reach::Everywhere), Ok(()));
    }

    #[test]
    fn an_answer_is_not_followed_elsewhere() {
        let (_, calls) = receiver("HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n");
        let (port, _) = receiver("HTTP/1.1 303 See Other\r\nlocation: /\r\ncontent-length: 0\r\n\r\n");
        let webhook = Webhook { url: format!("http://127.0.0.1:{port}/"), secret: "key".into() };
        let words = call_now(&webhook, &empty(), Reach::Everywhere).unwrap_err();
        assert!(words.contains("303") && calls.load(Ordering::SeqCst) == 0, "{words}");
    }

    #[test]
    fn a_signature_is_the_one_that_others_compute() {
        // As the libraries of Standard Webhooks test themselves.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let call = Call {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek".into(),
            at: 1_614_265_330_999,
            body: r#"{"test": 2432232314}"#.into(),
        };
        assert_eq!(signature(secret, &call), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(super::secret(&[1; 24]), "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB");
    }
}
