"""Tests of the training: `python -m unittest`."""

import unittest

import numpy as np

import crops
import labels
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


class Crops(unittest.TestCase):
    def test_crops_turn_and_grow_with_the_face(self):
        random = np.random.default_rng(0)
        face = random.uniform(100, 300, (478, 2))
        face[[crops.LEFT_IRIS, crops.RIGHT_IRIS]] = (150, 200), (250, 200)
        face[[crops.FOREHEAD, crops.CHIN]] = (200, 100), (200, 300)
        turn = 2 * np.array([[0.8, -0.6], [0.6, 0.8]])
        for (centre, step), (turned_centre, turned_step) in zip(crops.frames(face), crops.frames(face @ turn.T + 7)):
            np.testing.assert_allclose(turned_centre, turn @ centre + 7)
            np.testing.assert_allclose(turned_step, turn @ step)

    def test_a_level_face_has_its_crops_where_they_are_described(self):
        face = np.zeros((478, 2))
        face[[crops.LEFT_IRIS, crops.RIGHT_IRIS]] = (-50, 40), (50, 40)
        face[[crops.FOREHEAD, crops.CHIN]] = (0, 0), (0, 100)
        face[[crops.LEFT_EAR, crops.RIGHT_EAR]] = face[[crops.LEFT_CHEEK, crops.RIGHT_CHEEK]] = (-60, 50), (60, 50)
        centres = [centre.round(6).tolist() for centre, _ in crops.frames(face)]
        self.assertEqual(centres, [[-70, 74], [70, 74], [0, 127], [0, -15]])


class Corrections(unittest.TestCase):
    def test_each_cell_is_corrected_once_in_a_known_column_or_rule(self):
        rows = labels.rows(labels.CORRECTIONS)
        cells = [(row["file"], row["column"]) for row in rows]
        self.assertEqual(len(cells), len(set(cells)))
        attributes = {column for column, _, _ in labels.COLUMNS.values()}
        # What corrects a rule is checked by `precheck evaluate`, which knows the rules.
        of_rules = {row["column"] for row in rows if row["value"] in ("faulty", "good")}
        self.assertEqual({column for _, column in cells} - attributes - of_rules, set())


if __name__ == "__main__":
    unittest.main()
