//! The only place that asks the machine for randomness; everything else is handed what it needs of it.

use std::io;

/// A key that nobody can guess.
pub fn fresh_key() -> io::Result<[u8; 32]> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    Ok(key)
}
