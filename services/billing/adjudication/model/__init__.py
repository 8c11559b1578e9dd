"""Values and named rules of adjudication: what a claim was billed as, what payers decided, where the money stands."""
