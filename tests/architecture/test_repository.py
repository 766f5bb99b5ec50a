"""What is committed runs anywhere: it names no machine, no registry, and pins what it needs."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
OTHERS_WORK = ("static/vendor/", "tests/browser/vendor/")

# Written in halves, so that this file does not name them either.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.",
    "registry." + "npm",
    "yarn" + "pkg",
    "deb." + "debian",
)
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot")) + r")/")
HOME_PATH = re.compile(r"(?<![\w./-])/(?:home|Users)/\w+")


@pytest.fixture(scope="module")
def committed() -> dict[str, str]:
    """The text of every committed file that is ours, by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so what is committed cannot be told")
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if name.startswith(OTHERS_WORK) or not path.is_file():
            continue
        try:
            found[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
    return found


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([a-z0-9-]+)==(\S+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def test_no_committed_file_names_a_package_registry(committed):
    found = [name for name, text in committed.items() if any(host in text for host in REGISTRIES)]

    assert found == []


def test_no_committed_file_names_a_path_of_one_machine(committed):
    found = [
        f"{name}:{number}"
        for name, text in committed.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE_PATH.search(line) or HOME_PATH.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_host(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_known_by_its_hash(lock):
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))

    assert len(entries) > 40
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_files_hold_what_is_declared(project):
    declared = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-dev.lock": [
            *project["project"]["dependencies"],
            *project["dependency-groups"]["dev"],
        ],
    }
    for lock, requirements in declared.items():
        versions = pinned(lock)
        for requirement in map(Requirement, requirements):
            assert versions[requirement.name] in requirement.specifier, (lock, requirement.name)


def test_what_is_tested_is_what_is_shipped():
    tested = pinned("requirements-dev.lock")

    assert {name: tested.get(name) for name in pinned("requirements.lock")} == pinned(
        "requirements.lock"
    )


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^  "[^"]+",.*$', text.split("[tool.")[0], flags=re.MULTILINE)

    assert len(listed) > 25
    assert [line for line in listed if not re.search(r"#\s+\S+", line)] == []


def test_source_files_stay_short_enough_to_read(committed):
    long = {
        name: len(text.splitlines())
        for name, text in committed.items()
        if name.endswith(".py") and "/migrations/" not in name and not name.startswith("tests/")
    }

    assert {name: lines for name, lines in long.items() if lines > 400} == {}


class TestComposeFile:
    """docker-compose.yml starts nothing with a secret that anybody could know."""

    @pytest.fixture
    def services(self) -> dict:
        return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]

    def test_every_secret_has_to_be_given(self):
        text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
        asked = re.findall(r"\$\{(\w*(?:SECRET|PASSWORD|TLS)\w*)([^}]*)\}", text)

        assert len(asked) >= 5
        assert [name for name, rest in asked if not re.match(r":\?Set \w+ to ", rest)] == []

    def test_every_image_is_pinned_to_a_version(self, services):
        images = {service["image"] for service in services.values()}

        assert [image for image in images if not re.search(r":\d+\.?\d*", image)] == []

    def test_every_service_says_how_it_is(self, services):
        silent = {
            name
            for name, service in services.items()
            if "healthcheck" not in service and name != "web"  # web's is in the image
        }

        assert silent == set()

    def test_every_queue_has_a_worker(self, services, settings):
        served = {
            queue
            for service in services.values()
            if "worker" in (command := service.get("command") or [])
            for queue in command[command.index("--queues") + 1].split(",")
        }
        routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}

        assert served == {"default", "letters", "charts", "indicators"}
        assert routed <= served


def test_the_image_installs_only_what_is_pinned():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    installs = [line for line in text.splitlines() if "pip install" in line]

    assert installs
    assert all("--require-hashes" in line for line in installs)
