"""The SDKs' own words: they write whole requests, tokens and people's words into the log. Here they say only where."""

from __future__ import annotations

import logging


class Wordless(logging.Filter):
    """Leaves of a line its level and where in the SDK it comes from."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Says yes, to a line without words."""
        record.msg = "the Slack SDK has a complaint, in %s of %s"
        record.args = (record.funcName, record.filename)
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def quiet(name: str) -> logging.Logger:
    """A logger to hand to an SDK: warnings and worse, without words, whatever the root logger is set to."""
    logger = logging.getLogger(name)
    logger.setLevel(logging.WARNING)
    if not any(isinstance(each, Wordless) for each in logger.filters):
        logger.addFilter(Wordless())
    return logger
