"""The register of legal obligations, and the collection points that rest on them."""
