//! The text by which a contact is found.

use super::{Belonging, Told};

pub(super) const SEARCH: Belonging = Belonging::of_contact("contact_search", Told::Follows);
