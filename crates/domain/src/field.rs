//! The fields of a contact: one row of [`FIELDS`] each, with the words for the page, the limit, and the column names
//! under which exports of other systems carry them (`../shared/reference/export-headers.md`, section 15).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::CustomField;
use crate::text::{nfc, plain, without_marks};
use crate::value::{self, CellError, Reading};

/// What a field holds; decides how a cell is read. Whatever the kind, a value is stored as text in one spelling.
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
    /// `female`, `male` or `other`.
    Gender,
    /// An e-mail address that does not identify the contact.
    OtherEmail,
    /// A moment, stored as `YYYY-MM-DDTHH:MM:SSZ`.
    DateTime,
    /// A whole number of at most 15 digits.
    Number,
    /// A number of at most 15 digits, stored with a point and without needless zeros.
    Decimal,
    /// `true` or `false`.
    YesNo,
    /// One of the field's choices.
    Choice,
    /// Some of the field's choices, in their order, with `;` between them.
    Choices,
    /// A country as people write it.
    Country,
}

impl FieldKind {
    /// The word for it in the API and in the table of custom fields.
    pub fn word(self) -> &'static str {
        match self {
            Self::Email | Self::OtherEmail => "email",
            Text(_) => "text",
            LongText(_) => "long_text",
            Phone(_) => "phone",
            Url(_) => "url",
            Date => "date",
            Gender | Self::Choice => "choice",
            Self::DateTime => "date_time",
            Number => "number",
            Self::Decimal => "decimal",
            YesNo => "yes_no",
            Self::Choices => "choices",
            Self::Country => "country",
        }
    }

    /// True for a text that people may write in capitals or not.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Email | Self::OtherEmail | Text(_) | LongText(_) | Phone(_) | Url(_) | Self::Country
        )
    }
}

#[derive(Debug)]
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

use FieldKind::{Date, Gender, LongText, Number, Phone, Text, Url, YesNo};

/// All standard fields, in the order of the page. Limits: `../shared/reference/contact-management.md`, "Contact".
/// Aliases are folded names, the surest first.
static FIELDS: [Definition; 27] = [
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
            "adresse de messagerie",
            "direccion de correo electronico",
            "contact email",
            "work email",
            "business email",
            "your email",
            "email 1",
            "e mail 1",
            "e mail 1 address",
            "email primary",
            "e mail geschaftlich",
            "e mail privat",
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
            "rufname",
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
            "familienname",
        ],
    ),
    field("salutation", "Salutation", Text(50), &["salutation", "anrede", "civilite", "tratamiento"]),
    field(
        "title_before",
        "Title before name",
        Text(50),
        &["title before", "title before name", "academic title", "akademischer titel"],
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
            "berufsbezeichnung",
            "fonction",
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
            "unternehmensname",
            "firmenname",
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
            "address",
            "strasse",
            "straße",
            "strasse hausnummer",
            "straße hausnummer",
            "strasse und hausnummer",
            "straße und hausnummer",
            "strasse nr",
            "straße nr",
            "anschrift",
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
            "street 2",
            "strasse 2",
            "straße 2",
            "adresszusatz",
            "complement d adresse",
        ],
    ),
    field(
        "city",
        "City",
        Text(100),
        &["city", "town", "ville", "stadt", "stad", "ort", "ciudad", "citta", "miasto", "mesto", "wohnort"],
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
            "bundesland",
            "provincia",
            "kanton",
            "bundesland kanton",
            "dep region",
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
            "pays",
            "land",
            "pais",
            "paese",
            "kraj",
            "zeme",
            "land region",
            "pays region",
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
            "mobilnummer",
            "mobiltelefonnummer",
            "handynummer",
            "telefon mobil",
            "tel mobil",
            "tel mobile",
            "telephone mobile",
            "telephone portable",
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
            "phone 1",
            "general phone",
            "direct phone",
            "landline number",
            "telephone",
            "telefon",
            "telefono",
            "default address phone",
            "person phone",
            "telefonnummer",
            "tel",
            "telephone number",
            "telefon geschaftlich",
            "telefon dienstlich",
            "telephone bureau",
        ],
    ),
    field(
        "home_phone",
        "Home phone",
        Phone(26),
        &[
            "home phone",
            "phone home",
            "person phone home",
            "home phone number",
            "telefon privat",
            "telephone domicile",
        ],
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
            "anmerkung",
            "anmerkungen",
            "notas",
            "remarques",
        ],
    ),
    field("tracked", "Tracked", YesNo, &["tracked"]),
    field("bounces", "Bounces", Number, &["bounces", "bounce count"]),
];

/// A field of a contact: a standard one, or one that the company added. Cheap to clone; told apart by its name.
#[derive(Debug, Clone)]
pub struct Field(Kept);

#[derive(Debug, Clone)]
enum Kept {
    Standard(&'static Definition),
    Custom(Arc<CustomField>),
}

impl Field {
    /// The field that identifies a contact.
    pub const EMAIL: Self = Self(Kept::Standard(&FIELDS[0]));

    /// All standard fields, e-mail first, in the order of the page.
    pub fn all() -> impl Iterator<Item = Self> {
        FIELDS.iter().map(|definition| Self(Kept::Standard(definition)))
    }

    /// All standard fields but the e-mail address.
    pub fn all_values() -> impl Iterator<Item = Self> {
        Self::all().skip(1)
    }

    /// The standard field with this name (`first_name`), as the API, the command line and the tables spell it.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|field| field.name() == name)
    }

    /// A field that the company added.
    pub fn custom(field: CustomField) -> Self {
        Self(Kept::Custom(Arc::new(field)))
    }

    /// The name in the API and on the command line.
    pub fn name(&self) -> &str {
        match &self.0 {
            Kept::Standard(definition) => definition.name,
            Kept::Custom(field) => &field.name,
        }
    }

    /// The column that holds a standard field; custom fields share one document.
    pub fn column(&self) -> Option<&'static str> {
        match &self.0 {
            Kept::Standard(definition) => Some(definition.name),
            Kept::Custom(_) => None,
        }
    }

    /// The definition of a custom field.
    pub fn as_custom(&self) -> Option<&CustomField> {
        match &self.0 {
            Kept::Standard(_) => None,
            Kept::Custom(field) => Some(field),
        }
    }

    /// The name for people.
    pub fn label(&self) -> &str {
        match &self.0 {
            Kept::Standard(definition) => definition.label,
            Kept::Custom(field) => &field.label,
        }
    }

    /// What the field holds.
    pub fn kind(&self) -> FieldKind {
        match &self.0 {
            Kept::Standard(definition) => definition.kind,
            Kept::Custom(field) => field.kind,
        }
    }

    /// How sure it is that a column with this folded name holds the field: 0 is surest.
    pub(crate) fn alias_rank(&self, folded: &str) -> Option<usize> {
        match &self.0 {
            Kept::Standard(definition) => definition.aliases.iter().position(|&alias| alias == folded),
            Kept::Custom(field) => (crate::text::fold_name(&field.label) == folded).then_some(0),
        }
    }

    /// The longest value in characters, inclusive.
    pub fn max_length(&self) -> Option<usize> {
        match self.kind() {
            FieldKind::Email | FieldKind::OtherEmail => Some(crate::email::MAX_CHARS),
            Text(limit) | LongText(limit) | Phone(limit) | Url(limit) => Some(limit),
            FieldKind::Country => Some(value::COUNTRY_CHARS),
            _ => None,
        }
    }

    /// The values to choose from, for a field that has such.
    pub fn choices(&self) -> Vec<&str> {
        match &self.0 {
            Kept::Standard(definition) if definition.kind == Gender => value::genders().collect(),
            Kept::Standard(_) => Vec::new(),
            Kept::Custom(field) => field.choices.iter().map(String::as_str).collect(),
        }
    }

    /// The value that a cell stands for by itself, on whatever day, or `None` for a blank one. Whoever knows the day reads by
    /// [`Field::read_in`], or birthdays in the future pass.
    pub fn read<'a>(&self, cell: &'a str) -> Result<Option<Cow<'a, str>>, CellError> {
        self.read_in(cell, Reading::default())
    }

    /// The value that a cell stands for, given what is known beside it, or `None` for a blank one.
    pub fn read_in<'a>(&self, cell: &'a str, reading: Reading) -> Result<Option<Cow<'a, str>>, CellError> {
        let text = match value::bare(cell) {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => {
                return Ok(self.read_bare(&text, reading)?.map(|value| Cow::Owned(value.into_owned())));
            }
        };
        self.read_bare(text, reading)
    }

    fn read_bare<'a>(&self, text: &'a str, reading: Reading) -> Result<Option<Cow<'a, str>>, CellError> {
        if text.is_empty() {
            return Ok(None);
        }
        if text.contains('\0') {
            return Err(CellError::Nul);
        }
        let owned = |value: String| Some(Cow::Owned(value));
        match self.kind() {
            FieldKind::Email => Ok(Some(Cow::Borrowed(text))),
            Text(limit) if self.is("zip") => value::within(nfc(value::zip(text)?), limit).map(Some),
            Text(limit) | LongText(limit) => value::within(nfc(text), limit).map(Some),
            Url(limit) => value::within(plain(text), limit).map(Some),
            FieldKind::Country => value::within(nfc(text), value::COUNTRY_CHARS).map(Some),
            Phone(limit) => value::phone(text)?.map(|phone| value::within(phone, limit)).transpose(),
            Date if self.is("birthday") => Ok(value::birthday(text, reading)?.map(Cow::Owned)),
            Date => Ok(value::date(text, reading)?.map(Cow::Owned)),
            Gender => value::gender(text).map(|value| value.map(Cow::Borrowed)),
            FieldKind::OtherEmail => value::other_email(text).map(owned),
            FieldKind::DateTime => Ok(value::date_time(text, reading)?.map(Cow::Owned)),
            Number => value::number(&without_marks(text), reading).map(owned),
            FieldKind::Decimal => value::decimal(&without_marks(text), reading).map(owned),
            YesNo => value::yes_no(text).map(|value| Some(Cow::Borrowed(value))),
            FieldKind::Choice => value::choice(text, &self.choices()).map(owned),
            FieldKind::Choices => Ok(value::choices(text, &self.choices())?.map(Cow::Owned)),
        }
    }

    /// Whether it is the standard field with this name.
    fn is(&self, name: &str) -> bool {
        matches!(&self.0, Kept::Standard(definition) if definition.name == name)
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Field {}

impl PartialOrd for Field {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Field {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl Hash for Field {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

/// All fields that a contact has: the standard ones, and behind them those that the company added.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    custom: Vec<Field>,
}

impl Fields {
    /// The standard fields and these.
    pub fn with(custom: impl IntoIterator<Item = CustomField>) -> Self {
        Self { custom: custom.into_iter().map(Field::custom).collect() }
    }

    /// All of them, e-mail first.
    pub fn all(&self) -> impl Iterator<Item = Field> {
        Field::all().chain(self.custom.iter().cloned())
    }

    /// All but the e-mail address.
    pub fn values(&self) -> impl Iterator<Item = Field> {
        self.all().skip(1)
    }

    /// Those that the company added.
    pub fn custom(&self) -> &[Field] {
        &self.custom
    }

    /// The field with this name.
    pub fn named(&self, name: &str) -> Option<Field> {
        let custom = || self.custom.iter().find(|field| field.name() == name).cloned();
        Field::named(name).or_else(custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_name;

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
        assert_eq!(value("last_name", "'t Hooft"), Some("'t Hooft".into()));
        assert_eq!(value("zip", "=\"01067\""), Some("01067".into()));
        assert_eq!(value("notes", "=\"5\"\" pipe\""), Some("5\" pipe".into()));
        assert_eq!(value("first_name", "\u{202A}Anna\u{202C}"), Some("Anna".into()));
        assert_eq!(value("bounces", "\u{200E}1\u{200E}2"), Some("12".into()));
        assert_eq!(value("website", "https://x\u{200B}.de/\u{AD}a"), Some("https://x.de/a".into()));
        assert_eq!(read("city", "a\0b"), Err(CellError::Nul));
    }

    #[test]
    fn digits_that_a_spreadsheet_shortened_are_told() {
        for field in ["mobile_phone", "business_phone", "home_phone", "zip"] {
            assert_eq!(read(field, "1.23E+04"), Err(CellError::Shortened), "{field}");
        }
        assert_eq!(value("notes", "1.23E+04"), Some("1.23E+04".into()), "a text may say so");
        let custom = CustomField::define("Zip", "text", &[], |_| false).map(Field::custom).unwrap();
        assert_eq!(custom.read("4.91512E+11").unwrap().as_deref(), Some("4.91512E+11"));
    }

    #[test]
    fn a_cell_is_read_as_its_column_and_the_day_say() {
        const NOW: i64 = 1_795_514_400_000; // 2026-11-24
        let birthday = Field::named("birthday").unwrap();
        let style = crate::Style { dates: Some(crate::DateOrder::MonthFirst), ..crate::Style::default() };
        let column = Reading::in_column(style, NOW);
        assert_eq!(birthday.read_in("03/04/80", column).unwrap().as_deref(), Some("1980-03-04"));
        assert_eq!(birthday.read_in("2026-11-25", column), Err(CellError::Birthday));
        assert_eq!(birthday.read_in("2026-11-24", column).unwrap().as_deref(), Some("2026-11-24"));
        let custom = CustomField::define("Contract", "date", &[], |_| false).map(Field::custom).unwrap();
        assert_eq!(custom.read_in("16.07.30", column).unwrap().as_deref(), Some("2030-07-16"), "no birthday");
        assert_eq!(custom.read_in("--05-12", column), Err(CellError::Date));
    }
}
