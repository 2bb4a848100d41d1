//! How a command ends: its exit code, or the error that stopped it.

use crate::lang::Lang;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::fmt::Display;
use std::io;
use std::path::Path;

/// The command did its work; `check` accepted every photo.
pub const SUCCESS: u8 = 0;

/// `check` rejected a photo.
pub const REJECTED: u8 = 1;

/// Wrong use, or a file that cannot be read or written.
pub const ERROR: u8 = 2;

/// `check` rejected no photo, but could not decide about one.
pub const UNDECIDED: u8 = 3;

/// Why a command stopped early.
pub enum CliError {
    /// What the user has to know.
    Message(LocalizedString),
    /// The output cannot be written.
    Output(io::Error),
}

impl CliError {
    /// A text with its `{placeholders}` filled.
    pub fn text(text: LocalizedStr, values: &[(&str, LocalizedString)]) -> Self {
        let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Self::Message(text.fill(&values))
    }

    /// An error in or with a file.
    pub fn file(path: &Path, error: &dyn Display) -> Self {
        Self::Message(LocalizedString::same(format!("{}: {error}", path.display())))
    }

    /// Prints the error, except where the reader of the output has closed it, as `head` does.
    pub fn print(&self, lang: Lang) {
        match self {
            Self::Message(message) => eprintln!("precheck: {}", lang.message(message)),
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Self::Output(error) => eprintln!("precheck: {error}"),
        }
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
