"""What five functions of the sample answer in the form, by what stands beside each field."""

from __future__ import annotations

from tests.browser.seat import Filled

STATEMENT = "Success at the end of the first stage"
NO, YES, IF = "Not acceptable", "Acceptable", "Acceptable if …"
STOP, SAFETY, DATA = "Unplanned production stop", "Safety incident", "Loss of production data"
AUDIT, SLIP, BUDGET = "Audit finding", "Slip of the schedule", "Budget overrun"
PAPER, WORKAROUNDS, ONE_PERSON = (
    "Working on paper and in the system",
    "Undocumented workarounds",
    "Dependence on one person",
)
SILENT = (
    "Plant network open to attack",
    "Lower output while ramping up",
    "Cut of the agreed scope",
    "Dependence on one vendor",
)
JOINT, OFTEN, SAY = "Decisions that need everyone", "How often you want to hear", "What it should say"
WINS = ("Operational safety", "Quality", "Speed", "Scope", "Cost")


def ranked(*places: str) -> dict[str, str]:
    """The place of each of WINS."""
    return dict(zip(WINS, places, strict=True))


def measured(name: str, today: str, target: str, by: str, scope: str) -> dict[str, str]:
    """A number in percent."""
    return {"Name": name, "Today": today, "Target": target, "Unit": "%", "By": by, "Scope (optional)": scope}


OPERATIONS_RISKS = {
    STOP: IF,
    SAFETY: NO,
    SLIP: YES,
    PAPER: YES,
    **dict.fromkeys((DATA, AUDIT, BUDGET, WORKAROUNDS, ONE_PERSON, *SILENT), "No view"),
}
"""What Maria presses in the grid, one press for each risk."""
QUALITY = Filled(
    texts={
        STATEMENT: "Every order can be traced to its material, settings and inspection, also during the change.",
        **measured("Scrap cost", "3.2", "2.5", "2027-09-30", "whole plant"),
        f"{STOP}: details": "limit: 24 h; no batch is open",
        f"{DATA}: details": "A batch without its record cannot be released; any batch record with a gap",
        f"{PAPER}: details": "Two sets of records never agree; one shift on both",
        "When production must not be touched": "2027-07-05 to 2027-07-09, recertification audit",
        "The proof you need": "Validation report from Lukas Vogel by 2027-05-20 for the cut-over, as a document",
    },
    chosen={
        **ranked("2nd", "1st", "5th", "3rd", "4th"),
        STOP: IF,
        SAFETY: NO,
        DATA: NO,
        AUDIT: NO,
        PAPER: NO,
        WORKAROUNDS: NO,
        OFTEN: "Every two weeks",
        JOINT: ("Going back to paper", "Go-live"),
        SAY: ("Risks", "Evidence"),
    },
    picked={"Cost / quality: who decides": "Hanna Mazur"},
)
LEADERSHIP = Filled(
    texts={
        STATEMENT: "Line 3 runs all orders through the MES by June, and I can promise delivery dates that hold.",
        **measured("OEE line 3", "61", "70", "2027-06-30", "line 3"),
        f"{SLIP}: details": "The group reviews us at the end of June; cut-over after the end of May",
        f"{STOP}: details": "limit: 8 h; planned four weeks ahead",
    },
    chosen={
        **ranked("2nd", "3rd", "1st", "4th", "5th"),
        STOP: IF,
        SAFETY: NO,
        AUDIT: NO,
        SLIP: NO,
        PAPER: YES,
        WORKAROUNDS: NO,
        OFTEN: "Every week",
        JOINT: ("Date of the cut-over", "Change of scope"),
        SAY: ("Progress", "Decisions"),
    },
    picked={"Cost / quality: who decides": "Katarzyna Bielska"},
)
MAINTENANCE = Filled(
    texts={
        STATEMENT: "Every stop of line 3 has a reason in the system that we can act on, without a second list.",
        f"{STOP}: details": "limit: 6 h; in the maintenance window on Sunday",
        f"{ONE_PERSON}: details": "a second person can map the old downtime codes",
    },
    chosen={
        **ranked("1st", "2nd", "4th", "3rd", "3rd"),
        STOP: IF,
        SAFETY: NO,
        SLIP: YES,
        WORKAROUNDS: NO,
        ONE_PERSON: IF,
        OFTEN: "Every day",
        JOINT: ("Date of the cut-over",),
        SAY: ("Progress", "People"),
    },
)
IT = Filled(
    texts={
        STATEMENT: "The MES runs on the plant network as designed, is monitored, and nobody needs us at night.",
        **measured("MES availability", "0", "99.5", "2027-06-30", "line 3"),
        "How much of a risk you need": f"{STOP}: 12 h",
        f"{DATA}: details": "limit: 1 h; orders can be typed in again",
        f"{SLIP}: details": "limit: 3 weeks; the interface to the ERP is late",
    },
    chosen={
        **ranked("4th", "3rd", "2nd", "1st", "5th"),
        STOP: YES,
        SAFETY: NO,
        DATA: IF,
        SLIP: IF,
        PAPER: YES,
        WORKAROUNDS: NO,
        OFTEN: "Every week",
        JOINT: ("Date of the cut-over",),
        SAY: ("Progress", "Decisions"),
    },
)
FINANCE = Filled(
    texts={
        STATEMENT: "The saving in the business case is visible in the July figures and the budget has held.",
        f"{BUDGET}: details": "The approval is for 640 000 EUR and not more; any order above the approval",
        f"{PAPER}: details": "Overtime is not in the budget; any overtime for double entry",
    },
    chosen={
        **ranked("2nd", "2nd", "2nd", "2nd", "1st"),
        SAFETY: NO,
        BUDGET: NO,
        PAPER: NO,
        OFTEN: "Every month",
        JOINT: ("Change of scope", "Date of the cut-over"),
        SAY: ("Cost", "Decisions"),
    },
    picked={"Cost / quality: who decides": "Katarzyna Bielska"},
)
