//! One person's look at one photo.

use super::machine::machine;

machine! {
    ReviewState in "review" by ReviewEvent {
        /// Nobody has decided; a lease says who looks at it.
        Waiting = "waiting",
        /// Somebody has decided, and may still take it back.
        Decided = "decided",
        /// The decision counts.
        Applied = "applied",
        /// Nobody needs to decide any more.
        Dropped = "dropped",
    } {
        /// A reviewer decides.
        Decide = "decide": Waiting => Decided;
        /// The reviewer takes the decision back.
        Undo = "undo": Decided => Waiting;
        /// The time to take it back is over.
        Apply = "apply": Decided => Applied;
        /// The candidate has left, or the photo does not count any more.
        Drop = "drop": Waiting | Decided => Dropped;
    }
}
