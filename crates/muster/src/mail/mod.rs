//! Sends e-mail over the company's own mail server.

use std::fmt;
use std::time::Duration;

use anyhow::Context as _;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

/// How long one step of a conversation with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(20);

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
    /// The server will not take it, however often it is tried.
    Refused(String),
    /// It may work later.
    Unavailable(String),
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
        Ok(Self { transport: transport.timeout(Some(PATIENCE)).build(), from })
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
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(failure(&error)),
        }
    }
}

fn failure(error: &smtp::Error) -> MailError {
    let words = error.to_string();
    if error.is_permanent() { MailError::Refused(words) } else { MailError::Unavailable(words) }
}

#[cfg(test)]
pub mod test_server;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_and_a_sender_that_make_no_sense_are_refused_with_words() {
        assert!(Mailer::new("smtp://localhost:25", "Muster <muster@example.org>").is_ok());
        let wrong = Mailer::new("http://localhost", "muster@example.org").unwrap_err();
        assert!(wrong.to_string().contains("smtp://host:25"), "{wrong}");
        assert!(Mailer::new("smtp://localhost", "nobody").unwrap_err().to_string().contains("nobody"));
    }
}
