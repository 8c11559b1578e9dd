"""The account of one encounter: claims with their balances, and what is posted on them."""
