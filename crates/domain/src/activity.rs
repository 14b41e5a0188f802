//! What a contact did: the texts and the time of an activity, and the types that activities have.

use thiserror::Error;

use crate::text::{fold, fold_name, nfc, trim};
use crate::value::{self, CellError, Reading};

/// How far behind "now" an activity may be said to lie: clocks of other machines are wrong by minutes, zones by hours.
const AHEAD: i64 = 24 * 60 * 60 * 1000;
const MAX_KEY: usize = 250;
const MAX_LABEL: usize = 100;

/// The type name that stands for all types in conditions, so that no type may have it.
pub const ANY_ACTIVITY: &str = "any";

/// The colours that a type may have.
pub const COLOURS: [&str; 14] = [
    "dark", "gray", "red", "pink", "grape", "violet", "indigo", "blue", "cyan", "teal", "green", "lime",
    "yellow", "orange",
];

/// What is told of an activity besides who, what and when: texts, all optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityTexts {
    /// What it was about: a product, a form, a search's words.
    pub item: Option<String>,
    /// What was entered, paid, or answered.
    pub value: Option<String>,
    /// The page where it happened.
    pub url: Option<String>,
    /// The page before.
    pub referrer: Option<String>,
    /// The page's title.
    pub title: Option<String>,
    /// A person's remark.
    pub comment: Option<String>,
    /// The campaign that led to it.
    pub campaign: Option<String>,
    /// Where the visitor came from, as the link says.
    pub utm_source: Option<String>,
    /// By what, as the link says.
    pub utm_medium: Option<String>,
    /// By which of several links, as the link says.
    pub utm_content: Option<String>,
    /// The visitor's language, such as `de-AT`.
    pub culture: Option<String>,
}

impl ActivityTexts {
    /// The texts in the order of the names in [`ActivityTexts::LIMITS`].
    pub fn into_array(self) -> [Option<String>; 11] {
        [
            self.item,
            self.value,
            self.url,
            self.referrer,
            self.title,
            self.comment,
            self.campaign,
            self.utm_source,
            self.utm_medium,
            self.utm_content,
            self.culture,
        ]
    }

    /// Each text's name and its most characters, inclusive.
    pub const LIMITS: [(&'static str, usize); 11] = [
        ("item", 500),
        ("value", 2000),
        ("url", 2000),
        ("referrer", 2000),
        ("title", 500),
        ("comment", 2000),
        ("campaign", 200),
        ("utm_source", 200),
        ("utm_medium", 200),
        ("utm_content", 200),
        ("culture", 35),
    ];

    /// Trims, normalises and bounds every text; a blank one is none.
    fn check(mut self) -> Result<Self, ActivityError> {
        let texts = [
            &mut self.item,
            &mut self.value,
            &mut self.url,
            &mut self.referrer,
            &mut self.title,
            &mut self.comment,
            &mut self.campaign,
            &mut self.utm_source,
            &mut self.utm_medium,
            &mut self.utm_content,
            &mut self.culture,
        ];
        for (text, (field, limit)) in texts.into_iter().zip(Self::LIMITS) {
            *text = text.take().map(|text| clean(&text, field, limit)).transpose()?.flatten();
        }
        Ok(self)
    }

    /// Those of item, value and URL that do not fold to their ASCII lower case, folded, as a JSON object; what
    /// conditions compare with (see [`fold`]).
    pub fn folded(&self) -> Option<String> {
        let texts = [("item", &self.item), ("value", &self.value), ("url", &self.url)];
        let folded: serde_json::Map<String, serde_json::Value> = texts
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.as_deref()?)))
            .map(|(name, text)| (name, text.to_ascii_lowercase(), fold(text)))
            .filter(|(_, plain, folded)| plain != folded)
            .map(|(name, _, folded)| (name.to_owned(), folded.into()))
            .collect();
        (!folded.is_empty()).then(|| serde_json::Value::Object(folded).to_string())
    }
}

/// An activity as somebody sent it, apart from who and which type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawActivity {
    /// When it happened, as fields read a moment; now when not given.
    pub at: Option<String>,
    /// The sender's name for it, so that sending it again does not double it.
    pub key: Option<String>,
    /// All else.
    pub texts: ActivityTexts,
}

/// An activity that may be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// When it happened, in milliseconds since 1970.
    pub at: i64,
    /// The sender's name for it.
    pub key: Option<String>,
    /// Clean texts within their limits.
    pub texts: ActivityTexts,
}

/// Why an activity cannot be recorded as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ActivityError {
    /// More characters than the field takes.
    #[error("{field} has more than {limit} characters")]
    TooLong {
        /// The field.
        field: &'static str,
        /// Its most characters.
        limit: usize,
    },
    /// A NUL character, which databases do not take.
    #[error("{field} holds an invisible NUL character")]
    Nul {
        /// The field.
        field: &'static str,
    },
    /// No time.
    #[error("at is no time such as 2026-11-24T10:00:00Z")]
    Time,
    /// A time whose day and month could be either.
    #[error("at can be read in two ways: day first or month first")]
    AmbiguousTime,
    /// Before 1970, or more than a day in the future.
    #[error("at is before 1970 or more than a day in the future")]
    TimeRange,
}

impl ActivityError {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong { .. } => "text_too_long",
            Self::Nul { .. } => "text_nul",
            Self::Time => "time_invalid",
            Self::AmbiguousTime => "time_ambiguous",
            Self::TimeRange => "time_out_of_range",
        }
    }

    /// What to do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::TooLong { .. } => "Shorten it.",
            Self::Nul { .. } => "Remove the character.",
            Self::Time | Self::AmbiguousTime => "Write it with its offset, as RFC 3339 does.",
            Self::TimeRange => "Look at the sender's clock.",
        }
    }
}

impl RawActivity {
    /// Reads the activity, at the time `now`.
    pub fn check(self, now: i64) -> Result<Activity, ActivityError> {
        let key = self.key.map(|key| clean(&key, "key", MAX_KEY)).transpose()?.flatten();
        let at = self.at.map_or(Ok(now), |at| read_time(&at, now))?;
        Ok(Activity { at, key, texts: self.texts.check()? })
    }
}

fn read_time(text: &str, now: i64) -> Result<i64, ActivityError> {
    let at = match value::read_moment(text, Reading::alone(now)) {
        Ok(Some(at)) => at,
        Err(CellError::AmbiguousDate) => return Err(ActivityError::AmbiguousTime),
        Ok(None) | Err(_) => return Err(ActivityError::Time),
    };
    if (0..=now.saturating_add(AHEAD)).contains(&at) { Ok(at) } else { Err(ActivityError::TimeRange) }
}

fn clean(text: &str, field: &'static str, limit: usize) -> Result<Option<String>, ActivityError> {
    let text = nfc(trim(text));
    if text.contains('\0') {
        return Err(ActivityError::Nul { field });
    }
    if text.chars().count() > limit {
        return Err(ActivityError::TooLong { field, limit });
    }
    Ok((!text.is_empty()).then(|| text.into_owned()))
}

/// What an activity type is called by people, and the name that is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityTypeLabel(String);

/// Why a type cannot be as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ActivityTypeError {
    /// No letter and no digit.
    #[error("an activity type needs a label with letters or digits")]
    LabelBlank,
    /// More than 100 characters.
    #[error("the label of an activity type has at most 100 characters")]
    LabelTooLong,
    /// A NUL character.
    #[error("the label holds an invisible NUL character")]
    LabelNul,
    /// The name stands for something else.
    #[error("the label \"any\" stands for all activity types")]
    LabelReserved,
    /// A colour that the page does not have.
    #[error("there is no such colour")]
    Colour,
}

impl ActivityTypeError {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::LabelBlank => "activity_type_label_blank",
            Self::LabelTooLong => "activity_type_label_too_long",
            Self::LabelNul => "activity_type_label_nul",
            Self::LabelReserved => "activity_type_label_reserved",
            Self::Colour => "activity_type_colour_unknown",
        }
    }

    /// What to do about it.
    pub fn remedy(self) -> String {
        match self {
            Self::LabelBlank | Self::LabelReserved => "Choose another label.".to_owned(),
            Self::LabelTooLong => "Shorten it.".to_owned(),
            Self::LabelNul => "Remove the character.".to_owned(),
            Self::Colour => format!("Choose one of {}.", COLOURS.join(", ")),
        }
    }
}

impl ActivityTypeLabel {
    /// Reads a label as typed.
    pub fn parse(text: &str) -> Result<Self, ActivityTypeError> {
        let label = nfc(trim(text)).into_owned();
        if label.contains('\0') {
            return Err(ActivityTypeError::LabelNul);
        }
        if label.chars().count() > MAX_LABEL {
            return Err(ActivityTypeError::LabelTooLong);
        }
        match Self(label) {
            label if label.name().is_empty() => Err(ActivityTypeError::LabelBlank),
            label if label.name() == ANY_ACTIVITY => Err(ActivityTypeError::LabelReserved),
            label => Ok(label),
        }
    }

    /// The label as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The type's name in the API: the label's letters and digits in lower case, without accents, joined by `_`.
    pub fn name(&self) -> String {
        fold_name(&self.0).replace(' ', "_")
    }
}

/// A colour as the page knows it.
pub fn read_colour(text: &str) -> Result<&'static str, ActivityTypeError> {
    COLOURS.into_iter().find(|&colour| colour == text).ok_or(ActivityTypeError::Colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_348_800_000; // 2026-11-22T12:00:00Z

    fn at(text: &str) -> Result<i64, ActivityError> {
        let raw = RawActivity { at: Some(text.to_owned()), ..RawActivity::default() };
        raw.check(NOW).map(|activity| activity.at)
    }

    fn item(text: &str) -> Result<Option<String>, ActivityError> {
        let texts = ActivityTexts { item: Some(text.to_owned()), ..ActivityTexts::default() };
        RawActivity { texts, ..RawActivity::default() }.check(NOW).map(|activity| activity.texts.item)
    }

    #[test]
    fn times_are_read_as_those_of_fields_and_at_most_a_day_ahead() {
        assert_eq!(RawActivity::default().check(NOW).unwrap().at, NOW);
        assert_eq!(at("2026-11-22T13:00:00+01:00"), Ok(NOW));
        assert_eq!(at(" 2026-11-22T12:00:00.001Z "), Ok(NOW + 1));
        assert_eq!(at("2026-11-23T12:00:00Z"), Ok(NOW + AHEAD));
        assert_eq!(at("2026-11-23T12:00:00.001Z"), Err(ActivityError::TimeRange));
        assert_eq!(at("1969-12-31T23:59:59Z"), Err(ActivityError::TimeRange));
        for text in [
            "2026-11-22 12:00",
            "2026-11-22T12:00:00",
            "11/22/2026 12:00 PM",
            "22.11.2026 13:00 CET",
            "Sun, 22 Nov 2026 12:00:00 +0000",
            "=\"2026-11-22 12:00\"",
        ] {
            assert_eq!(at(text), Ok(NOW), "{text}");
        }
        assert_eq!(at("2026-11-22"), Ok(NOW - AHEAD / 2));
        assert_eq!(at("03/04/2026 9:14"), Err(ActivityError::AmbiguousTime));
        for text in
            ["", "yesterday", "0000-00-00", "2026-13-01T00:00:00Z", "2026-11-22 12:00 XYZ", "1795348800"]
        {
            assert_eq!(at(text), Err(ActivityError::Time), "{text}");
        }
    }

    #[test]
    fn texts_are_trimmed_composed_and_bounded_by_characters() {
        assert_eq!(item(" \u{FEFF}Cafe\u{301}\u{A0}"), Ok(Some("Café".to_owned())));
        assert_eq!(item("\u{200B} "), Ok(None));
        assert_eq!(item("a\0b"), Err(ActivityError::Nul { field: "item" }));
        assert!(item(&"ü".repeat(500)).is_ok());
        assert_eq!(item(&"x".repeat(501)), Err(ActivityError::TooLong { field: "item", limit: 500 }));
    }

    #[test]
    fn every_text_has_its_own_limit() {
        for (place, (field, limit)) in ActivityTexts::LIMITS.into_iter().enumerate() {
            let with = |length: usize| {
                let mut all: Vec<Option<String>> = vec![None; 11];
                all[place] = Some("x".repeat(length));
                let mut all = all.into_iter();
                let mut next = || all.next().unwrap();
                ActivityTexts {
                    item: next(),
                    value: next(),
                    url: next(),
                    referrer: next(),
                    title: next(),
                    comment: next(),
                    campaign: next(),
                    utm_source: next(),
                    utm_medium: next(),
                    utm_content: next(),
                    culture: next(),
                }
            };
            let kept = with(limit).check().unwrap().into_array();
            assert_eq!(kept[place].as_ref().map(String::len), Some(limit), "{field}");
            assert_eq!(with(limit + 1).check(), Err(ActivityError::TooLong { field, limit }));
        }
    }

    #[test]
    fn only_what_ascii_cannot_fold_is_kept_folded() {
        let texts = |item: &str, url: &str| ActivityTexts {
            item: Some(item.to_owned()),
            url: Some(url.to_owned()),
            title: Some("ÄRGER".to_owned()),
            ..ActivityTexts::default()
        };
        assert_eq!(texts("Shoes", "HTTPS://X.DE/ä").folded(), None);
        assert_eq!(texts("ÄRGER", "https://x.de/").folded().as_deref(), Some(r#"{"item":"ärger"}"#));
    }

    #[test]
    fn names_of_types_are_made_of_their_labels() {
        let name = |label: &str| ActivityTypeLabel::parse(label).map(|label| label.name());
        assert_eq!(name(" Besuch am Messe-Stand (Köln) ").unwrap(), "besuch_am_messe_stand_koln");
        assert_eq!(name("来店").unwrap(), "来店");
        assert_eq!(name("' or 1=1; --").unwrap(), "or_1_1");
        assert_eq!(name(" !? "), Err(ActivityTypeError::LabelBlank));
        assert_eq!(name("Any"), Err(ActivityTypeError::LabelReserved));
        assert_eq!(name("a\0b"), Err(ActivityTypeError::LabelNul));
        assert!(name(&"x".repeat(100)).is_ok());
        assert_eq!(name(&"x".repeat(101)), Err(ActivityTypeError::LabelTooLong));
    }

    #[test]
    fn colours_are_those_of_the_page() {
        assert_eq!(read_colour("teal"), Ok("teal"));
        assert_eq!(read_colour("Teal; x"), Err(ActivityTypeError::Colour));
    }
}
