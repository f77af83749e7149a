"""What a word in a matter is called, and where it stands, for people to read."""

from __future__ import annotations

from flows.decisions.cast import Cast, capital
from flows.holds.records import Ground, Hold, Word
from flows.phrases import Instant, Listing, Phrase, Quote, Words
from flows.projects.records import Silence


def function_name(cast: Cast, function: str) -> str:
    """The name of a function; its id when the project has dropped it since."""
    return next((each.name for each in cast.project.functions if each.id == function), function)


def owner_name(hold: Hold, cast: Cast) -> str:
    """The name of the function that has the word."""
    return function_name(cast, hold.owner)


def voice_of(hold: Hold, cast: Cast) -> Phrase:
    """What somebody speaks for: "the red line RL-2 of Quality", "Quality"."""
    match hold.ground:
        case Ground.RED_LINE:
            return Phrase("the red line {label} of {owner}", label=hold.label, owner=owner_name(hold, cast))
        case Ground.MUST_AGREE:
            return Phrase("{owner}", owner=owner_name(hold, cast))


def why_it_holds(hold: Hold, cast: Cast) -> Phrase:
    """Inside a sentence: "it touches the red line RL-2, “text”", "Quality must agree"."""
    match hold.ground:
        case Ground.RED_LINE:
            return Phrase("it touches the red line {label}, {text}", label=hold.label, text=Quote(hold.text))
        case Ground.MUST_AGREE:
            return Phrase("{owner} must agree", owner=owner_name(hold, cast))


def row(hold: Hold, cast: Cast) -> tuple[str, Words]:
    """The function and what it has said, for the facts of a matter."""
    match hold.ground:
        case Ground.RED_LINE:
            said = Phrase(
                "{text}, owned by {owner}. {stands}",
                text=Quote(hold.text),
                owner=owner_name(hold, cast),
                stands=stands(hold, cast),
            )
            return f"Red line {hold.label}", said
        case Ground.MUST_AGREE:
            about = Phrase("May veto on {domains}. {stands}", domains=domains(hold, cast), stands=stands(hold, cast))
            return f"{capital(owner_name(hold, cast))} must agree", about


def domains(hold: Hold, cast: Cast) -> Listing:
    """What it may veto about: as agreed with the right, else what the function stands for."""
    return Listing(hold.domains or (owner_name(hold, cast),), last="or")


THEN: dict[Silence, str] = {
    Silence.BLOCKS: "after that it still waits for them",
    Silence.PROCEEDS: "no answer then counts as agreement",
    Silence.GOES_UP: "without an answer it goes up",
}


def stands(hold: Hold, cast: Cast) -> Phrase:
    """What it has said, or by when it has to."""
    who = cast.who(hold.by or hold.asked)
    match hold.word:
        case Word.WAITS:
            return Phrase(
                "Nothing is decided before {who} has spoken. They have until {until}; {then}.",
                who=who,
                until=Instant(hold.until, cast.project.zone),
                then=THEN[hold.silence],
            )
        case Word.GO_AHEAD if hold.ground is Ground.MUST_AGREE:
            return Phrase("{who} agrees.", who=who)
        case Word.GO_AHEAD:
            return Phrase("{who} says go ahead.", who=who)
        case Word.SILENT:
            return Phrase(SILENT[hold.silence], who=who)
        case Word.VETO:
            return _veto(hold, cast)


SILENT: dict[Silence, str] = {
    Silence.BLOCKS: "{who} has not spoken in time, and nothing is decided before they do: so it was agreed.",
    Silence.PROCEEDS: "{who} has not spoken in time, which counts as agreement: so it was agreed.",
    Silence.GOES_UP: "{who} has not spoken in time, so it went up. A veto is still possible.",
}


def _veto(hold: Hold, cast: Cast) -> Phrase:
    breached = Phrase("")
    if hold.requirement:
        breached = Phrase(" It breaches {requirement}.", requirement=Quote(hold.requirement))
    return Phrase(
        "{who} has a veto on option {options}: {why}{breached}",
        who=cast.who(hold.by),
        options=Listing(tuple(each.upper() for each in hold.options)),
        why=Quote(hold.reason),
        breached=breached,
    )
