//! Pages of lists: where one begins, how much it holds, and where the next one begins.

use axum::http::StatusCode;
use serde::Deserialize;

use super::problem::ApiError;

/// How many items a page of a list has at most: a number from 1 on, of which 500 are given.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Limit(i64);

impl TryFrom<String> for Limit {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let limit = text.parse().ok().filter(|limit| *limit > 0);
        limit.map(Self).ok_or("a whole number from 1 on is expected")
    }
}

/// How many items a page of a list has: what the client asks for, within bounds.
pub fn page_size(asked: Option<Limit>) -> i64 {
    asked.map_or(50, |Limit(asked)| asked.min(500))
}

/// A place in a list that is named by the id of the last item before it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct AfterId(pub i64);

impl TryFrom<String> for AfterId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().ok().filter(|id| *id > 0).map(Self).ok_or(NO_PLACE)
    }
}

/// A place in a list by names, behind the name that stands behind a `~`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct AfterName(pub String);

impl TryFrom<String> for AfterName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let name = text.strip_prefix('~').filter(|name| !name.contains('\0'));
        name.map(|name| Self(name.to_owned())).ok_or(NO_PLACE)
    }
}

impl AfterName {
    /// The place behind the item with this name, as a page writes it.
    pub fn write(name: &str) -> String {
        format!("~{name}")
    }
}

/// A place in a list that is ordered by a number and then by ids, as `NUMBER:ID`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct AfterNumber(pub (i64, i64));

impl TryFrom<String> for AfterNumber {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let place =
            text.split_once(':').and_then(|(number, id)| Some((number.parse().ok()?, id.parse().ok()?)));
        place.map(Self).ok_or(NO_PLACE)
    }
}

/// Where the next page begins, if this one is full: behind its last item, whose place `place` tells.
pub fn next<T>(page: &[T], limit: i64, place: impl FnOnce(&T) -> String) -> Option<String> {
    page.last().filter(|_| page.len() as i64 == limit).map(place)
}

/// What is wrong with a place that no page of the list gave.
pub const NO_PLACE: &str = "this is not what the page before gave as next";

/// A place that no page of the list gave, as a problem.
pub fn no_place() -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "query_invalid", format!("after: {NO_PLACE}."), "")
}
