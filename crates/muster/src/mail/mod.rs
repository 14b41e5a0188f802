//! Sends e-mail over the company's own mail server.

use std::fmt;
use std::time::Duration;

use anyhow::Context as _;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tokio::time::timeout;

/// How long the mail server may take to be reached.
const REACHED_WITHIN: Duration = Duration::from_secs(15);
/// How long one message may take: less than work is leased for, so that nobody else sends the same meanwhile.
const SENT_WITHIN: Duration = Duration::from_secs(40);
/// Answers about us and not about the recipient, however final they sound: sign in, encrypt, the password is wrong.
const ABOUT_US: [u16; 5] = [530, 534, 535, 538, 554];

/// A mail server, and as whom it is spoken to. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive() // the transport knows a password
    }
}

/// Why a message was not sent.
#[derive(Debug)]
pub enum MailError {
    /// The server will not take it for this address, however often it is tried.
    Refused(String),
    /// The server may take it for this address later.
    NotNow(String),
    /// The server cannot be spoken to: it takes nothing for anybody now.
    Away(String),
}

impl MailError {
    /// Why, in words.
    pub fn words(self) -> String {
        match self {
            Self::Refused(words) | Self::NotNow(words) | Self::Away(words) => words,
        }
    }
}

impl Mailer {
    /// A mailer for `smtp://host:25`, `smtp://user:password@host:587?tls=required` or `smtps://…`, that writes as `from`, such as
    /// `Muster <muster@example.org>`.
    pub fn new(server: &str, from: &str) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(server)
            .context("the address of the mail server is not understood: write smtp://host:25 or smtps://user:password@host")?;
        let from = from
            .parse()
            .with_context(|| format!("\"{from}\" is no sender: write Name <name@example.org>"))?;
        Ok(Self { transport: transport.timeout(Some(REACHED_WITHIN)).build(), from })
    }

    /// Sends a text to an address. A subject is one line, whatever it was made of.
    pub async fn send(&self, to: &str, subject: &str, text: String) -> Result<(), MailError> {
        let refused = |error: &dyn fmt::Display| MailError::Refused(error.to_string());
        let message = Message::builder()
            .from(self.from.clone())
            .to(to.parse().map_err(|error| refused(&error))?)
            .subject(subject.replace(char::is_control, " "))
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .map_err(|error| refused(&error))?;
        match timeout(SENT_WITHIN, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(MailError::Away("the mail server takes too long to answer".into())),
        }
    }
}

fn failure(error: &smtp::Error) -> MailError {
    let words = error.to_string();
    let code = error.status().map(u16::from);
    match code {
        _ if error.is_client() => MailError::Refused(words),
        None => MailError::Away(words),
        Some(code) if ABOUT_US.contains(&code) => MailError::Away(words),
        Some(_) if error.is_permanent() => MailError::Refused(words),
        Some(_) => MailError::NotNow(words),
    }
}

#[cfg(test)]
pub mod test_server;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_server_that_says_nothing_is_given_up() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("smtp://{}", silent.local_addr().unwrap());
        let mailer = Mailer::new(&address, "muster@example.org").unwrap();
        let sent = mailer.send("ann@example.org", "Hello", "Hello".into()).await;
        assert!(matches!(sent, Err(MailError::Away(_))), "{sent:?}");
    }

    #[tokio::test]
    async fn a_server_and_a_sender_that_make_no_sense_are_refused_with_words() {
        assert!(Mailer::new("smtp://localhost:25", "Muster <muster@example.org>").is_ok());
        let wrong = Mailer::new("http://localhost", "muster@example.org").unwrap_err();
        assert!(wrong.to_string().contains("smtp://host:25"), "{wrong}");
        assert!(Mailer::new("smtp://localhost", "nobody").unwrap_err().to_string().contains("nobody"));
    }
}
