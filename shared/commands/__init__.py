"""Commands of `rcm` that ask or tell running services something; each module registers its own."""
