"""What the repository must never hold: addresses of package hosts, paths of somebody's machine, large binaries."""

import re
import subprocess

import pytest
from django.conf import settings

REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|jsdelivr\.net|unpkg\.com")
INDEX_OPTION = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host")
HOME = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work)/\w")
LARGEST_BINARY = 300_000


@pytest.fixture(scope="module")
def tracked():
    """The tracked files with their bytes."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    ).stdout
    paths = [settings.BASE_DIR / name for name in listed.split("\0") if name]
    files = {path.relative_to(settings.BASE_DIR).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    assert "pyproject.toml" in files
    return files


def findings(tracked, pattern):
    texts = {
        name: content.decode("utf-8", errors="replace") for name, content in tracked.items() if b"\0" not in content
    }
    return [f"{name}: {match[0]}" for name, text in texts.items() for match in pattern.finditer(text)]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "package-lock.json"])
def test_lock_file_names_no_address_and_pins_by_hash(name):
    text = (settings.BASE_DIR / name).read_text()
    assert "://" not in text
    assert not INDEX_OPTION.search(text)
    assert ("--hash=sha256:" in text) or ('"integrity": "sha512-' in text)


def test_no_tracked_file_names_a_package_host(tracked):
    assert findings(tracked, REGISTRY) == []


def test_no_tracked_file_names_a_path_of_a_machine(tracked):
    assert findings(tracked, HOME) == []
    here = re.compile(re.escape(f"{settings.BASE_DIR}/"))
    assert findings(tracked, here) == []


def test_no_large_binary_is_tracked(tracked):
    binaries = {name: len(content) for name, content in tracked.items() if b"\0" in content}
    assert {name: size for name, size in binaries.items() if size > LARGEST_BINARY} == {}


def test_python_version_is_one_the_project_supports(tracked):
    major, minor = tracked[".python-version"].decode().strip().split(".")[:2]
    assert (int(major), int(minor)) >= (3, 12)


def test_every_script_can_be_called(tracked):
    scripts = [name for name in tracked if name.startswith(("bin/", ".ci/"))]
    assert "bin/run" in scripts
    assert [name for name in scripts if not (settings.BASE_DIR / name).stat().st_mode & 0o100] == []
