//! Placing an import: what the page, the API and the command line ask for, checked and recorded.

use std::io::{Read, Seek};

use muster_domain::import::{Blank, Counts, Facts};
use muster_domain::{
    Fields, GroupId, GroupName, GroupNameError, ImportId, MappedColumn, Mapping, MappingError, Target,
    header_signature, is_own_column,
};
use muster_store::imports::{self, Import, NewImport};
use muster_store::requests::{self, RequestKey};
use muster_store::{Db, Select, StoreError, Tx, fields, groups, mappings, recalculate};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use crate::inspection::Head;

/// Where the imported contacts are put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Segment {
    /// Into a new contact group.
    NewGroup {
        /// Its name.
        name: String,
    },
    /// Into a group that is there.
    Group {
        /// Its id.
        group_id: i64,
    },
    /// Into none.
    None,
}

impl Segment {
    /// True for a group that is to be made.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::NewGroup { .. })
    }
}

/// The file of an import.
#[derive(Debug, Clone)]
pub struct OrderedFile {
    /// Its id, if it was uploaded.
    pub file_id: Option<i64>,
    /// Its path, if it is read where it lies.
    pub path: Option<String>,
    /// Its name for people.
    pub name: String,
    /// Its length in bytes.
    pub size: i64,
    /// A text that changes when the file does.
    pub stamp: String,
}

/// All that a person decides about an import.
#[derive(Debug, Clone)]
pub struct Order {
    /// What is imported.
    pub file: OrderedFile,
    /// Which column fills which field.
    pub columns: Vec<MappedColumn>,
    /// Where the contacts are put.
    pub segment: Segment,
    /// What blank cells do.
    pub blank: Blank,
}

/// Why an import is not accepted.
#[derive(Debug, Error)]
pub enum OrderError {
    /// The mapping does not hold.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The first row is a contact.
    #[error("the first row of the file looks like a contact, not like column names")]
    HeaderMissing,
    /// The name cannot be a group's.
    #[error(transparent)]
    GroupName(#[from] GroupNameError),
    /// A group has that name.
    #[error("there is a contact group called \"{0}\" already")]
    GroupExists(String),
    /// There is no such group.
    #[error("there is no such contact group")]
    UnknownGroup,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OrderError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Mapping(error) => error.code(),
            Self::HeaderMissing => "header_missing",
            Self::GroupName(GroupNameError::Blank) => "group_name_blank",
            Self::GroupName(_) => "group_name_invalid",
            Self::GroupExists(_) => "group_exists",
            Self::UnknownGroup => "unknown_group",
            Self::Store(_) => "database_failed",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Mapping(error) => error.remedy(),
            Self::HeaderMissing => {
                "Add a first row with the names of the columns, and choose the file again."
            }
            Self::GroupName(_) => "Type a name of 1 to 200 characters.",
            Self::GroupExists(_) => "Choose another name, or put the contacts into the existing group.",
            Self::UnknownGroup => "Choose one of the contact groups there are, or create a new one.",
            Self::Store(_) => "Try again.",
        }
    }
}

/// Checks an order against the head of its file and records the import. With a `request` whose twin has been faster
/// this fails on one unique key or another; the API then finds what the twin created.
pub async fn place<R: Read + Seek>(
    db: &Db,
    head: &Head<R>,
    order: Order,
    request: Option<RequestKey<'_>>,
    now: i64,
) -> Result<ImportId, OrderError> {
    let mut tx = db.begin().await?;
    recalculate::lock(&mut tx).await?; // what an import uses is not deleted: its fields and its group
    let mapping = check(&fields::all(&mut tx).await?, head, &order)?;
    let group = group(&mut tx, &order.segment, now).await?;
    let new = new_import(head, order, &mapping, group);
    remember(&mut tx, &new, now).await?;
    let id = imports::create(&mut tx, &new, db.writers(), now).await?;
    if let Some(request) = request {
        requests::record(&mut tx, request, id.0, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// The import that an order amounts to, for a dry run: checked like one, and recorded nowhere.
pub async fn rehearse<R: Read + Seek>(
    db: &Db,
    head: &Head<R>,
    order: Order,
    now: i64,
) -> Result<Import, OrderError> {
    let mapping = check(&head.fields, head, &order)?;
    let group = match &order.segment {
        Segment::None => None,
        Segment::Group { group_id } => Some(find_group(db, *group_id).await?),
        Segment::NewGroup { name } => {
            let name = GroupName::parse(name)?;
            if groups::find_by_name(db, &name).await?.is_some() {
                return Err(OrderError::GroupExists(name.as_str().to_owned()));
            }
            None
        }
    };
    Ok(Import {
        import_id: imports::reserve(db).await?,
        state: "dry_run".into(),
        order: new_import(head, order, &mapping, group),
        group_name: None,
        parts: 1,
        rows_total: None,
        facts: Facts::default(),
        created_at: now,
        started_at: None,
        finished_at: None,
        failure: None,
        trouble: None,
        attempts: 0,
        lease_until: None,
        counts: Counts::default(),
    })
}

fn check<R: Read + Seek>(fields: &Fields, head: &Head<R>, order: &Order) -> Result<Mapping, OrderError> {
    let mapping = Mapping::resolve(fields, head.file.header.len(), &order.columns)?;
    if head.has_no_header() { Err(OrderError::HeaderMissing) } else { Ok(mapping) }
}

async fn find_group(from: impl Select, id: i64) -> Result<GroupId, OrderError> {
    let found = groups::uncounted(from, GroupId(id)).await?;
    found.map(|group| GroupId(group.group_id)).ok_or(OrderError::UnknownGroup)
}

async fn group(tx: &mut Tx, segment: &Segment, now: i64) -> Result<Option<GroupId>, OrderError> {
    match segment {
        Segment::None => Ok(None),
        Segment::Group { group_id } => find_group(tx, *group_id).await.map(Some),
        Segment::NewGroup { name } => {
            let name = GroupName::parse(name)?;
            match groups::create(tx, &name, now).await {
                Err(StoreError::Taken) => Err(OrderError::GroupExists(name.as_str().to_owned())),
                created => Ok(Some(created?)),
            }
        }
    }
}

fn new_import<R>(head: &Head<R>, order: Order, mapping: &Mapping, group: Option<GroupId>) -> NewImport {
    NewImport {
        file_id: order.file.file_id,
        path: order.file.path,
        file_name: order.file.name,
        file_size: order.file.size,
        file_stamp: order.file.stamp,
        header: head.file.header.clone(),
        targets: mapping.targets(),
        delimiter: char::from(head.file.dialect.delimiter),
        encoding: Some(head.file.encoding.name()),
        blank: order.blank,
        group,
    }
}

/// Remembers the mapping for the next file with these columns; the error file of this import is one.
async fn remember(tx: &mut Tx, import: &NewImport, now: i64) -> Result<(), StoreError> {
    let is_foreign = |column: &usize| !is_own_column(&import.header[*column]);
    let foreign: Vec<usize> = (0..import.header.len()).filter(is_foreign).collect();
    let place = |column: usize| foreign.binary_search(&column).ok();
    let target = |target: &Target| Target {
        label_column: target.label_column.and_then(place),
        ..Target::from(target.field.as_str())
    };
    let targets: Vec<_> = foreign.iter().map(|&column| import.targets[column].as_ref().map(target)).collect();
    mappings::remember(tx, &header_signature(&import.header), &targets, now).await
}
