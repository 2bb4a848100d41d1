//! The keys of limits, described for the reference of profiles, the editors' schema and `precheck profile new`.

/// A key that limits may have. The module, where nobody writes profiles, has its name only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name in a profile.
    pub name: &'static str,
    /// The type of its value.
    #[cfg(not(target_arch = "wasm32"))]
    pub kind: KeyType,
    /// What it means, in a sentence.
    #[cfg(not(target_arch = "wasm32"))]
    pub meaning: &'static str,
    /// An example of its value, as TOML.
    #[cfg(not(target_arch = "wasm32"))]
    pub example: &'static str,
}

impl Key {
    /// A key with the type of its value, what it means, and an example of its value as TOML.
    #[cfg(not(target_arch = "wasm32"))]
    pub const fn new(
        name: &'static str,
        kind: KeyType,
        meaning: &'static str,
        example: &'static str,
    ) -> Self {
        Self { name, kind, meaning, example }
    }

    /// The same, of which only the name is kept.
    #[cfg(target_arch = "wasm32")]
    pub const fn new(name: &'static str, _: KeyType, _: &'static str, _: &'static str) -> Self {
        Self { name }
    }
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
