//! A vendor of text messages: takes a template's name and its variables, never a text.

mod authorization;
mod send;

pub(crate) use send::send;
