"""Accord as a whole, played by chance: real flows, engine, store, delivery and tick; the chat is of the tests."""
