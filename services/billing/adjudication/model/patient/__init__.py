"""What the patient is told, when, and why not yet."""
