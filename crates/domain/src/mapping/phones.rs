//! Telephone columns that a column beside them labels row by row: `Phone 1 - Label` says what `Phone 1 - Value` is.

use super::suggest::Columns;
use crate::Field;
use crate::text::fold_name;

/// What a label says of a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneKind {
    /// A mobile phone.
    Mobile,
    /// A telephone at work.
    Business,
    /// A telephone at home.
    Home,
    /// Something that nobody picks up: a fax, a pager.
    NotAPhone,
}

impl PhoneKind {
    /// The field that holds such a number; `None` for what is no telephone.
    pub fn field_name(self) -> Option<&'static str> {
        match self {
            Self::Mobile => Some("mobile_phone"),
            Self::Business => Some("business_phone"),
            Self::Home => Some("home_phone"),
            Self::NotAPhone => None,
        }
    }
}

/// The fields of telephone numbers, in the order in which numbers without a telling label fill them: nobody's number is
/// called a mobile one unless something says so, as long as another field is free.
pub(super) const PHONE_FIELDS: [&str; 3] = ["business_phone", "home_phone", "mobile_phone"];

/// Words of labels, folded, and what they say. The first that matches decides, so that a "Work Fax" is a fax and a
/// "Handy privat" is a mobile phone.
const LABELS: [(PhoneKind, &[&str]); 4] = [
    (
        PhoneKind::NotAPhone,
        &["fax", "telefax", "faks", "факс", "pager", "beeper", "telex", "tty", "tdd", "isdn"],
    ),
    (
        PhoneKind::Mobile,
        &[
            "mobile",
            "mobil",
            "mobiel",
            "mob",
            "movil",
            "celular",
            "cell",
            "cellular",
            "cellulare",
            "cellphone",
            "handy",
            "natel",
            "iphone",
            "smartphone",
            "portable",
            "gsm",
            "sms",
            "whatsapp",
            "telemovel",
            "komorka",
            "komorkowy",
            "mobilni",
            "matkapuhelin",
            "kannykka",
            "mobiltelefon",
            "mobilnummer",
            "handynummer",
            "mobilfunk",
            "cep",
            "мобильный",
            "сотовый",
            "携帯",
            "手机",
            "휴대폰",
        ],
    ),
    (
        PhoneKind::Business,
        &[
            "work",
            "business",
            "office",
            "company",
            "arbeit",
            "geschaftlich",
            "geschaft",
            "dienstlich",
            "dienst",
            "firma",
            "buro",
            "beruflich",
            "travail",
            "bureau",
            "professionnel",
            "pro",
            "trabajo",
            "oficina",
            "laboral",
            "trabalho",
            "escritorio",
            "lavoro",
            "ufficio",
            "werk",
            "zakelijk",
            "kantoor",
            "praca",
            "sluzbowy",
            "prace",
            "arbete",
            "jobb",
            "arbejde",
            "tyo",
            "рабочий",
            "会社",
            "勤務先",
            "工作",
            "회사",
        ],
    ),
    (
        PhoneKind::Home,
        &[
            "home",
            "private",
            "personal",
            "privat",
            "zuhause",
            "hause",
            "daheim",
            "domicile",
            "maison",
            "personnel",
            "perso",
            "prive",
            "casa",
            "particular",
            "domicilio",
            "abitazione",
            "residencial",
            "thuis",
            "dom",
            "domowy",
            "domu",
            "domov",
            "hem",
            "hjem",
            "koti",
            "домашний",
            "自宅",
            "家",
            "집",
        ],
    ),
];

/// What a label says (`* Mobile`, `Work Fax`, `_$!<Home>!$_`); `None` when it says nothing that is known.
pub fn phone_kind(label: &str) -> Option<PhoneKind> {
    let folded = fold_name(label);
    let says = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
    LABELS.iter().find(|(_, words)| says(words)).map(|(kind, _)| *kind)
}

/// The column that labels the numbers of a column.
pub(super) fn label_of(column: usize, folded: &[String]) -> Option<usize> {
    let family = family(&folded[column])?;
    folded.iter().position(|name| labelled_family(name).as_ref() == Some(&family))
}

/// Gives each labelled column the field that most of its labels say, and the others the next free field.
pub(super) fn choose(columns: &mut Columns<'_>) {
    let labelled: Vec<(usize, usize)> = columns
        .free()
        .into_iter()
        .filter_map(|column| Some((column, columns.suggestions[column].label_column?)))
        .collect();
    for (column, label) in &labelled {
        let field = usual_kind(columns, *column, *label).and_then(PhoneKind::field_name);
        set(columns, *column, field.filter(|name| columns.column_of(name).is_none()));
        columns.suggestions[*label].why =
            Some(format!("says which telephone \"{}\" is", columns.header[*column]));
    }
    for (column, label) in labelled {
        let is_none = usual_kind(columns, column, label) == Some(PhoneKind::NotAPhone);
        if columns.suggestions[column].field.is_none() && !is_none {
            let free = PHONE_FIELDS.into_iter().find(|name| columns.column_of(name).is_none());
            set(columns, column, free);
        }
    }
}

fn set(columns: &mut Columns<'_>, column: usize, field: Option<&str>) {
    let (Some(field), Some(label)) = (field.and_then(Field::named), columns.suggestions[column].label_column)
    else {
        return;
    };
    if columns.can_be(&field, column) {
        let why = format!("\"{}\" says which telephone it is", columns.header[label]);
        columns.set(column, field, why);
    }
}

/// What most labels of filled numbers say; no telephone only when all of them say so.
fn usual_kind(columns: &Columns<'_>, column: usize, label: usize) -> Option<PhoneKind> {
    let pairs = columns.values(column).zip(columns.values(label));
    let kinds: Vec<Option<PhoneKind>> =
        pairs.filter(|(number, _)| !number.is_empty()).map(|(_, label)| phone_kind(label)).collect();
    if !kinds.is_empty() && kinds.iter().all(|kind| *kind == Some(PhoneKind::NotAPhone)) {
        return Some(PhoneKind::NotAPhone);
    }
    let count = |kind: PhoneKind| kinds.iter().filter(|&&other| other == Some(kind)).count();
    let said =
        [PhoneKind::Home, PhoneKind::Mobile, PhoneKind::Business].into_iter().filter(|&kind| count(kind) > 0);
    said.max_by_key(|&kind| count(kind))
}

/// A telephone column's name without the words that all of its kind have: `phone 1` for `phone 1 value`. `None` for
/// other columns.
fn family(folded: &str) -> Option<String> {
    parted(folded, &["value", "number", "nummer", "nr"])
}

/// The same for the column of the labels: `phone 1` for `phone 1 label`.
fn labelled_family(folded: &str) -> Option<String> {
    const LABEL: [&str; 5] = ["label", "type", "typ", "art", "kind"];
    let last = folded.rsplit(' ').next()?;
    let is_label = LABEL.contains(&last);
    is_label
        .then(|| parted(folded, &["label", "type", "typ", "art", "kind", "number", "nummer", "nr"]))
        .flatten()
}

/// `folded` without some of its words, when what is left is a word for telephones and perhaps a count.
fn parted(folded: &str, without: &[&str]) -> Option<String> {
    const PHONES: [&str; 7] = ["phone", "telephone", "telefon", "tel", "telefono", "telefone", "telefoon"];
    let left: Vec<&str> = folded.split(' ').filter(|word| !without.contains(word)).collect();
    let is_count = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_family = match left.as_slice() {
        [phone] => PHONES.contains(phone),
        [phone, count] => PHONES.contains(phone) && is_count(count),
        _ => false,
    };
    is_family.then(|| left.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_many_languages_and_with_their_marks() {
        use PhoneKind::{Business, Home, Mobile, NotAPhone};
        for (label, kind) in [
            ("Mobile", Some(Mobile)),
            ("* Mobile", Some(Mobile)),
            ("MOBILE", Some(Mobile)),
            ("Handy privat", Some(Mobile)),
            ("Work Mobile", Some(Mobile)),
            ("Cell", Some(Mobile)),
            ("Móvil", Some(Mobile)),
            ("_$!<Mobile>!$_", Some(Mobile)),
            ("* Work", Some(Business)),
            ("Arbeit", Some(Business)),
            ("Geschäftlich", Some(Business)),
            ("Büro", Some(Business)),
            ("Home", Some(Home)),
            ("Privat", Some(Home)),
            ("zu Hause", Some(Home)),
            ("Domicile", Some(Home)),
            ("Work Fax", Some(NotAPhone)),
            ("Home Fax", Some(NotAPhone)),
            ("Fax", Some(NotAPhone)),
            ("Pager", Some(NotAPhone)),
            ("Other", None),
            ("Ferienhaus", None),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(phone_kind(label), kind, "{label}");
        }
        assert_eq!(NotAPhone.field_name(), None);
    }

    #[test]
    fn a_number_is_known_to_belong_to_its_label() {
        for (number, label) in [
            ("phone 1 value", "phone 1 label"),
            ("phone 2 value", "phone 2 type"),
            ("phone", "phone type"),
            ("phone number", "phone type"),
            ("telefon 1", "telefon 1 art"),
        ] {
            assert!(family(number).is_some());
            assert_eq!(family(number), labelled_family(label), "{number}");
        }
        for other in ["e mail 1 value", "mobile phone", "phone 1 label", "website 1 value", "phone consent"] {
            assert_eq!(family(other), None, "{other}");
        }
        assert_eq!(labelled_family("phone 1 value"), None);
        assert_eq!(labelled_family("e mail 1 type"), None);
    }
}
