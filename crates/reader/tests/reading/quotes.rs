//! Quotes that are not well-formed: a row is read in the one way that is possible, or it is flawed.

use muster_reader::{Flaw, MAX_RECORD};

use crate::files::{open, row, rows, sound_and_flawed};

#[test]
fn blanks_beside_quotes_belong_to_no_cell() {
    let text = "E-Mail, Vorname, Ort\nanna@example.com, \"Anna\", \"Ulm\"\nbo@example.com,\t\"Bo\" ,\"Bern, CH\"  \n";
    assert_eq!(
        rows(text),
        [row(2, &["anna@example.com", "Anna", "Ulm"]), row(3, &["bo@example.com", "Bo", "Bern, CH"])]
    );
}

#[test]
fn a_backslash_before_a_quote_is_an_escape_where_the_file_does_so() {
    let text = "email,name,path\na@example.com,\"Anna \\\"Annie\\\" Berg\",\"C:\\\\dir\\\\\"\nb@example.com,\"Bo, \\\"B\\\"\",\n";
    assert_eq!(
        rows(text),
        [
            row(2, &["a@example.com", "Anna \"Annie\" Berg", "C:\\dir\\"]),
            row(3, &["b@example.com", "Bo, \"B\"", ""])
        ]
    );
    assert_eq!(open(text).dialect.escape, Some(b'\\'));
}

#[test]
fn a_backslash_at_the_end_of_a_cell_is_text() {
    let text = "email,path,city\na@example.com,\"C:\\dir\\\",\"Ulm\"\nb@example.com,\"D:\\x\\\",\"Bonn\"\n";
    let expected =
        [row(2, &["a@example.com", "C:\\dir\\", "Ulm"]), row(3, &["b@example.com", "D:\\x\\", "Bonn"])];
    assert_eq!(rows(text), expected);
    assert_eq!(open(text).dialect.escape, None);

    // Also beside a row that escapes.
    let text =
        "email,path,city\na@example.com,\"C:\\dir\\\",\"Ulm\"\nb@example.com,\"say \\\"x\\\" y\",Bonn\n";
    assert_eq!(
        rows(text),
        [row(2, &["a@example.com", "C:\\dir\\", "Ulm"]), row(3, &["b@example.com", "say \"x\" y", "Bonn"])]
    );
}

#[test]
fn a_file_that_doubles_quotes_keeps_its_backslashes() {
    let text = "email,path,note\na@example.com,\"C:\\dir\\\",\"a \"\"b\"\" c\"\nb@example.com,\"\\\\host\\\"\"x\",\n";
    assert_eq!(
        rows(text),
        [
            row(2, &["a@example.com", "C:\\dir\\", "a \"b\" c"]),
            row(3, &["b@example.com", "\\\\host\\\"x", ""])
        ]
    );
}

#[test]
fn a_row_that_escapes_far_behind_the_head_is_read_too() {
    let mut text = "email,name\n".to_owned();
    text.push_str(&"a@example.com,Anna\n".repeat(6_000));
    text.push_str("b@example.com,\"Bo \\\"B\\\" Lee\"\n");
    assert_eq!(rows(text).last().unwrap().2[1], "Bo \"B\" Lee");
}

#[test]
fn cells_that_could_be_shifted_are_flawed() {
    let header = "email,company,city,code\nx@example.com,\"X, Inc\",Ulm,1\n";
    for line in [
        "a@example.com,\"ACME,\"Bern, CH\",X",
        "a@example.com,AC\"ME, Inc\",Bern,X,",
        "a@example.com,\"ACME\" Inc, \"Bern, CH,X",
        "a@example.com\"ACME, Inc\",Bern,X",
    ] {
        let found = rows(format!("{header}{line}\nb@example.com,BO,Bonn,Y\n"));
        assert_eq!(found[1].1, Some(Flaw::DoubtfulQuotes), "{line}");
        assert_eq!(found[1].0, 3);
        assert_eq!(found[2], row(4, &["b@example.com", "BO", "Bonn", "Y"]), "{line}");
    }
}

#[test]
fn stray_quotes_that_part_no_cell_stay_in_their_cells() {
    let text = "email,name,size\na@example.com,\"Bob\" Smith,5\" disk\nb@example.com,Bob \"B\" Smith,\"9\"\"\"\nc@example.com,Cy,5\"\n";
    assert_eq!(
        rows(text),
        [
            row(2, &["a@example.com", "\"Bob\" Smith", "5\" disk"]),
            row(3, &["b@example.com", "Bob \"B\" Smith", "9\""]),
            row(4, &["c@example.com", "Cy", "5\""])
        ]
    );
}

#[test]
fn a_quote_that_closes_some_lines_below_swallows_nobody() {
    let text = "email,name,city\n\
        a@example.com,Anna,Ulm\n\
        b@example.com,\"Bo,Bern\n\
        c@example.com,Cy,Bonn\n\
        d@example.com,Di,Graz\n\
        e@example.com,Ed\",Linz\n\
        f@example.com,Flo,Wien\n";
    let (sound, flawed) = sound_and_flawed(text);
    assert_eq!(sound, [2, 4, 5, 6, 7]);
    assert_eq!(flawed, [3], "the row with the first quote is told; the other quote parts no cell");
}

#[test]
fn notes_of_several_lines_are_notes() {
    let text = "email,name,note\n\
        a@example.com,Anna,\"Met in Ulm, liked it\nCall back, soon, on Monday\n\nBest, Bo\"\n\
        b@example.com,Bo,\"Signature:\nBo Lee\nbo@example.org\"\n\
        c@example.com,Cy,plain\n\
        d@example.com,Di,\"a \"\"quoted\"\" word\r\nand more\"\n";
    let (sound, flawed) = sound_and_flawed(text);
    assert_eq!((sound, flawed.len()), (vec![2, 3, 4, 5], 0));
    assert!(rows(text)[0].2[2].ends_with("Monday\n\nBest, Bo"));
}

#[test]
fn a_note_stays_one_whose_row_has_no_usable_address() {
    let text = "email,name,note\n\
        a@example.com,Anna,plain\n\
        @example.com,Bo,\"line one\nline two\"\n\
        bo example.com,Cy,\"line one\nline two\"\n\
        ,Di,\"line one\nline two\"\n";
    let (sound, flawed) = sound_and_flawed(text);
    assert_eq!((sound, flawed.len()), (vec![2, 3, 4, 5], 0));
}

#[test]
fn pieces_of_a_note_whose_quote_is_missing_are_flawed_and_so_is_its_row() {
    // The opening quote is missing: read by itself the first line would lose the city.
    let text = "email,note,city\na@example.com,x,Ulm\nb@example.com,first line\nlast line\",Bern\nc@example.com,y,Bonn\n";
    assert_eq!(sound_and_flawed(text), (vec![2, 5], vec![3, 4]));
    // The closing quote is missing.
    let text = "email,note,city\na@example.com,x,Ulm\nb@example.com,\"first line\nlast line,Bern\nc@example.com,y,Bonn\n";
    assert_eq!(sound_and_flawed(text), (vec![2, 5], vec![3, 4]));
}

#[test]
fn a_stray_quote_in_a_large_file_spoils_its_row_only() {
    let mut text = "email,name,city\na@example.com,Anna,Ulm\nb@example.com,\"Bo,Bern\n".to_owned();
    let line = "c@example.com,Cy,Bonn\n";
    let count = MAX_RECORD / line.len() + 1_000;
    text.push_str(&line.repeat(count));
    let found = rows(&text);
    assert_eq!(found.len(), count + 2);
    let flawed: Vec<u64> = found.iter().filter(|(_, flaw, _)| flaw.is_some()).map(|(row, ..)| *row).collect();
    assert_eq!(flawed, [3]);
}
