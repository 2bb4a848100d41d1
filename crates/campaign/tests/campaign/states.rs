//! The tables of states, under any sequence of events.

use precheck_campaign::states::{CollectionEvent, CollectionState, Machine};
use precheck_foundation::json::EnumName;
use proptest::prelude::*;

/// What the notice's own way needs, in its order.
#[test]
fn the_notices_way_leads_to_the_office() {
    use CollectionEvent::{Acknowledge, Approve, Confirm, Deliver, Pay, Reject, Submit};
    let way = [Confirm, Acknowledge, Submit, Pay, Reject, Acknowledge, Submit, Pay, Approve, Deliver];
    let end = way.into_iter().try_fold(CollectionState::Matched, CollectionState::after);
    assert_eq!(end, Some(CollectionState::Delivered));
}

proptest! {
    #[test]
    fn nobody_gets_to_the_office_but_by_a_photo_and_a_person(events in prop::collection::vec(0..CollectionEvent::NAMES.len(), 0..40)) {
        let (mut state, mut photo, mut decided) = (CollectionState::Matched, false, false);
        for index in events {
            let (_, event) = CollectionEvent::NAMES[index];
            let Some(next) = state.after(event) else { continue };
            photo |= event == CollectionEvent::Submit;
            decided = match event {
                CollectionEvent::Approve => true,
                CollectionEvent::Submit | CollectionEvent::Reopen => false,
                _ => decided,
            };
            state = next;
            let is_good = !matches!(state, CollectionState::Approved | CollectionState::Delivered) || photo && decided;
            prop_assert!(is_good, "{state:?} after {event:?}");
        }
    }

    #[test]
    fn an_end_is_an_end(index in 0..CollectionEvent::NAMES.len()) {
        let (_, event) = CollectionEvent::NAMES[index];
        for end in [CollectionState::Delivered, CollectionState::Withdrawn, CollectionState::Expired] {
            prop_assert_eq!(end.after(event), None);
        }
    }
}
