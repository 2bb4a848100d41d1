//! Patches: connected components of the cells of a grid.

/// Column and row of a cell.
pub type Cell = (usize, usize);

/// Calls `found` with each connected component (4-connectivity) of the cells that are `waiting`, on a grid of this width, in
/// the order of their first rows.
// Not inlined: inlined into a crate that is compiled for size, it would be compiled for size.
#[inline(never)]
pub fn for_each_patch(mut waiting: Vec<bool>, width: usize, found: &mut dyn FnMut(&[Cell])) {
    let (mut patch, mut start): (Vec<Cell>, usize) = (Vec::new(), 0);
    while let Some(ahead) = waiting.get(start..).and_then(|rest| rest.iter().position(|waits| *waits)) {
        start += ahead;
        waiting[start] = false;
        patch.clear();
        patch.push((start % width, start / width));
        let mut next = 0;
        while let Some(&(x, y)) = patch.get(next) {
            next += 1;
            let cell = y * width + x;
            let mut visit = |is_neighbour: bool, cell: usize, place: Cell| {
                if is_neighbour && waiting.get_mut(cell).is_some_and(std::mem::take) {
                    patch.push(place);
                }
            };
            visit(x > 0, cell.wrapping_sub(1), (x.wrapping_sub(1), y));
            visit(x + 1 < width, cell + 1, (x + 1, y));
            visit(y > 0, cell.wrapping_sub(width), (x, y.wrapping_sub(1)));
            visit(true, cell + width, (x, y + 1));
        }
        found(&patch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_are_joined_by_sides_and_not_by_corners() {
        let grid = ["##..#", ".#.#.", "##..#"];
        let waiting = grid.concat().chars().map(|cell| cell == '#').collect();
        let mut sizes = Vec::new();
        for_each_patch(waiting, 5, &mut |patch| sizes.push((patch[0], patch.len())));
        assert_eq!(sizes, [((0, 0), 5), ((4, 0), 1), ((3, 1), 1), ((4, 2), 1)]);
    }
}
