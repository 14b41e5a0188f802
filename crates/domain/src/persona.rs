//! Personas: which kind of person a contact is most like.

use crate::PersonaId;
use crate::condition::ContactView;
use crate::points::{PointRule, Total, total};

/// What makes a contact like a persona.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonaRules {
    /// The persona.
    pub id: PersonaId,
    /// From how many points on a contact is like it; above 0.
    pub threshold: i64,
    /// Its rules.
    pub rules: Vec<PointRule>,
}

/// A persona that a contact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closest {
    /// The persona.
    pub id: PersonaId,
    /// The contact's points for it.
    pub points: i64,
}

/// The persona of a contact at the time `now`, and when passing time may next change that: the one with the most points by its
/// threshold, if they reach it; the first of those that are level. `personas` are in the order of their list.
pub fn choose(personas: &[PersonaRules], contact: &ContactView, now: i64) -> (Option<Closest>, Option<i64>) {
    let (mut best, mut due): (Option<(Closest, i64)>, Option<i64>) = (None, None);
    for PersonaRules { id, threshold, rules } in personas {
        let Total { points, due: lapse } = total(rules, contact, now);
        due = due.into_iter().chain(lapse).min();
        // Compared as fractions, without dividing.
        let is_more = best.is_none_or(|(best, best_threshold)| {
            i128::from(points) * i128::from(best_threshold) > i128::from(best.points) * i128::from(*threshold)
        });
        if points >= *threshold && is_more {
            best = Some((Closest { id: *id, points }, *threshold));
        }
    }
    (best.map(|(likeness, _)| likeness), due)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::condition::Known;
    use crate::points::check_rules;

    fn persona(id: i64, threshold: i64, points: i64) -> PersonaRules {
        let rule = json!([{"points": points, "kind": "attribute",
            "rule": {"field": "city", "operator": "is", "value": "Ulm"}}]);
        let rules = check_rules(&rule, &Known::default()).unwrap();
        PersonaRules { id: PersonaId(id), threshold, rules }
    }

    #[test]
    fn the_most_points_by_threshold_win_and_the_first_of_those_that_are_level() {
        let mut contact = ContactView::default();
        let personas = [persona(1, 10, 15), persona(2, 20, 40), persona(3, 5, 10), persona(4, 100, 99)];
        assert_eq!(choose(&personas, &contact, 0), (None, None));
        contact.values.insert("city", "Ulm");
        let id = |personas: &[PersonaRules]| choose(personas, &contact, 0).0.map(|found| found.id.0);
        assert_eq!(id(&personas), Some(2), "2 and 3 are level at twice their thresholds");
        assert_eq!(id(&personas[2..]), Some(3));
        assert_eq!(id(&personas[3..]), None, "99 of 100 is not enough");
        assert_eq!(id(&[persona(5, 1, -5)]), None);
    }
}
