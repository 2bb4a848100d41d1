"""Tests of the training: `python -m unittest`."""

import unittest

import numpy as np

import logistic
from labels import TARGETS, Photo, target


class Logistic(unittest.TestCase):
    def test_the_loss_has_no_slope_where_the_fit_ends(self):
        random = np.random.default_rng(0)
        inputs = random.standard_normal((40, 90)) / 90**0.5 * 2
        targets = (inputs[:, 0] + 0.1 * random.standard_normal(40) > 0.1).astype(int)
        weights, bias = logistic.fit(inputs, targets)
        faulty = (targets == 1).sum()
        weight = np.where(targets == 1, np.sqrt((40 - faulty) / faulty), 1).clip(1)
        errors = weight * (logistic.probability(inputs @ weights + bias) - targets)
        slope = inputs.T @ errors + logistic.PENALTY * weights
        self.assertLess(np.abs(slope).max(), 0.02 * np.abs(inputs.T @ (weight * (0.5 - targets))).max())
        self.assertLess(abs(errors.sum()), 0.1)
        self.assertGreater(((inputs @ weights + bias > 0) == targets).mean(), 0.8)


class Targets(unittest.TestCase):
    def test_either_hidden_ear_counts_and_two_free_ones_are_needed(self):
        def photo(left, right):
            values = [left if name == "ear_left" else right if name == "ear_right" else -1 for name in TARGETS]
            return Photo("a.jpg", "p", "s", True, "", tuple(values))

        cases = [((1, 0), 1), ((-1, 1), 1), ((0, 0), 0), ((0, -1), -1), ((-1, -1), -1)]
        wrong = [case for case in cases if target([photo(*case[0])], "ears")[0] != case[1]]
        self.assertEqual(wrong, [])


    def test_a_mirror_image_has_its_ears_exchanged_and_nothing_else(self):
        photo = Photo("a.jpg", "p", "s", True, "", tuple(range(len(TARGETS))))
        changed = [name for name, a, b in zip(TARGETS, photo.targets, photo.mirror().targets) if a != b]
        self.assertEqual(changed, ["ear_left", "ear_right"])
        self.assertEqual(photo.mirror().mirror().targets, photo.targets)


if __name__ == "__main__":
    unittest.main()
