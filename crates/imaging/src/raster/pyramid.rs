//! Image pyramid: a picture and its halves, so that coarse sampling does not read every pixel.

use super::Raster;

/// A picture (level 0), its half (level 1), the half of that, and so on.
#[derive(Debug)]
pub struct Pyramid<'a> {
    full: &'a Raster,
    halves: Vec<Raster>,
}

/// Halving ends before a side is shorter than this, in pixels.
const SHORTEST_SIDE: u32 = 16;

impl<'a> Pyramid<'a> {
    /// Halves `full` repeatedly; each pixel is the rounded mean of four. An odd last row or column is dropped.
    pub fn of(full: &'a Raster) -> Self {
        let mut halves = Vec::new();
        while let Some(half) = half_of(halves.last().unwrap_or(full)) {
            halves.push(half);
        }
        Self { full, halves }
    }

    /// The picture at full size.
    pub fn full(&self) -> &Raster {
        self.full
    }

    /// The smallest picture on which a step of `step` pixels of the full picture is at least one pixel, and its level.
    pub fn level(&self, step: f64) -> (&Raster, u32) {
        self.coarsest(|_, halved| step >= f64::from(1 << halved))
    }

    /// The largest picture whose shorter side has at most `side` pixels, and its level; the smallest one if none has.
    pub fn within(&self, side: u32) -> (&Raster, u32) {
        let shorter = |level: &Raster| level.width().min(level.height());
        let (level, halved) = self.coarsest(|level, _| shorter(level) > side);
        match self.halves.get(halved as usize) {
            Some(next) if shorter(level) > side => (next, halved + 1),
            _ => (level, halved),
        }
    }

    fn coarsest(&self, mut holds: impl FnMut(&Raster, u32) -> bool) -> (&Raster, u32) {
        let levels = (1..).zip(&self.halves);
        levels
            .take_while(|(halved, level)| holds(level, *halved))
            .last()
            .map_or((self.full, 0), |(n, l)| (l, n))
    }
}

fn half_of(raster: &Raster) -> Option<Raster> {
    let (width, height) = (raster.width() / 2, raster.height() / 2);
    if width.min(height) < SHORTEST_SIDE {
        return None;
    }
    let mut half = Vec::with_capacity(width as usize * height as usize);
    for pair in raster.pixels().chunks_exact(raster.width() as usize * 2).take(height as usize) {
        append_half(pair.split_at(raster.width() as usize), &mut half);
    }
    Raster::new(width, height, half.into_flattened())
}

/// Appends the row that is the mean of two rows, at half the width.
#[inline(never)]
fn append_half((upper, lower): (&[[u8; 3]], &[[u8; 3]]), half: &mut Vec<[u8; 3]>) {
    let fours = upper.as_chunks().0.iter().zip(lower.as_chunks().0);
    half.extend(fours.map(|([a, b], [c, d])| {
        let sum = |channel: usize| [a, b, c, d].iter().map(|pixel| u16::from(pixel[channel])).sum::<u16>();
        [0, 1, 2].map(|channel| ((sum(channel) + 2) / 4) as u8)
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(width: u32, height: u32) -> Raster {
        Raster::new(width, height, vec![100; (width * height * 3) as usize]).unwrap()
    }

    #[test]
    fn a_half_is_the_mean_of_four() {
        let mut rgb = vec![0; 33 * 35 * 3];
        rgb[..6].copy_from_slice(&[8, 0, 0, 4, 0, 1]);
        let full = Raster::new(33, 35, rgb).unwrap();
        let pyramid = Pyramid::of(&full);
        let (half, halved) = pyramid.level(2.0);
        assert_eq!((half.width(), half.height(), halved), (16, 17, 1));
        assert_eq!(half.pixels()[..2], [[3, 0, 0], [0, 0, 0]]);
    }

    #[test]
    fn the_level_is_chosen_by_step_or_by_side() {
        let full = plain(480, 640);
        let pyramid = Pyramid::of(&full);
        let by_step = [0.5, 1.0, 1.9, 2.0, 7.0, 1000.0].map(|step| pyramid.level(step).1);
        assert_eq!(by_step, [0, 0, 0, 1, 2, 4]);
        let by_side = [1000, 480, 479, 240, 100, 1].map(|side| pyramid.within(side).1);
        assert_eq!(by_side, [0, 0, 1, 1, 3, 4]);
    }
}
