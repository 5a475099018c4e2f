"""Train the model that reads references (``proofdesk/desk/importing/references/learned``)."""
