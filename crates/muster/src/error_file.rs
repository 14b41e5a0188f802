//! The error file: each row that was not imported, and behind those each row of which values were left out, as it stood in the
//! file, behind its row number, which of the two it is, in which columns what is wrong, and what to do about it. Corrected, it can
//! be imported again as it is.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use muster_domain::import::LeftOut;
use muster_domain::{OWN_COLUMNS, is_own_column};
use muster_reader::{Dialect, guard_formula, write_record};
use muster_store::rejects::{Lost, ToldRow};

/// Writes the rows of one import's error file.
pub struct ErrorFile<W> {
    out: W,
    dialect: Dialect,
    /// Which columns of the file are its own: an error file that is imported again must not collect ours twice.
    kept: Vec<bool>,
    /// The names of the columns.
    header: Vec<String>,
}

impl<W: Write> ErrorFile<W> {
    /// Starts with the byte order mark by which Excel knows UTF-8, and the header. Our columns come first, so that a row
    /// with too many cells cannot push them aside. The delimiter is the original's: that is what its Excel expects.
    pub fn start(mut out: W, delimiter: char, header: &[String]) -> io::Result<Self> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let dialect = Dialect::separated_by(u8::try_from(delimiter).unwrap_or(b','));
        let kept = header.iter().map(|name| !is_own_column(name)).collect();
        let mut file = Self { out, dialect, kept, header: header.to_vec() };
        let names = file.line(OWN_COLUMNS, header)?;
        file.out.write_all(&names)?;
        Ok(file)
    }

    /// Adds a row.
    pub fn add(&mut self, row: &ToldRow) -> io::Result<()> {
        let line = self.line_of(row)?;
        self.out.write_all(&line)
    }

    fn line_of(&self, row: &ToldRow) -> io::Result<Vec<u8>> {
        let number = row.number.to_string();
        let (outcome, columns, reasons, remedies) = match &row.lost {
            Lost::Row { column, problem } => {
                let column = column.map(|column| self.name(column)).unwrap_or_default();
                (NOT_IMPORTED, column, problem.reason(), problem.remedy())
            }
            Lost::Values(values) => {
                let all = |text: &dyn Fn(&LeftOut) -> String| values.iter().map(text).collect::<Vec<_>>();
                let reason = |value: &LeftOut| match row.cells.get(value.column) {
                    Some(cell) => format!("\"{}\": {}", shown(cell), value.reason()),
                    None => value.reason(),
                };
                let columns = all(&|value| self.name(value.column)).join("; ");
                let mut remedies = all(&LeftOut::remedy);
                remedies.dedup();
                (LEFT_OUT, columns, all(&reason).join(" "), remedies.join(" "))
            }
        };
        self.line([&number, outcome, &columns, &reasons, &remedies], &row.cells)
    }

    fn name(&self, column: usize) -> String {
        match self.header.get(column) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("#{}", column + 1),
        }
    }

    /// Gives back what the rows were written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn line(&self, own: [&str; OWN_COLUMNS.len()], cells: &[String]) -> io::Result<Vec<u8>> {
        let kept =
            cells.iter().enumerate().filter(|(column, _)| self.kept.get(*column).copied().unwrap_or(true));
        let guarded: Vec<_> = own.into_iter().chain(kept.map(|(_, cell)| cell.as_str())).map(guard).collect();
        let mut line = Vec::new();
        write_record(&mut line, self.dialect, guarded.iter().map(AsRef::as_ref))?;
        Ok(line)
    }
}

/// An error file whose rows come in any order: they wait in a file without a name until all are there.
pub struct UnsortedErrorFile<W> {
    file: ErrorFile<W>,
    waiting: BufWriter<File>,
    bytes: u64,
    /// Of each line, in the order of an error file: what is compared, and where its length stands, with the line behind it.
    lines: Vec<(u64, u64)>,
}

/// Behind all rows that are not imported.
const IS_IMPORTED: u64 = 1 << 63;

impl<W: Write> UnsortedErrorFile<W> {
    /// Of a file that has been started. Its rows wait in this folder.
    pub fn of(file: ErrorFile<W>, folder: &Path) -> io::Result<Self> {
        let waiting = BufWriter::new(tempfile::tempfile_in(folder)?);
        Ok(Self { file, waiting, bytes: 0, lines: Vec::new() })
    }

    /// Adds a row.
    pub fn add(&mut self, row: &ToldRow) -> io::Result<()> {
        let line = self.file.line_of(row)?;
        self.waiting.write_all(&(line.len() as u64).to_le_bytes())?;
        self.waiting.write_all(&line)?;
        let place = if row.is_reject() { row.number } else { row.number | IS_IMPORTED };
        self.lines.push((place, self.bytes));
        self.bytes += (size_of::<u64>() + line.len()) as u64;
        Ok(())
    }

    /// Writes all rows in their order.
    pub fn finish(mut self) -> io::Result<()> {
        self.waiting.flush()?;
        let mut waiting = self.waiting.get_ref();
        self.lines.sort_unstable();
        for (_, begin) in self.lines {
            waiting.seek(SeekFrom::Start(begin))?;
            let mut length = [0; size_of::<u64>()];
            waiting.read_exact(&mut length)?;
            let mut line = vec![0; u64::from_le_bytes(length) as usize];
            waiting.read_exact(&mut line)?;
            self.file.out.write_all(&line)?;
        }
        self.file.out.flush()
    }
}

const NOT_IMPORTED: &str = "not imported";
const LEFT_OUT: &str = "imported without some values";
/// Characters of a value that are quoted in a reason; the whole one stands in its cell.
const QUOTED: usize = 60;

/// The beginning of a value, in one line.
fn shown(value: &str) -> String {
    let line: String = value.chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(QUOTED).is_some() { line + "…" } else { line }
}

/// The file is corrected in a spreadsheet and saved: a telephone number without blanks must not come back as a number.
fn guard(cell: &str) -> Cow<'_, str> {
    match guard_formula(cell) {
        Cow::Borrowed(cell) if cell.starts_with('+') && !cell.contains(' ') => Cow::Owned(format!("'{cell}")),
        guarded => guarded,
    }
}

impl ErrorFile<Vec<u8>> {
    /// Takes out what has been written since the last call.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }
}

#[cfg(test)]
mod tests {
    use muster_domain::CellError;
    use muster_domain::import::RowProblem;

    use super::*;

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    fn written(header: &[&str], lost: Lost, cells: &[&str]) -> String {
        let mut file = ErrorFile::start(Vec::new(), ';', &strings(header)).unwrap();
        file.add(&ToldRow { number: 7, lost, spares: Vec::new(), cells: strings(cells) }).unwrap();
        String::from_utf8(file.into_inner()).unwrap()
    }

    fn reject() -> Lost {
        Lost::Row { column: None, problem: RowProblem::UnclosedQuote }
    }

    #[test]
    fn rows_stand_behind_our_columns_as_they_were_and_cannot_run() {
        let text =
            written(&["Email", "Note"], reject(), &["a;b", "=1+1", "+4930123", "+49 30 123", "surplus"]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "\u{FEFF}Muster row;Muster outcome;Muster column;Muster reason;Muster remedy;Email;Note"
        );
        assert!(
            lines[1].starts_with("7;not imported;;")
                && lines[1].ends_with(";\"a;b\";'=1+1;'+4930123;+49 30 123;surplus"),
            "{}",
            lines[1]
        );
    }

    #[test]
    fn values_left_out_are_told_with_their_columns_and_the_whole_row() {
        let left_out = |column, field: &str, error| LeftOut { column, field: field.into(), error };
        let values = vec![left_out(1, "birthday", CellError::Date), left_out(2, "gender", CellError::Gender)];
        let text = written(&["Email", "Born", ""], Lost::Values(values), &["a@b.de", "so\non", "?"]);
        assert!(
            text.contains("7;imported without some values;\"Born; #3\";\"\"\"so on\"\": The value for \"\"Birthday\"\" is not a date. "),
            "{text}"
        );
        assert!(text.ends_with(";a@b.de;\"so\non\";?\r\n"), "{text}");
    }

    #[test]
    fn our_columns_are_not_collected_twice() {
        let text = written(&["Muster row", "Email", "Muster remedy"], reject(), &["3", "a", "old"]);
        assert_eq!(text.matches("Muster row").count(), 1);
        assert!(text.trim_end().ends_with(";a"), "{text}");
    }
}
