//! A candidate's collection: from the match with the roster to the delivery.

use super::machine::machine;

machine! {
    CollectionState in "collection" by CollectionEvent {
        /// The candidate was found in the roster.
        Matched = "matched",
        /// The candidate says that the record is right.
        Confirmed = "confirmed",
        /// A photo is there; the fee is not.
        Uploaded = "uploaded",
        /// Somebody has to look at the photo.
        InReview = "in_review",
        /// The photo is the one to be delivered.
        Approved = "approved",
        /// The photo was rejected; another one may come.
        Rejected = "rejected",
        /// The office has the photo.
        Delivered = "delivered",
        /// The candidate has left, or says that the record is wrong.
        Withdrawn = "withdrawn",
        /// The time was over before a photo was approved.
        Expired = "expired",
    } {
        /// The candidate says that the record is right; a repetition changes nothing.
        Confirm = "confirm": Matched => Confirmed;
        /// The candidate says that the record is wrong.
        Dispute = "dispute": Matched => Withdrawn;
        /// A photo that the check does not refuse, or one for which a person was asked.
        Submit = "submit": Confirmed | Rejected | Uploaded => Uploaded;
        /// The fee is paid, or there is none.
        Pay = "pay": Uploaded => InReview;
        /// People, or the policy for what the check accepts.
        Approve = "approve": InReview => Approved;
        /// People.
        Reject = "reject": InReview => Rejected;
        /// A lead wants another look.
        Reopen = "reopen": Approved => InReview;
        /// The archive with this photo is ready.
        Deliver = "deliver": Approved => Delivered;
        /// The candidate leaves, or has asked staff for it.
        Withdraw = "withdraw":
            Matched | Confirmed | Uploaded | InReview | Rejected | Approved | Expired => Withdrawn;
        /// The last day is over.
        Expire = "expire": Matched | Confirmed | Uploaded | Rejected => Expired;
        /// Staff loosens the account.
        Unbind = "unbind":
            Matched => Matched, Confirmed => Confirmed, Uploaded => Uploaded, InReview => InReview,
            Rejected => Rejected, Approved => Approved;
        /// An account takes over what staff has unbound.
        Bind = "bind":
            Matched => Matched, Confirmed => Confirmed, Uploaded => Uploaded, InReview => InReview,
            Rejected => Rejected, Approved => Approved;
        /// The candidate has read the reminder.
        Acknowledge = "acknowledge": Confirmed => Confirmed, Rejected => Rejected;
        /// The candidate declares something about the next photo.
        Declare = "declare": Confirmed => Confirmed, Rejected => Rejected, Uploaded => Uploaded;
        /// The check refuses a photo.
        Refuse = "refuse": Confirmed => Confirmed, Rejected => Rejected, Uploaded => Uploaded;
    }
}
