"""Logistic regression with a squared penalty, for one attribute."""

import numpy as np

# Share of the penalty; the inputs of a photo have a squared length of about 4. Between 0.1 and 0.6 it makes no difference
# that the intervals of the figures would show.
PENALTY = 0.3

# A faulty photo weighs the square root of good over faulty, at most this.
MOST_WEIGHT = 6.0

MOST_STEPS = 200
TOLERANCE = 2e-3


# Penalty on the weights of few inputs, which are at deviation 1.
FEW_PENALTY = 1.0


def fit(inputs, targets):
    """Weights and bias for targets of 0 and 1, from more inputs than photos.

    The weights are a sum of the photos' inputs, so that all is computed from the products of inputs. Each step solves the
    weighted least squares problem that bounds the loss from above (Boehning and Lindsay 1988): it cannot diverge, and needs
    no step size, seed or order of photos.
    """
    faulty = int((targets == 1).sum())
    good = len(targets) - faulty
    weight = np.where(targets == 1, np.clip(np.sqrt(good / max(faulty, 1)), 1, MOST_WEIGHT), 1.0)
    curvature = weight / 4
    products = (inputs @ inputs.T).astype(np.float64)
    inverse = np.linalg.inv(products + np.diag(PENALTY / curvature))
    ones = inverse.sum(1)
    shares, bias = np.zeros(len(targets)), float(np.log(max(faulty, 1) / max(good, 1)))
    for _ in range(MOST_STEPS):
        scores = products @ shares + bias
        wanted = scores + weight * (targets - probability(scores)) / curvature
        solved = inverse @ wanted
        bias = solved.sum() / ones.sum()
        before, shares = shares, solved - bias * ones
        if np.abs(shares - before).max() < TOLERANCE * np.abs(shares).max():
            break
    return inputs.T.astype(np.float64) @ shares, bias


def fit_few(inputs, targets, weight):
    """Weights and bias from few inputs, by Newton's method; `weight` is that of each photo."""
    inputs = np.concatenate([inputs, np.ones((len(inputs), 1))], 1)
    penalty = FEW_PENALTY * np.eye(inputs.shape[1])
    penalty[-1, -1] = 0
    solved = np.zeros(inputs.shape[1])
    for _ in range(40):
        share = probability(inputs @ solved)
        slope = inputs.T @ (weight * (targets - share)) - penalty @ solved
        curve = inputs.T @ (inputs * (weight * share * (1 - share))[:, None]) + penalty
        solved += np.clip(np.linalg.solve(curve + 1e-9 * np.eye(len(curve)), slope), -1, 1)
    return solved[:-1], solved[-1]


def alike(targets):
    """Weights by which faulty and good photos count alike, 1 on average."""
    faulty = (targets == 1).mean()
    return np.where(targets == 1, 0.5 / faulty, 0.5 / (1 - faulty))


def probability(scores):
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
