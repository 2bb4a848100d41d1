//! Limits of a name: the allowed colour models.

use super::{Context, Demand, Judgement, Key, KeyType, Limits};
use crate::rules::{Quantity, Unit, Verdict};
use precheck_foundation::json::unknown_name;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde_json::Value;

/// The allowed colour models, as places in [`ColourModels::ALL`].
#[derive(Debug, Clone)]
pub struct ColourModels(Vec<usize>);

/// Those of [`ColourModels::ALL`], for the reference.
const NAMES: &[&str] = &["srgb", "rgb", "grey", "cmyk"];

impl ColourModels {
    /// Every colour model of a JPEG with its name for people.
    pub const ALL: [(&'static str, LocalizedStr); 4] = [
        ("srgb", LocalizedStr { zh: "24 位 sRGB 彩色", en: "24-bit sRGB colour" }),
        (
            "rgb",
            LocalizedStr {
                zh: "24 位 RGB 彩色（非 sRGB 色域）", en: "24-bit RGB colour other than sRGB"
            },
        ),
        ("grey", LocalizedStr { zh: "8 位灰度", en: "8-bit grey" }),
        ("cmyk", LocalizedStr { zh: "印刷用的 CMYK", en: "CMYK, which is for printing" }),
    ];
}

impl Limits for ColourModels {
    const KEYS: &'static [Key] = &[Key::new(
        "one_of",
        KeyType::Words(NAMES),
        "The allowed colour models of a JPEG: `srgb` and `rgb` have 24 bits a pixel; `rgb` is one of another colour space, such as Display P3; `grey` has 8 bits.",
        "[\"srgb\", \"rgb\"]",
    )];

    fn judges(quantity: &Quantity) -> bool {
        matches!(quantity, Quantity::Name(_))
    }

    fn read(limits: &Value, _: Context) -> Result<Self, String> {
        let names: Vec<String> = Self::members(limits)?.need("one_of")?;
        let model = |name: &String| {
            let place = NAMES.iter().position(|known| known == name);
            place.ok_or_else(|| unknown_name("colour model", name, NAMES.iter().copied()))
        };
        match names.iter().map(model).collect::<Result<Vec<_>, _>>()? {
            models if models.is_empty() => Err("`one_of` is empty".into()),
            models => Ok(Self(models)),
        }
    }
}

impl Demand for ColourModels {
    fn judge(&self, quantity: &Quantity, _: f64) -> Option<Judgement> {
        let Quantity::Name(name) = quantity else { return None };
        let allowed = self.0.iter().any(|model| NAMES.get(*model) == Some(&name.as_str()));
        Some(Judgement { value: None, verdict: Verdict::pass_if(allowed), above: false })
    }

    fn allowed(&self) -> LocalizedString {
        let texts = self.0.iter().filter_map(|model| Some(Self::ALL.get(*model)?.1.into()));
        LocalizedString::one_of(texts)
    }

    fn show(&self, value: f64) -> LocalizedString {
        Unit::Flag.show(value)
    }
}
