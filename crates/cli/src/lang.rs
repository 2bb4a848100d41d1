//! The language of the output.

use clap::ValueEnum;
use portrait_precheck::profile::Clause;
use precheck_foundation::text::{LocalizedStr, LocalizedString};

/// The language of the output.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// 简体中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// A fixed text in this language.
    pub fn fixed(self, text: LocalizedStr) -> &'static str {
        match self {
            Self::Zh => text.zh,
            Self::En => text.en,
        }
    }

    /// A finished text in this language.
    pub fn of(self, message: &LocalizedString) -> &str {
        match self {
            Self::Zh => &message.zh,
            Self::En => &message.en,
        }
    }

    /// The words of a clause: the notice's own, or their rendering.
    pub fn clause(self, clause: &Clause) -> &str {
        match self {
            Self::Zh => &clause.sentence,
            Self::En => &clause.english,
        }
    }

    /// What stands between the items of a list that hold commas themselves.
    pub fn semicolon(self) -> &'static str {
        self.fixed(LocalizedStr { zh: "；", en: "; " })
    }
}
