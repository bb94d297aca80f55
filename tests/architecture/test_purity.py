"""The core decides and touches nothing: what bot/core and bot/use_cases may import, and what the core may not use.

import-linter cannot say "no third party at all", nor see a call of the clock; this test reads the syntax instead.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[2] / "bot"
OWN_PACKAGES = {"core": ("bot.core",), "use_cases": ("bot.core", "bot.use_cases")}
# In the core the clock, chance, the log, the disk and the environment come in as arguments, or not at all.
IMPURE_MODULES = frozenset(
    {"asyncio", "io", "locale", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket"}
    | {"sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid"}
)
IMPURE_NAMES = frozenset({"open", "print", "input", "eval", "exec"})
CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")
PURE_FILES = sorted((layer, path) for layer in OWN_PACKAGES for path in (BOT / layer).rglob("*.py"))


def test_a_pure_layer_touches_nothing_outside() -> None:
    assert len(PURE_FILES) > 50
    found = [
        f"{path.relative_to(BOT)}:{each}"
        for layer, path in PURE_FILES
        for each in impurities(path.read_text("utf-8"), layer)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("layer", "source"),
    [
        ("core", "import pydantic"),
        ("core", "from slack_sdk.web import WebClient"),
        ("core", "from bot.use_cases import ports"),
        ("core", "from bot import store"),
        ("core", "from . import framework"),
        ("core", "import os.path"),
        ("core", "from random import choice"),
        ("core", "import logging"),
        ("core", "def f():\n    import time"),
        ("core", "print('scored')"),
        ("core", "read = open"),
        ("core", "ratio = float(3)"),
        ("core", "weight = 0.5"),
        ("core", "datetime.now(tz)"),
        ("core", "clock = datetime.datetime.now"),
        ("core", "date.today()"),
        ("use_cases", "import structlog"),
        ("use_cases", "from bot.store.sqlite import Store"),
        ("use_cases", "from bot import __version__"),
    ],
)
def test_an_impurity_is_seen(layer: str, source: str) -> None:
    assert list(impurities(source, layer)) != []


@pytest.mark.parametrize(
    ("layer", "source"),
    [
        ("core", "from fractions import Fraction"),
        ("core", "from bot.core.framework import Framework"),
        ("core", "from bot.core import scoring"),
        ("core", "refused = isinstance(value, float)"),
        ("core", "def is_due(today: date, now: datetime) -> bool:\n    return today < now.date()"),
        ("use_cases", "from bot.use_cases.ports import Clock\n\ndef start(clock: Clock):\n    return clock.now()"),
    ],
)
def test_what_is_pure_passes(layer: str, source: str) -> None:
    assert list(impurities(source, layer)) == []


def impurities(source: str, layer: str) -> Iterator[str]:
    """Yield every import and use in `source` that its layer forbids, as ``line: what``."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from (f"{node.lineno}: imports {name}" for name in imports(node) if not may_import(name, layer))
            case ast.Name(id=name) if layer == "core" and name in IMPURE_NAMES and isinstance(node.ctx, ast.Load):
                yield f"{node.lineno}: uses {name}"
            case ast.Call(func=ast.Name(id="float")) | ast.Constant(value=float()) if layer == "core":
                yield f"{node.lineno}: makes a float; figures are integers and fractions"
            case ast.Attribute() if layer == "core" and ast.unparse(node).endswith(CLOCKS):
                yield f"{node.lineno}: uses {ast.unparse(node)}"


def imports(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Return the full dotted names that the statement brings in; a relative one begins with a dot."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]


def may_import(name: str, layer: str) -> bool:
    """Tell whether the layer may import the name: its own packages, and the harmless part of the standard library."""
    top = name.partition(".")[0]
    if any(name.startswith(f"{package}.") for package in OWN_PACKAGES[layer]):
        return True
    return top in sys.stdlib_module_names and not (layer == "core" and top in IMPURE_MODULES)
