//! What the limits of a profile may cost people whose photos are good. `precheck tune` proposes limits that cost no more, and
//! miss as little as that allows. No report depends on it.

use precheck_foundation::json::{FromJson, ObjectReader};
use serde_json::Value;

/// Shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// Of complying photos: of how many something may be in doubt, by all rules together.
    pub doubtful: f64,
    /// Of complying photos: how many may be rejected, by all rules together; and of the good photos of each rule at reject
    /// level: how many it may fail.
    pub wrongly_rejected: f64,
    /// Of the good photos of each other rule: how many it may fail.
    pub wrongly_warned: f64,
}

impl FromJson for Budget {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["doubtful", "wrongly_rejected", "wrongly_warned"])?;
        let share = |name: &str| -> Result<f64, String> {
            let share: f64 = members.need(name)?;
            let is_share = (0.0..=1.0).contains(&share);
            is_share.then_some(share).ok_or_else(|| format!("`{name}`: {share} is no share from 0 to 1"))
        };
        Ok(Self {
            doubtful: share("doubtful")?,
            wrongly_rejected: share("wrongly_rejected")?,
            wrongly_warned: share("wrongly_warned")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_budget_has_three_shares() {
        let good = json!({ "doubtful": 0.05, "wrongly_rejected": 0, "wrongly_warned": 0.01 });
        let read = Budget { doubtful: 0.05, wrongly_rejected: 0.0, wrongly_warned: 0.01 };
        assert_eq!(Budget::read(&good), Ok(read));
        let cases = [
            ("doubtful", json!(5), "`doubtful`: 5 is no share from 0 to 1"),
            ("wrongly_rejected", json!(-0.1), "-0.1 is no share"),
            ("wrongly_warned", json!("1 %"), "wrongly_warned"),
            ("doubt", json!(0.05), "unknown field `doubt`"),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(name, share, said)| {
                let mut spoiled = good.clone();
                spoiled[name] = share;
                (Budget::read(&spoiled), said)
            })
            .filter(|(read, said)| !read.as_ref().is_err_and(|problem| problem.contains(said)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(Budget::read(&json!({ "doubtful": 0.05 })).is_err());
    }
}
