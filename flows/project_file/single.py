"""Answers that are one value: an amount, a number on a scale, a day, a person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flows.amounts import Amount, read_amount, read_number, sized
from flows.project_file.fields import day, parsed_raw
from flows.project_file.known import Asked
from flows.project_file.nodes import Node


def read_single_amount(node: Node, asked: Asked) -> Amount:
    """A number and its unit, which can be compared with the question's own unit where it has one."""
    amount, unit = parsed_raw(node, read_amount), asked.question.unit
    if unit and not asked.known.trusted and amount.size.dimension != sized(Decimal(1), unit).dimension:
        raise node.but(f"an amount that can be given in {unit}, such as 4 {unit}")
    return amount


def read_point(node: Node, asked: Asked) -> int:
    """A whole number on the question's scale."""
    number, scale = parsed_raw(node, read_number), asked.question.scale
    whole = int(number)
    if whole != number or (whole not in scale.points and not asked.known.trusted):
        raise node.but(f"a whole number from {scale.low} to {scale.high}")
    return whole


def read_one_day(node: Node, asked: Asked) -> date:  # noqa: ARG001  # every reader has the same arguments
    """A calendar day."""
    return day(node)


def read_one_person(node: Node, asked: Asked) -> str:
    """The id of a person."""
    return asked.person(node)
