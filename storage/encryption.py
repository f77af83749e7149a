"""Secrets at rest: encrypted with the newest key, readable with any key that is still given."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Cipher:
    """Encrypts and decrypts short texts. `keys`: Fernet keys, newest first. Raises ValueError for what is no key."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, secret: str) -> str:
        """Text that tells nothing without a key."""
        return self._fernet.encrypt(secret.encode()).decode()

    def decrypt(self, text: str) -> str | None:
        """The secret, or None when none of the keys opens it."""
        try:
            return self._fernet.decrypt(text.encode()).decode()
        except InvalidToken:
            return None


def new_key() -> str:
    """A key of 32 random bytes, as `Cipher` takes it."""
    return Fernet.generate_key().decode()
