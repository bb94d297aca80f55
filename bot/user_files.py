"""What a command reads, writes and prints for whoever runs it, and the mistakes that they can mend."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")

LARGEST_BYTES = 80_000_000
"""Of a file that is read whole: what an export may have, at four bytes a character."""


class Mistake(click.ClickException):
    """Something that the caller can mend: exit code 2."""

    exit_code = 2


def text_of(file: Path, what: str = "an exported assessment") -> str:
    """Return the text of a file; ``what`` says what it should be."""
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise Mistake(f"{file} is far larger than it can be. Give the path of {what}.")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}. Give the path of {what}.") from error
    except UnicodeDecodeError as error:
        raise Mistake(f"{file} is not UTF-8 text. Give the path of {what}.") from error


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write new files, all of them or none."""
    written: list[Path] = []
    try:
        for path, content in files.items():
            with new_file(path) as file:
                written.append(path)
                file.buffer.write(content)
    except (OSError, Mistake) as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Mistake(f"{path} cannot be written: {error.strerror}. Nothing was written.") from error
        raise


def content_of(file: Path) -> bytes:
    """Return what is in a CSV file."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}. Give the path of a CSV file.") from error


def new_file(path: Path) -> TextIOWrapper:
    """Open a new file for this user alone: what people said stands in it."""
    try:
        return open(
            path, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)
        )  # Path.open takes no opener
    except OSError as error:
        reason = (
            "exists already, and nothing is overwritten" if path.exists() else f"cannot be written: {error.strerror}"
        )
        raise Mistake(f"{path} {reason}. Name another file.") from error


def as_text(value: object) -> str:
    """Return a value as JSON for people and programs."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def show(
    value: object, lines: Iterable[str] = (), *, as_json: bool = True, code: int = 0, err: bool = False
) -> NoReturn:
    """Print a value as JSON, or lines in its place (``err``: to standard error), and end with an exit code."""
    for line in [as_text(value)] if as_json else lines:
        click.echo(line, err=err and not as_json)
    sys.exit(code)
