"""Jupyter's tools, with notebooks of the course."""

import base64
import json
import os
import subprocess
import tomllib
from pathlib import Path

import nbformat
import pexpect
import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = os.environ["NBRUN_PROGRAM"]


def run(*words, folder, **environment):
    words = [str(word) for word in words]
    process = subprocess.run(words, cwd=folder, capture_output=True, text=True, env=os.environ | environment)
    assert process.returncode == 0, process.stdout + process.stderr


def outputs(path):
    """Returns what the cells of a notebook show: text, and figures as they are drawn.

    Bars of progress are left out, which runs keep nowhere, and streams are joined: who reads in which pieces is chance.
    """
    cells = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        shown = []
        for output in cell.outputs:
            if output.output_type == "stream":
                if shown and shown[-1][0] == output.name:
                    shown[-1] = (output.name, shown[-1][1] + output.text)
                else:
                    shown.append((output.name, output.text))
            elif output.output_type == "error":
                shown.append(("error", output.evalue))
            elif not output.metadata.get("nbrun", {}).get("progress"):
                data = output.data
                if "image/png" in data:
                    size = output.metadata["image/png"]
                    shown.append(("png", base64.b64decode(data["image/png"]), size["width"], size["height"]))
                elif "text/markdown" not in data:
                    shown.append(("text", data["text/plain"], data.get("text/html")))
        cells.append((cell.source, shown))
    return cells


# 'kernels' shows how fast this machine is.
NOTEBOOKS = {path.stem for path in ROOT.glob("notebooks/*.md") if "\n```swift" in path.read_text()} - {"kernels"}
# A run of all takes minutes.
TRIED = NOTEBOOKS if "NBRUN_ALL" in os.environ else ["conv-layer"]


@pytest.mark.parametrize("name", sorted(TRIED))
def test_nbconvert_gives_what_a_run_gives(tmp_path, name):
    run(PROGRAM, "run", "--to", "ipynb", "--output", tmp_path, ROOT / "notebooks" / f"{name}.md", folder=ROOT)
    ours = tmp_path / f"{name}.ipynb"
    (tmp_path / "data").symlink_to(ROOT / "notebooks" / "data")
    run("jupyter", "nbconvert", "--to", "notebook", "--execute", "--output", tmp_path / "theirs.ipynb", ours, folder=tmp_path)
    for (source, expected), (_, got) in zip(outputs(ours), outputs(tmp_path / "theirs.ipynb"), strict=True):
        assert got == expected, source


NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "swift", "display_name": "Swift", "language": "swift"}},
    "cells": [
        {"cell_type": "code", "id": "a", "metadata": {"tags": ["parameters"]}, "source": "let epochs = 1", "outputs": [], "execution_count": None},
        {"cell_type": "code", "id": "b", "metadata": {}, "source": "epochs * 10", "outputs": [], "execution_count": None},
    ],
}


def installed(project, folder):
    """Returns the environment in which Python finds `project`, a folder with one module, as if pip had installed it."""
    description = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    metadata = folder / f"{description['name']}-{description['version']}.dist-info"
    metadata.mkdir()
    groups = description["entry-points"].items()
    lines = [line for group, points in groups for line in [f"[{group}]", *map(" = ".join, points.items())]]
    (metadata / "entry_points.txt").write_text("\n".join(lines))
    return {"PYTHONPATH": f"{project}:{folder}", "PYTHONDONTWRITEBYTECODE": "1"}


def test_papermill_sets_parameters(tmp_path):
    parameters = NOTEBOOK["cells"][0] | {
        "source": 'let epochs = 1\nlet rate: Float = 0.1 // as in tensors\nvar factor = 0.5\nlet name = ""\n// more\nlet on = false'
    }
    check = NOTEBOOK["cells"][1] | {
        "source": 'factor *= 2\nlet scaled = Tensor([2]) * rate\n[name, "\\(epochs) \\(scaled[0]) \\(factor) \\(on)"].description'
        ' + " \\(sizes[1] + 1) \\(more["a"]! ?? 0) \\(most.isInfinite) \\(none == nil) \\(mixed.count)"'
    }
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps(NOTEBOOK | {"cells": [parameters, check]}))
    text = {"name": 'a"\\(b)\nÄ', "sizes": [1, 2.5], "more": {"a": -1, "b": None}, "mixed": [1, "a", [True, 2]], "none": None}
    run(
        "papermill", path, tmp_path / "out.ipynb", "-p", "epochs", 2, "-p", "rate", 3, "-p", "factor", 4, "-p", "on", "True",
        "-y", json.dumps(text), "-y", "most: -.inf", folder=tmp_path, **installed(ROOT / "packaging/papermill", tmp_path),
    )
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert cells[1].metadata.tags == ["injected-parameters"]
    shown = cells[-1].outputs[0].data["text/plain"]
    assert shown == '["a\\"\\\\(b)\\nÄ", "2 6.0 8.0 true"] 3.5 -1 true true 3', cells[1].source


def test_doctor_finds_the_kernel_that_others_have_installed(tmp_path):
    run(PROGRAM, "kernel", "install", "--prefix", tmp_path, folder=tmp_path)
    places = {"JUPYTER_DATA_DIR": str(tmp_path / "mine"), "JUPYTER_PATH": f"{tmp_path}/other:{tmp_path}/share/jupyter"}
    report = subprocess.run([PROGRAM, "doctor"], cwd=tmp_path, capture_output=True, text=True, env=os.environ | places)
    assert f"{tmp_path}/share/jupyter/kernels/swift/kernel.json" in report.stdout, report.stdout


def test_nbval_finds_what_differs(tmp_path):
    def cell(id, source, text):
        output = {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": 1}
        return {
            "cell_type": "code", "id": id, "metadata": {}, "source": source, "outputs": [output], "execution_count": 1,
        }

    cells = [cell("a", "let x = 6\nx * 7", "42"), cell("b", "x", "6"), cell("c", "x + 1", "8")]
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps(NOTEBOOK | {"cells": cells}))
    command = ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", str(path)]
    report = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert report.returncode == 1
    assert "1 failed, 2 passed" in report.stdout, report.stdout


def test_console(tmp_path):
    environment = os.environ | {"TERM": "dumb", "PROMPT_TOOLKIT_NO_CPR": "1"}
    console = pexpect.spawn(
        "jupyter", ["console", "--kernel", "swift", "--simple-prompt"], cwd=tmp_path, env=environment, timeout=60,
        encoding="utf-8",
    )
    console.expect(r"In \[1\]:")
    console.sendline("let x = 20 + 1")
    console.expect(r"In \[2\]:")
    console.sendline("x * 2")
    console.expect(r"Out\[2\]: ?42")
    console.sendline("fatalError(\"oops\")")
    console.expect("fatal error: oops")
    console.sendeof()
    console.expect("exit")
    console.sendline("y")
    console.expect(pexpect.EOF)
