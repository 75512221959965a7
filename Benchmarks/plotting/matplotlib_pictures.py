"""The pictures that are timed, as matplotlib's Agg draws them; Pictures.swift draws the same ones."""

import io
import math

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def noise():
    """Values between -1 and 1, the same in both programs."""
    state = 11
    while True:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        yield state / 0x40000000 - 1


def file_of(figure):
    buffer = io.BytesIO()
    FigureCanvasAgg(figure).print_png(buffer)
    return buffer.getvalue()


def loss():
    values = noise()
    training = [2.2 * math.exp(-i / 250) + 0.1 + 0.05 * next(values) for i in range(1000)]
    validation = [2 * math.exp(-i / 200) + 0.3 + 0.02 * next(values) for i in range(1000)]

    def draw():
        figure = Figure(figsize=(8, 5), dpi=200, layout="tight")
        axes = figure.subplots()
        axes.plot(training, label="training loss")
        axes.plot(validation, label="validation loss")
        axes.set(title="Training", xlabel="step", ylabel="loss")
        axes.grid(True)
        axes.legend()
        return file_of(figure)

    return draw


def maps():
    y, x = np.mgrid[0:28, 0:28]
    images = [np.sin(y * (m % 8 + 1) / 9) * np.cos(x * (m // 8 + 1) / 9) for m in range(64)]
    low, high = min(i.min() for i in images), max(i.max() for i in images)

    def draw():
        figure = Figure(figsize=(7.58, 9.0), dpi=200)
        for number, (axes, image) in enumerate(zip(figure.subplots(8, 8).flat, images)):
            axes.imshow(image, cmap="gray", vmin=low, vmax=high)
            axes.set_axis_off()
            axes.set_title(str(number), fontsize=8, y=-0.25)
        return file_of(figure)

    return draw


def million(values):
    def draw():
        figure = Figure(figsize=(8, 5), dpi=200, layout="tight")
        axes = figure.subplots()
        axes.plot(values)
        axes.set(xlabel="step", ylabel="value")
        axes.grid(True)
        return file_of(figure)

    return draw


def smooth():
    i = np.arange(1_000_000)
    return million(np.sin(i / 1e5) * np.exp(-i / 4e5))


def noisy():
    values = noise()
    return million(np.array([next(values) for _ in range(1_000_000)]))


def image():
    y, x = np.mgrid[0:8000, 0:8000]
    rows = ((y ^ x) & 1023).astype(np.float64)

    def draw():
        figure = Figure(figsize=(4.16, 4.16), dpi=200)
        axes = figure.add_axes([0, 0, 1, 1])
        axes.imshow(rows, cmap="gray")
        axes.set_axis_off()
        return file_of(figure)

    return draw


PICTURES = {"loss": loss, "maps": maps, "smooth": smooth, "noise": noisy, "image": image}
