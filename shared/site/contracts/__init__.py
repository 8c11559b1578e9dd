"""What payers owe by contract: dated rows, and the one engine that prices a claim by them for ledger, denials and estimate."""
