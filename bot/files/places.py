"""Where the folders of data are: inside an installed package, or beside it in a checkout.

A short file of its own, because it is asked before any reader is loaded.
"""

from importlib.resources import files
from pathlib import Path

PACKAGE = "bot"


def frameworks_folder() -> Path:
    """Return the folder of the installed frameworks; a wheel carries it as ``bot/_data/frameworks``.

    In a checkout it is ``frameworks`` at the top. The folder is not promised to exist: who reads it says so.
    """
    return _folder("frameworks")


def prompts_folder() -> Path:
    """Return the folder of the installed prompts, found as that of the frameworks is."""
    return _folder("prompts")


def _folder(name: str) -> Path:
    package = Path(str(files(PACKAGE)))
    carried = package / "_data" / name
    return carried if carried.is_dir() else package.parent / name
