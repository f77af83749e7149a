"""The pulse: a very short question to each function after the kick-off: does what you signed still hold?"""
