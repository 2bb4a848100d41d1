//! Each operator agrees with TFLite's definition on small values worked out by hand.

mod support;

use precheck_inference::{Model, Session};
use support::Value::{Byte, Integer};
use support::operators::*;
use support::{Fields, Graph};

/// The output of one operator for `input`.
fn answer(input: (&[i32], &[f32]), add: impl FnOnce(&mut Graph, i32) -> i32) -> Vec<f32> {
    let mut graph = Graph::default();
    let start = graph.tensor(input.0);
    let end = add(&mut graph, start);
    let model = Model::load(&graph.finish(&[start], &[end])).unwrap_or_else(|error| panic!("{error}"));
    Session::default().run(&model, &[input.1]).unwrap().iter().next().unwrap().to_vec()
}

/// Collects failing cases, so that one run reports all of them.
#[derive(Default)]
struct Cases(Vec<String>);

impl Cases {
    fn check(&mut self, name: &str, given: Vec<f32>, expected: &[f32]) {
        if given != expected {
            self.0.push(format!("{name}: {given:?}, not {expected:?}"));
        }
    }
}

impl Drop for Cases {
    fn drop(&mut self) {
        assert!(std::thread::panicking() || self.0.is_empty(), "{:#?}", self.0);
    }
}

#[test]
fn unary_functions_are_element_wise() {
    let mut cases = Cases::default();
    let values = [-4.0, -1.0, 0.0, 1.0, 4.0, 9.0, 0.25, 2.0, 16.0];
    let mut check = |name: &str, code: i32, count: usize, expected: &[f32]| {
        let shape = [count as i32];
        let start = values.len() - count;
        let given = answer((&shape, &values[start..]), |graph, x| graph.operator(code, vec![], &[x], &shape));
        cases.check(name, given, expected);
    };
    check("NEG", NEG, 9, &[4.0, 1.0, 0.0, -1.0, -4.0, -9.0, -0.25, -2.0, -16.0]);
    check("RELU", RELU, 9, &[0.0, 0.0, 0.0, 1.0, 4.0, 9.0, 0.25, 2.0, 16.0]);
    check("SQRT", SQRT, 6, &[1.0, 2.0, 3.0, 0.5, 2.0f32.sqrt(), 4.0]);
    check("RSQRT", RSQRT, 6, &[1.0, 0.5, 1.0 / 3.0, 2.0, 1.0 / 2.0f32.sqrt(), 0.25]);
    let hard_swish = |x: f32| x * (x + 3.0).clamp(0.0, 6.0) * (1.0 / 6.0);
    check("HARD_SWISH", HARD_SWISH, 9, &values.map(hard_swish));
}

#[test]
fn logistic_agrees_with_its_definition() {
    let given = answer((&[5], &[-1000.0, -2.0, 0.0, 2.0, 1000.0]), |graph, x| {
        graph.operator(LOGISTIC, vec![], &[x], &[5])
    });
    let expected = [0.0, 0.119_202_92, 0.5, 0.880_797_1, 1.0];
    assert!(given.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-7), "{given:?}");
}

#[test]
fn binary_functions_broadcast() {
    let mut cases = Cases::default();
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let mut check = |name: &str, code: i32, other: (&[i32], &[f32]), expected: [f32; 6]| {
        let given = answer((&[1, 3, 2], &x), |graph, x| {
            let other = graph.floats(other.0, other.1);
            graph.operator(code, vec![], &[x, other], &[1, 3, 2])
        });
        cases.check(name, given, &expected);
    };
    check("ADD of the same shape", ADD, (&[1, 3, 2], &[1.0; 6]), [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    check("SUB of a row", SUB, (&[2], &[1.0, 10.0]), [0.0, -8.0, 2.0, -6.0, 4.0, -4.0]);
    check("MUL by a column", MUL, (&[3, 1], &[1.0, 2.0, 3.0]), [1.0, 2.0, 6.0, 8.0, 15.0, 18.0]);
    check("DIV by one value", DIV, (&[], &[2.0]), [0.5, 1.0, 1.5, 2.0, 2.5, 3.0]);
    let squares = [4.0, 1.0, 0.0, 1.0, 4.0, 9.0];
    check("SQUARED_DIFFERENCE", SQUARED_DIFFERENCE, (&[1, 1, 1], &[3.0]), squares);
}

#[test]
fn prelu_has_a_slope_for_each_channel() {
    let given = answer((&[1, 1, 2, 2], &[-1.0, -1.0, 2.0, -3.0]), |graph, x| {
        let slopes = graph.floats(&[1, 1, 2], &[0.5, 2.0]);
        graph.operator(PRELU, vec![], &[x, slopes], &[1, 1, 2, 2])
    });
    assert_eq!(given, [-0.5, -2.0, 2.0, -6.0]);
}

#[test]
fn shape_operators_move_values() {
    let mut cases = Cases::default();
    let x: (&[i32], &[f32]) = (&[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);

    let given = answer(x, |graph, x| graph.operator(RESHAPE, vec![], &[x], &[6, 1]));
    cases.check("RESHAPE", given, x.1);

    let given = answer(x, |graph, x| {
        let order = graph.integers(&[1, 0]);
        graph.operator(TRANSPOSE, vec![], &[x, order], &[3, 2])
    });
    cases.check("TRANSPOSE", given, &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);

    let given = answer(x, |graph, x| {
        let amounts = graph.constant(&[2, 2], 2, [0i32, 1, 2, 0].map(i32::to_le_bytes).concat());
        graph.operator(PAD, vec![], &[x, amounts], &[3, 5])
    });
    let padded = [0.0, 0.0, 1.0, 2.0, 3.0, 0.0, 0.0, 4.0, 5.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    cases.check("PAD", given, &padded);

    let given = answer(x, |graph, x| {
        let row = graph.floats(&[2, 1], &[7.0, 8.0]);
        graph.operator(CONCATENATION, vec![(0, Integer(-1))], &[x, row], &[2, 4])
    });
    cases.check("CONCATENATION", given, &[1.0, 2.0, 3.0, 7.0, 4.0, 5.0, 6.0, 8.0]);

    let mut slice = |name: &str, masks: Fields, shape: &[i32], expected: &[f32]| {
        let given = answer(x, |graph, x| {
            let bounds = [[1, -2], [2, 3], [1, 1]].map(|bounds| graph.integers(&bounds));
            graph.operator(SLICE, masks, &[x, bounds[0], bounds[1], bounds[2]], shape)
        });
        cases.check(name, given, expected);
    };
    slice("STRIDED_SLICE", vec![], &[1, 2], &[5.0, 6.0]);
    slice("STRIDED_SLICE from the beginning", vec![(0, Integer(3))], &[2, 3], x.1);
    slice("STRIDED_SLICE without its dimension", vec![(4, Integer(1))], &[2], &[5.0, 6.0]);
}

#[test]
fn reductions_keep_or_drop_their_dimensions() {
    let mut cases = Cases::default();
    let x: (&[i32], &[f32]) = (&[1, 2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let mut check = |name: &str, code: i32, axis: i32, keep: i8, shape: &[i32], expected: &[f32]| {
        let given = answer(x, |graph, x| {
            let axes = graph.integers(&[axis]);
            graph.operator(code, vec![(0, Byte(keep))], &[x, axes], shape)
        });
        cases.check(name, given, expected);
    };
    check("MEAN of rows", MEAN, -1, 1, &[1, 2, 1], &[2.0, 5.0]);
    check("MEAN of columns", MEAN, 1, 0, &[1, 3], &[2.5, 3.5, 4.5]);
    check("SUM of rows", SUM, 2, 0, &[1, 2], &[6.0, 15.0]);
}

#[test]
fn pools_ignore_padding() {
    let mut cases = Cases::default();
    let x: (&[i32], &[f32]) = (&[1, 3, 3, 1], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, -9.0]);
    let mut check = |name: &str, code: i32, padding: i8, side: i32, expected: &[f32]| {
        let options: Fields =
            [(0, Byte(padding))].into_iter().chain([1, 2, 3, 4].map(|field| (field, Integer(2)))).collect();
        let given = answer(x, |graph, x| graph.operator(code, options, &[x], &[1, side, side, 1]));
        cases.check(name, given, expected);
    };
    check("MAX_POOL_2D, SAME", MAX_POOL, 0, 2, &[5.0, 6.0, 8.0, -9.0]);
    check("MAX_POOL_2D, VALID", MAX_POOL, 1, 1, &[5.0]);
    check("AVERAGE_POOL_2D, SAME", AVERAGE_POOL, 0, 2, &[3.0, 4.5, 7.5, -9.0]);
}

#[test]
fn resizing_knows_three_coordinate_mappings() {
    let mut cases = Cases::default();
    let mut check = |name: &str, aligned: i8, half_pixel: i8, expected: &[f32]| {
        let given = answer((&[1, 1, 2, 1], &[0.0, 4.0]), |graph, x| {
            let size = graph.integers(&[1, 4]);
            let options = vec![(2, Byte(aligned)), (3, Byte(half_pixel))];
            graph.operator(RESIZE, options, &[x, size], &[1, 1, 4, 1])
        });
        cases.check(name, given, expected);
    };
    check("corners", 0, 0, &[0.0, 2.0, 4.0, 4.0]);
    check("aligned corners", 1, 0, &[0.0, 4.0 / 3.0, 8.0 / 3.0, 4.0]);
    check("half-pixel centres", 0, 1, &[0.0, 1.0, 3.0, 4.0]);
}

#[test]
fn a_transposed_convolution_adds_a_patch_for_every_pixel() {
    let given = answer((&[1, 1, 2, 1], &[1.0, 10.0]), |graph, x| {
        let weights = graph.floats(&[1, 2, 2, 1], &[1.0, 2.0, 3.0, 4.0]);
        let bias = graph.floats(&[1], &[0.5]);
        graph.custom(&[1, 2, 2], &[x, weights, bias], &[1, 2, 4, 1])
    });
    assert_eq!(given, [1.5, 2.5, 10.5, 20.5, 3.5, 4.5, 30.5, 40.5]);
}
