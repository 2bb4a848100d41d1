//! Numbers of the landmarks of each part of the face, in MediaPipe's face mesh. "Right" is the person's right: the
//! picture's left.

/// Landmarks of an eye and its brow.
#[derive(Debug, Clone, Copy)]
pub struct Eye {
    /// Centre of the iris, then its edge at the picture's right, top, left and bottom.
    pub iris: [usize; 5],
    /// Outer and inner corner.
    pub corners: [usize; 2],
    /// Points of the upper lid, each opposite the one with the same index in `lower`.
    pub upper: [usize; 3],
    /// Points of the lower lid.
    pub lower: [usize; 3],
    /// Outline of the opening between the lids.
    pub outline: [usize; 16],
    /// Outline of the brow.
    pub brow: [usize; 10],
}

/// The right and the left eye.
pub const EYES: [Eye; 2] = [
    Eye {
        iris: [468, 469, 470, 471, 472],
        corners: [33, 133],
        upper: [160, 159, 158],
        lower: [144, 145, 153],
        outline: [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
        brow: [70, 63, 105, 66, 107, 55, 65, 52, 53, 46],
    },
    Eye {
        iris: [473, 474, 475, 476, 477],
        corners: [263, 362],
        upper: [387, 386, 385],
        lower: [373, 374, 380],
        outline: [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249],
        brow: [300, 293, 334, 296, 336, 285, 295, 282, 283, 276],
    },
];

/// Corners and irises of both eyes.
pub const BOTH_EYES: [usize; 14] = [33, 133, 468, 469, 470, 471, 472, 263, 362, 473, 474, 475, 476, 477];

/// Inner outline of the lips.
pub const INNER_LIPS: [usize; 20] =
    [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95];

/// Outer outline of the lips.
pub const OUTER_LIPS: [usize; 20] =
    [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146];

/// Points of the upper lip's inner edge, each opposite the one with the same index in [`LOWER_LIP`].
pub const UPPER_LIP: [usize; 5] = [81, 82, 13, 312, 311];

/// Points of the lower lip's inner edge.
pub const LOWER_LIP: [usize; 5] = [178, 87, 14, 317, 402];

/// The outline of the face.
pub const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176,
    149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/// The upper end of the forehead.
pub const FOREHEAD: usize = 10;

/// The lower end of the chin.
pub const CHIN: usize = 152;

/// The right and the left end of the face, in front of the ears.
pub const SIDES: [usize; 2] = [234, 454];

/// The middle of the right and the left cheek.
pub const CHEEKS: [usize; 2] = [50, 280];

/// The middle of the forehead.
pub const MIDDLE_OF_FOREHEAD: usize = 151;

/// The bridge of the nose, below where glasses rest.
pub const BRIDGE: usize = 195;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_consists_of_distinct_existing_landmarks() {
        let outlines: [&[usize]; 8] = [
            &BOTH_EYES,
            &EYES[0].outline,
            &EYES[1].outline,
            &EYES[0].brow,
            &EYES[1].brow,
            &INNER_LIPS,
            &OUTER_LIPS,
            &OVAL,
        ];
        for outline in outlines {
            let mut sorted = outline.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), outline.len(), "{outline:?}");
            assert!(sorted.last() < Some(&478), "{outline:?}");
        }
    }
}
