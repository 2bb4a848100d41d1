//! The units of the values that rules judge, and how a value is shown to a person.

use super::Axis;
use precheck_foundation::json::EnumName;
use precheck_foundation::num;
use precheck_foundation::text::LocalizedString;

/// The unit of a measured number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 1 for yes, 0 for no.
    Flag,
    /// Bytes.
    Bytes,
    /// Per cent.
    Percent,
    /// Per cent of the picture's width.
    PercentOfWidth,
    /// Per cent of the picture's height.
    PercentOfHeight,
    /// A multiple of a reference quantity, which the rule names.
    Times,
    /// Pixels.
    Pixels,
    /// Millimetres on a print of the profile's frame.
    Millimetres,
    /// Pixels of an inch on a print, as the file gives them.
    DotsPerInch,
    /// Levels of brightness from 0, black, to 255, white.
    GreyLevels,
    /// JPEG quality from 1 to 100 on the scale of the Independent JPEG Group.
    JpegQuality,
    /// A count.
    Count,
    /// Degrees of angle.
    Degrees,
    /// Colour difference in CIELAB: 1 is about the smallest that a person sees.
    ColourDifference,
}

/// The names in reports.
impl EnumName for Unit {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("flag", Self::Flag),
        ("bytes", Self::Bytes),
        ("%", Self::Percent),
        ("% of width", Self::PercentOfWidth),
        ("% of height", Self::PercentOfHeight),
        ("times", Self::Times),
        ("px", Self::Pixels),
        ("mm", Self::Millimetres),
        ("dpi", Self::DotsPerInch),
        ("grey levels", Self::GreyLevels),
        ("jpeg quality", Self::JpegQuality),
        ("count", Self::Count),
        ("degrees", Self::Degrees),
        ("dE", Self::ColourDifference),
    ];
}

impl Unit {
    /// The side of the picture of which this unit is a share.
    pub fn axis(self) -> Option<Axis> {
        match self {
            Self::PercentOfWidth => Some(Axis::Width),
            Self::PercentOfHeight => Some(Axis::Height),
            _ => None,
        }
    }

    /// A value of this unit as words in a sentence.
    pub fn show(self, value: f64) -> LocalizedString {
        let measured = |zh: &str, en: &str, decimals| {
            let number = shown(value, decimals);
            LocalizedString { zh: format!("{number} {zh}"), en: format!("{number} {en}") }
        };
        match self {
            Self::Flag if value != 0.0 => LocalizedString { zh: "是".into(), en: "yes".into() },
            Self::Flag => LocalizedString { zh: "否".into(), en: "no".into() },
            Self::Bytes => {
                let (amount, unit) = if value < MEGA { (value / KILO, "K") } else { (value / MEGA, "M") };
                let (amount, value) = (shown(amount, 1), shown(value, 0));
                LocalizedString {
                    zh: format!("{amount}{unit}（{value} 字节）"),
                    en: format!("{amount} {unit} ({value} bytes)"),
                }
            }
            Self::Percent | Self::PercentOfWidth | Self::PercentOfHeight => {
                LocalizedString::same(format!("{}%", shown(value, 1)))
            }
            Self::Times => measured("倍", "times", 2),
            Self::Pixels => measured("像素", "pixels", 0),
            Self::Millimetres => measured("毫米", "mm", 1),
            Self::DotsPerInch => LocalizedString::same(format!("{} dpi", shown(value, 0))),
            Self::GreyLevels => measured("级灰度", "grey levels", 1),
            Self::Degrees => measured("度", "degrees", 1),
            Self::Count | Self::JpegQuality | Self::ColourDifference => {
                LocalizedString::same(shown(value, 2))
            }
        }
    }
}

/// Bytes in 1 K and 1 M of a file, as phones and computers count them.
const KILO: f64 = 1024.0;
const MEGA: f64 = KILO * KILO;

/// A number with up to this many decimals.
fn shown(value: f64, decimals: u32) -> String {
    num::shown(value, decimals).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_with_their_unit() {
        let cases = [
            (Unit::Bytes, 48_000.0, "46.9K（48000 字节）"),
            (Unit::Bytes, 3_460_301.0, "3.3M（3460301 字节）"),
            (Unit::Percent, 97.53, "97.5%"),
            (Unit::Times, 0.75, "0.75 倍"),
            (Unit::Times, 2.0, "2 倍"),
            (Unit::Pixels, 62.4, "62 像素"),
            (Unit::GreyLevels, 1.6189, "1.6 级灰度"),
            (Unit::JpegQuality, 14.0, "14"),
            (Unit::Flag, 0.0, "否"),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(unit, value, zh)| unit.show(*value).zh != *zh).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
