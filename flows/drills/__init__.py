"""The blind drill: does everybody name the same decider, before it matters?"""
