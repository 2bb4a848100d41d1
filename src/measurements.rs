//! What every rule measured on one photo. Independent of any profile: stored as JSON, it can be judged again by another
//! one, without the photo.

use crate::models::ModelId;
use crate::rules::{self, Measured, Quantity, RuleDef, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::json::{FromJson, Json, ObjectReader, write_object};
use precheck_imaging::container::Photo;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The version of the JSON's form.
const SCHEMA: u32 = 1;

/// The measurements of one photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurements {
    /// Version of the checker that measured.
    pub engine: Cow<'static, str>,
    /// The models that were run.
    pub models: Vec<ModelId>,
    /// The file.
    pub photo: PhotoId,
    rules: BTreeMap<&'static str, Result<Measured, Unmeasurable>>,
}

/// The facts that identify a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoId {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Length of the file.
    pub bytes: u64,
    /// The format that its content shows.
    pub format: Cow<'static, str>,
    /// Upright width in pixels; `null` where the file does not say it.
    pub width: Option<u32>,
    /// Upright height in pixels; `null` where the file does not say it.
    pub height: Option<u32>,
}

impl Measurements {
    /// Asks every rule.
    pub fn of(scene: &Scene) -> Self {
        // Extended, not collected: a sort of its own adds kilobytes to the module.
        let mut rules = BTreeMap::new();
        rules.extend(rules::all().map(|rule| (rule.id, (rule.measure)(scene))));
        let (engine, models) = (crate::ENGINE.into(), scene.models.clone());
        Self { engine, models, photo: PhotoId::of(&scene.photo), rules }
    }

    /// What a rule measured, or why it could not; [`Unmeasurable::NotYet`] if it was never asked.
    pub fn of_rule(&self, rule: &str) -> Result<&Measured, Unmeasurable> {
        self.rules
            .get(rule)
            .map_or(Err(Unmeasurable::NotYet), |measured| measured.as_ref().map_err(|why| *why))
    }

    /// The quantity of each rule that measured one, in the order of the registry.
    pub fn quantities(&self) -> impl Iterator<Item = (&'static RuleDef, &Quantity)> {
        rules::all().filter_map(|rule| Some((rule, &self.of_rule(rule.id).ok()?.quantity)))
    }

    /// Reads what [`Json::write`] wrote.
    ///
    /// # Errors
    /// Names whatever is unknown, missing or of the wrong kind.
    pub fn from_json(json: &str) -> Result<Self, String> {
        Self::read(&serde_json::from_str(json).map_err(|error| error.to_string())?)
    }
}

impl Json for Measurements {
    fn write(&self, out: &mut String) {
        let Self { engine, models, photo, rules } = self;
        let (schema, rules) = (SCHEMA, Rules(rules));
        write_object(
            out,
            &[
                ("schema", &schema),
                ("engine", &&**engine),
                ("models", models),
                ("photo", photo),
                ("rules", &rules),
            ],
        );
    }
}

impl FromJson for Measurements {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["schema", "engine", "models", "photo", "rules"])?;
        match members.need("schema")? {
            SCHEMA => {}
            other => return Err(format!("`schema`: is {other}, must be {SCHEMA}")),
        }
        let rules: Value = members.need("rules")?;
        let Value::Object(rules) = rules else { return Err("`rules`: a table is needed".into()) };
        Ok(Self {
            engine: members.need::<String>("engine")?.into(),
            models: members.need("models")?,
            photo: members.need("photo")?,
            rules: rules.iter().map(|(id, value)| of_rule(id, value)).collect::<Result<_, _>>()?,
        })
    }
}

/// Each rule's measurement, or `{"because"}`.
struct Rules<'a>(&'a BTreeMap<&'static str, Result<Measured, Unmeasurable>>);

impl Json for Rules<'_> {
    fn write(&self, out: &mut String) {
        let rules: BTreeMap<&str, OfRule> = self
            .0
            .iter()
            .filter_map(|(id, measured)| Some((*id, OfRule(rules::by_id(id)?.unit, measured))))
            .collect();
        rules.write(out);
    }
}

struct OfRule<'a>(Unit, &'a Result<Measured, Unmeasurable>);

impl Json for OfRule<'_> {
    fn write(&self, out: &mut String) {
        match self.1 {
            Ok(measured) => measured.write(self.0, out),
            Err(why) => write_object(out, &[("because", why)]),
        }
    }
}

fn of_rule(id: &str, value: &Value) -> Result<(&'static str, Result<Measured, Unmeasurable>), String> {
    let rule = rules::by_id(id).ok_or_else(|| format!("`rules`: unknown rule `{id}`"))?;
    let named = |problem: String| format!("`{id}`: {problem}");
    if value.get("because").is_some() {
        let members = ObjectReader::of(value, &["because"]).map_err(named)?;
        return Ok((rule.id, Err(members.need("because").map_err(named)?)));
    }
    let measured = Measured::read(rule.unit, value).map_err(named)?;
    if (rule.measures)(&measured.quantity) {
        return Ok((rule.id, Ok(measured)));
    }
    Err(named("is of a kind that this rule does not measure".into()))
}

impl PhotoId {
    fn of(photo: &Photo) -> Self {
        let (width, height) = photo.upright_size().unzip();
        Self {
            sha256: photo.sha256.clone(),
            bytes: photo.bytes,
            format: photo.format.id().into(),
            width,
            height,
        }
    }

    /// Upright width and height in pixels, where the file says them.
    pub fn size(&self) -> Option<(u32, u32)> {
        self.width.zip(self.height)
    }
}

impl Json for PhotoId {
    fn write(&self, out: &mut String) {
        let Self { sha256, bytes, format, width, height } = self;
        write_object(
            out,
            &[
                ("sha256", sha256),
                ("bytes", bytes),
                ("format", &&**format),
                ("width", width),
                ("height", height),
            ],
        );
    }
}

impl FromJson for PhotoId {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["sha256", "bytes", "format", "width", "height"])?;
        Ok(Self {
            sha256: members.need("sha256")?,
            bytes: members.need("bytes")?,
            format: members.need::<String>("format")?.into(),
            width: members.need("width")?,
            height: members.need("height")?,
        })
    }
}
