use std::ops::{AddAssign, SubAssign};

/// How many rows of an import ended how. Each row is in exactly one of the five, so that
/// `processed = imported + duplicates + not_imported` and `duplicates = updated + unchanged + repeated_in_file` hold by
/// construction. A difference between two counts may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Contacts created.
    pub imported: i64,
    /// Contacts that were there before and changed.
    pub updated: i64,
    /// Contacts that were there before and had these values already.
    pub unchanged: i64,
    /// Rows whose address comes again further down in the file.
    pub repeated_in_file: i64,
    /// Rows that could not be used.
    pub not_imported: i64,
    /// Values that their fields could not hold, in rows that were imported all the same. Counted beside the rows.
    pub left_out: i64,
}

impl Counts {
    /// Rows whose contact was there before, or comes again in the file.
    pub fn duplicates(&self) -> i64 {
        self.updated + self.unchanged + self.repeated_in_file
    }

    /// All rows.
    pub fn processed(&self) -> i64 {
        self.imported + self.duplicates() + self.not_imported
    }
}

impl SubAssign for Counts {
    fn sub_assign(&mut self, other: Self) {
        self.imported -= other.imported;
        self.updated -= other.updated;
        self.unchanged -= other.unchanged;
        self.repeated_in_file -= other.repeated_in_file;
        self.not_imported -= other.not_imported;
        self.left_out -= other.left_out;
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.imported += other.imported;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.repeated_in_file += other.repeated_in_file;
        self.not_imported += other.not_imported;
        self.left_out += other.left_out;
    }
}
