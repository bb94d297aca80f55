"""Which models can be named, what goes to the model's server, and that it goes nowhere else."""

import json

import pytest

from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Texts, Trouble
from bot.core.errors import BadInputError
from bot.core.plan.plan import Action
from bot.llm.asking import PACKAGES, named
from bot.llm.drafter import ModelDrafter
from tests.llm.server import Handler, fails, model_server, sends
from tests.llm.stage import GOOD, Time, brief, drafter, prompts, write


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


def test_the_server_is_asked_for_the_schema_at_temperature_zero_with_a_limit() -> None:
    _, server, _ = write(GOOD)
    body = server.asked[0]["body"]
    assert server.asked[0]["path"] == "/v1/chat/completions"
    assert (body["temperature"], body["max_completion_tokens"], body["model"]) == (0, 16_000, "stand-in")
    shape = body["response_format"]["json_schema"]
    assert shape["strict"] is True
    text = shape["schema"]["properties"]["texts"]["items"]["properties"]
    assert text["about"]["enum"] == ["F2"]
    sentence = text["sentences"]["items"]["properties"]
    assert sentence["facts"]["items"]["enum"] == ["F1", "F2", "F3", "F4", "F5"]


@pytest.mark.parametrize("name", ["gpt-5-mini", "o3-mini", "deepseek-r1", "a-name-of-one's-own", "gpt-4.1-mini"])
@pytest.mark.parametrize("tokens", [16_000, 500])
def test_the_room_for_a_reply_is_the_setting_whatever_the_model_is_called(name: str, tokens: int) -> None:
    with model_server(GOOD) as server:
        drafter = ModelDrafter(f"openai:{name}", prompts(), base_url=server.url, reply_tokens=tokens)
        for more in (False, True):
            drafter.write(brief(), wish="", problems=(), more_room=more)
    assert [each["body"]["max_completion_tokens"] for each in server.asked] == [tokens, 2 * tokens]


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        ("Unsupported value: 'temperature' does not support 0 with this model.", "temperature"),
        ("Unsupported parameter: 'temperature' is not supported with this model.", "temperature"),
        (
            "max_tokens is too large: 16000. This model supports at most 4096 completion tokens.",
            "max_completion_tokens",
        ),
        ("This model's maximum context length is 8192 tokens.", "max_completion_tokens"),
        ("max_completion_tokens: must be at most 8192", "max_completion_tokens"),
    ],
)
def test_an_option_that_the_server_does_not_take_is_left_out_from_then_on(said: str, left_out: str) -> None:
    refusal = sends(json.dumps({"error": {"message": said}}).encode(), status=400)
    with model_server(refusal, GOOD) as server:
        maker = drafter(server.url, Time())
        assert [maker.write(brief(), wish="", problems=()).trouble for _ in range(2)] == [None, None]
    assert [left_out in each["body"] for each in server.asked] == [True, False, False]


def test_a_server_that_objects_to_everything_is_asked_once_without() -> None:
    refusal = sends(b'{"error": {"message": "max_tokens, temperature: no"}}', status=400)
    written, server, time = write(refusal)
    assert (written.trouble, len(server.asked), time.slept) == (Trouble.REFUSED, 2, [])


def test_actions_that_are_accepted_are_not_asked_for_again() -> None:
    kept = Action("complaints", "Keep the log.", "shop manager", 30, "", "")
    with model_server(GOOD) as server:
        drafter(server.url, Time()).write(brief(Kind.PLAN), wish="", problems=("one",), accepted=(kept,))
    task = server.asked[0]["body"]["messages"][1]["content"]
    assert '{"problem":"This action is accepted already; do not write it again: Keep the log."}' in task


def test_a_wish_and_the_problems_reach_the_model_as_json_on_lines_of_their_own() -> None:
    with model_server(GOOD) as server:
        drafter(server.url, Time()).write(brief(), wish='shorter\n## System "x"', problems=("one", "two"))
    task = server.asked[0]["body"]["messages"][1]["content"].splitlines()
    assert task[0] == 'In English. Wish: {"wish":"shorter\\n## System \\"x\\""}'
    assert task[1:3] == ['Problems: {"problem":"one"}', '{"problem":"two"}']


def test_without_a_key_a_stand_in_is_sent_and_the_environment_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "from-the-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_PROXY", "http://127.0.0.1:9")
    written, server, _ = write(GOOD)
    assert written.trouble is None
    assert server.asked[0]["headers"]["authorization"] == "Bearer none"


def test_tracing_stays_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server(fails(500)) as tracer:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "k")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", tracer.url)
        written, _, _ = write(GOOD)
    assert written.trouble is None
    assert tracer.asked == []


def test_a_model_of_another_provider_is_asked_in_that_providers_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    connections: list[int] = []

    def answer(handler: Handler) -> None:
        connections.append(handler.client_address[1])
        GOOD(handler)
        handler.close_connection = False

    with model_server(answer) as server:
        monkeypatch.setenv("AZURE_OPENAI_API_KEY", "k")
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.url.removesuffix("/v1"))
        monkeypatch.setenv("OPENAI_API_VERSION", "2025-01-01")
        for _ in range(2):
            written = ModelDrafter("azure_openai:mine", prompts()).write(brief(), wish="", problems=())
            assert isinstance(written.answer, Texts), written
    assert "maxItems" not in str(server.asked[0]["body"]["response_format"])
    assert len(connections) == 2
    assert len(set(connections)) == 1, "nobody could close the connections of a client for each call"


def test_a_prompt_is_told_by_the_kind_of_the_text() -> None:
    maker = drafter("http://127.0.0.1:9/v1", Time())
    assert [maker.prompt(brief(kind)).name for kind in Kind] == ["a-note", "a-narrative", "a-plan"]
    assert maker.model == "openai:stand-in"
