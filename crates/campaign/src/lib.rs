//! The collection of portrait photos around the check: rosters, candidates, photos, review and delivery.
//!
//! Of the checker it knows only `check`, `Report` and `Measurements`, through the check API that it mounts.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod account;
pub mod app;
pub mod backup;
pub mod campaign;
pub mod campaign_file;
pub mod catalogue;
pub mod clock;
pub mod collection;
pub mod command;
pub mod config;
pub mod context;
pub mod counter;
pub mod dashboard;
pub mod db;
pub mod delivery;
pub mod desk;
pub mod fsck;
pub mod hex;
pub mod identity;
pub mod institutions;
pub mod keys;
pub mod message;
pub mod objects;
pub mod password;
pub mod payment;
pub mod problem;
pub mod retention;
pub mod review;
pub mod roster;
pub mod rotation;
pub mod routes;
pub mod session;
pub mod staff;
pub mod states;
pub mod sweep;
pub mod task;
pub mod wechat;
pub mod wechat_pay;
