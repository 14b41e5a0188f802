//! From the bytes on disk to UTF-8. Bytes that are invalid in the file's encoding come out as bytes that are invalid in
//! UTF-8, so that the row they stand in is flawed and no other.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult};

/// An encoding in which contact files come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

/// The encodings worth offering, and what people call them. Files of other encodings than these are rare, but read if they are
/// recognised or named.
const CHOICES: [(Encoding, &str); 19] = [
    (Encoding::UTF_8, "Unicode (UTF-8)"),
    (Encoding(encoding_rs::WINDOWS_1252), "Western European (Windows-1252)"),
    (Encoding(encoding_rs::MACINTOSH), "Western European (Mac)"),
    (Encoding(encoding_rs::WINDOWS_1250), "Central European (Windows-1250)"),
    (Encoding(encoding_rs::ISO_8859_2), "Central European (ISO-8859-2)"),
    (Encoding(encoding_rs::WINDOWS_1257), "Baltic (Windows-1257)"),
    (Encoding(encoding_rs::WINDOWS_1254), "Turkish (Windows-1254)"),
    (Encoding(encoding_rs::WINDOWS_1251), "Cyrillic (Windows-1251)"),
    (Encoding(encoding_rs::KOI8_R), "Cyrillic (KOI8-R)"),
    (Encoding(encoding_rs::WINDOWS_1253), "Greek (Windows-1253)"),
    (Encoding(encoding_rs::WINDOWS_1255), "Hebrew (Windows-1255)"),
    (Encoding(encoding_rs::WINDOWS_1256), "Arabic (Windows-1256)"),
    (Encoding(encoding_rs::WINDOWS_874), "Thai (Windows-874)"),
    (Encoding(encoding_rs::SHIFT_JIS), "Japanese (Shift_JIS)"),
    (Encoding(encoding_rs::GBK), "Chinese, simplified (GBK)"),
    (Encoding(encoding_rs::BIG5), "Chinese, traditional (Big5)"),
    (Encoding(encoding_rs::EUC_KR), "Korean (EUC-KR)"),
    (Encoding::UTF_16_LE, "Unicode (UTF-16, little endian)"),
    (Encoding::UTF_16_BE, "Unicode (UTF-16, big endian)"),
];

impl Encoding {
    /// UTF-8, with or without a byte order mark.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// UTF-16, least significant byte first: Excel's "Unicode text".
    pub const UTF_16_LE: Self = Self(encoding_rs::UTF_16LE);
    /// UTF-16, most significant byte first.
    pub const UTF_16_BE: Self = Self(encoding_rs::UTF_16BE);

    /// The encoding that programs and people call so: `latin1`, `cp1252`, `Mac Roman`.
    pub fn named(label: &str) -> Option<Self> {
        let label = label.trim().to_lowercase().replace(' ', "-");
        let label = match label.as_str() {
            "ansi" => "windows-1252",
            "macroman" | "mac-roman" => "macintosh",
            other => other,
        };
        // UTF-7 and what encoding_rs does not know have no decoder; ISO-2022-JP has delimiters among the bytes of its letters.
        let found = encoding_rs::Encoding::for_label(label.as_bytes())?;
        let is_sensible = found != encoding_rs::REPLACEMENT
            && found != encoding_rs::ISO_2022_JP
            && found != encoding_rs::X_USER_DEFINED;
        is_sensible.then_some(Self(found))
    }

    /// The encodings worth offering, the commonest first.
    pub fn choices() -> impl Iterator<Item = Self> {
        CHOICES.into_iter().map(|(encoding, _)| encoding)
    }

    /// The encoding's usual name in lower case; [`Encoding::named`] understands it.
    pub fn name(self) -> String {
        self.0.name().to_lowercase()
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        CHOICES.iter().find(|(choice, _)| *choice == self).map_or(self.0.name(), |(_, label)| label)
    }

    /// The byte order mark that `head` starts with, and what it marks.
    pub(crate) fn marked(head: &[u8]) -> Option<(Self, usize)> {
        encoding_rs::Encoding::for_bom(head).map(|(encoding, length)| (Self(encoding), length))
    }

    /// True when this encoding's mark is one in text that is read in `other` too: that of UTF-8 is no text in any encoding.
    pub(crate) fn has_mark_in(self, other: Self) -> bool {
        self == other || self == Self::UTF_8
    }

    /// Text in Latin letters has a zero in every second byte of UTF-16, and none in other encodings.
    pub(crate) fn by_zeros(head: &[u8]) -> Option<Self> {
        let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
        let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
        if half > 4 && odd * 10 > half * 4 && even * 20 < half {
            Some(Self::UTF_16_LE)
        } else if half > 4 && even * 10 > half * 4 && odd * 20 < half {
            Some(Self::UTF_16_BE)
        } else {
            None
        }
    }

    /// The encoding of `lines` that are not UTF-8.
    pub(crate) fn guess(lines: &[u8]) -> Self {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(lines, true);
        let guess = detector.guess(None, Utf8Detection::Deny);
        // The detector knows nothing of old Macs, whose letters Windows reads as signs within words.
        let is_mac =
            guess.is_single_byte() && letters(lines, encoding_rs::MACINTOSH) > letters(lines, guess).max(0);
        Self(if is_mac { encoding_rs::MACINTOSH } else { guess })
    }

    /// A reader of the same text in UTF-8.
    pub(crate) fn decode<R: Read>(self, source: R) -> Decoding<R> {
        if self == Self::UTF_8 {
            Decoding::Plain(source)
        } else {
            Decoding::Coded(Box::new(Transcoder::new(source, self.0)))
        }
    }
}

/// How many letters beyond ASCII stand in `lines` where letters are likely, less the other characters that stand within words.
fn letters(lines: &[u8], encoding: &'static encoding_rs::Encoding) -> i64 {
    let text = encoding.decode_without_bom_handling(lines).0;
    let mut score = 0;
    let (mut before, mut after) = (' ', text.chars().skip(1));
    for letter in text.chars() {
        let next = after.next().unwrap_or(' ');
        if !letter.is_ascii() && (before.is_alphabetic() || next.is_alphabetic()) {
            let fits = if letter.is_uppercase() { !before.is_lowercase() } else { letter.is_lowercase() };
            score += if fits { 1 } else { -1 };
        }
        before = letter;
    }
    score
}

/// A source of UTF-8 bytes.
pub(crate) enum Decoding<R> {
    Plain(R),
    Coded(Box<Transcoder<R>>),
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(source) => source.read(target),
            Self::Coded(source) => source.read(target),
        }
    }
}

/// Decodes a stream piece by piece.
pub(crate) struct Transcoder<R> {
    source: R,
    decoder: Decoder,
    input: Vec<u8>,
    output: Vec<u8>,
    given: usize,
    at_end: bool,
}

impl<R: Read> Transcoder<R> {
    fn new(source: R, encoding: &'static encoding_rs::Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_without_bom_handling(),
            input: vec![0; 64 << 10],
            output: Vec::new(),
            given: 0,
            at_end: false,
        }
    }

    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() && !self.at_end {
            self.refill()?;
        }
        let count = target.len().min(self.output.len() - self.given);
        target[..count].copy_from_slice(&self.output[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }

    fn refill(&mut self) -> io::Result<()> {
        let count = self.source.read(&mut self.input)?;
        self.at_end = count == 0;
        self.output.clear();
        self.given = 0;
        let mut piece = vec![0; count * 3 + 16];
        let mut read = 0;
        loop {
            let (result, used, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.input[read..count],
                &mut piece,
                self.at_end,
            );
            read += used;
            self.output.extend_from_slice(&piece[..written]);
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.output.push(0xFF),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Vec<u8> {
        let (encoding, mark) = Encoding::marked(bytes)
            .unwrap_or_else(|| (Encoding::by_zeros(bytes).unwrap_or(Encoding::UTF_8), 0));
        let mut text = Vec::new();
        encoding.decode(&bytes[mark..]).read_to_end(&mut text).unwrap();
        text
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn marks_and_zeros_tell_the_encoding() {
        let text = "email,name\na@b.c,Jürgen 🎉\n";
        assert_eq!(decoded(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), text.as_bytes());
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(decoded(&utf16(&format!("\u{FEFF}{text}"), bytes)), text.as_bytes());
            assert_eq!(decoded(&utf16(text, bytes)), text.as_bytes(), "without a mark");
        }
    }

    #[test]
    fn a_lone_surrogate_becomes_an_invalid_byte() {
        let mut bytes = utf16("\u{FEFF}a", u16::to_le_bytes);
        bytes.extend([0x00, 0xD8, b'b', 0]);
        assert_eq!(decoded(&bytes), b"a\xFFb");
    }
}
