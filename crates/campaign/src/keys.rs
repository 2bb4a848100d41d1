//! What protects personal data in the database: AES-256-GCM for what has to be read again, HMAC-SHA-256 for what only has
//! to be found again.
//!
//! An ID number has some 10^9 likely values: an unkeyed hash of it is reversed within hours, so lookups are keyed. Every
//! use has a key of its own, derived from those of the key file (RFC 5869, HKDF-Expand with SHA-256), and a sealed value
//! opens only for the use and the row that it was sealed for.
//!
//! Sealing keys are rotated: [`Keys::rotated`] adds one, new values are sealed with it, older values keep opening, and
//! [`Keys::reseal`] brings them up to date. The lookup key stays for the life of a database, because the roster keeps
//! nothing from which its lookups could be computed again.

use crate::hex;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hmac, rand};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Length of every key, in bytes.
const KEY: usize = 32;

/// Length of the key id in front of a sealed value, in bytes.
const KEY_ID: usize = 4;

/// What a value is. Each has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A candidate's name.
    Name,
    /// The number of a document of identity, normalised, with its kind.
    IdNumber,
    /// A student number.
    StudentNumber,
    /// A line of a roster: everything that it says, or what a candidate has to know of it.
    RosterEntry,
    /// A phone number.
    Phone,
    /// A WeChat account: the openid.
    WechatAccount,
    /// The shared secret of a member of staff's one-time passwords.
    TotpSecret,
    /// The address that a request came from, in a counter's key.
    Address,
    /// A secret that is only compared: a session's token, a code that was sent to a phone.
    Secret,
    /// Nothing: by what a database knows its keys again.
    Fingerprint,
}

/// Every key of an installation.
pub struct Keys {
    lookup: [u8; KEY],
    /// The key that seals, with its id.
    current: (u32, [u8; KEY]),
    /// Those that sealed before, with lower ids, ascending.
    earlier: Vec<(u32, [u8; KEY])>,
}

/// Why a value does not open, or keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The value was sealed for something else, changed since, or is none.
    #[error("a sealed value does not open: it was changed, or belongs elsewhere")]
    NotAuthentic,
    /// The key that sealed it is not in the file.
    #[error("a value was sealed with key {0}, which is not in the key file")]
    UnknownKey(u32),
    /// The system has no randomness, or the value is too long to be sealed.
    #[error("a value cannot be sealed")]
    NotSealed,
    /// The key file is damaged.
    #[error("the key file is damaged: {0}")]
    File(String),
    /// The key file cannot be read or written.
    #[error("the key file cannot be used: {0}")]
    Io(#[from] std::io::Error),
}

/// The form of the key file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    lookup: String,
    sealing: Vec<SealingKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealingKey {
    id: u32,
    key: String,
}

impl Purpose {
    /// What separates the derived keys: never changes.
    fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdNumber => "id-number",
            Self::StudentNumber => "student-number",
            Self::RosterEntry => "roster-entry",
            Self::Phone => "phone",
            Self::WechatAccount => "wechat-account",
            Self::TotpSecret => "totp-secret",
            Self::Address => "address",
            Self::Secret => "secret",
            Self::Fingerprint => "fingerprint",
        }
    }
}

impl Keys {
    /// New random keys.
    ///
    /// # Errors
    /// [`KeyError::NotSealed`] without randomness.
    pub fn generate() -> Result<Self, KeyError> {
        Ok(Self { lookup: random()?, current: (1, random()?), earlier: Vec::new() })
    }

    /// The keys of a file; `None` if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn load(path: &Path) -> Result<Option<Self>, KeyError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::from_text(&text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The keys of a file, which is written first if there is none: for its owner only, and flushed to the disk before
    /// anything is sealed. Of two processes that start at once, one writes.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        if let Some(keys) = Self::load(path)? {
            return Ok(keys);
        }
        let keys = Self::generate()?;
        let draft = path.with_extension(format!("new-{}", std::process::id()));
        keys.write_new(&draft)?;
        // Linking fails where the file exists by now, and shows the whole file or nothing.
        let linked = fs::hard_link(&draft, path);
        fs::remove_file(&draft)?;
        match linked {
            Ok(()) => {
                if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                    fs::File::open(folder)?.sync_all()?;
                }
                Ok(keys)
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Self::from_text(&fs::read_to_string(path)?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Writes the key file, which must not exist.
    ///
    /// # Errors
    /// If it exists or cannot be written.
    pub fn write_new(&self, path: &Path) -> Result<(), KeyError> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(self.to_text()?.as_bytes())?;
        Ok(file.sync_all()?)
    }

    /// Reads the text of a key file.
    ///
    /// # Errors
    /// [`KeyError::File`].
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let file: KeyFile = toml::from_str(text).map_err(|error| KeyError::File(error.message().into()))?;
        let key = |digits: &str| {
            let bytes = hex::decode(digits).and_then(|bytes| bytes.try_into().ok());
            bytes.ok_or_else(|| KeyError::File(format!("a key has {} hexadecimal digits", 2 * KEY)))
        };
        let sealing = file.sealing.iter().map(|sealing| Ok((sealing.id, key(&sealing.key)?)));
        let mut earlier: Vec<(u32, [u8; KEY])> = sealing.collect::<Result<_, KeyError>>()?;
        let ascending = earlier.is_sorted_by(|one, next| one.0 < next.0);
        let current = earlier.pop().filter(|_| ascending);
        let current = current.ok_or_else(|| KeyError::File("the sealing keys need ascending ids".into()))?;
        Ok(Self { lookup: key(&file.lookup)?, current, earlier })
    }

    /// The text of the key file.
    ///
    /// # Errors
    /// [`KeyError::File`], if the format cannot hold it.
    pub fn to_text(&self) -> Result<String, KeyError> {
        let sealing = self.sealing().map(|(id, key)| SealingKey { id: *id, key: hex::encode(key) });
        let file = KeyFile { lookup: hex::encode(&self.lookup), sealing: sealing.collect() };
        toml::to_string(&file).map_err(|error| KeyError::File(error.to_string()))
    }

    /// These keys and a new one, which seals from now on.
    ///
    /// # Errors
    /// [`KeyError::NotSealed`] without randomness.
    pub fn rotated(&self) -> Result<Self, KeyError> {
        let id = self.current.0.checked_add(1).ok_or(KeyError::NotSealed)?;
        let earlier = self.sealing().copied().collect();
        Ok(Self { lookup: self.lookup, current: (id, random()?), earlier })
    }

    /// Encrypts a value for one row; `row` is its id. Sealed twice, a value looks different.
    ///
    /// # Errors
    /// [`KeyError::NotSealed`].
    pub fn seal(&self, purpose: Purpose, row: &str, value: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (id, key) = &self.current;
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut sealed = value.to_vec();
        cipher(key, purpose)
            .and_then(|cipher| {
                cipher
                    .seal_in_place_append_tag(
                        Nonce::assume_unique_for_key(nonce),
                        Aad::from(row.as_bytes()),
                        &mut sealed,
                    )
                    .ok()
            })
            .ok_or(KeyError::NotSealed)?;
        Ok([&id.to_be_bytes()[..], &nonce, &sealed].concat())
    }

    /// Decrypts what [`Keys::seal`] made for the same purpose and row.
    ///
    /// # Errors
    /// [`KeyError::NotAuthentic`] or [`KeyError::UnknownKey`].
    pub fn open(&self, purpose: Purpose, row: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (id, rest) = sealed.split_first_chunk::<KEY_ID>().ok_or(KeyError::NotAuthentic)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(KeyError::NotAuthentic)?;
        let id = u32::from_be_bytes(*id);
        let key = self.sealing().find(|(known, _)| *known == id).ok_or(KeyError::UnknownKey(id))?;
        let mut value = rest.to_vec();
        let length = cipher(&key.1, purpose)
            .and_then(|cipher| {
                let nonce = Nonce::assume_unique_for_key(*nonce);
                cipher
                    .open_in_place(nonce, Aad::from(row.as_bytes()), &mut value)
                    .ok()
                    .map(|value| value.len())
            })
            .ok_or(KeyError::NotAuthentic)?;
        value.truncate(length);
        Ok(value)
    }

    /// The same value sealed with the current key; `None` if it is already.
    ///
    /// # Errors
    /// Those of [`Keys::open`] and [`Keys::seal`].
    pub fn reseal(&self, purpose: Purpose, row: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, KeyError> {
        if sealed.starts_with(&self.current.0.to_be_bytes()) {
            return Ok(None);
        }
        self.seal(purpose, row, &self.open(purpose, row, sealed)?).map(Some)
    }

    /// By what a value is found: the same parts give the same 64 hexadecimal digits, other parts others.
    pub fn lookup(&self, purpose: Purpose, parts: &[&str]) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, derived(&self.lookup, "lookup", purpose).as_ref());
        let mut context = hmac::Context::with_key(&key);
        for part in parts {
            // With its length, so that ("ab", "c") is not ("a", "bc").
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        hex::encode(context.sign().as_ref())
    }

    /// All keys that ever sealed, ascending.
    fn sealing(&self) -> impl Iterator<Item = &(u32, [u8; KEY])> {
        self.earlier.iter().chain([&self.current])
    }
}

fn cipher(key: &[u8; KEY], purpose: Purpose) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, derived(key, "seal", purpose).as_ref()).ok().map(LessSafeKey::new)
}

/// A key of 32 bytes for one use: HKDF-Expand, whose first block is all that is needed. Its first step is not: the keys of
/// the file are uniformly random already.
fn derived(key: &[u8; KEY], operation: &str, purpose: Purpose) -> hmac::Tag {
    let info = format!("precheck-campaign/{operation}/{}\u{1}", purpose.id());
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), info.as_bytes())
}

fn random<const N: usize>() -> Result<[u8; N], KeyError> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| KeyError::NotSealed)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PURPOSES: [Purpose; 6] = [
        Purpose::Name,
        Purpose::IdNumber,
        Purpose::Phone,
        Purpose::WechatAccount,
        Purpose::TotpSecret,
        Purpose::Address,
    ];

    fn fixed() -> Keys {
        Keys { lookup: [7; KEY], current: (3, [9; KEY]), earlier: vec![(1, [8; KEY])] }
    }

    #[test]
    fn a_sealed_value_opens_for_its_purpose_and_row_only() {
        let keys = Keys::generate().unwrap();
        let sealed = keys.seal(Purpose::Phone, "row-1", b"13901234567").unwrap();
        assert_eq!(keys.open(Purpose::Phone, "row-1", &sealed).unwrap(), b"13901234567");
        assert_ne!(sealed, keys.seal(Purpose::Phone, "row-1", b"13901234567").unwrap());
        let refused = [
            ("another row", keys.open(Purpose::Phone, "row-2", &sealed)),
            ("another purpose", keys.open(Purpose::Name, "row-1", &sealed)),
            ("other keys", Keys::generate().unwrap().open(Purpose::Phone, "row-1", &sealed)),
            ("cut", keys.open(Purpose::Phone, "row-1", &sealed[..sealed.len() - 1])),
            ("empty", keys.open(Purpose::Phone, "row-1", b"")),
        ];
        for (name, opened) in refused {
            assert!(matches!(opened, Err(KeyError::NotAuthentic)), "{name}");
        }
    }

    #[test]
    fn one_changed_byte_is_always_noticed() {
        let keys = Keys::generate().unwrap();
        let sealed = keys.seal(Purpose::IdNumber, "r", b"11010519491231002X").unwrap();
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(keys.open(Purpose::IdNumber, "r", &changed).is_err(), "byte {place}");
        }
    }

    #[test]
    fn after_a_rotation_old_values_open_and_are_resealed_once() {
        let old = Keys::generate().unwrap();
        let sealed = old.seal(Purpose::Phone, "r", b"1").unwrap();
        let keys = Keys::from_text(&old.rotated().unwrap().to_text().unwrap()).unwrap();
        assert_eq!(keys.lookup(Purpose::Phone, &["1"]), old.lookup(Purpose::Phone, &["1"]));
        let resealed = keys.reseal(Purpose::Phone, "r", &sealed).unwrap().unwrap();
        assert_eq!(keys.open(Purpose::Phone, "r", &resealed).unwrap(), b"1");
        assert_eq!(keys.reseal(Purpose::Phone, "r", &resealed).unwrap(), None);
        assert!(matches!(old.open(Purpose::Phone, "r", &resealed), Err(KeyError::UnknownKey(2))));
    }

    /// Computed with Python's `hmac`: a change would make every database unreadable.
    #[test]
    fn lookups_and_derived_keys_never_change() {
        assert_eq!(
            fixed().lookup(Purpose::IdNumber, &["resident-id", "11010519491231002X"]),
            "112e8183da9c0b44aa400a93f668cebd6ce0542bb9c61f79ef1d3e29b32112a7"
        );
        let derived = derived(&[9; KEY], "seal", Purpose::Phone);
        assert_eq!(
            hex::encode(derived.as_ref()),
            "db700bbcfe038ec0e025f80e5f1c619175e081566282c4d091697308361f39f5"
        );
    }

    #[test]
    fn lookups_differ_by_purpose_and_by_the_bounds_of_their_parts() {
        let keys = fixed();
        let mut lookups: Vec<String> =
            PURPOSES.iter().map(|purpose| keys.lookup(*purpose, &["ab", "c"])).collect();
        lookups.extend(
            [&["a", "bc"][..], &["abc"], &["ab", "c", ""], &[]]
                .map(|parts| keys.lookup(Purpose::Name, parts)),
        );
        let count = lookups.len();
        lookups.sort();
        lookups.dedup();
        assert_eq!(lookups.len(), count);
    }

    #[test]
    fn a_damaged_key_file_is_refused_without_telling_a_key() {
        let good = fixed().to_text().unwrap();
        let digits = hex::encode(&[9; KEY]);
        let cases = [
            ("empty", String::new()),
            ("a short key", good.replace(&digits, &digits[2..])),
            ("capital digits", good.replace(&digits, &digits.to_uppercase().replace('9', "A"))),
            ("an unknown entry", format!("current = 1\n{good}")),
            ("descending ids", good.replace("id = 3", "id = 0")),
            ("twice the same id", good.replace("id = 3", "id = 1")),
            ("no sealing key", format!("lookup = \"{digits}\"\nsealing = []\n")),
        ];
        for (name, text) in cases {
            let refused = Keys::from_text(&text).err().map(|error| error.to_string());
            assert!(refused.is_some_and(|text| !text.contains("0909")), "{name}");
        }
    }

    #[test]
    fn the_key_file_is_written_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.toml");
        let first = Keys::load_or_create(&path).unwrap();
        let again = Keys::load_or_create(&path).unwrap();
        assert_eq!(first.to_text().unwrap(), again.to_text().unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_open_or_are_refused(bytes: Vec<u8>) {
            prop_assert!(fixed().open(Purpose::Name, "r", &bytes).is_err());
        }

        #[test]
        fn any_text_is_a_key_file_or_refused(text in "\\PC*") {
            let _ = Keys::from_text(&text);
        }
    }
}
