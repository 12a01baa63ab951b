from __future__ import annotations

import stat
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.settings import (
    Settings,
    SettingsError,
    load_settings,
)
from server.settings_help import misspelt_settings, settings_table

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_documented_table_is_the_real_one() -> None:
    assert settings_table() in DOCS.read_text(encoding="utf-8")


def test_every_row_explains_itself() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "eighty", "integer"),
        ("PORT", "70000", "65535"),
        ("LOG_LEVEL", "loud", "'debug'"),
        ("DATABASE_URL", "mysql://db.example/x", "sqlite+aiosqlite:///"),
        ("MAX_BULK_ITEMS", "5001", "5000"),
        ("MAX_BODY_BYTES", "-1", "1000"),
    ],
)
def test_a_bad_value_names_the_variable_and_the_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(f"SVERKA_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert f"SVERKA_{name}: " in str(caught.value)
    assert says in str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("WHOIS_OVERRIDES", '{"ru": 5}', "'ru': Input should be a valid string"),
        ("WHOIS_OVERRIDES", '{"ru": "a", "ru": "b"}', "'ru' stands there twice"),
        ("WHOIS_OVERRIDES", "[]", "valid dictionary"),
        ("WHOIS_OVERRIDES", "\udcff", "not UTF-8"),
        ("SERVER_BUDGETS", '{"a": "x"}', "'a': Input should be a valid integer"),
        ("SERVER_BUDGETS", '{"a": 0}', "'a': 0 is no budget; give 1 to"),
        ("SERVER_BUDGETS", '{"A.test": 1, "a.test:43": 2}', "'a.test:43': a.test has a budget"),
        ("SERVER_BUDGETS", '{"http://a.test": 1}', "'http://a.test' is no server"),
        ("SERVER_BUDGETS", '{"": 1}', "'' is no server"),
        ("SERVER_BUDGETS", '{"рф.\\u2260\\u0338.xn--": 1}', "is no server"),
        ("SERVER_BUDGETS", '{"\\ud800": 1}', "is no server"),
        ("ALLOWED_NETWORKS", "10.0.0.0/8, 10.1.0.1/16", "entry 2: value is not a valid"),
        ("DATA_DIR", "~nosuchuser/x", "no such user's folder"),
    ],
)
def test_a_bad_entry_is_named_after_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(f"SVERKA_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(f"SVERKA_{name}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("given", "server"),
    [
        ("WHOIS.Registry.test:43", "whois.registry.test"),
        ("rdap.registry.test.", "rdap.registry.test"),
        ("rdap.registry.test.:443", "rdap.registry.test"),
        (" whois.registry.test:4343", "whois.registry.test:4343"),
        ("[::1]:43", "[::1]"),
        ("Реестр.test", "xn--e1aa5aceg.test"),
    ],
)
def test_a_budget_is_found_however_its_server_is_written(given: str, server: str) -> None:
    assert load_settings(server_budgets={given: 3}).server_budgets == {server: 3}


def test_every_bad_value_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVERKA_PORT", "x")
    monkeypatch.setenv("SVERKA_LOG_FORMAT", "xml")
    with pytest.raises(SettingsError, match=r"SVERKA_PORT.*\n.*SVERKA_LOG_FORMAT"):
        load_settings()


def test_an_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVERKA_PORT", "9000")
    assert load_settings(port=9001).port == 9001


def test_an_empty_variable_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVERKA_PORT", "")
    assert load_settings().port == 8000


def test_the_database_stands_in_the_data_folder(tmp_path: Path) -> None:
    url = load_settings(data_dir=tmp_path).database_url
    assert url == f"sqlite+aiosqlite:///{tmp_path}/sverka.db"


def test_the_data_folder_follows_the_desktop_convention(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SVERKA_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert load_settings().data_dir == tmp_path / "sverka"


def test_the_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    load_settings(data_dir=folder).create_data_dir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == []


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="SVERKA_DATA_DIR: cannot write in"):
        load_settings(data_dir=tmp_path / "file" / "data").create_data_dir()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SVERKA_PROT", "SVERKA_PORT"),
        ("SVERKA_DATADIR", "SVERKA_DATA_DIR"),
        ("SVERKA_LOGLEVEL", "SVERKA_LOG_LEVEL"),
        ("SVERKA_HOSTS", "SVERKA_HOST"),
        ("sverka_port", "SVERKA_PORT"),
    ],
)
def test_a_misspelt_variable_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    meant: str,
) -> None:
    monkeypatch.setenv("SVERKA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(name, "9000")
    with TestClient(create_app()):
        pass
    (line,) = (row for row in capfd.readouterr().err.splitlines() if "warning" in row)
    assert f"{name} is no setting and has no effect; did you mean {meant}?" in line
    assert "9000" not in line


def test_other_variables_of_the_project_are_no_misspelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVERKA_PORT", "8000")
    for name in ("E2E", "VECTORS", "CHROMIUM", "FIREFOX", "HEADED"):
        monkeypatch.setenv(f"SVERKA_{name}", "1")
    assert misspelt_settings() == []
