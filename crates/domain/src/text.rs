use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` without white space at its ends: Unicode's, and the invisible characters that spreadsheets leave behind.
pub(crate) fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    // Most cells have nothing to trim; looking at two bytes is several times faster than at two characters.
    if bytes.first().is_some_and(u8::is_ascii_graphic) && bytes.last().is_some_and(u8::is_ascii_graphic) {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Zero-width space, non-joiner and joiner, word joiner, byte order mark, and the old control characters.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{1}'..='\u{1F}' | '\u{7F}')
}

/// `text` in Unicode's composed form (NFC).
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}
/// The words of a search as typed, in the form in which text is stored: at most ten, of at most 100 characters.
pub fn search_words(typed: &str) -> Vec<String> {
    let words = typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.take(10).map(|word| nfc(word).chars().take(100).collect()).collect()
}

/// A text as it is compared: without case, in every alphabet.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase(); // the same, in a part of the time
    }
    nfc(&text.to_lowercase()).into_owned()
}

/// The folded text where the databases' own lower case, which knows ASCII letters only, is another.
pub fn fold_beyond_ascii(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let folded = fold(text);
    (folded != text.to_ascii_lowercase()).then_some(folded)
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A column name as it is compared: without case, accents, or a difference between blanks and `_ - . / ( ) :`.
pub(crate) fn fold_name(name: &str) -> String {
    let plain = name.nfkd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).flat_map(char::to_lowercase);
    let spaced: String = plain.nfc().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_knows_the_blanks_that_spreadsheets_leave() {
        assert_eq!(trim("\u{FEFF}\u{A0}\u{200B} a b\u{3000}\t\r\n"), "a b");
    }

    #[test]
    fn texts_fold_over_case_and_composition() {
        assert_eq!(fold("A\u{308}RGER"), fold("ärger"));
        assert_eq!(fold("İ"), "i\u{307}");
    }

    #[test]
    fn names_fold_over_case_accents_and_punctuation() {
        assert_eq!(fold_name(" Prénom "), "prenom");
        assert_eq!(fold_name("E-Mail_Address"), "e mail address");
        assert_eq!(fold_name("State/Province"), "state province");
        assert_eq!(fold_name("メールアドレス"), fold_name("メールアト\u{3099}レス"));
    }
}
