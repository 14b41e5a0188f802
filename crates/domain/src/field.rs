//! The fields of a contact: one row of [`FIELDS`] each, with the words for the page, the limit, and the column names
//! under which exports of other systems carry them (`../shared/reference/export-headers.md`, section 15).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{fold_name, nfc, trim};

/// What a field holds; decides how a cell is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// The address that identifies the contact.
    Email,
    /// Text of at most so many characters, inclusive.
    Text(usize),
    /// Text of many lines, of at most so many characters, inclusive.
    LongText(usize),
    /// A telephone number as people write it, of at most so many characters, inclusive.
    Phone(usize),
    /// An address on the web, of at most so many characters, inclusive.
    Url(usize),
    /// A day, stored as `YYYY-MM-DD`.
    Date,
    /// One of [`GENDERS`].
    Gender,
}

struct Definition {
    name: &'static str,
    label: &'static str,
    kind: FieldKind,
    aliases: &'static [&'static str],
}

const fn field(
    name: &'static str,
    label: &'static str,
    kind: FieldKind,
    aliases: &'static [&'static str],
) -> Definition {
    Definition { name, label, kind, aliases }
}

use FieldKind::{Date, Gender, LongText, Phone, Text, Url};

/// All standard fields, in the order of the page. Limits: `../shared/reference/contact-management.md`, "Contact".
/// Aliases are folded names, the surest first.
const FIELDS: [Definition; 25] = [
    field(
        "email",
        "E-mail address",
        FieldKind::Email,
        &[
            "email",
            "e mail",
            "email address",
            "e mail address",
            "emailaddress",
            "e mail 1 value",
            "email work",
            "primary email",
            "person email",
            "person email work",
            "customer email",
            "mail",
            "adresse e mail",
            "adresse email",
            "courriel",
            "e post",
            "epost",
            "correo",
            "correo electronico",
            "e mail adresse",
            "emailadresse",
            "indirizzo email",
            "メールアドレス",
            "电子邮件",
            "эл почта",
            "adres e mail",
        ],
    ),
    field(
        "first_name",
        "First name",
        Text(100),
        &[
            "first name",
            "firstname",
            "given name",
            "givenname",
            "fname",
            "prenom",
            "vorname",
            "fornamn",
            "nombre",
            "nome",
            "imie",
            "jmeno",
            "voornaam",
            "名",
            "имя",
            "person first name",
        ],
    ),
    field(
        "middle_name",
        "Middle name",
        Text(100),
        &["middle name", "middlename", "additional name", "zweiter vorname"],
    ),
    field(
        "last_name",
        "Last name",
        Text(100),
        &[
            "last name",
            "lastname",
            "surname",
            "family name",
            "familyname",
            "lname",
            "nom",
            "nom de famille",
            "nachname",
            "efternamn",
            "apellido",
            "apellidos",
            "cognome",
            "nazwisko",
            "prijmeni",
            "achternaam",
            "姓",
            "фамилия",
            "person last name",
        ],
    ),
    field(
        "salutation",
        "Salutation",
        Text(50),
        &["salutation", "name prefix", "anrede", "civilite", "tratamiento"],
    ),
    field(
        "title_before",
        "Title before name",
        Text(50),
        &["title before", "title before name", "academic title", "titel"],
    ),
    field(
        "title_after",
        "Title after name",
        Text(50),
        &["title after", "title after name", "name suffix", "suffix"],
    ),
    field(
        "job_title",
        "Job title",
        Text(50),
        &[
            "job title",
            "jobtitle",
            "position",
            "organization title",
            "organization 1 title",
            "person title",
            "funktion",
            "poste",
            "cargo",
            "befattning",
        ],
    ),
    field(
        "company",
        "Company",
        Text(100),
        &[
            "company",
            "company name",
            "organization",
            "organisation",
            "organization name",
            "organization 1 name",
            "account name",
            "associated company",
            "person organization",
            "default address company",
            "entreprise",
            "societe",
            "firma",
            "unternehmen",
            "foretag",
            "empresa",
            "azienda",
            "bedrijf",
        ],
    ),
    field(
        "address1",
        "Address line 1",
        Text(100),
        &[
            "address1",
            "address 1",
            "address line 1",
            "address line1",
            "street address",
            "street",
            "mailing street",
            "default address address1",
            "address 1 street",
            "business street",
            "home street",
            "address",
            "strasse",
            "straße",
            "adresse",
            "rue",
            "direccion",
            "indirizzo",
            "ulica",
        ],
    ),
    field(
        "address2",
        "Address line 2",
        Text(100),
        &[
            "address2",
            "address 2",
            "address line 2",
            "address line2",
            "default address address2",
            "business street 2",
            "home street 2",
            "adresszusatz",
            "complement d adresse",
        ],
    ),
    field(
        "city",
        "City",
        Text(100),
        &[
            "city",
            "town",
            "mailing city",
            "default address city",
            "address 1 city",
            "business city",
            "home city",
            "ville",
            "stadt",
            "stad",
            "ort",
            "ciudad",
            "citta",
            "miasto",
            "mesto",
        ],
    ),
    field(
        "zip",
        "ZIP code",
        Text(100),
        &[
            "zip",
            "zip code",
            "zipcode",
            "zip postal code",
            "postal code",
            "postalcode",
            "postcode",
            "mailing zip",
            "mailing zip postal code",
            "default address zip",
            "address 1 postal code",
            "business postal code",
            "home postal code",
            "code postal",
            "plz",
            "postleitzahl",
            "postnummer",
            "codigo postal",
            "cap",
            "kod pocztowy",
            "psc",
        ],
    ),
    field(
        "state",
        "State",
        Text(100),
        &[
            "state",
            "region",
            "province",
            "state province",
            "state region",
            "province code",
            "default address province code",
            "mailing state",
            "mailing state province",
            "address 1 region",
            "business state",
            "home state",
            "bundesland",
            "provincia",
        ],
    ),
    field(
        "country",
        "Country",
        Text(100),
        &[
            "country",
            "country region",
            "country code",
            "mailing country",
            "default address country code",
            "address 1 country",
            "business country",
            "business country region",
            "home country",
            "pays",
            "land",
            "pais",
            "paese",
            "kraj",
            "zeme",
        ],
    ),
    field(
        "mobile_phone",
        "Mobile phone",
        Phone(26),
        &[
            "mobile phone",
            "mobile phone number",
            "mobilephone",
            "mobile",
            "mobile number",
            "cell",
            "cell phone",
            "cellphone",
            "sms",
            "mobil",
            "handy",
            "mobiltelefon",
            "portable",
            "person phone mobile",
            "movil",
        ],
    ),
    field(
        "business_phone",
        "Business phone",
        Phone(26),
        &[
            "business phone",
            "work phone",
            "phone work",
            "person phone work",
            "phone",
            "phone number",
            "phone 1 value",
            "general phone",
            "direct phone",
            "landline number",
            "telephone",
            "telefon",
            "telefono",
            "default address phone",
            "person phone",
            "telefonnummer",
        ],
    ),
    field(
        "home_phone",
        "Home phone",
        Phone(26),
        &["home phone", "phone home", "person phone home", "telefon privat"],
    ),
    field(
        "website",
        "Website",
        Url(100),
        &[
            "website",
            "web site",
            "website url",
            "web page",
            "webpage",
            "website 1 value",
            "personal web page",
            "homepage",
            "url",
            "webseite",
        ],
    ),
    field(
        "birthday",
        "Birthday",
        Date,
        &[
            "birthday",
            "birthdate",
            "birth date",
            "date of birth",
            "dob",
            "date de naissance",
            "geburtsdatum",
            "geburtstag",
            "fecha de nacimiento",
            "data di nascita",
        ],
    ),
    field("gender", "Gender", Gender, &["gender", "sex", "sexe", "geschlecht", "kon", "sexo", "sesso"]),
    field("status", "Status", Text(100), &["status", "contact status"]),
    field("owner", "Owner", Text(100), &["owner", "contact owner", "person owner", "account owner"]),
    field("campaign", "Campaign", Text(200), &["campaign", "kampagne", "campagne", "utm campaign"]),
    field(
        "notes",
        "Notes",
        LongText(100_000),
        &[
            "notes",
            "note",
            "comments",
            "comment",
            "description",
            "notizen",
            "bemerkung",
            "bemerkungen",
            "notas",
            "remarques",
        ],
    ),
];

/// A standard field of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(u8);

/// Values of the field `gender` with the words that mean them, folded.
const GENDERS: [(&str, &[&str]); 3] = [
    (
        "female",
        &[
            "female", "f", "w", "woman", "mrs", "ms", "weiblich", "frau", "femme", "feminin", "mujer",
            "femenino", "femmina", "k", "kobieta",
        ],
    ),
    (
        "male",
        &[
            "male",
            "m",
            "man",
            "mr",
            "mannlich",
            "herr",
            "homme",
            "masculin",
            "hombre",
            "masculino",
            "maschio",
        ],
    ),
    ("other", &["other", "x", "d", "divers", "diverse", "non binary", "nonbinary", "autre", "otro", "altro"]),
];
/// Words by which other systems say that nothing is known.
const NO_GENDER: [&str; 5] = ["unspecified", "unknown", "n a", "none", "not specified"];

/// What is wrong with the value of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellError {
    /// More characters than the field holds.
    #[error("{found} characters, but at most {limit} fit")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed, inclusive.
        limit: usize,
    },
    /// A NUL character, which no database text can hold.
    #[error("an invisible NUL character")]
    Nul,
    /// Not a date.
    #[error("not a date")]
    Date,
    /// A date whose day and month could be either.
    #[error("a date that can be read in two ways")]
    AmbiguousDate,
    /// Not a word for a gender.
    #[error("not a gender that is known here")]
    Gender,
}

impl Field {
    /// The field that identifies a contact.
    pub const EMAIL: Self = Self(0);

    /// All standard fields, e-mail first, in the order of the page.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..FIELDS.len() as u8).map(Self)
    }

    /// All standard fields but the e-mail address, which only a contact's creation sets.
    pub fn all_values() -> impl Iterator<Item = Self> {
        Self::all().skip(1)
    }

    /// The field with this name (`first_name`), as the API, the command line and the tables spell it.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|field| field.name() == name)
    }

    /// The name in the API, on the command line, and of the column.
    pub fn name(self) -> &'static str {
        FIELDS[usize::from(self.0)].name
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        FIELDS[usize::from(self.0)].label
    }

    /// What the field holds.
    pub fn kind(self) -> FieldKind {
        FIELDS[usize::from(self.0)].kind
    }

    /// How sure it is that a column with this folded name holds the field: 0 is surest.
    pub(crate) fn alias_rank(self, folded: &str) -> Option<usize> {
        FIELDS[usize::from(self.0)].aliases.iter().position(|&alias| alias == folded)
    }

    /// The longest value in characters, inclusive.
    pub fn max_length(self) -> Option<usize> {
        match self.kind() {
            FieldKind::Email => Some(crate::email::MAX_CHARS),
            Text(limit) | LongText(limit) | Phone(limit) | Url(limit) => Some(limit),
            Date | Gender => None,
        }
    }

    /// The values to choose from, for a field that has such.
    pub fn choices(self) -> Vec<&'static str> {
        if self.kind() == Gender { GENDERS.iter().map(|(value, _)| *value).collect() } else { Vec::new() }
    }

    /// The value that a cell stands for, or `None` for a blank one. `cell` is free of a spreadsheet's guard already.
    pub fn read(self, cell: &str) -> Result<Option<Cow<'_, str>>, CellError> {
        let text = trim(cell);
        if text.is_empty() {
            return Ok(None);
        }
        if text.contains('\0') {
            return Err(CellError::Nul);
        }
        match self.kind() {
            FieldKind::Email => Ok(Some(Cow::Borrowed(text))),
            Text(limit) | LongText(limit) | Url(limit) => within(nfc(text), limit).map(Some),
            Phone(limit) => within(nfc(phone(text)), limit).map(Some),
            Date => date(text).map(|day| day.map(Cow::Owned)),
            Gender => gender(text).map(|value| value.map(Cow::Borrowed)),
        }
    }
}

fn within(text: Cow<'_, str>, limit: usize) -> Result<Cow<'_, str>, CellError> {
    // A text has at most as many characters as bytes, so most need no counting.
    let found = if text.len() > limit { text.chars().count() } else { 0 };
    if found > limit { Err(CellError::TooLong { found, limit }) } else { Ok(text) }
}

/// Without the marks of Shopify (`'`) and Facebook Lead Ads (`p:`).
fn phone(text: &str) -> &str {
    let text = text.strip_prefix('\'').unwrap_or(text);
    trim(text.strip_prefix("p:").unwrap_or(text))
}

fn gender(text: &str) -> Result<Option<&'static str>, CellError> {
    let word = fold_name(text);
    if NO_GENDER.contains(&word.as_str()) {
        return Ok(None);
    }
    let known = GENDERS.iter().find(|(_, words)| words.contains(&word.as_str()));
    known.map(|(value, _)| Some(*value)).ok_or(CellError::Gender)
}

/// A day as `YYYY-MM-DD`. Read: `2024-03-12` (a time behind it is ignored), `2024/3/12`, `12.3.2024`, `12 Mar 2024`,
/// `7-Feb-22`, `25/12/2024`, `12/25/2024`; `0/0/00` is blank (Outlook); `03/04/2024` can be two days and is refused.
fn date(text: &str) -> Result<Option<String>, CellError> {
    if text.bytes().all(|byte| matches!(byte, b'0' | b'/' | b'-' | b'.' | b' ')) {
        return Ok(None);
    }
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let spelled = if month_name(text) { text } else { day };
    let parts: Vec<&str> = spelled.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let &[a, b, c] = parts.as_slice() else { return Err(CellError::Date) };
    let (year, month, day) = order(a, b, c, spelled.contains('.'))?;
    let found = jiff::civil::Date::new(year, month, day).map_err(|_| CellError::Date)?;
    Ok(Some(found.to_string()))
}

fn month_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
        && text.split(|c: char| !c.is_alphabetic()).any(|word| month(word).is_some())
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|&name| name == start).map(|index| index as i8 + 1)
}

/// Year, month and day of the three parts of a date.
fn order(a: &str, b: &str, c: &str, dotted: bool) -> Result<(i16, i8, i8), CellError> {
    let small = |part: &str| part.parse::<i8>().map_err(|_| CellError::Date);
    if let Some(month) = month(b).filter(|_| !b.starts_with(|c: char| c.is_ascii_digit())) {
        return Ok((year(c)?, month, small(a)?)); // 12 Mar 2024
    }
    if let Some(month) = month(a) {
        return Ok((year(c)?, month, small(b)?)); // March 12, 2024
    }
    if a.len() == 4 {
        return Ok((year(a)?, small(b)?, small(c)?));
    }
    let (first, second) = (small(a)?, small(b)?);
    match () {
        () if dotted || first > 12 || first == second => Ok((year(c)?, second, first)),
        () if second > 12 => Ok((year(c)?, first, second)),
        () => Err(CellError::AmbiguousDate),
    }
}

/// A year of four digits; of two, as POSIX reads them (69–99 are 19xx).
fn year(part: &str) -> Result<i16, CellError> {
    let number: i16 = part.parse().map_err(|_| CellError::Date)?;
    match part.len() {
        4 => Ok(number),
        2 => Ok(if number >= 69 { 1900 + number } else { 2000 + number }),
        _ => Err(CellError::Date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, cell: &str) -> Result<Option<String>, CellError> {
        Field::named(name).unwrap().read(cell).map(|value| value.map(Cow::into_owned))
    }

    fn value(name: &str, cell: &str) -> Option<String> {
        read(name, cell).unwrap_or_else(|error| panic!("{cell:?}: {error}"))
    }

    #[test]
    fn every_alias_is_folded_and_belongs_to_one_field() {
        let mut seen = std::collections::HashMap::new();
        for definition in &FIELDS {
            for alias in definition.aliases {
                assert_eq!(fold_name(alias), *alias);
                assert_eq!(seen.insert(*alias, definition.name), None, "{alias}");
            }
        }
    }

    #[test]
    fn limits_are_inclusive_and_count_characters() {
        assert!(read("zip", &"ü".repeat(100)).is_ok());
        assert_eq!(read("zip", &"ü".repeat(101)), Err(CellError::TooLong { found: 101, limit: 100 }));
        assert!(read("city", &"u\u{308}".repeat(100)).is_ok(), "composed before counting");
        assert!(read("job_title", &format!("  {}  ", "x".repeat(50))).is_ok(), "trimmed before counting");
    }

    #[test]
    fn blank_cells_are_no_value() {
        for blank in ["", "  ", "\u{A0}\t", "\u{200B}"] {
            assert_eq!(value("city", blank), None);
        }
        assert_eq!(value("birthday", "0/0/00"), None);
        assert_eq!(value("gender", "Unspecified"), None);
    }

    #[test]
    fn values_are_cleaned_of_the_marks_of_their_exporters() {
        assert_eq!(value("mobile_phone", "p:+46701234567"), Some("+46701234567".into()));
        assert_eq!(value("mobile_phone", "'0151 234"), Some("0151 234".into()));
        assert_eq!(value("city", "'s-Hertogenbosch"), Some("'s-Hertogenbosch".into()));
        assert_eq!(read("city", "a\0b"), Err(CellError::Nul));
    }

    #[test]
    fn genders_are_known_in_several_languages() {
        for (cell, gender) in [("F", "female"), ("männlich", "male"), ("Divers", "other")] {
            assert_eq!(value("gender", cell), Some(gender.into()));
        }
        assert_eq!(read("gender", "maybe"), Err(CellError::Gender));
    }

    #[test]
    fn dates_are_read_as_exports_write_them() {
        for cell in [
            "2024-03-12",
            "2024-03-12 09:14",
            "2024-03-12T09:14:00Z",
            "2024/3/12",
            "12.3.2024",
            "12 Mar 2024",
            "12-Mar-24",
            "March 12, 2024",
            "12. March 2024",
        ] {
            assert_eq!(value("birthday", cell), Some("2024-03-12".into()), "{cell}");
        }
        assert_eq!(value("birthday", "25/12/1980"), Some("1980-12-25".into()));
        assert_eq!(value("birthday", "12/25/1980"), Some("1980-12-25".into()));
        assert_eq!(value("birthday", "05/05/1980"), Some("1980-05-05".into()));
        assert_eq!(read("birthday", "03/04/1980"), Err(CellError::AmbiguousDate));
        for cell in ["yesterday", "2024-02-30", "12", "1/2", "31.02.2000"] {
            assert_eq!(read("birthday", cell), Err(CellError::Date), "{cell}");
        }
    }
}
