"""Writes a trained network as `attributes.tflite`."""

import numpy as np

import dataset
import tflite


def write(network, example, folder):
    """Writes the file, and the features and the logits of one photo, for the test of the interpreter; returns its size."""
    graph, logits = tflite.Graph(), None
    half = {name: weights.astype(np.float16) for name, weights in network.weights.items()}
    bias = network.bias.astype(np.float16)
    for name, weights in half.items():
        shape = dataset.SHAPES[name]
        means = graph.pool(tflite.AVERAGE_POOL, graph.input(shape), shape[0] // dataset.SIDE, shape[1] // dataset.SIDE)
        part = graph.conv(means, weights, bias if logits is None else np.zeros_like(bias))
        logits = part if logits is None else graph.add(logits, part)
    content = graph.finish(logits)
    (folder / "attributes.tflite").write_bytes(content)
    means = {name: dataset.pooled(tensor) for name, tensor in dataset.split(example[None]).items()}
    rounded = type(network)({name: weights.astype(np.float64) for name, weights in half.items()}, bias.astype(np.float64))
    example.tofile(folder / "attributes.input.f32")
    rounded.logits(means)[0].astype("<f4").tofile(folder / "attributes.output.f32")
    return len(content)
