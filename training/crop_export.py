"""Writes a trained crop network as `crops.tflite`: inputs and outputs are `INPUTS` and `OUTPUTS` of crops.py."""

import numpy as np

import crops
import tflite


def write(network, path):
    """Writes the file; inputs are [height, width, 3], black and white as in `crop_network.RANGE`. Returns its size."""
    graph = tflite.Graph()
    convolutions = {}

    def constants(part):
        """16-bit weights and bias, the same arrays for the same part of the network."""
        if part not in convolutions:
            weights, bias = part.folded() if hasattr(part, "folded") else (part.weight.detach().numpy(), part.bias.detach().numpy())
            convolutions[part] = [values.astype(np.float16) for values in (weights.transpose(2, 3, 1, 0), bias)]
        return convolutions[part]

    def conv(start, part, stride=1, activation=tflite.LINEAR, padding=tflite.VALID):
        return graph.conv(start, *constants(part), stride, padding, activation)

    def depthwise(start, part):
        weights, bias = constants(part)
        if weights.shape[2] == 1:
            convolutions[part] = [weights.transpose(2, 0, 1, 3), bias]
        return graph.depthwise(start, *convolutions[part], part.stride, tflite.RELU6)

    def cells(start):
        x, fine = conv(start, network.encoder.stem, 2, tflite.RELU6, tflite.SAME), None
        for number, block in enumerate(network.encoder.blocks):
            inner = conv(x, block.expand, activation=tflite.RELU6) if block.expand else x
            projected = conv(depthwise(inner, block.depthwise), block.project)
            x = graph.add(x, projected) if block.skip else projected
            fine = x if number == 4 else fine
        return fine, x

    def most(start):
        return graph.pool(tflite.MAX_POOL, start, *graph.tensors[start]["shape"][1:3])

    def logits(kind, start):
        head = network.heads[kind.name]
        fine, coarse = cells(start)
        fine, coarse = conv(fine, head.fine, activation=tflite.RELU6), conv(coarse, head.coarse, activation=tflite.RELU6)
        by_place, coarse_most = conv(coarse, head.by_place), conv(most(coarse), head.coarse_most)
        return graph.add(graph.add(by_place, coarse_most), conv(most(fine), head.fine_most))

    inputs = [(kind, graph.input((kind.height, kind.width, 3))) for _, kind in crops.INPUTS]
    content = graph.finish(graph.joined([logits(kind, start) for kind, start in inputs]))
    path.write_bytes(content)
    return len(content)
