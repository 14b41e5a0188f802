//! The parts of a postal address, and the one block of columns that they are taken from: a street at work and a town at
//! home are no address.

use std::collections::BTreeMap;

use super::suggest::{Columns, rank};
use crate::Field;

/// The fields of an address, in the order of the page.
pub(super) const PARTS: [&str; 6] = ["address1", "address2", "city", "zip", "state", "country"];

/// Columns that belong together, the one that goes first at a tie first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Block {
    /// Named without saying which address it is.
    Plain,
    Business,
    Home,
    Mailing,
    Default,
    Numbered(u8),
    Billing,
    Shipping,
    Other,
}

/// Words in front of a part's name, or behind it, folded.
const BLOCKS: [(Block, &[&str]); 10] = [
    (
        Block::Business,
        &[
            "business",
            "work",
            "office",
            "company",
            "geschaftlich",
            "dienstlich",
            "beruflich",
            "firma",
            "bureau",
            "travail",
            "trabajo",
            "lavoro",
            "ufficio",
            "zakelijk",
        ],
    ),
    (
        Block::Home,
        &[
            "home",
            "private",
            "personal",
            "privat",
            "domicile",
            "personnel",
            "casa",
            "particular",
            "prive",
            "thuis",
        ],
    ),
    (Block::Mailing, &["mailing", "postal address", "person postal address"]),
    (Block::Default, &["default address", "default", "primary address", "primary"]),
    (Block::Numbered(1), &["address 1"]),
    (Block::Numbered(2), &["address 2"]),
    (Block::Numbered(3), &["address 3"]),
    (Block::Billing, &["billing address", "billing", "rechnung", "rechnungsadresse", "facturation"]),
    (
        Block::Shipping,
        &["shipping address", "shipping", "delivery", "lieferung", "lieferadresse", "livraison"],
    ),
    (Block::Other, &["other", "weitere", "weiterer", "weiteres", "weiteres e", "weiteres r", "autre"]),
];

/// The columns named after each part of one block, with their ranks.
type Named = BTreeMap<&'static str, Vec<(usize, usize)>>;

/// Chooses the columns of an address: those of the block that is filled best. Only a country that belongs to no block
/// may stand beside another block's street.
pub(super) fn choose(columns: &mut Columns<'_>) {
    let mut blocks: Vec<(Block, Vec<(Field, usize)>)> = named(columns)
        .into_iter()
        .map(|(block, parts)| (block, chosen(columns, parts)))
        .filter(|(_, chosen)| !chosen.is_empty())
        .collect();
    let plain_country = blocks
        .first()
        .filter(|(block, _)| *block == Block::Plain)
        .and_then(|(_, chosen)| chosen.iter().find(|(field, _)| field.name() == "country").cloned());
    blocks.sort_by_key(|(block, chosen)| (std::cmp::Reverse(worth(columns, chosen)), *block));
    let Some((_, mut chosen)) = blocks.into_iter().next() else { return };
    if !chosen.iter().any(|(field, _)| field.name() == "country") {
        chosen.extend(plain_country);
    }
    for (field, column) in chosen {
        columns.set_named(column, field.name());
    }
}

fn named(columns: &Columns<'_>) -> BTreeMap<Block, Named> {
    let mut blocks: BTreeMap<Block, Named> = BTreeMap::new();
    for column in columns.free() {
        let folded = &columns.folded[column];
        let Some((block, name, rank)) = part(folded) else { continue };
        if !is_place_of_a_computer(folded, &columns.folded) {
            blocks.entry(block).or_default().entry(name).or_default().push((rank, column));
        }
    }
    blocks
}

fn chosen(columns: &mut Columns<'_>, parts: Named) -> Vec<(Field, usize)> {
    let mut chosen = Vec::new();
    for (name, ranked) in parts {
        let Some(field) = Field::named(name) else { continue };
        if let Some(column) = columns.surest(&field, ranked) {
            chosen.push((field, column));
        }
    }
    chosen
}

/// How much of an address a block holds: first whether there is more than a country, then its filled cells, or without
/// samples its columns.
fn worth(columns: &Columns<'_>, chosen: &[(Field, usize)]) -> (bool, usize) {
    let count = |column: usize| if columns.has_samples() { columns.filled(column).count() } else { 1 };
    let is_place = |field: &Field| matches!(field.name(), "address1" | "city" | "zip");
    let places: usize =
        chosen.iter().filter(|(field, _)| is_place(field)).map(|&(_, column)| count(column)).sum();
    (places > 0, chosen.iter().map(|&(_, column)| count(column)).sum())
}

/// The block and the part that a folded column name stands for, and how sure that is: 0 is surest.
pub(super) fn part(folded: &str) -> Option<(Block, &'static str, usize)> {
    let plain = named_part(folded).map(|(name, rank)| (Block::Plain, name, rank));
    plain.or_else(|| BLOCKS.iter().find_map(|(block, words)| in_block(folded, *block, words)))
}

fn in_block(folded: &str, block: Block, words: &[&str]) -> Option<(Block, &'static str, usize)> {
    words.iter().find_map(|word| {
        let rest = without(folded, word)?;
        let (name, rank) = named_part(&rest)?;
        Some((block, name, rank))
    })
}

/// A name without the words of its block: in front, behind, in front of the count at the end (`straße privat 2`), or
/// written together (`mailingstreet`).
fn without(folded: &str, word: &str) -> Option<String> {
    let in_front = folded.strip_prefix(word).map(|rest| rest.trim_start().to_owned());
    let behind = || Some(folded.strip_suffix(word)?.strip_suffix(' ')?.to_owned());
    let before_count = || {
        let (name, count) = folded.rsplit_once(' ')?;
        Some(format!("{} {count}", name.strip_suffix(word)?.strip_suffix(' ')?))
    };
    in_front.or_else(behind).or_else(before_count).filter(|rest| !rest.is_empty())
}

fn named_part(folded: &str) -> Option<(&'static str, usize)> {
    PARTS.iter().find_map(|&name| Some((name, rank(&Field::named(name)?, folded)?)))
}

/// True for the columns by which Mailchimp says where a computer stood, which is nobody's address.
pub(super) fn is_place_of_a_computer(folded: &str, header: &[String]) -> bool {
    folded == "region" && ["cc", "gmtoff"].iter().all(|name| header.iter().any(|other| other == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_into_block_and_part() {
        use Block::{Business, Default, Home, Mailing, Numbered, Other, Plain};
        for (name, block, part_name) in [
            ("city", Plain, "city"),
            ("address 1", Plain, "address1"),
            ("address 2", Plain, "address2"),
            ("business street", Business, "address1"),
            ("business street 2", Business, "address2"),
            ("business country region", Business, "country"),
            ("home postal code", Home, "zip"),
            ("mailing zip postal code", Mailing, "zip"),
            ("mailingstreet", Mailing, "address1"),
            ("otherpostalcode", Other, "zip"),
            ("mailing address line1", Mailing, "address1"),
            ("address 1 street", Numbered(1), "address1"),
            ("address 2 city", Numbered(2), "city"),
            ("address 1 region", Numbered(1), "state"),
            ("default address address1", Default, "address1"),
            ("default address country code", Default, "country"),
            ("straße geschaftlich", Business, "address1"),
            ("straße privat 2", Home, "address2"),
            ("land region geschaftlich", Business, "country"),
            ("ville domicile", Home, "city"),
            ("country home", Home, "country"),
        ] {
            let (found, field, _) = part(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!((found, field), (block, part_name), "{name}");
        }
        for other in
            ["homepage", "business phone", "home", "business address po box", "e mail address", "statement"]
        {
            assert_eq!(part(other), None, "{other}");
        }
    }
}
