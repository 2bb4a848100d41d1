"""Figures of the attribute network, out of fold, beside those of the rules:
`python report.py --scores scores.csv --labels DIR [DIR ...] --measurements measurements.jsonl --reports reports.jsonl`.

`precheck evaluate --measurements` writes the measurements, `precheck judge --format jsonl` the reports from them. Prints Markdown.
"""

import argparse
import csv
import json

import numpy as np

import dataset
import labels
import logistic
import metrics
from labels import TARGETS

# What is reported: the target, and the rule of the same sentence.
REPORTED = (
    ("glasses", None),
    ("tinted", "lenses-clear"),
    ("glare", "lenses-glare-free"),
    ("frames", "frames-off-eyes"),
    ("headwear", "no-head-coverings"),
    ("wrap", None),
    ("occluder", "face-unoccluded"),
    ("hand", None),
    ("brows", "brows-visible"),
    ("eyes_hair", "eyes-visible"),
    ("ears", "ears-visible"),
    ("earring", "earrings-free"),
    ("necklace", "necklace-free"),
    ("collar", "collar-plain"),
    ("shoulders", "shoulders-covered"),
    ("mouth", "mouth-closed"),
    ("teeth", "teeth-hidden"),
    ("eyes_closed", "eyes-open"),
)

RATES = (0.01, 0.05)

# Fewer photos say nothing of a share.
FEWEST = 2


class Judged:
    """Photos with the network's logits, and what the rules measured and said."""

    def __init__(self, arguments):
        known = labels.read(arguments.labels)
        with open(arguments.scores, encoding="utf-8", newline="") as table:
            rows = [row for row in csv.DictReader(table) if row["file"] in known]
        self.photos = [known[row["file"]] for row in rows]
        self.logits = {name: np.array([float(row[name]) for row in rows]) for name in TARGETS}
        self.logits["ears"] = np.maximum(self.logits["ear_left"], self.logits["ear_right"])
        self.values, self.failed, self.noticed = {}, {}, {}
        measured = {line["file"]: line["measurements"]["rules"] for line in lines(arguments.measurements)}
        found = {line["file"]: line["report"]["findings"] for line in lines(arguments.reports)}
        outcomes = {file: {finding["rule"]: finding["outcome"] for finding in own} for file, own in found.items()}
        files = [photo.file for photo in self.photos]
        for rule in {rule for _, rule in REPORTED if rule}:
            value = lambda file: measured.get(file, {}).get(rule, {}).get("value")
            self.values[rule] = np.array([np.nan if value(file) is None else value(file) for file in files], float)
            outcome = np.array([outcomes.get(file, {}).get(rule, "") for file in files])
            self.failed[rule], self.noticed[rule] = outcome == "fail", np.isin(outcome, ("fail", "doubtful"))
        sources = np.array([photo.source for photo in self.photos])
        trainable = np.array([photo.trainable for photo in self.photos])
        self.real = np.array([photo.real for photo in self.photos])
        self.apart = np.isin(sources, labels.EVALUATE_ONLY)
        self.composed = np.isin(sources, labels.COMPOSED)
        self.trainable = trainable
        self.folds = np.array([dataset.fold_of(photo.person) for photo in self.photos])
        self.dark = np.array([photo.skin == "dark" for photo in self.photos])

    def called_faulty(self, scores, target, rate):
        """Whether each photo is called faulty, at the threshold that this share of good real photos of other folds exceeds."""
        good = self.real & (target == 0)
        called = scores > metrics.threshold(scores[good], rate)
        for fold in range(dataset.FOLDS):
            own = self.real & (self.folds == fold)
            called[own] = scores[own] > metrics.threshold(scores[good & ~own], rate)
        return called

    def combined(self, target, name, rule):
        """The logit of network and rule together, by weights fitted on the other folds."""
        value = self.values[rule]
        unknown = np.isnan(value)
        filled = np.where(unknown, np.nanmedian(value), value)
        columns = [self.logits[name], filled, np.log1p(np.abs(filled)), unknown]
        inputs = np.stack(columns, 1).astype(float)
        fit_on = self.trainable & (target != labels.UNKNOWN)
        inputs = (inputs - inputs[fit_on].mean(0)) / (inputs[fit_on].std(0) + 1e-9)
        scores = np.zeros(len(inputs))
        for fold in range(-1, dataset.FOLDS):
            own = self.trainable & (self.folds == fold) if fold >= 0 else ~self.trainable
            fitted = target[fit_on & ~own]
            weights, bias = logistic.fit_few(inputs[fit_on & ~own], fitted, logistic.alike(fitted))
            scores[own] = inputs[own] @ weights + bias
        return scores


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def percent(count, total):
    low, high = metrics.wilson(count, total)
    return f"{100 * count / total:.1f} ({100 * low:.1f}-{100 * high:.1f})" if total else "-"


def figures(judged, scores, target, part):
    """AUC, equal error rate and both error rates at each of RATES."""
    good, faulty = part & (target == 0), part & (target == 1)
    if min(good.sum(), faulty.sum()) < FEWEST:
        return ["-"] * (2 + 2 * len(RATES))
    row = [f"{metrics.auc(scores[good], scores[faulty]):.3f}"]
    row.append(f"{100 * metrics.equal_error_rate(scores[good], scores[faulty]):.1f}")
    for rate in RATES:
        called = judged.called_faulty(scores, target, rate)
        row += [percent((~called & faulty).sum(), faulty.sum()), percent((called & good).sum(), good.sum())]
    return row


def today(judged, rule, target, part):
    """AUC and equal error rate of the rule's value; missed (neither failed nor doubtful) and false (failed) by its limits."""
    good, faulty = part & (target == 0), part & (target == 1)
    if not rule or min(good.sum(), faulty.sum()) < FEWEST:
        return ["-"] * 4
    missed, false = ~judged.noticed[rule] & faulty, judged.failed[rule] & good
    shares = [percent(missed.sum(), faulty.sum()), percent(false.sum(), good.sum())]
    value = judged.values[rule]
    known = ~np.isnan(value)
    g, f = value[good & known], value[faulty & known]
    if min(len(g), len(f)) < FEWEST:
        return ["-", "-", *shares]
    sign = 1 if metrics.auc(g, f) >= 0.5 else -1
    error = metrics.equal_error_rate(sign * g, sign * f)
    return [f"{metrics.auc(sign * g, sign * f):.3f}", f"{100 * error:.1f}", *shares]


def table(columns, rows):
    print("|" + "|".join(columns) + "|\n|" + "---|" * len(columns))
    for row in rows:
        print("|" + "|".join(map(str, row)) + "|")
    print()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--scores", "--measurements", "--reports"):
        arguments.add_argument(name, required=True)
    arguments.add_argument("--labels", required=True, nargs="+")
    judged = Judged(arguments.parse_args())
    columns = ["AUC", "EER"] + [text for rate in RATES for text in (f"missed at {rate:.0%}", "false")]
    rule_columns = ["rule: AUC", "EER", "missed", "false"]
    for title, part in (("Real people, out of fold", judged.real), ("Scored only", judged.apart)):
        print(f"## {title}\n")
        rows = []
        for name, rule in REPORTED:
            target = labels.target(judged.photos, name)
            counts = f"{(part & (target == 1)).sum()} / {(part & (target == 0)).sum()}"
            rows.append([name, counts, *figures(judged, judged.logits[name], target, part), *today(judged, rule, target, part)])
        table(["attribute", "faulty / good", *columns, *rule_columns], rows)
        print(f"### {title}: network and rule together\n")
        rows = []
        for name, rule in REPORTED:
            target = labels.target(judged.photos, name)
            if rule and (part & (target == 1)).sum() >= FEWEST:
                rows.append([name, *figures(judged, judged.combined(target, name, rule), target, part)])
        table(["attribute", *columns], rows)
    print("## Good photos called faulty, by group\n")
    rows = []
    for name, rule in REPORTED:
        target = labels.target(judged.photos, name)
        groups = {
            "composed": judged.composed,
            "dark skin": judged.dark & ~judged.composed,
            "clear glasses": (labels.target(judged.photos, "glasses") == 1) & ~judged.composed,
        }
        row = [name]
        for part in groups.values():
            good = part & (target == 0)
            for rate in RATES:
                row.append(percent((judged.called_faulty(judged.logits[name], target, rate) & good).sum(), good.sum()))
            row.append(percent((judged.failed[rule] & good).sum(), good.sum()) if rule else "-")
        rows.append(row)
    heads = [f"{group}, {what}" for group in groups for what in (*(f"{rate:.0%}" for rate in RATES), "rule")]
    table(["attribute", *heads], rows)


if __name__ == "__main__":
    main()
