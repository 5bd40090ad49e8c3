#!/usr/bin/env python3
"""A roster of specimens: python3 benches/roster.py ROWS > members.csv

Names from many countries, addresses in four, one row in ten with a ground in words of its own. The
same rows every time.
"""
import csv, sys

FIRST = ("Erika Max Jürgen Zoë Łukasz Søren Anaïs José Françoise Müjgan Đorđe Þóra Ștefan Siân Jane "
         "John Käthe Björn Małgorzata Ağça Niamh Håkon Inês Çelik Örjan Žofia Šimon Ľubomír Ēriks Ģirts").split()
LAST = ("Mustermann Muster Doe Roe Große Weiß Nowak Łęcki Ångström García Şahin Öztürk Þorsteinsdóttir "
        "Ionescu Dvořák Kovács Žukauskas Bērziņš Tamm O’Brien D’Angelo Nguyễn Dubois Peeters").split()
TOWNS = [("51147", "Köln", "DE", "NW"), ("01067", "Dresden", "DE", "SN"), ("80331", "München", "DE", "BY"),
         ("24103", "Kiel", "DE", "SH"), ("1010", "Wien", "AT", ""), ("2000", "Antwerpen", "BE", ""),
         ("75001", "Paris", "FR", "")]
OWN = ["Ich berate seit {} Jahren Menschen in finanzieller Not und stehe mit vielen von ihnen in Kontakt. "
       "Was ich schreibe, lässt sich auf einzelne von ihnen zurückführen.",
       "Mein Profil zeigt seit {} Jahren, für wen ich gearbeitet habe. Ein Teil dieser Aufträge ist vertraulich, "
       "und was davon in ein Modell gelangt, bekomme ich nicht zurück."]
HEADER = ["Vorname", "Nachname", "Straße", "Hausnummer", "PLZ", "Ort", "Land", "Bundesland", "E-Mail", "Profil",
          "Grund1", "Begründung1"]

rows = int(sys.argv[1])
sys.stdout.reconfigure(encoding="utf-8", newline="")
out = csv.writer(sys.stdout)
out.writerow(HEADER)
for i in range(rows):
    postcode, city, country, region = TOWNS[i * 7 % len(TOWNS)]
    ground = ("professional-secrecy", OWN[i // 10 % 2].format(2 + i % 31)) if i % 10 == 3 else ("", "")
    out.writerow([FIRST[i * 13 % len(FIRST)], LAST[i * 11 % len(LAST)], "Heidestraße", 1 + i % 199, postcode, city,
                  country, region, f"person{i}@example.org", f"https://www.linkedin.com/in/person-{i}", *ground])
