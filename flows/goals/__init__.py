"""The goal: ONE shared first-stage goal, in a business and an operational wording with the same measure."""
