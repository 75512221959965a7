"""Parameters of Swift notebooks in papermill.

papermill writes parameters by a translator for the notebook's language, and has none for Swift. It imports this module for
its entry point, which registers one; the engine that the entry point names is papermill's own.
"""

import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

__all__ = ["NBClientEngine", "SwiftTranslator"]

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
DECLARATION = re.compile(
    r"""\s*(?P<keyword>let|var)\s+`?(?P<name>\w+)`?\s*(?::\s*(?P<type>[^=]+?)\s*)?=\s*
        (?P<value>"(?:[^"\\]|\\.)*"|.*?)\s*;?\s*(?://\s*(?P<help>.*?)\s*)?""",
    re.VERBOSE,
)


class SwiftTranslator(Translator):
    """Writes values of YAML as Swift, declared as the notebook's own parameters are."""

    # How those are declared, by name: the keyword, and the type or None. papermill has them read before it writes others.
    declared = {}

    @classmethod
    def translate_str(cls, value):
        text = "".join(ESCAPES.get(c, f"\\u{{{ord(c):x}}}" if ord(c) < 32 or ord(c) == 127 else c) for c in value)
        return f'"{text}"'

    @classmethod
    def translate_escaped_str(cls, value):
        return cls.translate_str(str(value))

    @classmethod
    def translate_none(cls, value):
        return "nil"

    @classmethod
    def translate_float(cls, value):
        if math.isnan(value):
            return ".nan"
        if math.isinf(value):
            return ".infinity" if value > 0 else "-.infinity"
        return repr(value)

    @classmethod
    def translate_list(cls, value):
        kind = common_type(value)
        return "[" + ", ".join(cls.translate_item(item, kind) for item in value) + "]"

    @classmethod
    def translate_dict(cls, value):
        kind = common_type(value.values())
        items = [f"{cls.translate_escaped_str(key)}: {cls.translate_item(item, kind)}" for key, item in value.items()]
        return "[" + (", ".join(items) or ":") + "]"

    @classmethod
    def translate_item(cls, value, kind):
        text = cls.translate(value)
        return text if value is None or not kind.startswith("Any") else f"{text} as {swift_type(value)}"

    @classmethod
    def comment(cls, text):
        return f"// {text}"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [cls.comment(comment)]
        for name, value in parameters.items():
            keyword, kind = cls.declared.get(name, ("let", None))
            lines.append(f"{keyword} {name}: {kind or swift_type(value)} = {cls.translate(value)}")
        cls.declared = {}
        return "\n".join(lines) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        lines = map(DECLARATION.fullmatch, parameters_cell["source"].splitlines())
        found = [line for line in lines if line]
        cls.declared = {line["name"]: (line["keyword"], line["type"] or literal_type(line["value"])) for line in found}
        return [Parameter(line["name"], line["type"] or "None", line["value"], line["help"] or "") for line in found]


def literal_type(text):
    """Returns the type of a number that a whole number is not to change; None for anything else."""
    return "Double" if re.fullmatch(r"-?\d[\d_]*(\.[\d_]+)?([eE][-+]?\d+)?", text) and re.search("[.eE]", text) else None


def swift_type(value):
    """Returns the Swift type of a value of YAML."""
    if value is None:
        return "Any?"
    if isinstance(value, bool):
        return "Bool"
    if isinstance(value, int):
        return "Int"
    if isinstance(value, float):
        return "Double"
    if isinstance(value, list):
        return f"[{common_type(value)}]"
    if isinstance(value, dict):
        return f"[String: {common_type(value.values())}]"
    return "String"


def common_type(values):
    """Returns the Swift type that all of some values have."""
    kinds = {swift_type(value) for value in values if value is not None}
    if kinds == {"Int", "Double"}:
        kinds = {"Double"}
    kind = kinds.pop() if len(kinds) == 1 else "Any"
    return kind + ("?" if any(value is None for value in values) else "")


papermill_translators.register("swift", SwiftTranslator)
