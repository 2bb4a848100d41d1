//! The language of the output.

use clap::ValueEnum;
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
    pub fn text(self, text: LocalizedStr) -> &'static str {
        match self {
            Self::Zh => text.zh,
            Self::En => text.en,
        }
    }

    /// A finished text in this language.
    pub fn message(self, message: &LocalizedString) -> &str {
        match self {
            Self::Zh => &message.zh,
            Self::En => &message.en,
        }
    }

    /// A text in this language with its `{placeholders}` filled.
    pub fn fill(self, text: LocalizedStr, values: &[(&str, &str)]) -> String {
        let values: Vec<_> =
            values.iter().map(|(name, value)| ((*name).to_owned(), LocalizedString::same(*value))).collect();
        self.message(&text.fill(&values)).to_owned()
    }

    /// A sentence of a notice: its own words in Chinese, its translation in English.
    pub fn sentence<'s>(self, sentence: &'s str, english: &'s str) -> &'s str {
        match self {
            Self::Zh => sentence,
            Self::En => english,
        }
    }

    /// The separator of lists whose items may contain commas.
    pub fn list_separator(self) -> &'static str {
        self.text(LocalizedStr { zh: "；", en: "; " })
    }
}
