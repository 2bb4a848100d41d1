//! What a rule measured on one photo: one quantity, marks on the picture, and words for the message.

use super::Unit;
use crate::scene::{Attribute, Scene, Unmeasurable};
use precheck_foundation::json::{EnumName, FromJson, Json, ObjectReader, write_object};
use precheck_foundation::marks::Mark;
use precheck_foundation::num;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use precheck_imaging::colour::Lab;
use serde_json::Value;

/// One quantity.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity {
    /// A number, rounded to the four decimals that reports show.
    Number(f64),
    /// A colour in CIELAB, its coordinates rounded to [`COLOUR_DECIMALS`].
    Colour(Lab),
    /// Width and height in pixels.
    Size {
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// A name out of a list, such as that of a file format.
    Name(String),
}

impl Quantity {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// The members of the canonical JSON: `{"value","unit"}`, `{"colour":{"l","a","b"}}`, `{"width","height"}` or
    /// `{"name"}`, followed by `more`.
    pub(crate) fn write(&self, unit: Unit, more: &[(&str, &dyn Json)], out: &mut String) {
        let mut members: Vec<(&str, &dyn Json)> = Vec::new();
        let coordinates;
        match self {
            Self::Number(value) => members.extend([("value", value as &dyn Json), ("unit", &unit)]),
            Self::Colour(colour) => {
                coordinates = Coordinates(*colour);
                members.push(("colour", &coordinates));
            }
            Self::Size { width, height } => {
                members.extend([("width", width as &dyn Json), ("height", height)]);
            }
            Self::Name(name) => members.push(("name", name)),
        }
        members.extend_from_slice(more);
        write_object(out, &members);
    }
}

/// More than the four of a number, because the distance that is computed from the coordinates is rounded again.
const COLOUR_DECIMALS: u32 = 9;

/// A measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The quantity.
    pub quantity: Quantity,
    /// Where on the picture it was measured.
    pub marks: Vec<Mark>,
    /// Words for the message (`{detail}`); never judged.
    pub detail: Option<LocalizedString>,
}

impl Measured {
    /// A number.
    ///
    /// # Errors
    /// [`Unmeasurable::NoDetail`] if it is not finite, as after a division by zero.
    pub fn new(value: f64) -> Result<Self, Unmeasurable> {
        num::canonical(value).map(|value| Self::of(Quantity::Number(value))).ok_or(Unmeasurable::NoDetail)
    }

    /// A colour.
    ///
    /// # Errors
    /// [`Unmeasurable::NoDetail`] if a coordinate is not finite.
    pub fn colour(colour: Lab) -> Result<Self, Unmeasurable> {
        let rounded = |x| num::rounded(x, COLOUR_DECIMALS).ok_or(Unmeasurable::NoDetail);
        let colour = Lab { l: rounded(colour.l)?, a: rounded(colour.a)?, b: rounded(colour.b)? };
        Ok(Self::of(Quantity::Colour(colour)))
    }

    /// The calibrated probability, in per cent, of an attribute.
    ///
    /// # Errors
    /// The reason why the attributes are not known.
    pub fn probability(scene: &Scene, attribute: Attribute) -> Result<Self, Unmeasurable> {
        Self::new(100.0 * scene.attributes()?.probability(attribute))
    }

    /// The probability, in per cent, that several pieces of evidence give together: the sum of their log odds.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn log_odds(sum: f64) -> Result<Self, Unmeasurable> {
        Self::new(100.0 * num::sigmoid(sum))
    }

    /// Width and height in pixels.
    pub fn size((width, height): (u32, u32)) -> Self {
        Self::of(Quantity::Size { width, height })
    }

    fn of(quantity: Quantity) -> Self {
        Self { quantity, marks: Vec::new(), detail: None }
    }

    /// Adds a mark.
    pub fn with_mark(mut self, mark: Mark) -> Self {
        self.marks.push(mark);
        self
    }

    /// Adds several marks.
    pub fn with_marks(mut self, marks: impl IntoIterator<Item = Mark>) -> Self {
        self.marks.extend(marks);
        self
    }

    /// Sets the words for the message.
    pub fn with_detail(mut self, detail: LocalizedStr) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A name out of a list.
    pub fn name(name: &'static str) -> Self {
        Self::of(Quantity::Name(name.to_owned()))
    }

    /// The canonical JSON: that of the quantity, with `marks` and `detail`.
    pub(crate) fn write(&self, unit: Unit, out: &mut String) {
        self.quantity.write(unit, &[("marks", &self.marks), ("detail", &self.detail)], out);
    }

    /// Reads what [`Measured::write`] wrote.
    pub(crate) fn read(unit: Unit, value: &Value) -> Result<Self, String> {
        let known = ["value", "unit", "colour", "width", "height", "name", "marks", "detail"];
        let members = ObjectReader::of(value, &known)?;
        let (value, colour) = (members.get("value")?, members.get("colour")?);
        let quantity = match (value, colour, members.get("width")?, members.get::<String>("name")?) {
            (Some(value), None, None, None) => {
                let written: Unit = members.need("unit")?;
                if written != unit {
                    return Err(format!("`unit`: must be `{}`", unit.name()));
                }
                Quantity::Number(value)
            }
            (None, Some(Coordinates(colour)), None, None) => Quantity::Colour(colour),
            (None, None, Some(width), None) => Quantity::Size { width, height: members.need("height")? },
            (None, None, None, Some(name)) => Quantity::Name(name),
            _ => return Err("needs one of `value`, `colour`, `name`, and `width` with `height`".into()),
        };
        let detail = members.need::<Option<LocalizedString>>("detail")?;
        Ok(Self { quantity, marks: members.need("marks")?, detail })
    }
}

/// A colour's coordinates in JSON.
struct Coordinates(Lab);

impl Json for Coordinates {
    fn write(&self, out: &mut String) {
        let Lab { l, a, b } = self.0;
        let [l, a, b] = [l, a, b].map(|x| Decimal(num::shown(x, COLOUR_DECIMALS)));
        write_object(out, &[("l", &l), ("a", &a), ("b", &b)]);
    }
}

/// A number with more decimals than the four of reports.
struct Decimal(Option<String>);

impl Json for Decimal {
    fn write(&self, out: &mut String) {
        out.push_str(self.0.as_deref().unwrap_or("null"));
    }
}

impl FromJson for Coordinates {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["l", "a", "b"])?;
        let coordinate = |name| {
            let value: Value = members.need(name)?;
            let number = value.as_f64().and_then(|number| num::rounded(number, COLOUR_DECIMALS));
            number.ok_or_else(|| format!("`{name}`: a number is needed"))
        };
        Ok(Self(Lab { l: coordinate("l")?, a: coordinate("a")?, b: coordinate("b")? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use precheck_foundation::geometry::{Point, Rect};

    #[test]
    fn a_value_that_is_not_finite_is_refused() {
        assert_eq!(Measured::new(f64::NAN), Err(Unmeasurable::NoDetail));
        assert_eq!(Measured::colour(Lab { l: f64::INFINITY, a: 0.0, b: 0.0 }), Err(Unmeasurable::NoDetail));
    }

    #[test]
    fn written_measurements_are_read_back_bit_for_bit() {
        let place = Point { x: 3.2, y: -4.0 };
        let marks = [
            Mark::Area(Rect { x: 1, y: 2, width: 3, height: 4 }),
            Mark::line(place, place),
            Mark::bar(place, place),
            Mark::polygon(&[place, place]),
            Mark::heat((3, 2), |_, _| Some(0.5)),
        ];
        let detail = LocalizedStr { zh: "第二张脸", en: "a second face" };
        let cases = [
            Measured::new(1.0 / 3.0).unwrap(),
            Measured::new(-51_200.0).unwrap().with_marks(marks).with_detail(detail),
            Measured::colour(Lab { l: 100.0 / 7.0, a: -0.000_000_12, b: 36.123_456_789_4 }).unwrap(),
            Measured::size((480, 640)),
            Measured::name("jpeg"),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .filter_map(|measured| {
                let mut json = String::new();
                measured.write(Unit::Percent, &mut json);
                let read = Measured::read(Unit::Percent, &serde_json::from_str(&json).unwrap());
                (read.as_ref() != Ok(&measured)).then_some((json, read))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn unknown_and_missing_fields_are_refused_by_name() {
        let cases = [
            (r#"{"value":1,"unit":"px","marks":[],"detail":null}"#, "`unit`: must be `%`"),
            (r#"{"valu":1,"unit":"%","marks":[],"detail":null}"#, "unknown field `valu`"),
            (r#"{"unit":"%","marks":[],"detail":null}"#, "needs one of"),
            (r#"{"value":1,"unit":"%","detail":null}"#, "missing field `marks`"),
            (
                r#"{"value":1,"unit":"%","marks":[{"shape":"ring"}],"detail":null}"#,
                "`marks`: unknown shape `ring`",
            ),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(json, problem)| {
                (Measured::read(Unit::Percent, &serde_json::from_str(json).unwrap()), problem)
            })
            .filter(|(read, problem)| !read.as_ref().is_err_and(|error| error.starts_with(problem)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
