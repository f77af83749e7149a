"""The form of a reservation or an objection, with the questions that tell an objection from a preference (D5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.consent.commands import GiveStance
from flows.consent.records import Basis, Said, Stance
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, DateField, Field, Form, Option, Section, TextField
from flows.project_file.fields import read_day

LONGEST = 1000
PREFERENCE = "preference"
ASKED = {
    Basis.HARM: "It would do harm, or break what we must keep to",
    Basis.EVIDENCE: "A fact or evidence speaks against it",
}


def stance_form(submits: GiveStance) -> Form:
    """What a reservation or an objection says."""
    objects = submits.stance is Stance.OBJECT
    fields = (
        Section(
            "Objection" if objects else "Reservation",
            "An objection names the harm or the fact, not a preference, and what would make it go away."
            if objects
            else "You consent, and this is kept with what is agreed.",
        ),
        _words("reason", "Why?"),
        *(_objection_fields() if objects else ()),
        TextField("prediction", "What do you expect to happen? (optional)", multiline=True, limit=LONGEST),
        DateField("check_on", "When should we look whether it did? (optional)"),
    )
    return Form("Object" if objects else "With a reservation", submits, fields)


def _words(field: str, label: str, hint: str = "") -> TextField:
    return TextField(field, label, hint, required=True, multiline=True, limit=LONGEST)


def _objection_fields() -> tuple[Field, ...]:
    asked = (*(Option(each.value, words) for each, words in ASKED.items()), Option(PREFERENCE, "I prefer another way"))
    return (
        ChoiceField("basis", "What makes it an objection?", asked, required=True),
        _words("shows", "What harm would it do, or what shows it?", "Whom it would hurt, or the number or document."),
        _words("fix", "What would you change?"),
    )


def read_stance(command: GiveStance, by: str, now: datetime) -> Said:
    """What was filled in. Raises InvalidForm: also for a preference, which is no objection."""
    filled = Filled(command.values)
    reason = filled.read("reason", at_most(LONGEST), "Please say why.") or ""
    prediction = filled.read("prediction", at_most(LONGEST)) or ""
    check_on = filled.read("check_on", read_day)
    if check_on is not None and check_on <= now.date():
        filled.wrong("check_on", "Please choose a day to come.")
    if bool(prediction) != bool(check_on):
        missing = "check_on" if prediction else "prediction"
        filled.wrong(missing, "A prediction needs a day, and a day needs a prediction. Please fill in both or neither.")
    said = Said(by, command.stance, now, reason, prediction=prediction, check_on=check_on)
    if command.stance is Stance.OBJECT:
        return _objection(filled, said)
    filled.check()
    return said


def _objection(filled: Filled, said: Said) -> Said:
    basis = filled.text("basis")
    if basis == PREFERENCE:
        filled.wrong(
            "basis",
            "A preference is no objection. Please consent with a reservation, which is kept with what is agreed, or "
            "say what harm it would do.",
        )
    elif basis not in list(Basis):
        filled.wrong("basis", "Please say what makes it an objection.")
    shows = filled.read("shows", at_most(LONGEST), "Please say what harm it would do, or which fact shows it.") or ""
    missing = "Please say what would make the objection go away. Without a fix nobody can act on it."
    fix = filled.read("fix", at_most(LONGEST), missing) or ""
    filled.check()
    return replace(said, fix=fix, basis=Basis(basis), shows=shows)
