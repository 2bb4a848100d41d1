//! The tables of states, under any sequence of events.

use precheck_campaign::states::{CollectionEvent, CollectionState, Machine, PaymentEvent, PaymentState};
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

/// A success is never lost: it is recorded already, or can be.
#[test]
fn a_success_is_recorded_wherever_the_order_is() {
    use PaymentState::{Paid, RefundAbnormal, Refunded, Refunding};
    for (_, state) in PaymentState::NAMES {
        let is_recorded = matches!(state, Paid | Refunding | Refunded | RefundAbnormal);
        assert_eq!(state.after(PaymentEvent::Succeed), (!is_recorded).then_some(Paid), "{state:?}");
    }
}

proptest! {
    #[test]
    fn money_goes_back_only_after_it_has_come(events in prop::collection::vec(0..PaymentEvent::NAMES.len(), 0..20)) {
        let (mut state, mut paid) = (PaymentState::Created, false);
        for index in events {
            let (_, event) = PaymentEvent::NAMES[index];
            let Some(next) = state.after(event) else { continue };
            prop_assert!(paid || event != PaymentEvent::Refund, "{state:?}");
            paid |= event == PaymentEvent::Succeed;
            state = next;
        }
    }

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
        for end in [CollectionState::Delivered, CollectionState::Withdrawn] {
            prop_assert_eq!(end.after(event), None);
        }
        // Whoever was too late may still have all of it erased.
        let erased = (event == CollectionEvent::Withdraw).then_some(CollectionState::Withdrawn);
        prop_assert_eq!(CollectionState::Expired.after(event), erased);
    }
}
