//! Models whose outputs come from the fuzzer's bytes: those of a drawn portrait, changed in ways that no trained network
//! would.

use portrait_precheck::models::{ModelId, ModelName, Models};
use portrait_precheck::scene::parts::{CHIN, EYES, FOREHEAD, INNER_LIPS, OUTER_LIPS, OVAL, SIDES};
use precheck_foundation::num;

/// The portrait that the plausible outputs belong to.
pub const PORTRAIT: &[u8] = include_bytes!("portrait.jpg");

/// One set of outputs for each model; `None` if it is missing.
pub struct FuzzedModels([Option<Vec<Vec<f32>>>; ModelName::ALL.len()]);

/// The values that numeric code fails on.
const SPECIAL: [f32; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    f32::NAN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::MAX,
    f32::MIN,
    f32::MIN_POSITIVE,
    1e10,
    -1e10,
    256.0,
    -256.0,
    1e-20,
    100.0,
];

impl FuzzedModels {
    /// The first byte has a bit for each missing model. The rest changes one output after another; where no bytes are
    /// left, outputs stay plausible.
    pub fn new(bytes: &[u8]) -> Self {
        let mut bytes = Bytes(bytes);
        let missing = bytes.next();
        let mut all = ModelName::ALL.map(|model| {
            let outputs = plausible(model).into_iter();
            outputs.map(|(values, focus)| changed(values, focus, &mut bytes)).collect::<Vec<_>>()
        });
        // What else a run returns comes last, so that what changes the outputs that decide stays what it was.
        for (model, outputs) in ModelName::ALL.into_iter().zip(&mut all) {
            let others = model.outputs().iter().skip(outputs.len());
            outputs
                .extend(others.map(|length| changed(vec![0.0; *length], 0, &mut bytes)).collect::<Vec<_>>());
        }
        let mut index = 0..;
        Self(
            all.map(|outputs| index.next().is_some_and(|index| missing >> index & 1 == 0).then_some(outputs)),
        )
    }
}

impl Models for FuzzedModels {
    fn manifest(&self) -> Vec<ModelId> {
        let present = ModelName::ALL.iter().zip(&self.0).filter(|(_, outputs)| outputs.is_some());
        present.map(|(name, _)| name.identity()).collect()
    }

    fn run(&self, model: ModelName, inputs: &[&[f32]]) -> Option<Vec<Vec<f32>>> {
        assert!(
            inputs.iter().copied().flatten().all(|value| value.is_finite()),
            "{model:?} is given what is not a number"
        );
        let index = ModelName::ALL.iter().position(|name| *name == model)?;
        self.0[index].clone()
    }
}

/// The fuzzer's bytes, zeros after the last one.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        self.0.split_off_first().copied().unwrap_or(0)
    }

    /// A special value, or a small number of either sign.
    fn value(&mut self) -> f32 {
        let byte = self.next();
        let small = f32::from(byte as i8) / 8.0;
        SPECIAL.get(usize::from(byte)).copied().unwrap_or(small)
    }

    fn index(&mut self) -> usize {
        usize::from(u16::from_be_bytes([self.next(), self.next()]))
    }
}

/// Changes one output; `focus` is the index from which on its values decide most.
fn changed(mut values: Vec<f32>, focus: usize, bytes: &mut Bytes) -> Vec<f32> {
    let length = values.len();
    match bytes.next() % 8 {
        1 => values.fill(bytes.value()),
        2 => {
            let (mut state, gain) = (u32::from(bytes.next()) + 1, bytes.value());
            for value in &mut values {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *value = (state >> 8) as f32 / (1 << 24) as f32 * gain;
            }
        }
        3 => {
            let (gain, offset) = (bytes.value(), bytes.value());
            values.iter_mut().for_each(|value| *value = *value * gain + offset);
        }
        4 => (0..bytes.next() % 16).for_each(|_| values[(focus + bytes.index()) % length] = bytes.value()),
        5 => (0..bytes.next() % 16)
            .for_each(|_| values[(focus + bytes.index()) % length] += 8.0 * bytes.value()),
        // A stretch of values: a part of a face, rows of a map.
        6 => (0..bytes.next() % 8).for_each(|_| {
            let (start, count, value) = (bytes.index() * 4, bytes.index() * 4, bytes.value());
            values.iter_mut().skip(start % length).take(count).for_each(|old| *old = value);
        }),
        7 => values.truncate(bytes.index()),
        _ => {}
    }
    values
}

/// The outputs for the portrait, each with the index from which on its values decide most.
fn plausible(model: ModelName) -> Vec<(Vec<f32>, usize)> {
    match model {
        ModelName::FaceDetector => detection(896, (16 * 7 + 7) * 2),
        ModelName::FaceLandmarks => vec![(mesh(), 0), (vec![9.0], 0)],
        ModelName::FaceBlendshapes => vec![(vec![0.02; 52], 0)],
        ModelName::SelfieSegmentation => vec![(person(), 0)],
        ModelName::PortraitRegions => vec![(regions(), 0)],
        ModelName::Attributes => vec![(vec![-4.0; 19], 0)],
        ModelName::Crops => vec![(vec![-4.0; 21], 0)],
        ModelName::FullRangeDetector => detection(2304, 48 * 24 + 24),
    }
}

/// The face at this one of so many anchors.
fn detection(anchors: usize, anchor: usize) -> Vec<(Vec<f32>, usize)> {
    let (mut boxes, mut logits) = (vec![0.0; anchors * 16], vec![-20.0; anchors]);
    boxes[anchor * 16..][..8].copy_from_slice(&[4.0, -4.0, 52.0, 52.0, -6.0, -8.0, 14.0, -8.0]);
    logits[anchor] = 4.0;
    vec![(boxes, anchor * 16), (logits, anchor)]
}

/// Landmarks in the landmark model's crop of 256 x 256: the parts as ellipses, all others in the middle of the face.
fn mesh() -> Vec<f32> {
    const MIDDLE: [f32; 2] = [128.0, 135.0];
    let mut points = vec![[MIDDLE[0], MIDDLE[1], -10.0]; 478];
    // The outline begins at the top, an ellipse on the left.
    let mut outline = OVAL;
    outline.rotate_left(27);
    ellipse(&mut points, &outline, MIDDLE, 63.0, 85.0);
    ellipse(&mut points, &OUTER_LIPS, [128.0, 183.0], 20.0, 7.0);
    ellipse(&mut points, &INNER_LIPS, [128.0, 183.0], 16.0, 1.0);
    for (eye, x) in EYES.iter().zip([97.0, 158.0]) {
        let toward_nose = if x < MIDDLE[0] { 1.0 } else { -1.0 };
        ellipse(&mut points, &eye.brow, [x, 102.0], 18.0 * toward_nose, 3.0);
        ellipse(&mut points, &eye.outline, [x, 123.0], 16.0 * toward_nose, 6.0);
        ellipse(&mut points, &eye.iris[1..], [x, 123.0], 7.0, 7.0);
        points[eye.iris[0]] = [x, 123.0, 0.0];
    }
    points[FOREHEAD] = [128.0, 50.0, 0.0];
    points[CHIN] = [128.0, 220.0, 0.0];
    points[SIDES[0]] = [65.0, 135.0, 20.0];
    points[SIDES[1]] = [191.0, 135.0, 20.0];
    points.into_flattened()
}

/// Places landmarks on an ellipse, from the left clockwise.
fn ellipse(points: &mut [[f32; 3]], landmarks: &[usize], [x, y]: [f32; 2], width: f32, height: f32) {
    for (index, landmark) in landmarks.iter().enumerate() {
        let degrees = 360.0 * index as f64 / landmarks.len() as f64;
        let (across, up) = (num::cos(degrees) as f32, num::sin(degrees) as f32);
        points[*landmark] = [x - width * across, y - height * up, 0.0];
    }
}

/// The person, in a crop that is as high as the picture.
fn person() -> Vec<f32> {
    map(256, |x, y| {
        let (dx, dy) = ((x - 0.5) / 0.19, (y - 0.4) / 0.27);
        if dx * dx + dy * dy < 1.0 || y > 0.78 && (x - 0.5).abs() < 0.35 { [1.0] } else { [0.0] }
    })
}

/// Logits of background, hair, skin, ear, clothes and other, in a square twice the head's height.
fn regions() -> Vec<f32> {
    map(96, |x, y| {
        let ((dx, dy), mut logits) = ((x - 0.5, y - 0.5), [0.0; 6]);
        let region = if (dx / 0.15) * (dx / 0.15) + (dy / 0.2) * (dy / 0.2) < 1.0 {
            2
        } else if (dx.abs() - 0.16).abs() < 0.02 && dy.abs() < 0.05 {
            3
        } else if (dx / 0.18) * (dx / 0.18) + (dy / 0.25) * (dy / 0.25) < 1.0 && dy < 0.05 {
            1
        } else if y > 0.8 {
            4
        } else {
            0
        };
        logits[region] = 9.0;
        logits
    })
}

/// A map of so many cells a side; `cell` is given the cell's middle, 0 to 1.
fn map<const N: usize>(side: usize, cell: impl Fn(f32, f32) -> [f32; N]) -> Vec<f32> {
    let middle = |index: usize| (index as f32 + 0.5) / side as f32;
    (0..side * side).flat_map(|index| cell(middle(index % side), middle(index / side))).collect()
}
