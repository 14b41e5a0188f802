use std::collections::{BTreeMap, BTreeSet};

use crate::ContactId;

const WORDS: usize = 1024;
const PAGE: i64 = WORDS as i64 * 64;

/// The contacts that an import has met, one bit each (125 kB for a million), stored by pages of 65,536 ids with each
/// chunk. Thus a contact that comes again in a later chunk is known, though an unchanged one is never written to; and it is
/// known for ever whom an import left unchanged. The store reads single bits of a page (`dialect::push_bit`).
#[derive(Debug, Default)]
pub struct SeenContacts {
    pages: BTreeMap<i64, Box<[u64; WORDS]>>,
    dirty: BTreeSet<i64>,
}

impl SeenContacts {
    /// True if the contact was inserted before.
    pub fn contains(&self, id: ContactId) -> bool {
        let (page, word, bit) = place(id);
        self.pages.get(&page).is_some_and(|words| words[word] & bit != 0)
    }

    /// Adds a contact.
    pub fn insert(&mut self, id: ContactId) {
        let (page, word, bit) = place(id);
        self.pages.entry(page).or_insert_with(|| Box::new([0; WORDS]))[word] |= bit;
        self.dirty.insert(page);
    }

    /// The pages that changed since the last call, each with its number and its bits.
    pub fn take_changed_pages(&mut self) -> Vec<(i64, Vec<u8>)> {
        let dirty = std::mem::take(&mut self.dirty);
        dirty.into_iter().filter_map(|page| Some((page, bytes(self.pages.get(&page)?)))).collect()
    }

    /// The page on which a contact is.
    pub fn page_of(id: ContactId) -> i64 {
        place(id).0
    }

    /// Puts a stored page back; a page of another length is not one of ours and is refused.
    pub fn restore_page(&mut self, page: i64, stored: &[u8]) -> bool {
        let (chunks, rest) = stored.as_chunks::<8>();
        if chunks.len() != WORDS || !rest.is_empty() {
            return false;
        }
        let mut words = Box::new([0; WORDS]);
        for (word, chunk) in words.iter_mut().zip(chunks) {
            *word = u64::from_le_bytes(*chunk);
        }
        self.pages.insert(page, words);
        true
    }
}

fn place(ContactId(id): ContactId) -> (i64, usize, u64) {
    let offset = id.rem_euclid(PAGE);
    (id.div_euclid(PAGE), (offset / 64) as usize, 1 << (offset % 64))
}

fn bytes(words: &[u64; WORDS]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_back_as_they_were_stored() {
        let ids = [1, 63, 64, PAGE - 1, PAGE, 5 * PAGE + 77].map(ContactId);
        let mut seen = SeenContacts::default();
        for id in ids {
            seen.insert(id);
        }
        let pages = seen.take_changed_pages();
        assert_eq!(pages.len(), 3);
        assert!(seen.take_changed_pages().is_empty());
        let mut restored = SeenContacts::default();
        assert!(pages.iter().all(|(page, bits)| restored.restore_page(*page, bits)));
        assert!(ids.iter().all(|&id| restored.contains(id)));
        assert!(!restored.contains(ContactId(2)));
        assert!(!restored.restore_page(0, &[1, 2, 3]));
    }
}
