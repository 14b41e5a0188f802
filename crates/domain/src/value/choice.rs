//! Choices of a field, alone or several in one cell.

use super::CellError;
use crate::text::{nfc, trim, without_marks};

/// Parts of a cell that are tried at most: more choices no field has.
const MOST: usize = 500;

/// The choice that is meant, whatever its case.
pub(crate) fn choice(text: &str, choices: &[&str]) -> Result<String, CellError> {
    let mut found = choices_meant(text, choices)?.into_iter();
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.to_owned()),
        _ => Err(CellError::Choice),
    }
}

/// The choices that are meant, in their own order; `None` when the cell names none. Read, each label as a whole first:
/// `VIP;Blog`, `VIP | Blog`, `VIP ::: Blog`, lines, `VIP, Blog`, `VIP / Blog`, `"VIP","Blog"` and `["VIP","Blog"]`.
pub(crate) fn choices(text: &str, choices: &[&str]) -> Result<Option<String>, CellError> {
    let chosen = choices_meant(text, choices)?;
    let in_order: Vec<&str> = choices.iter().copied().filter(|one| chosen.contains(one)).collect();
    Ok((!in_order.is_empty()).then(|| in_order.join(";")))
}

fn choices_meant<'a>(text: &str, choices: &[&'a str]) -> Result<Vec<&'a str>, CellError> {
    if let Some(one) = choices.iter().find(|choice| **choice == text) {
        return Ok(vec![*one]); // nothing needs to be folded
    }
    let labels = Labels { choices, compared: choices.iter().map(|choice| compared(choice)).collect() };
    labels.all_of(text).ok_or(CellError::Choice)
}

fn compared(text: &str) -> String {
    nfc(&trim(&without_marks(text)).to_lowercase()).into_owned()
}

struct Labels<'a, 'b> {
    choices: &'b [&'a str],
    compared: Vec<String>,
}

impl<'a> Labels<'a, '_> {
    /// The choice with this label, which Google marks by `* `.
    fn one(&self, text: &str) -> Option<&'a str> {
        let wanted = compared(text);
        let find = |wanted: &str| self.compared.iter().position(|label| label == wanted);
        let found = find(&wanted).or_else(|| find(wanted.strip_prefix("* ")?.trim_start()))?;
        Some(self.choices[found])
    }

    fn all_of(&self, text: &str) -> Option<Vec<&'a str>> {
        if let Some(one) = self.one(text) {
            return Some(vec![one]);
        }
        let text = trim(text);
        if text.starts_with('[') {
            let list: Vec<String> = serde_json::from_str(text).ok()?;
            return list.iter().map(|one| self.one(one)).collect();
        }
        let mut found = Vec::new();
        for part in text.split([';', '|', '\n']).flat_map(|part| part.split(" ::: ")).map(trim) {
            if !part.is_empty() {
                found.extend(self.part(part)?);
            }
        }
        Some(found)
    }

    /// Between signs that no label has.
    fn part(&self, part: &str) -> Option<Vec<&'a str>> {
        if let Some(one) = self.one(part) {
            return Some(vec![one]);
        }
        if part.contains('"') {
            return quoted(part)?.iter().map(|one| self.one(one)).collect();
        }
        self.run(part)
    }

    /// Labels between commas and slashes, which may stand in labels as well: the longest label that leaves a rest made of labels.
    fn run(&self, text: &str) -> Option<Vec<&'a str>> {
        let mut starts: Vec<usize> = vec![0];
        starts.extend(text.match_indices([',', '/']).map(|(at, _)| at + 1));
        if starts.len() > MOST {
            return None;
        }
        let ends: Vec<usize> = starts[1..].iter().map(|start| start - 1).chain([text.len()]).collect();
        // No label is found in more text than some times its own: each piece is compared with few others, however many there are.
        let longest_label = self.compared.iter().map(String::len).max().unwrap_or(0) * 4 + 16;
        // For each piece the piece behind a label that begins with it, from the last piece to the first.
        let mut next: Vec<Option<(usize, &'a str)>> = vec![None; starts.len()];
        for from in (0..starts.len()).rev() {
            let near = |to: &usize| ends[*to] - starts[from] <= longest_label;
            let longest = (from..starts.len()).rev().filter(near).find_map(|to| {
                let rest_fits = to + 1 == starts.len() || next[to + 1].is_some();
                let label = rest_fits.then(|| self.one(&text[starts[from]..ends[to]]))??;
                Some((to + 1, label))
            });
            next[from] = longest;
        }
        let (mut found, mut at) = (Vec::new(), 0);
        while at < starts.len() {
            let (behind, label) = next[at]?;
            found.push(label);
            at = behind;
        }
        Some(found)
    }
}

/// The values of a line of CSV, which Mailchimp writes into a cell.
fn quoted(line: &str) -> Option<Vec<String>> {
    let (mut values, mut rest) = (Vec::new(), line);
    loop {
        rest = rest.trim_start();
        let (value, behind) = if let Some(inside) = rest.strip_prefix('"') {
            between_quotes(inside)?
        } else {
            let (value, behind) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
            (value.to_owned(), behind)
        };
        values.push(value);
        rest = behind.trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None => return rest.is_empty().then_some(values),
        }
    }
}

/// The value up to its closing quote, with what is behind that.
fn between_quotes(text: &str) -> Option<(String, &str)> {
    let (mut value, mut rest) = (String::new(), text);
    loop {
        let (before, behind) = rest.split_once('"')?;
        value.push_str(before);
        let Some(more) = behind.strip_prefix('"') else { return Some((value, behind)) };
        value.push('"');
        rest = more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_found_whatever_its_case() {
        let all = ["VIP", "Blog", "Grün", "North, or so"];
        assert_eq!(choice("GRÜN", &all).as_deref(), Ok("Grün"));
        assert_eq!(choice("\u{200E}gru\u{308}n ", &all).as_deref(), Ok("Grün"));
        assert_eq!(choice("north, or so", &all).as_deref(), Ok("North, or so"));
        assert_eq!(choice("[\"VIP\"]", &all).as_deref(), Ok("VIP"));
        for text in ["red", "VIP Blog", "VIP;Blog", "VIP, Blog", "VIP?", "Blogs", "VIP,red", ";"] {
            assert_eq!(choice(text, &all), Err(CellError::Choice), "{text}");
        }
    }

    #[test]
    fn several_choices_stand_in_a_cell_in_every_usual_spelling() {
        let all = ["VIP", "Blog", "Grün"];
        for cell in [
            "blog;vip",
            "Blog | VIP",
            "blog||vip",
            "blog ::: vip",
            "BLOG\nVIP\n",
            "Blog\r\nVIP",
            "blog,vip",
            "Blog, VIP",
            "Blog / VIP",
            "blog/vip",
            "[\"Blog\",\"VIP\"]",
            "[ \"Blog\", \"VIP\" ]",
            "\"VIP\",\"Blog\"",
            "VIP,\"Blog\"",
            "* VIP ::: * Blog",
            "* vip ::: Blog",
            "VIP;;Blog;",
            "VIP, Blog; vip",
        ] {
            assert_eq!(choices(cell, &all), Ok(Some("VIP;Blog".into())), "{cell}");
        }
        for cell in ["[]", ";", "| |"] {
            assert_eq!(choices(cell, &all), Ok(None), "{cell}");
        }
        for cell in [
            "vip;red",
            "vip,red",
            "vip blog",
            "[\"VIP\", 1]",
            "[\"VIP\"",
            "\"VIP\" \"Blog\"",
            "\"VIP",
            "vip,",
            "[\"VIP\"] x",
        ] {
            assert_eq!(choices(cell, &all), Err(CellError::Choice), "{cell}");
        }
    }

    #[test]
    fn labels_are_found_as_a_whole_before_they_are_divided() {
        let all = ["north", "south", "north,south", "n/a", "east, or west"];
        assert_eq!(choices("north,south", &all), Ok(Some("north,south".into())));
        assert_eq!(choices("south,north", &all), Ok(Some("north;south".into())));
        assert_eq!(choices("north,n/a", &all), Ok(Some("north;n/a".into())));
        assert_eq!(
            choices("south, east, or west / north", &all),
            Ok(Some("north;south;east, or west".into()))
        );
        assert_eq!(choices("east, north", &all), Err(CellError::Choice));
    }
}
