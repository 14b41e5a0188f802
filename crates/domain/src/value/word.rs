//! Words with a fixed meaning, in the languages of the people who write lists. All are spelled as [`spelled`] spells them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::CellError;
use crate::text::without_marks;

const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "t",
    "1",
    "on",
    "ja",
    "j",
    "wahr",
    "oui",
    "vrai",
    "si",
    "s",
    "verdadero",
    "vero",
    "sim",
    "verdadeiro",
    "tak",
    "prawda",
    "waar",
    "ano",
    "pravda",
    "sant",
    "sand",
    "sann",
    "kylla",
    "tosi",
    "да",
    "истина",
    "igen",
    "igaz",
    "evet",
    "dogru",
    "da",
    "adevarat",
    "ναι",
    "はい",
    "是",
    "✓",
    "✔",
    "☑",
    "✅",
    "🗹",
];
const NO: &[&str] = &[
    "no",
    "n",
    "false",
    "f",
    "0",
    "off",
    "nein",
    "falsch",
    "non",
    "faux",
    "falso",
    "nao",
    "nie",
    "fałsz",
    "falsz",
    "nee",
    "onwaar",
    "ne",
    "nepravda",
    "nej",
    "falskt",
    "falsk",
    "nei",
    "usann",
    "ei",
    "epatosi",
    "нет",
    "ложь",
    "nem",
    "hamis",
    "hayır",
    "hayir",
    "yanlıs",
    "yanlis",
    "nu",
    "fals",
    "οχι",
    "いいえ",
    "否",
    "✗",
    "✘",
    "✕",
    "✖",
    "☐",
    "❌",
];

/// Values of the field `gender` with the words that mean them.
const GENDERS: [(&str, &[&str]); 3] = [
    (
        "female",
        &[
            "female",
            "f",
            "w",
            "woman",
            "mrs",
            "ms",
            "miss",
            "weiblich",
            "frau",
            "femme",
            "feminin",
            "madame",
            "mme",
            "mlle",
            "mujer",
            "femenino",
            "sra",
            "senora",
            "senhora",
            "femmina",
            "femminile",
            "donna",
            "signora",
            "k",
            "kobieta",
            "pani",
            "vrouw",
            "vrouwelijk",
            "mevrouw",
            "mevr",
            "kvinna",
            "kvinde",
            "kvinne",
            "nainen",
            "zena",
            "zensky",
            "mulher",
            "feminino",
            "женщина",
            "женскии",
            "жен",
            "ж",
            "kadın",
            "kadin",
        ],
    ),
    (
        "male",
        &[
            "male",
            "m",
            "man",
            "mr",
            "mannlich",
            "maennlich",
            "herr",
            "homme",
            "masculin",
            "monsieur",
            "hombre",
            "masculino",
            "varon",
            "sr",
            "senor",
            "senhor",
            "maschio",
            "maschile",
            "uomo",
            "signor",
            "mezczyzna",
            "pan",
            "mannelijk",
            "dhr",
            "de heer",
            "heer",
            "mand",
            "mann",
            "mies",
            "muz",
            "muzsky",
            "homem",
            "мужчина",
            "мужскои",
            "муж",
            "м",
            "ferfi",
            "erkek",
        ],
    ),
    (
        "other",
        &[
            "other",
            "x",
            "d",
            "divers",
            "diverse",
            "non binary",
            "nonbinary",
            "non binaire",
            "nicht binar",
            "no binario",
            "autre",
            "otro",
            "altro",
            "outro",
            "anders",
            "andere",
            "annat",
            "andet",
            "annen",
            "annet",
            "muu",
            "jine",
            "jiny",
            "inna",
            "inne",
            "inny",
            "другои",
            "другое",
        ],
    ),
];

/// Words by which people and systems say that nothing is known or told.
const NOTHING: [&str; 12] = ["-", "--", "---", "–", "—", "?", "??", ".", "n/a", "#n/a", "none", "unknown"];
/// Those that say so of a gender.
const NO_GENDER: [&str; 47] = [
    "unspecified",
    "not specified",
    "undefined",
    "undisclosed",
    "not disclosed",
    "not stated",
    "not known",
    "na",
    "n.a",
    "n a",
    "null",
    "u",
    "prefer not to say",
    "i prefer not to say",
    "prefer not to answer",
    "prefer not to disclose",
    "rather not say",
    "i'd rather not say",
    "decline to answer",
    "decline to state",
    "keine angabe",
    "keine angaben",
    "k.a",
    "nicht angegeben",
    "unbekannt",
    "inconnu",
    "non precise",
    "non renseigne",
    "ne se prononce pas",
    "je prefere ne pas repondre",
    "prefiero no decirlo",
    "desconocido",
    "sin especificar",
    "no especificado",
    "prefiro nao dizer",
    "desconhecido",
    "preferisco non dirlo",
    "preferisco non specificare",
    "sconosciuto",
    "non specificato",
    "zeg ik liever niet",
    "onbekend",
    "nie podano",
    "vill ej uppge",
    "okand",
    "neuvedeno",
    "не указан",
];

/// The values of the field `gender`.
pub(crate) fn genders() -> impl Iterator<Item = &'static str> {
    GENDERS.iter().map(|(value, _)| *value)
}

/// The gender that a word means; `None` for one that says that it is not told.
pub(crate) fn gender(text: &str) -> Result<Option<&'static str>, CellError> {
    let spelled = spelled(text);
    let word = spelled.as_str();
    if NO_GENDER.contains(&word) || NOTHING.contains(&word) {
        return Ok(None);
    }
    let known = GENDERS.iter().find(|(_, words)| words.contains(&word));
    known.map(|(value, _)| Some(*value)).ok_or(CellError::Gender)
}

/// `true` or `false`.
pub(crate) fn yes_no(text: &str) -> Result<&'static str, CellError> {
    let word = spelled(text);
    match word.as_str() {
        word if YES.contains(&word) => Ok("true"),
        word if NO.contains(&word) => Ok("false"),
        _ => Err(CellError::YesNo),
    }
}

/// Whether a text says, in a few signs, that there is nothing.
pub(super) fn nothing(text: &str) -> bool {
    text.is_empty() || (text.len() <= 8 && NOTHING.contains(&text.to_lowercase().as_str()))
}

/// A word as it is compared: without case, accents and the point of an abbreviation, one blank between words or instead of
/// a hyphen between letters. Every other sign stays, so that `yes?` is not "yes", nor `-1` "1".
fn spelled(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase(); // the same, in a part of the time
    }
    let text = without_marks(text);
    let plain: String =
        text.nfkd().filter(|c| !is_combining_mark(*c) && !('\u{FE00}'..='\u{FE0F}').contains(c)).collect();
    let plain = plain.to_lowercase().replace('’', "'");
    let plain = plain.strip_suffix('.').filter(|rest| rest.ends_with(char::is_alphabetic)).unwrap_or(&plain);
    let letters: Vec<char> = plain.chars().collect();
    let is_letter = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphabetic());
    let joined = letters.iter().enumerate().map(|(at, &c)| {
        let joins = matches!(c, '-' | '_') && is_letter(at.checked_sub(1)) && is_letter(Some(at + 1));
        if joins { ' ' } else { c }
    });
    joined.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_spelled_as_it_is_compared_and_has_one_meaning() {
        let lists = [YES, NO, &NO_GENDER, &NOTHING];
        for word in lists.into_iter().chain(GENDERS.map(|(_, words)| words)).flatten() {
            assert_eq!(spelled(word), *word, "{word}");
        }
        assert!(YES.iter().all(|word| !NO.contains(word)));
        let of = |index: usize| GENDERS[index].1;
        assert!(of(0).iter().all(|word| !of(1).contains(word) && !of(2).contains(word)));
        assert!(of(1).iter().all(|word| !of(2).contains(word)));
        assert!(
            NO_GENDER
                .iter()
                .chain(&NOTHING)
                .all(|word| GENDERS.iter().all(|(_, words)| !words.contains(word)))
        );
    }

    #[test]
    fn yes_and_no_are_known_as_excel_and_people_write_them() {
        for (yes, no) in [
            ("TRUE", "FALSE"),
            ("WAHR", "FALSCH"),
            ("VRAI", "FAUX"),
            ("VERDADERO", "FALSO"),
            ("VERO", "FALSO"),
            ("VERDADEIRO", "FALSO"),
            ("WAAR", "ONWAAR"),
            ("PRAWDA", "FAŁSZ"),
            ("SANT", "FALSKT"),
            ("SAND", "FALSK"),
            ("TOSI", "EPÄTOSI"),
            ("ИСТИНА", "ЛОЖЬ"),
            ("PRAVDA", "NEPRAVDA"),
            ("Ano", "ne"),
            ("Да", "нет"),
            ("Sí", "no"),
            ("JA", "nein"),
            ("ja", "nej"),
            ("kyllä", "ei"),
            ("Sim", "Não"),
            ("Y", "N"),
            ("1", "0"),
            ("✓", "✗"),
            ("✔\u{FE0F}", "❌"),
        ] {
            assert_eq!((yes_no(yes), yes_no(no)), (Ok("true"), Ok("false")), "{yes} {no}");
        }
        for text in ["maybe", "yes?", "-1", "x", "yes and no", "no!", "(no)", "1 0", "yes, please", "10"] {
            assert_eq!(yes_no(text), Err(CellError::YesNo), "{text}");
        }
    }

    #[test]
    fn genders_are_known_in_several_languages() {
        for (word, value) in [
            ("F", "female"),
            ("Mrs.", "female"),
            ("žena", "female"),
            ("Kobieta", "female"),
            ("женский", "female"),
            ("Kvinna", "female"),
            ("männlich", "male"),
            ("muž", "male"),
            ("Mężczyzna", "male"),
            ("мужской", "male"),
            ("Mies", "male"),
            ("Divers", "other"),
            ("Non-binary", "other"),
            ("non_binary", "other"),
        ] {
            assert_eq!(gender(word), Ok(Some(value)), "{word}");
        }
        for word in [
            "Prefer not to say",
            "keine Angabe",
            "k.A.",
            "Rather not say",
            "undisclosed",
            "N/A",
            "n.a.",
            "-",
            "?",
            "I’d rather not say",
            "Unspecified",
            "—",
        ] {
            assert_eq!(gender(word), Ok(None), "{word}");
        }
        for word in ["maybe", "female?", "f m", "m/f", "male (?)", "1"] {
            assert_eq!(gender(word), Err(CellError::Gender), "{word}");
        }
    }
}
