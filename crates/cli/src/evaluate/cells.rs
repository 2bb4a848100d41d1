//! The cells and tables that documents of metrics share.

use super::labels::Kind;
use super::statistics::{Proportion, RelativeRate};
use crate::lang::Lang;
use precheck_foundation::text::LocalizedStr;

/// A table: the names of the columns, then the rows.
pub fn table(
    lang: Lang,
    columns: &[LocalizedStr],
    rows: impl Iterator<Item = Vec<String>>,
) -> Vec<Vec<String>> {
    let head = columns.iter().map(|column| lang.text(*column).to_owned()).collect();
    [head].into_iter().chain(rows).collect()
}

/// Count, total, per cent and confidence interval: `2/10 20.0 % (5.7–51.0)`.
pub fn proportion(share: Proportion) -> String {
    match share.rate {
        None => "-".to_owned(),
        Some(_) => format!("{} {}", counted(share), rate(share)),
    }
}

/// Per cent and confidence interval: `20.0 % (5.7–51.0)`.
pub fn rate(share: Proportion) -> String {
    let interval =
        |rate| format!("{:.1} % ({:.1}–{:.1})", 100.0 * rate, 100.0 * share.low, 100.0 * share.high);
    share.rate.map_or("-".to_owned(), interval)
}

/// `2/10`.
pub fn counted(share: Proportion) -> String {
    format!("{}/{}", share.count, share.of)
}

/// `20.0 %`.
pub fn percent(rate: Option<f64>) -> String {
    rate.map_or("-".to_owned(), |rate| format!("{:.1} %", 100.0 * rate))
}

/// `2.1 (1.2–3.7)`.
pub fn relative(rate: Option<RelativeRate>) -> String {
    rate.map_or("-".to_owned(), |rate| format!("{:.1} ({:.1}–{:.1})", rate.ratio, rate.low, rate.high))
}

/// As in `labels.csv`.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Pass => "pass",
        Kind::Variant => "variant",
        Kind::VariantReal => "variant_real",
        Kind::Natural => "natural",
        Kind::Container => "container",
        Kind::Real => "real",
        Kind::Generated => "generated",
        Kind::Comply => "comply",
    }
}
