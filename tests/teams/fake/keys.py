"""What signs a token of the Bot Framework: RS256 keys under a kid, published as JWKS, and rolled over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwt.algorithms import RSAAlgorithm

from tests.slack.fake.json import Json

ISSUER = "https://api.botframework.com"
LIFE = 3600
"""Seconds of a token."""
ENDORSED = ("msteams", "webchat", "directline")


@cache
def made_key(number: int) -> RSAPrivateKey:
    """A key of 2,048 bits, the same in this process whenever it has this number."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Key:
    """A key that signs tokens, and the channels it may sign for."""

    kid: str
    private: RSAPrivateKey = field(repr=False)
    endorsements: tuple[str, ...] = ENDORSED

    @property
    def public(self) -> Json:
        """As it stands in the JWKS."""
        plain = dict(RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True))
        del plain["key_ops"]
        return {**plain, "kid": self.kid, "use": "sig", "x5t": self.kid, "endorsements": list(self.endorsements)}

    def token(self, claims: Mapping[str, object], **headers: object) -> str:
        """A signed token."""
        return jwt.encode(dict(claims), self.private, "RS256", headers={"kid": self.kid, "x5t": self.kid, **headers})


@dataclass
class KeyRing:
    """The keys of the channel. `published`: what the JWKS tells; `signing`: what new tokens are signed with."""

    published: list[Key] = field(default_factory=lambda: [Key("key-1", made_key(1))])
    number: int = 1

    @property
    def signing(self) -> Key:
        """The newest key."""
        return self.published[-1]

    def roll_over(self, *, keep: bool = False) -> Key:
        """Another key from now on. `keep`: the old one is still published beside it."""
        self.number += 1
        made = Key(f"key-{self.number}", made_key(self.number))
        self.published = [*self.published, made] if keep else [made]
        return made

    def jwks(self) -> Json:
        """What the key server tells."""
        return {"keys": [key.public for key in self.published]}


def claims_for(app_id: str, service_url: str, now: float) -> Json:
    """The claims of a good token."""
    at = int(now)
    return {"iss": ISSUER, "aud": app_id, "serviceurl": service_url, "nbf": at - 300, "iat": at, "exp": at + LIFE}
