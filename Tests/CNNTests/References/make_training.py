"""Writes training.json: steps of optimizers, learning rates of schedules, and losses, all by PyTorch in float64."""

import json
import os

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def optimizer_steps(make):
    """Six steps from (1, -2) with fixed gradients."""
    parameter = nn.Parameter(torch.tensor([[1.0, -2.0]]))
    rule = make([parameter])
    steps = []
    for gradient in GRADIENTS:
        parameter.grad = torch.tensor([gradient])
        rule.step()
        steps.append(parameter.detach()[0].tolist())
    return steps


GRADIENTS = [[0.5, -1.0], [0.25, 0.5], [-1.0, 2.0], [0.125, -0.25], [0.0625, 0.5], [-0.5, 0.125]]
OPTIMIZERS = {
    "sgd_dampening": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, dampening=0.5, weight_decay=0.01),
    "adam_amsgrad": lambda p: torch.optim.Adam(p, 0.1, weight_decay=0.01, amsgrad=True),
    "adamw_amsgrad": lambda p: torch.optim.AdamW(p, 0.1, weight_decay=0.1, amsgrad=True),
    "rmsprop_momentum": lambda p: torch.optim.RMSprop(p, 0.1, alpha=0.9, momentum=0.5, weight_decay=0.01),
    "rmsprop_centered": lambda p: torch.optim.RMSprop(p, 0.1, alpha=0.9, centered=True, weight_decay=0.01),
    "rmsprop_centered_momentum": lambda p: torch.optim.RMSprop(
        p, 0.1, alpha=0.9, momentum=0.5, centered=True, weight_decay=0.01
    ),
}


def rates(make, steps, losses=None):
    """The learning rate of each step, for the base rate 1."""
    rule = torch.optim.SGD([nn.Parameter(torch.zeros(1))], 1.0)
    schedule = make(rule)
    result = []
    for step in range(steps):
        result.append(rule.param_groups[0]["lr"])
        rule.step()
        schedule.step(*([losses[step]] if losses else []))
    return result


LOSSES = [2.0, 1.5, 1.5, 1.6, 1.4999, 1.7, 1.2, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.1]
torch_schedules = torch.optim.lr_scheduler
SCHEDULES = {
    "one_cycle": rates(lambda o: torch_schedules.OneCycleLR(o, 1.0, total_steps=20), 20),
    "one_cycle_options": rates(
        lambda o: torch_schedules.OneCycleLR(
            o, 1.0, total_steps=20, pct_start=0.25, div_factor=10, final_div_factor=100
        ),
        20,
    ),
    "cosine_restarts": rates(
        lambda o: torch_schedules.CosineAnnealingWarmRestarts(o, 8, eta_min=0.1), 20
    ),
    "cosine_restarts_growth": rates(
        lambda o: torch_schedules.CosineAnnealingWarmRestarts(o, 4, T_mult=2, eta_min=0.0), 30
    ),
    "plateau": rates(
        lambda o: torch_schedules.ReduceLROnPlateau(o, factor=0.5, patience=1), len(LOSSES), LOSSES
    ),
    "plateau_options": rates(
        lambda o: torch_schedules.ReduceLROnPlateau(
            o, factor=0.5, patience=0, threshold=0.01, cooldown=2, min_lr=0.2
        ),
        len(LOSSES),
        LOSSES,
    ),
}

OUTPUTS = [[0.5, -2.0, 40.0], [1.25, 0.0, -3.0], [-40.0, 0.75, -0.5], [2.0, -1.0, 0.25]]
NUMBERS = [[0.0, 1.0, 39.5], [1.0, 0.5, -7.0], [0.25, 1.0, -0.5], [0.0, -1.5, 2.0]]
PARTS = [[0.0, 1.0, 1.0], [1.0, 0.5, 0.25], [0.0, 1.0, 0.0], [0.0, 0.75, 1.0]]
WEIGHTS = [[1.0, 0.5, 2.0], [1.0, 0.0, 3.0], [0.25, 1.0, 1.0], [1.0, 2.0, 0.5]]
POSITIVE = [2.0, 0.5, 3.0]
LABELS = [2, 0, 1, 1]
CLASS_WEIGHTS = [1.0, 2.0, 0.5]


def loss(function, outputs):
    """The value and gradient with each reduction; without one, the gradient of the sum."""
    results = {}
    for reduction in ["mean", "sum", "none"]:
        x = torch.tensor(outputs, requires_grad=True)
        value = function(x, reduction)
        value.sum().backward()
        results[reduction] = {
            "value": value.detach().flatten().tolist(),
            "gradient": x.grad.flatten().tolist(),
        }
    return results


F = nn.functional
numbers, parts, weights = torch.tensor(NUMBERS), torch.tensor(PARTS), torch.tensor(WEIGHTS)
labels = torch.tensor(LABELS)
PROBABILITIES = torch.sigmoid(torch.tensor(OUTPUTS) / 4).tolist()
PROBABILITIES[0][0], PROBABILITIES[0][1] = 0.0, 0.0  # The logarithm of 0 is taken as -100.
LOG_PROBABILITIES = torch.log_softmax(torch.tensor(OUTPUTS), 1).tolist()
LOSS_CASES = {
    "l1": loss(lambda x, r: F.l1_loss(x, numbers, reduction=r), OUTPUTS),
    "huber": loss(lambda x, r: F.huber_loss(x, numbers, reduction=r, delta=0.75), OUTPUTS),
    "smooth_l1": loss(lambda x, r: F.smooth_l1_loss(x, numbers, reduction=r, beta=0.75), OUTPUTS),
    "bce_logits": loss(lambda x, r: F.binary_cross_entropy_with_logits(x, parts, reduction=r), OUTPUTS),
    "bce_logits_weights": loss(
        lambda x, r: F.binary_cross_entropy_with_logits(
            x, parts, weight=weights, pos_weight=torch.tensor(POSITIVE), reduction=r
        ),
        OUTPUTS,
    ),
    "bce": loss(lambda x, r: F.binary_cross_entropy(x, parts, reduction=r), PROBABILITIES),
    "bce_weights": loss(
        lambda x, r: F.binary_cross_entropy(x, parts, weight=weights, reduction=r), PROBABILITIES
    ),
    "nll": loss(lambda x, r: F.nll_loss(x, labels, reduction=r), LOG_PROBABILITIES),
    "nll_weights": loss(
        lambda x, r: F.nll_loss(
            x, labels, weight=torch.tensor(CLASS_WEIGHTS), ignore_index=0, reduction=r
        ),
        LOG_PROBABILITIES,
    ),
}

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "training.json")
with open(path, "w") as file:
    json.dump(
        {
            "gradients": GRADIENTS,
            "optimizers": {name: optimizer_steps(make) for name, make in OPTIMIZERS.items()},
            "epochLosses": LOSSES,
            "schedules": SCHEDULES,
            "outputs": OUTPUTS,
            "numbers": NUMBERS,
            "parts": PARTS,
            "weights": WEIGHTS,
            "positiveWeights": POSITIVE,
            "labels": LABELS,
            "classWeights": CLASS_WEIGHTS,
            "probabilities": PROBABILITIES,
            "logProbabilities": LOG_PROBABILITIES,
            "losses": LOSS_CASES,
        },
        file,
    )
    file.write("\n")
