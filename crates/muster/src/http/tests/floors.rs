//! The floors of `http/`: the machinery in `base` knows nothing above it, what is `shared` knows the machinery, and a noun knows
//! both, but no other noun. Whoever breaks that is told the file and the line.

use std::fs;
use std::path::{Path, PathBuf};

/// What is not on a floor: tests stand above all of them, and see what the rooms together are.
const ABOVE: [&str; 3] = ["tests", "router", "openapi_document"];

#[test]
fn no_noun_knows_another_and_no_floor_knows_one_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let files = sources(&root);
    assert!(files.len() > 100, "the sources were found");
    let wrong: Vec<String> = files
        .iter()
        .flat_map(|file| wrong_ways(file.strip_prefix(&root).unwrap(), &fs::read_to_string(file).unwrap()))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_wrong_way_is_found_however_it_is_written() {
    for (file, code, told) in [
        ("scores/create.rs", "\nuse crate::http::groups::update::name;", "scores/create.rs:2: groups"),
        ("scores/create.rs", "use super::super::groups;", "scores/create.rs:1: groups"),
        ("scores/mod.rs", "fn all() {\n    super::groups::all()\n}", "scores/mod.rs:2: groups"),
        (
            "files.rs",
            "use super::{\n    base::page,\n    imports::{self, create},\n};",
            "files.rs:3: imports",
        ),
        ("files.rs", "mod tests {\n    use super::super::imports;", "files.rs:2: imports"),
        ("files.rs", "use crate::{app::App, http::imports};", "files.rs:1: imports"),
        ("files.rs", "use crate::http::*;", "files.rs:1: *"),
        ("shared/contact.rs", "use crate::http::contacts::find;", "shared/contact.rs:1: contacts"),
        ("base/guard.rs", "use crate::http::shared::words;", "base/guard.rs:1: shared"),
        ("base/guard.rs", "use super::super::tracking;", "base/guard.rs:1: tracking"),
    ] {
        assert_eq!(wrong_ways(Path::new(file), code), [told], "{code}");
    }
    for (file, code) in [
        ("scores/create.rs", "use super::contacts::ScorePage;\nuse crate::http::shared::contact::Contact;"),
        ("scores/contacts.rs", "mod tests {\n    use super::*;\n    use super::super::find;"),
        ("scores/mod.rs", "/// As [`this`](super::groups::Group).\npub(super) fn all() {}"),
        ("shared/rules.rs", "use super::in_use::User;\nuse crate::http::base::problem::ApiError;"),
        ("tests/stories.rs", "use crate::http::groups::Group;"),
        ("mod.rs", "use self::groups::Group;"),
    ] {
        assert!(wrong_ways(Path::new(file), code).is_empty(), "{code}");
    }
}

/// All Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The ways that a file of `http/` must not go, each as `FILE:LINE: ROOM`.
fn wrong_ways(file: &Path, code: &str) -> Vec<String> {
    let module = module(file);
    let Some(own) = module.get(1).filter(|room| *room != "tests") else { return Vec::new() };
    let may = |room: &str| match own.as_str() {
        _ if room == own || ABOVE.contains(&room) => true,
        "base" => false,
        "shared" => room == "base",
        _ => matches!(room, "base" | "shared"),
    };
    let ways = Reader::new(code, module.clone()).ways();
    let wrong = ways.iter().filter(|(_, room)| !may(room));
    wrong.map(|(line, room)| format!("{}:{line}: {room}", file.display())).collect()
}

/// The path of the module that a file of `http/` is.
fn module(file: &Path) -> Vec<String> {
    let steps = file.with_extension("");
    let steps = steps.iter().map(|step| step.to_string_lossy().into_owned());
    ["http".to_owned()].into_iter().chain(steps.filter(|step| step != "mod")).collect()
}

/// Reads the paths in a file, word by word; comments are left out.
struct Reader {
    words: Vec<(usize, String)>,
    module: Vec<String>,
    ways: Vec<(usize, String)>,
}

impl Reader {
    fn new(code: &str, module: Vec<String>) -> Self {
        let lines = code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        let words = lines.flat_map(|(at, line)| words(line).into_iter().map(move |word| (at + 1, word)));
        Self { words: words.collect(), module, ways: Vec::new() }
    }

    /// The lines with the rooms of `http` that they name.
    fn ways(mut self) -> Vec<(usize, String)> {
        for at in 0..self.words.len() {
            match (self.word(at), self.word(at + 2)) {
                // A module within a file stands at its end.
                ("mod", "{") => self.module.push(self.word(at + 1).to_owned()),
                _ if at > 0 && self.word(at - 1) == "::" => {}
                ("crate", _) if self.word(at + 1) == "::" => self.follow(at + 2, Vec::new()),
                ("super" | "self", _) if self.word(at + 1) == "::" => self.follow(at, self.module.clone()),
                _ => {}
            }
        }
        self.ways
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |(_, word)| word)
    }

    /// Follows a path from its word at this place, `from` being the module that it has come to.
    fn follow(&mut self, mut at: usize, mut from: Vec<String>) {
        match self.word(at) {
            "{" => return self.follow_each(at + 1, &from),
            "self" => {}
            "super" => drop(from.pop()),
            word => from.push(word.to_owned()),
        }
        if let [http, room] = from.as_slice()
            && http == "http"
            && self.word(at) == room
        {
            self.ways.push((self.words[at].0, room.clone()));
        }
        at += 1;
        if self.word(at) == "::" {
            self.follow(at + 1, from);
        }
    }

    /// Follows each of the paths that stand in braces.
    fn follow_each(&mut self, mut at: usize, from: &[String]) {
        let mut depth = 0;
        let mut begins = true;
        while depth > 0 || self.word(at) != "}" {
            match self.word(at) {
                "" => return,
                "{" => depth += 1,
                "}" => depth -= 1,
                _ if begins && depth == 0 => self.follow(at, from.to_vec()),
                _ => {}
            }
            begins = self.word(at) == ",";
            at += 1;
        }
    }
}

/// Names, `::`, and every other mark alone.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            _ if rest.starts_with("::") => 2,
            first if is_of_name(first) => rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len()),
            first => first.len_utf8(),
        };
        words.push(rest[..end].to_owned());
        rest = rest[end..].trim_start();
    }
    words
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
