//! The server from outside: through its router, and over a real socket.

mod api;
mod common;
mod dependencies;
mod openapi;
mod pages;
mod queue;
mod socket;
