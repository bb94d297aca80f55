"""How long the functions of the bot are, in lines from `def` to their end, docstrings and comments counted."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.programs.bench.load import quantile


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lines: half of the functions are no longer than ``median``, nine of ten no longer than ``p90``."""

    functions: int
    median: int
    p90: int
    longest: int


def measure(package: Path) -> Lengths:
    """Count the functions of a package, those inside others and the methods of its classes among them."""
    lengths = [length for file in package.rglob("*.py") for length in _lengths(ast.parse(file.read_text()))]
    return Lengths(len(lengths), int(quantile(lengths, 0.5)), int(quantile(lengths, 0.9)), max(lengths))


def _lengths(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1
