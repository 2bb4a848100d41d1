//! What a rule is: one number with one unit, measured from the scene, and an opinion about that number.

use super::Limits;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::num;
use precheck_foundation::text::{LocalizedStr, LocalizedString};

/// A condition that a photo meets or fails.
///
/// Implementors are empty types; [`crate::rules::Entry`] erases them into the registry.
pub trait Rule {
    /// Kebab-case condition for passing, the same as the file's name.
    const ID: &'static str;
    /// The measure of ISO/IEC 29794-5 that this is, if it is one.
    const ISO: Option<&'static str>;
    /// What the rule is about, and so what mends it.
    const GROUP: Group;
    /// What is measured, in a few words.
    const NAME: LocalizedStr;
    /// One sentence on what is wrong. Placeholders: `{value}`, `{detail}`, `{width}`, `{height}` and the
    /// names of the limits.
    const FAIL: LocalizedStr;
    /// One sentence on what to do.
    const ADVICE: LocalizedStr;
    /// What a profile may set.
    type Limits: Limits;

    /// The number, without any limit in sight.
    ///
    /// # Errors
    /// Says why it cannot be told.
    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable>;

    /// The opinion about a number that [`Rule::measure`] gave, rounded as reports show it.
    fn judge(value: f64, limits: &Self::Limits) -> Verdict;
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The file as such.
    File,
    /// The picture as a whole: sharpness, light, colour.
    Picture,
    /// Size and place of the head.
    Framing,
    /// Face, hair, glasses, jewellery.
    Person,
    /// What is behind the person.
    Background,
    /// What the person wears.
    Clothing,
    /// Whether this is an unaltered portrait.
    Authenticity,
}

/// What mends a failure, in the order in which people should try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// Send another file: the original, or as another format.
    AnotherFile,
    /// Cut the picture in another way.
    Framing,
    /// Take the photo again.
    Retake,
}

impl Group {
    /// What mends failures of this group.
    pub fn remedy(self) -> Remedy {
        match self {
            Self::File => Remedy::AnotherFile,
            Self::Framing => Remedy::Framing,
            _ => Remedy::Retake,
        }
    }
}

/// An opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The number is allowed.
    Pass,
    /// It is not.
    Fail,
}

impl Verdict {
    /// Passes where the condition holds.
    pub fn pass_if(allowed: bool) -> Self {
        if allowed { Self::Pass } else { Self::Fail }
    }
}

/// A measured number.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The number, rounded to the four decimals that reports show.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Where on the picture it was measured.
    pub marks: Vec<Mark>,
    /// Words for the message (`{detail}`); never judged.
    pub detail: Option<LocalizedStr>,
}

impl Measured {
    /// A number with its unit.
    ///
    /// # Errors
    /// [`Unmeasurable::NoDetail`] if it is not finite: a division by what was not there.
    pub fn new(value: f64, unit: Unit) -> Result<Self, Unmeasurable> {
        let value = num::canonical(value).ok_or(Unmeasurable::NoDetail)?;
        Ok(Self { value, unit, marks: Vec::new(), detail: None })
    }

    /// The same with a place on the picture.
    pub fn with_mark(mut self, mark: Mark) -> Self {
        self.marks.push(mark);
        self
    }

    /// The same with several places on the picture.
    pub fn with_marks(mut self, marks: impl IntoIterator<Item = Mark>) -> Self {
        self.marks.extend(marks);
        self
    }

    /// The same with words for the message.
    pub fn with_detail(mut self, detail: LocalizedStr) -> Self {
        self.detail = Some(detail);
        self
    }
}

/// The unit of a measured number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 1 for yes, 0 for no.
    Flag,
    /// Bytes.
    Bytes,
    /// Per cent.
    Percent,
    /// How many times a yardstick.
    Times,
    /// Pixels.
    Pixels,
    /// Steps of brightness, of which black to white are 255.
    GreyLevels,
    /// Quality of a JPEG from 1 to 100, as the programs of the Independent JPEG Group count it.
    JpegQuality,
    /// A number of things.
    Count,
    /// Degrees of angle.
    Degrees,
    /// A distance of two colours in CIELAB: 1 is about the smallest that a person sees.
    ColourDifference,
}

impl Unit {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Bytes => "bytes",
            Self::Percent => "%",
            Self::Times => "times",
            Self::Pixels => "px",
            Self::GreyLevels => "grey levels",
            Self::JpegQuality => "jpeg quality",
            Self::Count => "count",
            Self::Degrees => "degrees",
            Self::ColourDifference => "dE",
        }
    }

    /// A number of this unit in a sentence.
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
            Self::Percent => LocalizedString::same(format!("{}%", shown(value, 2))),
            Self::Times => measured("倍", "times", 2),
            Self::Pixels => measured("像素", "pixels", 0),
            Self::GreyLevels => measured("级灰度", "grey levels", 2),
            Self::Degrees => measured("度", "degrees", 2),
            Self::Count | Self::JpegQuality | Self::ColourDifference => {
                LocalizedString::same(shown(value, 2))
            }
        }
    }
}

/// Bytes in what people call 1 K and 1 M of a file.
const KILO: f64 = 1024.0;
const MEGA: f64 = KILO * KILO;

/// The number in a sentence.
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
            (Unit::Percent, 97.5, "97.5%"),
            (Unit::Times, 0.75, "0.75 倍"),
            (Unit::Times, 2.0, "2 倍"),
            (Unit::Pixels, 62.4, "62 像素"),
            (Unit::GreyLevels, 1.6189, "1.62 级灰度"),
            (Unit::JpegQuality, 14.0, "14"),
            (Unit::Flag, 0.0, "否"),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(unit, value, zh)| unit.show(*value).zh != *zh).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn no_number_is_no_measurement() {
        assert_eq!(Measured::new(f64::NAN, Unit::Times), Err(Unmeasurable::NoDetail));
    }
}
