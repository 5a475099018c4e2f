"""Requests to servers outside: ``outside`` never asks this machine or its network, ``http`` fails in one way."""
