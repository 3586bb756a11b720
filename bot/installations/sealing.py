"""Tokens are sealed with a key drawn from `PENCIL_KEY`, and each opens in its own row and column alone."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE, _KEY = 12, 32
BOT, REFRESH = "bot_token", "refresh_token"  # the columns


class OtherKeyError(Exception):
    """It was sealed with another `PENCIL_KEY`, or is not what it was."""


def seal(master: bytes, team_id: str, column: str, token: str) -> bytes:
    """The token, so that only the key opens it, and only in this column of this workspace's row."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(master).encrypt(nonce, token.encode(), _place(team_id, column))


def unseal(master: bytes, team_id: str, column: str, sealed: bytes) -> str:
    """The token; raises `OtherKeyError`."""
    try:
        opened = _cipher(master).decrypt(sealed[:_NONCE], sealed[_NONCE:], _place(team_id, column))
    except (InvalidTag, ValueError):
        raise OtherKeyError from None
    return opened.decode()


def _place(team_id: str, column: str) -> bytes:
    return f"installations\0{team_id}\0{column}".encode()


def _cipher(master: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), _KEY, salt=None, info=b"pencil installation token").derive(master))
