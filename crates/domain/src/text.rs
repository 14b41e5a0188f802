use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` without white space and invisible marks at its ends. What chooses the look of an emoji stays behind it.
pub(crate) fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    // Most cells have nothing to trim; looking at two bytes is several times faster than at two characters.
    if bytes.first().is_some_and(u8::is_ascii_graphic) && bytes.last().is_some_and(u8::is_ascii_graphic) {
        return text;
    }
    let is_blank = |c: char| c.is_whitespace() || is_mark(c);
    let text = text.trim_start_matches(is_blank);
    let bare = text.trim_end_matches(is_blank);
    if !bare.ends_with(|c: char| !c.is_ascii() && !c.is_alphanumeric()) {
        return bare;
    }
    let behind = &text[bare.len()..];
    let selectors = behind.len() - behind.trim_start_matches(is_selector).len();
    &text[..bare.len() + selectors]
}

/// Invisible characters that spreadsheets, chats and web pages leave behind: soft hyphen, fillers, zero-width spaces and
/// joiners, marks of direction, invisible operators, byte order mark, selectors and tags, and the old control characters but
/// for NUL.
pub(crate) fn is_mark(c: char) -> bool {
    is_selector(c) || is_plain_mark(c)
}

/// The marks that may stand in addresses and do not change the look of a character: what a search for an address passes over.
pub fn marks() -> impl Iterator<Item = char> {
    ('\u{7F}'..='\u{FFFF}').filter(|&c| is_plain_mark(c))
}

fn is_plain_mark(c: char) -> bool {
    matches!(c,
            '\u{1}'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}')
}

/// Characters that choose the look of the one before them.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

/// `text` without invisible marks anywhere; white space stays.
pub(crate) fn without_marks(text: &str) -> Cow<'_, str> {
    let is_one = |c: char| is_mark(c) && !c.is_whitespace();
    if text.bytes().all(|byte| (b' '..0x7F).contains(&byte)) || !text.contains(is_one) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| !is_one(*c)).collect())
    }
}

/// `text` in Unicode's composed form (NFC).
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// `text` composed and without invisible marks, for values in which they mean nothing.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    match without_marks(text) {
        Cow::Borrowed(text) => nfc(text),
        Cow::Owned(text) => Cow::Owned(nfc(&text).into_owned()),
    }
}

/// The words of a search as typed, in the form in which text is stored: at most ten, of at most 100 characters.
pub fn search_words(typed: &str) -> Vec<String> {
    let words = typed.split(|c: char| c.is_whitespace() || c.is_control()).map(trim);
    let words = words.filter(|word| !word.is_empty());
    words.take(10).map(|word| nfc(word).chars().take(100).collect()).collect()
}

/// The words of a search for contacts: those of [`search_words`], but what is written like a telephone number is one word of its
/// digits without a country's code and a leading zero, since numbers are stored with the one, the other, or neither.
pub fn contact_words(typed: &str) -> Vec<String> {
    let (mut words, mut number) = (Vec::new(), Vec::new());
    for word in search_words(typed) {
        if word.chars().all(|c| c.is_ascii_digit() || BETWEEN_DIGITS.contains(&c)) {
            number.push(word);
        } else {
            words.append(&mut as_number(std::mem::take(&mut number)));
            words.push(word);
        }
    }
    words.append(&mut as_number(number));
    words
}

/// What people write between the digits of a telephone number.
pub const BETWEEN_DIGITS: [char; 9] = [' ', '\u{A0}', '+', '-', '\u{2013}', '/', '(', ')', '.'];

/// The pieces of a number as one word; as they are where they are too short for a telephone number.
fn as_number(pieces: Vec<String>) -> Vec<String> {
    let digits: String = pieces.iter().flat_map(|piece| piece.chars()).filter(char::is_ascii_digit).collect();
    let says_so = pieces.first().is_some_and(|first| first.starts_with(['+', '0', '(']));
    if digits.len() < if says_so { 5 } else { 7 } {
        return pieces;
    }
    let abroad = match digits.strip_prefix("00") {
        Some(abroad) => Some(abroad),
        None => pieces.first().filter(|first| first.starts_with('+')).map(|_| digits.as_str()),
    };
    let national =
        abroad.map_or(digits.as_str(), |number| number.get(code_length(number)..).unwrap_or(number));
    let bare = national.trim_start_matches('0');
    vec![if bare.len() < 5 { digits } else { bare.to_owned() }]
}

/// How many digits the country's code at the beginning of a number has.
fn code_length(number: &str) -> usize {
    const OF_TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
        "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    match number.as_bytes() {
        [b'1' | b'7', ..] => 1,
        _ if OF_TWO.iter().any(|code| number.starts_with(code)) => 2,
        _ => 3,
    }
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
    fn every_invisible_mark_goes_at_the_ends_and_only_there() {
        for mark in "\u{AD}\u{34F}\u{61C}\u{115F}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}\u{202E}\u{2060}\u{2064}\u{2066}\u{2069}\u{206F}\u{FE0F}\u{FEFF}\u{E0041}\u{85}\u{1}".chars() {
            assert_eq!(trim(&format!("{mark}Anna{mark} {mark}")), "Anna", "{mark:?}");
            assert_eq!(without_marks(&format!("{mark}4\u{200D}9 {mark}1")).replace('\u{85}', ""), "49 1", "{mark:?}");
        }
        assert_eq!(trim("\u{200F}می\u{200C}خواهم\u{200E}"), "می\u{200C}خواهم");
        assert_eq!(trim("👩\u{200D}👧"), "👩\u{200D}👧");
        assert_eq!(trim("Anna ❤\u{FE0F} \u{200B}"), "Anna ❤\u{FE0F}");
        assert_eq!(trim("🏴\u{E0067}\u{E007F}"), "🏴\u{E0067}\u{E007F}");
        assert_eq!((trim("\u{200B}\u{FEFF}"), trim("\u{FE0F}")), ("", ""));
    }

    #[test]
    fn a_telephone_number_is_searched_by_what_all_its_spellings_have() {
        let spellings = [
            "0151 2345678",
            "01512345678",
            "+491512345678",
            "+49 151 234-56 78",
            "0049 151 2345678",
            "(0151) 2345678",
            "+49 (0)151 2345678",
        ];
        for typed in spellings {
            assert_eq!(contact_words(typed), ["1512345678"], "{typed}");
        }
        assert_eq!(contact_words("+1 415 555 0101"), ["4155550101"]);
        assert_eq!(contact_words("+353 1 234 5678"), ["12345678"]);
        assert_eq!(contact_words("ann 0151 2345678 berg"), ["ann", "1512345678", "berg"]);
    }

    #[test]
    fn other_words_with_digits_stay_as_they_are() {
        for typed in ["24/7", "89073", "2024", "12-34", "007", "ann1990@x.de", "k-2024-17"] {
            assert_eq!(contact_words(typed), [typed]);
        }
        assert_eq!(contact_words("4 5 6 gmbh"), ["4", "5", "6", "gmbh"]);
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
