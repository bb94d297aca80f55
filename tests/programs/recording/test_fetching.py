"""Where the model and its server come from: the developer's own files, said in words when they are missing."""

from pathlib import Path

import pytest

from tests.programs.recording import fetching
from tests.programs.recording.fetching import MissingError, model_file, server_file, switches

FULL = frozenset("avx2 fma f16c avx512f avx512cd avx512vl avx512dq avx512bw".split())


def test_a_named_file_that_is_missing_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_FILE", "nowhere.gguf")
    with pytest.raises(MissingError, match=r"MODEL_FILE names no file: 'nowhere\.gguf'"):
        model_file()


def test_without_a_compiler_the_way_to_one_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MODEL_SERVER", raising=False)
    monkeypatch.setattr(fetching, "SERVER", tmp_path / "llama-server")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="apt install cmake"):
        server_file()


def test_a_developers_own_files_are_taken_as_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_bytes(b"")
    monkeypatch.setenv("MODEL_SERVER", str(own))
    monkeypatch.setenv("MODEL_FILE", str(own))
    assert (server_file(), model_file()) == (own, own)


@pytest.mark.parametrize(
    ("knows", "wanted"),
    [
        (FULL, {"-DGGML_NATIVE=OFF", "-DGGML_AVX2=ON", "-DGGML_AVX512=ON", "-DGGML_AMX_TILE=OFF"}),
        (FULL - {"avx512bw"}, {"-DGGML_NATIVE=OFF", "-DGGML_AVX2=ON", "-DGGML_AVX512=OFF"}),
        (frozenset({"sse2"}), {"-DGGML_NATIVE=OFF", "-DGGML_AVX2=OFF", "-DGGML_FMA=OFF"}),
    ],
)
def test_the_server_is_built_for_what_the_processor_knows(knows: frozenset[str], wanted: set[str]) -> None:
    assert wanted <= set(switches(knows))


def test_for_another_processor_the_build_finds_out_itself() -> None:
    assert not [each for each in switches(frozenset()) if "GGML" in each]


def test_both_packages_are_pinned_by_hash() -> None:
    lines = [line for line in fetching.PACKAGES.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) == 2
    assert all("==" in line and " --hash=sha256:" in line for line in lines)
