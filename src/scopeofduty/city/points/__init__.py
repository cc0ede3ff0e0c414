"""The register of collection points: where the city collects immigration-related information, and why."""
