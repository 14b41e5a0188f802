//! From the bytes on disk to UTF-8. Bytes that are invalid in the file's encoding come out as bytes that are invalid in
//! UTF-8, so that the row they stand in is flawed and no other.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};

/// The encodings that are told apart by their marks or by the zeros between their letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, least significant byte first: Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
}

impl Encoding {
    /// The encoding's usual name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }

    /// The encoding of a file that starts with `head`, and the length of its byte order mark.
    pub(crate) fn detect(head: &[u8]) -> (Self, usize) {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => (Self::Utf8, 3),
            [0xFF, 0xFE, ..] => (Self::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Self::Utf16Be, 2),
            _ => (Self::by_zeros(head), 0),
        }
    }

    /// Text in Latin letters has a zero in every second byte of UTF-16, and none in UTF-8.
    fn by_zeros(head: &[u8]) -> Self {
        let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
        let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
        if half > 4 && odd * 10 > half * 4 && even * 20 < half {
            Self::Utf16Le
        } else if half > 4 && even * 10 > half * 4 && odd * 20 < half {
            Self::Utf16Be
        } else {
            Self::Utf8
        }
    }

    /// A reader of the same text in UTF-8.
    pub(crate) fn decode<R: Read>(self, source: R) -> Decoding<R> {
        match self {
            Self::Utf8 => Decoding::Plain(source),
            Self::Utf16Le => Decoding::Coded(Box::new(Transcoder::new(source, encoding_rs::UTF_16LE))),
            Self::Utf16Be => Decoding::Coded(Box::new(Transcoder::new(source, encoding_rs::UTF_16BE))),
        }
    }
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
        let (encoding, mark) = Encoding::detect(bytes);
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
