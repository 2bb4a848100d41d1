//! The states of everything that has states, a table each: what is not in a table cannot happen.

mod campaign;
mod collection;
mod delivery;
mod machine;
mod message;
mod payment;
mod photo;
mod review;

pub use campaign::{CampaignEvent, CampaignState};
pub use collection::{CollectionEvent, CollectionState};
pub use delivery::{DeliveryEvent, DeliveryState};
pub use machine::Machine;
pub use message::{MessageEvent, MessageState};
pub use payment::{PaymentEvent, PaymentState};
pub use photo::{PhotoEvent, PhotoState};
pub use review::{ReviewEvent, ReviewState};
