//! Bounds of a number that a file may lack.

use super::{Bounds, Context, Demand, Judgement, Key, KeyType, Limits};
use crate::rules::{Quantity, Verdict};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde_json::Value;

/// Bounds of a number above 0, which is 0 where the file has no entry.
#[derive(Debug, Clone, Copy)]
pub struct BoundsIfGiven {
    bounds: Bounds,
    /// Whether a file without the entry is refused.
    needed: bool,
}

const MISSING: Key = Key::new(
    "missing",
    KeyType::Word(&["pass", "fail"]),
    "What a file without the entry does; `pass` if it is not given.",
    "\"fail\"",
);

/// How a number is shown that the file does not give.
const NONE: LocalizedStr = LocalizedStr { zh: "没有写明", en: "not given" };

impl Limits for BoundsIfGiven {
    const KEYS: &'static [Key] =
        &[Bounds::KEYS[0], Bounds::KEYS[1], Bounds::KEYS[2], Bounds::KEYS[3], Bounds::KEYS[4], MISSING];

    fn read(limits: &Value, context: Context) -> Result<Self, String> {
        let bounds = Bounds::read_keys(limits, Self::KEYS, context)?;
        let needed = match limits.get(MISSING.name).map(Value::as_str) {
            None | Some(Some("pass")) => false,
            Some(Some("fail")) => true,
            _ => return Err("`missing` is `pass` or `fail`".into()),
        };
        Ok(Self { bounds, needed })
    }
}

impl Demand for BoundsIfGiven {
    fn judge(&self, quantity: &Quantity, margin: f64) -> Option<Judgement> {
        if quantity.number()? == 0.0 {
            let verdict = Verdict::pass_if(!self.needed);
            return Some(Judgement { value: Some(0.0), verdict, above: false });
        }
        self.bounds.judge(quantity, margin)
    }

    fn ends(&self) -> (Option<f64>, Option<f64>) {
        self.bounds.ends()
    }

    fn allowed(&self) -> LocalizedString {
        self.bounds.allowed()
    }

    fn show(&self, value: f64) -> LocalizedString {
        if value == 0.0 { NONE.into() } else { self.bounds.show(value) }
    }
}
