"""Refused money: judged in context, valued at contract, sent back to its cause, followed until it is won or given up."""
