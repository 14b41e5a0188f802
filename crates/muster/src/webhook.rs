//! Calls a program elsewhere with JSON that is signed, so that it can tell our calls from others'.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use muster_domain::hex;
use muster_store::notices::Webhook;
use serde_json::Value;
use sha2::Sha256;
use ureq::Agent;
use ureq::http::Uri;

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// Holds `sha256=` and the HMAC-SHA256 of the body in hexadecimal, by the secret as a text.
const SIGNATURE: &str = "muster-signature";
const MAX_URL: usize = 2_000;

/// Calls it; in words why that failed. Its answer must be 2xx; it is not followed elsewhere.
pub async fn call(webhook: &Webhook, body: &Value) -> Result<(), String> {
    let (webhook, body) = (webhook.clone(), body.to_string());
    let called = tokio::task::spawn_blocking(move || call_now(&webhook, &body)).await;
    called.map_err(|error| error.to_string())?
}

fn call_now(webhook: &Webhook, body: &str) -> Result<(), String> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    let request = agent
        .post(&webhook.url)
        .header("content-type", "application/json")
        .header("user-agent", concat!("Muster/", env!("CARGO_PKG_VERSION")))
        .header(SIGNATURE, signature(&webhook.secret, body));
    let answer = request.send(body).map_err(|error| error.to_string())?;
    if answer.status().is_success() { Ok(()) } else { Err(format!("the answer was {}", answer.status())) }
}

fn signature(secret: &str, body: &str) -> String {
    // Every length of a key is one that it takes.
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mac| mac.chain_update(body).finalize());
    mac.map_or_else(|_| String::new(), |mac| format!("sha256={}", hex(&mac.into_bytes())))
}

/// The host, and the port, of an address.
pub fn host(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    url.authority().map(ToString::to_string)
}

/// The address as typed, when it is one that can be called: `http` or `https`, with a host, without a password. Also an address
/// of this machine or of the company's own network: who can reach Muster, which only listens on loopback, is there already.
pub fn check_url(typed: &str) -> Result<&str, &'static str> {
    let typed = typed.trim();
    let url: Uri = typed.parse().map_err(|_| "This is no address of the web.")?;
    match (url.scheme_str(), url.authority()) {
        _ if typed.len() > MAX_URL => Err("The address is too long."),
        (Some("http" | "https"), Some(host)) if host.as_str().contains('@') => {
            Err("Leave the user and the password out of the address.")
        }
        (Some("http" | "https"), Some(_)) => Ok(typed),
        _ => Err("The address begins with https:// or http://."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_can_be_called() {
        assert_eq!(check_url(" https://example.org/hook?x=1 "), Ok("https://example.org/hook?x=1"));
        assert!(check_url("http://[::1]:8080/").is_ok());
        for wrong in [
            "",
            "example.org",
            "ftp://example.org",
            "file:///etc/passwd",
            "https://",
            "https://a:b@example.org",
            "https://a b",
        ] {
            assert!(check_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_signature_is_the_one_that_others_compute() {
        // echo -n '{}' | openssl dgst -sha256 -hmac key
        let expected = "sha256=a777724d943eb48dc69bca8a4a6d57a04db3f9ec7e1de4e581e860265bdf3032";
        assert_eq!(signature("key", "{}"), expected);
    }
}
