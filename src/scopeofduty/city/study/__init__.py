"""The study log: real rows from elsewhere, held beside the law and never mixed with live contacts."""
