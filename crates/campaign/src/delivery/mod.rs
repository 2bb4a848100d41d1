//! The archive that the office receives. `names` says what a photo is called in it, `photo_file` removes what a photo's file
//! tells beside the picture, `zip_format` writes entries, `manifest` the list of them; `archive` puts them together,
//! `verify` proves an archive that came back, and `stored` one where it is kept.

mod archive;
mod batch;
mod manifest;
mod names;
mod photo_file;
mod stored;
mod verify;
mod zip_format;

pub use archive::{Archive, BuildError, Delivered, LeftOut, build};
pub use batch::{
    DeliveryView, Differences, NextDelivery, PurgeReceipt, ReadyArchive, archive, begin, build_task, has,
    kept_until, list, lock_undelivered, next, one, purge, purge_archive, receive,
};
pub use manifest::Item;
pub use names::{InvalidPattern, NamePattern, PhotoName};
pub use photo_file::is_deliverable;
pub use stored::{begin_verification, verify_task};
pub use verify::verify;
