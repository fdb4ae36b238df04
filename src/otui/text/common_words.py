"""Words that say nothing about what a text is about, in the languages of the program, folded."""

from __future__ import annotations

_WORDS = """
    a about after again all also am an and any are as ask asked asks at back be because been before but by can cannot
    come comes could did do does goes going
    doesn don done each for from get gets got had has have he hello help her here hi him his how i if in into is isn it
    its just kind know let like ll many may me more most much must my need new no not now of off on once one only or our
    out over please regards same see she should since so some still such t thank thanks that the their them then there
    these they this those through to too under up us use used using ve very want was we were what when where which
    while who why will with without work working works would yes yet you your
    aan al alle alleen als alsjeblieft alstublieft altijd andere bedankt ben bij bijv bijvoorbeeld bent beste betreft
    dag dan dank dat de deze die dit doe doen doet door dus dus een eens en er ervan even gaat gaan geen goed goede
    graag groet groeten had hallo hartelijke heb hebben hebt heeft hem het hier hij hoe hoi hulp hun ik in is ja je jij
    jou jouw jullie kan kon kun kunnen kunt maar maken mee meer met mij mijn moet moeten na naar nee niet nieuw nieuwe
    niets nog nu of om omdat onder ons onze ook op over sinds te tegen toch toen tot tussen u uit uw van vanaf via voor
    vriendelijke waar waarom was wat we weer wel welke werd werken werkt wie wij wil willen wilt worden wordt zal ze
    zeer zich zie zij zijn zo zoals zonder zou zouden
    available colleague colleagues connect connection contact customer doesnt error issue message morning open opened
    opening opens please problem problems question report reported request start started starts succeed support
    ticket today try trying tried user users week yesterday
    collega collegas contact fout foutmelding geopend gebruiker gebruikers gelukt gemeld gisteren graag klant krijg
    krijgen krijgt lukt lukte melden melding meldingen morgen ochtend open openen opent probeer proberen probleem
    problemen start starten steeds storing ticket vandaag verbinden verbinding verzoek vraag vragen week weken
"""
COMMON: frozenset[str] = frozenset(_WORDS.split())
"""Words that are passed over."""
