"""What the most common qualifiers say, in our own words. A line names its places (segment and element, component after a point), then code=words."""

import re
from functools import cache

_TEXT = """\
ISA05,ISA07 ZZ=mutually agreed 30=tax id 27=carrier id 28=fiscal intermediary 29=medicare provider 33=NAIC number 01=DUNS 14=DUNS with
    | suffix 20=HIN
ISA15 P=production T=test
GS01 HC=claims HP=payments HS=eligibility inquiries HB=eligibility answers HR=status inquiries HN=status answers HI=reviews
    | FA=acknowledgements PI=attachments
TA104 A=accepted E=accepted with errors R=rejected
BHT02 00=original 01=cancel 11=answer 13=request 18=reissue 06=confirmation 08=status 36=authority to deduct
BHT06 CH=chargeable 31=subrogation RP=encounter DG=answer TH=receipt RU=medical services RT=spend down 18=answer 19=answer
    | AT=administrative
HL03 20=source 21=receiver 19=provider 22=subscriber 23=dependent PT=patient EV=event SS=service
HL04 0=no 1=yes
NM101,N101 03=dependent 13=contracted provider 1P=provider 2B=third party administrator 36=employer 40=receiver 41=submitter 45=drop-off
    | 71=attending 72=operating 73=other physician 74=corrected insured 77=service facility 80=hospital 82=rendering 85=billing provider
    | 87=pay-to provider AY=clearinghouse DD=assistant surgeon DK=ordering DN=referring DQ=supervising FA=facility GB=other insured GP=gateway
    | IL=insured P3=primary care provider P4=earlier referring P5=plan sponsor PE=payee PR=payer PW=pick-up QB=purchased service QC=patient
    | QD=responsible TT=crossover carrier X3=utilization review ZZ=other operating SJ=service provider PRP=primary payer SEP=secondary payer
    | TTP=tertiary payer LR=legal representative VN=vendor ACV=agency HK=subscriber 1I=preferred provider organisation QV=group practice
NM102 1=person 2=organisation
NM108,N103 24=employer tax id 34=social security number 46=electronic id FI=tax id MI=member id PI=payer id XX=NPI XV=plan id SV=service
    | provider
REF01 0B=state license 0F=subscriber number 0K=policy form 18=plan number 1D=medicaid provider 1G=UPIN 1L=group or policy 1W=member id
    | 28=employee 2U=payer id 4N=exception 6P=group number 6R=line control number 9A=repriced claim 9B=repriced line 9C=adjusted repriced claim
    | 9F=referral number BB=authorization BLT=type of bill CE=class of contract CT=contract D9=clearinghouse trace EA=medical record EI=tax id
    | EJ=patient account EV=receiver EW=mammography F2=version F5=medicare crossover F8=payer claim control number FJ=line control number
    | FY=claim office G1=authorization G2=provider number G3=predetermination HPI=provider id IG=insurance policy LU=location LX=investigational
    | MRN=medical record N6=plan network N7=facility network NF=NAIC number NQ=medicaid recipient P4=project PQ=payee PXC=taxonomy Q4=earlier id
    | SY=social security number T4=signal TJ=tax id VP=vendor X4=CLIA number XZ=prescription Y4=property and casualty claim 1K=payer claim
    | control number 1C=medicare provider 1H=CHAMPUS id A6=employee id 3L=branch EO=submitter 1J=facility
DTP01,DTM01 009=processed 011=shipped 036=coverage ended 050=received 090=report begins 091=report ends 096=discharge hour 102=issued
    | 104=certification 150=service from 151=service to 152=certified 193=period begins 194=period ends 198=completed 232=claim from 233=claim
    | to 290=other coverage 291=plan 292=benefit 295=primary care provider 297=last worked 304=last visit 307=eligibility 314=disability
    | 318=added 336=employed 340=COBRA begins 341=COBRA ends 346=plan begins 347=plan ends 348=benefit begins 349=benefit ends 356=eligibility
    | begins 357=eligibility ends 360=disability begins 361=disability ends 382=enrolled 405=production 431=onset 434=statement 435=admission
    | 438=similar illness 439=accident 441=last seen 442=date of death 444=first contact 453=acute manifestation 454=initial treatment 455=last
    | x-ray 456=last certified 461=last certification 463=begin of therapy 471=prescription 472=service 473=benefit year 484=last menstrual
    | period 539=policy begins 540=policy ends 573=paid 607=certification revised 636=last update 738=most recent hemoglobin 739=most recent
    | oxygen test AAH=event 771=status
DTP02 D8=day RD8=period DT=day and time TM=time D6=day
PER01 IC=information CX=claims BL=technical
PER03,PER05,PER07 TE=telephone FX=fax EM=email EX=extension UR=web page ED=access number HP=home telephone
DMG03 F=female M=male U=unknown
PRV01 BI=billing PT=pay-to PE=performing AT=attending RF=referring AS=assistant surgeon OP=operating OR=ordering OT=other AD=admitting
SBR01 P=primary S=secondary T=tertiary U=unknown A=fourth B=fifth C=sixth D=seventh E=eighth F=ninth G=tenth H=eleventh
SBR02 18=self
PAT01 01=spouse 19=child 20=employee 21=unknown 39=organ donor 40=cadaver donor 53=life partner G8=other
INS02 18=self 01=spouse 19=child 34=other adult 20=employee 21=unknown 39=organ donor 40=cadaver donor 53=life partner G8=other
SBR09 MA=medicare A MB=medicare B MC=medicaid CI=commercial BL=blue cross HM=HMO 12=PPO 13=POS 14=EPO 15=indemnity 16=medicare HMO
    | CH=CHAMPUS VA=veterans WC=workers' compensation AM=automobile 09=self pay 11=other FI=federal employees LM=liability OF=other federal
    | ZZ=not known 17=dental HMO DS=disability TV=title V
CLM05.3 1=original 2=first of several 3=continuing 4=last of several 5=late charge 6=corrected 7=replacement 8=void 9=final
CLM11.1 AA=automobile accident EM=employment OA=other accident AP=other party responsible AB=abuse
HI.1 ABK=principal diagnosis BK=principal diagnosis (ICD-9) ABF=diagnosis BF=diagnosis (ICD-9) ABJ=admitting diagnosis BJ=admitting
    | diagnosis (ICD-9) APR=reason for visit PR=reason for visit (ICD-9) ABN=external cause BN=external cause (ICD-9) DR=DRG BBR=principal
    | procedure BR=principal procedure (ICD-9) BBQ=procedure BQ=procedure (ICD-9) BE=value BG=condition BH=occurrence BI=occurrence span
    | TC=treatment BP=anesthesia surgery BO=anesthesia surgery LOI=LOINC
SV101.1,SV202.1,SVC01.1,SVC06.1,SVD03.1,EQ02.1,EB13.1 HC=HCPCS HP=HIPPS AD=dental code N4=NDC NU=revenue code IV=home infusion
    | ER=jurisdiction WK=advanced billing ZZ=own code
SV103 UN=units MJ=minutes
SV204 UN=units DA=days
CTP05.1 F2=international units GR=grams ME=milligrams ML=millilitres UN=units
LIN02 N4=NDC UP=UPC UK=GTIN EN=EAN EO=EAN HI=HIBC ON=order number
BPR01 C=money and details D=details I=details apart H=notification only P=prenotification U=split X=one to the other
BPR03 C=credit D=debit
BPR04 ACH=electronic CHK=check BOP=payer's choice FWT=wire NON=no payment
TRN01 1=this file 2=answered file
CLP02 1=paid as primary 2=paid as secondary 3=paid as tertiary 4=denied 19=primary, forwarded 20=secondary, forwarded 21=tertiary,
    | forwarded 22=reversal 23=not ours, forwarded 25=predetermination
CLP06 MA=medicare A MB=medicare B MC=medicaid HM=HMO 12=PPO 13=POS 14=EPO 15=indemnity 16=medicare HMO CH=CHAMPUS VA=veterans WC=workers'
    | compensation
CAS01 CO=contractual PR=patient OA=other PI=payer initiated CR=correction
AMT01 A8=noncovered AU=covered AAE=approved B6=allowed D=paid D8=discount DY=per day EAF=patient owes F4=postage F5=patient paid
    | I=interest KH=deduction NL=negative balance T=tax T2=before taxes YU=in process YY=returned F3=patient responsibility R=deductible
    | B=coinsurance PB=billed GT=goods and services tax ZK=medicare 1 ZL=medicare 2 ZM=medicare 3 ZN=medicare 4 ZO=medicare 5
LQ01 HE=remark RX=drug reject UT=form
PLB03.1 FB=forwarding balance WO=overpayment recovered L6=interest CS=adjustment 72=authorized return 90=early payment AP=accelerated
    | payment B2=rebate B3=recovery BD=bad debt BN=bonus C5=temporary allowance CR=capitation interest CT=capitation CV=capital CW=certified
    | nurse DM=direct medical education E3=withholding FC=fund allocation GO=graduate education IP=incentive IR=tax IS=interim settlement
    | J1=nonreimbursable L3=penalty LE=levy LS=lump sum OA=organ acquisition OB=offset PI=periodic interim PL=final settlement RA=retro
    | adjustment RE=return on equity SL=student loan TL=third party liability WU=unspecified recovery ZZ=other AH=origination fee AM=applied to
    | borrower 50=late charge 51=interest penalty
EB01 1=active 2=active, full risk 3=active, services capitated 4=active, primary care capitated 5=active, pending investigation 6=inactive
    | 7=inactive, pending update 8=inactive, pending investigation A=coinsurance B=copay C=deductible CB=coverage basis D=benefit description
    | E=exclusions F=limitations G=out of pocket H=unlimited I=not covered J=cost containment K=reserve L=primary care provider M=pre-existing
    | condition MC=managed care coordinator N=services restricted to O=not deemed a necessity P=disclaimer Q=second opinion needed R=other payer
    | S=prior year history T=card lost or stolen U=contact following entity V=cannot process W=other source X=health care facility Y=spend down
EB02 IND=individual FAM=family EMP=employee ESP=employee and spouse ECH=employee and children SPO=spouse SPC=spouse and children
    | CHD=children DEP=dependents
EB06 6=hour 7=day 13=24 hours 21=years 22=service year 23=calendar year 24=year to date 25=contract 26=episode 27=visit 28=outlier
    | 29=remaining 30=exceeded 31=not exceeded 32=lifetime 33=lifetime remaining 34=month 35=week 36=admission
EB11 Y=yes N=no U=unknown
EB12 Y=yes N=no U=unknown W=does not matter
AAA01 Y=yes N=no
AAA04 C=correct and resubmit N=do not resubmit P=resubmit original R=resubmission allowed S=do not resubmit, follow-up Y=do not resubmit,
    | held W=wait 30 days X=wait 10 days
STC03 U=rejected WQ=accepted
UM01 AR=admission HS=health services SC=specialty care IN=initial
UM02 I=initial R=renewal S=revised 1=appeal 2=appeal 3=cancel 4=extension
HCR01 A1=certified A2=partly certified A3=not certified A4=pended A6=modified C=cancelled CT=contact payer NA=no action needed
IK501,AK501 A=accepted E=accepted with errors R=rejected M=rejected W=rejected X=rejected
AK901 A=accepted E=accepted with errors P=partly accepted R=rejected M=rejected W=rejected X=rejected
"""


@cache
def meanings() -> dict[tuple[str, int, int], dict[str, str]]:
    """Words by code, for a segment, an element (0: any of them) and a component (0: the whole element)."""
    found: dict[tuple[str, int, int], dict[str, str]] = {}
    for line in re.sub(r"\n *\| ", " ", _TEXT).splitlines():
        places, _, text = line.partition(" ")
        found |= dict.fromkeys(map(_place, places.split(",")), _words(text))
    return found


def _place(text: str) -> tuple[str, int, int]:
    head, _, component = text.partition(".")
    id, element = (head, "0") if head.isalpha() else (head[:-2], head[-2:])
    return (id, int(element), int(component or 0))


def _words(text: str) -> dict[str, str]:
    """A code is what stands before an equals sign; its words go on to the next code."""
    found: dict[str, str] = {}
    code = ""
    for word in text.split(" "):
        before, equals, after = word.partition("=")
        if equals:
            code = before
            found[code] = after
        else:
            found[code] += f" {word}"
    return found
