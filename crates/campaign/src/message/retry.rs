//! When a message that was not taken is tried again: as a table.

use crate::clock::{DAY, HOUR, MINUTE, SECOND};

/// What the vendor answers, and the times to the next tries; after the last one the message has failed.
struct Retry {
    /// The beginning of the vendor's code; empty for no answer at all.
    code: &'static str,
    waits: &'static [i64],
}

/// The first line that fits counts. A code without a line is final.
const RETRIES: [Retry; 7] = [
    Retry { code: "LimitExceeded.PhoneNumberThirtySecondLimit", waits: &[35 * SECOND, MINUTE, 5 * MINUTE] },
    Retry { code: "LimitExceeded.PhoneNumberOneHourLimit", waits: &[HOUR, HOUR, 2 * HOUR] },
    Retry { code: "LimitExceeded.PhoneNumberDailyLimit", waits: &[DAY, DAY] },
    // The vendor's own limits on the account: it passes, or somebody buys more.
    Retry { code: "LimitExceeded", waits: &[MINUTE, 10 * MINUTE, HOUR, 4 * HOUR, DAY] },
    Retry { code: "RequestLimitExceeded", waits: &[2 * SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, HOUR] },
    Retry { code: "InternalError", waits: &[10 * SECOND, MINUTE, 10 * MINUTE, HOUR, 4 * HOUR] },
    // Nobody answers: two days in all.
    Retry {
        code: "",
        waits: &[
            2 * SECOND,
            10 * SECOND,
            30 * SECOND,
            MINUTE,
            MINUTE,
            2 * MINUTE,
            5 * MINUTE,
            10 * MINUTE,
            HOUR,
            4 * HOUR,
            DAY,
            DAY,
        ],
    },
];

/// The time to the next try after so many (from 1), of a code (none, if nobody answered); `None` if that was the last.
pub fn wait(code: Option<&str>, tries: i64) -> Option<i64> {
    let fits = |retry: &&Retry| match code {
        None => retry.code.is_empty(),
        Some(code) => !retry.code.is_empty() && code.starts_with(retry.code),
    };
    let waits = RETRIES.iter().find(fits)?.waits;
    waits.get(usize::try_from(tries - 1).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_own_times_and_an_unknown_one_is_final() {
        let cases = [
            (None, 1, Some(2 * SECOND)),
            (None, 12, Some(DAY)),
            (None, 13, None),
            (Some("LimitExceeded.PhoneNumberOneHourLimit"), 1, Some(HOUR)),
            (Some("LimitExceeded.AppDailyLimit"), 2, Some(10 * MINUTE)),
            (Some("InternalError.Timeout"), 6, None),
            (Some("FailedOperation.TemplateIncorrectOrUnapproved"), 1, None),
        ];
        for (code, tries, expected) in cases {
            assert_eq!(wait(code, tries), expected, "{code:?} {tries}");
        }
    }
}
