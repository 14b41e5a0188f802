use super::*;

/// 2026-11-24 10:00 UTC.
const NOW: i64 = 1_795_514_400_000;

fn day(text: &str) -> Result<Option<String>, CellError> {
    date(text, Reading::alone(NOW))
}

fn born(text: &str) -> Result<Option<String>, CellError> {
    birthday(text, Reading::alone(NOW))
}

fn at(text: &str) -> Result<Option<String>, CellError> {
    date_time(text, Reading::alone(NOW))
}

#[test]
fn days_are_read_as_exports_write_them() {
    for text in [
        "2024-03-12",
        "2024-03-12 09:14",
        "2024-03-12T09:14:00Z",
        "2024/3/12",
        "2024.03.12",
        "2024. 3. 12.",
        "20240312",
        "2024-W11-2",
        "2024W112",
        "12.3.2024",
        "12. 3. 2024",
        "12 Mar 2024",
        "12-Mar-24",
        "12MAR2024",
        "March 12, 2024",
        "Mar. 12, 2024",
        "March 12th, 2024",
        "12. March 2024",
        "12th of March 2024",
        "Tue, 12 Mar 2024 09:14:00 +0000",
        "Tuesday, March 12, 2024 9:14 AM",
        "2024-Mar-12",
        "\u{200E}12\u{200E}.\u{200E}3\u{200E}.\u{200E}2024",
    ] {
        assert_eq!(day(text), Ok(Some("2024-03-12".into())), "{text}");
    }
    assert_eq!(day("25/12/1980"), Ok(Some("1980-12-25".into())));
    assert_eq!(day("12/25/1980"), Ok(Some("1980-12-25".into())));
    assert_eq!(day("12.25.1980"), Ok(Some("1980-12-25".into())));
    assert_eq!(day("05/05/1980"), Ok(Some("1980-05-05".into())));
    assert_eq!(day("16.07.68"), Ok(Some("2068-07-16".into())), "as POSIX reads it; no birthday");
    for text in ["03/04/1980", "3-4-1980", "03/04/80 9:14"] {
        assert_eq!(day(text), Err(CellError::AmbiguousDate), "{text}");
    }
    for text in ["0/0/00", "0000-00-00", "0000-00-00 00:00:00"] {
        assert_eq!(day(text), Ok(None), "{text}");
    }
}

#[test]
fn months_are_known_by_their_names_in_many_languages() {
    for (text, value) in [
        ("12. marraskuuta 1980", "1980-11-12"),
        ("12. maaliskuuta 1980", "1980-03-12"),
        ("12. März 1980", "1980-03-12"),
        ("1. Jänner 1980", "1980-01-01"),
        ("12. března 1980", "1980-03-12"),
        ("3. července 1980", "1980-07-03"),
        ("1er août 1980", "1980-08-01"),
        ("12 févr. 1980", "1980-02-12"),
        ("12 de marzo de 1980", "1980-03-12"),
        ("12 de março de 1980", "1980-03-12"),
        ("12 dicembre 1980", "1980-12-12"),
        ("12 mei 1980", "1980-05-12"),
        ("12 września 1980 r.", "1980-09-12"),
        ("12 oktober 1980", "1980-10-12"),
        ("12. desember 1980", "1980-12-12"),
        ("tis 12 mars 1980", "1980-03-12"),
        ("mar. 12 mar 1980", "1980-03-12"),
        ("segunda-feira, 12 de maio de 1980", "1980-05-12"),
    ] {
        assert_eq!(day(text), Ok(Some(value.into())), "{text}");
    }
    for text in ["12. marvellous 1980", "12 Mayor 1980", "12 Decimal 1980", "12 Marc 1980"] {
        assert_eq!(day(text), Err(CellError::Date), "{text}");
    }
}

#[test]
fn a_day_with_something_else_around_it_is_none() {
    for text in [
        "yesterday",
        "2024-02-30",
        "12",
        "1/2",
        "31.02.2000",
        "2024-03-12 x",
        "2024-03-12 25:00",
        "2024-03-12 09:61",
        "2024-03-12 13:05 PM",
        "2024-03-12 09:14 XYZ",
        "2024-03-12 2024-03-13",
        "2024-03-12 - 2024-03-13",
        "2024-03-12?",
        "ca. 2024-03-12",
        "born 12 Mar 2024",
        "12 Mar 2024 (approx.)",
        "12 Mar 2024 BC",
        "March 2024",
        "2024-03",
        "12.3/2024",
        "12/3.2024",
        "12 März März 2024",
        "20241312",
        "12032024",
        "2024-W60-1",
        "2024-W11-8",
        "12.3.2024.5",
        "1.2.3.4",
        "45363",
        "Foo, 12 Mar 2024",
        "2024-03-12T",
        "12.3.024",
    ] {
        assert_eq!(day(text), Err(CellError::Date), "{text}");
    }
}

#[test]
fn moments_are_stored_in_utc() {
    for (text, value) in [
        ("2024-03-12T10:14:00+01:00", "2024-03-12T09:14:00Z"),
        ("2024-03-12 09:14", "2024-03-12T09:14:00Z"),
        ("2024-03-12T09:14:00.7Z", "2024-03-12T09:14:00Z"),
        ("2024-03-12 09:14:00 UTC", "2024-03-12T09:14:00Z"),
        ("2024-03-12 11:30 PM", "2024-03-12T23:30:00Z"),
        ("2024-03-12 11:14 CEST", "2024-03-12T09:14:00Z"),
        ("2024-03-12 10:14 GMT+1", "2024-03-12T09:14:00Z"),
        ("2024-03-12 10:14 +0100", "2024-03-12T09:14:00Z"),
        ("20240312T091400Z", "2024-03-12T09:14:00Z"),
        ("12.03.2024 23:59", "2024-03-12T23:59:00Z"),
        ("12.03.2024 23:59:10", "2024-03-12T23:59:10Z"),
        ("12.03.2024, 23:59", "2024-03-12T23:59:00Z"),
        ("12.3.2024 klo 23.59", "2024-03-12T23:59:00Z"),
        ("3/25/2024 2:05 pm", "2024-03-25T14:05:00Z"),
        ("3/25/2024 12:05 am", "2024-03-25T00:05:00Z"),
        ("Tue, 12 Mar 2024 09:14:00 +0000", "2024-03-12T09:14:00Z"),
        ("Tue Mar 12 2024 10:14:00 GMT+0100 (Central European Standard Time)", "2024-03-12T09:14:00Z"),
        ("Tue Mar 12 09:14:00 UTC 2024", "2024-03-12T09:14:00Z"),
        ("Tue Mar 12 10:14:00 +0100 2024", "2024-03-12T09:14:00Z"),
        ("March 12, 2024 at 9:14 AM", "2024-03-12T09:14:00Z"),
        ("12. März 2024 um 09:14 Uhr", "2024-03-12T09:14:00Z"),
        ("2024-03-12T00:14:00+01:00", "2024-03-11T23:14:00Z"),
        ("12.3.2024", "2024-03-12T00:00:00Z"),
    ] {
        assert_eq!(at(text), Ok(Some(value.into())), "{text}");
    }
    for text in [
        "soon",
        "09:14",
        "2024-03-12 09:14 XYZ",
        "2024-03-12 9",
        "2024-03-12 24:00",
        "Mar 12 09:14:00",
        "12.03. 09:14",
        "2024-03-12 09:14 - 10:14",
        "2024-03-12 09:14, 10:14",
    ] {
        assert_eq!(at(text), Err(CellError::Date), "{text}");
    }
    assert_eq!(at("03/04/2024 9:14"), Err(CellError::AmbiguousDate));
}

#[test]
fn a_birthday_is_in_the_past_and_not_before_1900() {
    for (text, value) in [
        ("16.07.68", "1968-07-16"),
        ("16.07.30", "1930-07-16"),
        ("16.07.05", "2005-07-16"),
        ("24.11.26", "2026-11-24"),
        ("25.11.26", "1926-11-25"),
        ("29.02.00", "2000-02-29"),
        ("16-Jul-68", "1968-07-16"),
        ("1900-01-01", "1900-01-01"),
        ("2026-11-24", "2026-11-24"),
        ("1980-12-31 00:00:00", "1980-12-31"),
    ] {
        assert_eq!(born(text), Ok(Some(value.into())), "{text}");
    }
    for text in ["1899-12-31", "0000-07-16", "2026-11-25", "2068-07-16", "1604-05-12", "16.07.2068"] {
        assert_eq!(born(text), Err(CellError::Birthday), "{text}");
    }
    assert_eq!(born("0/0/00"), Ok(None));
    let anyday = |text: &str| birthday(text, Reading::default());
    assert_eq!(anyday("16.07.68"), Ok(Some("1968-07-16".into())));
    assert_eq!(anyday("16.07.05"), Ok(Some("2005-07-16".into())));
}

#[test]
fn a_birthday_may_have_no_year() {
    for (text, value) in [
        ("04/25", "--04-25"),
        ("25/04", "--04-25"),
        ("25.04.", "--04-25"),
        ("25.04", "--04-25"),
        ("3.4.", "--04-03"),
        ("05/05", "--05-05"),
        ("--05-12", "--05-12"),
        (" --05-12 ", "--05-12"),
        ("-- 05-12", "--05-12"),
        ("--0512", "--05-12"),
        ("5 May", "--05-05"),
        ("May 5", "--05-05"),
        ("5. Mai", "--05-05"),
        ("5-May", "--05-05"),
        ("5 Sept.", "--09-05"),
        ("5 de mayo", "--05-05"),
        ("12. marraskuuta", "--11-12"),
        ("02/29", "--02-29"),
        ("--02-29", "--02-29"),
    ] {
        assert_eq!(born(text.trim()), Ok(Some(value.into())), "{text}");
    }
    assert_eq!(born("04/05"), Err(CellError::AmbiguousDate));
    for text in [
        "--13-01",
        "--02-30",
        "05/32",
        "13/13",
        "May 32",
        "May-05",
        "--05",
        "5 May 9:14",
        "04/25 x",
        "--05-12-1980",
        "5 6",
    ] {
        assert_eq!(born(text), Err(CellError::Date), "{text}");
    }
}

#[test]
fn other_addresses_are_read_whole() {
    assert_eq!(other_email(" Bo <Bo@X.de>").as_deref(), Ok("bo@x.de"));
    assert_eq!(other_email("a@x.de ::: b@x.de"), Err(CellError::Several));
    assert_eq!(other_email("nobody"), Err(CellError::Email));
}

type Read<'a> = &'a dyn Fn(&str) -> Result<Option<String>, CellError>;
type IsRead<'a> = &'a dyn Fn(&str) -> bool;

/// What follows or precedes a value makes it another one, or none: it is never dropped.
#[test]
fn a_rest_is_never_dropped() {
    let alone = Reading::alone(NOW);
    let all = ["VIP", "Blog"];
    let readers: [(&str, IsRead); 8] = [
        ("2024-03-12", &|text| date(text, alone).is_ok()),
        ("12 Mar 2024 9:14 pm", &|text| date_time(text, alone).is_ok()),
        ("--05-12", &|text| birthday(text, alone).is_ok()),
        ("12.5", &|text| decimal(text, alone).is_ok()),
        ("female", &|text| gender(text).is_ok()),
        ("yes", &|text| yes_no(text).is_ok()),
        ("VIP", &|text| choice(text, &all).is_ok()),
        ("VIP, Blog", &|text| choices(text, &all).is_ok()),
    ];
    for (value, is_read) in readers {
        assert!(is_read(value), "{value}");
        for rest in
            ["x", "?", "(approx.)", "or so", "and more", "7 8 9", "#", "<b>", "…", "~", "unknown", "\u{FFFD}"]
        {
            for text in [
                format!("{value} {rest}"),
                format!("{rest} {value}"),
                format!("{value}, {rest}"),
                format!("{value}{rest}"),
            ] {
                assert!(!is_read(&text), "{text}");
            }
        }
    }
}

proptest::proptest! {
    /// Whatever stands in a cell, what is read from it is read as itself again.
    #[test]
    fn what_was_read_is_read_as_itself(
        text in "([0-9]{1,4}[-/. ]?|--|[0-9]{1,2}:[0-9]{2}|am|PM|Z|\\+0100|mar|März|5|,|'|€|USD| |\u{200E}|=\"|\"|\\*|VIP|Blog|;|n/a|ja){0,7}",
    ) {
        let (alone, all) = (Reading::alone(NOW), ["VIP", "Blog"]);
        let again = |value: Option<String>, read: Read| {
            value.is_none_or(|value| read(&value) == Ok(Some(value.clone())))
        };
        let readers: [Read; 7] = [
            &|text| date(text, alone),
            &|text| date_time(text, alone),
            &|text| birthday(text, alone),
            &|text| decimal(text, alone).map(Some),
            &|text| yes_no(text).map(|value| Some(value.to_owned())),
            &|text| choices(text, &all),
            &|text| Ok(phone(text)?.map(Cow::into_owned)),
        ];
        for read in readers {
            let value = read(&bare(&text)).ok().flatten();
            proptest::prop_assert!(again(value.clone(), read), "{:?} gives {:?}", text, value);
        }
        if let Ok(email) = Email::parse(&text) {
            let again = Email::parse(email.key()).map(|again| again == email);
            proptest::prop_assert_eq!(again, Ok(true));
        }
    }

    /// No text makes a reader fail otherwise than by its error.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
        let alone = Reading::alone(NOW);
        let _ = (date(&text, alone), birthday(&text, alone), date_time(&text, alone), decimal(&text, alone));
        let _ = (gender(&text), yes_no(&text), choices(&text, &["a,b", "c"]), phone(&text).map(drop), Email::parse(&text));
        let mut evidence = StyleEvidence::default();
        evidence.note(crate::FieldKind::Decimal, &text);
        evidence.note(crate::FieldKind::Date, &text);
    }
}
