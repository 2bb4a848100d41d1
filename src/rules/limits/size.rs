//! Limits of a picture's width and height.

use super::{Bounds, Context, Demand, Judgement, Key, KeyType, Limits};
use crate::rules::{Quantity, Unit, Verdict};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde_json::Value;

/// Bounds of the width, of the height, or of both.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    width: Option<Bounds>,
    height: Option<Bounds>,
}

const BOTH: LocalizedStr =
    LocalizedStr { zh: "宽 {width}、高 {height}", en: "{width} wide and {height} high" };
const WIDTH: LocalizedStr = LocalizedStr { zh: "宽 {width}", en: "{width} wide" };
const HEIGHT: LocalizedStr = LocalizedStr { zh: "高 {height}", en: "{height} high" };

impl Limits for Size {
    const KEYS: &'static [Key] = &[
        Key::new(
            "width",
            KeyType::Bounds,
            "Width of the upright picture in pixels: a number for exactly that many, or bounds.",
            "{ min = 480 }",
        ),
        Key::new(
            "height",
            KeyType::Bounds,
            "Height of the upright picture in pixels: a number for exactly that many, or bounds.",
            "640",
        ),
    ];

    fn judges(quantity: &Quantity) -> bool {
        matches!(quantity, Quantity::Size { .. })
    }

    fn read(limits: &Value, context: Context) -> Result<Self, String> {
        let members = Self::members(limits)?;
        let side = |name| -> Result<Option<Bounds>, String> {
            let context = Context { unit: Unit::Pixels, ..context };
            let limits: Option<Value> = members.get(name)?;
            let bounds = limits.map(|limits| Bounds::read_exact_or_table(&limits, context));
            bounds.transpose().map_err(|problem| format!("`{name}`: {problem}"))
        };
        match (side("width")?, side("height")?) {
            (None, None) => Err("a bound is missing: `width`, `height`".into()),
            (width, height) => Ok(Self { width, height }),
        }
    }
}

impl Demand for Size {
    fn judge(&self, quantity: &Quantity, margin: f64) -> Option<Judgement> {
        let Quantity::Size { width, height } = quantity else { return None };
        let sides = [(self.width, *width), (self.height, *height)];
        let judged = sides.into_iter().filter_map(|(bounds, side)| {
            let judged = bounds?.judge_number(f64::from(side), margin);
            Some((judged.verdict, judged.above))
        });
        // The worse side; of two equally bad ones the one that is too small, which no reduction mends.
        let worst = judged.max_by_key(|(verdict, above)| (*verdict, !above));
        let (verdict, above) = worst.unwrap_or((Verdict::Pass, false));
        Some(Judgement { value: None, verdict, above })
    }

    fn allowed(&self) -> LocalizedString {
        let text = match (self.width, self.height) {
            (Some(_), Some(_)) => BOTH,
            (_, None) => WIDTH,
            (None, _) => HEIGHT,
        };
        let sides = [("width", self.width), ("height", self.height)];
        let sides = sides.into_iter().filter_map(|(name, side)| Some((name.to_owned(), side?.allowed())));
        text.fill(&sides.collect::<Vec<_>>())
    }

    fn show(&self, value: f64) -> LocalizedString {
        Unit::Pixels.show(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(limits: &Value) -> Size {
        Size::read(limits, Context { unit: Unit::Pixels, frame: None }).unwrap()
    }

    #[test]
    fn both_sides_have_to_be_within_their_bounds() {
        let (exact, smallest) = (json!({ "width": 480, "height": 640 }), json!({ "width": { "min": 295 } }));
        let cases = [
            (&exact, 480, 640, Verdict::Pass),
            (&exact, 480, 641, Verdict::Fail),
            (&exact, 640, 480, Verdict::Fail),
            (&smallest, 295, 10, Verdict::Pass),
            (&smallest, 294, 4000, Verdict::Fail),
        ];
        let judge = |limits: &Value, width, height| {
            read(limits).judge(&Quantity::Size { width, height }, 0.0).map(|judged| judged.verdict)
        };
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(limits, w, h, expected)| judge(limits, *w, *h) != Some(*expected))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_is_allowed_names_both_sides() {
        let allowed = read(&json!({ "width": { "min": 400, "max": 413 }, "height": 626 })).allowed();
        assert_eq!(allowed.zh, "宽 400 像素 至 413 像素、高 正好 626 像素");
        assert_eq!(allowed.en, "400 pixels to 413 pixels wide and exactly 626 pixels high");
    }
}
