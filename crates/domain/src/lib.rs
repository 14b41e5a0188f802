//! What a contact is and what an import decides: types and pure functions. No I/O, no SQL, no clock.
//!
//! Text enters through [`Field::read`] and [`Email::parse`], which trim and normalise it; whatever is past them is
//! clean. An import's decisions ([`import::plan_chunk`]) are made here from what the database knows, so that both
//! databases decide alike.

mod account;
mod activity;
pub mod condition;
mod contact;
mod custom_field;
mod duplicate;
mod email;
mod field;
mod full_name;
mod group;
pub mod import;
mod label;
mod mapping;
mod persona;
pub mod points;
mod text;
mod value;

pub use account::{ACCOUNT_FIELDS, AccountField};
pub use activity::{
    ANY_ACTIVITY, Activity, ActivityError, ActivityTexts, ActivityTypeError, ActivityTypeLabel, COLOURS,
    RawActivity, is_tracked_type, read_colour,
};
pub use contact::{AccountId, ContactId, GroupId, ImportId, Origin, PersonaId, RoleId, ScoreId};
pub use custom_field::{CustomField, CustomFieldError};
pub use duplicate::{Likeness, LikenessKey, Traits};
pub use email::{Email, EmailError, display_address};
pub use field::{Field, FieldKind, Fields};
pub use full_name::{FullName, split_full_name};
pub use group::{EXCLUDED, GroupName, GroupNameError, Reason, Reasons, suggested_group_name};
pub use label::{Label, LabelError};
pub use mapping::{
    FULL_NAME, MappedColumn, MappedField, Mapping, MappingError, OWN_COLUMNS, PhoneKind, Source, Suggestion,
    Target, Unfit, find_column, guess_kind, header_signature, is_own_column, phone_kind, suggest,
};
pub use persona::{Closest, PersonaRules, choose as choose_persona};
pub use text::{BETWEEN_DIGITS, contact_words, fold, fold_beyond_ascii, hex, marks, search_words};
pub use value::{CellError, DateOrder, DecimalSign, Reading, Style, StyleEvidence, read_moment};
