//! What several nouns have in common, one file a thing: each noun builds on this floor, and none on another noun.

pub mod account;
pub mod account_list;
pub mod activity;
pub mod contact;
pub mod group_ref;
pub mod in_use;
pub mod late;
pub mod likeness;
pub mod lists;
pub mod member_reason;
pub mod names;
pub mod rebuild;
pub mod rules;
pub mod selection;
pub mod span;
pub mod upload;
pub mod words;
pub mod work_state;
