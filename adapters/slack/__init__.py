"""Slack: requests in, messages out. The only package that knows Slack's SDKs."""
