//! One archive for the office.

use super::machine::machine;

machine! {
    DeliveryState in "delivery" by DeliveryEvent {
        /// Its photos are chosen.
        Building = "building",
        /// The archive can be downloaded.
        Ready = "ready",
        /// The office has it.
        Received = "received",
        /// The archive and its photos are gone.
        Purged = "purged",
    } {
        /// The archive is there.
        Finish = "finish": Building => Ready;
        /// The office says that it has it.
        Receive = "receive": Ready => Received;
        /// The time for keeping it is over.
        Purge = "purge": Received => Purged;
    }
}
