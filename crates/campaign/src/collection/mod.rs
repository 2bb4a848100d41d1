//! A candidate's collection: the match with the roster, the confirmation, the photo, and the way out.

mod confirm;
mod consents;
mod declarations;
mod entry;
mod matching;
mod photo;
mod record;
mod view;
mod withdraw;

pub use confirm::{acknowledge, confirm};
pub use consents::Consents;
pub use declarations::{Declarations, HeadCovering, declare};
pub use entry::{Keyed, Person, forget_ended, forget_person, forget_unused, keyed, person};
pub use matching::{MatchRequest, find_and_bind};
pub use photo::{Submission, Submitted, appeal, submit};
pub use record::{Record, current};
pub use view::{CollectionView, view};
pub use withdraw::{erase, erase_photos, expire_all, purge_photo, unbind, withdraw};
