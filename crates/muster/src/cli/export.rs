use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use futures_util::TryStreamExt as _;
use muster_domain::{GroupId, GroupName};
use muster_store::contacts::{self, Filter, Order, Sort, SortKey};
use muster_store::figures::Figures;
use muster_store::{Db, fields, groups};

use super::{Base, WrongUsage};
use crate::app::open_database;
use crate::contact_file::{Column, write_csv_header, write_csv_row};

/// Arguments of `muster export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Only the contacts in this contact group
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    base: Base,
}

impl Export {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let db = open_database(&self.base.database()).await?;
        let filter = Filter { group: self.group(&db).await?, ..Filter::default() };
        match &self.out {
            None => write_contacts(&db, &filter, BufWriter::new(std::io::stdout())).await?,
            Some(path) => {
                let name = || format!("{} cannot be written", path.display());
                let file = std::fs::File::create(path).with_context(name)?;
                write_contacts(&db, &filter, BufWriter::new(file)).await.with_context(name)?;
            }
        }
        db.close().await;
        Ok(ExitCode::SUCCESS)
    }

    async fn group(&self, db: &Db) -> anyhow::Result<Option<GroupId>> {
        let Some(name) = &self.group else { return Ok(None) };
        let name = GroupName::parse(name).map_err(|error| WrongUsage(format!("--group: {error}")))?;
        let group = groups::find_by_name(db, &name).await?;
        let group =
            group.with_context(|| format!("there is no contact group called \"{}\"", name.as_str()))?;
        Ok(Some(GroupId(group.group_id)))
    }
}

/// Writes all contacts that the filter lets through, the oldest first.
async fn write_contacts(db: &Db, filter: &Filter, mut out: impl Write) -> anyhow::Result<()> {
    let columns: Vec<Column> = fields::all(db).await?.all().map(Column::Field).collect();
    write_csv_header(&mut out, &columns)?;
    let sort = Sort { key: SortKey::Created, order: Order::Ascending };
    let mut found = contacts::all(db, filter, &sort)?;
    while let Some(contact) = found.try_next().await? {
        write_csv_row(&mut out, &columns, &contact, &Figures::default())?;
    }
    Ok(out.flush()?)
}
