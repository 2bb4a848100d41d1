//! The server from outside: through its router, and over a real socket.

mod api;
mod areas;
mod common;
mod dependencies;
mod openapi;
mod queue;
mod sites;
mod socket;
