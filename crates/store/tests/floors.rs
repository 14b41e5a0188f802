//! The rooms of this crate lie on floors: each uses what lies below it, and nothing beside or above it.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, from the ground up; those of one floor know nothing of each other.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["catalogue", "work"],
    &["find"],
    &["happened"],
    &["contacts"],
    &["derived"],
    &["accounts", "imports", "people"],
    &["migrate"],
];

#[test]
fn each_room_uses_only_what_lies_below() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for path in files(&src) {
        let Some((room, floor)) = room_of(path.strip_prefix(&src).unwrap()) else { continue };
        for (line, used) in used(&fs::read_to_string(&path).unwrap()) {
            if used != room && floor_of(&used).is_some_and(|other| other >= floor) {
                wrong.push(format!("{}:{line}: {room} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What stands behind `crate::`, in braces too, with its line.
fn used(text: &str) -> Vec<(usize, String)> {
    let code: Vec<&str> =
        text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for (at, mark) in code.match_indices("crate::") {
        let line = code[..at].lines().count();
        let behind = &code[at + mark.len()..];
        let names = behind.strip_prefix('{').map_or_else(|| vec![word(behind)], words);
        found.extend(names.into_iter().map(|name| (line, name)));
    }
    found
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The first word of each item up to the end of a list in braces.
fn words(list: &str) -> Vec<String> {
    let (mut depth, mut start, mut found) = (1, 0, Vec::new());
    for (at, c) in list.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 || (depth == 1 && c == ',') {
            found.push(word(&list[start..at]));
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    found
}

#[test]
fn what_is_used_is_found_in_every_spelling() {
    let code = "use crate::{Db, base::{a, b},\n    work};\n// crate::no\nlet x = crate::find::y();";
    let names: Vec<_> = used(code).into_iter().map(|(line, name)| format!("{line} {name}")).collect();
    assert_eq!(names, ["1 Db", "1 base", "1 work", "4 find"]);
}

/// All source files, and there are some.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be read").path());
    let found: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    assert!(!found.is_empty());
    found
}

/// The room of a file, and its floor; `None` for what stands beside the rooms.
fn room_of(file: &Path) -> Option<(String, usize)> {
    let room = file.iter().next()?.to_str()?.trim_end_matches(".rs").to_owned();
    let floor = floor_of(&room);
    assert!(floor.is_some() || ["lib", "testing"].contains(&room.as_str()), "{room} has no floor yet");
    Some((room, floor?))
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}
