//! Whether the values of a column can be what its name says: `E-Mail` with yes and no in it is no address column.

use crate::text::{fold_name, trim};
use crate::value::{self, CellError, Reading};
use crate::{Email, Field, FieldKind};

/// What values are instead of what the column's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Emails,
    YesNo,
    DiallingCodes,
    Websites,
    Dates,
    Statuses,
    Phones,
    Numbers,
    NoEmails,
    NoDates,
    NoGenders,
    NoNumbers,
    NoYesNo,
    NoChoices,
    NoPhones,
    NoWebsites,
    NoPostalCodes,
    NoPartOfAName,
}

impl What {
    fn words(self) -> &'static str {
        match self {
            Self::Emails => "e-mail addresses",
            Self::YesNo => "yes and no",
            Self::DiallingCodes => "telephone codes",
            Self::Websites => "web addresses",
            Self::Dates => "dates",
            Self::Statuses => "words for a status",
            Self::Phones => "telephone numbers",
            Self::Numbers => "numbers",
            Self::NoEmails => "no e-mail addresses",
            Self::NoDates => "no dates",
            Self::NoGenders => "no genders that are known here",
            Self::NoNumbers => "no whole numbers",
            Self::NoYesNo => "neither yes nor no",
            Self::NoChoices => "not among the field's choices",
            Self::NoPhones => "no telephone numbers",
            Self::NoWebsites => "no web addresses",
            Self::NoPostalCodes => "no postal codes",
            Self::NoPartOfAName => "neither forms of address nor titles",
        }
    }

    /// How many such values tell enough: one that is surely something else, two that only lack what they need. A kind
    /// whose reader refuses them needs three, because each of them is told of anyway.
    fn enough(self) -> usize {
        match self {
            Self::Numbers | Self::NoPhones | Self::NoWebsites | Self::NoPostalCodes => 2,
            Self::NoDates | Self::NoGenders | Self::NoNumbers | Self::NoYesNo | Self::NoChoices => 3,
            _ => 1,
        }
    }
}

/// Why a column's name is not followed, in words for people.
pub(super) fn contradiction(name: &str, what: What) -> String {
    format!("called \"{name}\", but its values are {}", what.words())
}

/// What a column's values say about a field that its name speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They can be the field's, or say nothing.
    Fits,
    /// They are something else.
    Contradicts(What),
}

/// Judges the filled values of a column: the name is wrong when enough of them do not fit, and five times as many as do.
pub(super) fn judge<'a>(field: &Field, values: impl Iterator<Item = &'a str>) -> Verdict {
    let (mut fitting, mut odd) = (0, Vec::new());
    for value in values {
        match fit(field, value) {
            Fit::Yes => fitting += 1,
            Fit::Perhaps => {}
            Fit::No(what) => odd.push(what),
        }
    }
    let Some(enough) = odd.iter().map(|what| needed(field, *what)).min() else { return Verdict::Fits };
    if odd.len() < enough || fitting * 5 > odd.len() {
        return Verdict::Fits;
    }
    let count = |what: What| odd.iter().filter(|&&other| other == what).count();
    let most = odd.iter().copied().max_by_key(|&what| count(what));
    most.map_or(Verdict::Fits, Verdict::Contradicts)
}

/// Names such as "Tak" and "Sim" mean yes elsewhere; one of them tells nothing.
fn needed(field: &Field, what: What) -> usize {
    if what == What::YesNo && is_of_a_person(field) { 2 } else { what.enough() }
}

/// The part of a cell that is looked at: the first of several values.
pub(super) fn first_value(cell: &str) -> &str {
    let cell = trim(cell.split(" ::: ").next().unwrap_or_default());
    trim(cell.strip_prefix('\'').unwrap_or(cell))
}

enum Fit {
    Yes,
    /// Neither for nor against.
    Perhaps,
    No(What),
}

impl Fit {
    fn or(fits: bool, what: What) -> Self {
        if fits { Self::Yes } else { Self::No(what) }
    }
}

fn fit(field: &Field, cell: &str) -> Fit {
    let value = first_value(cell);
    match (field.kind(), field.name()) {
        (FieldKind::Email | FieldKind::OtherEmail, _) => fit_email(value),
        (FieldKind::Phone(_), _) => fit_phone(value),
        (FieldKind::Url(_), _) => fit_website(value),
        (FieldKind::Date | FieldKind::DateTime, _) => fit_date(field, value),
        (FieldKind::Country, _) | (_, "country" | "state") => fit_region(value),
        (FieldKind::LongText(_), _) => Fit::Yes,
        (FieldKind::Text(_), _) if field.as_custom().is_some() => Fit::Yes,
        (FieldKind::Text(_), "zip") => fit_zip(value),
        (FieldKind::Text(_), _) => fit_text(field, value),
        (kind, _) => match field.read(cell) {
            Ok(Some(_)) => Fit::Yes,
            Ok(None) | Err(CellError::AmbiguousNumber) => Fit::Perhaps,
            Err(_) => Fit::No(refused(kind)),
        },
    }
}

fn refused(kind: FieldKind) -> What {
    match kind {
        FieldKind::Gender => What::NoGenders,
        FieldKind::YesNo => What::NoYesNo,
        FieldKind::Choice | FieldKind::Choices => What::NoChoices,
        _ => What::NoNumbers,
    }
}

fn fit_email(value: &str) -> Fit {
    match () {
        () if Email::parse(value).is_ok() => Fit::Yes,
        () if is_meant_as_address(value) => Fit::Perhaps,
        () => Fit::No(looks(value).unwrap_or(What::NoEmails)),
    }
}

/// A damaged address (`nora(at)example.com`) is still meant as one.
pub(super) fn is_meant_as_address(value: &str) -> bool {
    let folded = value.to_lowercase();
    ["@", "(at)", "[at]", " at "].iter().any(|mark| folded.contains(mark))
}

fn fit_phone(value: &str) -> Fit {
    match looks(value) {
        Some(what @ (What::Emails | What::YesNo | What::Websites | What::Dates | What::DiallingCodes)) => {
            Fit::No(what)
        }
        _ if is_in_powers_of_ten(value) => Fit::Perhaps,
        _ => Fit::or(digits(value) >= 5, What::NoPhones),
    }
}

/// `4.91512E+11` is what a spreadsheet made of a telephone number.
fn is_in_powers_of_ten(value: &str) -> bool {
    let (Some((number, power)), true) = (value.split_once(['E', 'e']), digits(value) > 0) else {
        return false;
    };
    let is_number =
        |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | ','));
    is_number(number) && is_number(power) && !power.is_empty()
}

fn fit_website(value: &str) -> Fit {
    let is_one = value.contains('.') && !value.contains('@') && !value.contains(char::is_whitespace);
    match looks(value) {
        Some(what @ (What::Emails | What::YesNo | What::Dates)) => Fit::No(what),
        _ => Fit::or(is_one && value.contains(char::is_alphabetic), What::NoWebsites),
    }
}

/// What is written like a date and cannot be read is told value by value; the column is one of dates all the same.
fn fit_date(field: &Field, value: &str) -> Fit {
    match field.read(value) {
        Ok(Some(_)) | Err(CellError::AmbiguousDate) => Fit::Yes,
        Ok(None) => Fit::Perhaps,
        Err(_) if is_written_like_a_date(value) => Fit::Perhaps,
        Err(_) => Fit::No(What::NoDates),
    }
}

fn is_written_like_a_date(value: &str) -> bool {
    let groups = value.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    groups.clone().count() >= 2 && groups.clone().all(|group| group.len() <= 4)
}

/// A country or a state: a word or a code of letters. "NO" and "ON" are Norway and Ontario, not a no and a yes.
fn fit_region(value: &str) -> Fit {
    match looks(value) {
        Some(What::YesNo) if matches!(fold_name(value).as_str(), "no" | "si" | "on" | "n" | "y") => {
            Fit::Perhaps
        }
        Some(what) => Fit::No(what),
        None => Fit::Yes,
    }
}

fn fit_zip(value: &str) -> Fit {
    match looks(value) {
        Some(what @ (What::Emails | What::YesNo | What::Websites | What::DiallingCodes | What::Dates)) => {
            Fit::No(what)
        }
        _ => Fit::or(value.contains(|c: char| c.is_numeric()), What::NoPostalCodes),
    }
}

fn fit_text(field: &Field, value: &str) -> Fit {
    let Some(what) = looks(value) else { return Fit::Yes };
    match (field.name(), what) {
        (_, What::YesNo) if is_of_a_person(field) && value.chars().count() == 1 => Fit::Yes,
        ("status", What::Statuses | What::YesNo)
        | ("owner", What::Emails)
        | ("address2" | "campaign", What::Numbers) => Fit::Yes,
        ("campaign", What::Dates) | (_, What::Statuses) => Fit::Perhaps,
        _ => Fit::No(what),
    }
}

fn is_of_a_person(field: &Field) -> bool {
    matches!(field.name(), "first_name" | "middle_name" | "last_name")
}

/// What a value surely is by its looks; `None` for other text.
pub(super) fn looks(value: &str) -> Option<What> {
    let found = [
        (Email::parse(value).is_ok(), What::Emails),
        (is_dialling_code(value), What::DiallingCodes),
        (is_yes_or_no(value), What::YesNo),
        (is_web_address(value), What::Websites),
        (is_day(value), What::Dates),
        (STATUSES.contains(&fold_name(value).as_str()), What::Statuses),
        (is_phone(value), What::Phones),
        (digits(value) > 0 && !value.contains(char::is_alphabetic), What::Numbers),
    ];
    found.into_iter().find_map(|(is_it, what)| is_it.then_some(what))
}

fn digits(value: &str) -> usize {
    value.chars().filter(char::is_ascii_digit).count()
}

/// `+49`, `0049`, `+1-684`.
fn is_dialling_code(value: &str) -> bool {
    let code = value.strip_prefix('+').or_else(|| value.strip_prefix("00"));
    code.is_some_and(|code| {
        (1..=4).contains(&digits(code)) && code.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' '))
    })
}

fn is_yes_or_no(value: &str) -> bool {
    value.contains(char::is_alphabetic) && value::yes_no(value).is_ok()
}

/// True for what no other kind of value starts with.
pub(super) fn is_web_address(value: &str) -> bool {
    let folded = value.to_lowercase();
    ["http://", "https://", "www."].iter().any(|start| folded.starts_with(start))
        && !value.contains(char::is_whitespace)
}

/// A day with a year of four digits; less could be a telephone number.
pub(super) fn is_day(value: &str) -> bool {
    let mut groups = value.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    let has_marks = value.contains(['-', '/', '.', ' ']) && !value.starts_with('+');
    has_marks
        && groups.any(|group| group.len() == 4)
        && matches!(value::date(value, Reading::default()), Ok(Some(_)) | Err(CellError::AmbiguousDate))
}

/// A telephone number that nobody takes for another number: with its country or area in front, or parted.
pub(super) fn is_phone(value: &str) -> bool {
    let count = digits(value);
    let is_spelled = value.chars().all(|c| c.is_ascii_digit() || "+-/(). \u{a0}".contains(c));
    let has_start = value.starts_with(['+', '0', '(']);
    is_spelled && has_start && (7..=17).contains(&count)
}

/// Words for how far somebody is, folded: no state and no country is called so.
const STATUSES: [&str; 44] = [
    "active",
    "inactive",
    "subscribed",
    "unsubscribed",
    "bounced",
    "cleaned",
    "confirmed",
    "unconfirmed",
    "pending",
    "cancelled",
    "canceled",
    "complained",
    "enabled",
    "disabled",
    "blocked",
    "deleted",
    "archived",
    "suspended",
    "open",
    "closed",
    "new",
    "won",
    "lost",
    "lead",
    "customer",
    "prospect",
    "qualified",
    "unqualified",
    "verified",
    "unverified",
    "invited",
    "expired",
    "trial",
    "paid",
    "aktiv",
    "inaktiv",
    "angemeldet",
    "abgemeldet",
    "gesperrt",
    "offen",
    "bestatigt",
    "actif",
    "inactif",
    "activo",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(name: &str, values: &[&str]) -> Option<What> {
        match judge(&Field::named(name).unwrap(), values.iter().copied()) {
            Verdict::Fits => None,
            Verdict::Contradicts(what) => Some(what),
        }
    }

    #[test]
    fn values_that_are_something_else_contradict_a_name() {
        for (field, values, what) in [
            ("email", &["ja", "nein", "ja"][..], What::YesNo),
            ("email", &["opened", "x", "y"], What::NoEmails),
            ("country", &["+49"], What::DiallingCodes),
            ("country", &["0049", "+1-684"], What::DiallingCodes),
            ("country", &["49", "43"], What::Numbers),
            ("country", &["yes", "no", "yes"], What::YesNo),
            ("state", &["active", "unsubscribed"], What::Statuses),
            ("state", &["Aktiv"], What::Statuses),
            ("job_title", &["1", "2", "3"], What::Numbers),
            ("company", &["yes", "no"], What::YesNo),
            ("company", &["oui", "non"], What::YesNo),
            ("first_name", &["ann@x.de", "bo@x.de"], What::Emails),
            ("first_name", &["ja", "nein"], What::YesNo),
            ("last_name", &["17", "18"], What::Numbers),
            ("city", &["2024-03-12", "2024-03-13"], What::Dates),
            ("address1", &["ann@x.de"], What::Emails),
            ("mobile_phone", &["yes"], What::YesNo),
            ("mobile_phone", &["iPhone", "Nokia 5"], What::NoPhones),
            ("business_phone", &["12.03.2024", "13.03.2024"], What::Dates),
            ("zip", &["Ulm", "Bonn"], What::NoPostalCodes),
            ("website", &["Facebook", "none"], What::NoWebsites),
            ("website", &["a@x.de"], What::Emails),
            ("birthday", &["yes", "spring", "45"], What::NoDates),
            ("gender", &["likes it", "so-so", "hm"], What::NoGenders),
            ("bounces", &["soft", "hard", "soft"], What::NoNumbers),
            ("tracked", &["Paris", "Rom", "Ulm"], What::NoYesNo),
            ("owner", &["yes", "no"], What::YesNo),
            ("status", &["2024-01-01"], What::Dates),
        ] {
            assert_eq!(judged(field, values), Some(what), "{field} {values:?}");
        }
    }

    #[test]
    fn values_that_can_be_meant_keep_the_name() {
        for (field, values) in [
            ("email", &["nora(at)example.com", "no @ all"][..]),
            ("email", &["a@x.de ::: b@x.de", "Ann <a@x.de>"]),
            ("country", &["NO", "SI"]),
            ("state", &["ON", "NY"]),
            ("state", &["New York", "Bayern"]),
            ("zip", &["01067", "SW1A 1AA", "060-0001", "01310-100", "\u{967}\u{968}"]),
            ("mobile_phone", &["4.91512E+11"]),
            (
                "mobile_phone",
                &["'+49 151 2345678", "p:+46701234567", "01.02.03.04.05", "+1 555 123 ::: +1 555 124"],
            ),
            ("birthday", &["04/25", "--05-12", "0/0/00", "12. marraskuuta 1980"]),
            ("birthday", &["yes", "spring"]),
            ("gender", &["F", "m", "maybe", "Unspecified"]),
            ("middle_name", &["J.", "T", "N", "F"]),
            ("first_name", &["Tak"]),
            ("last_name", &["True", "Berg", "Adler"]),
            ("company", &["3M", "Yes! GmbH"]),
            ("company", &["1&1"]),
            ("address2", &["2", "3"]),
            ("notes", &["yes", "1", "a@x.de"]),
            ("owner", &["a@x.de"]),
            ("status", &["active", "Lead"]),
            ("website", &["example.com", "http://x.de/y"]),
            ("job_title", &["1", "2", "Manager"]),
            ("city", &[]),
        ] {
            assert_eq!(judged(field, values), None, "{field} {values:?}");
        }
    }
}
