//! The curves as a section of ACCURACY.md.

use super::curve::{Curve, Point};
use super::strengths::CURVES;
use crate::document::Document;
use crate::lang::Lang;
use precheck_foundation::text::LocalizedStr;

const HEADING: LocalizedStr = LocalizedStr { zh: "强度曲线", en: "Curves" };
const EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "光线、颜色、清晰度、压缩方面的问题可以按物理规律模拟：在线性光中计算，强度分十级，用在固定抽取的人的照片上，每人一张（合格照片 {complying} 张，真实照片 {real} 张）。每格是判为不合格的百分比，“+”后是存疑的百分比，括号内是测量值的中位数。第一列没有加入问题。真实照片都缩小过，因此清晰度、噪声、压缩、磨皮只用合格照片。",
    en: "Faults of light, colour, sharpness and compression can be simulated by physics: in linear light, in ten strengths, on photos of a fixed sample of people, one each ({complying} complying photos, {real} real ones). A cell is the per cent of photos that fail, after “+” of those in doubt, and in brackets the median of what was measured. The first column is without the fault. Real photos were sized down, so that sharpness, noise, compression and smoothing are shown on complying ones alone.",
};
const COMPLYING: LocalizedStr = LocalizedStr { zh: "合格照片", en: "complying" };
const REAL: LocalizedStr = LocalizedStr { zh: "真实照片", en: "real" };

/// The section on these curves.
pub fn curves_document(curves: &[Curve], lang: Lang) -> Document {
    let mut document = Document::default();
    document.heading(lang.text(HEADING));
    let most = |complying: bool| {
        let photos = curves.iter().filter(|curve| curve.complying == complying).map(|curve| curve.photos);
        photos.max().unwrap_or(0).to_string()
    };
    let counts = [("complying", &*most(true)), ("real", &*most(false))];
    document.paragraph(lang.fill(EXPLAINED, &counts));
    for (index, planned) in CURVES.iter().enumerate() {
        let rows: Vec<&Curve> = curves.iter().filter(|curve| curve.planned == index).collect();
        if rows.is_empty() {
            continue;
        }
        document.paragraph(format!("`{}`: {}", planned.rule, lang.text(planned.fault.text())));
        let strengths = [0.0].into_iter().chain(planned.strengths);
        let head = [String::new()].into_iter().chain(strengths.map(|strength| strength.to_string()));
        let table = rows.iter().map(|curve| {
            let group = lang.text(if curve.complying { COMPLYING } else { REAL }).to_owned();
            [group].into_iter().chain(curve.points.iter().map(cell)).collect()
        });
        document.table([head.collect()].into_iter().chain(table).collect());
    }
    document
}

/// `80+10 (7.2)`.
fn cell(point: &Point) -> String {
    let Some(median) = point.median else { return "-".to_owned() };
    let share = |count: usize| (100.0 * count as f64 / point.assessed as f64).round();
    let doubt = if point.doubtful > 0 { format!("+{}", share(point.doubtful)) } else { String::new() };
    format!("{}{doubt} ({median:.1})", share(point.fail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_short() {
        let point = |fail, doubtful, median| Point { strength: 1.0, assessed: 8, fail, doubtful, median };
        assert_eq!(cell(&point(4, 1, Some(7.16))), "50+13 (7.2)");
        assert_eq!(cell(&point(0, 0, Some(0.0))), "0 (0.0)");
        assert_eq!(cell(&point(0, 0, None)), "-");
    }
}
