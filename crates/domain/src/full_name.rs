//! A full name taken apart, cautiously: what could be read in two ways is left whole.

use crate::text::{fold_name, trim};

/// The parts of a full name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FullName {
    /// "Mrs", "Herr".
    pub salutation: Option<String>,
    /// "Prof. Dr.".
    pub title_before: Option<String>,
    /// The first name.
    pub first_name: String,
    /// The middle name.
    pub middle_name: Option<String>,
    /// The last name, with what belongs to it: "von der Leyen".
    pub last_name: String,
    /// "Jr.", "PhD".
    pub title_after: Option<String>,
}

impl FullName {
    /// The fields of its parts.
    pub const FIELDS: [&str; 6] =
        ["salutation", "title_before", "first_name", "middle_name", "last_name", "title_after"];

    /// The parts that are there, by the names of their fields.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let parts = [
            self.salutation.as_deref(),
            self.title_before.as_deref(),
            Some(self.first_name.as_str()),
            self.middle_name.as_deref(),
            Some(self.last_name.as_str()),
            self.title_after.as_deref(),
        ];
        Self::FIELDS.into_iter().zip(parts).filter_map(|(field, part)| Some((field, part?)))
    }
}

const FORMS_OF_ADDRESS: [&str; 29] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "mister",
    "herr",
    "hr",
    "frau",
    "fr",
    "fraulein",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "sr",
    "sra",
    "srta",
    "senor",
    "senora",
    "senorita",
    "signor",
    "signora",
    "dhr",
    "mevr",
    "mevrouw",
    "meneer",
    "hern",
];
/// Titles that stand alone.
const TITLES: [&str; 12] =
    ["dr", "prof", "professor", "doctor", "doktor", "dipl", "pd", "drs", "dott", "dra", "mag", "univ"];
/// What may follow a title: "Dr. med.", "Dipl.-Ing.".
const BEHIND_TITLES: [&str; 17] = [
    "med", "jur", "phil", "rer", "nat", "pol", "oec", "ing", "inf", "kfm", "h", "c", "hc", "dent", "vet",
    "mult", "habil",
];
const SUFFIXES: [&str; 14] =
    ["jr", "jnr", "junior", "ii", "iii", "iv", "phd", "md", "mba", "bsc", "msc", "llm", "esq", "cpa"];
const PARTICLES: [&str; 30] = [
    "von", "vom", "van", "zu", "zur", "zum", "de", "del", "della", "der", "den", "di", "da", "do", "dos",
    "das", "du", "des", "la", "le", "los", "las", "ter", "ten", "te", "af", "av", "bin", "ibn", "al",
];
/// Words of companies, of several people, and of nobody.
const NOT_OF_A_PERSON: [&str; 51] = [
    "gmbh",
    "ag",
    "kg",
    "ug",
    "ohg",
    "gbr",
    "ev",
    "inc",
    "llc",
    "ltd",
    "limited",
    "corp",
    "co",
    "company",
    "gesellschaft",
    "verein",
    "verlag",
    "bv",
    "nv",
    "sa",
    "sarl",
    "srl",
    "spa",
    "oy",
    "ab",
    "plc",
    "team",
    "info",
    "kontakt",
    "contact",
    "support",
    "sales",
    "office",
    "service",
    "admin",
    "newsletter",
    "test",
    "family",
    "familie",
    "eheleute",
    "and",
    "und",
    "et",
    "stiftung",
    "hotel",
    "praxis",
    "university",
    "the",
    "group",
    "holding",
    "bank",
];

/// True for what stands in front of a name to address somebody: "Mrs", "Herr Dr.".
pub(crate) fn is_form_of_address(text: &str) -> bool {
    fold_name(text).split(' ').next().is_some_and(|word| FORMS_OF_ADDRESS.contains(&word) || word == "m")
}

/// True for academic titles: "Dr.", "Prof. Dr. med.", "Dipl.-Ing.".
pub(crate) fn is_academic(text: &str) -> bool {
    let folded = fold_name(text);
    let mut words = folded.split(' ');
    words.next().is_some_and(|word| TITLES.contains(&word))
        && words.all(|word| TITLES.contains(&word) || BEHIND_TITLES.contains(&word))
}

/// Takes a full name apart: two or three plain words, "Berg, Anna", names with particles ("van der Berg"), titles in
/// front and behind. `None` for everything else, and for names whose order nothing tells.
pub fn split_full_name(text: &str) -> Option<FullName> {
    let text = trim(text);
    let is_possible = text.chars().count() <= 100 && text.chars().all(is_of_names) && !has_own_order(text);
    if !is_possible || text.split_whitespace().any(is_not_of_a_person) {
        return None;
    }
    let mut name = FullName::default();
    match text.split(',').collect::<Vec<_>>().as_slice() {
        [whole] => in_order(&mut name, words(whole))?,
        [whole, behind] if words(behind).iter().all(|word| is_suffix(word)) && !words(behind).is_empty() => {
            in_order(&mut name, words(whole))?;
            name.title_after = Some(words(behind).join(" "));
        }
        [last, first] => last_name_first(&mut name, words(last), words(first))?,
        _ => return None,
    }
    Some(name)
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn is_of_names(c: char) -> bool {
    c.is_alphabetic()
        || c.is_whitespace()
        || is_combining(c)
        || matches!(c, '\'' | '’' | '-' | '.' | ',' | '`')
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// True for scripts in which the last name comes first, or without a blank.
fn has_own_order(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'))
}

fn is_not_of_a_person(word: &str) -> bool {
    NOT_OF_A_PERSON.contains(&fold_name(word).replace(' ', "").as_str())
}

fn is_suffix(word: &str) -> bool {
    let folded = fold_name(word).replace(' ', "");
    SUFFIXES.contains(&folded.as_str()) || folded == "sr"
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// A word of a name: it begins with a letter, and with a capital one where the script has such.
fn is_plain(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) && !is_particle(word)
}

/// "d'Artagnan", "O'Brien".
fn is_last(word: &str) -> bool {
    is_plain(word)
        || word.strip_prefix(['d', 'D', 'l', 'L']).is_some_and(|rest| rest.starts_with(['\'', '’']))
}

/// Takes the titles from the front of a name.
fn take_titles<'a>(name: &mut FullName, words: Vec<&'a str>) -> Vec<&'a str> {
    let (mut forms, mut titles, mut rest) = (Vec::new(), Vec::new(), words.into_iter().peekable());
    while let Some(word) = rest.next_if(|word| FORMS_OF_ADDRESS.contains(&fold_name(word).as_str())) {
        forms.push(word);
    }
    while let Some(word) = rest.next_if(|word| is_title(word, !titles.is_empty())) {
        titles.push(word);
    }
    let joined = |words: Vec<&str>| (!words.is_empty()).then(|| words.join(" "));
    name.salutation = joined(forms);
    name.title_before = joined(titles);
    rest.collect()
}

fn is_title(word: &str, is_behind_one: bool) -> bool {
    let folded = fold_name(word);
    is_academic(word) || (is_behind_one && folded.split(' ').all(|part| BEHIND_TITLES.contains(&part)))
}

/// "Dr. Anna Maria Berg", "Ludwig van Beethoven", "DUPONT Jean".
fn in_order(name: &mut FullName, words: Vec<&str>) -> Option<()> {
    let mut words = take_titles(name, words);
    if words.len() > 2 && words.last().is_some_and(|word| is_suffix(word)) {
        name.title_after = words.pop().map(str::to_owned);
    }
    if let Some(at) = words.iter().position(|word| is_particle(word)) {
        let (first, last) = words.split_at(at);
        let (family, particles) = last.split_last()?;
        let is_one = is_last(family) && particles.iter().all(|word| is_particle(word));
        return if is_one { fill(name, first, last) } else { None };
    }
    if let [first, last] = words[..]
        && [first, last].iter().all(|word| word.starts_with(char::is_lowercase))
    {
        return fill_any(name, &[first], &[last]);
    }
    match words.as_slice() {
        [last, first @ ..]
            if !first.is_empty() && is_shouted(last) && !first.iter().any(|it| is_shouted(it)) =>
        {
            fill(name, first, &[*last])
        }
        [first @ .., last] => fill(name, first, &[*last]),
        [] => None,
    }
}

/// "Berg, Anna", "García López, Ana", "Goethe, Johann Wolfgang von".
fn last_name_first(name: &mut FullName, last: Vec<&str>, first: Vec<&str>) -> Option<()> {
    let mut first = take_titles(name, first);
    let mut particles = Vec::new();
    while let Some(particle) = first.pop_if(|word| is_particle(word)) {
        particles.insert(0, particle);
    }
    let whole: Vec<&str> = particles.into_iter().chain(last).collect();
    if whole.len() > 3 { None } else { fill(name, &first, &whole) }
}

/// A last name in capitals beside a first name that is not.
fn is_shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !word.contains(char::is_lowercase)
}

fn fill(name: &mut FullName, first: &[&str], last: &[&str]) -> Option<()> {
    let is_named = last.last().is_some_and(|word| is_last(word))
        && last.iter().all(|word| is_last(word) || is_particle(word))
        && first.iter().all(|word| is_plain(word));
    if is_named { fill_any(name, first, last) } else { None }
}

fn fill_any(name: &mut FullName, first: &[&str], last: &[&str]) -> Option<()> {
    let (first, middle) = match first {
        [first] => (first, None),
        [first, middle] => (first, Some((*middle).to_owned())),
        _ => return None,
    };
    (*first).clone_into(&mut name.first_name);
    name.middle_name = middle;
    name.last_name = last.join(" ");
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Option<String> {
        let name = split_full_name(text)?;
        let parts = name.parts().map(|(field, part)| format!("{field}={part}"));
        Some(parts.collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn names_are_taken_apart() {
        for (text, parts) in [
            ("Anna Berg", "first_name=Anna|last_name=Berg"),
            ("  anna   berg ", "first_name=anna|last_name=berg"),
            ("Anna Maria Berg", "first_name=Anna|middle_name=Maria|last_name=Berg"),
            ("Anna M. Berg", "first_name=Anna|middle_name=M.|last_name=Berg"),
            ("J. Berg", "first_name=J.|last_name=Berg"),
            ("Berg, Anna", "first_name=Anna|last_name=Berg"),
            ("von Berg, Anna Maria", "first_name=Anna|middle_name=Maria|last_name=von Berg"),
            ("García López, Ana", "first_name=Ana|last_name=García López"),
            ("Goethe, Johann Wolfgang von", "first_name=Johann|middle_name=Wolfgang|last_name=von Goethe"),
            ("Ludwig van Beethoven", "first_name=Ludwig|last_name=van Beethoven"),
            ("Ursula von der Leyen", "first_name=Ursula|last_name=von der Leyen"),
            ("Anna Maria van der Berg", "first_name=Anna|middle_name=Maria|last_name=van der Berg"),
            ("María de la Cruz", "first_name=María|last_name=de la Cruz"),
            ("Dick Van Dyke", "first_name=Dick|last_name=Van Dyke"),
            ("Charles d'Artagnan", "first_name=Charles|last_name=d'Artagnan"),
            ("Dr. Anna Berg", "title_before=Dr.|first_name=Anna|last_name=Berg"),
            ("Prof. Dr. med. Jürgen Groß", "title_before=Prof. Dr. med.|first_name=Jürgen|last_name=Groß"),
            ("Dr.-Ing. Jo Ek", "title_before=Dr.-Ing.|first_name=Jo|last_name=Ek"),
            ("Frau Dr. Anna Berg", "salutation=Frau|title_before=Dr.|first_name=Anna|last_name=Berg"),
            ("Mrs. Anna O'Brien", "salutation=Mrs.|first_name=Anna|last_name=O'Brien"),
            ("Berg, Dr. Anna", "title_before=Dr.|first_name=Anna|last_name=Berg"),
            ("Anna Berg, Ph.D.", "first_name=Anna|last_name=Berg|title_after=Ph.D."),
            ("Sam Berg Jr.", "first_name=Sam|last_name=Berg|title_after=Jr."),
            ("DUPONT Jean", "first_name=Jean|last_name=DUPONT"),
            ("DUPONT Jean Marie", "first_name=Jean|middle_name=Marie|last_name=DUPONT"),
            ("JEAN DUPONT", "first_name=JEAN|last_name=DUPONT"),
            ("Jean DUPONT", "first_name=Jean|last_name=DUPONT"),
            ("Phil Collins", "first_name=Phil|last_name=Collins"),
            ("Иван Петров", "first_name=Иван|last_name=Петров"),
            ("Anna-Lena Berg-Müller", "first_name=Anna-Lena|last_name=Berg-Müller"),
        ] {
            assert_eq!(split(text).as_deref(), Some(parts), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_left_whole() {
        for text in [
            "",
            "Anna",
            "von Berg",
            "Van Morrison",
            "Anna Maria Luise Berg",
            "Anna und Ben Berg",
            "Anna & Ben Berg",
            "Berg GmbH",
            "Hotel Adler Ulm",
            "The Company Ltd.",
            "anna@example.com",
            "Anna Berg 2",
            "Berg, Anna, Ulm",
            "please call back",
            "山田 太郎",
            "Ana de la Cruz García",
            "Berg,",
            ", Anna",
            "Dr.",
            "Frau Berg",
            "Team Nord",
            "Anna (Annie) Berg",
            "Familie Berg",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
