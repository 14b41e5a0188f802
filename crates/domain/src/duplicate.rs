//! By what two contacts are suspected to be one person. Each trait of a contact that others may share becomes a number; who
//! shares a number shares the trait (64 bits of a SHA-256: among a million contacts no two traits meet by accident).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::fold;

/// In what two contacts are alike; a bit in `duplicate_pairs.why`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same first and last name, and the same company.
    NameAndCompany = 1,
    /// The same telephone number.
    Phone = 2,
    /// The same address but for the domain, or but for dots and a `+tag`.
    Address = 4,
}

impl Likeness {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::NameAndCompany, Self::Phone, Self::Address];

    /// Those whose bits are set.
    pub fn of_bits(bits: i64) -> Vec<Self> {
        Self::ALL.into_iter().filter(|why| bits & *why as i64 != 0).collect()
    }
}

/// A trait that a contact may share with others.
pub type LikenessKey = (Likeness, i64);

/// What is looked at of a contact.
#[derive(Debug, Clone, Default)]
pub struct Traits<'a> {
    /// First and last name.
    pub names: [Option<&'a str>; 2],
    /// The company.
    pub company: Option<&'a str>,
    /// All telephone numbers, as people wrote them.
    pub phones: Vec<&'a str>,
    /// The address, in lower case.
    pub address: &'a str,
}

/// Digits without which a telephone number is none, but an extension or a filler.
const MIN_DIGITS: usize = 7;

/// Addresses before the `@` that belong to an office and not to a person.
const OFFICES: [&str; 24] = [
    "admin",
    "billing",
    "buchhaltung",
    "buero",
    "contact",
    "einkauf",
    "hello",
    "info",
    "jobs",
    "kontakt",
    "mail",
    "marketing",
    "newsletter",
    "noreply",
    "no-reply",
    "office",
    "postmaster",
    "presse",
    "sales",
    "service",
    "support",
    "team",
    "vertrieb",
    "webmaster",
];

impl Traits<'_> {
    /// The traits, each once.
    pub fn keys(&self) -> BTreeSet<LikenessKey> {
        let name = self.name().map(|name| (Likeness::NameAndCompany, hash(&["name", &name])));
        let phones =
            self.phones.iter().filter_map(|phone| Some((Likeness::Phone, hash(&["phone", &digits(phone)?]))));
        name.into_iter().chain(phones).chain(self.addresses()).collect()
    }

    fn name(&self) -> Option<String> {
        let words = |text: &str| fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let name = words(&self.names.map(Option::unwrap_or_default).join(" "));
        let company = words(self.company?);
        (!name.is_empty() && !company.is_empty()).then(|| format!("{name}\n{company}"))
    }

    /// The part before the `@` alone, and the whole address, both without dots and a `+tag`.
    fn addresses(&self) -> Vec<LikenessKey> {
        let Some((local, domain)) = self.address.rsplit_once('@') else { return Vec::new() };
        let bare = local.split('+').next().unwrap_or_default().replace('.', "");
        if bare.is_empty() {
            return Vec::new();
        }
        let mut keys = vec![(Likeness::Address, hash(&["address", &bare, domain]))];
        if !OFFICES.contains(&bare.as_str()) {
            keys.push((Likeness::Address, hash(&["local", &bare])));
        }
        keys
    }
}

/// The digits of a telephone number, with `+49 (0)30 …` and `0049 30 …` as one; `None` when they are too few.
fn digits(phone: &str) -> Option<String> {
    let digits: String = phone.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    (digits.len() >= MIN_DIGITS).then(|| digits.to_owned())
}

fn hash(parts: &[&str]) -> i64 {
    let digest = Sha256::digest(parts.join("\0"));
    digest[..8].iter().fold(0, |number, &byte| number << 8 | i64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &Traits<'_>, b: &Traits<'_>) -> Vec<Likeness> {
        let (a, b) = (a.keys(), b.keys());
        let shared: BTreeSet<Likeness> = a.intersection(&b).map(|(why, _)| *why).collect();
        shared.into_iter().collect()
    }

    fn at(address: &str) -> Traits<'_> {
        Traits { address, ..Traits::default() }
    }

    #[test]
    fn addresses_are_alike_over_domains_dots_and_tags_but_not_those_of_offices() {
        for (a, b, alike) in [
            ("ann.lee@x.de", "annlee@y.de", true),
            ("ann.lee@x.de", "annlee+shop@x.de", true),
            ("ann@x.de", "ben@x.de", false),
            ("info@x.de", "info@y.de", false),
            ("info@x.de", "in.fo+a@x.de", true),
        ] {
            assert_eq!(shared(&at(a), &at(b)).contains(&Likeness::Address), alike, "{a} {b}");
        }
    }

    #[test]
    fn names_count_with_a_company_only_and_without_case_and_blanks() {
        let person = |first, last, company| Traits { names: [first, last], company, ..Traits::default() };
        let ann = person(Some("Ann"), Some("Ärger"), Some("Acme"));
        assert_eq!(
            shared(&ann, &person(Some("ANN"), Some(" ärger"), Some("acme"))),
            [Likeness::NameAndCompany]
        );
        assert!(shared(&ann, &person(Some("Ann"), Some("Ärger"), Some("Other"))).is_empty());
        let alone = person(Some("Ann"), Some("Ärger"), None);
        assert!(shared(&alone, &alone).is_empty());
        let nameless = person(None, None, Some("Acme"));
        assert!(shared(&nameless, &nameless).is_empty());
    }

    #[test]
    fn telephone_numbers_are_alike_by_their_digits() {
        let phone = |phone| Traits { phones: vec![phone], ..Traits::default() };
        let ann = phone("+49 (0)30 123-4567");
        assert_eq!(shared(&ann, &phone("0049/30 1234567")), [Likeness::Phone]);
        assert!(shared(&ann, &phone("+49 30 1234568")).is_empty());
        assert!(shared(&phone("12345"), &phone("12345")).is_empty(), "too short to be anybody's");
    }
}
