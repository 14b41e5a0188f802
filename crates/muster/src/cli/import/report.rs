use std::fmt;
use std::time::Duration;

use muster_domain::ImportId;
use muster_domain::import::Counts;
use muster_store::import_effects::ImportEffects;
use muster_store::rejects::{Lost, ToldRow};
use serde::Serialize;

use crate::dry_run::{REPORTED, beginning};

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
    left_out: i64,
    seconds: f64,
    rows_per_second: f64,
    rejects: Vec<ReportedReject>,
    left_out_values: Vec<ReportedValue>,
    /// Of a dry run: what the import would do beside.
    #[serde(skip_serializing_if = "Option::is_none")]
    effects: Option<ReportedEffects>,
}

/// What a dry run would do to groups, scores and personas.
#[derive(Debug, Serialize)]
pub(super) struct ReportedEffects {
    groups: Vec<Moved>,
    scores: Vec<Reached>,
    personas: Vec<Moved>,
}

/// A group or a persona.
#[derive(Debug, Serialize)]
struct Moved {
    /// Null for contacts without a persona.
    name: Option<String>,
    entered: i64,
    left: i64,
}

#[derive(Debug, Serialize)]
struct Reached {
    name: String,
    reached_limit: i64,
}

impl ReportedEffects {
    fn of(effects: ImportEffects) -> Self {
        let moved = |name, (entered, left)| Moved { name, entered, left };
        let ImportEffects { groups, scores, personas } = effects;
        Self {
            groups: groups.into_iter().map(|it| moved(Some(it.name), (it.entered, it.gone))).collect(),
            scores: scores
                .into_iter()
                .map(|it| Reached { name: it.name, reached_limit: it.crossed })
                .collect(),
            personas: personas.into_iter().map(|it| moved(it.name, (it.entered, it.gone))).collect(),
        }
    }
}

impl fmt::Display for ReportedEffects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Moved { name, entered, left } in &self.groups {
            let name = name.as_deref().unwrap_or_default();
            write!(f, "\n  Contact group \"{name}\": {entered} would enter, {left} would leave")?;
        }
        for Reached { name, reached_limit } in &self.scores {
            write!(f, "\n  Score \"{name}\": {reached_limit} would reach the limit")?;
        }
        for Moved { name, entered, left } in &self.personas {
            let name = name.as_ref().map_or("No persona".to_owned(), |name| format!("Persona \"{name}\""));
            write!(f, "\n  {name}: {entered} more, {left} fewer")?;
        }
        Ok(())
    }
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
        told: &[ToldRow],
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
            left_out: counts.left_out,
            seconds: (seconds * 1000.0).round() / 1000.0,
            rows_per_second: (counts.processed() as f64 / seconds.max(0.001)).round(),
            rejects: told.iter().filter_map(|row| ReportedReject::new(header, row)).collect(),
            left_out_values: told
                .iter()
                .flat_map(|row| reported_values(header, row))
                .take(REPORTED)
                .collect(),
            effects: None,
        }
    }

    /// Adds what a dry run would do beside.
    pub(super) fn with(self, effects: Option<ImportEffects>) -> Self {
        Self { effects: effects.map(ReportedEffects::of), ..self }
    }
}

impl ReportedReject {
    fn new(header: &[String], row: &ToldRow) -> Option<Self> {
        let Lost::Row { column, problem } = &row.lost else { return None };
        Some(Self {
            row: row.number,
            column: column.and_then(|column| header.get(column).cloned()),
            code: problem.code(),
            reason: problem.reason(),
            remedy: problem.remedy(),
        })
    }
}

/// A value that was left out of a row that was imported.
#[derive(Debug, Serialize)]
struct ReportedValue {
    row: u64,
    column: Option<String>,
    value: Option<String>,
    code: &'static str,
    reason: String,
    remedy: String,
}

fn reported_values<'a>(
    header: &'a [String],
    row: &'a ToldRow,
) -> impl Iterator<Item = ReportedValue> + use<'a> {
    row.left_out().iter().map(|value| ReportedValue {
        row: row.number,
        column: header.get(value.column).cloned(),
        value: row.cells.get(value.column).map(|cell| beginning(cell)),
        code: value.code(),
        reason: value.reason(),
        remedy: value.remedy(),
    })
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
        if self.left_out > 0 {
            write!(f, "\n  Values left out of imported rows: {}", self.left_out)?;
        }
        for value in self.left_out_values.iter().take(10) {
            write!(
                f,
                "\n    row {}, {}: {}",
                value.row,
                value.column.as_deref().unwrap_or("?"),
                value.reason
            )?;
        }
        if self.left_out > 10 {
            write!(f, "\n    … (--rejects FILE writes all of them)")?;
        }
        self.effects.as_ref().map_or(Ok(()), |effects| effects.fmt(f))
    }
}
