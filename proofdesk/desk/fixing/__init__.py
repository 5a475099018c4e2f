"""Fixes of `desk check --fix`: what needs no person's judgement, each safe to repeat, and none within code."""
