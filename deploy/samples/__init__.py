"""Invented hospital encounters as FHIR R4 bundles, with everything the people and payers around them would know."""
