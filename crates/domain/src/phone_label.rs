//! What a label beside a telephone number says of it.

use crate::text::fold_name;

/// Which telephone a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneKind {
    /// The one of this field.
    Field(&'static str),
    /// None: a fax or a pager.
    Other,
    /// It does not say.
    Unknown,
}

const FIELDS: [(&str, &[&str]); 3] = [
    ("mobile_phone", &["mobile", "cell", "handy", "mobil"]),
    ("business_phone", &["work", "business", "arbeit"]),
    ("home_phone", &["home", "privat", "private"]),
];

/// Which telephone a label names, such as `* Mobile` or `Work Fax`.
pub fn phone_kind(label: &str) -> PhoneKind {
    let folded = fold_name(label);
    let says = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
    if says(&["fax", "pager"]) {
        return PhoneKind::Other;
    }
    FIELDS
        .iter()
        .find(|(_, words)| says(words))
        .map_or(PhoneKind::Unknown, |(field, _)| PhoneKind::Field(field))
}
