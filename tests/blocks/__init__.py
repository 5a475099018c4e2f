"""Tests of the blocks: `proofdesk/blocks/` and the kinds in `hooks/blocks/`."""
