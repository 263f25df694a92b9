"""Fit the network to lessons, with a fixed seed."""

import random
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from thinc.api import Adam, fix_random_seed

from kg.nlp.recogniser.network import SEED, Network, pack
from kg.nlp.training.lessons import Lesson

EPOCHS = 12
_RATE = 0.002
# How slow the slowest rate, at the end, is beside the first.
_LAST_RATE = 0.05
# Tokens learnt from at once.
_BATCH = 600


def fit(network: Network, lessons: Sequence[Lesson]) -> None:
    """Teach a network; its weights become the averages over all steps."""
    fix_random_seed(SEED)
    order = random.Random(SEED)  # noqa: S311 - nothing secret
    shuffled = list(lessons)
    optimizer = Adam(
        _RATE, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True
    )
    steps = EPOCHS * sum(len(lesson.tags) for lesson in shuffled) / _BATCH
    step = 0
    for _ in range(EPOCHS):
        order.shuffle(shuffled)
        for batch in _batches(shuffled):
            _learn(network, batch)
            optimizer.learn_rate = _RATE * max(_LAST_RATE, 1 - step / steps)
            for model in network.models:
                model.finish_update(optimizer)
            step += 1
    for model in network.models:
        for node in model.walk():
            for name in node.param_names:
                key = (node.id, name)
                if node.has_param(name) and key in optimizer.averages:
                    node.set_param(name, optimizer.averages[key])


def _batches(lessons: Iterable[Lesson]) -> Iterator[list[Lesson]]:
    batch: list[Lesson] = []
    size = 0
    for lesson in lessons:
        batch.append(lesson)
        size += len(lesson.tags)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _learn(network: Network, batch: Sequence[Lesson]) -> None:
    """Add the gradients of a batch to those that wait for the optimizer."""
    inputs, places = pack([lesson.features for lesson in batch])
    hidden, backward = network.body.begin_update(inputs)
    change = np.zeros_like(hidden)
    for task, head in enumerate(network.heads):
        mine = [i for i, lesson in enumerate(batch) if lesson.task == task]
        if not mine:
            continue
        rows = np.concatenate(
            [np.arange(places[i].start, places[i].stop) for i in mine]
        )
        tags = np.concatenate([batch[i].tags for i in mine])
        found, back = head.begin_update(hidden[rows])
        error = found.copy()
        error[np.arange(len(tags)), tags] -= 1
        change[rows] += back(error / np.float32(len(batch)))
    backward(change)
