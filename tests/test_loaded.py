"""What a process has loaded, and when: an answer is acknowledged before what it does not need is there."""

import json
import subprocess
import sys

PROGRAM = """
import json, sys
stages = {}
import bot.main
stages["an acknowledgement"] = [*sys.modules]
import bot.cli
stages["a command"] = [*sys.modules]
from bot.files.places import prompts_folder
from bot.files.prompts import load_prompts
from bot.llm.drafter import ModelDrafter
ModelDrafter("openai:gpt-4.1-mini", load_prompts(prompts_folder()), api_key="k")
stages["the first text"] = [*sys.modules]
print(json.dumps(stages))
"""
MODEL = ("langchain", "langchain_core", "langchain_openai", "langsmith", "openai", "httpx2", "simplemma")
LATE = {
    "an acknowledgement": (
        *("bot.background", "bot.slack.journeys", "bot.slack.views", "bot.files", "bot.calendars"),
        *("bot.llm", "bot.core.drafts.checks", "bot.core.drafts.built_texts"),
    ),
    "a command": ("holidays", "dateutil"),
    "the first text": MODEL,
}
"""What is not loaded yet, with all that is in it."""


def test_nothing_is_loaded_before_it_is_needed() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    for stage, loaded in json.loads(done.stdout).items():
        assert [each for each in loaded if each.startswith(LATE[stage])] == [], f"before {stage}"
