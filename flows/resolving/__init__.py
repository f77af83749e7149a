"""Contradictions as they live on: asked about in private, opened where they are real, and settled on a ladder.

`flows.contradictions` finds them, here people deal with them. Nothing here decides by itself whether two views agree.
"""
