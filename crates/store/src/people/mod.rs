//! What is done to a person as a whole, with all that hangs on the contact: merging, deleting whom nobody needs, erasing, telling.

pub mod belongings;
pub mod deletion;
pub mod duplicates;
pub mod erasure;
pub mod inactivity;
pub mod merges;
pub mod personal_data;
