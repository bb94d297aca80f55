"""Makes ids that nobody can guess."""

import secrets
import string

_LETTERS = string.ascii_lowercase + string.digits
_LENGTH = 10


def new_id() -> str:
    """Give an unguessable id of 10 lower-case letters and digits."""
    number = secrets.randbelow(len(_LETTERS) ** _LENGTH)
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(_LENGTH))
