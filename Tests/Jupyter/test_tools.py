"""Jupyter's tools, with notebooks of the course."""

import base64
import json
import os
import subprocess
from pathlib import Path

import nbformat
import papermill
import pexpect
import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = os.environ["NBRUN_PROGRAM"]


def run(*words, folder, **environment):
    words = [str(word) for word in words]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True, env=os.environ | environment)


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


@pytest.mark.parametrize("name", ["conv-layer", "gallery"])
def test_nbconvert_gives_what_a_run_gives(tmp_path, name):
    source = ROOT / "notebooks" / f"{name}.md"
    run(PROGRAM, "run", "--to", "ipynb", "--output", tmp_path, source, folder=ROOT)
    ours = tmp_path / f"{name}.ipynb"
    # What front matter says of a run.
    seed = next(line.split()[1] for line in source.read_text().splitlines() if line.startswith("seed:"))
    (tmp_path / "data").symlink_to(ROOT / "notebooks" / "data")
    run(
        "jupyter", "nbconvert", "--to", "notebook", "--execute", "--output", tmp_path / "theirs.ipynb", ours,
        folder=tmp_path, NBRUN_SEED=seed,
    )
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


class SwiftTranslator(papermill.translators.Translator):
    """The parameters of papermill as Swift; docs/jupyter.md has it, too."""

    @classmethod
    def translate_none(cls, value):
        return "nil as Int?"

    @classmethod
    def translate_bool(cls, value):
        return "true" if value else "false"

    @classmethod
    def translate_list(cls, value):
        return "[" + ", ".join(cls.translate(item) for item in value) + "]"

    @classmethod
    def translate_dict(cls, value):
        items = ", ".join(f"{cls.translate(key)}: {cls.translate(item)}" for key, item in value.items())
        return "[" + (items or ":") + "]"

    @classmethod
    def comment(cls, text):
        return f"// {text}"

    @classmethod
    def assign(cls, name, text):
        return f"let {name} = {text}"


def test_papermill_sets_parameters(tmp_path):
    papermill.translators.papermill_translators.register("swift", SwiftTranslator)
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps(NOTEBOOK))
    parameters = {"epochs": 2, "rate": 0.5, "name": "a\"b", "sizes": [1, 2], "fast": True, "more": {"a": 1}}
    papermill.execute_notebook(path, tmp_path / "out.ipynb", parameters=parameters, progress_bar=False)
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert cells[-1].outputs[0].data["text/plain"] == "20"


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
