use std::fmt;
use std::time::Duration;

use muster_domain::ImportId;
use muster_domain::import::Counts;
use muster_store::rejects::Reject;
use serde::Serialize;

/// How many rejects a report shows.
pub(super) const REPORTED: usize = 100;

/// The result of an import as `--json` prints it; its form is kept stable.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    id: ImportId,
    processed: i64,
    imported: i64,
    duplicates: i64,
    not_imported: i64,
    updated: i64,
    unchanged: i64,
    repeated_in_file: i64,
    seconds: f64,
    rows_per_second: f64,
    rejects: Vec<ReportedReject>,
}

#[derive(Debug, Serialize)]
struct ReportedReject {
    row: u64,
    column: Option<String>,
    code: &'static str,
    reason: String,
    remedy: String,
}

impl Report {
    pub(super) fn new(
        id: ImportId,
        counts: Counts,
        elapsed: Duration,
        header: &[String],
        rejects: &[Reject],
    ) -> Self {
        let seconds = elapsed.as_secs_f64();
        Self {
            id,
            processed: counts.processed(),
            imported: counts.imported,
            duplicates: counts.duplicates(),
            not_imported: counts.not_imported,
            updated: counts.updated,
            unchanged: counts.unchanged,
            repeated_in_file: counts.repeated_in_file,
            seconds: (seconds * 1000.0).round() / 1000.0,
            rows_per_second: (counts.processed() as f64 / seconds.max(0.001)).round(),
            rejects: rejects.iter().map(|reject| ReportedReject::new(header, reject)).collect(),
        }
    }
}

impl ReportedReject {
    fn new(header: &[String], reject: &Reject) -> Self {
        Self {
            row: reject.number,
            column: reject.column.and_then(|column| header.get(column).cloned()),
            code: reject.problem.code(),
            reason: reject.problem.reason(),
            remedy: reject.problem.remedy(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Processed {} contacts in {:.1} s ({} rows/s).",
            self.processed, self.seconds, self.rows_per_second
        )?;
        writeln!(f, "  Imported: {}", self.imported)?;
        writeln!(
            f,
            "  Duplicates found and successfully updated: {} ({} updated, {} unchanged, {} repeated in the file)",
            self.duplicates, self.updated, self.unchanged, self.repeated_in_file
        )?;
        write!(f, "  Not imported: {}", self.not_imported)?;
        for reject in self.rejects.iter().take(10) {
            write!(f, "\n    row {}: {}", reject.row, reject.reason)?;
        }
        if self.not_imported > 10 {
            write!(f, "\n    … (--rejects FILE writes all of them)")?;
        }
        Ok(())
    }
}
