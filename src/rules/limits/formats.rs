//! Limits of a name: the allowed file formats.

use super::{Context, Demand, Judgement, Key, KeyType, Limits};
use crate::rules::{Quantity, Unit, Verdict};
use precheck_foundation::json::unknown_name;
use precheck_foundation::text::LocalizedString;
use precheck_imaging::container::Format;
use serde_json::Value;

/// The allowed file formats.
#[derive(Debug, Clone)]
pub struct Formats(Vec<Format>);

/// The formats that a photo can have.
const NAMES: &[&str] = &["jpeg", "png", "webp", "heic", "avif", "bmp", "gif", "tiff"];

impl Limits for Formats {
    const KEYS: &'static [Key] = &[Key::new(
        "one_of",
        KeyType::Words(NAMES),
        "The allowed formats. The checker decodes JPEG only: of a photo in another allowed format the file alone is checked.",
        "[\"jpeg\"]",
    )];

    fn judges(quantity: &Quantity) -> bool {
        matches!(quantity, Quantity::Name(_))
    }

    fn read(limits: &Value, _: Context) -> Result<Self, String> {
        let names: Vec<String> = Self::members(limits)?.need("one_of")?;
        let format = |name: &String| {
            let known =
                Format::ALL.into_iter().find(|format| format.id() == name && NAMES.contains(&format.id()));
            known.ok_or_else(|| unknown_name("format", name, NAMES.iter().copied()))
        };
        match names.iter().map(format).collect::<Result<Vec<_>, _>>()? {
            formats if formats.is_empty() => Err("`one_of` is empty".into()),
            formats => Ok(Self(formats)),
        }
    }
}

impl Demand for Formats {
    fn judge(&self, quantity: &Quantity, _: f64) -> Option<Judgement> {
        let Quantity::Name(name) = quantity else { return None };
        let allowed = self.0.iter().any(|format| format.id() == name);
        Some(Judgement { value: None, verdict: Verdict::pass_if(allowed), above: false })
    }

    fn allowed(&self) -> LocalizedString {
        LocalizedString::one_of(self.0.iter().map(|format| format.text().into()))
    }

    fn show(&self, value: f64) -> LocalizedString {
        Unit::Flag.show(value)
    }
}
