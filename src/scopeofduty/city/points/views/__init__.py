"""Pages of the register of collection points."""
