//! Times of day and the zones that they are told in. The text is in lower case.

use jiff::civil::Time;

use super::scan::Scanner;

/// Words between a day and a time: "um", "à", "a las", …
const AT: [&str; 17] =
    ["at", "um", "à", "a", "las", "la", "alle", "às", "kl", "klo", "o", "om", "v", "ve", "w", "u", "godz"];
/// Words behind a time that add nothing to it.
const OCLOCK: [&str; 5] = ["uhr", "h", "hod", "uur", "hrs"];
/// Zones by their abbreviations with the minutes that they are ahead of UTC. Those that mean several zones in the world are
/// left out, but for the ones that RFC 5322 fixes and British summer time.
const ZONES: [(&str, i32); 42] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("mez", 60),
    ("cest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("trt", 180),
    ("sast", 120),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("nst", -210),
    ("ndt", -150),
    ("brt", -180),
    ("art", -180),
    ("clt", -240),
    ("jst", 540),
    ("kst", 540),
    ("hkt", 480),
    ("sgt", 480),
    ("awst", 480),
    ("acst", 570),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
];

/// A time of day, and how many minutes its zone is ahead of UTC if it names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) time: Time,
    pub(super) ahead: Option<i32>,
}

/// Reads what stands between a day and its time, and the time with its zone.
pub(super) fn behind_day(scan: &mut Scanner) -> Option<Clock> {
    if scan.take('t') {
        return scan.attempt(|scan| with_zone(scan, true));
    }
    let comma = scan.take(',');
    let blank = scan.blanks();
    if !(comma || blank) {
        return None;
    }
    if scan.take('-') || scan.take('–') {
        scan.blanks();
    }
    while scan.word_of(&AT).is_some() {
        scan.take('.');
        scan.blanks();
    }
    with_zone(scan, false)
}

fn with_zone(scan: &mut Scanner, is_iso: bool) -> Option<Clock> {
    let time = if is_iso { scan.attempt(iso_time).or_else(|| time(scan)) } else { time(scan) }?;
    Some(Clock { time, ahead: zone(scan)? })
}

/// `T09`, `T0914`, `T091400`, with a fraction behind the seconds.
fn iso_time(scan: &mut Scanner) -> Option<Time> {
    let digits = scan.digits(2, 6)?;
    let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), |part| part.parse().ok());
    if digits.len() % 2 != 0 || scan.peek() == Some(':') {
        return None;
    }
    let nanoseconds = if digits.len() == 6 { fraction(scan)? } else { 0 };
    of(part(0)?, part(2)?, (part(4)?, nanoseconds))
}

/// `9:14`, `09:14:00.123`, `9.14`, `9h14`, `2:05 pm`, `2 PM`.
fn time(scan: &mut Scanner) -> Option<Time> {
    let hour = scan.number(1, 2)?;
    let mark = scan.take_one(&[':', '.', 'h']);
    let (mut minute, mut second) = (None, (0, 0));
    if let Some(mark) = mark {
        minute = scan.number(2, 2);
        if minute.is_none() && mark != 'h' {
            return None;
        }
        if minute.is_some() && mark != 'h' && scan.take(mark) {
            second = (scan.number(2, 2)?, fraction(scan)?);
        }
    }
    let half = scan.attempt(|scan| {
        scan.blanks();
        half_of_day(scan)
    });
    let oclock = scan.attempt(|scan| {
        scan.blanks();
        scan.word_of(&OCLOCK)?;
        Some(scan.take('.'))
    });
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None if mark.is_none() && oclock.is_none() => return None, // a lone number is no time
        None => hour,
    };
    of(hour, minute.unwrap_or(0), second)
}

/// The nanoseconds behind a second.
fn fraction(scan: &mut Scanner) -> Option<i32> {
    if scan.take_one(&['.', ',']).is_none() {
        return Some(0);
    }
    let digits = scan.digits(1, 9)?;
    format!("{digits:0<9}").parse().ok()
}

/// Whether it is afternoon: `am`, `PM`, `a.m.`, `p. m.`
fn half_of_day(scan: &mut Scanner) -> Option<bool> {
    let word = scan.word_of(&["am", "pm", "a", "p"])?;
    scan.take('.');
    if word.len() == 1 {
        scan.blanks();
        scan.word_of(&["m"])?;
        scan.take('.');
    }
    Some(word.starts_with('p'))
}

fn of(hour: i16, minute: i16, (second, nanoseconds): (i16, i32)) -> Option<Time> {
    let part = |number: i16| i8::try_from(number).ok();
    let second = if second == 60 { 59 } else { second }; // a leap second
    Time::new(part(hour)?, part(minute)?, part(second)?, nanoseconds).ok()
}

/// The minutes ahead of UTC of the zone that follows; `None` inside when none does, and outside when it is unknown.
#[expect(clippy::option_option, reason = "an unknown zone is another thing than none")]
fn zone(scan: &mut Scanner) -> Option<Option<i32>> {
    let mut ahead = *scan;
    ahead.blanks();
    if !ahead.peek().is_some_and(|c| c.is_alphabetic() || "+-−".contains(c)) {
        return Some(None);
    }
    let word = ahead.word();
    let named = ZONES.iter().find(|(name, _)| *name == word).map(|(_, minutes)| *minutes);
    let minutes = match (word, named) {
        ("", _) => offset(&mut ahead)?,
        ("utc" | "gmt" | "ut", _) => ahead.attempt(offset).unwrap_or(0),
        (_, Some(minutes)) => minutes,
        (_, None) => return None,
    };
    ahead.attempt(comment);
    *scan = ahead;
    Some(Some(minutes))
}

/// `+01:00`, `+0100`, `+1`: minutes.
fn offset(scan: &mut Scanner) -> Option<i32> {
    let sign = match scan.take_one(&['+', '-', '−'])? {
        '+' => 1,
        _ => -1,
    };
    let (hours, minutes) = match scan.number(4, 4) {
        Some(both) => (both / 100, both % 100),
        None => (scan.number(1, 2)?, if scan.take(':') { scan.number(2, 2)? } else { 0 }),
    };
    let is_one = hours <= 14 && matches!(minutes, 0 | 15 | 30 | 45);
    is_one.then(|| sign * (i32::from(hours) * 60 + i32::from(minutes)))
}

/// The zone once more, behind its offset: `(Central European Time)`, `[Europe/Berlin]`.
fn comment(scan: &mut Scanner) -> Option<()> {
    scan.blanks();
    let close = if scan.take_one(&['(', '['])? == '(' { ')' } else { ']' };
    scan.take_while(|c| c.is_alphabetic() || " /_-.'".contains(c));
    scan.take(close).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Option<i32>)> {
        let mut scan = Scanner::new(text);
        let clock = behind_day(&mut scan).filter(|_| scan.is_done())?;
        Some((clock.time.to_string(), clock.ahead))
    }

    #[test]
    fn times_of_day_are_read_whole_or_not_at_all() {
        for (text, time) in [
            (" 09:14", "09:14:00"),
            (" 9:14:07", "09:14:07"),
            (" 23.59", "23:59:00"),
            (" 23.59.10", "23:59:10"),
            (", 11:30 pm", "23:30:00"),
            (" 12:05 am", "00:05:00"),
            (" 12:05pm", "12:05:00"),
            (" 2:05 p.m.", "14:05:00"),
            (" 2:05 a. m.", "02:05:00"),
            (" 2:05\u{202F}pm", "14:05:00"),
            (" at 2 pm", "14:00:00"),
            (" um 9:14 uhr", "09:14:00"),
            (" klo 9.14", "09:14:00"),
            (" à 9h14", "09:14:00"),
            (" a las 9:14", "09:14:00"),
            (" 9:14:07.123456", "09:14:07.123456"),
            (" 9:14:07,5", "09:14:07.5"),
            (" um 9 uhr", "09:00:00"),
            ("t091407", "09:14:07"),
            ("t0914", "09:14:00"),
            ("t09:14:60", "09:14:59"),
        ] {
            assert_eq!(read(text), Some((time.into(), None)), "{text}");
        }
        for text in [
            "09:14",
            " 9",
            " 24:00",
            " 9:60",
            " 9:14:61",
            " 13:05 pm",
            " 0:05 am",
            " 9:1",
            " 9:14 x",
            " 9:14:",
            " ",
            " 9:14 pm pm",
            " 9:14:07.",
            "t9",
            "t091",
            " 99:14",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn zones_are_known_or_the_time_is_not_understood() {
        for (zone, minutes) in [
            ("z", 0),
            (" utc", 0),
            (" gmt+1", 60),
            (" gmt+01:00", 60),
            (" utc-0330", -210),
            ("+01:00", 60),
            (" +0100", 60),
            ("+1", 60),
            ("−05:00", -300),
            (" cest", 120),
            (" cet", 60),
            (" gmt+0100 (central european standard time)", 60),
            ("+01:00[europe/berlin]", 60),
            (" -0500 (est)", -300),
        ] {
            assert_eq!(read(&format!(" 9:14{zone}")), Some(("09:14:00".into(), Some(minutes))), "{zone}");
        }
        for zone in [
            " xyz",
            " europe/berlin",
            "+15:00",
            "+01:07",
            "+",
            " utc+",
            " cest+1",
            " +01:00 (",
            " (cet)",
            "+100",
        ] {
            assert_eq!(read(&format!(" 9:14{zone}")), None, "{zone}");
        }
    }
}
