//! Bounds of a number.

use super::{Context, Demand, Frame, Judgement, Key, KeyType, Limits, members};
use crate::rules::{Quantity, Unit, Verdict};
use precheck_foundation::json::{EnumName, FromJson, unknown_name};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde_json::Value;

/// A lower bound, an upper bound, or both.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    lower: Option<Bound>,
    upper: Option<Bound>,
    shown: Shown,
}

/// One end of the allowed numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bound {
    /// In the rule's unit.
    at: f64,
    /// Whether `at` itself is not allowed.
    open: bool,
}

/// The unit in which a profile writes its bounds.
#[derive(Debug, Clone, Copy)]
struct Shown {
    unit: Unit,
    /// One of the rule's unit in that unit.
    factor: f64,
}

const MIN: Key = Key::new("min", KeyType::Number, "Least allowed value.", "50");
const MAX: Key = Key::new("max", KeyType::Number, "Greatest allowed value.", "60");
const MORE_THAN: Key =
    Key::new("more_than", KeyType::Number, "The value has to be greater than this.", "51200");
const LESS_THAN: Key = Key::new("less_than", KeyType::Number, "The value has to be less than this.", "60000");
const EXACTLY: Key = Key::new("exactly", KeyType::Number, "The only allowed value.", "300");
const UNIT: Key = Key::new(
    "unit",
    KeyType::Word(&["px", "mm"]),
    "The unit of the bounds, if they are lengths in the profile's `frame` instead of the rule's own unit.",
    "\"mm\"",
);
const FROM: Key = Key::new(
    "from",
    KeyType::Word(&["top", "bottom"]),
    "The edge of the picture from which a height is measured; `top` if it is not given.",
    "\"bottom\"",
);

impl Bounds {
    /// Reads a number, for exactly this one, or a table of bounds.
    pub(super) fn read_exact_or_table(limits: &Value, context: Context) -> Result<Self, String> {
        if !limits.is_number() {
            return Self::read(limits, context);
        }
        let bound = Some(Bound { at: f64::read(limits)?, open: false });
        Ok(Self { lower: bound, upper: bound, shown: Shown { unit: context.unit, factor: 1.0 } })
    }

    /// Reads those of `keys` that are there.
    pub(super) fn read_keys(limits: &Value, keys: &[Key], context: Context) -> Result<Self, String> {
        let members = members(limits, keys)?;
        let exactly: Option<f64> = members.get("exactly")?;
        let bound = |closed: Option<f64>, open: Option<f64>| match (exactly, closed, open) {
            (None, Some(at), None) => Ok(Some(Bound { at, open: false })),
            (None, None, Some(at)) => Ok(Some(Bound { at, open: true })),
            (at, None, None) => Ok(at.map(|at| Bound { at, open: false })),
            _ => Err("two bounds on the same side contradict each other"),
        };
        let lower = bound(members.get("min")?, members.get("more_than")?)?;
        let upper = bound(members.get("max")?, members.get("less_than")?)?;
        let mut bounds = Self { lower, upper, shown: Shown { unit: context.unit, factor: 1.0 } };
        if lower.is_none() && upper.is_none() {
            let bounds =
                keys.iter().map(|key| key.name).filter(|name| !["unit", "from", "missing"].contains(name));
            let wanted: Vec<_> = bounds.map(|name| format!("`{name}`")).collect();
            return Err(format!("a bound is missing: {}", wanted.join(", ")));
        }
        if lower.zip(upper).is_some_and(|(lower, upper)| lower.at > upper.at) {
            return Err("the lower bound is above the upper one".into());
        }
        if let Some(LengthUnit(unit)) = members.get("unit")? {
            bounds = bounds.in_unit(unit, context)?;
        }
        match members.get::<String>("from")?.as_deref() {
            None | Some("top") => Ok(bounds),
            Some("bottom") => Ok(bounds.turned_over()),
            Some(other) => Err(unknown_name("value", other, ["top", "bottom"].into_iter())),
        }
    }

    /// These bounds, written in pixels or millimetres of the frame, as shares of its side.
    fn in_unit(self, unit: Unit, context: Context) -> Result<Self, String> {
        let axis = context.unit.axis().ok_or("`unit` can only be set for lengths in the picture")?;
        let side = match (unit, context.frame) {
            (Unit::Pixels, Some(frame @ Frame::Pixels(..)))
            | (Unit::Millimetres, Some(frame @ Frame::Millimetres(..))) => frame.side(axis),
            _ => {
                let name = unit.name();
                return Err(format!("the profile needs a `frame` in `{name}` for limits in `{name}`"));
            }
        };
        let share = |bound: Option<Bound>| bound.map(|b| Bound { at: 100.0 * b.at / side, ..b });
        let shown = Shown { unit, factor: side / 100.0 };
        Ok(Self { lower: share(self.lower), upper: share(self.upper), shown })
    }

    /// These bounds, written as shares from the lower edge, from the upper one.
    fn turned_over(self) -> Self {
        let turned = |bound: Option<Bound>| bound.map(|b| Bound { at: 100.0 - b.at, ..b });
        Self { lower: turned(self.upper), upper: turned(self.lower), ..self }
    }

    /// How far a number lies beyond what is allowed; `None` if it is allowed.
    fn beyond(&self, value: f64) -> Option<f64> {
        let below = self.lower.map(|bound| (bound.at - value, bound.open));
        let above = self.upper.map(|bound| (value - bound.at, bound.open));
        let outside =
            |(beyond, open): (f64, bool)| (beyond > 0.0 || (open && beyond == 0.0)).then_some(beyond);
        below.and_then(outside).or_else(|| above.and_then(outside))
    }

    /// Judges a number.
    pub(super) fn judge_number(&self, value: f64, margin: f64) -> Judgement {
        let verdict = match self.beyond(value) {
            None => Verdict::Pass,
            Some(beyond) if margin > 0.0 && beyond <= margin => Verdict::Doubtful,
            Some(_) => Verdict::Fail,
        };
        let above = verdict != Verdict::Pass && self.upper.is_some_and(|upper| value >= upper.at);
        Judgement { value: Some(value), verdict, above }
    }
}

/// A unit of length other than the rule's own.
struct LengthUnit(Unit);

impl FromJson for LengthUnit {
    fn read(value: &Value) -> Result<Self, String> {
        match String::read(value)?.as_str() {
            "px" => Ok(Self(Unit::Pixels)),
            "mm" => Ok(Self(Unit::Millimetres)),
            other => Err(unknown_name("value", other, ["px", "mm"].into_iter())),
        }
    }
}

const AT_LEAST: LocalizedStr = LocalizedStr { zh: "至少 {low}", en: "at least {low}" };
const ABOVE: LocalizedStr = LocalizedStr { zh: "大于 {low}", en: "more than {low}" };
const AT_MOST: LocalizedStr = LocalizedStr { zh: "最多 {high}", en: "at most {high}" };
const BELOW: LocalizedStr = LocalizedStr { zh: "小于 {high}", en: "less than {high}" };
const ONLY: LocalizedStr = LocalizedStr { zh: "正好 {low}", en: "exactly {low}" };
const BETWEEN: LocalizedStr = LocalizedStr { zh: "{low} 至 {high}", en: "{low} to {high}" };
const STRICTLY_BETWEEN: LocalizedStr =
    LocalizedStr { zh: "大于 {low}、小于 {high}", en: "more than {low} and less than {high}" };

impl Limits for Bounds {
    const KEYS: &'static [Key] = &[MIN, MAX, MORE_THAN, LESS_THAN, EXACTLY, UNIT, FROM];

    fn read(limits: &Value, context: Context) -> Result<Self, String> {
        Self::read_keys(limits, Self::KEYS, context)
    }
}

impl Demand for Bounds {
    fn judge(&self, quantity: &Quantity, margin: f64) -> Option<Judgement> {
        quantity.number().map(|value| self.judge_number(value, margin))
    }

    fn ends(&self) -> (Option<f64>, Option<f64>) {
        (self.lower.map(|bound| bound.at), self.upper.map(|bound| bound.at))
    }

    fn allowed(&self) -> LocalizedString {
        let open = |bound: Option<Bound>| bound.is_some_and(|bound| bound.open);
        let text = match (self.lower, self.upper) {
            (Some(lower), Some(upper)) if lower == upper => ONLY,
            (Some(_), Some(_)) if open(self.lower) || open(self.upper) => STRICTLY_BETWEEN,
            (Some(_), Some(_)) => BETWEEN,
            (_, None) => {
                if open(self.lower) {
                    ABOVE
                } else {
                    AT_LEAST
                }
            }
            (None, _) => {
                if open(self.upper) {
                    BELOW
                } else {
                    AT_MOST
                }
            }
        };
        let ends = [("low", self.lower), ("high", self.upper)];
        let ends = ends.into_iter().filter_map(|(name, bound)| Some((name.to_owned(), self.show(bound?.at))));
        text.fill(&ends.collect::<Vec<_>>())
    }

    fn show(&self, value: f64) -> LocalizedString {
        self.shown.unit.show(value * self.shown.factor)
    }
}

/// Defines limits that allow only some of the bounds.
macro_rules! one_sided {
    ($(#[$doc:meta])* $name:ident, [$($key:ident),+], |$value:ident| $judged:expr, |$ends:ident| $own_ends:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name(Bounds);

        impl Limits for $name {
            const KEYS: &'static [Key] = &[$($key),+];

            fn read(limits: &Value, context: Context) -> Result<Self, String> {
                Bounds::read_keys(limits, Self::KEYS, context).map(Self)
            }
        }

        impl Demand for $name {
            fn judge(&self, quantity: &Quantity, margin: f64) -> Option<Judgement> {
                let $value = quantity.number()?;
                Some(Judgement { value: Some($value), ..self.0.judge_number($judged, margin) })
            }

            fn ends(&self) -> (Option<f64>, Option<f64>) {
                let $ends = self.0.ends();
                $own_ends
            }

            fn allowed(&self) -> LocalizedString {
                self.0.allowed()
            }

            fn show(&self, $value: f64) -> LocalizedString {
                self.0.show($judged)
            }
        }
    };
}

one_sided!(
    /// A smallest allowed number.
    AtLeast, [MIN, MORE_THAN], |value| value, |ends| ends
);
one_sided!(
    /// A largest allowed number.
    AtMost, [MAX, LESS_THAN], |value| value, |ends| ends
);
one_sided!(
    /// A largest allowed distance from zero to either side, for a number whose sign says to which side it is off.
    Magnitude, [MAX, LESS_THAN], |value| value.abs(), |ends| (ends.1.map(|max| -max), ends.1)
);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn context(unit: Unit) -> Context {
        Context { unit, frame: Some(Frame::Pixels(480.0, 640.0)) }
    }

    fn verdict(limits: &Value, value: f64, margin: f64) -> Verdict {
        let bounds = Bounds::read(limits, context(Unit::PercentOfHeight)).unwrap();
        bounds.judge(&Quantity::Number(value), margin).unwrap().verdict
    }

    #[test]
    fn numbers_pass_up_to_the_bound_are_doubtful_within_the_margin_and_fail_beyond() {
        use Verdict::{Doubtful, Fail, Pass};
        let cases = [
            (json!({ "max": 10 }), 10.0, 0.0, Pass),
            (json!({ "max": 10 }), 10.1, 0.0, Fail),
            (json!({ "max": 10 }), 10.1, 1.0, Doubtful),
            (json!({ "max": 10 }), 11.0, 1.0, Doubtful),
            (json!({ "max": 10 }), 11.1, 1.0, Fail),
            (json!({ "less_than": 10 }), 10.0, 0.0, Fail),
            (json!({ "less_than": 10 }), 10.0, 1.0, Doubtful),
            (json!({ "more_than": 10 }), 10.0, 0.0, Fail),
            (json!({ "more_than": 10 }), 10.1, 0.0, Pass),
            (json!({ "min": 10, "max": 20 }), 9.5, 1.0, Doubtful),
            (json!({ "min": 10, "max": 20 }), 15.0, 1.0, Pass),
            (json!({ "min": 10, "max": 20 }), 22.0, 1.0, Fail),
            (json!({ "exactly": 10 }), 10.0, 0.0, Pass),
            (json!({ "exactly": 10 }), 9.9, 0.0, Fail),
            // 64 of 640 pixels are 10 %.
            (json!({ "min": 64, "unit": "px" }), 10.0, 0.0, Pass),
            (json!({ "min": 64, "unit": "px" }), 9.9, 0.0, Fail),
            // 56 to 69 % from below are 31 to 44 % from above.
            (json!({ "min": 56, "max": 69, "from": "bottom" }), 31.0, 0.0, Pass),
            (json!({ "min": 56, "max": 69, "from": "bottom" }), 45.0, 0.0, Fail),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(limits, value, margin, expected)| verdict(limits, *value, *margin) != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_is_allowed_is_said_in_the_profiles_own_unit() {
        let cases = [
            (
                json!({ "min": 50, "max": 110, "unit": "px" }),
                "50 像素 至 110 像素",
                "50 pixels to 110 pixels",
            ),
            (json!({ "min": 45.5 }), "至少 45.5%", "at least 45.5%"),
            (json!({ "less_than": 60 }), "小于 60%", "less than 60%"),
            (json!({ "exactly": 60 }), "正好 60%", "exactly 60%"),
            (
                json!({ "more_than": 30, "less_than": 60 }),
                "大于 30%、小于 60%",
                "more than 30% and less than 60%",
            ),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(limits, zh, en)| {
                let allowed = Bounds::read(limits, context(Unit::PercentOfHeight)).unwrap().allowed();
                (allowed, LocalizedString { zh: (*zh).into(), en: (*en).into() })
            })
            .filter(|(actual, expected)| actual != expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn contradictions_and_bounds_without_a_meaning_are_refused() {
        let height = context(Unit::PercentOfHeight);
        let cases = [
            (json!({}), height, "a bound is missing"),
            (json!({ "min": 2, "max": 1 }), height, "the lower bound is above"),
            (json!({ "min": 2, "more_than": 1 }), height, "two bounds on the same side"),
            (json!({ "exactly": 2, "max": 1 }), height, "two bounds on the same side"),
            (json!({ "minn": 2 }), height, "unknown field `minn`"),
            (json!({ "min": 2, "unit": "mm" }), height, "the profile needs a `frame` in `mm`"),
            (json!({ "min": 2, "unit": "px" }), context(Unit::Bytes), "`unit` can only be set for lengths"),
            (json!({ "min": 2, "from": "left" }), height, "unknown value `left`"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(limits, context, problem)| (Bounds::read(limits, *context).map(|b| b.allowed()), *problem))
            .filter(|(read, problem)| !read.as_ref().is_err_and(|error| error.starts_with(problem)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(AtMost::read(&json!({ "min": 2 }), height).is_err());
    }

    #[test]
    fn a_magnitude_is_judged_and_shown_without_its_sign() {
        let limits = Magnitude::read(&json!({ "max": 8 }), context(Unit::Degrees)).unwrap();
        let judged = limits.judge(&Quantity::Number(-9.0), 0.0).unwrap();
        assert_eq!(judged, Judgement { value: Some(-9.0), verdict: Verdict::Fail, above: true });
        assert_eq!(limits.show(-9.0).en, "9 degrees");
    }
}
