"""The attribute network: small heads on inner features of the landmark and the segmentation network.

Each tensor passes a 1x1 convolution to few channels with ReLU. The logit of an attribute is the sum of a linear map of these
channels by position and one of their maxima over all positions. Written in numpy with its gradients: 130,000 parameters on
two thousand photos need no framework.
"""

import numpy as np

# Channels after the 1x1 convolution, and the side of the averages by position.
HEADS = {
    "landmarks_16": (12, 8),
    "landmarks_8": (24, 8),
    "regions_12": (16, 12),
    "regions_24": (8, 12),
}


class Network:
    """Parameters by name; `reduce` are the 1x1 convolutions, `place` the maps by position, `peak` those of the maxima."""

    def __init__(self, shapes, outputs, seed):
        random = np.random.default_rng(seed)
        draw = lambda scale, *shape: (scale * random.standard_normal(shape)).astype(np.float32)
        self.parameters = {"bias": np.zeros(outputs, np.float32)}
        for name, (channels, side) in HEADS.items():
            depth = shapes[name][2]
            self.parameters |= {
                f"{name}.reduce": draw(depth**-0.5, depth, channels),
                f"{name}.reduce_bias": np.zeros(channels, np.float32),
                f"{name}.place": draw(0.003, side * side * channels, outputs),
                f"{name}.peak": draw(0.02, channels, outputs),
            }

    def size(self):
        return sum(values.size for values in self.parameters.values())

    def forward(self, batch, keep=1.0, random=None):
        """The logits of a batch, and what `backward` needs. `keep` is the share of values that dropout keeps."""
        logits, cache = self.parameters["bias"], {}
        for name, (channels, side) in HEADS.items():
            inputs = batch[name]
            count, height, width, depth = inputs.shape
            flat = inputs.reshape(-1, depth)
            sums = flat @ self.parameters[f"{name}.reduce"] + self.parameters[f"{name}.reduce_bias"]
            active = np.maximum(sums, 0).reshape(count, side, height // side, side, width // side, channels)
            mean = active.mean((2, 4)).reshape(count, side * side, channels)
            highest = mean.argmax(1)
            peak = np.take_along_axis(mean, highest[:, None], 1)[:, 0]
            place = mean.reshape(count, -1)
            masks = [dropout(values.shape, keep, random) for values in (place, peak)]
            place, peak = place * masks[0], peak * masks[1]
            logits = logits + place @ self.parameters[f"{name}.place"] + peak @ self.parameters[f"{name}.peak"]
            cache[name] = (flat, active > 0, highest, place, peak, masks)
        return logits, cache

    def backward(self, cache, slope):
        """Gradients of the parameters, from that of the logits."""
        gradients = {"bias": slope.sum(0)}
        for name, (channels, side) in HEADS.items():
            flat, positive, highest, place, peak, masks = cache[name]
            gradients[f"{name}.place"] = place.T @ slope
            gradients[f"{name}.peak"] = peak.T @ slope
            mean = (slope @ self.parameters[f"{name}.place"].T * masks[0]).reshape(len(slope), -1, channels)
            at = np.take_along_axis(mean, highest[:, None], 1)
            at += (slope @ self.parameters[f"{name}.peak"].T * masks[1])[:, None]
            np.put_along_axis(mean, highest[:, None], at, 1)
            cells = positive.shape[2] * positive.shape[4]
            sums = positive * (mean / cells).reshape(len(slope), side, 1, side, 1, channels)
            sums = sums.reshape(-1, channels)
            gradients[f"{name}.reduce"] = flat.T @ sums
            gradients[f"{name}.reduce_bias"] = sums.sum(0)
        return gradients

    def logits(self, features, rows):
        """The logits of these rows of the features."""
        parts = np.array_split(rows, max(1, len(rows) // 64))
        return np.concatenate([self.forward(take(features, part))[0] for part in parts])


def take(features, rows):
    return {name: values[rows] for name, values in features.items()}


def dropout(shape, keep, random):
    if random is None:
        return np.float32(1)
    return (random.random(shape, np.float32) < keep).astype(np.float32) / np.float32(keep)
