//! The check API over HTTP, and static sites beside it. Reports come from [`portrait_precheck::check`]; this
//! crate receives, queues, limits and counts.
//!
//! [`api`] is the bare API, for a program that has more to serve: no layer, no fallback, no header beyond the
//! content type. A [`HeaderPolicy`] adds the headers of one part of a server, [`site`] serves a folder under one, and
//! [`observed`] logs and counts. [`app`] is how this crate's own program puts them together, and
//! [`serve::serve`] puts a router behind a socket.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod config;
pub mod config_sources;
pub mod content_security_policy;
pub mod header_policy;
pub mod log;
pub mod serve;

mod app;
mod caching;
mod check;
mod code;
mod comparison;
mod metrics;
mod observe;
mod own_profiles;
mod problem;
mod queue;
mod routes;
mod site;
mod state;
mod upload;

pub use app::app;
pub use check::Checked;
pub use code::Code;
pub use config::{ChecksConfig, ServerConfig};
pub use config_sources::ConfigSources;
pub use header_policy::HeaderPolicy;
pub use observe::observed;
pub use own_profiles::own_profiles;
pub use problem::Problem;
pub use routes::{api, openapi, operations};
pub use site::site;
pub use state::ApiState;
pub use upload::Upload;
