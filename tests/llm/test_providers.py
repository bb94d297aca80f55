"""Which models can be named, found out without importing anything."""

import pytest

from bot.core.errors import BadInputError
from bot.llm.asking import PACKAGES, named


@pytest.mark.parametrize("model", ["", " ", ":", "openai:", ":gpt", "openai: "])
def test_what_names_no_model_is_refused(model: str) -> None:
    with pytest.raises(BadInputError, match="CXBOT_MODEL: names no model"):
        named(model)


@pytest.mark.parametrize("model", ["opnai:gpt-4.1-mini", "ft:gpt-4.1:org", "langsmith:x"])
def test_an_unknown_provider_is_refused(model: str) -> None:
    with pytest.raises(BadInputError, match=r"does not know: .*write provider:name, such as openai:gpt-4\.1-mini"):
        named(model)


def test_a_provider_that_is_not_installed_is_refused_with_what_to_install() -> None:
    with pytest.raises(BadInputError, match=r"needs the Python package 'langchain-google-genai'.*install it"):
        named("google_genai:some-model")


@pytest.mark.parametrize(
    ("model", "full"),
    [
        ("gpt-4.1-mini", "openai:gpt-4.1-mini"),
        ("openai:gpt-4.1-mini", "openai:gpt-4.1-mini"),
        ("OpenAI: gpt", "openai:gpt"),
        ("openai:ft:gpt-4.1:org", "openai:ft:gpt-4.1:org"),
        ("azure_openai:mine", "azure_openai:mine"),
    ],
)
def test_a_model_is_named_with_its_provider(model: str, full: str) -> None:
    assert str(named(model)) == full


def test_the_table_of_packages_is_langchains_own() -> None:
    from langchain.chat_models import base as langchain_base  # noqa: PLC0415 -- every worker would load it for this one

    theirs = {name: entry[0].split(".")[0] for name, entry in langchain_base._BUILTIN_PROVIDERS.items()}
    del theirs["langsmith"]  # passes everything that is asked on to a third party
    assert theirs == PACKAGES
