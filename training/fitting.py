"""Fits the network: masked cross-entropy, rare attributes sampled more often, AdamW. The same seed gives the same weights
on the same machine with the same numpy."""

import numpy as np

from network import Network, take

EPOCHS = 14
BATCH = 64
RATE = 2e-3
# The 1x1 convolutions move all attributes at once.
REDUCE_RATE = 0.3
WARM_UP = 30
DECAY = 0.05
KEEP = 0.7
# Targets of 0.015 and 0.985: some labels are wrong.
SMOOTHING = 0.03
# A photo with an attribute that is rarer than this share is drawn more often, at most this many times.
RARE = 0.05
MOST_OFTEN = 6.0
# The weight of faulty photos is the square root of good over faulty, at most this.
MOST_WEIGHT = 6.0


def standardise(features, rows):
    """Scales each channel to mean 0 and deviation 1 over these rows, in place; returns what `export` undoes."""
    scales = {}
    for name, values in features.items():
        flat = values[rows].reshape(-1, values.shape[-1])
        mean, deviation = flat.mean(0), flat.std(0) + 1e-3
        values -= mean
        values /= deviation
        scales[name] = (mean, deviation)
    return scales


def fit(features, targets, rows, persons, seed):
    """A network fitted to these rows."""
    random = np.random.default_rng(seed)
    shapes = {name: values.shape[1:] for name, values in features.items()}
    network = Network(shapes, targets.shape[1], seed)
    positive, negative = (targets[rows] == 1).sum(0), (targets[rows] == 0).sum(0)
    weight = np.clip(np.sqrt(np.maximum(negative, 1) / np.maximum(positive, 1)), 1, MOST_WEIGHT)
    chances = sampling(targets[rows], positive, persons[rows])
    steps = EPOCHS * len(rows) // BATCH
    optimiser = AdamW(network.parameters)
    for step in range(steps):
        batch = random.choice(rows, BATCH, p=chances)
        logits, cache = network.forward(take(features, batch), KEEP, random)
        gradients = network.backward(cache, slope_of_loss(logits, targets[batch], weight))
        warm = min(1, (step + 1) / WARM_UP)
        optimiser.step(gradients, RATE * warm * (0.5 + 0.5 * np.cos(np.pi * step / steps)))
    return network


def sampling(targets, positive, persons):
    """The chance of each photo: more for rare attributes, less for one of many photos of a person."""
    boost = np.clip(RARE * len(targets) / np.maximum(positive, 1), 1, MOST_OFTEN)
    rarity = np.where(targets == 1, boost, 1).max(1)
    _, person, count = np.unique(persons, return_inverse=True, return_counts=True)
    chances = rarity / np.sqrt(count[person])
    return chances / chances.sum()


def slope_of_loss(logits, targets, weight):
    """Gradient of the sum over attributes of the mean weighted cross-entropy over known targets."""
    known = (targets >= 0) / np.maximum((targets >= 0).sum(0), 1)
    wanted = np.clip(targets, 0, 1) * (1 - SMOOTHING) + SMOOTHING / 2
    share = 1 / (1 + np.exp(-logits))
    slope = share * (1 - wanted) - weight * wanted * (1 - share)
    return (known * slope).astype(np.float32)


class AdamW:
    """Adam with decoupled weight decay (Loshchilov and Hutter)."""

    def __init__(self, parameters):
        self.parameters = parameters
        self.first = {name: np.zeros_like(values) for name, values in parameters.items()}
        self.second = {name: np.zeros_like(values) for name, values in parameters.items()}
        self.steps = 0

    def step(self, gradients, rate):
        self.steps += 1
        for name, gradient in gradients.items():
            first, second, values = self.first[name], self.second[name], self.parameters[name]
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient * gradient - second)
            size = np.sqrt(second / (1 - 0.999**self.steps)) + 1e-8
            step = rate * REDUCE_RATE if ".reduce" in name else rate
            if name.endswith((".place", ".peak")):
                values *= 1 - step * DECAY
            values -= step * first / (1 - 0.9**self.steps) / size
