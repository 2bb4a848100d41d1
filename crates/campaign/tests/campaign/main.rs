//! The campaign through its own router and as a process, on both databases.

mod certificates;
mod desk;
mod figures;
mod guards;
mod keeping;
mod life;
mod money;
mod process;
mod processes;
mod reviews;
mod sessions;
mod stage;
mod states;
