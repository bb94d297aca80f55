"""The finish that no formatter sees: sizes, names, reasons beside exceptions; and no test leaves this machine."""

import ast
import io
import re
import socket
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).parents[2]
MODULE_LINES = 600
FUNCTION_LINES = 40
NOT_OURS = re.compile(
    r"\.(?!ci$|gitignore$|dockerignore$).*|data|dist"
)  # caches, secrets, .venv; what runs leave behind
CATCH_ALL = re.compile(r"(.*_)?(utils?|helpers?|common|base|misc|managers?)\.py")
EXCEPTION = re.compile(
    r"#\s*(noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w, -]+\])?|pragma:\s*no \w+|fmt:\s*(off|skip))"
)
REASON = re.compile(r"[A-Za-z]{3,}")
# A path of somebody's machine, a package index, a token that looks real. (In pieces, not to find itself.)
MACHINE = re.compile(
    r"(?<![\w.~:/-])/(home|root|tmp|Users|work)/" + r"\w"
    r"|://[^\s)\"']*/sim" + r"ple"
    r"|xox[a-z]-" + r"\d{6}"
    r"|sk-" + r"[A-Za-z0-9]{20}"
)


def own_files(suffix: str = "") -> list[Path]:
    """Return the files that make up the project, those with the suffix only."""
    tops = [path for path in ROOT.iterdir() if not NOT_OURS.fullmatch(path.name)]
    every = [path for top in tops for path in ([top] if top.is_file() else top.rglob("*"))]
    return sorted(path for path in every if path.is_file() and path.name.endswith(suffix) and path.suffix != ".pyc")


MODULES = own_files(".py")


def test_every_module_is_finished() -> None:
    assert len(MODULES) > 300
    found = [
        f"{path.relative_to(ROOT)}:{each}" for path in MODULES for each in flaws(path.name, path.read_text("utf-8"))
    ]
    assert found == []


def test_a_class_name_is_used_once_in_the_bot() -> None:
    places: dict[str, list[str]] = {}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for name in re.findall(r"^class ([A-Za-z]\w*)", path.read_text("utf-8"), re.MULTILINE):
            places.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_file_names_a_machine_or_holds_a_secret() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in own_files()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1)
        if (match := MACHINE.search(line))
    ]
    assert found == []


def test_every_dependency_is_locked_with_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    own = project["project"]
    locks = {"runtime": own["dependencies"], **own["optional-dependencies"], **project["dependency-groups"]}
    for name, wanted in locks.items():
        lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        packages = [re.split(r"[^\w-]", requirement)[0] for requirement in wanted]
        assert [package for package in packages if f"\n{package}==" not in lock] == []
        assert "://" not in lock


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("utils.py", ""),
        ("thread_helpers.py", ""),
        ("job_manager.py", ""),
        ("long.py", "x = 1\n" * (MODULE_LINES + 1)),
        ("long.py", "def f():\n" + "    x = 1\n" * FUNCTION_LINES),
        ("long.py", "class C:\n    async def f(self):\n" + "        x = 1\n" * FUNCTION_LINES),
        ("quiet.py", "import os  # noqa"),
        ("quiet.py", "import os  # noqa: F401, E402"),
        ("quiet.py", "import os  # noqa: F401  # type: ignore[import]"),
        ("quiet.py", "x: int = ''  # type: ignore[assignment]"),
        ("quiet.py", "x = 1  # pragma: no cover"),
        ("quiet.py", "# fmt: off"),
    ],
)
def test_a_flaw_is_seen(name: str, source: str) -> None:
    assert list(flaws(name, source)) != []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("database.py", "x = 1\n" * MODULE_LINES),
        ("short.py", 'def f():\n    """Say.\n\n    More.\n    """\n' + "    x = 1\n" * (FUNCTION_LINES - 1)),
        ("reasoned.py", "import os  # noqa: F401 - other modules import it from here"),
        ("reasoned.py", "x: int = y  # type: ignore[assignment]  # the library's stub is wrong"),
        ("reasoned.py", "x = '# noqa'"),
    ],
)
def test_what_is_finished_passes(name: str, source: str) -> None:
    assert list(flaws(name, source)) == []


@pytest.mark.parametrize(
    "line",
    ["cd /ro" + "ot/x", "index = 'https://pypi.example/sim" + "ple'", "xoxb-" + "1" * 12, "sk-" + "a" * 40],
)
def test_a_trace_of_a_machine_is_seen(line: str) -> None:
    assert MACHINE.search(line)


def flaws(name: str, source: str) -> Iterator[str]:
    """Yield what is unfinished in the module of that file name, as ``line: what``."""
    if CATCH_ALL.fullmatch(name):
        yield f"1: {name!r} says nothing about its subject; name the file for what it does"
    if (length := len(source.splitlines())) > MODULE_LINES:
        yield f"1: {length} lines, more than {MODULE_LINES}; split it by subject"
    for node in statements(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (size := lines_of(node)) > FUNCTION_LINES:
            yield f"{node.lineno}: {node.name}() has {size} lines, more than {FUNCTION_LINES}"
    if not any(is_bare_exception(line) for line in source.splitlines()):
        return  # to tell comments from strings takes a hundred times as long
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and is_bare_exception(token.string):
            yield f"{token.start[0]}: {token.string!r} switches a check off and does not say why"


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all that stands below a node, but for expressions: they are most of a module, and hold no function."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr | ast.expr_context | ast.operator):
            yield child
            yield from statements(child)


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the length of a function: its signature and body, without decorators and docstring."""
    first = function.body[0]
    has_docstring = ast.get_docstring(function, clean=False) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def is_bare_exception(comment: str) -> bool:
    """Tell whether a comment, or a line that ends in one, switches a check off without a reason behind it."""
    exceptions = list(EXCEPTION.finditer(comment))
    return bool(exceptions) and not REASON.search(comment[exceptions[-1].end() :])


def test_a_test_cannot_call_out() -> None:
    refusal = pytest.warns(UserWarning, match="192.0.2.1")  # the block warns as well as raises
    with socket.socket() as call, refusal, pytest.raises(SocketConnectBlockedError):
        call.connect(("192.0.2.1", 443))  # an address reserved for examples: nobody answers there


def test_a_test_can_talk_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as call:
        assert call.getpeername() == server.getsockname()
