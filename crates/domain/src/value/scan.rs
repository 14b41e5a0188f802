//! Going through a text from its beginning to its end, so that nothing of it is passed over unread.

/// What is left of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// True when everything was read.
    pub(super) fn is_done(self) -> bool {
        self.rest.is_empty()
    }

    /// The next character, which stays.
    pub(super) fn peek(self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Reads this character, if it is the next.
    pub(super) fn take(&mut self, mark: char) -> bool {
        self.take_one(&[mark]).is_some()
    }

    /// Reads one of these characters, if the next is one.
    pub(super) fn take_one(&mut self, marks: &[char]) -> Option<char> {
        let next = self.peek().filter(|next| marks.contains(next))?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    /// Reads white space, and says whether there was any.
    pub(super) fn blanks(&mut self) -> bool {
        !self.take_while(char::is_whitespace).is_empty()
    }

    /// Reads digits, `least` to `most` of them and none behind them.
    pub(super) fn digits(&mut self, least: usize, most: usize) -> Option<&'a str> {
        self.attempt(|scan| {
            let digits = scan.take_while(|c| c.is_ascii_digit());
            (least..=most).contains(&digits.len()).then_some(digits)
        })
    }

    /// Reads a number of that many digits.
    pub(super) fn number(&mut self, least: usize, most: usize) -> Option<i16> {
        self.attempt(|scan| scan.digits(least, most)?.parse().ok())
    }

    /// Reads the letters of a word; the empty text when the next is none.
    pub(super) fn word(&mut self) -> &'a str {
        self.take_while(|c| c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c))
    }

    /// Reads one of these words.
    pub(super) fn word_of(&mut self, words: &[&str]) -> Option<&'a str> {
        self.attempt(|scan| Some(scan.word()).filter(|word| words.contains(word)))
    }

    /// Reads characters as long as they are such.
    pub(super) fn take_while(&mut self, is_such: impl Fn(char) -> bool) -> &'a str {
        let (taken, rest) = self.rest.split_at(self.rest.find(|c| !is_such(c)).unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// Reads what a function reads, or nothing when that is not there.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let found = read(&mut ahead)?;
        *self = ahead;
        Some(found)
    }
}
