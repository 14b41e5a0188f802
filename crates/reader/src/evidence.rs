//! In which encoding a file is, told from all of it.

use std::io::{self, Read};

use memchr::{memchr2, memrchr2};

use crate::Encoding;
use crate::file::HEAD;

const BLOCK: usize = 256 << 10;
/// Bytes of lines that are not UTF-8, at most: enough for a guess.
const MOST_LINES: usize = 1 << 20;
/// Bytes of one line on either side of what is not UTF-8.
const MOST_OF_LINE: usize = 2 << 10;

/// What was seen of a file that tells its encoding.
#[derive(Debug, Default)]
pub struct Evidence {
    head: Vec<u8>,
    /// The first bytes of a character whose last were not seen yet.
    rest: Vec<u8>,
    valid: u64,
    broken: u64,
    lines: Vec<u8>,
}

impl Evidence {
    /// Adds the next bytes of the file.
    pub fn add(&mut self, bytes: &[u8]) {
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        if self.rest.is_empty() {
            self.examine(bytes);
        } else {
            let joined = [std::mem::take(&mut self.rest).as_slice(), bytes].concat();
            self.examine(&joined);
        }
    }

    fn examine(&mut self, bytes: &[u8]) {
        let (mut at, mut told) = (0, 0);
        while let Err(error) = std::str::from_utf8(&bytes[at..]) {
            let broken = at + error.valid_up_to();
            self.count_valid(&bytes[at..broken]);
            let Some(length) = error.error_len() else {
                self.rest = bytes[broken..].to_vec();
                return;
            };
            self.broken += 1;
            if broken >= told {
                told = self.keep_line(bytes, broken);
            }
            at = broken + length;
        }
        self.count_valid(&bytes[at..]);
    }

    fn count_valid(&mut self, text: &[u8]) {
        self.valid += text.iter().filter(|&&byte| byte >= 0xC0).count() as u64;
    }

    /// Keeps the line around `at`, and returns where it ends.
    fn keep_line(&mut self, bytes: &[u8], at: usize) -> usize {
        let first = at.saturating_sub(MOST_OF_LINE);
        let last = bytes.len().min(at + MOST_OF_LINE);
        let start = memrchr2(b'\n', b'\r', &bytes[first..at]).map_or(first, |found| first + found + 1);
        let end = memchr2(b'\n', b'\r', &bytes[at..last]).map_or(last, |found| at + found);
        if self.lines.len() < MOST_LINES {
            self.lines.extend_from_slice(&bytes[start..end]);
            self.lines.push(b'\n');
        }
        end
    }

    /// The encoding that fits what was seen; `is_whole` when that was all of the file.
    ///
    /// A file is UTF-8 when all of it is, or when at least half of its characters beyond ASCII are: then it is UTF-8 with broken rows.
    /// Other encodings have a few bytes in a row that could be UTF-8 by chance (in Thai a third, elsewhere hardly any), and read in one
    /// of them the good rows of a broken file would be spoilt without a word.
    pub fn encoding(&self, is_whole: bool) -> Encoding {
        if let Some((marked, _)) = Encoding::marked(&self.head) {
            return marked;
        }
        let cut = is_whole && !self.rest.is_empty();
        let broken = self.broken + u64::from(cut);
        Encoding::by_zeros(&self.head).unwrap_or_else(|| {
            if self.valid >= broken {
                Encoding::UTF_8
            } else if self.lines.is_empty() {
                Encoding::guess(&[self.head.as_slice(), &self.rest].concat())
            } else {
                Encoding::guess(&self.lines)
            }
        })
    }
}

/// The encoding of a file, which is read to its end, unless a mark at its start tells.
pub fn recognise(mut source: impl Read) -> io::Result<Encoding> {
    let mut evidence = Evidence::default();
    let mut block = Vec::with_capacity(BLOCK);
    loop {
        block.clear();
        if source.by_ref().take(BLOCK as u64).read_to_end(&mut block)? == 0 {
            return Ok(evidence.encoding(true));
        }
        let is_first = evidence.head.is_empty();
        evidence.add(&block);
        if is_first && (Encoding::marked(&block).is_some() || Encoding::by_zeros(&evidence.head).is_some()) {
            return Ok(evidence.encoding(false));
        }
    }
}
