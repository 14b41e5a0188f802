//! What rules can be about, and with which operators: the catalogue that the page builds its conditions from.

use crate::{Field, FieldKind, Fields};

/// What a person enters for an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Nothing.
    None,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A number.
    Number,
    /// Two numbers.
    Numbers,
    /// A day.
    Date,
    /// Two days.
    Dates,
    /// A moment.
    Moment,
    /// Two moments.
    Moments,
    /// A number of hours, days, weeks, months or years.
    Interval,
    /// A number of days.
    Days,
    /// One of the subject's choices.
    Choice,
    /// Some of the subject's choices.
    ChoiceList,
    /// Some contact groups.
    Groups,
    /// Some accounts.
    Accounts,
    /// Some roles in accounts.
    Roles,
    /// An import.
    Import,
    /// What a contact did, how often and when.
    Activity,
    /// A share in percent.
    Percent,
    /// A score and a number of points.
    ScorePoints,
    /// A score and two numbers of points.
    ScoreRange,
    /// A score and when its limit was crossed.
    ScoreCrossing,
    /// Some personas.
    Personas,
}

impl Input {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::None,
        Self::Text,
        Self::Texts,
        Self::Number,
        Self::Numbers,
        Self::Date,
        Self::Dates,
        Self::Moment,
        Self::Moments,
        Self::Interval,
        Self::Days,
        Self::Choice,
        Self::ChoiceList,
        Self::Groups,
        Self::Accounts,
        Self::Roles,
        Self::Import,
        Self::Activity,
        Self::Percent,
        Self::ScorePoints,
        Self::ScoreRange,
        Self::ScoreCrossing,
        Self::Personas,
    ];

    /// The word for it in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Text => "text",
            Self::Texts => "texts",
            Self::Number => "number",
            Self::Numbers => "numbers",
            Self::Date => "date",
            Self::Dates => "dates",
            Self::Moment => "moment",
            Self::Moments => "moments",
            Self::Interval => "interval",
            Self::Days => "days",
            Self::Choice => "choice",
            Self::ChoiceList => "choice_list",
            Self::Groups => "groups",
            Self::Accounts => "accounts",
            Self::Roles => "roles",
            Self::Import => "import",
            Self::Activity => "activity",
            Self::Percent => "percent",
            Self::ScorePoints => "score_points",
            Self::ScoreRange => "score_range",
            Self::ScoreCrossing => "score_crossing",
            Self::Personas => "personas",
        }
    }
}

/// An operator of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// Its name in the API.
    pub name: &'static str,
    /// Its words on the page, between the subject and the value.
    pub label: &'static str,
    /// What it is given.
    pub input: Input,
}

const fn operator(name: &'static str, label: &'static str, input: Input) -> Operator {
    Operator { name, label, input }
}

const EMPTY: Operator = operator("empty", "is blank", Input::None);
const NOT_EMPTY: Operator = operator("not_empty", "is not blank", Input::None);

const TEXT: &[Operator] = &[
    operator("is", "is", Input::Text),
    operator("is_not", "is not", Input::Text),
    operator("any_of", "is any of", Input::Texts),
    operator("none_of", "is none of", Input::Texts),
    operator("contains", "contains", Input::Text),
    operator("not_contains", "does not contain", Input::Text),
    operator("starts_with", "starts with", Input::Text),
    operator("ends_with", "ends with", Input::Text),
    EMPTY,
    NOT_EMPTY,
];
const NUMBER: &[Operator] = &[
    operator("is", "is", Input::Number),
    operator("is_not", "is not", Input::Number),
    operator("less", "is less than", Input::Number),
    operator("at_most", "is at most", Input::Number),
    operator("at_least", "is at least", Input::Number),
    operator("greater", "is greater than", Input::Number),
    operator("between", "is between", Input::Numbers),
    EMPTY,
    NOT_EMPTY,
];
const YES_NO: &[Operator] =
    &[operator("is_yes", "is yes", Input::None), operator("is_no", "is no", Input::None), EMPTY, NOT_EMPTY];
const CHOICE: &[Operator] = &[
    operator("is", "is", Input::Choice),
    operator("is_not", "is not", Input::Choice),
    operator("any_of", "is any of", Input::ChoiceList),
    operator("none_of", "is none of", Input::ChoiceList),
    EMPTY,
    NOT_EMPTY,
];
const CHOICES: &[Operator] = &[
    operator("has_any", "has any of", Input::ChoiceList),
    operator("has_all", "has all of", Input::ChoiceList),
    operator("has_none", "has none of", Input::ChoiceList),
    EMPTY,
    NOT_EMPTY,
];
const DATE: &[Operator] = &[
    operator("on", "is on", Input::Date),
    operator("before", "is before", Input::Date),
    operator("after", "is after", Input::Date),
    operator("between", "is between", Input::Dates),
    operator("in_last", "is in the last", Input::Interval),
    operator("in_next", "is in the next", Input::Interval),
    operator("today", "is today", Input::None),
    operator("this_month", "is in this month", Input::None),
    operator("last_month", "is in last month", Input::None),
    operator("anniversary_in", "has its anniversary within the next", Input::Days),
    EMPTY,
    NOT_EMPTY,
];
const MOMENT: &[Operator] = &[
    operator("on", "is on", Input::Date),
    operator("before", "is before", Input::Moment),
    operator("after", "is after", Input::Moment),
    operator("between", "is between", Input::Moments),
    operator("in_last", "is in the last", Input::Interval),
    operator("in_next", "is in the next", Input::Interval),
    operator("today", "is today", Input::None),
    operator("this_month", "is in this month", Input::None),
    operator("last_month", "is in last month", Input::None),
    EMPTY,
    NOT_EMPTY,
];
const DOMAIN: &[Operator] = &[
    operator("is", "is", Input::Text),
    operator("is_not", "is not", Input::Text),
    operator("any_of", "is any of", Input::Texts),
    operator("none_of", "is none of", Input::Texts),
];
const AGE: &[Operator] = &[
    operator("at_least", "is at least", Input::Number),
    operator("at_most", "is at most", Input::Number),
    operator("between", "is between", Input::Numbers),
];
const GROUP: &[Operator] = &[
    operator("in_any", "is in any of", Input::Groups),
    operator("in_all", "is in all of", Input::Groups),
    operator("in_none", "is in none of", Input::Groups),
];
const ACCOUNT: &[Operator] = &[
    operator("in_any", "is in any of", Input::Accounts),
    operator("in_none", "is in none of", Input::Accounts),
    operator("in_some", "is in any at all", Input::None),
];
const ACCOUNT_ROLE: &[Operator] =
    &[operator("has_any", "is any of", Input::Roles), operator("has_none", "is none of", Input::Roles)];
const ACTIVITY: &[Operator] = &[operator("done", "did", Input::Activity)];
const IMPORT: &[Operator] = &[
    operator("imported_by", "created or changed by", Input::Import),
    operator("created_by", "created by", Input::Import),
    operator("updated_by", "changed by", Input::Import),
    operator("unchanged_by", "found unchanged by", Input::Import),
];
const SCORE: &[Operator] = &[
    operator("at_least", "is at least", Input::ScorePoints),
    operator("at_most", "is at most", Input::ScorePoints),
    operator("between", "is between", Input::ScoreRange),
    operator("crossed", "crossed its limit", Input::ScoreCrossing),
];
const PERSONA: &[Operator] = &[
    operator("in_any", "is any of", Input::Personas),
    operator("in_none", "is none of", Input::Personas),
    EMPTY,
    NOT_EMPTY,
];
const RANDOM: &[Operator] = &[operator("percent", "of all contacts:", Input::Percent)];

/// What a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its name in the API: a field's, or one of the others'.
    pub name: String,
    /// Its words on the page.
    pub label: String,
    /// The field, for a subject that is one.
    pub field: Option<Field>,
    /// Its operators.
    pub operators: &'static [Operator],
}

impl Subject {
    fn of(field: Field) -> Self {
        let operators = match field.kind() {
            FieldKind::Date => DATE,
            FieldKind::DateTime => MOMENT,
            FieldKind::Number | FieldKind::Decimal => NUMBER,
            FieldKind::YesNo => YES_NO,
            FieldKind::Gender | FieldKind::Choice => CHOICE,
            FieldKind::Choices => CHOICES,
            _ => TEXT,
        };
        Self { name: field.name().to_owned(), label: field.label().to_owned(), field: Some(field), operators }
    }

    fn other((name, label, operators): (&str, &str, &'static [Operator])) -> Self {
        Self { name: name.to_owned(), label: label.to_owned(), field: None, operators }
    }
}

/// Everything that a rule can be about.
pub fn subjects(fields: &Fields) -> Vec<Subject> {
    let others = [
        ("email_domain", "E-mail domain", DOMAIN),
        ("age", "Age", AGE),
        ("created_at", "Created", without_blank(MOMENT)),
        ("changed_at", "Last changed", without_blank(MOMENT)),
        ("group", "Contact group", GROUP),
        ("account", "Account", ACCOUNT),
        ("account_role", "Role in an account", ACCOUNT_ROLE),
        ("import", "Import", IMPORT),
        ("activity", "Activity", ACTIVITY),
        ("score", "Score", SCORE),
        ("persona", "Persona", PERSONA),
        ("random", "Random share", RANDOM),
    ];
    fields.all().map(Subject::of).chain(others.into_iter().map(Subject::other)).collect()
}

/// The operators of what always has a value.
fn without_blank(operators: &'static [Operator]) -> &'static [Operator] {
    &operators[..operators.len() - 2]
}
