/// What is wrong with how a row is written, whatever its cells mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Some bytes are not valid in the file's encoding. The cells with them are read as windows-1252, the best guess.
    NotUtf8,
    /// A quotation mark is opened and never properly closed; the row ends at its first line end.
    UnclosedQuote,
    /// The quotation marks leave open where cells begin and end, or to which row they belong; the row ends at its first line
    /// end.
    DoubtfulQuotes,
}

/// One row of a file, reused from row to row: cells without their quotes, in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The row as a spreadsheet counts it; the header of a plain file is row 1.
    pub row: u64,
    /// Set when the row cannot be trusted as it is.
    pub flaw: Option<Flaw>,
    text: String,
    ends: Vec<u32>,
}

impl Record {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True before the first row is read.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell at `index`, or `None` when the row is shorter.
    pub fn cell(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        Some(&self.text[start..end])
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.cell(index))
    }

    /// Takes over the cells of a row: `bytes` are all cells joined, `ends` where each one ends.
    pub(crate) fn set(&mut self, bytes: &mut Vec<u8>, ends: &mut Vec<u32>, valid: bool) {
        if valid {
            // Both are swapped, so that neither allocates again for the next row.
            let spare = std::mem::take(&mut self.text).into_bytes();
            let text = std::mem::replace(bytes, spare);
            self.text = String::from_utf8(text).expect("the caller checked the row's bytes");
            std::mem::swap(&mut self.ends, ends);
        } else {
            self.set_lossy(bytes, ends);
        }
    }

    fn set_lossy(&mut self, bytes: &[u8], ends: &[u32]) {
        self.text.clear();
        self.ends.clear();
        let mut start = 0;
        for &end in ends {
            let cell = &bytes[start..end as usize];
            match std::str::from_utf8(cell) {
                Ok(cell) => self.text.push_str(cell),
                Err(_) => self.text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0),
            }
            self.ends.push(self.text.len() as u32);
            start = end as usize;
        }
    }
}
