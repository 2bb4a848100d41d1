//! MediaPipe's canonical face model: the vertices used to estimate the head's pose.
//!
//! These are the 33 vertices with a Procrustes weight in MediaPipe's
//! `models/geometry_pipeline_metadata_landmarks.binarypb` (Apache-2.0); the test below compares them with that file.
//! Unit: centimetres; x to the person's left, y upwards, z towards the camera.

/// A vertex of the canonical face.
pub struct Vertex {
    /// Number of the corresponding landmark.
    pub landmark: usize,
    /// x, y, z.
    pub place: [f32; 3],
    /// Weight in the Procrustes alignment.
    pub weight: f32,
}

/// The vertices that depend least on the expression.
pub const VERTICES: [Vertex; 33] = [
    Vertex { landmark: 4, place: [0.0, -0.46317, 7.58658], weight: 0.07090994 },
    Vertex { landmark: 6, place: [0.0, 2.473255, 5.788627], weight: 0.032100145 },
    Vertex { landmark: 10, place: [0.0, 8.261778, 4.481535], weight: 0.008446551 },
    Vertex { landmark: 33, place: [-4.445859, 2.663991, 3.173422], weight: 0.05872417 },
    Vertex { landmark: 54, place: [-6.279331, 6.615427, 1.42585], weight: 0.00766708 },
    Vertex { landmark: 67, place: [-3.523964, 8.005976, 3.729163], weight: 0.009078059 },
    Vertex { landmark: 117, place: [-5.258659, 0.945811, 2.974312], weight: 0.009791938 },
    Vertex { landmark: 119, place: [-3.300681, 0.861641, 3.872784], weight: 0.014565368 },
    Vertex { landmark: 121, place: [-1.820731, 1.467954, 4.224124], weight: 0.018591361 },
    Vertex { landmark: 127, place: [-7.743095, 2.364999, -2.005167], weight: 0.0051979944 },
    Vertex { landmark: 129, place: [-1.785794, -0.978284, 4.85047], weight: 0.120625205 },
    Vertex { landmark: 132, place: [-7.270895, -2.890917, -2.252455], weight: 0.0055600186 },
    Vertex { landmark: 133, place: [-1.856432, 2.585245, 3.757904], weight: 0.053286184 },
    Vertex { landmark: 136, place: [-5.085276, -7.17859, 0.714711], weight: 0.066890456 },
    Vertex { landmark: 143, place: [-6.407571, 2.236021, 1.560843], weight: 0.014816548 },
    Vertex { landmark: 147, place: [-6.234883, -1.94443, 1.663542], weight: 0.014262834 },
    Vertex { landmark: 198, place: [-1.246815, 0.230297, 5.681036], weight: 0.025462192 },
    Vertex { landmark: 205, place: [-3.832928, -1.537326, 4.137731], weight: 0.04725228 },
    Vertex { landmark: 263, place: [4.445859, 2.663991, 3.173422], weight: 0.05872417 },
    Vertex { landmark: 284, place: [6.279331, 6.615427, 1.42585], weight: 0.00766708 },
    Vertex { landmark: 297, place: [3.523964, 8.005976, 3.729163], weight: 0.009078059 },
    Vertex { landmark: 346, place: [5.258659, 0.945811, 2.974312], weight: 0.009791938 },
    Vertex { landmark: 348, place: [3.300681, 0.861641, 3.872784], weight: 0.014565368 },
    Vertex { landmark: 350, place: [1.820731, 1.467954, 4.224124], weight: 0.018591361 },
    Vertex { landmark: 356, place: [7.743095, 2.364999, -2.005167], weight: 0.0051979944 },
    Vertex { landmark: 358, place: [1.785794, -0.978284, 4.85047], weight: 0.120625205 },
    Vertex { landmark: 361, place: [7.270895, -2.890917, -2.252455], weight: 0.0055600186 },
    Vertex { landmark: 362, place: [1.856432, 2.585245, 3.757904], weight: 0.053286184 },
    Vertex { landmark: 365, place: [5.085276, -7.17859, 0.714711], weight: 0.066890456 },
    Vertex { landmark: 372, place: [6.407571, 2.236021, 1.560843], weight: 0.014816548 },
    Vertex { landmark: 376, place: [6.234883, -1.94443, 1.663542], weight: 0.014262834 },
    Vertex { landmark: 420, place: [1.246815, 0.230297, 5.681036], weight: 0.025462192 },
    Vertex { landmark: 425, place: [3.832928, -1.537326, 4.137731], weight: 0.04725228 },
];

/// Reads the vendored file that the table comes from.
#[cfg(test)]
pub mod vendored {
    const FILE: &[u8] = include_bytes!("../../../models/geometry_pipeline_metadata_landmarks.binarypb");

    /// Number and content of a protobuf field; a varint's value as eight bytes, little endian.
    type Field = (u64, Vec<u8>);

    /// Positions of all 468 vertices, in the unit and axes of the table.
    pub fn mesh() -> Vec<[f32; 3]> {
        let mesh = fields(&fields(FILE).iter().find(|(number, _)| *number == 1).unwrap().1);
        let values: Vec<f32> = mesh.iter().filter(|(n, _)| *n == 3).map(|(_, bytes)| float(bytes)).collect();
        values.as_chunks::<5>().0.iter().map(|[x, y, z, ..]| [*x, *y, *z]).collect()
    }

    /// Landmark and weight of every weighted vertex.
    pub fn weights() -> Vec<(usize, f32)> {
        let entries = fields(FILE).into_iter().filter(|(number, _)| *number == 2).map(|(_, m)| fields(&m));
        let landmark = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap()) as usize;
        entries.map(|entry| (landmark(&entry[0].1), float(&entry[1].1))).collect()
    }

    fn fields(mut message: &[u8]) -> Vec<Field> {
        let mut found = Vec::new();
        while !message.is_empty() {
            let key = varint(&mut message);
            let bytes = match key & 7 {
                0 => varint(&mut message).to_le_bytes().to_vec(),
                5 => message.split_off(..4).unwrap().to_vec(),
                _ => {
                    let length = varint(&mut message) as usize;
                    message.split_off(..length).unwrap().to_vec()
                }
            };
            found.push((key >> 3, bytes));
        }
        found
    }

    fn varint(message: &mut &[u8]) -> u64 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let byte = *message.split_off_first().unwrap();
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        value
    }

    fn float(bytes: &[u8]) -> f32 {
        f32::from_le_bytes(bytes.try_into().unwrap())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_equals_the_vendored_file() {
        let (mesh, weights) = (vendored::mesh(), vendored::weights());
        let table: Vec<_> = VERTICES.iter().map(|vertex| (vertex.landmark, vertex.weight)).collect();
        assert_eq!(table, weights);
        for vertex in &VERTICES {
            assert_eq!(vertex.place, mesh[vertex.landmark], "landmark {}", vertex.landmark);
        }
    }
}
