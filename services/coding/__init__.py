"""From documented care to codes that may stand on a claim: assembled, validated by date, held with reasons a coder can act on."""
