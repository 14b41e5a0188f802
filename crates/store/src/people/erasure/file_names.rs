//! The names of files that were imported: people call a file by whom it is about.

use muster_domain::Email;
use serde_json::{Value, json};

use crate::work::Kind;
use crate::{Sql, StoreError, Tx};

/// What a file is called that had one of the addresses in its name.
pub const ERASED_NAME: &str = "erased";

/// Takes names with one of the addresses out of everything that keeps names of files. The path of an import from the command
/// line that has not ended stays, for it is how the import goes on.
pub(super) async fn cut(tx: &mut Tx, addresses: &[String]) -> Result<(), StoreError> {
    let people: Vec<Email> = addresses.iter().filter_map(|address| Email::parse(address).ok()).collect();
    let is_told = |text: &str| people.iter().any(|email| email.is_in_file_name(text));
    cut_uploads(tx, is_told).await?;
    cut_imports(tx, is_told).await?;
    cut_histories(tx, is_told).await
}

async fn cut_uploads(tx: &mut Tx, is_told: impl Fn(&str) -> bool) -> Result<(), StoreError> {
    let sql = Sql::new("select file_id, name from files where name like '%@%'");
    for (id, name) in tx.fetch_all::<(i64, String)>(sql).await? {
        if is_told(&name) {
            let sql = Sql::new("update files set name = $1 where file_id = $2");
            tx.execute(sql.bind(ERASED_NAME).bind(id)).await?;
        }
    }
    Ok(())
}

async fn cut_imports(tx: &mut Tx, is_told: impl Fn(&str) -> bool) -> Result<(), StoreError> {
    let sql = Sql::new(
        "select import_id, file_name, path from imports where file_name like '%@%' or path like '%@%'",
    );
    for (id, name, path) in tx.fetch_all::<(i64, String, Option<String>)>(sql).await? {
        if is_told(&name) || path.is_some_and(|path| is_told(&path)) {
            let sql = Sql::new(
                "update imports set file_name = $1, path = case when state in ('queued', 'running') then path end
                 where import_id = $2",
            );
            tx.execute(sql.bind(ERASED_NAME).bind(id)).await?;
        }
    }
    Ok(())
}

async fn cut_histories(tx: &mut Tx, is_told: impl Fn(&str) -> bool) -> Result<(), StoreError> {
    let sql = Sql::new("select work_id, payload from work_items where kind = $1 and payload like '%@%'");
    for (id, payload) in tx.fetch_all::<(i64, String)>(sql.bind(Kind::ActivityImport.word())).await? {
        let mut payload: Value = serde_json::from_str(&payload)?;
        if payload["file_name"].as_str().is_some_and(&is_told) {
            payload["file_name"] = json!(ERASED_NAME);
            let sql = Sql::new("update work_items set payload = $1 where work_id = $2");
            tx.execute(sql.bind(payload.to_string()).bind(id)).await?;
        }
    }
    Ok(())
}
