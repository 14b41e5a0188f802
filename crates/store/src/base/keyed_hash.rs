//! Hashes of addresses that must be known again and must not be read: HMAC-SHA-256 with a key of the base, without which nobody can
//! try addresses against a copy of the hashes.

use std::collections::HashMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use muster_domain::hex;
use sha2::Sha256;

/// Hashes addresses with a key.
#[derive(Debug)]
pub(crate) struct KeyedHash(String);

impl KeyedHash {
    /// With a key of `secrets`.
    pub(crate) fn new(key: String) -> Self {
        Self(key)
    }

    /// The hash of an address's key ([`muster_domain::Email::key`]), in hexadecimal digits.
    pub(crate) fn of(&self, address: &str) -> String {
        let mut hmac =
            Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes a key of any length");
        hmac.update(address.as_bytes());
        hex(&hmac.finalize().into_bytes())
    }

    /// Addresses by their hashes, to be looked up in one go.
    pub(crate) fn all<'a>(&self, addresses: impl Iterator<Item = &'a str>) -> HashMap<String, String> {
        addresses.map(|address| (self.of(address), address.to_owned())).collect()
    }
}
