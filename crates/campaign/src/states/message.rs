//! One short message to a candidate.

use super::machine::machine;

machine! {
    MessageState in "message" by MessageEvent {
        /// It is to be sent.
        Queued = "queued",
        /// It is on its way; whether it arrived is not known.
        Sending = "sending",
        /// The vendor has taken it.
        Sent = "sent",
        /// The vendor will not take it.
        Failed = "failed",
        /// There is nobody to send it to any more.
        Withheld = "withheld",
    } {
        /// The vendor is asked; again, if nobody knows what came of the last time.
        Send = "send": Queued | Sending => Sending;
        /// The vendor has taken it.
        Arrive = "arrive": Sending => Sent;
        /// The vendor has not taken it, and may later.
        Retry = "retry": Sending => Queued;
        /// The vendor refuses it.
        Fail = "fail": Sending => Failed;
        /// Staff wants it to be sent again.
        Resend = "resend": Sent | Failed | Withheld => Queued;
        /// There is nobody to send it to any more.
        Withhold = "withhold": Queued | Sending => Withheld;
    }
}
