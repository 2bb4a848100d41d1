//! Which fault stands for which rule, and its ten strengths.

use super::fault::Fault;

/// A curve: a fault in ten strengths, and the rule that has to find it.
pub struct Planned {
    /// The rule.
    pub rule: &'static str,
    /// The fault.
    pub fault: Fault,
    /// The strengths, see [`Fault`] for their unit.
    pub strengths: [f64; STRENGTHS],
    /// Whether only complying photos show it: the others were sized down, so that their grain and edges are not a
    /// camera's.
    pub full_size_only: bool,
}

/// Strengths of a curve.
pub const STRENGTHS: usize = 10;

const fn planned(rule: &'static str, fault: Fault, strengths: [f64; STRENGTHS]) -> Planned {
    Planned { rule, fault, strengths, full_size_only: false }
}

const fn full_size(rule: &'static str, fault: Fault, strengths: [f64; STRENGTHS]) -> Planned {
    Planned { rule, fault, strengths, full_size_only: true }
}

/// Per cent, in steps of ten or less.
const PER_CENT: [f64; STRENGTHS] = [5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0];

/// All curves, in the order of the rules.
pub const CURVES: [Planned; 19] = [
    full_size("sharpness", Fault::Blur, [0.3, 0.5, 0.7, 0.9, 1.1, 1.4, 1.7, 2.0, 2.5, 3.0]),
    full_size("noise-free", Fault::Noise, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 14.0, 20.0]),
    full_size(
        "compression-artifacts",
        Fault::Compression,
        [90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 30.0, 20.0, 12.0, 6.0],
    ),
    planned("not-too-dark", Fault::Darker, [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]),
    planned("not-too-bright", Fault::Brighter, [0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0]),
    planned("dynamic-range", Fault::Veil, PER_CENT),
    planned(
        "colour-cast-free",
        Fault::BlueLight,
        [5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 50.0, 60.0],
    ),
    planned(
        "colour-cast-free",
        Fault::WarmLight,
        [10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 51.0, 60.0, 70.0, 80.0],
    ),
    planned(
        "colour-cast-free",
        Fault::GreenLight,
        [5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 50.0, 60.0],
    ),
    planned(
        "colour-cast-free",
        Fault::MagentaLight,
        [5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 50.0, 60.0],
    ),
    planned(
        "saturation-natural",
        Fault::Saturation,
        [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 125.0, 150.0],
    ),
    planned(
        "illumination-uniformity",
        Fault::SideLight,
        [10.0, 20.0, 30.0, 40.0, 50.0, 55.0, 60.0, 70.0, 80.0, 90.0],
    ),
    planned("illumination-uniformity", Fault::DarkForehead, PER_CENT),
    planned("background-uniformity", Fault::WallFallOff, PER_CENT),
    planned("background-uniformity", Fault::WallVignette, PER_CENT),
    planned("background-uniformity", Fault::WallGradient, PER_CENT),
    planned(
        "background-shadow-free",
        Fault::CastShadow,
        [5.0, 8.0, 12.0, 16.0, 20.0, 25.0, 30.0, 40.0, 50.0, 70.0],
    ),
    full_size("retouching-free", Fault::Smoothing, SMOOTHING),
    full_size("retouching-free", Fault::SmoothingThenNoise, SMOOTHING),
];

/// Per mille of the eye distance.
const SMOOTHING: [f64; STRENGTHS] = [3.0, 5.0, 7.0, 10.0, 13.0, 16.0, 20.0, 25.0, 32.0, 40.0];
