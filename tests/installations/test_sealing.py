"""A sealed token opens with its key, in its own row and column, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.installations.sealing import BOT, REFRESH, OtherKeyError, seal, unseal
from bot.settings import SettingsError, load

KEY = b"a key that is long enough to seal tokens with"


@given(st.text(min_size=1, max_size=200))
def test_what_is_sealed_opens_again_and_never_looks_alike(token: str) -> None:
    token = token.encode("utf-8", "ignore").decode()
    first, second = (seal(KEY, "T1", BOT, token) for _ in range(2))
    assert first != second
    assert unseal(KEY, "T1", BOT, first) == token


@pytest.mark.parametrize(
    ("key", "team_id", "column"),
    [(KEY[::-1], "T1", BOT), (KEY, "T2", BOT), (KEY, "T1", REFRESH), (KEY, "T1\0bot", BOT)],
)
def test_it_opens_nowhere_else(key: bytes, team_id: str, column: str) -> None:
    with pytest.raises(OtherKeyError):
        unseal(key, team_id, column, seal(KEY, "T1", BOT, "xoxb-1"))


def test_what_an_earlier_version_sealed_opens() -> None:
    sealed = bytes.fromhex("000102030405060708090a0b3febedc05de699503a8434bc6241a4966ee56a0b5479")
    assert unseal(KEY, "T1", BOT, sealed) == "xoxb-1"


def test_what_was_changed_or_cut_does_not_open() -> None:
    sealed = seal(KEY, "T1", BOT, "xoxb-1")
    for place in range(len(sealed)):
        with pytest.raises(OtherKeyError):
            unseal(KEY, "T1", BOT, sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])
        with pytest.raises(OtherKeyError):
            unseal(KEY, "T1", BOT, sealed[:place])


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"slack_client_id": "1.2"}, "SLACK_CLIENT_SECRET"),
        ({"slack_client_secret": "s"}, "SLACK_CLIENT_ID"),
        ({"slack_client_id": "1.2", "slack_client_secret": "s"}, "PENCIL_KEY"),
        ({"slack_redirect_uri": "your.host"}, "SLACK_REDIRECT_URI"),
    ],
)
def test_half_of_what_it_takes_is_refused_by_name(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load(None, **given)
