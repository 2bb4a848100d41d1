//! Inner features of the networks that look at the head: what they know of each place before they answer.

/// Two [inner tensors](crate::models::ModelName::inner_tensors) of one network.
pub type InnerTensors = [Vec<f32>; 2];

/// Inner features around the main face, rows of cells with channels, level with the eyes.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// Of the landmark network, on its crop around the face: 16 x 16 x 128 and 8 x 8 x 128.
    pub landmarks: InnerTensors,
    /// Of the segmentation network, on its crop around the head: 12 x 12 x 96 and 24 x 24 x 24.
    pub regions: InnerTensors,
}

impl Features {
    /// Height, width and channels of the tensors, in the order of [`Self::tensors`].
    pub const SHAPES: [[usize; 3]; 4] = [[16, 16, 128], [8, 8, 128], [12, 12, 96], [24, 24, 24]];

    /// The tensors.
    pub fn tensors(&self) -> [&[f32]; 4] {
        let ([fine, coarse], [wide, narrow]) = (&self.landmarks, &self.regions);
        [fine, coarse, wide, narrow].map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::ModelName;

    #[test]
    fn the_shapes_are_those_of_the_networks_inner_tensors() {
        let of = |model: ModelName| {
            let lengths = model.outputs();
            lengths[lengths.len() - model.inner_tensors().len()..].iter().copied()
        };
        let networks = of(ModelName::FaceLandmarks).chain(of(ModelName::PortraitRegions));
        assert!(networks.eq(Features::SHAPES.map(|shape| shape.iter().product::<usize>())));
    }
}
