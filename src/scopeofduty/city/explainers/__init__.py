"""Short answers to common claims, each tied to the rules it rests on."""
