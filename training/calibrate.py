"""Puts both networks together: `python calibrate.py --scores scores.csv --crop-scores crop_scores.csv --labels DIR [DIR ...] --out DIR`.

The probability of an attribute is the logistic function of an offset and a weighted sum of the logits that speak of it: of the
attribute network, and of the crops (the larger one of both ears; for `ear_left` and `ear_right` that of the ear). Weights are fitted
on the out-of-fold logits of photographs of real people. It holds where the attribute is as frequent as on these photos; `faulty` and
`good` are written beside it, so that the offset can be moved for candidates: add the difference of the log odds.

Writes `calibration.csv`, with how well it holds when it is fitted on the other folds, and `combined.csv`, the sum for every photo,
out of fold. An attribute with too few faulty photos has no row in the first, and the logit of the attribute network in the second.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

import crops
import dataset
import labels
import logistic
from labels import TARGETS

# Fewer faulty photos give no calibration worth the name.
FEWEST = 10

# Bins of the calibration error, each with as many photos.
BINS = 10

# What a crop says of these adds nothing out of fold.
LEFT_OUT = {"brows": (crops.TOP,)}

# The columns of weights.
PARTS = ("network", *(kind.name for kind in crops.KINDS))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--scores", required=True)
    arguments.add_argument("--crop-scores", required=True)
    arguments.add_argument("--labels", required=True, nargs="+")
    arguments.add_argument("--out", required=True, type=Path)
    arguments = arguments.parse_args()
    known = labels.read(arguments.labels)
    scores, crop_scores = table(arguments.scores), table(arguments.crop_scores)
    files = [file for file in scores if file in known and file in crop_scores]
    photos = [known[file] for file in files]
    real = np.array([photo.real for photo in photos])
    folds = np.array([dataset.fold_of(photo.person) if photo.trainable else -1 for photo in photos])
    combined = {}
    with (arguments.out / "calibration.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["attribute", "offset", *PARTS, "faulty", "good", "calibration_error", "skill"])
        for name in TARGETS:
            target = labels.target(photos, name)
            logits = logits_of(name, [scores[file] for file in files], [crop_scores[file] for file in files])
            combined[name] = logits["network"]
            use = real & (target != labels.UNKNOWN)
            if (target[use] == 1).sum() < FEWEST:
                continue
            inputs = np.stack(list(logits.values()), 1)
            weights, offset = weighted(inputs[use], target[use])
            held = np.zeros(len(files))
            for fold in sorted(set(folds)):
                own = folds == fold
                others, constant = weighted(inputs[use & ~own], target[use & ~own])
                held[own] = inputs[own] @ others + constant
            # One logit alone has the same order whatever its weight.
            combined[name] = held if len(logits) > 1 else inputs @ weights + offset
            found = dict(zip(logits, weights))
            held = logistic.probability(held)
            quality = error(held[use], target[use]), skill(held[use], target[use])
            counts = (target[use] == 1).sum(), (target[use] == 0).sum()
            columns = [f"{found[part]:.4f}" if found.get(part) else "" for part in PARTS]
            rows.writerow([name, f"{offset:.4f}", *columns, *counts, *(f"{value:.3f}" for value in quality)])
    with (arguments.out / "combined.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["file", *TARGETS])
        rows.writerows([file, *(f"{combined[name][row]:.4f}" for name in TARGETS)] for row, file in enumerate(files))


def table(path):
    """The numbers of each file."""
    with open(path, encoding="utf-8", newline="") as rows:
        return {row.pop("file"): {name: float(value) for name, value in row.items()} for row in csv.DictReader(rows)}


def logits_of(name, scores, crop_scores):
    """The logits that speak of an attribute, by part."""
    parts = {"network": np.array([row[name] for row in scores])}
    for kind in crops.KINDS:
        if kind in LEFT_OUT.get(name, ()):
            continue
        own = [f"{name}.hidden"] if kind is crops.EAR else []
        outputs = [output for output in (*own, *places(kind, name)) if output in crops.OUTPUTS]
        if outputs:
            parts[kind.name] = np.array([max(row[output] for output in outputs) for row in crop_scores])
    return parts


def places(kind, name):
    """The outputs of a kind of crop for a target."""
    return [f"{place}.{name}" for place, own in crops.INPUTS if own is kind]


def weighted(inputs, targets):
    """Weights and offset. A logit that would count against its attribute is left out: its weight is 0."""
    mean, deviation = inputs.mean(0), inputs.std(0)
    standard, kept, weights = (inputs - mean) / deviation, np.arange(inputs.shape[1]), np.zeros(inputs.shape[1])
    while True:
        found, offset = logistic.fit_few(standard[:, kept], targets, np.ones(len(targets)))
        if found.min() >= 0:
            break
        kept = np.delete(kept, found.argmin())
    weights[kept] = found / deviation[kept]
    return weights, offset - mean @ weights


def error(probabilities, targets):
    """Mean difference of predicted and observed share, over bins of photos of similar probability."""
    order = np.argsort(probabilities)
    bins = np.array_split(order, BINS)
    return float(np.mean([abs(probabilities[part].mean() - targets[part].mean()) for part in bins]))


def skill(probabilities, targets):
    """The share of the squared error of always saying the mean that is avoided (Brier skill score)."""
    return float(1 - ((probabilities - targets) ** 2).mean() / targets.var())


if __name__ == "__main__":
    main()
