"""How codes look whose lists are licensed, retired or nobody's: what their shape alone can say.

CPT belongs to the American Medical Association, CDT to the American Dental Association: not even their numbers are listed here.
"""

from __future__ import annotations

import re
from datetime import date

_LEVEL_II = re.compile(r"[A-CE-V]\d{4}", re.ASCII)
_CPT = re.compile(r"\d{4}[0-9AFMTU]", re.ASCII)
_CDT = re.compile(r"D\d{4}", re.ASCII)
_CPT_MODIFIER = re.compile(r"\d\d|[1238]P|P[1-6]", re.ASCII)
_AMBULANCE = re.compile(r"[DEGHIJNPRS][DEGHIJNPRSX]", re.ASCII)
_ICD9_DIAGNOSIS = re.compile(r"\d{3,5}|V\d{2,4}|E\d{3,4}", re.ASCII)
_ICD9_PROCEDURE = re.compile(r"\d{3,4}", re.ASCII)
_NDC = re.compile(r"\d{11}", re.ASCII)
_HIPPS = re.compile(r"[0-9A-Z]{5}", re.ASCII)
_TREATMENT = re.compile(r"[A-Z]\d{2}", re.ASCII)
_DRG = re.compile(r"(?!000)\d{3}\d?", re.ASCII)
_TAXONOMY = re.compile(r"\d{3}[0-9A-Z](?:00000X|[A-Z]\d{4}[NXY])", re.ASCII)

ICD9_ENDS = date(2015, 9, 30)
"""The last day of service, or discharge, that is coded in ICD-9-CM (CMS, ICD-10 final rule)."""


def is_level_ii(code: str) -> bool:
    """HCPCS Level II: one letter, not D, and four digits."""
    return _LEVEL_II.fullmatch(code) is not None


def is_cpt(code: str) -> bool:
    """The shape of CPT: five digits, or four and a letter of its further categories. Which exist, the site's licensed table says."""
    return _CPT.fullmatch(code) is not None


def is_cdt(code: str) -> bool:
    """The shape of a dental code."""
    return _CDT.fullmatch(code) is not None


def is_cpt_modifier(code: str) -> bool:
    """The shape of the modifiers that belong to CPT: two digits, performance measures, and physical status."""
    return _CPT_MODIFIER.fullmatch(code) is not None


def is_ambulance_modifier(code: str) -> bool:
    """From where and to where an ambulance went: one letter each (Medicare Claims Processing Manual, chapter 15)."""
    return _AMBULANCE.fullmatch(code) is not None


def is_icd9_diagnosis(code: str) -> bool:
    """ICD-9-CM volumes 1 and 2, without the dot."""
    return _ICD9_DIAGNOSIS.fullmatch(code) is not None


def is_icd9_procedure(code: str) -> bool:
    """ICD-9-CM volume 3, without the dot."""
    return _ICD9_PROCEDURE.fullmatch(code) is not None


def is_ndc(code: str) -> bool:
    """A drug as claims name it: labeler, product, package in 5-4-2 digits, without hyphens."""
    return _NDC.fullmatch(code) is not None


def is_hipps(code: str) -> bool:
    """A prospective payment group of a nursing, rehabilitation or home health stay."""
    return _HIPPS.fullmatch(code) is not None


def is_treatment(code: str) -> bool:
    """A treatment code of a home health plan of care: a letter and two digits."""
    return _TREATMENT.fullmatch(code) is not None


def is_drg(code: str) -> bool:
    """Three digits (MS-DRG, APR-DRG), or four with the severity. Whose groups they are, the payer says."""
    return _DRG.fullmatch(code) is not None


def is_taxonomy(code: str) -> bool:
    """A provider taxonomy code: four characters of classification, then a specialization or zeros, then X (N and Y in the first lists)."""
    return _TAXONOMY.fullmatch(code) is not None
