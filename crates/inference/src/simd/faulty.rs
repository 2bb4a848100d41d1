//! A processor that computes one operation wrongly in one lane: the model of the checker's self-test has to notice.

use std::cell::Cell;
use std::ops::{Add, Div, Mul, Sub};

use super::baseline::Baseline;
use super::{InstructionSet, Isa, LANES, LaneArray, SimdVector};
use crate::{Model, Session};

/// The operations of [`SimdVector`] that a processor could compute wrongly.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operation {
    Splat,
    Load,
    Add,
    Sub,
    Mul,
    Div,
    Max,
    Min,
    PositiveOr,
    Sqrt,
    AddToExponent,
}

use Operation::*;

const OPERATIONS: [Operation; AddToExponent as usize + 1] =
    [Splat, Load, Add, Sub, Mul, Div, Max, Min, PositiveOr, Sqrt, AddToExponent];

thread_local! {
    /// What is computed wrongly, and in which lane.
    static FAULT: Cell<Option<(Operation, usize)>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
pub(super) struct Faulty(Baseline);

/// The last bit of the faulty lane is the other one.
fn spoilt(operation: Operation, result: Baseline) -> Faulty {
    let mut lanes = [0.0; LANES];
    result.store(&mut lanes);
    if let Some((faulty, lane)) = FAULT.get()
        && faulty == operation
    {
        lanes[lane] = f32::from_bits(lanes[lane].to_bits() ^ 1);
    }
    Faulty(Baseline::load(&lanes))
}

impl SimdVector for Faulty {
    const SIXTEEN_REGISTERS: bool = Baseline::SIXTEEN_REGISTERS;

    fn splat(value: f32) -> Self {
        spoilt(Splat, Baseline::splat(value))
    }

    fn load(group: &LaneArray) -> Self {
        spoilt(Load, Baseline::load(group))
    }

    fn store(self, group: &mut LaneArray) {
        self.0.store(group);
    }

    fn max(self, other: Self) -> Self {
        spoilt(Max, self.0.max(other.0))
    }

    fn min(self, other: Self) -> Self {
        spoilt(Min, self.0.min(other.0))
    }

    fn positive_or(self, otherwise: Self) -> Self {
        spoilt(PositiveOr, self.0.positive_or(otherwise.0))
    }

    fn sqrt(self) -> Self {
        spoilt(Sqrt, self.0.sqrt())
    }

    fn add_to_exponent(self, exponent: Self) -> Self {
        spoilt(AddToExponent, self.0.add_to_exponent(exponent.0))
    }
}

macro_rules! arithmetic {
    ($($operation:ident, $method:ident;)*) => {$(
        impl $operation for Faulty {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                spoilt(Operation::$operation, self.0.$method(other.0))
            }
        }
    )*};
}

arithmetic! { Add, add; Sub, sub; Mul, mul; Div, div; }

/// The bits of the self-test model's outputs on this processor.
fn answer(model: &Model, fault: Option<(Operation, usize)>) -> Vec<u32> {
    FAULT.set(fault);
    // As in `src/self_test.rs`.
    let input: Vec<f32> = (0..243).map(|index| (index * 97 % 251) as f32 / 125.0 - 1.0).collect();
    let mut session = Session::with_instructions(InstructionSet(Isa::Faulty));
    let outputs = session.run(model, &[&input]).unwrap();
    outputs.iter().flatten().map(|value| value.to_bits()).collect()
}

#[test]
fn the_self_test_notices_every_operation_in_every_lane() {
    let model = Model::load(include_bytes!("../../../../src/self_test.tflite")).unwrap();
    let right = answer(&model, None);
    let faults = OPERATIONS.into_iter().flat_map(|operation| (0..LANES).map(move |lane| (operation, lane)));
    let unnoticed: Vec<_> = faults.filter(|&fault| answer(&model, Some(fault)) == right).collect();
    assert!(unnoticed.is_empty(), "{unnoticed:?}");
}
