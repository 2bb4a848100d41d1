//! Canonical JSON: compact, members in a fixed order, numbers of at most four decimals as JavaScript writes them. And
//! strict reading of objects: unknown members are refused by name.
//!
//! Derived serde serializers with their general printing of floating-point numbers would be a twentieth of the WebAssembly
//! module, for a few kinds of values.

use crate::num;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Values with a canonical JSON form.
pub trait Json {
    /// Appends the canonical form.
    fn write(&self, out: &mut String);

    /// The canonical form.
    fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }
}

/// Appends an object with these members in this order.
pub fn write_object(out: &mut String, members: &[(&str, &dyn Json)]) {
    let mut before = '{';
    for (name, value) in members {
        out.push(before);
        name.write(out);
        out.push(':');
        value.write(out);
        before = ',';
    }
    out.push_str(if members.is_empty() { "{}" } else { "}" });
}

/// An enum whose variants are written as strings.
pub trait EnumName: Copy + PartialEq + 'static {
    /// Every variant with its string.
    const NAMES: &'static [(&'static str, Self)];

    /// The string of this variant.
    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, value)| *value == self).map_or("", |(name, _)| name)
    }

    /// The variant with this string.
    fn of(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    }
}

impl<T: EnumName> Json for T {
    fn write(&self, out: &mut String) {
        self.name().write(out);
    }
}

impl<T: EnumName> FromJson for T {
    fn read(value: &Value) -> Result<Self, String> {
        let text = String::read(value)?;
        T::of(&text).ok_or_else(|| unknown_name("value", &text, T::NAMES.iter().map(|(name, _)| *name)))
    }
}

/// Escaped as JavaScript's `JSON.stringify` does it.
impl Json for str {
    fn write(&self, out: &mut String) {
        out.push('"');
        for letter in self.chars() {
            match letter {
                '"' | '\\' => out.extend(['\\', letter]),
                '\u{8}' => out.push_str("\\b"),
                '\t' => out.push_str("\\t"),
                '\n' => out.push_str("\\n"),
                '\u{c}' => out.push_str("\\f"),
                '\r' => out.push_str("\\r"),
                '\0'..' ' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
                _ => out.push(letter),
            }
        }
        out.push('"');
    }
}

impl Json for &str {
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl Json for String {
    fn write(&self, out: &mut String) {
        self.as_str().write(out);
    }
}

impl Json for u64 {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl Json for u32 {
    fn write(&self, out: &mut String) {
        u64::from(*self).write(out);
    }
}

impl Json for i32 {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

/// `null` if it is not finite or too large.
impl Json for f64 {
    fn write(&self, out: &mut String) {
        out.push_str(num::shown(*self, num::DECIMALS).as_deref().unwrap_or(NULL));
    }
}

const NULL: &str = "null";

impl<T: Json> Json for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str(NULL),
        }
    }
}

impl<T: Json> Json for [T] {
    fn write(&self, out: &mut String) {
        out.push('[');
        for (place, value) in self.iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            value.write(out);
        }
        out.push(']');
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, out: &mut String) {
        self.as_slice().write(out);
    }
}

/// Members in the order of their names.
impl<T: Json> Json for BTreeMap<&str, T> {
    fn write(&self, out: &mut String) {
        let members: Vec<(&str, &dyn Json)> =
            self.iter().map(|(name, value)| (*name, value as &dyn Json)).collect();
        write_object(out, &members);
    }
}

/// Members in the order of their names.
impl Json for Value {
    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str(NULL),
            Self::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Number(number) => number.as_f64().write(out),
            Self::String(text) => text.write(out),
            Self::Array(values) => values.write(out),
            Self::Object(members) => {
                let members: Vec<(&str, &dyn Json)> =
                    members.iter().map(|(name, value)| (name.as_str(), value as &dyn Json)).collect();
                write_object(out, &members);
            }
        }
    }
}

/// Values that are read from JSON.
pub trait FromJson: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// What is wrong with it, naming whatever is unknown or missing.
    fn read(value: &Value) -> Result<Self, String>;
}

impl FromJson for Value {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(value.clone())
    }
}

impl FromJson for String {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_str().map(str::to_owned).ok_or_else(|| "a text is needed".into())
    }
}

/// At most four decimals, as in reports: a limit with more could not be compared with a reported value.
impl FromJson for f64 {
    fn read(value: &Value) -> Result<Self, String> {
        let number = value.as_f64().filter(|number| num::canonical(*number) == Some(*number));
        number.ok_or_else(|| "a number of at most four decimals is needed".into())
    }
}

impl FromJson for u64 {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_u64().ok_or_else(|| "a whole number from 0 is needed".into())
    }
}

impl FromJson for u32 {
    fn read(value: &Value) -> Result<Self, String> {
        let number = u64::read(value)?;
        number.try_into().map_err(|_| format!("{number} is too large, at most {} is allowed", u32::MAX))
    }
}

impl FromJson for i32 {
    fn read(value: &Value) -> Result<Self, String> {
        let number = value.as_i64().and_then(|number| number.try_into().ok());
        number.ok_or_else(|| "a whole number of 32 bits is needed".into())
    }
}

/// `null` is `None`.
impl<T: FromJson> FromJson for Option<T> {
    fn read(value: &Value) -> Result<Self, String> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_array().ok_or("a list is needed")?.iter().map(T::read).collect()
    }
}

/// The problem with a name that is none of `known`.
pub fn unknown_name<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    format!("unknown {what} `{name}`, known are `{}`", known.join("`, `"))
}

/// Reads the members of an object one by one; unknown members are refused by name.
#[derive(Clone, Copy)]
pub struct ObjectReader<'a>(&'a Map<String, Value>);

impl<'a> ObjectReader<'a> {
    /// Reads an object that may have the members `known` and no others.
    ///
    /// # Errors
    /// The value is no object, or has an unknown member.
    pub fn of(value: &'a Value, known: &[&str]) -> Result<Self, String> {
        let (members, mut unknown) = Self::with_unknown(value, known)?;
        unknown.pop().map_or(Ok(members), Err)
    }

    /// Reads an object that should have only the members `known`; what is wrong with each other one comes with it.
    ///
    /// # Errors
    /// The value is no object.
    pub fn with_unknown(value: &'a Value, known: &[&str]) -> Result<(Self, Vec<String>), String> {
        let members = value.as_object().ok_or("a table is needed")?;
        let unknown = members.keys().filter(|name| !known.contains(&name.as_str()));
        let unknown = unknown.map(|name| unknown_name("field", name, known.iter().copied())).collect();
        Ok((Self(members), unknown))
    }

    /// Reads an optional member.
    ///
    /// # Errors
    /// What is wrong with the member, prefixed by its name.
    pub fn get<T: FromJson>(self, name: &str) -> Result<Option<T>, String> {
        let read = |value| T::read(value).map_err(|problem| format!("`{name}`: {problem}"));
        self.0.get(name).map(read).transpose()
    }

    /// Reads a required member.
    ///
    /// # Errors
    /// The member is missing, or what is wrong with it.
    pub fn need<T: FromJson>(self, name: &str) -> Result<T, String> {
        self.get(name)?.ok_or_else(|| format!("missing field `{name}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strings_and_numbers_are_written_as_serde_json_does() {
        let cases = [
            json!("照片 \"a\\b\" \u{1} \u{8}\u{c}\r\n\t\u{7f} 😀"),
            json!({ "b": [1, -2.5, null, true], "a": {}, "": [], "c": false }),
            json!([51_200, 0.1, 20.6, 1234.5678, -0.0001, 1_000_000_000_000_i64]),
        ];
        let wrong: Vec<_> = cases.iter().filter(|value| value.to_json() != value.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn members_are_written_in_the_given_order() {
        let mut out = String::new();
        write_object(&mut out, &[("b", &1_u32), ("a", &None::<u32>)]);
        write_object(&mut out, &[]);
        assert_eq!(out, r#"{"b":1,"a":null}{}"#);
    }

    #[test]
    fn unknown_missing_and_mistyped_members_are_named() {
        let read = |value: Value| -> Result<f64, String> {
            ObjectReader::of(&value, &["min"]).and_then(|members| members.need("min"))
        };
        assert_eq!(read(json!({ "min": 2.5 })), Ok(2.5));
        let cases = [
            (json!({ "mim": 2.5 }), "unknown field `mim`"),
            (json!({}), "missing field `min`"),
            (json!({ "min": "2.5" }), "`min`: a number"),
            (json!({ "min": 0.00001 }), "`min`: a number of at most four decimals"),
            (json!([2.5]), "a table is needed"),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(value, problem)| (read(value), problem))
            .filter(|(read, problem)| !read.as_ref().is_err_and(|error| error.starts_with(problem)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
