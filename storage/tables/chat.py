"""What is known of chat platforms: where Accord is installed, whose account is whose, which channels there are."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import KEY


class Installation(SQLModel, table=True):
    """Accord in one workspace, which belongs to one organisation.

    `enterprise_id`: "" where there is none. `token`: encrypted. `scopes`: with spaces between. `paused`: why nothing is
    sent there, "" while it works. `refresh_token`: encrypted, "" where the token does not end (`expires_at`);
    `refreshing_until`: the lease of the process that exchanges them.
    """

    __table_args__ = (Index("installation_organisation", "platform", "organisation_id"),)
    platform: str = Field(sa_type=KEY, primary_key=True)
    enterprise_id: str = Field(sa_type=KEY, primary_key=True)
    team_id: str = Field(sa_type=KEY, primary_key=True)
    organisation_id: str = Field(sa_type=KEY)
    name: str
    token: str = Field(sa_type=Text)
    bot_id: str
    bot_user_id: str
    scopes: str = Field(sa_type=Text)
    paused: str = Field(sa_type=Text)
    refresh_token: str = Field(sa_type=Text, sa_column_kwargs={"server_default": ""})
    expires_at: int | None = Field(sa_type=BigInteger)
    refreshing_until: int | None = Field(sa_type=BigInteger)


class Account(SQLModel, table=True):
    """Somebody's account as the platform describes it. `address`: the e-mail address for comparing, without case.

    `direct`: where direct messages with them are, "" until one was sent. `person_id`: whose account it is, if known.
    """

    __table_args__ = (
        Index("account_person", "organisation_id", "platform", "person_id"),
        Index("account_address", "organisation_id", "platform", "address"),
    )
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    platform: str = Field(sa_type=KEY, primary_key=True)
    user_id: str = Field(sa_type=KEY, primary_key=True)
    name: str
    email: str | None
    address: str | None = Field(sa_type=KEY)
    zone: str | None
    kind: str
    active: int
    direct: str
    person_id: str | None = Field(sa_type=KEY)


class Spot(SQLModel, table=True):
    """A channel as the platform describes it; `name` is "" once another channel has taken it over."""

    __table_args__ = (Index("spot_name", "organisation_id", "platform", "name"),)
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    platform: str = Field(sa_type=KEY, primary_key=True)
    channel_id: str = Field(sa_type=KEY, primary_key=True)
    name: str = Field(sa_type=KEY)
    member: int
    archived: int
    private: int


class KeptText(SQLModel, table=True):
    """A text too long for a button, under its hash. `at`: when it was last shown, to a month."""

    __tablename__: ClassVar[str] = "kept_text"
    __table_args__ = (Index("kept_text_at", "at"),)
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    digest: str = Field(sa_type=KEY, primary_key=True)
    body: str = Field(sa_type=Text)
    at: int = Field(sa_type=BigInteger)


class Wait(SQLModel, table=True):
    """How long a platform asked not to be asked."""

    platform: str = Field(sa_type=KEY, primary_key=True)
    team_id: str = Field(sa_type=KEY, primary_key=True)
    method: str = Field(sa_type=KEY, primary_key=True)
    until: int = Field(sa_type=BigInteger)


class OauthState(SQLModel, table=True):
    """The hash of a state that was given out and not used yet."""

    __tablename__: ClassVar[str] = "oauth_state"
    digest: str = Field(sa_type=KEY, primary_key=True)
    at: int = Field(sa_type=BigInteger)


class TeamsPlace(SQLModel, table=True):
    """A conversation of Teams that Accord may write to, as the last activity from there says.

    `user_id`: whose personal chat it is, by their id in the directory; "" elsewhere. `at`: when it was heard of, to a
    day.
    """

    __tablename__: ClassVar[str] = "teams_place"
    __table_args__ = (
        Index("teams_place_user", "organisation_id", "user_id"),
        Index("teams_place_team", "organisation_id", "team_id"),
    )
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    conversation_id: str = Field(sa_type=KEY, primary_key=True)
    scope: str
    service_url: str = Field(sa_type=Text)
    tenant_id: str
    bot_id: str
    user_id: str = Field(sa_type=KEY)
    member_id: str
    team_id: str = Field(sa_type=KEY)
    name: str
    at: int = Field(sa_type=BigInteger)


class LastChat(SQLModel, table=True):
    """The platform on which somebody did something last."""

    __tablename__: ClassVar[str] = "last_chat"
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    person_id: str = Field(sa_type=KEY, primary_key=True)
    platform: str = Field(sa_type=KEY)
