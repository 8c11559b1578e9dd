"""FHIR R4 bundles, ours and foreign ones: what can be read is read, what cannot is refused with its place, visit by visit."""
