"""The rig (reliability.md R1–R7): real processes, real HTTP, real databases, and everything that can go wrong there.

R1 `slack`, R2 `teams`, R3 `proxy`, R4 `replicas`, R5 `clocks`, R6 and R7 `databases`. `plants` is the company whose
people `crowd` lets press; `tally` says what became of it all.
"""
