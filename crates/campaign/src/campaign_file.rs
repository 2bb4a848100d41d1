//! The file from which a campaign is created: everything that an office decides, as TOML. `campaign.toml` beside this crate
//! explains every key.

use crate::delivery::NamePattern;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use precheck_foundation::nearest::{nearest, with_suggestion};
use serde::{Deserialize, Serialize};

/// Every key with what it means, as TOML.
pub const SAMPLE: &str = include_str!("../campaign.toml");

/// The zone of every time in a campaign file.
const ZONE: &str = "Asia/Shanghai";

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InitialState {
    /// Staff see it.
    #[default]
    Draft,
    /// Candidates find it.
    Published,
}

/// Which photos people look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// What is wrong with a campaign file; every finding has a line of its own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct CampaignFileError(pub Vec<String>);

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    title: String,
    #[serde(default)]
    state: InitialState,
    institution: Institution,
    levels: Vec<String>,
    profile: String,
    fee_fen: u32,
    #[serde(default)]
    fee_again: bool,
    opens: toml::value::Datetime,
    closes: toml::value::Datetime,
    upload_grace_minutes: u32,
    recollection_deadline: toml::value::Datetime,
    free_attempts: u32,
    appeal_after_refusals: u32,
    notice: String,
    reminder: String,
    consultation: Consultation,
    office: String,
    review: ReviewPolicy,
    delivery: Delivery,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Institution {
    name: String,
    code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consultation {
    phone: String,
    hours: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Delivery {
    photo_names: String,
    retention_days: u32,
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
            CampaignFileError(vec![format!("line {line}: {}", with_suggestion(error.message().to_owned()))])
        })?;
        let mut problems = Problems(Vec::new());
        let file = problems.checked(written, profiles);
        match file {
            Some(file) if problems.0.is_empty() => Ok(file),
            _ => Err(CampaignFileError(problems.0)),
        }
    }
}

/// Everything that makes no sense.
struct Problems(Vec<String>);

impl Problems {
    fn checked(&mut self, written: Written, profiles: &[&str]) -> Option<CampaignFile> {
        let is_id = !written.id.is_empty()
            && written.id.len() <= 64
            && written.id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        self.need(is_id, || format!("`id` is `{}`; allowed are a-z, 0-9 and `-`, at most 64", written.id));
        let code = &written.institution.code;
        let is_code = (1..=32).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        self.need(is_code, || {
            format!("`institution.code` is `{code}`; allowed are letters and digits, at most 32")
        });
        for (key, value) in [
            ("title", &written.title),
            ("institution.name", &written.institution.name),
            ("consultation.phone", &written.consultation.phone),
            ("consultation.hours", &written.consultation.hours),
            ("office", &written.office),
        ] {
            self.need_text(key, value, MAX_LINE);
            self.need(!value.contains('\n'), || format!("`{key}` has more than one line"));
        }
        self.need_text("notice", &written.notice, MAX_TEXT);
        self.need_text("reminder", &written.reminder, MAX_TEXT);
        self.levels(&written.levels);
        self.profile(&written.profile, profiles);
        self.need(written.fee_fen <= MAX_FEE_FEN, || {
            format!("`fee_fen` is {}; allowed are at most {MAX_FEE_FEN}", written.fee_fen)
        });
        self.need(written.free_attempts > 0, || "`free_attempts` is 0; allowed is at least 1".into());
        for (key, percent) in [
            ("review.accepted_percent", written.review.accepted_percent),
            ("review.second_percent", written.review.second_percent),
        ] {
            self.need(percent <= 100, || format!("`{key}` is {percent}; allowed are 0 to 100"));
        }
        let photo_names = NamePattern::parse(&written.delivery.photo_names);
        let photo_names =
            photo_names.map_err(|problem| self.0.push(format!("`delivery.photo_names`: {problem}")));
        let opens_ms = self.time("opens", written.opens);
        let closes_ms = self.time("closes", written.closes);
        let deadline_ms = self.time("recollection_deadline", written.recollection_deadline);
        self.need(opens_ms < closes_ms, || "`closes` is not later than `opens`".into());
        self.need(closes_ms <= deadline_ms, || "`recollection_deadline` is earlier than `closes`".into());
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
            upload_grace_ms: i64::from(written.upload_grace_minutes) * 60_000,
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

    fn need(&mut self, is_right: bool, problem: impl FnOnce() -> String) {
        if !is_right {
            self.0.push(problem());
        }
    }

    fn need_text(&mut self, key: &str, value: &str, longest: usize) {
        let length = value.chars().count();
        self.need(!value.trim().is_empty(), || format!("`{key}` is empty"));
        self.need(length <= longest, || format!("`{key}` has {length} characters; allowed are {longest}"));
    }

    fn levels(&mut self, levels: &[String]) {
        let count = levels.len();
        self.need((1..=MAX_LEVELS).contains(&count), || {
            format!("`levels` has {count} levels; allowed are 1 to {MAX_LEVELS}")
        });
        for (index, level) in levels.iter().enumerate() {
            self.need_text("levels", level, MAX_LINE);
            self.need(!levels[..index].contains(level), || format!("`levels` has `{level}` twice"));
        }
    }

    fn profile(&mut self, profile: &str, known: &[&str]) {
        self.need(known.contains(&profile), || match nearest(profile, known.iter().copied()) {
            Some(near) => format!("`profile`: there is no profile `{profile}`; did you mean `{near}`?"),
            None => format!("`profile`: there is no profile `{profile}`"),
        });
    }

    /// A local date and time of [`ZONE`].
    fn time(&mut self, key: &str, written: toml::value::Datetime) -> Option<i64> {
        let local = written.offset.is_none() && written.date.is_some() && written.time.is_some();
        let time = local.then(|| written.to_string().parse::<DateTime>().ok()).flatten();
        let moment = time.and_then(|time| TimeZone::get(ZONE).ok()?.to_timestamp(time).ok());
        self.need(moment.is_some(), || {
            format!(
                "`{key}` is `{written}`; allowed is a date and time of {ZONE} such as 2022-06-18T00:00:00"
            )
        });
        moment.map(|moment| moment.as_millisecond())
    }
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
        }
    }
}
