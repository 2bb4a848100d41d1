//! The best error rates that others published, requirement by requirement.

/// Best equal error rate of any system in the benchmark FICV-1.0 of FVC-onGoing, in per cent, for the
/// requirement that a rule, or the rules of one fault, comes closest to.
///
/// The benchmark's photos are others than ours, and so are some definitions: the numbers say how hard a
/// requirement is, not who is better.
const FICV: [(&str, f64); 25] = [
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

/// The best published equal error rate, as a share; `None` where nobody published one.
pub fn best(rule: &str) -> Option<f64> {
    FICV.iter().find(|(name, _)| *name == rule).map(|(_, percent)| percent / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portrait_precheck::rules;

    #[test]
    fn every_rule_with_a_published_figure_exists() {
        let names = FICV.iter().flat_map(|(name, _)| name.split('|'));
        let unknown: Vec<_> = names.filter(|name| rules::by_id(name).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
