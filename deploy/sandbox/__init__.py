"""A clearinghouse with three fictional payers: the counterparty for demonstrations and tests.

It owns its own X12 reader and writer, its own copy of the demonstration world and its own opinion
of every claim. Nothing of `shared` or `services` is imported: an error that both sides would share
could not be seen.
"""
