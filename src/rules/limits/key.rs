//! The keys of limits, described for the reference of profiles, the editors' schema and `precheck profile new`.

/// A key that limits may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name in a profile.
    pub name: &'static str,
    /// The type of its value.
    pub kind: KeyType,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// An example of its value, as TOML.
    pub example: &'static str,
}

/// The type of a key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyType {
    /// A number.
    Number,
    /// A number for an exact value, or a table of bounds.
    Bounds,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of words out of these.
    Words(&'static [&'static str]),
    /// A list of numbers.
    Numbers,
    /// A list of tables; the meaning describes them.
    Tables,
}
