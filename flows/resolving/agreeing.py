"""What every function of both sides has said yes to: it is settled so once those who have a word in it have spoken.

They are asked as before a verdict, by the same rules: owners of red lines that it touches, and functions that must
agree, but for those that have said yes as a side. A veto takes it off the table; silence means what was agreed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from flows.consent.disputes import after_dispute
from flows.decisions.cast import Cast
from flows.effects import Effects, Post
from flows.holds.records import Ground, Hold, Word
from flows.holds.wording import voice_of, why_it_holds
from flows.phrases import Instant, Phrase, Quote
from flows.projects.records import Silence
from flows.resolving import cards, holding, rules, telling
from flows.resolving.keeping import Records
from flows.resolving.records import LiveContradiction, LiveState, Rung, Settled, Step, Suggestion
from flows.resolving.rungs import owners, voices
from flows.resolving.verdicts import has_to_be_heard, option_of, undecided


def agreed(
    records: Records, before: LiveContradiction, after: LiveContradiction, cast: Cast, now: datetime
) -> tuple[Phrase, tuple[Post, ...]]:
    """Somebody has said yes: kept, and settled when nobody is left to be heard. What to tell them, and the posts."""
    suggestion = after.suggestion
    if suggestion is None or not rules.all_say_yes(after, cast):
        return _kept(records, before, after, cast, now)
    if _is_for_the_sponsor(after, suggestion, cast, now):
        higher = _to_the_sponsor(after, cast, now)
        posts = holding.moved(records, before, higher, cast, now).posts
        return Phrase("Kept. {line}", line=cards.where_it_stands(higher, cast, now)), posts
    asked = after
    rings: tuple[Post, ...] = ()
    if has_to_be_heard(after):
        asked, rings = holding.asked_about_suggestion(records, after, suggestion, cast, now)
    waits = next(iter(_to_be_heard(asked, suggestion, cast, now)), None)
    if waits is None:
        ended = settled(asked, suggestion, cast, now)
        told, posts = _kept(records, before, ended, cast, now)
        return told, (*posts, *after_dispute(records, ended, cast, now))
    _, posts = _kept(records, before, asked, cast, now)
    return _waits_for(waits, cast), (*posts, *rings)


def _is_for_the_sponsor(contradiction: LiveContradiction, suggestion: Suggestion, cast: Cast, now: datetime) -> bool:
    """Whether it waits only for functions for which nobody speaks; whoever answers for those did not suggest it."""
    answers_for_them = contradiction.rung in (Rung.SPONSOR, Rung.BACKUP) and owners(contradiction, cast, now)
    return bool(rules.unheard(contradiction, cast)) and suggestion.by not in (answers_for_them or ())


def _to_the_sponsor(contradiction: LiveContradiction, cast: Cast, now: datetime) -> LiveContradiction:
    if contradiction.state is LiveState.CLARIFYING:
        return rules.open_it(contradiction, cast, now, rung=Rung.SPONSOR)
    return rules.to_the_sponsor(contradiction, cast, now)


def _kept(
    records: Records, before: LiveContradiction, after: LiveContradiction, cast: Cast, now: datetime
) -> tuple[Phrase, tuple[Post, ...]]:
    records.contradictions.put(after)
    told = Phrase("Kept. {line}", line=cards.where_it_stands(after, cast, now))
    return told, telling.shown(records, after, cast, now, new=holding.new_in(before, after))


def _waits_for(hold: Hold, cast: Cast) -> Phrase:
    """Who is heard first."""
    if hold.word is Word.VETO:
        return Phrase(
            "Kept. Every function has said yes. It holds once {who} lifts the veto for {what}, and they see it now.",
            who=cast.who(hold.by),
            what=voice_of(hold, cast),
        )
    return Phrase(
        "Kept. Every function has said yes. It holds once {who} has spoken, since {why}; they have until {until}.",
        who=cast.who(hold.asked),
        why=why_it_holds(hold, cast),
        until=Instant(hold.until, cast.project.zone),
    )


def settled(contradiction: LiveContradiction, suggestion: Suggestion, cast: Cast, now: datetime) -> LiveContradiction:
    """By what is suggested."""
    return rules.settle(contradiction, Settled(suggestion.way, suggestion.by, now, suggestion.words), cast)


def _to_be_heard(contradiction: LiveContradiction, suggestion: Suggestion, cast: Cast, now: datetime) -> Iterator[Hold]:
    """The functions that have a word in it and have not let it go ahead."""
    for hold in undecided(contradiction, cast, now).holds:
        if hold.ground is Ground.MUST_AGREE and hold.owner in suggestion.yes:
            continue
        up = hold.word is Word.SILENT and hold.silence is Silence.GOES_UP
        vetoed = hold.word is Word.VETO and option_of(suggestion).id in hold.options
        if has_to_be_heard(contradiction) and (hold.blocks or up or vetoed):
            yield hold


def after_words(records: Records, contradiction_id: str, effects: Effects, cast: Cast, now: datetime) -> Effects:
    """Somebody who has a word in it has spoken, or has not in time: what every side agreed to holds now, or is off the
    table. `effects`: of that, which may have settled or moved it."""
    before = records.contradictions.get(contradiction_id)
    suggestion = before.suggestion
    if suggestion is None or not before.is_live or not rules.all_say_yes(before, cast):
        return effects
    waiting = tuple(_to_be_heard(before, suggestion, cast, now))
    veto = next((each for each in before.holds if each.word is Word.VETO and each in waiting), None)
    if waiting and veto is None:
        return effects
    if veto is None and _is_for_the_sponsor(before, suggestion, cast, now):
        moved = holding.moved(records, before, _to_the_sponsor(before, cast, now), cast, now)
        return replace(effects, posts=(*effects.posts, *moved.posts))
    if veto is None:
        after = settled(before, suggestion, cast, now)
        line = Phrase("{label} is settled. This holds now: {words}", label=before.label, words=Quote(suggestion.words))
    else:
        step = Step("refused", now, veto.by)
        after = rules.refuse(before, suggestion.number, step, cast)
        line = Phrase(
            "{label}: {who} has a veto for {what} on what you have agreed: {why} Please suggest another way.",
            label=before.label,
            who=cast.who(veto.by),
            what=voice_of(veto, cast),
            why=Quote(veto.reason),
        )
    _, posts = _kept(records, before, after, cast, now)
    name, people = f"suggestion/{suggestion.number}/{after.state}", voices(before, cast, now)
    told = telling.told(after, name, line, people, cast, now=now)
    ended = after_dispute(records, after, cast, now)
    return replace(effects, posts=(*effects.posts, *posts, *told, *ended))
