"""Which Python package speaks for which provider, and whether it is installed: found out without importing any."""

from dataclasses import dataclass
from importlib.util import find_spec

from bot.core.errors import BadInputError, Problem

SETTING = "CXBOT_MODEL"
DEFAULT_PROVIDER = "openai"
EXAMPLE = "openai:gpt-4.1-mini"
# LangChain's own table (a test holds the two together), which cannot be read without importing LangChain.
REGULAR = (
    "anthropic azure_ai baseten cohere deepseek fireworks google_genai google_vertexai groq huggingface ibm litellm"
    " meta mistralai ollama openai openrouter perplexity together upstage xai".split()
)
PACKAGES = {name: f"langchain_{name}" for name in REGULAR} | {
    "anthropic_bedrock": "langchain_aws",
    "azure_openai": "langchain_openai",
    "bedrock": "langchain_aws",
    "bedrock_converse": "langchain_aws",
    "bedrock_mantle_anthropic": "langchain_aws",
    "bedrock_mantle_openai": "langchain_aws",
    "google_anthropic_vertex": "langchain_google_vertexai",
    "nvidia": "langchain_nvidia_ai_endpoints",
}


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model by its provider and the name it has there."""

    provider: str
    name: str

    def __str__(self) -> str:
        return f"{self.provider}:{self.name}"


def named(model: str) -> ModelName:
    """Read ``provider:name``; a bare name is one of OpenAI's.

    Raises BadInputError for a provider that is unknown or whose package is not installed.
    """
    provider, colon, name = model.partition(":")
    read = ModelName(provider.strip().lower(), name.strip()) if colon else ModelName(DEFAULT_PROVIDER, model.strip())
    if not read.name or not read.provider:
        raise _refused(f"names no model: {model!r}; write provider:name, such as {EXAMPLE}")
    package = PACKAGES.get(read.provider)
    if package is None:
        told = f"names a provider that cxbot does not know: {read.provider!r}; write provider:name, such as {EXAMPLE}"
        raise _refused(f"{told}. A name with a colon in it needs its provider in front")
    if find_spec(package) is None:
        needed = package.replace("_", "-")
        told = f"needs the Python package {needed!r} for the provider {read.provider!r}, which is not installed"
        raise _refused(f"{told}; install it beside cxbot with pip, or name a model of another provider")
    return read


def _refused(message: str) -> BadInputError:
    return BadInputError((Problem(SETTING, message),))
