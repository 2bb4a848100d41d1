//! One photo of a collection.

use super::machine::machine;

machine! {
    PhotoState in "photo" by PhotoEvent {
        /// It is there, and the check refuses it.
        Stored = "stored",
        /// It is the one that counts.
        Current = "current",
        /// Another one counts.
        Superseded = "superseded",
        /// It will be delivered.
        Approved = "approved",
        /// A person rejected it.
        Rejected = "rejected",
        /// Its bytes are gone.
        Purged = "purged",
    } {
        /// It becomes the one that counts.
        Submit = "submit": Stored | Superseded => Current;
        /// Another one takes its place.
        Supersede = "supersede": Stored | Current | Superseded => Superseded;
        /// It will be delivered.
        Approve = "approve": Current => Approved;
        /// A person rejects it.
        Reject = "reject": Current => Rejected;
        /// A lead wants another look.
        Reopen = "reopen": Approved => Current;
        /// Its bytes go.
        Purge = "purge": Stored | Current | Superseded | Approved | Rejected => Purged;
    }
}
