//! The address that identifies a contact.

use std::borrow::Cow;

use email_address::{EmailAddress, Options};
use thiserror::Error;
use unicode_normalization::char::is_combining_mark;

use crate::text::{nfc, trim, without_marks};
use crate::value;

/// Longest address, in characters, inclusive (RFC 5321 with erratum 1690).
pub const MAX_CHARS: usize = 254;

/// An address in the one spelling under which a contact is stored and found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email {
    key: String,
}

/// Why a text is no e-mail address that can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailError {
    /// Nothing but white space.
    #[error("there is no e-mail address")]
    Missing,
    /// No `@`.
    #[error("it has no @ sign")]
    NoAt,
    /// More than one `@`.
    #[error("it has more than one @ sign")]
    ManyAts,
    /// More than one address.
    #[error("it is more than one address")]
    Several,
    /// A space, tab or line end inside.
    #[error("it has a space in it")]
    Space,
    /// Nothing, or something impossible, before the `@`.
    #[error("the part before the @ sign is not possible")]
    LocalPart,
    /// Nothing, or something impossible, after the `@`.
    #[error("the part after the @ sign is not a domain such as example.com")]
    Domain,
    /// A sign, perhaps an invisible one, that cannot stand before the `@`.
    #[error("it has a character in it that no address can have: U+{:04X}", u32::from(*.0))]
    Character(char),
    /// More than [`MAX_CHARS`] characters.
    #[error("it is longer than 254 characters")]
    TooLong,
}

impl Email {
    /// Reads an address as people and systems write it: `a@b.c`, `Name <a@b.c>`, `mailto:a@b.c`, `'a@b.c`, `="a@b.c"`, with
    /// white space and invisible marks around or within. Several are none.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = without_marks(text);
        let cell = value::bare(&text);
        let address = unwrap(&cell)?;
        if address.is_empty() {
            return Err(EmailError::Missing);
        }
        if addresses(address).nth(1).is_some() {
            return Err(EmailError::Several);
        }
        let address = nfc(address);
        if address.chars().count() > MAX_CHARS {
            return Err(EmailError::TooLong);
        }
        if address.chars().any(char::is_whitespace) {
            return Err(EmailError::Space);
        }
        let (local, domain) = address.rsplit_once('@').ok_or(EmailError::NoAt)?;
        if local.contains('@') {
            return Err(EmailError::ManyAts);
        }
        let domain = ascii_domain(domain)?;
        let key = format!("{}@{domain}", lowercase(local));
        check(&key)?;
        Ok(Self { key })
    }

    /// The spelling under which addresses are compared: lower case, the domain in its IDN form (`xn--…`).
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The spelling for people, see [`display_address`].
    pub fn display(&self) -> Cow<'_, str> {
        display_address(&self.key)
    }
}

impl Email {
    /// Whether a text has this address somewhere in it, in either spelling and not as a part of a longer address: a cell
    /// may hold several, or one with a name around it.
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = crate::fold(&without_marks(text));
        let longer = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
        [self.key(), &self.display()].into_iter().any(|address| {
            text.match_indices(address).any(|(at, _)| {
                let after = text[at + address.len()..].chars().next();
                let after_dot = text[at + address.len()..].chars().nth(1);
                let ends = match after {
                    Some('.') => !after_dot.is_some_and(char::is_alphanumeric),
                    Some(c) => !(c.is_alphanumeric() || c == '-'),
                    None => true,
                };
                ends && !text[..at].chars().next_back().is_some_and(longer)
            })
        })
    }
}

impl Email {
    /// Whether the name of a file, or its path, has this address in it. What stands around an address in a name, such as
    /// `list_ann@example.com.csv`, could be a part of it: here that counts as the address, for a name is not needed.
    pub fn is_in_file_name(&self, name: &str) -> bool {
        let name = crate::fold(&without_marks(name)).replace("%40", "@");
        [self.key(), &self.display()].into_iter().any(|address| {
            name.match_indices(address).any(|(at, _)| {
                let before = name[..at].chars().next_back();
                let after = name[at + address.len()..].chars().next();
                !before.is_some_and(char::is_alphanumeric)
                    && !after.is_some_and(|c| c.is_alphanumeric() || c == '-')
            })
        })
    }
}

/// A key ([`Email::key`]) as people read it: the domain in its own script.
pub fn display_address(key: &str) -> Cow<'_, str> {
    match key.rsplit_once('@') {
        Some((local, domain)) if domain.contains("xn--") => {
            let (domain, _) = idna::domain_to_unicode(domain);
            Cow::Owned(format!("{local}@{domain}"))
        }
        _ => Cow::Borrowed(key),
    }
}

/// The address inside of `Name <address>`, `<address>`, `mailto:address?subject=…`, and of quotes.
fn unwrap(text: &str) -> Result<&str, EmailError> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let mut address = text.trim_matches(is_end);
    if let Some((name, inner)) = address.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        address = trim(inner);
        if addresses(name).any(|other| !other.eq_ignore_ascii_case(address)) {
            return Err(EmailError::Several);
        }
    }
    if address.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        let (before, query) = address[7..].split_once('?').unwrap_or((&address[7..], ""));
        if query.contains('@') {
            return Err(EmailError::Several); // &cc=…
        }
        address = trim(before);
    }
    let quoted = address.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let address = trim(quoted.unwrap_or(address));
    Ok(match address.strip_prefix('\'') {
        Some(rest) => rest.strip_suffix('\'').unwrap_or(rest),
        None => address,
    })
}

/// What may be an address, of all that stands in a text.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let is_between =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/' | '<' | '>' | '(' | ')' | '"');
    text.split(is_between).map(|part| part.trim_matches('\'')).filter(|part| {
        part.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
    })
}

fn lowercase(local: &str) -> String {
    if local.is_ascii() { local.to_ascii_lowercase() } else { nfc(&local.to_lowercase()).into_owned() }
}

/// The domain in lower case and IDN form. Rules beyond the validator's: IDNA (UTS 46, STD 3 letters), a length that the
/// DNS can hold, and a last label that is no number (RFC 3696, section 2).
fn ascii_domain(domain: &str) -> Result<String, EmailError> {
    let ascii = idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::STD3)
        .map_err(|_| EmailError::Domain)?
        .into_owned();
    let top = ascii.rsplit('.').next().unwrap_or_default();
    if ascii.len() > 253 || top.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EmailError::Domain);
    }
    Ok(ascii)
}

fn check(key: &str) -> Result<(), EmailError> {
    use email_address::Error as E;
    if key.starts_with('"') || key.starts_with(is_combining_mark) {
        return Err(EmailError::LocalPart);
    }
    let options = Options { minimum_sub_domains: 2, allow_domain_literal: false, allow_display_text: false };
    match EmailAddress::parse_with_options(&with_letters(key), options) {
        Ok(_) => Ok(()),
        Err(E::LocalPartEmpty | E::LocalPartTooLong) => Err(EmailError::LocalPart),
        Err(
            E::DomainEmpty
            | E::DomainTooLong
            | E::SubDomainEmpty
            | E::SubDomainTooLong
            | E::DomainTooFew
            | E::DomainInvalidSeparator
            | E::UnsupportedDomainLiteral,
        ) => Err(EmailError::Domain),
        Err(_) => Err(at_fault(key)),
    }
}

/// The validator knows letters but not the marks that are written with them (RFC 6531 does); here each is as many letters as
/// it has bytes.
fn with_letters(key: &str) -> Cow<'_, str> {
    if key.is_ascii() {
        return Cow::Borrowed(key);
    }
    let mut letters = String::with_capacity(key.len());
    for c in key.chars() {
        if is_combining_mark(c) {
            letters.extend(std::iter::repeat_n('a', c.len_utf8()));
        } else {
            letters.push(c);
        }
    }
    Cow::Owned(letters)
}

/// The validator does not say on which side of the `@` a character is wrong, nor which.
fn at_fault(key: &str) -> EmailError {
    let (local, domain) = key.rsplit_once('@').unwrap_or((key, ""));
    if !EmailAddress::is_valid(&format!("a@{domain}")) {
        return EmailError::Domain;
    }
    let is_sign = |c: &char| !c.is_ascii() && !c.is_alphanumeric() && !is_combining_mark(*c);
    local.chars().find(is_sign).map_or(EmailError::LocalPart, EmailError::Character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        Email::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}")).key
    }

    #[test]
    fn spellings_of_one_address_have_one_key() {
        for text in [
            "anna.b@example.com",
            "  ANNA.B@Example.COM\u{A0}",
            "Anna B <anna.b@example.com>",
            "\"B, Anna\" <Anna.B@example.com>",
            "<anna.b@example.com>",
            "MAILTO:anna.b@example.com?subject=hi",
            "Anna <mailto:anna.b@example.com>",
            "\u{FEFF}\u{200B}anna.b@example.com\r\n",
            "an\u{200B}na.b\u{AD}@exam\u{202A}ple.com\u{2069}",
            "'anna.b@example.com",
            "'anna.b@example.com'",
            "\"anna.b@example.com\"",
            "=\"anna.b@example.com\"",
            "=\"\"anna.b@example.com\"\"",
            "anna.b@example.com;",
            "Anna.B@example.com <anna.b@example.com>",
            "'anna.b@example.com' <anna.b@example.com>",
            "Anna @ ACME <anna.b@example.com>",
        ] {
            assert_eq!(key(text), "anna.b@example.com", "{text:?}");
        }
    }

    #[test]
    fn domains_are_compared_in_their_idn_form_and_shown_in_their_script() {
        assert_eq!(key("info@BÜCHER.example"), "info@xn--bcher-kva.example");
        assert_eq!(key("info@bu\u{308}cher.example"), key("info@xn--bcher-kva.example"));
        assert_eq!(Email::parse("info@xn--bcher-kva.example").unwrap().display(), "info@bücher.example");
        assert_eq!(key("ÄNNE@example.com"), key("a\u{308}nne@example.com"));
    }

    #[test]
    fn unusual_addresses_that_work_are_accepted() {
        for text in [
            "o'neill+news@mail.example.co.uk",
            "a@b-c.de",
            "user@example.test",
            "x_y@1and1.com",
            "用户@例え.jp",
            "हिन्दी@example.com",
            "q\u{323}\u{307}x@example.com",
        ] {
            key(text);
        }
    }

    #[test]
    fn addresses_that_cannot_work_say_why() {
        use EmailError::{Character, Domain, LocalPart, ManyAts, Missing, NoAt, Several, Space, TooLong};
        let long = format!("a@{}.com", "b".repeat(60).repeat(5));
        for (text, error) in [
            ("", Missing),
            (" \u{A0} ", Missing),
            ("n/a", NoAt),
            ("anna at example.com", Space),
            ("anna@ example.com", Space),
            ("anna@@example.com", ManyAts),
            ("anna@", Domain),
            ("@example.com", LocalPart),
            ("anna@example", Domain),
            ("anna@localhost", Domain),
            ("anna@[127.0.0.1]", Domain),
            ("anna@127.0.0.1", Domain),
            ("\"anna b\"@example.com", Space),
            ("\"anna\"@example.com", LocalPart),
            (".anna@example.com", LocalPart),
            ("anna.@example.com", LocalPart),
            ("an..na@example.com", LocalPart),
            ("anna@-example.com", Domain),
            ("anna@example-.com", Domain),
            ("anna@exa_mple.com", Domain),
            ("anna@example..com", Domain),
            ("anna@example.com.", Domain),
            ("anna,ben@example.com", LocalPart),
            ("anna@example.com,ben@example.com", Several),
            ("anna@example.com; ben@example.com", Several),
            ("anna@example.com ::: ben@example.com", Several),
            ("anna@example.com/ben@example.com", Several),
            ("anna@example.com\nben@example.com", Several),
            ("Anna <anna@example.com>, Bo <bo@example.com>", Several),
            ("anna@example.com, Bo <bo@example.com>", Several),
            ("Anna <anna@example.com>; bo@example.com", Several),
            ("anna@example.com <bo@example.com>", Several),
            ("mailto:anna@example.com?cc=bo@example.com", Several),
            ("mailto:anna@example.com,bo@example.com", Several),
            ("Anna <anna@example.com> (private)", Space),
            ("“anna@example.com”", Character('“')),
            ("“anna”@example.com", Character('“')),
            ("anna💩@example.com", Character('💩')),
            ("\u{301}anna@example.com", LocalPart),
            (long.as_str(), TooLong),
        ] {
            assert_eq!(Email::parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn the_limit_of_254_characters_is_inclusive() {
        let local = "l".repeat(64);
        let address = |chars: usize| {
            let rest = chars - local.len() - 1 - 4;
            let labels: Vec<_> = "d"
                .repeat(rest)
                .as_bytes()
                .chunks(60)
                .map(|c| String::from_utf8(c.to_vec()).unwrap())
                .collect();
            let domain = labels.join(".");
            format!("{local}@{}.com", &domain[..rest].trim_end_matches('.').replace("..", ".d"))
        };
        let exact = address(254);
        assert_eq!(exact.chars().count(), 254);
        assert!(Email::parse(&exact).is_ok(), "{exact}");
        assert!(Email::parse(&address(255)).is_err());
    }

    #[test]
    fn an_address_is_found_in_a_text_but_not_in_a_longer_address() {
        let ann = Email::parse("ann@köln.de").unwrap();
        for (text, found) in [
            ("Ann <ANN@Köln.de>", true),
            ("ben@x.de;ann@xn--kln-sna.de.", true),
            ("joann@köln.de", false),
            ("ann@köln.de.example.com", false),
            ("ann@köln.des", false),
            ("ann at köln.de", false),
            ("a\u{200B}nn@köln.de", true),
        ] {
            assert_eq!(ann.is_named_in(text), found, "{text}");
        }
    }

    #[test]
    fn an_address_is_found_in_the_name_of_a_file_whatever_separates_it() {
        let ann = Email::parse("ann@köln.de").unwrap();
        for (name, found) in [
            ("ann@köln.de.csv", true),
            ("list_ANN@xn--kln-sna.de (2).csv", true),
            ("/home/ann%40köln.de/list.csv", true),
            ("joann@köln.de.csv", false),
            ("ann@köln.dev.csv", false),
            ("people.csv", false),
        ] {
            assert_eq!(ann.is_in_file_name(name), found, "{name}");
        }
    }
}
