//! Encodings: UTF-8 is claimed when all of a file is, or all but a few rows; otherwise the bytes tell which it is.

use std::io::Cursor;

use encoding_rs as codes;
use muster_reader::{ContactFile, Encoding, Evidence, Flaw, Options, recognise};

use crate::files::{open, rows};

const NAMES: [(&str, &codes::Encoding, &str); 11] = [
    ("windows-1252", codes::WINDOWS_1252, "Jürgen Müller;Köln;Käthe Groß;München;Zoë Lefèvre;Besançon"),
    ("macintosh", codes::MACINTOSH, "Jürgen Müller;Köln;Käthe Groß;München;Zoë Lefèvre;Besançon"),
    ("windows-1250", codes::WINDOWS_1250, "Łukasz Wiśniewski;Łódź;Jiří Dvořák;Brno;Žofie Černá;Kraków"),
    ("windows-1251", codes::WINDOWS_1251, "Иван Петров;Москва;Ольга Смирнова;Киев;Фёдор;Минск"),
    ("koi8-r", codes::KOI8_R, "Иван Петров;Москва;Ольга Смирнова;Тверь;Дмитрий;Минск"),
    ("windows-1253", codes::WINDOWS_1253, "Γιώργος Παπαδόπουλος;Αθήνα;Ελένη;Θεσσαλονίκη"),
    ("windows-1254", codes::WINDOWS_1254, "Şükrü Yıldız;İstanbul;Çağla Öztürk;Eskişehir;Ayşe Doğan;Muğla"),
    ("windows-874", codes::WINDOWS_874, "สมชาย ใจดี;กรุงเทพ;สมหญิง รักไทย;เชียงใหม่"),
    ("shift_jis", codes::SHIFT_JIS, "山田太郎;東京;さくら;おおさか;スズキ"),
    ("gbk", codes::GBK, "王小明;北京;李伟;上海;张丽;广州"),
    ("euc-kr", codes::EUC_KR, "김철수;서울;이영희;부산;박민수;대구"),
];

/// A contact file whose names are the parts of `text`.
fn table(text: &str) -> String {
    let people = text.split(';').enumerate();
    let lines = people.map(|(number, name)| format!("p{number}@example.com,{name}\n"));
    format!("email,name\n{}", lines.collect::<Vec<_>>().concat())
}

fn encode(text: &str, code: &'static codes::Encoding) -> Vec<u8> {
    let (bytes, _, failed) = code.encode(text);
    assert!(!failed, "{text} has letters that {} lacks", code.name());
    bytes.into_owned()
}

#[test]
fn files_of_many_encodings_read_as_their_twins_in_utf8() {
    for (name, code, text) in NAMES {
        let text = table(text);
        let bytes = encode(&text, code);
        let found = recognise(&bytes[..]).unwrap();
        assert_eq!(rows(&bytes), rows(&text), "{name}, taken for {}", found.name());
        assert!(rows(&bytes).iter().all(|(_, flaw, _)| flaw.is_none()), "{name}");
    }
}

#[test]
fn one_umlaut_far_behind_the_head_decides() {
    let mut bytes = b"email,name\n".to_vec();
    bytes.extend(b"a@example.com,Anna\n".repeat(20_000));
    bytes.extend(b"j@example.com,J\xFCrgen M\xFCller\n");
    assert_eq!(open(&bytes).encoding.name(), "windows-1252");
    assert_eq!(rows(&bytes).last().unwrap().2[1], "Jürgen Müller");
    let head = ContactFile::open(&bytes[..], Options::default()).unwrap();
    assert_eq!(head.encoding, Encoding::UTF_8, "which the head alone cannot know");
}

#[test]
fn a_file_with_a_few_broken_rows_stays_utf8() {
    for (good, bad) in [(19, 1), (1, 1), (3, 2)] {
        let mut bytes = b"email,name\n".to_vec();
        bytes.extend("k@example.com,Kät\n".repeat(good).bytes());
        bytes.extend(b"j@example.com,J\xFCrg\n".repeat(bad));
        assert_eq!(open(&bytes).encoding, Encoding::UTF_8, "{good} : {bad}");
        let flawed = rows(&bytes).iter().filter(|(_, flaw, _)| *flaw == Some(Flaw::NotUtf8)).count();
        assert_eq!(flawed, bad);
    }
    let mut bytes = b"email,name\n".to_vec();
    bytes.extend(b"j@example.com,J\xFCrg\n".repeat(9));
    bytes.extend("k@example.com,Ã¼ber\n".bytes());
    assert_eq!(open(&bytes).encoding.name(), "windows-1252", "a character that is UTF-8 by chance");
}

#[test]
fn characters_are_whole_wherever_blocks_are_cut() {
    let text = format!("email,name\n{}", "a@example.com,Zoë 小明 🎉\n".repeat(30));
    for size in 1..40 {
        let mut evidence = Evidence::default();
        text.as_bytes().chunks(size).for_each(|block| evidence.add(block));
        assert_eq!(evidence.encoding(true), Encoding::UTF_8, "{size}");
    }
    let cut = &text.as_bytes()[..text.len() - 3];
    let mut evidence = Evidence::default();
    evidence.add(cut);
    assert_eq!(evidence.encoding(false), Encoding::UTF_8, "a head may end within a character");
    assert_eq!(rows(b"email,name\na@example.com,Ren\xE9")[0].2[1], "René", "and a file with one");
}

#[test]
fn utf16_is_known_by_its_mark_and_without() {
    let text = table("Jürgen;小明");
    for (mark, name, bytes) in [
        ("\u{FEFF}", "utf-16le", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("", "utf-16le", u16::to_le_bytes),
        ("\u{FEFF}", "utf-16be", u16::to_be_bytes),
        ("", "utf-16be", u16::to_be_bytes),
    ] {
        let bytes: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(bytes).collect();
        assert_eq!(open(&bytes).encoding.name(), name);
        assert_eq!(rows(&bytes), rows(&text));
    }
}

#[test]
fn an_encoding_that_is_given_is_used() {
    let bytes = encode(&table("Иван;Ольга"), codes::WINDOWS_1251);
    let options = Options { encoding: Encoding::named("latin1"), ..Options::default() };
    let mut file = ContactFile::open_whole(Cursor::new(&bytes), options).unwrap();
    assert_eq!(file.encoding.name(), "windows-1252");
    let mut record = muster_reader::Record::default();
    assert!(file.read(&mut record).unwrap());
    assert_eq!(record.cell(1), Some("Èâàí"));
}

#[test]
fn encodings_have_names_and_labels() {
    for choice in Encoding::choices() {
        assert_eq!(Encoding::named(&choice.name()), Some(choice));
        assert!(choice.label().contains('('), "{}", choice.label());
    }
    for (label, name) in [
        ("ANSI", "windows-1252"),
        ("macroman", "macintosh"),
        ("cp1251", "windows-1251"),
        ("sjis", "shift_jis"),
    ] {
        assert_eq!(Encoding::named(label).unwrap().name(), name, "{label}");
    }
    for label in ["", "klingon", "utf-7", "iso-2022-jp", "replacement"] {
        assert_eq!(Encoding::named(label), None, "{label}");
    }
}
