//! The error file: each row that was not imported, as it stood in the file, behind its row number, what is wrong, and
//! what to do about it. Corrected, it can be imported again as it is.

use std::borrow::Cow;
use std::io::{self, Write};

use muster_domain::{OWN_COLUMNS, is_own_column};
use muster_reader::{Dialect, guard_formula, write_record};
use muster_store::rejects::Reject;

/// Writes the rows of one import's error file.
pub struct ErrorFile<W> {
    out: W,
    dialect: Dialect,
    /// Which columns of the file are its own: an error file that is imported again must not collect ours twice.
    kept: Vec<bool>,
}

impl<W: Write> ErrorFile<W> {
    /// Starts with the byte order mark by which Excel knows UTF-8, and the header. Our columns come first, so that a row
    /// with too many cells cannot push them aside. The delimiter is the original's: that is what its Excel expects.
    pub fn start(mut out: W, delimiter: char, header: &[String]) -> io::Result<Self> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let dialect = Dialect::separated_by(u8::try_from(delimiter).unwrap_or(b','));
        let kept = header.iter().map(|name| !is_own_column(name)).collect();
        let mut file = Self { out, dialect, kept };
        file.write_row(OWN_COLUMNS, header)?;
        Ok(file)
    }

    /// Adds a row.
    pub fn add(&mut self, reject: &Reject) -> io::Result<()> {
        let row = reject.number.to_string();
        self.write_row([&row, &reject.problem.reason(), &reject.problem.remedy()], &reject.cells)
    }

    /// Gives back what the rows were written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn write_row(&mut self, own: [&str; 3], cells: &[String]) -> io::Result<()> {
        let kept =
            cells.iter().enumerate().filter(|(column, _)| self.kept.get(*column).copied().unwrap_or(true));
        let guarded: Vec<_> = own.into_iter().chain(kept.map(|(_, cell)| cell.as_str())).map(guard).collect();
        write_record(&mut self.out, self.dialect, guarded.iter().map(AsRef::as_ref))
    }
}

/// The file is corrected in a spreadsheet and saved: a telephone number without blanks must not come back as a number.
fn guard(cell: &str) -> Cow<'_, str> {
    let would_be_number = cell.starts_with('+') && !cell.contains(' ');
    if would_be_number { Cow::Owned(format!("'{cell}")) } else { guard_formula(cell) }
}

impl ErrorFile<Vec<u8>> {
    /// Takes out what has been written since the last call.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }
}

#[cfg(test)]
mod tests {
    use muster_domain::import::RowProblem;

    use super::*;

    fn written(header: &[&str], cells: &[&str]) -> String {
        let strings = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut file = ErrorFile::start(Vec::new(), ';', &strings(header)).unwrap();
        let problem = RowProblem::UnclosedQuote;
        file.add(&Reject { number: 7, column: None, problem, cells: strings(cells) }).unwrap();
        String::from_utf8(file.into_inner()).unwrap()
    }

    #[test]
    fn rows_stand_behind_our_columns_as_they_were_and_cannot_run() {
        let text = written(&["Email", "Note"], &["a;b", "=1+1", "+4930123", "+49 30 123", "surplus"]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "\u{FEFF}Muster row;Muster reason;Muster remedy;Email;Note");
        assert!(
            lines[1].starts_with("7;") && lines[1].ends_with(";\"a;b\";'=1+1;'+4930123;+49 30 123;surplus"),
            "{}",
            lines[1]
        );
    }

    #[test]
    fn our_columns_are_not_collected_twice() {
        let text = written(&["Muster row", "Email", "Muster remedy"], &["3", "a", "old"]);
        assert_eq!(text.matches("Muster row").count(), 1);
        assert!(text.trim_end().ends_with(";a"), "{text}");
    }
}
