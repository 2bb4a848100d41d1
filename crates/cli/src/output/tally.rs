//! Counts how the photos ended.

use crate::exit;
use portrait_precheck::Decision;

/// How many photos ended with which decision.
#[derive(Default)]
pub struct Tally {
    pub accepted: usize,
    pub rejected: usize,
    pub undecided: usize,
    /// Paths that could not be read.
    pub unreadable: usize,
}

impl Tally {
    /// Counts one photo.
    pub fn count(&mut self, decision: Decision) {
        match decision {
            Decision::Accepted => self.accepted += 1,
            Decision::Rejected => self.rejected += 1,
            Decision::Undecided => self.undecided += 1,
        }
    }

    /// The number of paths, read or not.
    pub fn total(&self) -> usize {
        self.accepted + self.rejected + self.undecided + self.unreadable
    }

    /// The exit code of `precheck check`.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self { unreadable: 1.., .. } => exit::ERROR,
            Self { rejected: 1.., .. } => exit::REJECTED,
            Self { undecided: 1.., .. } => exit::UNDECIDED,
            _ => exit::SUCCESS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_outcome_sets_the_exit_code() {
        let cases =
            [([0, 0, 0, 0], 0), ([2, 0, 0, 0], 0), ([2, 0, 1, 0], 3), ([2, 1, 1, 0], 1), ([2, 1, 1, 1], 2)];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|([accepted, rejected, undecided, unreadable], code)| {
                let tally = Tally {
                    accepted: *accepted,
                    rejected: *rejected,
                    undecided: *undecided,
                    unreadable: *unreadable,
                };
                tally.exit_code() != *code
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
