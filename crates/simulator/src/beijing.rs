//! The time of Beijing as WeChat writes it.

use jiff::Timestamp;
use jiff::tz::Offset;

/// Hours that Beijing is ahead of UTC, all year.
const OFFSET: Offset = Offset::constant(8);

/// Milliseconds since the epoch as `2018-06-08T10:34:56+08:00`.
pub(crate) fn rfc3339(ms: i64) -> String {
    format(ms, "%Y-%m-%dT%H:%M:%S+08:00")
}

/// As `2018-06-08 10:34:56`.
pub(crate) fn date_time(ms: i64) -> String {
    format(ms, "%Y-%m-%d %H:%M:%S")
}

/// As `2018-06-08`.
pub(crate) fn date(ms: i64) -> String {
    format(ms, "%Y-%m-%d")
}

/// The moment that a text in RFC 3339 names, in milliseconds since the epoch.
pub(crate) fn parse(text: &str) -> Option<i64> {
    Some(text.parse::<Timestamp>().ok()?.as_millisecond())
}

/// Whether a text is a day, as `2018-06-08`.
pub(crate) fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn format(ms: i64, format: &str) -> String {
    let time = Timestamp::from_millisecond(ms).unwrap_or_default();
    OFFSET.to_datetime(time).strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_in_beijing() {
        let ms = parse("2022-06-20T23:59:59+08:00").unwrap();
        assert_eq!(ms, 1_655_740_799_000);
        assert_eq!((rfc3339(ms), date(ms)), ("2022-06-20T23:59:59+08:00".into(), "2022-06-20".into()));
        assert_eq!(date_time(ms + 1000), "2022-06-21 00:00:00");
        assert_eq!(parse("2022-06-20 23:59:59"), None);
        assert!(is_date("2022-06-20") && !is_date("2022-02-30") && !is_date("20220620"));
    }
}
