//! The file from which a campaign is created: everything that an office decides, as TOML. `campaign.toml` beside this crate
//! explains every key.

use crate::clock::MINUTE;
use crate::delivery::NamePattern;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use precheck_foundation::nearest::{nearest, with_suggestion};
use precheck_foundation::text::LocalizedString;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// Every key with what it means, as TOML.
pub const SAMPLE: &str = include_str!("../campaign.toml");

/// The zone of every time in a campaign file.
const ZONE: &str = "Asia/Shanghai";

/// How a time is written.
const EXAMPLE: &str = "2022-06-18T00:00:00";

/// Longest text of a file, in characters: a notice is two pages.
const MAX_TEXT: usize = 20_000;

/// Longest name, title or address, in characters.
const MAX_LINE: usize = 200;

/// Most levels of study.
const MAX_LEVELS: usize = 20;

/// Highest fee, in fen: ten thousand yuan.
const MAX_FEE_FEN: u32 = 1_000_000;

/// A campaign as its office decided it. Times are milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignFile {
    /// The id in addresses and commands: small letters, digits and `-`.
    pub id: String,
    /// What the candidates read as its title.
    pub title: String,
    /// Where it begins.
    pub state: InitialState,
    /// Full name of the institution.
    pub institution_name: String,
    /// Its code, such as 90001.
    pub institution_code: String,
    /// The levels of study, in the order in which they are offered.
    pub levels: Vec<String>,
    /// The id of the profile by which photos are checked.
    pub profile: String,
    /// The fee, in fen.
    pub fee_fen: u32,
    /// Whether a candidate whose photo was rejected pays again.
    #[serde(default)]
    pub fee_again: bool,
    /// The window's first moment.
    pub opens_ms: i64,
    /// The first moment after the window.
    pub closes_ms: i64,
    /// How long an upload that was begun in time may take beyond the window, in milliseconds.
    pub upload_grace_ms: i64,
    /// Until when a candidate whose photo was rejected may hand in another one.
    pub recollection_deadline_ms: i64,
    /// Photos that a candidate may have reviewed.
    pub free_attempts: u32,
    /// Refusals by the check after which the candidate may ask for a person.
    pub appeal_after_refusals: u32,
    /// The notice.
    pub notice: String,
    /// What the candidate acknowledges before the upload.
    pub reminder: String,
    /// Phone number for questions.
    pub consultation_phone: String,
    /// When it is answered.
    pub consultation_hours: String,
    /// The second contact: the office that knows the roster.
    pub office: String,
    /// Who looks at which photos.
    pub review: ReviewPolicy,
    /// Names of the photos in the delivered archive.
    pub photo_names: NamePattern,
    /// Days after the office has confirmed a delivery, until photos and personal data are purged.
    pub retention_days: u32,
}

/// A campaign that is created is not open to candidates until it is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum InitialState {
    /// Staff see it.
    #[default]
    Draft,
    /// Candidates find it.
    Published,
}

/// Which photos people look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewPolicy {
    /// Of the photos that the check accepts without doubt, the share that a person looks at, in percent. All others a
    /// person always sees.
    pub accepted_percent: u8,
    /// Of the photos that a person has decided, the share that a second one decides without knowing, in percent.
    pub second_percent: u8,
    /// How long a decision can be taken back before the candidate hears of it, in seconds.
    pub undo_seconds: u32,
}

/// What is wrong with a campaign file; every flaw has a line of its own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(FileFlaw::to_string).collect::<Vec<_>>().join("\n"))]
pub struct CampaignFileError(pub Vec<FileFlaw>);

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFlaw {
    /// The key, such as `review.second_percent`; none where the text cannot be read at all.
    pub key: Option<String>,
    /// What is wrong with its value.
    pub message: LocalizedString,
}

impl fmt::Display for FileFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => write!(f, "`{key}` {}", self.message.en),
            None => f.write_str(&self.message.en),
        }
    }
}

/// The file as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CampaignSettings)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Names the campaign in addresses and commands: a-z, 0-9 and `-`.
    #[schema(max_length = 64)]
    id: String,
    /// What candidates read as its title.
    #[schema(max_length = 200)]
    title: String,
    /// Where it begins, if it is new.
    #[serde(default)]
    state: InitialState,
    /// Whose candidates they are.
    institution: Institution,
    /// The levels of study, in the order in which they are offered.
    levels: Vec<String>,
    /// The id of the profile by which photos are checked.
    profile: String,
    /// The fee, in fen.
    fee_fen: u32,
    /// Whether a candidate whose photo was rejected pays again.
    #[serde(default)]
    fee_again: bool,
    /// The window's first moment.
    opens: LocalTime,
    /// The first moment after the window.
    closes: LocalTime,
    /// How long an upload that was begun in time may take beyond the window.
    upload_grace_minutes: u32,
    /// Until when a candidate whose photo was rejected may hand in another one.
    recollection_deadline: LocalTime,
    /// Photos that a candidate may have reviewed.
    free_attempts: u32,
    /// Refusals by the check after which the candidate may ask for a person.
    appeal_after_refusals: u32,
    /// What candidates read before they begin.
    notice: String,
    /// What candidates acknowledge before the upload.
    reminder: String,
    /// Whom to ask about the collection.
    consultation: Consultation,
    /// Whom to ask about the roster.
    office: String,
    /// Who looks at which photos.
    review: ReviewPolicy,
    /// What the office gets.
    delivery: Delivery,
}

/// Whose candidates they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Institution {
    /// The full name.
    name: String,
    /// The code: letters and digits.
    code: String,
}

/// Whom to ask about the collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Consultation {
    /// The number.
    phone: String,
    /// When somebody answers.
    hours: String,
}

/// What the office gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Delivery {
    /// The names of the photos in the archive.
    photo_names: String,
    /// Days after a receipt until everything personal is purged.
    retention_days: u32,
}

/// A date and time of [`ZONE`], such as 2022-06-18T00:00:00: TOML writes it as such, JSON as a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(value_type = String, example = "2022-06-18T00:00:00")]
struct LocalTime(String);

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = LocalTime;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                write!(f, "a date and time of {ZONE} such as {EXAMPLE}")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<LocalTime, E> {
                Ok(LocalTime(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LocalTime, A::Error> {
                let time = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
                Ok(LocalTime(time.to_string()))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl CampaignFile {
    /// When collections without an approved photo end: nothing is taken any more.
    pub fn last_day_ms(&self) -> i64 {
        self.recollection_deadline_ms.saturating_add(self.upload_grace_ms)
    }

    /// Reads a campaign file; `profiles` are the ids of the profiles that there are.
    ///
    /// # Errors
    /// What does not follow the format, or else everything that makes no sense.
    pub fn from_toml(text: &str, profiles: &[&str]) -> Result<Self, CampaignFileError> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            unreadable(None, format!("line {line}: {}", with_suggestion(error.message().to_owned())))
        })?;
        Self::checked(written, profiles)
    }

    /// Reads the same settings as JSON.
    ///
    /// # Errors
    /// Those of [`CampaignFile::from_toml`].
    pub fn from_json(text: &[u8], profiles: &[&str]) -> Result<Self, CampaignFileError> {
        let mut json = serde_json::Deserializer::from_slice(text);
        let written: Written = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let key = error.path().to_string();
            unreadable((key != ".").then_some(key), with_suggestion(error.into_inner().to_string()))
        })?;
        json.end().map_err(|error| unreadable(None, error.to_string()))?;
        Self::checked(written, profiles)
    }

    fn checked(written: Written, profiles: &[&str]) -> Result<Self, CampaignFileError> {
        let mut flaws = Flaws(Vec::new());
        match flaws.checked(written, profiles) {
            Some(file) if flaws.0.is_empty() => Ok(file),
            _ => Err(CampaignFileError(flaws.0)),
        }
    }

    /// The settings as the file writes them.
    pub fn written(&self) -> Written {
        Written {
            id: self.id.clone(),
            title: self.title.clone(),
            state: self.state,
            institution: Institution {
                name: self.institution_name.clone(),
                code: self.institution_code.clone(),
            },
            levels: self.levels.clone(),
            profile: self.profile.clone(),
            fee_fen: self.fee_fen,
            fee_again: self.fee_again,
            opens: local(self.opens_ms),
            closes: local(self.closes_ms),
            upload_grace_minutes: u32::try_from(self.upload_grace_ms / MINUTE).unwrap_or(u32::MAX),
            recollection_deadline: local(self.recollection_deadline_ms),
            free_attempts: self.free_attempts,
            appeal_after_refusals: self.appeal_after_refusals,
            notice: self.notice.clone(),
            reminder: self.reminder.clone(),
            consultation: Consultation {
                phone: self.consultation_phone.clone(),
                hours: self.consultation_hours.clone(),
            },
            office: self.office.clone(),
            review: self.review,
            delivery: Delivery {
                photo_names: self.photo_names.to_string(),
                retention_days: self.retention_days,
            },
        }
    }
}

fn unreadable(key: Option<String>, why: String) -> CampaignFileError {
    let message = LocalizedString { zh: format!("无法读取：{why}"), en: why };
    CampaignFileError(vec![FileFlaw { key, message }])
}

/// A moment as [`ZONE`] writes it.
fn local(ms: i64) -> LocalTime {
    let zoned = Timestamp::from_millisecond(ms).ok().and_then(|time| time.in_tz(ZONE).ok());
    LocalTime(zoned.map(|time| time.strftime("%Y-%m-%dT%H:%M:%S").to_string()).unwrap_or_default())
}

/// Everything that makes no sense.
struct Flaws(Vec<FileFlaw>);

impl Flaws {
    fn checked(&mut self, written: Written, profiles: &[&str]) -> Option<CampaignFile> {
        let is_id = !written.id.is_empty()
            && written.id.len() <= 64
            && written.id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        self.need(is_id, "id", || {
            text(
                "只能由 a-z、0-9 和“-”组成，最多 64 个",
                format!("is `{}`; allowed are a-z, 0-9 and `-`, at most 64", written.id),
            )
        });
        let code = &written.institution.code;
        let is_code = (1..=32).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        self.need(is_code, "institution.code", || {
            text(
                "只能由字母和数字组成，最多 32 个",
                format!("is `{code}`; allowed are letters and digits, at most 32"),
            )
        });
        for (key, value) in [
            ("title", &written.title),
            ("institution.name", &written.institution.name),
            ("consultation.phone", &written.consultation.phone),
            ("consultation.hours", &written.consultation.hours),
            ("office", &written.office),
        ] {
            self.need_text(key, value, MAX_LINE);
            self.need(!value.contains('\n'), key, || text("只能写一行", "has more than one line"));
        }
        self.need_text("notice", &written.notice, MAX_TEXT);
        self.need_text("reminder", &written.reminder, MAX_TEXT);
        self.levels(&written.levels);
        self.profile(&written.profile, profiles);
        self.need(written.fee_fen <= MAX_FEE_FEN, "fee_fen", || {
            text(
                format!("最多 {MAX_FEE_FEN} 分"),
                format!("is {}; allowed are at most {MAX_FEE_FEN}", written.fee_fen),
            )
        });
        self.need(written.free_attempts > 0, "free_attempts", || {
            text("至少是 1", "is 0; allowed is at least 1")
        });
        for (key, percent) in [
            ("review.accepted_percent", written.review.accepted_percent),
            ("review.second_percent", written.review.second_percent),
        ] {
            self.need(percent <= 100, key, || {
                text("应在 0 到 100 之间", format!("is {percent}; allowed are 0 to 100"))
            });
        }
        let photo_names = NamePattern::parse(&written.delivery.photo_names).map_err(|problem| {
            let zh = "需要包含 {student_number} 并以 .jpg 结尾；只能用字母、数字、_、-、.、/，以及 {institution_code}、{level}";
            self.need(false, "delivery.photo_names", || text(zh, format!("is no pattern: {problem}")));
        });
        let opens_ms = self.time("opens", &written.opens);
        let closes_ms = self.time("closes", &written.closes);
        let deadline_ms = self.time("recollection_deadline", &written.recollection_deadline);
        self.need(opens_ms < closes_ms, "closes", || text("应晚于开通时间", "is not later than `opens`"));
        self.need(closes_ms <= deadline_ms, "recollection_deadline", || {
            text("不能早于截止时间", "is earlier than `closes`")
        });
        Some(CampaignFile {
            id: written.id,
            title: written.title,
            state: written.state,
            institution_name: written.institution.name,
            institution_code: written.institution.code,
            levels: written.levels,
            profile: written.profile,
            fee_fen: written.fee_fen,
            fee_again: written.fee_again,
            opens_ms: opens_ms?,
            closes_ms: closes_ms?,
            upload_grace_ms: i64::from(written.upload_grace_minutes) * MINUTE,
            recollection_deadline_ms: deadline_ms?,
            free_attempts: written.free_attempts,
            appeal_after_refusals: written.appeal_after_refusals,
            notice: written.notice,
            reminder: written.reminder,
            consultation_phone: written.consultation.phone,
            consultation_hours: written.consultation.hours,
            office: written.office,
            review: written.review,
            photo_names: photo_names.ok()?,
            retention_days: written.delivery.retention_days,
        })
    }

    fn need(&mut self, is_right: bool, key: &str, message: impl FnOnce() -> LocalizedString) {
        if !is_right {
            self.0.push(FileFlaw { key: Some(key.to_owned()), message: message() });
        }
    }

    fn need_text(&mut self, key: &str, value: &str, longest: usize) {
        let length = value.chars().count();
        self.need(!value.trim().is_empty(), key, || text("没有填写", "is empty"));
        self.need(length <= longest, key, || {
            text(
                format!("有 {length} 个字，最多 {longest} 个"),
                format!("has {length} characters; allowed are {longest}"),
            )
        });
    }

    fn levels(&mut self, levels: &[String]) {
        let count = levels.len();
        self.need((1..=MAX_LEVELS).contains(&count), "levels", || {
            text(
                format!("有 {count} 个层次，应有 1 到 {MAX_LEVELS} 个"),
                format!("has {count} levels; allowed are 1 to {MAX_LEVELS}"),
            )
        });
        for (index, level) in levels.iter().enumerate() {
            self.need_text("levels", level, MAX_LINE);
            self.need(!levels[..index].contains(level), "levels", || {
                text(format!("“{level}”出现了两次"), format!("has `{level}` twice"))
            });
        }
    }

    fn profile(&mut self, profile: &str, known: &[&str]) {
        self.need(known.contains(&profile), "profile", || {
            let en = match nearest(profile, known.iter().copied()) {
                Some(near) => format!("is `{profile}`, which does not exist; did you mean `{near}`?"),
                None => format!("is `{profile}`, which does not exist"),
            };
            text("没有这套照片要求", en)
        });
    }

    /// A local date and time of [`ZONE`].
    fn time(&mut self, key: &str, LocalTime(written): &LocalTime) -> Option<i64> {
        // With an offset, or without a time of the day, it would be another moment than it looks.
        let time = (written.len() >= EXAMPLE.len()).then(|| written.parse::<DateTime>().ok()).flatten();
        let is_local = written.matches('-').count() == 2 && !written.contains(['+', 'Z', 'z', '[']);
        let time = time.filter(|_| is_local);
        let moment = time.and_then(|time| TimeZone::get(ZONE).ok()?.to_timestamp(time).ok());
        self.need(moment.is_some(), key, || {
            text(
                format!("应是北京时间的日期和时间，例如 {EXAMPLE}"),
                format!("is `{written}`; allowed is a date and time of {ZONE} such as {EXAMPLE}"),
            )
        });
        moment.map(|moment| moment.as_millisecond())
    }
}

fn text(zh: impl Into<String>, en: impl Into<String>) -> LocalizedString {
    LocalizedString { zh: zh.into(), en: en.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PROFILES: [&str; 2] = ["beijing-zikao-2022", "cet"];

    fn read(text: &str) -> Result<CampaignFile, CampaignFileError> {
        CampaignFile::from_toml(text, &PROFILES)
    }

    #[test]
    fn the_sample_is_the_notices_campaign() {
        let file = read(SAMPLE).unwrap();
        assert_eq!((file.institution_code.as_str(), file.fee_fen), ("90001", 0));
        // 2022-06-17T16:00Z and 2022-06-20T16:00Z.
        assert_eq!((file.opens_ms, file.closes_ms), (1_655_481_600_000, 1_655_740_800_000));
        assert_eq!(file.upload_grace_ms, 900_000);
        let json = serde_json::to_vec(&file.written()).unwrap();
        assert_eq!(CampaignFile::from_json(&json, &PROFILES).unwrap(), file, "JSON says the same as TOML");
        let stored = serde_json::to_string(&file).unwrap();
        assert_eq!(serde_json::from_str::<CampaignFile>(&stored).unwrap(), file);
    }

    #[test]
    fn one_mistake_is_named_with_its_place_and_the_right_word() {
        let cases = [
            ("title =", "titel =", "did you mean `title`?"),
            ("phone =", "phones =", "did you mean `phone`?"),
            ("state = \"published\"", "state = \"publish\"", "did you mean `published`?"),
            ("fee_fen = 0", "fee_fen = \"0\"", "line 14: "),
            ("fee_fen = 0", "fee_fen = 1000001", "`fee_fen` is 1000001"),
            (
                "profile = \"beijing-zikao-2022\"",
                "profile = \"beijing-zikao-2002\"",
                "did you mean `beijing-zikao-2022`?",
            ),
            ("id = \"beijing-zikao-2022\"", "id = \"../etc\"", "`id` is `../etc`"),
            ("code = \"90001\"", "code = \"\"", "`institution.code`"),
            ("[\"专科\", \"本科\"]", "[]", "`levels` has 0 levels"),
            ("[\"专科\", \"本科\"]", "[\"本科\", \"本科\"]", "`levels` has `本科` twice"),
            ("closes = 2022-06-21", "closes = 2022-06-18", "`closes` is not later"),
            ("2022-06-30T00:00:00", "2022-06-20T00:00:00", "`recollection_deadline` is earlier"),
            ("opens = 2022-06-18T00:00:00", "opens = 2022-06-18", "`opens` is `2022-06-18`"),
            (
                "opens = 2022-06-18T00:00:00",
                "opens = 2022-06-18T00:00:00Z",
                "`opens` is `2022-06-18T00:00:00Z`",
            ),
            ("accepted_percent = 100", "accepted_percent = 101", "`review.accepted_percent` is 101"),
            ("{student_number}.jpg", "{name}.jpg", "`delivery.photo_names`"),
            ("free_attempts = 5", "free_attempts = 0", "`free_attempts` is 0"),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .filter_map(|(good, bad, said)| {
                let text = SAMPLE.replacen(good, bad, 1);
                let error = read(&text).err().map(|error| error.to_string());
                let right = text != SAMPLE && error.as_ref().is_some_and(|text| text.contains(said));
                (!right).then_some((bad, error))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_flaw_in_json_names_its_key() {
        let sample = serde_json::to_value(read(SAMPLE).unwrap().written()).unwrap();
        let cases = [
            ("/review/second_percent", serde_json::json!(101), Some("review.second_percent")),
            ("/review/second_percent", serde_json::json!("5"), Some("review.second_percent")),
            ("/fee_fen", serde_json::Value::Null, Some("fee_fen")),
            ("/opens", serde_json::json!("tomorrow"), Some("opens")),
            ("/opens", serde_json::json!("2022-06-18T00:00:00+08:00"), Some("opens")),
            ("/opens", serde_json::json!("2022-06-18 00:00"), Some("opens")),
            ("/institution/name", serde_json::json!(" "), Some("institution.name")),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .filter_map(|(place, value, key)| {
                let mut spoilt = sample.clone();
                *spoilt.pointer_mut(place).unwrap() = value.clone();
                let error = CampaignFile::from_json(spoilt.to_string().as_bytes(), &PROFILES).err();
                let keys: Vec<_> =
                    error.iter().flat_map(|error| &error.0).map(|flaw| flaw.key.clone()).collect();
                (!keys.contains(&key.map(str::to_owned))).then_some((place, value, keys))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn everything_that_makes_no_sense_is_named_at_once() {
        let text = SAMPLE
            .replace("code = \"90001\"", "code = \"?\"")
            .replace("second_percent = 5", "second_percent = 200");
        assert_eq!(read(&text).unwrap_err().0.len(), 2);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*", place in 0..3000_usize) {
            let _ = read(&text);
            let place = SAMPLE.floor_char_boundary(place.min(SAMPLE.len()));
            let _ = read(&format!("{}{text}{}", &SAMPLE[..place], &SAMPLE[place..]));
            let _ = CampaignFile::from_json(text.as_bytes(), &PROFILES);
        }
    }
}
