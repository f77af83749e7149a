"""Consent: one way in which functions agree on anything, whatever it is about.

Draft, sense check, then at most three consent rounds. A function consents, consents with a reservation, objects with a
reason and a fix, or abstains; saying nothing is none of these. What cannot be agreed goes to the resolution ladder.
"""
