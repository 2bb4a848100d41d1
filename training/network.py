"""The attribute network: the logit of each attribute is linear in the averages of the features by place.

Nothing hidden, nothing random: on these few photos, layers between did no better (README.md, "What was tried").
"""

from dataclasses import dataclass

import numpy as np

import logistic
from labels import TARGETS, UNKNOWN, target


@dataclass
class Network:
    """For each tensor the weights [SIDE, SIDE, channels, targets], and the biases."""

    weights: dict
    bias: np.ndarray

    def logits(self, means):
        """The logits of photos, [photo, targets]."""
        return self.bias + sum(np.tensordot(means[name], weights, 3) for name, weights in self.weights.items())


def train(data, rows):
    """The network of these photos."""
    inputs, scales = standardised(data.means, rows)
    photos = [data.photos[row] for row in rows]
    solved = np.zeros((inputs.shape[1], len(TARGETS)))
    bias = np.zeros(len(TARGETS))
    for column, name in enumerate(TARGETS):
        wanted = target(photos, name)
        known = wanted != UNKNOWN
        solved[:, column], bias[column] = logistic.fit(inputs[known], wanted[known])
    return unscaled(solved, bias, data.means, scales)


def standardised(means, rows):
    """The inputs of these photos: each at mean 0, channels at deviation 1, each tensor of the same total variance."""
    parts, scales = [], {}
    for name, values in means.items():
        values = values[rows]
        mean, deviation = values.mean(0), values.std((0, 1, 2)) + 1e-3
        scaled = (values - mean) / deviation
        total = np.sqrt((scaled**2).sum((1, 2, 3)).mean())
        scales[name] = (mean, deviation * total)
        parts.append((scaled / total).reshape(len(rows), -1))
    return np.concatenate(parts, 1), scales


def unscaled(solved, bias, means, scales):
    """The network for features as they are."""
    weights, bias, start = {}, bias.copy(), 0
    for name, values in means.items():
        mean, deviation = scales[name]
        end = start + mean.size
        weights[name] = solved[start:end].reshape(*mean.shape, -1) / deviation[..., None]
        bias -= np.tensordot(mean, weights[name], 3)
        start = end
    return Network(weights, bias)
