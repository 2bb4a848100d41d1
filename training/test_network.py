"""The gradients are those of finite differences: `python -m unittest`."""

import unittest

import numpy as np

from fitting import slope_of_loss
from network import HEADS, Network


class Gradients(unittest.TestCase):
    def test_each_gradient_is_the_slope_of_the_loss(self):
        random = np.random.default_rng(0)
        shapes = {"landmarks_16": (16, 16, 5), "landmarks_8": (8, 8, 5), "regions_12": (12, 12, 5), "regions_24": (24, 24, 5)}
        self.assertEqual(set(shapes), set(HEADS))
        batch = {name: random.standard_normal((3, *shape)) for name, shape in shapes.items()}
        network = Network(shapes, 2, seed=1)
        network.parameters = {name: values.astype(np.float64) for name, values in network.parameters.items()}
        targets, weight = np.array([[0, 1], [1, -1], [0, 0]]), np.array([1.0, 3.0])

        def loss():
            logits, cache = network.forward(batch)
            share = 1 / (1 + np.exp(-logits))
            wanted = np.clip(targets, 0, 1) * 0.97 + 0.015
            each = -weight * wanted * np.log(share) - (1 - wanted) * np.log(1 - share)
            return (each * (targets >= 0) / (targets >= 0).sum(0)).sum(), logits, cache

        _, logits, cache = loss()
        gradients = network.backward(cache, slope_of_loss(logits, targets, weight).astype(np.float64))
        wrong = []
        for name, values in network.parameters.items():
            for place in random.choice(values.size, min(6, values.size), replace=False):
                at = np.unravel_index(place, values.shape)
                before = values[at]
                values[at] = before + 1e-5
                above = loss()[0]
                values[at] = before - 1e-5
                below = loss()[0]
                values[at] = before
                slope = (above - below) / 2e-5
                if abs(slope - gradients[name][at]) > 1e-4 * max(1, abs(slope)):
                    wrong.append((name, at, slope, gradients[name][at]))
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
