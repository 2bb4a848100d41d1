//! Painting a synthetic portrait, from back to front.

use super::super::Region;
use super::super::parts::{CHIN, EYES, Eye, FOREHEAD, INNER_LIPS, OUTER_LIPS, OVAL, SIDES};
use super::{Canvas, Colour, SyntheticPortrait, lit};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;

const EYE_WHITE: Colour = [206, 202, 200];
const IRIS: Colour = [58, 42, 34];
const LIPS: Colour = [176, 108, 102];
const TEETH: Colour = [236, 232, 224];
const GAP: Colour = [60, 26, 26];

/// Light on neck and ears relative to that on the face.
const SHADE: f64 = 0.8;

/// Light reflected by the brows relative to the hair.
const BROW: f64 = 2.0;

impl SyntheticPortrait {
    pub(super) fn paint(&self, canvas: &mut Canvas) {
        self.paint_hair(canvas);
        self.paint_body(canvas);
        if !self.long_hair {
            for (side, landmark) in [(-1.0, SIDES[0]), (1.0, SIDES[1])] {
                let ear = canvas.oval(canvas.by(landmark, 0.04 * side, 0.05), (0.2, 0.34));
                canvas.put(&ear, Region::Ear, lit(self.skin, SHADE));
            }
        }
        let oval = canvas.face.points(&OVAL);
        canvas.put(&oval, Region::Skin, self.skin);
        for eye in EYES {
            self.paint_eye(canvas, &eye);
        }
        let [outer, inner] = [&OUTER_LIPS, &INNER_LIPS].map(|lips| canvas.face.points(lips));
        canvas.tint(&outer, LIPS);
        canvas.tint(&inner, if self.teeth { TEETH } else { GAP });
    }

    /// Short hair ends above the ears; long hair covers them.
    fn paint_hair(&self, canvas: &mut Canvas) {
        let (top, chin) = (canvas.face.point(FOREHEAD), canvas.face.point(CHIN));
        let above = 0.33 * top.distance(chin) / canvas.face.eye_distance();
        let hair = canvas.oval(canvas.by(FOREHEAD, 0.0, 0.55), (1.36, above + 0.55));
        canvas.put(&hair, Region::Hair, self.hair);
        if self.long_hair {
            let hair = canvas.rectangle(top, (-1.5, 1.5), (0.4, 2.8));
            canvas.put(&hair, Region::Hair, self.hair);
        }
    }

    /// Neck and coat do not turn with the head.
    fn paint_body(&self, canvas: &mut Canvas) {
        let (chin, unit) = (canvas.face.point(CHIN), canvas.face.eye_distance());
        let tilt = num::sin(self.shoulders) / num::cos(self.shoulders);
        let at = |(right, down): (f64, f64)| Point {
            x: chin.x + right * unit,
            y: chin.y + (down + tilt * right) * unit,
        };
        let neck = [(-0.6, -0.9), (0.6, -0.9), (0.6, 0.8), (0.0, 1.5), (-0.6, 0.8)].map(at);
        canvas.put(&neck, Region::Skin, lit(self.skin, SHADE));
        let coat =
            [(0.0, 1.3), (0.6, 0.55), (2.6, 1.05), (2.9, 9.0), (-2.9, 9.0), (-2.6, 1.05), (-0.6, 0.55)];
        canvas.put(&coat.map(at), Region::Clothes, self.coat);
    }

    fn paint_eye(&self, canvas: &mut Canvas, eye: &Eye) {
        let brow = canvas.face.points(&eye.brow);
        canvas.tint(&brow, lit(self.hair, BROW));
        let opening = canvas.face.points(&eye.outline);
        canvas.tint(&opening, EYE_WHITE);
        let [middle, right, _, left, _] = eye.iris.map(|number| canvas.face.point(number));
        let radius = right.distance(left) / 2.0;
        for (x, y) in canvas.colours.inside(&opening) {
            if canvas.colours.cell_centre(x, y).distance(middle) < radius {
                canvas.colours.cells[y * self.size.0 as usize + x] = IRIS;
            }
        }
    }
}
