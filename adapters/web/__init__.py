"""The local workspace: a page on this machine that plays the chat."""
