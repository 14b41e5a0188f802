//! Days and moments, as people and programs write them. A text is understood from its first character to its last, or not
//! at all.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, ISOWeekDate, Time, Weekday};
use jiff::tz::{Offset, TimeZone};

use super::scan::Scanner;
use super::style::{DateOrder, Reading};
use super::{CellError, calendar, clock};
use crate::text::{nfc, without_marks};

/// The first year of a birthday.
const FIRST_BIRTH: i16 = 1900;
/// Two-digit years of birthdays are told from the past by this one, where nobody says which day it is.
const BUILT: i16 = 2026;

/// A day as `YYYY-MM-DD`; `None` for the zeros that stand for none. A time behind it is understood, and dropped.
pub(crate) fn date(text: &str, reading: Reading) -> Result<Option<String>, CellError> {
    if is_zero(text) {
        return Ok(None);
    }
    let (written, _) = read(text).ok_or(CellError::Date)?;
    let found = written.full(reading)?;
    Ok(Some(found.to_string()))
}

/// A birthday as `YYYY-MM-DD`, or as `--MM-DD` without its year: a day from 1900 to today.
pub(crate) fn birthday(text: &str, reading: Reading) -> Result<Option<String>, CellError> {
    if is_zero(text) {
        return Ok(None);
    }
    let (written, clock) = read(text).ok_or(CellError::Date)?;
    let (month, day) = written.month_day(reading)?;
    let date = match written.year {
        None if clock.is_some() => return Err(CellError::Date),
        None => return no_year(month, day).map(Some),
        Some(Year::Full(year)) => Date::new(year, month, day).map_err(|_| CellError::Date)?,
        Some(Year::Short(year)) => past(year, month, day, reading.today)?,
    };
    let is_one = date.year() >= FIRST_BIRTH && reading.today.is_none_or(|today| date <= today);
    if is_one { Ok(Some(date.to_string())) } else { Err(CellError::Birthday) }
}

/// A moment; midnight for a day without a time. Where no zone is named, UTC is meant.
pub(crate) fn moment(text: &str, reading: Reading) -> Result<Option<Timestamp>, CellError> {
    if is_zero(text) {
        return Ok(None);
    }
    let (written, clock) = read(text).ok_or(CellError::Date)?;
    let time = clock.map_or(Time::midnight(), |clock| clock.time);
    let seconds = clock.and_then(|clock| clock.ahead).unwrap_or(0) * 60;
    let zone = Offset::from_seconds(seconds).map_err(|_| CellError::Date)?;
    let civil = DateTime::from_parts(written.full(reading)?, time);
    TimeZone::fixed(zone).to_timestamp(civil).map(Some).map_err(|_| CellError::Date)
}

/// A moment as `YYYY-MM-DDTHH:MM:SSZ`.
pub(crate) fn date_time(text: &str, reading: Reading) -> Result<Option<String>, CellError> {
    Ok(moment(text, reading)?.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
}

/// The order of day and month that a text shows, if it can be read in one way only.
pub(super) fn order_shown(text: &str) -> Option<DateOrder> {
    match read(text)?.0.order {
        Parts::Either { first: 13.., second: ..=12, .. } => Some(DateOrder::DayFirst),
        Parts::Either { first: ..=12, second: 13.., .. } => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// `0/0/00` (Outlook), `0000-00-00` (MySQL).
fn is_zero(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0' | b'/' | b'-' | b'.' | b' ' | b':'))
}

/// The day of the two centuries that lies in the past, the later one when both do.
fn past(year: i16, month: i8, day: i8, today: Option<Date>) -> Result<Date, CellError> {
    let of = |century: i16| Date::new(century + year, month, day);
    let is_past = |date: &Date| today.map_or(date.year() <= BUILT, |today| *date <= today);
    of(2000).ok().filter(is_past).or_else(|| of(1900).ok()).ok_or(CellError::Date)
}

fn no_year(month: i8, day: i8) -> Result<String, CellError> {
    Date::new(2000, month, day).map_err(|_| CellError::Date)?; // a leap year
    Ok(format!("--{month:02}-{day:02}"))
}

/// A day as it was written.
#[derive(Debug, Clone, Copy)]
struct Written {
    year: Option<Year>,
    order: Parts,
}

#[derive(Debug, Clone, Copy)]
enum Year {
    Full(i16),
    /// Of two digits.
    Short(i16),
}

/// Month and day, or two numbers of which either may be either.
#[derive(Debug, Clone, Copy)]
enum Parts {
    Known { month: i8, day: i8 },
    Either { first: i8, second: i8, dotted: bool },
}

impl Written {
    fn known(year: Option<Year>, month: i8, day: i8) -> Self {
        Self { year, order: Parts::Known { month, day } }
    }

    fn full(self, reading: Reading) -> Result<Date, CellError> {
        let year = match self.year.ok_or(CellError::Date)? {
            Year::Full(year) => year,
            Year::Short(year) => year + if year >= 69 { 1900 } else { 2000 }, // as POSIX reads them
        };
        let (month, day) = self.month_day(reading)?;
        Date::new(year, month, day).ok().filter(|date| date.year() > 0).ok_or(CellError::Date)
    }

    /// Between points the day is first, unless the column says otherwise; then either may be meant.
    fn month_day(self, reading: Reading) -> Result<(i8, i8), CellError> {
        let (first, second, dotted) = match self.order {
            Parts::Known { month, day } => return Ok((month, day)),
            Parts::Either { first, second, dotted } => (first, second, dotted),
        };
        let order = match reading.dates() {
            _ if first > 12 || first == second => DateOrder::DayFirst,
            _ if second > 12 => DateOrder::MonthFirst,
            None if dotted => DateOrder::DayFirst,
            Some(DateOrder::MonthFirst) if dotted => return Err(CellError::AmbiguousDate),
            Some(order) => order,
            None => return Err(CellError::AmbiguousDate),
        };
        Ok(match order {
            DateOrder::DayFirst => (second, first),
            DateOrder::MonthFirst => (first, second),
        })
    }
}

/// Reads a day, and the time behind it if there is one.
fn read(text: &str) -> Option<(Written, Option<clock::Clock>)> {
    if let Some(date) = iso(text) {
        return Some((date, None));
    }
    let text = without_marks(text).to_lowercase();
    let text = nfc(&text);
    let scan = Scanner::new(&text);
    whole(scan).or_else(|| whole(behind_weekday(scan)?))
}

/// `2024-03-12`, the commonest spelling, at once.
fn iso(text: &str) -> Option<Written> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let digit = |at: usize| bytes[at].is_ascii_digit().then(|| i16::from(bytes[at] - b'0'));
    let pair = |at: usize| i8::try_from(digit(at)? * 10 + digit(at + 1)?).ok();
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = i16::from(pair(0)?) * 100 + i16::from(pair(2)?);
    Some(Written::known(Some(Year::Full(year)), pair(5)?, pair(8)?))
}

fn behind_weekday(mut scan: Scanner) -> Option<Scanner> {
    if !calendar::is_weekday(scan.word()) {
        return None;
    }
    scan.attempt(|scan| (scan.take('-') && scan.word() == "feira").then_some(())); // segunda-feira
    scan.take('.');
    scan.take(',');
    scan.blanks();
    Some(scan)
}

/// A day with what is behind it, to the end.
fn whole(mut scan: Scanner) -> Option<(Written, Option<clock::Clock>)> {
    let mut written = day(&mut scan)?;
    if scan.is_done() {
        return Some((written, None));
    }
    let clock = clock::behind_day(&mut scan)?;
    if written.year.is_none() {
        // Mar 12 09:14:00 UTC 2024
        let is_named = matches!(written.order, Parts::Known { .. });
        written.year = Some(Year::Full((is_named && scan.blanks()).then(|| scan.number(4, 4))??));
    }
    scan.is_done().then_some((written, Some(clock)))
}

fn day(scan: &mut Scanner) -> Option<Written> {
    scan.attempt(year_first)
        .or_else(|| scan.attempt(basic))
        .or_else(|| scan.attempt(without_year))
        .or_else(|| scan.attempt(day_then_name))
        .or_else(|| scan.attempt(name_then_day))
        .or_else(|| scan.attempt(numbers))
}

/// What stands between two parts: one of `- / .` with white space around it, or white space alone.
fn separator(scan: &mut Scanner) -> Option<char> {
    let blank = scan.blanks();
    match scan.take_one(&['-', '/', '.']) {
        Some(mark) => {
            scan.blanks();
            Some(mark)
        }
        None => blank.then_some(' '),
    }
}

fn small(scan: &mut Scanner) -> Option<i8> {
    scan.number(1, 2).and_then(|number| i8::try_from(number).ok())
}

/// `2024-3-12`, `2024. 3. 12.`, `2024-Mar-12`, `2024-W11-2`.
fn year_first(scan: &mut Scanner) -> Option<Written> {
    let year = scan.number(4, 4)?;
    let mark = separator(scan)?;
    if mark == '-' && scan.take('w') {
        return week(scan, year);
    }
    let month = small(scan).or_else(|| calendar::month(scan.word()))?;
    let day = (separator(scan)? == mark).then(|| small(scan))??;
    if mark == '.' {
        scan.take('.');
    }
    Some(Written::known(Some(Year::Full(year)), month, day))
}

/// `20240312`, `2024W112`.
fn basic(scan: &mut Scanner) -> Option<Written> {
    if let Some(year) = scan.attempt(|scan| scan.number(4, 4).filter(|_| scan.take('w'))) {
        return week(scan, year);
    }
    let digits = scan.digits(8, 8)?;
    let year: i16 = digits[..4].parse().ok().filter(|year| (1900..2100).contains(year))?;
    Some(Written::known(Some(Year::Full(year)), digits[4..6].parse().ok()?, digits[6..].parse().ok()?))
}

fn week(scan: &mut Scanner, year: i16) -> Option<Written> {
    let (week, day) = match scan.digits(3, 3) {
        Some(digits) => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        None => (
            i8::try_from(scan.number(2, 2)?).ok()?,
            scan.take('-').then(|| scan.number(1, 1))??.try_into().ok()?,
        ),
    };
    let day = Weekday::from_monday_one_offset(day).ok()?;
    let date = ISOWeekDate::new(year, week, day).ok()?.date();
    Some(Written::known(Some(Year::Full(date.year())), date.month(), date.day()))
}

/// `--05-12`, `--0512`.
fn without_year(scan: &mut Scanner) -> Option<Written> {
    if !(scan.take('-') && scan.take('-')) {
        return None;
    }
    scan.blanks();
    let (month, day) = match scan.number(4, 4) {
        Some(both) => (i8::try_from(both / 100).ok()?, i8::try_from(both % 100).ok()?),
        None => (small(scan)?, (separator(scan)? == '-').then(|| small(scan))??),
    };
    Some(Written::known(None, month, day))
}

/// `12 Mar 2024`, `12. března 1980`, `12 de marzo de 1980`, `7-Feb-22`, `5 May`.
fn day_then_name(scan: &mut Scanner) -> Option<Written> {
    let day = ordinal(scan)?;
    separator(scan);
    scan.attempt(|scan| {
        scan.word_of(&["of", "de", "d"]).filter(|_| scan.take('\'') || scan.take('’') || scan.blanks())
    });
    let month = calendar::month(scan.word())?;
    let year = year_behind_name(scan);
    Some(Written::known(year, month, day))
}

/// `March 12, 2024`, `Mar-12-2024`, `May 5`.
fn name_then_day(scan: &mut Scanner) -> Option<Written> {
    let month = calendar::month(scan.word())?;
    scan.take('.');
    let mark = separator(scan).unwrap_or(' ');
    let day = ordinal(scan)?;
    let year = year_behind_name(scan);
    // May-05 may be a month and a year.
    if mark != ' ' && year.is_none() { None } else { Some(Written::known(year, month, day)) }
}

/// A day of the month: `12`, `1st`, `1er`, `1º`.
fn ordinal(scan: &mut Scanner) -> Option<i8> {
    let day = small(scan)?;
    scan.word_of(&["st", "nd", "rd", "th", "er", "º", "ª", "o", "e", "de", "ste"]);
    Some(day)
}

/// A year behind the name of a month or a day: `2024`, `, 2024`, `-24`, `'24`, `de 2024`, `1980 r.`
fn year_behind_name(scan: &mut Scanner) -> Option<Year> {
    scan.attempt(|scan| {
        let dot = scan.take('.');
        let comma = scan.take(',');
        if separator(scan).is_none() && !(dot || comma) {
            return scan.number(4, 4).map(Year::Full); // 12MAR2024
        }
        if scan.word_of(&["de", "del"]).is_some() {
            scan.blanks();
        }
        let year = if scan.take_one(&['\'', '’']).is_some() { short(scan) } else { year(scan) };
        scan.attempt(|scan| {
            scan.blanks();
            scan.word_of(&["r", "roku"]).map(|_| scan.take('.'))
        });
        year
    })
    .or_else(|| {
        scan.take('.'); // the point of an abbreviation, as in "5 Sept."
        None
    })
}

/// A year of four digits or two; two digits before a `:` are an hour.
fn year(scan: &mut Scanner) -> Option<Year> {
    scan.number(4, 4).map(Year::Full).or_else(|| short(scan))
}

fn short(scan: &mut Scanner) -> Option<Year> {
    scan.attempt(|scan| scan.number(2, 2).filter(|_| scan.peek() != Some(':'))).map(Year::Short)
}

/// `12.3.2024`, `25/12/80`, and without a year `25.04.`, `04/25`.
fn numbers(scan: &mut Scanner) -> Option<Written> {
    let first = small(scan)?;
    let mark = separator(scan)?;
    let second = small(scan)?;
    let year = scan.attempt(|scan| (separator(scan)? == mark).then(|| year(scan))?);
    if mark == '.' {
        scan.take('.');
    } else if mark == ' ' && year.is_none() {
        return None;
    }
    Some(Written { year, order: Parts::Either { first, second, dotted: mark == '.' } })
}
