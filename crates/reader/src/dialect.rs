//! Which characters part the cells of a file.

/// How the cells of a file are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// The character between two cells.
    pub delimiter: u8,
    /// The character around a cell that holds delimiters, quotes or line ends.
    pub quote: u8,
    /// The character before a quote inside of a cell, in files that do not double it.
    pub escape: Option<u8>,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: b',', quote: b'"', escape: None }
    }
}

impl Dialect {
    /// A dialect with the given delimiter and the usual quotes.
    pub fn separated_by(delimiter: u8) -> Self {
        Self { delimiter, ..Self::default() }
    }
}

/// The delimiter that a first line such as `sep=;` declares, with the length of that line and its end.
pub(crate) fn declared(head: &[u8]) -> Option<(u8, usize)> {
    let prefix = head.get(..4)?;
    let delimiter = *head.get(4)?;
    let rest = &head[5..];
    let end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => return None,
    };
    (prefix.eq_ignore_ascii_case(b"sep=") && delimiter.is_ascii()).then_some((delimiter, 5 + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sep_line_declares_the_delimiter() {
        assert_eq!(declared(b"sep=;\r\nemail;name"), Some((b';', 7)));
        assert_eq!(declared(b"SEP=\t\nemail"), Some((b'\t', 6)));
        assert_eq!(declared(b"sep=;email"), None);
        assert_eq!(declared(b"se"), None);
    }
}
