//! The check API and the pages over HTTP. What it answers comes from [`portrait_precheck::check`]; this crate
//! only receives, queues, protects and counts.
//!
//! [`router`] is a plain function of an [`AppState`], so tests and the campaign call it without a socket;
//! [`serve::serve`] puts it behind one.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod config;
pub mod serve;

mod comparison;
mod error;
mod headers;
mod metrics;
mod observe;
mod queue;
mod routes;
mod state;
mod upload;

pub use config::Config;
pub use error::{Code, Problem};
pub use routes::router;
pub use state::AppState;
