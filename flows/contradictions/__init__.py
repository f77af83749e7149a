"""Contradictions, gaps and agreement between functions, found by named rules over structured answers.

The rules are deterministic and pure: the same answers always give the same analysis.
"""
