"""Encrypts the tokens of installed workspaces, with the keys of CXBOT_SECRET_KEY: the first writes, all of them read.

Whole for one subject, though short: the one place that knows the library, and what a sealed text looks like.
"""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.use_cases.store_ports import UnreadableTokenError

_BETWEEN = "\n"
"""Stands between the workspace, which has none, and the text that was sealed for it."""


class FernetCipher:
    """Implements the port ``Cipher``; safe to use from many threads."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(each) for each in keys])

    def seal(self, workspace: str, text: str) -> str:
        """Encrypt with the first key."""
        return self._keys.encrypt(f"{workspace}{_BETWEEN}{text}".encode()).decode()

    def open(self, workspace: str, sealed: str) -> str:
        """Decrypt with whichever key fits; UnreadableTokenError where none does, or it is another workspace's."""
        try:
            owner, _, text = self._keys.decrypt(sealed.encode()).decode().partition(_BETWEEN)
        except InvalidToken:
            owner, text = "", ""
        if owner != workspace:
            raise UnreadableTokenError(
                f"The token of {workspace} cannot be read with CXBOT_SECRET_KEY: put the key that it was written with"
                " behind the first one, with a comma between them, or have cxbot installed there again."
            )
        return text


def new_key() -> str:
    """Make a key that nobody can guess."""
    return Fernet.generate_key().decode()
