"""Every dialog of this folder, played through real Bolt over real HTTP against the sandbox Slack."""

import pytest

from tests.dialogs.notation import Dialog, dialogs
from tests.dialogs.playing import play
from tests.dialogs.stage import Stage


@pytest.mark.parametrize("dialog", dialogs(), ids=lambda dialog: dialog.name)
def test_the_dialog_goes_as_written(dialog: Dialog, stage: Stage) -> None:
    play(stage, dialog)
