//! Delimiters and headers: the split that yields addresses and equal rows wins, titles hide neither.

use muster_reader::{ContactFile, Options, ReadError};

use crate::files::{open, row, rows};

fn understood(text: &str) -> (char, u64, u64, Vec<String>) {
    let file = open(text);
    (char::from(file.dialect.delimiter), file.preamble_rows, file.header_row, file.header)
}

#[test]
fn the_split_that_yields_addresses_wins_a_tie() {
    for (text, delimiter, header) in [
        (
            "E-Mail;Name, Vorname\nanna@example.com;Berg, Anna\nbo@example.com;Lee, Bo\n",
            ';',
            ["E-Mail", "Name, Vorname"],
        ),
        ("Name, Vorname;E-Mail\nBerg, Anna;anna@example.com\n", ';', ["Name, Vorname", "E-Mail"]),
        ("E-Mail,Tags\nanna@example.com,a;b\nbo@example.com,c;d\n", ',', ["E-Mail", "Tags"]),
        ("E-Mail|Ort, Land\nanna@example.com|Ulm, DE\n", '|', ["E-Mail", "Ort, Land"]),
        ("E-Mail\tAmount\nanna@example.com\t19,47\n", '\t', ["E-Mail", "Amount"]),
        ("Mail;Preis\n\"Anna <anna@example.com>\";19,47\n", ';', ["Mail", "Preis"]),
    ] {
        assert_eq!(understood(text), (delimiter, 0, 1, header.map(str::to_owned).to_vec()), "{text}");
    }
}

#[test]
fn titles_above_the_header_hide_neither_delimiter_nor_header() {
    let table = "E-Mail;Name, Vorname;Ort\nanna@example.com;Berg, Anna;Ulm\nbo@example.com;Lee, Bo;Bern\n";
    for (title, rows) in [
        ("Kundenliste Stand 2024\n", 1),
        ("Kundenliste, Stand 2024\n", 1),
        ("Kundenliste Stand 2024;;\n", 1),
        ("Kundenliste\nStand 2024\nvertraulich, intern\n", 3),
        ("\"Kundenliste, Stand 2024\"\n\n", 1),
        ("Fragen an info@example.com\n", 1),
        ("", 0),
    ] {
        let (delimiter, preamble, header_row, header) = understood(&format!("{title}{table}"));
        assert_eq!((delimiter, preamble), (';', rows), "{title}");
        assert_eq!(header, ["E-Mail", "Name, Vorname", "Ort"], "{title}");
        assert_eq!(header_row, title.lines().count() as u64 + 1, "{title}");
    }
}

#[test]
fn the_notes_of_linkedin_are_no_header() {
    let text = "\u{FEFF}Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing. \
        You will only see email addresses for connections who have allowed it, say, \"\"1st\"\".\"\n\n\
        First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
        Anna,Berg,https://example.com/in/anna,,\"ACME, Inc.\",CEO,12 Mar 2024\n\
        Bo,Lee,https://example.com/in/bo,bo@example.com,BO,CTO,13 Mar 2024\n";
    let (delimiter, preamble, header_row, header) = understood(text);
    assert_eq!((delimiter, preamble, header_row, header.len()), (',', 2, 4, 7));
    assert_eq!(rows(text).len(), 2);
    let without = text.replace("bo@example.com", "");
    assert_eq!(open(without).header[3], "Email Address", "also when nobody has an address");
}

#[test]
fn a_row_without_an_address_or_short_is_no_header() {
    for text in [
        "email,name,city\nunknown,Anna,Ulm\nbo@example.com,Bo,Bern\n",
        "email,name,\nnone,Anna,Ulm\nbo@example.com,Bo,Bern\n",
        "email,name\nnone,Anna,\nbo@example.com,Bo,\n",
        "email\nnone\nbo@example.com\n",
    ] {
        let file = open(text);
        assert_eq!((file.preamble_rows, file.header_row, file.header[0].as_str()), (0, 1, "email"), "{text}");
    }
}

#[test]
fn a_header_alone_names_delimiter_and_columns() {
    for (text, delimiter, header) in [
        ("E-Mail;Name, Vorname", ';', vec!["E-Mail", "Name, Vorname"]),
        ("E-Mail;Name, Vorname;Ort, Land\n", ';', vec!["E-Mail", "Name, Vorname", "Ort, Land"]),
        ("First Name, Last Name, Email\n", ',', vec!["First Name", "Last Name", "Email"]),
        ("email\tname\n", '\t', vec!["email", "name"]),
        ("email\n", ',', vec!["email"]),
        ("Kundenliste, Stand 2024\nE-Mail;Name;Ort\n", ';', vec!["E-Mail", "Name", "Ort"]),
    ] {
        let file = open(text);
        assert_eq!(char::from(file.dialect.delimiter), delimiter, "{text}");
        assert_eq!(file.header, header, "{text}");
        assert!(rows(text).is_empty());
    }
}

#[test]
fn a_delimiter_that_is_given_is_used() {
    let text = "E-Mail;Name, Vorname\nanna@example.com;Berg, Anna\n";
    let options = Options { delimiter: Some(b','), ..Options::default() };
    let file = ContactFile::open(text.as_bytes(), options).unwrap();
    assert_eq!(file.header, ["E-Mail;Name", "Vorname"]);
    let options = Options { delimiter: Some(b'~'), ..Options::default() };
    let file = ContactFile::open(&b"sep=;\na~b;c\n"[..], options).unwrap();
    assert_eq!(file.header, ["a", "b;c"], "a declared one is not");
    assert!(matches!(ContactFile::open(&b""[..], options), Err(ReadError::Empty)));
}

#[test]
fn surplus_and_missing_cells_at_the_end_are_read_as_they_are() {
    let text = "email,name,city\na@example.com,Anna,Ulm,\nb@example.com,Bo\nc@example.com\n";
    let expected = [
        row(2, &["a@example.com", "Anna", "Ulm", ""]),
        row(3, &["b@example.com", "Bo"]),
        row(4, &["c@example.com"]),
    ];
    assert_eq!(rows(text), expected);
}
