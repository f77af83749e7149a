"""The sponsor before the start: which decisions will come; do they know them, the goal, the path, a back-up?"""
