"""From what source systems send to the two facts a visit begins with. Pure: bodies in, values and refusals out."""
