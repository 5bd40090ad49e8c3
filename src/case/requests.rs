//! What can be asked for beside the objection.

use crate::law::provision::Basis;
use crate::texts::purpose::Purpose;

/// Whether restriction can be asked for: Art. 18(1)(d) GDPR is for what is objected to under
/// Art. 21(1) alone, where a balance is still to be struck.
pub fn restriction<'p>(objected: impl IntoIterator<Item = &'p Purpose>, with_ground: bool) -> bool {
    objected.into_iter().any(|purpose| purpose.invokes(Basis::Situation, with_ground))
}

/// Whether word to the recipients can be asked for: Art. 19 GDPR speaks of erasure and restriction,
/// not of an objection.
pub fn recipients(erasure: bool, restriction: bool) -> bool {
    erasure || restriction
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    fn restricts(ids: &[&str], with_ground: bool) -> bool {
        let texts = Texts::load(None).unwrap();
        let all = &texts.controller("linkedin").unwrap().purposes;
        restriction(all.iter().filter(|p| ids.contains(&p.id.as_str())), with_ground)
    }

    #[test]
    fn what_only_a_ground_carries_can_be_restricted() {
        assert!(restricts(&["ai-training"], true));
    }

    #[test]
    fn before_the_ground_is_given_it_can_be_restricted_too() {
        assert!(restricts(&["ai-training"], false));
    }

    #[test]
    fn personalised_ads_can_be_restricted_with_a_ground() {
        assert!(restricts(&["personalised-ads"], true));
    }

    #[test]
    fn personalised_ads_cannot_be_restricted_without_a_ground() {
        assert!(!restricts(&["personalised-ads"], false));
    }

    #[test]
    fn direct_marketing_cannot_be_restricted_whatever_the_ground() {
        assert!(!restricts(&["direct-marketing"], true));
        assert!(!restricts(&["direct-marketing"], false));
    }

    #[test]
    fn one_purpose_that_is_weighed_is_enough() {
        assert!(restricts(&["direct-marketing", "research"], true));
    }

    #[test]
    fn an_objection_to_nothing_restricts_nothing() {
        assert!(!restricts(&[], true));
    }

    #[test]
    fn recipients_are_told_of_erasure_or_restriction_and_of_nothing_else() {
        assert!(recipients(true, false) && recipients(false, true) && recipients(true, true));
        assert!(!recipients(false, false));
    }
}
