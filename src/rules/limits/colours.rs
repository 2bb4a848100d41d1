//! Limits of a colour: how far it may be from the allowed ones.

use super::{Context, Demand, Judgement, Key, KeyType, Limits};
use crate::rules::{Quantity, Unit, Verdict};
use precheck_foundation::json::{FromJson, ObjectReader};
use precheck_foundation::num;
use precheck_foundation::text::LocalizedString;
use precheck_imaging::colour::Lab;
use serde_json::Value;

/// The allowed colours, and how far a colour may be from the nearest of them.
#[derive(Debug, Clone)]
pub struct Colours {
    max: f64,
    allowed: Vec<Named>,
    except: Vec<Named>,
}

/// Colours with a name for people.
#[derive(Debug, Clone)]
struct Named {
    name: LocalizedString,
    colours: Region,
}

/// A part of the colour space.
#[derive(Debug, Clone, Copy)]
enum Region {
    /// All mixtures of two colours, or one colour twice.
    Segment(Lab, Lab),
    /// Light colours of any hue: the least lightness and the greatest chroma.
    Light { lightness: f64, chroma: f64 },
}

impl Region {
    /// Difference (CIEDE2000) of a colour from the nearest one of the region; from light colours of any hue the distance in
    /// lightness and chroma.
    fn distance(&self, colour: Lab) -> f64 {
        match *self {
            Self::Segment(from, to) => colour.difference_from_segment(from, to),
            Self::Light { lightness, chroma } => {
                let dark = (lightness - colour.l).max(0.0);
                let vivid = (colour.chroma() - chroma).max(0.0);
                (dark * dark + vivid * vivid).sqrt()
            }
        }
    }
}

impl FromJson for Named {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["name", "at", "from", "to", "lightness", "chroma"])?;
        let name = members.need("name")?;
        let colour = |key| members.get::<Srgb>(key).map(|colour| colour.map(|Srgb(lab)| lab));
        let (at, from, to) = (colour("at")?, colour("from")?, colour("to")?);
        let (lightness, chroma) = (members.get("lightness")?, members.get("chroma")?);
        let colours = match (at, from, to, lightness, chroma) {
            (Some(at), None, None, None, None) => Region::Segment(at, at),
            (None, Some(from), Some(to), None, None) => Region::Segment(from, to),
            (None, None, None, Some(lightness), Some(chroma)) => Region::Light { lightness, chroma },
            _ => return Err("a colour needs `at`, or `from` and `to`, or `lightness` and `chroma`".into()),
        };
        Ok(Self { name, colours })
    }
}

/// A colour given as red, green and blue of sRGB, 0 to 255.
struct Srgb(Lab);

impl FromJson for Srgb {
    fn read(value: &Value) -> Result<Self, String> {
        let levels: Vec<u32> = Vec::read(value)?;
        let levels: Option<Vec<u8>> = levels.into_iter().map(|level| u8::try_from(level).ok()).collect();
        match levels.as_deref() {
            Some(&[red, green, blue]) => Ok(Self(Lab::of([red, green, blue]))),
            _ => Err("a colour is a list of red, green and blue from 0 to 255".into()),
        }
    }
}

impl Limits for Colours {
    const KEYS: &'static [Key] = &[
        Key::new("max", KeyType::Number, "Greatest allowed difference from the nearest allowed colour.", "9"),
        Key::new(
            "colours",
            KeyType::Tables,
            "The allowed colours, each with a `name` in both languages and one of: `at`, an sRGB colour; `from` and `to`, all mixtures of two; `lightness` (at least, 0 to 100) and `chroma` (at most), light colours of any hue.",
            "[{ name = { zh = \"白色\", en = \"white\" }, at = [255, 255, 255] }]",
        ),
        Key::new(
            "except",
            KeyType::Tables,
            "Colours that are not allowed although they lie among the allowed ones, written like `colours`; nearer than `max` to one of them is wrong.",
            "[{ name = { zh = \"白色\", en = \"white\" }, at = [255, 255, 255] }]",
        ),
    ];

    fn judges(quantity: &Quantity) -> bool {
        matches!(quantity, Quantity::Colour(_))
    }

    fn read(limits: &Value, _: Context) -> Result<Self, String> {
        let members = Self::members(limits)?;
        let allowed: Vec<Named> = members.need("colours")?;
        if allowed.is_empty() {
            return Err("`colours` is empty".into());
        }
        Ok(Self { max: members.need("max")?, allowed, except: members.get("except")?.unwrap_or_default() })
    }
}

impl Demand for Colours {
    fn judge(&self, quantity: &Quantity, margin: f64) -> Option<Judgement> {
        let Quantity::Colour(colour) = quantity else { return None };
        let distances = |among: &[Named]| -> Vec<f64> {
            among.iter().map(|named| named.colours.distance(*colour)).collect()
        };
        let nearest = distances(&self.allowed).into_iter().reduce(f64::min)?;
        let value = num::canonical(nearest)?;
        // How far the colour would have to move to be allowed.
        let within_exceptions = distances(&self.except).into_iter().map(|distance| self.max - distance);
        let beyond = within_exceptions.fold(value - self.max, f64::max);
        let verdict = match beyond {
            beyond if beyond <= 0.0 => Verdict::Pass,
            beyond if margin > 0.0 && beyond <= margin => Verdict::Doubtful,
            _ => Verdict::Fail,
        };
        Some(Judgement { value: Some(value), verdict, above: false })
    }

    fn ends(&self) -> (Option<f64>, Option<f64>) {
        (None, Some(self.max))
    }

    fn allowed(&self) -> LocalizedString {
        LocalizedString::one_of(self.allowed.iter().map(|named| named.name.clone()))
    }

    fn show(&self, value: f64) -> LocalizedString {
        Unit::ColourDifference.show(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const WHITE: [u8; 3] = [255; 3];

    fn read(limits: &Value) -> Result<Colours, String> {
        Colours::read(limits, Context { unit: Unit::ColourDifference, frame: None })
    }

    fn name(en: &str) -> Value {
        json!({ "zh": "颜色", "en": en })
    }

    #[test]
    fn the_nearest_allowed_colour_decides_and_exceptions_are_refused() {
        let point = json!({ "max": 8, "colours": [{ "name": name("white"), "at": WHITE }] });
        let way = json!({ "max": 8, "colours": [
            { "name": name("white to blue"), "from": WHITE, "to": [100, 197, 255] },
            { "name": name("red"), "at": [215, 69, 50] },
        ] });
        let light = json!({ "max": 1, "colours": [{ "name": name("light"), "lightness": 75, "chroma": 25 }],
            "except": [{ "name": name("white"), "at": WHITE }] });
        let cases = [
            ("white on white", &point, WHITE, Verdict::Pass),
            ("grey on white", &point, [200; 3], Verdict::Fail),
            ("pale blue on the way to blue", &way, [178, 226, 255], Verdict::Pass),
            ("red as the second colour", &way, [210, 70, 55], Verdict::Pass),
            ("green", &way, [60, 160, 60], Verdict::Fail),
            ("cream is light", &light, [255, 253, 208], Verdict::Pass),
            ("white is excepted", &light, WHITE, Verdict::Fail),
            ("dark is not light", &light, [60; 3], Verdict::Fail),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .filter_map(|(case, limits, pixel, expected)| {
                let judged = read(limits).unwrap().judge(&Quantity::Colour(Lab::of(pixel)), 0.0).unwrap();
                (judged.verdict != expected).then_some((case, judged))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_colour_that_is_not_one_is_refused() {
        let colours = [
            json!([]),
            json!([{ "name": name("white") }]),
            json!([{ "name": name("white"), "at": [255, 255] }]),
            json!([{ "name": name("white"), "at": [256, 0, 0] }]),
            json!([{ "name": name("white"), "at": WHITE, "from": WHITE, "to": WHITE }]),
        ];
        let taken: Vec<_> =
            colours.iter().filter(|colours| read(&json!({ "max": 8, "colours": colours })).is_ok()).collect();
        assert!(taken.is_empty(), "{taken:?}");
    }

    #[test]
    fn the_allowed_colours_are_named() {
        let colours = ["white", "blue", "grey"].map(|en| json!({ "name": name(en), "at": WHITE }));
        let allowed = read(&json!({ "max": 8, "colours": colours })).unwrap().allowed();
        assert_eq!(allowed.en, "white, blue or grey");
    }
}
