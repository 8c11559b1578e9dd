"""Questions of other systems to a payer: about somebody of whom no encounter is known here."""
