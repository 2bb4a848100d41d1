//! Values sampled from a zone of the picture, of which a part may lie outside.

use super::Unmeasurable;
use super::stats;

/// The values of a zone's cells inside the picture, and how many of its cells lie outside.
///
/// Its statistics are refused if too much of the zone lies outside: what the picture does not show is not measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled<T> {
    inside: Vec<T>,
    outside: usize,
    most_outside: f64,
}

/// The largest share of a zone that may lie outside the picture. Our own choice: what is left then still shows most of
/// the part, and landmarks near the edge of a picture are uncertain by less.
pub const MOST_OUTSIDE: f64 = 0.2;

impl<T> FromIterator<Option<T>> for Sampled<T> {
    /// A zone of which [`MOST_OUTSIDE`] may lie outside; `None` is a cell outside the picture.
    fn from_iter<I: IntoIterator<Item = Option<T>>>(cells: I) -> Self {
        let (mut inside, mut outside) = (Vec::new(), 0);
        for cell in cells {
            match cell {
                Some(value) => inside.push(value),
                None => outside += 1,
            }
        }
        Self { inside, outside, most_outside: MOST_OUTSIDE }
    }
}

impl<T> Sampled<T> {
    /// The same zone, of which another share may lie outside.
    pub fn allowing(self, most_outside: f64) -> Self {
        Self { most_outside, ..self }
    }

    /// The values, of which there is at least one.
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`], as of all statistics below, if too much of the zone lies outside the picture.
    pub fn values(&self) -> Result<&[T], Unmeasurable> {
        let all = self.inside.len() + self.outside;
        let enough = !self.inside.is_empty() && self.outside as f64 <= self.most_outside * all as f64;
        if enough { Ok(&self.inside) } else { Err(Unmeasurable::OutOfPicture) }
    }

    /// The share (0 to 1) of values for which `holds`.
    pub fn share(&self, holds: impl Fn(&T) -> bool) -> Result<f64, Unmeasurable> {
        stats::share(self.values()?, holds).ok_or(Unmeasurable::OutOfPicture)
    }

    /// The mean of what `of` gives for each value.
    pub fn mean(&self, of: impl Fn(&T) -> f64) -> Result<f64, Unmeasurable> {
        stats::mean(&self.numbers(of)?).ok_or(Unmeasurable::OutOfPicture)
    }

    /// The median of what `of` gives for each value.
    pub fn median(&self, of: impl Fn(&T) -> f64) -> Result<f64, Unmeasurable> {
        stats::median(&mut self.numbers(of)?).ok_or(Unmeasurable::OutOfPicture)
    }

    fn numbers(&self, of: impl Fn(&T) -> f64) -> Result<Vec<f64>, Unmeasurable> {
        Ok(self.values()?.iter().map(of).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(inside: usize, outside: usize) -> Sampled<f64> {
        let shown = (0..inside).map(|value| Some(value as f64));
        shown.chain(std::iter::repeat_n(None, outside)).collect()
    }

    #[test]
    fn a_zone_is_measured_as_long_as_the_picture_shows_most_of_it() {
        let seen = [(8, 2), (7, 3), (1, 0), (0, 1), (0, 0)].map(|(inside, outside)| {
            let zone = zone(inside, outside);
            [zone.values().is_ok(), zone.share(|_| true).is_ok(), zone.mean(|v| *v).is_ok()]
        });
        assert_eq!(seen, [true, false, true, false, false].map(|seen| [seen; 3]));
        assert_eq!(zone(5, 5).allowing(0.5).median(|value| *value), Ok(2.0));
        assert_eq!(zone(5, 6).allowing(0.5).median(|value| *value), Err(Unmeasurable::OutOfPicture));
    }
}
