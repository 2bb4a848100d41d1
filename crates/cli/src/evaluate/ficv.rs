//! The best error rates published in the benchmark FICV-1.0, by requirement.

/// The lowest equal error rate of any system in FICV-1.0 of FVC-onGoing, in per cent, for the requirement closest
/// to a rule, or to the rules of one fault.
///
/// The photos of the benchmark are not ours, and some definitions differ: the rates show how hard a requirement is,
/// not which system is better.
const LOWEST_EER: [(&str, f64); 25] = [
    ("eyes-open", 0.2),
    ("mouth-closed|teeth-hidden", 0.6),
    ("mouth-closed", 0.6),
    ("lenses-clear", 0.4),
    ("lenses-glare-free", 0.8),
    ("red-eye-free", 1.0),
    ("not-too-dark", 1.2),
    ("not-too-bright", 1.2),
    ("single-face-present", 1.2),
    ("sharpness", 1.6),
    ("colour-picture", 1.7),
    ("colour-cast-free", 1.7),
    ("saturation-natural", 1.7),
    ("background-shadow-free", 2.3),
    ("illumination-uniformity", 3.3),
    ("background-uniformity", 3.7),
    ("background-empty", 3.7),
    ("head-pose-roll", 4.6),
    ("head-pose-pitch", 4.6),
    ("head-pose-yaw", 4.6),
    ("gaze-forward", 5.4),
    ("no-head-coverings", 5.7),
    ("eyes-visible", 11.9),
    ("face-unoccluded|eyes-visible", 11.9),
    ("frames-off-eyes", 4.0),
];

/// The lowest published equal error rate, from 0 to 1; `None` if there is none.
pub fn lowest_eer(rule: &str) -> Option<f64> {
    LOWEST_EER.iter().find(|(name, _)| *name == rule).map(|(_, percent)| percent / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portrait_precheck::rules;

    #[test]
    fn every_rule_with_a_published_figure_exists() {
        let names = LOWEST_EER.iter().flat_map(|(name, _)| name.split('|'));
        let unknown: Vec<_> = names.filter(|name| rules::by_id(name).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
