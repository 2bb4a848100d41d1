//! The rules of the notice that need to see a face, hair, clothes or background. They stand here, by name
//! only, until the scene can show them these; then each moves to a file of its own. Until then a profile
//! names them without limits, and every report says of them: not assessed, model missing.

use super::{Entry, Group};
use crate::text::Text;

pub(super) static AWAITING: &[Entry] = &[
    awaiting("collar-plain", Group::Clothing, "不穿大毛领外套", "no large fur collar"),
    awaiting(
        "studio-portrait",
        Group::Authenticity,
        "标准证件照",
        "a proper portrait, no snapshot or selfie",
    ),
];

const fn awaiting(id: &'static str, group: Group, zh: &'static str, en: &'static str) -> Entry {
    Entry { id, iso: None, group, name: Text { zh, en }, measurement: None }
}
