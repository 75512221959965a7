"""Times JAX on the networks that `nbrun bench` measures; prints one JSON object of names and milliseconds.

JAX takes as many threads as there are processors: `taskset` makes it fewer.
"""

import functools
import os

from layers import NETWORKS, finish, least, seconds, threads

os.environ["JAX_PLATFORMS"] = "cpu"
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy  # noqa: E402
from jax import lax  # noqa: E402

assert len(os.sched_getaffinity(0)) == threads, "use taskset to choose the number of threads"
random = numpy.random.default_rng(1)


def numbers(*shape):
    return jnp.asarray(random.standard_normal(shape, dtype=numpy.float32))


def network(shape, convolutions, dense, is_last):
    """Returns the parameters, and the function from them and images to scores."""
    order = ("NHWC", "HWIO", "NHWC") if is_last else ("NCHW", "OIHW", "NCHW")
    window = (1, 2, 2, 1) if is_last else (1, 1, 2, 2)
    parameters, channels = [], shape[0]
    for layer in convolutions:
        if layer != "pool":
            filters, kernel, _ = layer
            weights = numbers(filters, channels, kernel, kernel) / (channels * kernel**2) ** 0.5
            bias = jnp.zeros(filters if is_last else (filters, 1, 1))
            parameters.append((weights.transpose(2, 3, 1, 0) if is_last else weights, bias))
            channels = filters
    for inputs, outputs in zip(dense, dense[1:]):
        parameters.append((numbers(inputs, outputs) / inputs**0.5, jnp.zeros(outputs)))

    def scores(parameters, x):
        rest = list(parameters)
        for layer in convolutions:
            if layer == "pool":
                x = lax.reduce_window(x, -jnp.inf, lax.max, window, window, "VALID")
            else:
                weights, bias = rest.pop(0)
                sides = [(layer[2], layer[2])] * 2
                x = lax.conv_general_dilated(x, weights, (1, 1), sides, dimension_numbers=order)
                x = jax.nn.relu(x + bias)
        x = x.reshape(x.shape[0], -1)
        while rest:
            weights, bias = rest.pop(0)
            x = x @ weights + bias
            x = jax.nn.relu(x) if rest else x
        return x

    return parameters, scores


for name, (shape, convolutions, dense) in NETWORKS.items():
    for is_last in (False, True):
        parameters, scores = network(shape, convolutions, dense, is_last)
        x = numbers(64, *(shape[1:] + shape[:1] if is_last else shape))
        labels = jnp.arange(64) % 10

        def loss(parameters):
            return -jnp.take_along_axis(jax.nn.log_softmax(scores(parameters, x)), labels[:, None], 1).mean()

        @functools.partial(jax.jit, donate_argnums=(0, 1))
        def step(parameters, velocities):
            value, gradients = jax.value_and_grad(loss)(parameters)
            velocities = jax.tree.map(lambda v, g: 0.9 * v + g, velocities, gradients)
            return jax.tree.map(lambda p, v: p - 0.001 * v, parameters, velocities), velocities, value

        infer, one = jax.jit(scores), x[:1]
        least(f"{name} infer 64", lambda: jax.block_until_ready(infer(parameters, x)))
        least(f"{name} infer 1", lambda: jax.block_until_ready(infer(parameters, one)))
        state = [parameters, jax.tree.map(jnp.zeros_like, parameters)]

        def train():
            *state[:], value = step(*state)
            value.block_until_ready()

        least(f"{name} train", train, 3 * seconds)
finish()
