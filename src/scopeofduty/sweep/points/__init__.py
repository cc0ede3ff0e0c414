"""Rules for collection points: fields, columns, options and their names, labels and comments."""
