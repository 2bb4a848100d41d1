//! Limits of the ratio of a picture's width to its height.

use super::{Context, Demand, Judgement, Key, KeyType, Limits};
use crate::rules::{Quantity, Unit, Verdict};
use precheck_foundation::json::FromJson;
use precheck_foundation::num;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde_json::Value;

/// One ratio with a tolerance, or all from one to another.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    narrowest: Sides,
    widest: Sides,
    /// In per cent of the ratio; `None` for what rounding to whole pixels explains.
    tolerance: Option<f64>,
}

/// A ratio as two numbers, width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sides(f64, f64);

impl Sides {
    /// Width over height.
    fn value(self) -> f64 {
        self.0 / self.1
    }
}

impl FromJson for Sides {
    fn read(value: &Value) -> Result<Self, String> {
        match Vec::<f64>::read(value)?[..] {
            [width, height] if width > 0.0 && height > 0.0 => Ok(Self(width, height)),
            _ => Err("a ratio is a list of a width and a height above 0".into()),
        }
    }
}

const ONE: LocalizedStr = LocalizedStr { zh: "{low}", en: "{low}" };
const RANGE: LocalizedStr = LocalizedStr { zh: "{low} 至 {high}", en: "{low} to {high}" };
const ABOUT: LocalizedStr = LocalizedStr { zh: "约 {low}", en: "about {low}" };

impl Limits for Ratio {
    const KEYS: &'static [Key] = &[
        Key::new(
            "ratio",
            KeyType::Numbers,
            "Width and height to one another. Without `tolerance` the sides may differ from it by the rounding to whole pixels.",
            "[3, 4]",
        ),
        Key::new("tolerance", KeyType::Number, "How far the ratio may differ, in per cent.", "3"),
        Key::new(
            "narrowest",
            KeyType::Numbers,
            "With `widest` instead of `ratio`: the narrowest allowed ratio.",
            "[3, 4]",
        ),
        Key::new("widest", KeyType::Numbers, "With `narrowest`: the widest allowed ratio.", "[4, 5]"),
    ];

    fn judges(quantity: &Quantity) -> bool {
        matches!(quantity, Quantity::Size { .. })
    }

    fn read(limits: &Value, _: Context) -> Result<Self, String> {
        let members = Self::members(limits)?;
        let ratio: Option<Sides> = members.get("ratio")?;
        let (narrowest, widest) = (members.get("narrowest")?, members.get("widest")?);
        let tolerance: Option<f64> = members.get("tolerance")?;
        if tolerance.is_some_and(|tolerance| tolerance < 0.0) {
            return Err("`tolerance` is below 0".into());
        }
        match (ratio, narrowest, widest) {
            (Some(ratio), None, None) => Ok(Self { narrowest: ratio, widest: ratio, tolerance }),
            (None, Some(narrowest), Some(widest)) if Sides::value(narrowest) <= Sides::value(widest) => {
                Ok(Self { narrowest, widest, tolerance })
            }
            (None, Some(_), Some(_)) => Err("`narrowest` is wider than `widest`".into()),
            _ => Err("either `ratio` or both `narrowest` and `widest` are needed".into()),
        }
    }
}

impl Demand for Ratio {
    fn judge(&self, quantity: &Quantity, margin: f64) -> Option<Judgement> {
        let Quantity::Size { width, height } = quantity else { return None };
        let (width, height) = (f64::from(*width), f64::from(*height));
        // Half a pixel of either side.
        let rounding = 0.5 / height + 0.5 * width / (height * height);
        let slack = |ratio: Sides| self.tolerance.map_or(rounding, |share| ratio.value() * share / 100.0);
        let value = width / height;
        let too_wide = value - self.widest.value() - slack(self.widest);
        let too_narrow = self.narrowest.value() - value - slack(self.narrowest);
        let beyond = num::canonical(too_wide.max(too_narrow))?;
        let verdict = match beyond {
            beyond if beyond <= 0.0 => Verdict::Pass,
            beyond if margin > 0.0 && beyond <= margin => Verdict::Doubtful,
            _ => Verdict::Fail,
        };
        let above = verdict != Verdict::Pass && too_wide > too_narrow;
        Some(Judgement { value: None, verdict, above })
    }

    fn allowed(&self) -> LocalizedString {
        let text = match self.tolerance {
            _ if self.narrowest != self.widest => RANGE,
            Some(_) => ABOUT,
            None => ONE,
        };
        let shown = |Sides(width, height): Sides| {
            let number = |side| num::shown(side, num::DECIMALS).unwrap_or_default();
            LocalizedString::same(format!("{}:{}", number(width), number(height)))
        };
        text.fill(&[("low".into(), shown(self.narrowest)), ("high".into(), shown(self.widest))])
    }

    fn show(&self, value: f64) -> LocalizedString {
        Unit::Times.show(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(limits: &Value) -> Result<Ratio, String> {
        Ratio::read(limits, Context { unit: Unit::Times, frame: None })
    }

    #[test]
    fn rounding_to_pixels_is_allowed_and_more_is_not() {
        let exact = json!({ "ratio": [3, 4] });
        let about = json!({ "ratio": [10, 13], "tolerance": 3 });
        let range = json!({ "narrowest": [3, 4], "widest": [4, 5] });
        let cases = [
            (&exact, 480, 640, Verdict::Pass),
            // 551 x 3 / 4 are 413.25.
            (&exact, 413, 551, Verdict::Pass),
            (&exact, 480, 642, Verdict::Fail),
            (&exact, 1440, 1924, Verdict::Fail),
            (&exact, 640, 480, Verdict::Fail),
            (&about, 140, 180, Verdict::Pass),
            (&about, 140, 170, Verdict::Fail),
            (&range, 480, 620, Verdict::Pass),
            (&range, 800, 1000, Verdict::Pass),
            (&range, 800, 990, Verdict::Fail),
        ];
        let judge =
            |limits, width, height| read(limits).unwrap().judge(&Quantity::Size { width, height }, 0.0);
        let wrong: Vec<_> = cases
            .into_iter()
            .filter(|(limits, w, h, expected)| {
                judge(limits, *w, *h).map(|judged| judged.verdict) != Some(*expected)
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn the_ratio_is_said_as_it_is_written() {
        let cases = [
            (json!({ "ratio": [3, 4] }), "3:4"),
            (json!({ "ratio": [1, 1.3], "tolerance": 3 }), "about 1:1.3"),
            (json!({ "narrowest": [3, 4], "widest": [4, 5] }), "3:4 to 4:5"),
        ];
        let wrong: Vec<_> =
            cases.iter().filter(|(limits, en)| read(limits).unwrap().allowed().en != *en).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn ratios_that_are_none_are_refused() {
        let cases = [
            json!({}),
            json!({ "ratio": [3] }),
            json!({ "ratio": [3, 0] }),
            json!({ "ratio": [3, 4], "widest": [4, 5] }),
            json!({ "narrowest": [4, 5], "widest": [3, 4] }),
            json!({ "ratio": [3, 4], "tolerance": -1 }),
        ];
        let taken: Vec<_> = cases.iter().filter(|limits| read(limits).is_ok()).collect();
        assert!(taken.is_empty(), "{taken:?}");
    }
}
