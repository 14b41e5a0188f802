//! Recognises files that are no text at all.

/// First bytes of the kinds of file that people choose by mistake, and what to call them.
const SIGNATURES: [(&[u8], &str); 12] = [
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
    (b"%PDF", "a PDF document"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xBC\xAF", "a 7-Zip archive"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a rich text document"),
];

/// What a binary file looks like, or `None` for text. `text` is the head in UTF-8.
pub(crate) fn binary(head: &[u8], text: &[u8]) -> Option<&'static str> {
    let known = SIGNATURES.iter().find(|(start, _)| head.starts_with(start));
    let controls =
        text.iter().filter(|&&byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x1A)).count();
    // A stray control character spoils a row, not the file: only many of them make it binary.
    known
        .map(|(_, name)| *name)
        .or_else(|| (controls > 1 && controls * 20 > text.len()).then_some("a program or a picture"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workbooks_and_noise_are_binary_and_one_stray_nul_is_not() {
        assert!(binary(b"PK\x03\x04....", b"PK\x03\x04....").unwrap().contains("Excel"));
        assert!(binary(&[0; 64], &[0; 64]).is_some());
        assert_eq!(binary(b"email\na\0@b.c\n", b"email\na\0@b.c\n"), None);
    }
}
