//! What is filled into a message's template: at most six characters, and no address (Tencent Cloud, document 382/13301).

use crate::clock::{HOUR, beijing};

/// A variable, made only by the functions below, all of which keep to the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable(String);

impl Variable {
    /// A code of six digits.
    pub fn code(code: u32) -> Self {
        Self(format!("{:06}", code % 1_000_000))
    }

    /// A day in Beijing: `6月23日`.
    pub fn day(milliseconds: i64) -> Self {
        Self::time(milliseconds, "%-m月%-d日")
    }

    /// An hour in Beijing: `18时`, or `18:30` within one.
    pub fn hour(milliseconds: i64) -> Self {
        let is_whole = milliseconds.rem_euclid(HOUR) == 0;
        Self::time(milliseconds, if is_whole { "%-H时" } else { "%H:%M" })
    }

    fn time(milliseconds: i64, format: &str) -> Self {
        Self(beijing(milliseconds).strftime(format).to_string())
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Longest variable that the vendor takes, in characters.
    const LONGEST: usize = 6;

    #[test]
    fn a_day_and_an_hour_are_beijings() {
        // 2022-06-29T16:00Z, and the last day of a year.
        let midnight = 1_656_518_400_000;
        assert_eq!((Variable::day(midnight).text(), Variable::hour(midnight).text()), ("6月30日", "0时"));
        assert_eq!(Variable::hour(midnight + 18 * 3_600_000 + 1_800_000).text(), "18:30");
        assert_eq!(Variable::day(1_672_455_600_000).text(), "12月31日");
        assert_eq!(Variable::code(42).text(), "000042");
    }

    proptest! {
        #[test]
        fn none_is_too_long(milliseconds: i64, code: u32) {
            for variable in [Variable::day(milliseconds), Variable::hour(milliseconds), Variable::code(code)] {
                prop_assert!(variable.text().chars().count() <= LONGEST, "{variable:?}");
            }
        }
    }
}
