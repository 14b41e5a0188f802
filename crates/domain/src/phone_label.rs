//! What a label beside a telephone number says of it.

use crate::text::fold_name;

/// Which telephone a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneKind {
    /// The one of this field.
    Field(&'static str),
    /// None: a fax or a pager.
    Other,
    /// It does not say.
    Unknown,
}

/// Folded words of labels, and what they say. The first that matches decides, so that a "Work Fax" is a fax and a
/// "Handy privat" a mobile phone.
const LABELS: [(PhoneKind, &str); 4] = [
    (PhoneKind::Other, "fax telefax faks факс pager beeper telex tty tdd isdn"),
    (
        PhoneKind::Field("mobile_phone"),
        "mobile mobil mobiel mob movil celular cell cellular cellulare cellphone handy natel iphone smartphone \
         portable gsm sms whatsapp telemovel komorka komorkowy mobilni matkapuhelin kannykka mobiltelefon \
         mobilnummer handynummer mobilfunk cep мобильный сотовый 携帯 手机 휴대폰",
    ),
    (
        PhoneKind::Field("business_phone"),
        "work business office company arbeit geschaftlich geschaft dienstlich dienst firma buro beruflich travail \
         bureau professionnel pro trabajo oficina laboral trabalho escritorio lavoro ufficio werk zakelijk kantoor \
         praca sluzbowy prace arbete jobb arbejde tyo рабочий 会社 勤務先 工作 회사",
    ),
    (
        PhoneKind::Field("home_phone"),
        "home private personal privat zuhause hause daheim domicile maison personnel perso prive casa particular \
         domicilio abitazione residencial thuis dom domowy domu domov hem hjem koti домашний 自宅 家 집",
    ),
];

/// Which telephone a label names, such as `* Mobile`, `Work Fax` or Apple's `_$!<Home>!$_`.
pub fn phone_kind(label: &str) -> PhoneKind {
    let folded = fold_name(label);
    let says = |words: &str| folded.split(' ').any(|said| words.split(' ').any(|word| word == said));
    LABELS.iter().find(|(_, words)| says(words)).map_or(PhoneKind::Unknown, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_many_languages_and_with_their_marks() {
        for (label, field) in [
            ("Mobile", "mobile_phone"),
            ("* Mobile", "mobile_phone"),
            ("MOBILE", "mobile_phone"),
            ("Handy privat", "mobile_phone"),
            ("Work Mobile", "mobile_phone"),
            ("Cell", "mobile_phone"),
            ("Móvil", "mobile_phone"),
            ("_$!<Mobile>!$_", "mobile_phone"),
            ("* Work", "business_phone"),
            ("Arbeit", "business_phone"),
            ("Geschäftlich", "business_phone"),
            ("Büro", "business_phone"),
            ("Home", "home_phone"),
            ("Privat", "home_phone"),
            ("zu Hause", "home_phone"),
            ("Domicile", "home_phone"),
        ] {
            assert_eq!(phone_kind(label), PhoneKind::Field(field), "{label}");
        }
        for label in ["Work Fax", "Home Fax", "Fax", "Pager"] {
            assert_eq!(phone_kind(label), PhoneKind::Other, "{label}");
        }
        for label in ["Other", "Ferienhaus", "", "*", "Main"] {
            assert_eq!(phone_kind(label), PhoneKind::Unknown, "{label}");
        }
    }
}
