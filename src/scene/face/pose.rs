//! Head pose: the rotation that aligns the canonical face model with the landmarks.
//!
//! Weighted absolute orientation by unit quaternions: B. K. P. Horn, "Closed-form solution of absolute
//! orientation using unit quaternions", J. Opt. Soc. Am. A 4 (1987). The quaternion is the eigenvector of the
//! largest eigenvalue of a symmetric 4 x 4 matrix.

use super::Landmarks;
use super::canonical::VERTICES;
use precheck_foundation::num;

/// Head pose in degrees; (0, 0, 0) faces the camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// Rotation about the vertical axis: positive towards the picture's right.
    pub yaw: f64,
    /// Rotation about the axis through the ears: positive is raised.
    pub pitch: f64,
    /// Rotation about the axis of the camera: positive is clockwise on the picture.
    pub roll: f64,
}

/// Sweeps of Jacobi's method, which converges quadratically: five or six suffice for a 4 x 4 matrix in double
/// precision.
const SWEEPS: usize = 12;

impl Pose {
    /// The pose of the head with these landmarks.
    pub fn of(landmarks: &Landmarks) -> Self {
        let pairs: Vec<([f64; 3], [f64; 3], f64)> = VERTICES
            .iter()
            .filter_map(|vertex| {
                // The picture's y points down and its depth away from the camera.
                let [x, y, z] = *landmarks.points().get(vertex.landmark)?;
                Some((vertex.place.map(f64::from), [x, -y, -z], f64::from(vertex.weight)))
            })
            .collect();
        let [w, x, y, z] = largest_eigenvector(horn_matrix(&pairs));
        // From the third and the first column of the rotation matrix: the directions of the face's front and left side.
        let front = [2.0 * (x * z + w * y), 2.0 * (y * z - w * x), 1.0 - 2.0 * (x * x + y * y)];
        let side = [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z)];
        let level = (front[0] * front[0] + front[2] * front[2]).sqrt();
        Self {
            yaw: num::angle(front[2], front[0]),
            pitch: num::angle(level, front[1]),
            roll: -num::angle(side[0], side[1]),
        }
    }
}

/// Horn's matrix N of weighted point pairs: the eigenvector of its largest eigenvalue is the quaternion that rotates
/// the first points onto the second.
fn horn_matrix(pairs: &[([f64; 3], [f64; 3], f64)]) -> [[f64; 4]; 4] {
    let total: f64 = pairs.iter().map(|(_, _, weight)| weight).sum();
    let mean = |axis: usize, second: bool| {
        let values =
            pairs.iter().map(|(a, b, weight)| if second { b[axis] * weight } else { a[axis] * weight });
        values.sum::<f64>() / total
    };
    let (centre_a, centre_b) =
        ([0, 1, 2].map(|axis| mean(axis, false)), [0, 1, 2].map(|axis| mean(axis, true)));
    let mut s = [[0.0; 3]; 3];
    for (a, b, weight) in pairs {
        for (i, row) in s.iter_mut().enumerate() {
            for (j, sum) in row.iter_mut().enumerate() {
                *sum += weight * (a[i] - centre_a[i]) * (b[j] - centre_b[j]);
            }
        }
    }
    let [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = s;
    [
        [xx + yy + zz, yz - zy, zx - xz, xy - yx],
        [yz - zy, xx - yy - zz, xy + yx, zx + xz],
        [zx - xz, xy + yx, yy - xx - zz, yz + zy],
        [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ]
}

/// The eigenvector of the largest eigenvalue of a symmetric matrix, by Jacobi's method.
fn largest_eigenvector(mut m: [[f64; 4]; 4]) -> [f64; 4] {
    let mut vectors = [[0.0; 4]; 4];
    for (i, row) in vectors.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for _ in 0..SWEEPS {
        for (p, q) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
            if m[p][q] == 0.0 {
                continue;
            }
            let theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
            let sign = if theta < 0.0 { -1.0 } else { 1.0 };
            let t = sign / (theta.abs() + (theta * theta + 1.0).sqrt());
            let c = 1.0 / (t * t + 1.0).sqrt();
            let s = t * c;
            for row in &mut m {
                (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
            }
            if let Ok([upper, lower]) = m.get_disjoint_mut([p, q]) {
                for (a, b) in upper.iter_mut().zip(lower) {
                    (*a, *b) = (c * *a - s * *b, s * *a + c * *b);
                }
            }
            for row in &mut vectors {
                (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
            }
        }
    }
    let largest = (1..4).fold(0, |best, i| if m[i][i] > m[best][best] { i } else { best });
    vectors.map(|row| row[largest])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sine and cosine of ten degrees.
    const S: f64 = 0.173_648_177_666_930_34;
    const C: f64 = 0.984_807_753_012_208;

    /// Landmarks of the canonical face after `turn`, at 20 pixels per centimetre.
    fn turned(turn: impl Fn([f64; 3]) -> [f64; 3]) -> Landmarks {
        let mut points = vec![[0.0; 3]; 478];
        for vertex in &VERTICES {
            let [x, y, z] = turn(vertex.place.map(f64::from));
            points[vertex.landmark] = [300.0 + 20.0 * x, 400.0 - 20.0 * y, -20.0 * z];
        }
        Landmarks::new(points, 1.0).unwrap()
    }

    #[test]
    fn a_turned_face_has_its_angle_and_no_other() {
        type Turn = fn([f64; 3]) -> [f64; 3];
        let cases: [(&str, Turn, [f64; 3]); 4] = [
            ("straight", |p| p, [0.0, 0.0, 0.0]),
            ("to the picture's right", |[x, y, z]| [C * x + S * z, y, C * z - S * x], [10.0, 0.0, 0.0]),
            ("raised", |[x, y, z]| [x, C * y + S * z, C * z - S * y], [0.0, 10.0, 0.0]),
            ("clockwise", |[x, y, z]| [C * x + S * y, C * y - S * x, z], [0.0, 0.0, 10.0]),
        ];
        for (name, turn, [yaw, pitch, roll]) in cases {
            let pose = Pose::of(&turned(turn));
            let off = [pose.yaw - yaw, pose.pitch - pitch, pose.roll - roll];
            assert!(off.iter().all(|angle| angle.abs() < 1e-6), "{name}: {pose:?}");
        }
    }
}
