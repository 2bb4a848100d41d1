//! Quantisation tables (ITU-T T.81, B.2.4.1) and the zigzag order in which they and the coefficients are stored.

/// The quantisation steps of the 64 frequencies, in zigzag or in natural order (row by row) as each use says.
pub type QuantTable = [u16; 64];

/// Number of slots that a file may fill with quantisation tables.
pub const QUANT_SLOTS: usize = 4;

/// Natural position of each zigzag index (T.81, figure A.6). The sixteen entries more catch a run of zeros that leaves
/// the block, so that this is checked once a block and not once a coefficient.
pub const ZIGZAG: [u8; 80] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
];

/// The tables that the payload of a DQT segment defines, each with its slot and in zigzag order, up to the first that
/// is cut short or names no slot.
pub fn quant_tables(mut payload: &[u8]) -> impl Iterator<Item = (usize, QuantTable)> {
    std::iter::from_fn(move || {
        let (&head, rest) = payload.split_first()?;
        let slot = usize::from(head & 15);
        let is_16_bit = head >> 4 != 0;
        let (steps, rest) = rest.split_at_checked(if is_16_bit { 128 } else { 64 })?;
        payload = rest;
        let step = |k: usize| match steps {
            _ if is_16_bit => u16::from_be_bytes([steps[2 * k], steps[2 * k + 1]]),
            _ => steps[k].into(),
        };
        (slot < QUANT_SLOTS).then(|| (slot, std::array::from_fn(step)))
    })
}

/// A table in zigzag order, put into natural order.
pub fn natural_order(zigzag: &QuantTable) -> QuantTable {
    let mut natural = [0; 64];
    for (step, &position) in zigzag.iter().zip(&ZIGZAG) {
        natural[usize::from(position)] = *step;
    }
    natural
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_both_widths_are_read_up_to_the_first_that_is_damaged() {
        let narrow = [&[0x01][..], &[7; 64]].concat();
        let wide = [&[0x12][..], &[1, 2].repeat(64)].concat();
        let no_slot = [&[0x04][..], &[9; 64]].concat();
        let read = |parts: &[&[u8]]| quant_tables(&parts.concat()).collect::<Vec<_>>();
        let both = vec![(1, [7; 64]), (2, [0x0102; 64])];
        assert_eq!(read(&[&narrow, &wide]), both);
        assert_eq!(read(&[&narrow, &wide, &no_slot, &narrow]), both);
        assert_eq!(read(&[&narrow, &wide, &narrow[..64]]), both);
    }

    #[test]
    fn natural_order_goes_row_by_row() {
        let natural = natural_order(&std::array::from_fn(|k| k as u16));
        assert_eq!(natural[..10], [0, 1, 5, 6, 14, 15, 27, 28, 2, 4]);
    }
}
