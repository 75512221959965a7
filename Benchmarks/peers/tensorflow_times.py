"""Times TensorFlow on the networks that `nbrun bench` measures; prints one JSON object of names and milliseconds."""

import os

from layers import NETWORKS, finish, least, seconds, threads

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["OMP_NUM_THREADS"] = str(threads)
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(1)


def network(shape, convolutions, dense):
    """Returns the parameters, and the function from images to scores."""
    parameters, channels = [], shape[0]
    for layer in convolutions:
        if layer != "pool":
            filters, kernel, _ = layer
            deviation = (channels * kernel**2) ** -0.5
            parameters.append(tf.Variable(tf.random.normal((kernel, kernel, channels, filters), 0, deviation)))
            parameters.append(tf.Variable(tf.zeros(filters)))
            channels = filters
    for inputs, outputs in zip(dense, dense[1:]):
        parameters.append(tf.Variable(tf.random.normal((inputs, outputs), 0, inputs**-0.5)))
        parameters.append(tf.Variable(tf.zeros(outputs)))

    def scores(x):
        rest = list(parameters)
        for layer in convolutions:
            if layer == "pool":
                x = tf.nn.max_pool2d(x, 2, 2, "VALID")
            else:
                x = tf.nn.conv2d(x, rest.pop(0), 1, "SAME" if layer[2] else "VALID")
                x = tf.nn.relu(tf.nn.bias_add(x, rest.pop(0)))
        x = tf.reshape(x, (x.shape[0], -1))
        while rest:
            x = tf.nn.bias_add(tf.matmul(x, rest.pop(0)), rest.pop(0))
            x = tf.nn.relu(x) if rest else x
        return x

    return parameters, scores


for name, (shape, convolutions, dense) in NETWORKS.items():
    for is_fused in (False, True):
        parameters, scores = network(shape, convolutions, dense)
        velocities = [tf.Variable(tf.zeros_like(parameter)) for parameter in parameters]
        x, labels = tf.random.normal((64,) + shape[1:] + shape[:1]), tf.range(64) % 10

        def step():
            with tf.GradientTape() as tape:
                losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores(x))
                loss = tf.reduce_mean(losses)
            for parameter, velocity, gradient in zip(parameters, velocities, tape.gradient(loss, parameters)):
                velocity.assign(0.9 * velocity + gradient)
                parameter.assign_sub(0.001 * velocity)
            return loss

        train, infer = tf.function(step, jit_compile=is_fused), tf.function(scores, jit_compile=is_fused)
        one = x[:1]
        least(f"{name} train", lambda: train().numpy(), 3 * seconds)
        least(f"{name} infer 64", lambda: infer(x).numpy())
        least(f"{name} infer 1", lambda: infer(one).numpy())
finish()
