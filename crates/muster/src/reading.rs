//! How a person wants a file to be read, as it is typed on the command line, in the API and on the page.

use muster_reader::{Encoding, Options};
use thiserror::Error;

/// Why a file cannot be read so.
#[derive(Debug, Error)]
pub enum ReadingError {
    /// Nobody calls an encoding so.
    #[error("there is no encoding called \"{0}\"")]
    Encoding(String),
    /// The delimiter could be part of a value, or is more than one character.
    #[error("cells cannot be separated by \"{0}\"")]
    Delimiter(String),
}

impl ReadingError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encoding(_) => "encoding_unknown",
            Self::Delimiter(_) => "delimiter_invalid",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Encoding(_) => "Name one such as utf-8, windows-1252 or macintosh, or leave it out.",
            Self::Delimiter(_) => "Give one character such as , or ; or |, or the word tab.",
        }
    }
}

/// What was decided; what is left out, or blank, is recognised.
pub fn options(encoding: Option<&str>, delimiter: Option<&str>) -> Result<Options, ReadingError> {
    let is_given = |text: &&str| !text.is_empty();
    Ok(Options {
        encoding: encoding.filter(is_given).map(self::encoding).transpose()?,
        delimiter: delimiter.filter(is_given).map(self::delimiter).transpose()?,
    })
}

fn encoding(label: &str) -> Result<Encoding, ReadingError> {
    Encoding::named(label).ok_or_else(|| ReadingError::Encoding(label.to_owned()))
}

fn delimiter(text: &str) -> Result<u8, ReadingError> {
    match text.as_bytes() {
        _ if text.eq_ignore_ascii_case("tab") || text == "\\t" => Ok(b'\t'),
        &[byte] if byte == b'\t' || (byte.is_ascii_punctuation() && byte != b'"') => Ok(byte),
        _ => Err(ReadingError::Delimiter(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_one_character_or_tab() {
        for (typed, meant) in
            [(";", b';'), ("|", b'|'), ("tab", b'\t'), ("TAB", b'\t'), ("\\t", b'\t'), ("\t", b'\t')]
        {
            assert_eq!(options(None, Some(typed)).unwrap().delimiter, Some(meant), "{typed}");
        }
        for typed in ["a", "\"", ";;", "\n", " ", "§", "5"] {
            assert_eq!(options(None, Some(typed)).unwrap_err().code(), "delimiter_invalid", "{typed}");
        }
    }

    #[test]
    fn encodings_have_many_names_and_blank_means_to_recognise() {
        let name = |label| options(Some(label), None).unwrap().encoding.map(Encoding::name);
        assert_eq!(name("Latin1"), Some("windows-1252".into()));
        assert_eq!(name("UTF8"), Some("utf-8".into()));
        assert_eq!(name("Mac Roman"), Some("macintosh".into()));
        assert_eq!(name(""), None);
        assert_eq!(options(Some("klingon"), None).unwrap_err().code(), "encoding_unknown");
    }
}
