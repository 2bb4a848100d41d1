//! The campaign through its own router, on both databases.

mod guards;
mod life;
mod stage;
mod states;
