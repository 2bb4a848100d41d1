//! The collection of portrait photos around the check: rosters, candidates, photos, review and delivery.
//!
//! Of the checker it knows only `check`, `Report` and `Measurements`, through the check API that it mounts.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod campaign_file;
pub mod delivery;
pub mod hex;
pub mod identity;
pub mod institutions;
pub mod keys;
pub mod objects;
pub mod password;
pub mod roster;
pub mod wechat;
