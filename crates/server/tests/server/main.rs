//! The server from outside: through its router, and over a real socket.

mod api;
mod common;
mod dependencies;
mod header_policies;
mod openapi;
mod queue;
mod sites;
mod socket;
