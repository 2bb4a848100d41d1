"""Writes a trained network as `attributes.tflite`."""

import numpy as np

import tflite
from network import HEADS

HALF = np.float16


def write(network, scales, example, folder):
    """Writes the file, and the features and logits of one photo for the test of the interpreter; returns its size.

    `scales` are mean and deviation of each channel, which go into the 1x1 convolutions: the file takes features as they are.
    """
    graph, logits, parameters = tflite.Graph(), None, network.parameters
    expected = parameters["bias"].astype(HALF).astype(np.float64)
    for name, (channels, side) in HEADS.items():
        mean, deviation = scales[name]
        reduce = (parameters[f"{name}.reduce"] / deviation[:, None]).astype(HALF)
        bias = (parameters[f"{name}.reduce_bias"] - mean @ reduce.astype(np.float32)).astype(HALF)
        place = parameters[f"{name}.place"].astype(HALF).reshape(side, side, channels, -1)
        peak = parameters[f"{name}.peak"].astype(HALF)
        zeros = np.zeros(len(parameters["bias"]), HALF)
        first = parameters["bias"].astype(HALF) if logits is None else zeros

        shape = example[name].shape[1:]
        cells = graph.conv(graph.input(shape), reduce[None, None], bias, relu=True)
        size = shape[0] // side
        if size > 1:
            cells = graph.pool(tflite.AVERAGE_POOL, cells, size)
        by_place = graph.conv(cells, place, first)
        by_peak = graph.conv(graph.pool(tflite.MAX_POOL, cells, side), peak[None, None], zeros)
        for part in (by_place, by_peak):
            logits = part if logits is None else graph.add(logits, part)
        expected += answer(example[name][0], reduce, bias, place, peak, size)
    content = graph.finish(logits)
    (folder / "attributes.tflite").write_bytes(content)
    inputs = np.concatenate([values.ravel() for values in example.values()])
    inputs.astype("<f4").tofile(folder / "attributes.input.f32")
    expected.astype("<f4").tofile(folder / "attributes.output.f32")
    return len(content)


def answer(inputs, reduce, bias, place, peak, size):
    """What one head adds to the logits, with the rounded weights, in double precision."""
    wide = lambda values: values.astype(np.float64)
    cells = np.maximum(wide(inputs) @ wide(reduce) + wide(bias), 0)
    side, _, channels, _ = place.shape
    cells = cells.reshape(side, size, side, size, channels).mean((1, 3))
    return np.tensordot(cells, wide(place), 3) + cells.max((0, 1)) @ wide(peak)
