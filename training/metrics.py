"""How well scores tell faulty photos from good ones. A higher score means more likely faulty."""

import numpy as np


def auc(good, faulty):
    """Probability that a faulty photo scores higher than a good one; ties count half."""
    order = np.sort(good)
    below = np.searchsorted(order, faulty, "left") + np.searchsorted(order, faulty, "right")
    return float(below.mean() / (2 * len(good)))


def equal_error_rate(good, faulty):
    """The rate at the threshold where the larger of both error rates is smallest."""
    thresholds = np.unique(np.concatenate([good, faulty]))
    false = 1 - np.searchsorted(np.sort(good), thresholds, "left") / len(good)
    missed = np.searchsorted(np.sort(faulty), thresholds, "left") / len(faulty)
    return float(np.maximum(false, missed).min())


def threshold(good, rate):
    """The lowest score at which at most this share of good photos is called faulty (score above it)."""
    order = np.sort(good)[::-1]
    return float(order[min(int(rate * len(order)), len(order) - 1)])


def wilson(count, total, z=1.96):
    """The 95 % interval of a share."""
    if total == 0:
        return (0.0, 1.0)
    share = count / total
    centre = share + z * z / (2 * total)
    spread = z * np.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))
