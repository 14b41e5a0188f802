#!/usr/bin/env python3
"""Writes files like real exports, and beside each what must become of it when it is imported as Muster proposes.

    generate.py FOLDER

All people are made up; their addresses lie in domains that are kept for examples. The same folder comes out each time.
Headers and oddities are those of the systems' own exports. Beside `NAME.csv` lies its truth, `NAME.json`:

    rows      rows under the header
    rejected  rows that are not imported: those without an address
    repeated  rows of people that stand in the file twice
    left_out  values that no field can hold
    guesses   the kinds of fields that Muster proposes to make for columns, by their names
    contacts  for each address the fields that are not blank
"""

import csv
import io
import json
import random
import sys
from pathlib import Path

FIRST = ["Anna", "Ben", "Clara", "David", "Eva", "Finn", "Greta", "Hugo", "Ida", "Jonas", "Lena", "Max", "Nina", "Oskar", "Paula"]
ACCENTED = ["Jürgen", "Zoë", "François", "Søren", "Álvaro", "Björn", "Käthe", "André"]
FAR = ["Иван", "Łukasz", "Ελένη", "美咲"]
LAST = ["Adler", "Berg", "Conrad", "Dorn", "Ebert", "Falk", "Graf", "Horn", "Keller", "Lang", "Meier", "Neumann", "O'Brien", "Peters"]
ACCENTED_LAST = ["Müller", "Groß", "Núñez", "Lefèvre", "Sjöberg", "von der Höhe"]
FAR_LAST = ["Петров", "Żak", "Παππάς", "佐藤"]
COMPANIES = ["Example & Söhne GmbH", 'Berg "Bau" KG', "Nord, Süd & Co.", "ACME Inc.", "3M-Werk", "Café Zentral", "Kontor 7"]
JOBS = ["Geschäftsführer", "Sales Manager", "Head of Marketing", "Engineer", "Assistentin", "CEO", "Buyer, Europe"]
TOWNS = [("Ulm", "89073", "Baden-Württemberg"), ("Köln", "50667", "Nordrhein-Westfalen"), ("Dresden", "01067", "Sachsen"),
         ("München", "80331", "Bayern"), ("Leipzig", "04109", "Sachsen")]
STREETS = ["Hauptstraße", "Am Markt", "Lindenallee", "Gartenweg", "Place d'Armes"]
HOSTS = ["example.com", "example.org", "example.net", "mail.example.com", "shop.example.org"]


class People:
    """Random people, each with all that an export may say of them. `far` allows letters beyond western Europe."""

    def __init__(self, seed, far):
        self.random = random.Random(seed)
        self.far = far
        self.count = 0

    def pick(self, values):
        return values[int(self.random.random() * len(values))]

    def below(self, limit):
        return int(self.random.random() * limit)

    def phone(self, start):
        digits = f"{self.below(10_000_000):07}"
        return f"+49 {start} {digits[:3]} {digits[3:]}"

    def person(self):
        self.count += 1
        choice = self.below(10)
        first, last = self.pick(FIRST), self.pick(LAST)
        if choice >= 7:
            first, last = self.pick(ACCENTED), self.pick(ACCENTED_LAST)
        if choice == 9 and self.far:
            at = self.below(len(FAR))
            first, last = FAR[at], FAR_LAST[at]
        town, zip_code, state = self.pick(TOWNS)
        person = {
            "email": f"person{self.count}.{self.below(1000)}@{self.pick(HOSTS)}",
            "first": first,
            "last": last,
            "street": f"{self.pick(STREETS)} {1 + self.below(90)}",
            "city": town,
            "zip": zip_code,
            "state": state,
            "company": self.pick(COMPANIES),
            "job": self.pick(JOBS),
            "mobile": self.phone(151),
            "work": self.phone(30),
            "home": self.phone(711),
            "born": (1950 + self.below(50), 1 + self.below(12), 1 + self.below(28)),
            "notes": self.pick(["", "", "met at the fair", 'says "call later"', "line one\nline two, with a comma", "été; hiver"]),
            "site": f"https://www.example.com/{self.count}",
        }
        return person


class Table:
    """Rows with their truth."""

    def __init__(self, header):
        self.header = header
        self.rows = []
        self.contacts = {}
        self.rejected = self.repeated = self.left_out = 0
        self.guesses = {}

    def add(self, cells, email, fields):
        """A row; `cells` by column name, `fields` what the contact has afterwards."""
        unknown = set(cells) - set(self.header)
        assert not unknown, unknown
        self.rows.append([cells.get(name, "") for name in self.header])
        if email is None:
            self.rejected += 1
            return
        kept = {name: value for name, value in fields.items() if value}
        if email in self.contacts:
            assert self.contacts[email] == kept
            self.repeated += 1
        self.contacts[email] = kept

    def truth(self):
        return {
            "rows": len(self.rows),
            "rejected": self.rejected,
            "repeated": self.repeated,
            "left_out": self.left_out,
            "guesses": self.guesses,
            "contacts": self.contacts,
        }


def write(folder, name, table, *, encoding="utf-8", delimiter=",", quoting=csv.QUOTE_MINIMAL, end="\r\n", before="", change=None):
    """Writes a file and its truth; `change` may still damage the text as the exporter does."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(table.header)
    writer.writerows(table.rows)
    text = before + out.getvalue()
    (folder / f"{name}.csv").write_bytes((change(text) if change else text).encode(encoding))
    truth = json.dumps(table.truth(), ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(truth + "\n", encoding="utf-8")


def iso(born):
    return f"{born[0]:04}-{born[1]:02}-{born[2]:02}"


def yearless(born):
    return f"--{born[1]:02}-{born[2]:02}"


def german(born):
    return f"{born[2]:02}.{born[1]:02}.{born[0]:04}"


def american(born):
    return f"{born[1]}/{born[2]}/{born[0]}"


def in_some_case(people, email):
    """As people type it."""
    return people.pick([email, email, email, email.upper(), email.title(), f" {email} ", f"<{email}>", f"mailto:{email}"])


GOOGLE_ADDRESS = ["Label", "Formatted", "Street", "City", "PO Box", "Region", "Postal Code", "Country", "Extended Address"]


def google_new(folder):
    header = (
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,"
        "Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
        "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
    ).split(",")[:-1]
    header += [f"Address 1 - {part}" for part in GOOGLE_ADDRESS] + ["Website 1 - Label", "Website 1 - Value"]
    table, people = Table(header), People(1, True)
    for number in range(120):
        it = people.person()
        has_address, yearly = number % 9 != 4, number % 3 == 0
        prefix = "Dr." if number % 11 == 0 else ""
        born = iso(it["born"]) if yearly else yearless(it["born"])
        cells = {
            "First Name": it["first"], "Last Name": it["last"], "Name Prefix": prefix, "Organization Name": it["company"],
            "Organization Title": it["job"], "Birthday": born if yearly else f" {born}", "Notes": it["notes"],
            "Labels": "* myContacts ::: Friends", "E-mail 1 - Label": "* Work", "E-mail 1 - Value": it["email"],
            "Phone 1 - Label": "* Mobile", "Phone 1 - Value": it["mobile"],
            "Address 1 - Label": "Home", "Address 1 - Street": it["street"], "Address 1 - City": it["city"],
            "Address 1 - Region": it["state"], "Address 1 - Postal Code": it["zip"], "Address 1 - Country": "DE",
            "Website 1 - Label": "Profile", "Website 1 - Value": it["site"],
        }
        fields = {
            "first_name": it["first"], "last_name": it["last"], "title_before": prefix, "company": it["company"],
            "job_title": it["job"], "birthday": born, "notes": it["notes"], "mobile_phone": it["mobile"], "website": it["site"],
            "address1": it["street"], "city": it["city"], "state": it["state"], "zip": it["zip"], "country": "DE",
        }
        if number % 4 == 1:
            cells |= {"Phone 1 - Label": "* Home", "Phone 1 - Value": it["home"]}
            fields |= {"mobile_phone": "", "home_phone": it["home"]}
        if number % 4 in (1, 2):
            cells |= {"Phone 2 - Label": "Work", "Phone 2 - Value": it["work"]}
            fields["business_phone"] = it["work"]
        if number % 12 == 2:  # two numbers in a cell, and one field is free
            cells["Phone 1 - Value"] = f"{it['mobile']} ::: {it['home']}"
            fields["home_phone"] = it["home"]
        if number % 20 == 3:  # a fax is no telephone
            cells |= {"Phone 2 - Label": "Work Fax", "Phone 2 - Value": it["work"]}
            table.left_out += has_address
        if number % 15 == 0:
            cells["E-mail 1 - Value"] = f"{it['email']} ::: other{number}@example.org"
            table.left_out += has_address
        if number % 10 == 7:
            cells |= {"Address 1 - Street": f"{it['street']}\nHinterhaus"}
            fields["address1"] = f"{it['street']}\nHinterhaus"
        if not has_address:
            cells |= {"E-mail 1 - Label": "", "E-mail 1 - Value": ""}
        table.add(cells, it["email"] if has_address else None, fields)
    write(folder, "google-new", table, before="\ufeff", end="\n")


def google_old(folder):
    header = (
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,"
        "Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,"
        "Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
        "E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,"
    ).split(",")[:-1]
    header += [f"Address 1 - {part}".replace("Label", "Type") for part in GOOGLE_ADDRESS]
    header += [f"Organization 1 - {part}" for part in ["Type", "Name", "Yomi Name", "Title", "Department"]]
    table, people = Table(header), People(2, True)
    for number in range(60):
        it = people.person()
        cells = {
            "Name": f"{it['first']} {it['last']}", "Given Name": it["first"], "Family Name": it["last"], "Notes": it["notes"],
            "Group Membership": "* myContacts", "E-mail 1 - Type": "* ", "E-mail 1 - Value": it["email"],
            "Phone 1 - Type": "Work", "Phone 1 - Value": it["work"], "Birthday": iso(it["born"]),
            "Organization 1 - Name": it["company"], "Organization 1 - Title": it["job"],
        }
        fields = {
            "first_name": it["first"], "last_name": it["last"], "notes": it["notes"], "business_phone": it["work"],
            "birthday": iso(it["born"]), "company": it["company"], "job_title": it["job"],
        }
        if number % 3 == 0:
            cells |= {"Phone 2 - Type": "Mobile", "Phone 2 - Value": it["mobile"]}
            fields["mobile_phone"] = it["mobile"]
        if number % 5 == 4:
            cells["E-mail 1 - Value"] = ""
        table.add(cells, None if number % 5 == 4 else it["email"], fields)
    write(folder, "google-old", table, end="\n")


OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,Business Street 3,"
    "Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,"
    "Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,Other City,Other State,"
    "Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,"
    "Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,"
    "TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,"
    "Children,Directory Server,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,"
    "E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,Initials,"
    "Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,Office Location,Organizational ID Number,"
    "Other Address PO Box,Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page"
).split(",")


def outlook_classic(folder):
    table, people = Table(OUTLOOK), People(3, False)
    for number in range(80):
        it = people.person()
        title = people.pick(["Mr.", "Ms.", "Dr.", ""])
        gender = people.pick(["Male", "Female", "Unspecified"])
        is_known = number % 4 != 1
        cells = {
            "Title": title, "First Name": it["first"], "Last Name": it["last"], "Company": it["company"], "Job Title": it["job"],
            "Business Phone": it["work"], "Mobile Phone": it["mobile"], "Anniversary": "0/0/00",
            "Birthday": american(it["born"]) if is_known else "0/0/00", "E-mail Address": in_some_case(people, it["email"]),
            "E-mail Type": "SMTP", "E-mail Display Name": f"{it['first']} {it['last']} ({it['email']})", "Gender": gender,
            "Government ID Number": "", "Notes": it["notes"], "Priority": "Normal", "Private": "False", "Sensitivity": "Normal",
            "Web Page": it["site"],
        }
        fields = {
            "salutation": title, "first_name": it["first"], "last_name": it["last"], "company": it["company"], "job_title": it["job"],
            "business_phone": it["work"], "mobile_phone": it["mobile"], "birthday": iso(it["born"]) if is_known else "",
            "gender": {"Male": "male", "Female": "female"}.get(gender, ""), "notes": it["notes"], "website": it["site"],
        }
        at_home = {"Home Street": it["street"], "Home City": it["city"], "Home Postal Code": it["zip"]}
        at_work = {f"Business {part}": it[name] for part, name in [("Street", "street"), ("City", "city"), ("State", "state"), ("Postal Code", "zip")]}
        if number % 5 == 0:  # known at home only: no part of it may stand beside a business address
            cells |= at_home
        else:
            cells |= at_work | {"Business Country/Region": "Germany"}
            fields |= {"address1": it["street"], "city": it["city"], "state": it["state"], "zip": it["zip"], "country": "Germany"}
        if number % 13 == 6:
            cells["E-mail Address"] = ""
        table.add(cells, None if number % 13 == 6 else it["email"], fields)
    write(folder, "outlook-classic", table, encoding="cp1252", quoting=csv.QUOTE_ALL)


def outlook_com(folder):
    header = (
        "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,"
        "E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,"
        "Pager,Business Fax,Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,"
        "Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,Business Street,"
        "Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State,"
        "Home Postal Code,Home Country/Region,Other Street,Other City,Other State,Other Postal Code,Other Country/Region,"
        "Personal Web Page,Spouse,Schools,Hobby,Location,Web Page,Birthday,Anniversary,Notes"
    ).split(",")
    table, people = Table(header), People(4, True)
    for number in range(60):
        it = people.person()
        cells = {
            "First Name": it["first"], "Last Name": it["last"], "E-mail Address": it["email"], "Home Phone": it["home"],
            "Home Street": it["street"], "Home City": it["city"], "Home Postal Code": it["zip"], "Home Country/Region": "Deutschland",
            "Birthday": iso(it["born"]) if number % 2 else "", "Notes": it["notes"], "Company": it["company"],
        }
        if number % 6 == 0:
            cells |= {"Business City": "Rom", "Business Country/Region": "Italien"}
        fields = {
            "first_name": it["first"], "last_name": it["last"], "home_phone": it["home"], "address1": it["street"],
            "city": it["city"], "zip": it["zip"], "country": "Deutschland", "birthday": cells["Birthday"],
            "notes": it["notes"], "company": it["company"],
        }
        table.add(cells, it["email"], fields)
    write(folder, "outlook-com", table, before="\ufeff")


def outlook_german(folder):
    header = (
        "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Straße geschäftlich 2,"
        "Straße geschäftlich 3,Ort geschäftlich,Region geschäftlich,Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,"
        "Straße privat 2,Straße privat 3,Ort privat,Bundesland/Kanton privat,Postleitzahl privat,Land/Region privat,Weitere Straße,"
        "Weiterer Ort,Weitere Postleitzahl,Telefon Assistent,Fax geschäftlich,Telefon geschäftlich,Telefon geschäftlich 2,"
        "Rückmeldung,Autotelefon,Telefon Firma,Fax privat,Telefon privat,Telefon privat 2,ISDN,Mobiltelefon,Pager,Geburtstag,"
        "E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,Geschlecht,Notizen,Priorität,Privat,Webseite"
    ).split(",")
    table, people = Table(header), People(5, False)
    for number in range(60):
        it = people.person()
        gender = people.pick(["Männlich", "Weiblich", ""])
        cells = {
            "Anrede": people.pick(["Herr", "Frau", "Herr Dr."]), "Vorname": it["first"], "Nachname": it["last"], "Firma": it["company"],
            "Position": it["job"], "Straße privat": it["street"], "Ort privat": it["city"], "Postleitzahl privat": it["zip"],
            "Land/Region privat": "Deutschland", "Telefon geschäftlich": it["work"], "Telefon privat": it["home"],
            "Mobiltelefon": it["mobile"], "Geburtstag": german(it["born"]), "E-Mail-Adresse": it["email"], "E-Mail-Typ": "SMTP",
            "Geschlecht": gender, "Notizen": it["notes"], "Priorität": "Normal", "Privat": "Falsch", "Webseite": it["site"],
        }
        fields = {
            "salutation": cells["Anrede"], "first_name": it["first"], "last_name": it["last"], "company": it["company"],
            "job_title": it["job"], "address1": it["street"], "city": it["city"], "zip": it["zip"], "country": "Deutschland",
            "business_phone": it["work"], "home_phone": it["home"], "mobile_phone": it["mobile"], "birthday": iso(it["born"]),
            "gender": {"Männlich": "male", "Weiblich": "female", "": ""}[gender], "notes": it["notes"], "website": it["site"],
        }
        table.add(cells, it["email"], fields)
    write(folder, "outlook-german", table, encoding="cp1252", quoting=csv.QUOTE_ALL)


def mailchimp(folder):
    header = (
        "Email Address,First Name,Last Name,Address,Phone Number,Birthday,Company,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
        "CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
    ).split(",")
    table, people = Table(header), People(6, True)
    for number in range(151):
        it = people.person()
        has_birthday = number % 3 != 0
        address = f"{it['street']}  {it['city']}  {it['zip']}  DE" if number % 2 else ""
        cells = {
            "Email Address": it["email"], "First Name": it["first"], "Last Name": it["last"], "Address": address,
            "Phone Number": it["work"], "Birthday": f"{it['born'][1]:02}/{it['born'][2]:02}" if has_birthday else "",
            "Company": it["company"], "MEMBER_RATING": str(1 + number % 5), "OPTIN_TIME": "2024-03-12 09:14:00", "CONFIRM_TIME": "2024-03-12 09:15:10",
            "CONFIRM_IP": "192.0.2.7", "LATITUDE": "48.3984000", "LONGITUDE": "9.9916000", "GMTOFF": "1", "DSTOFF": "2",
            "TIMEZONE": "europe/berlin", "CC": "DE", "REGION": "BW", "LAST_CHANGED": "2024-03-12 09:15:10",
            "LEID": str(100000 + number), "EUID": f"{number:010x}", "NOTES": it["notes"], "TAGS": '"VIP","Blog"' if number % 2 else '"News"',
        }
        fields = {
            "first_name": it["first"], "last_name": it["last"], "address1": address, "business_phone": it["work"],
            "birthday": yearless(it["born"]) if has_birthday else "", "company": it["company"], "notes": it["notes"],
        }
        table.add(cells, it["email"], fields)
    table.guesses = {"LEID": "text", "OPTIN_TIME": "date_time", "LATITUDE": "decimal", "MEMBER_RATING": "number"}
    write(folder, "mailchimp-subscribed", table, end="\n")


def hubspot(folder):
    header = (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Primary Associated Company ID,Last Activity Date,Lead Status,"
        "Marketing contact status,Create Date,Associated Company,Job Title,Country/Region,State/Region,City,Postal Code,Street Address,"
        "Mobile Phone Number,Website URL,Associated Company IDs,Unsubscribed from all email"
    ).split(",")
    table, people = Table(header), People(7, True)
    for number in range(60):
        it = people.person()
        cells = {
            "Record ID": str(5100000000 + number * 7), "First Name": it["first"], "Last Name": it["last"], "Email": it["email"],
            "Phone Number": it["work"], "Contact owner": "Olga Owner (olga@example.com)", "Last Activity Date": "2024-03-12 09:14",
            "Lead Status": "Open", "Marketing contact status": "Marketing contact", "Create Date": "2023-01-02 08:00",
            "Associated Company": it["company"], "Job Title": it["job"], "Country/Region": "Germany", "State/Region": it["state"],
            "City": it["city"], "Postal Code": it["zip"], "Street Address": it["street"], "Mobile Phone Number": it["mobile"],
            "Website URL": it["site"], "Associated Company IDs": "77;78", "Unsubscribed from all email": people.pick(["", "true", "false"]),
        }
        fields = {
            "first_name": it["first"], "last_name": it["last"], "business_phone": it["work"], "owner": cells["Contact owner"],
            "company": it["company"], "job_title": it["job"], "country": "Germany", "state": it["state"], "city": it["city"],
            "zip": it["zip"], "address1": it["street"], "mobile_phone": it["mobile"], "website": it["site"],
        }
        if number % 7 == 3:
            cells["Email"] = ""
        table.add(cells, None if number % 7 == 3 else it["email"], fields)
    table.guesses = {"Record ID": "text", "Create Date": "date_time", "Unsubscribed from all email": "yes_no", "Lead Status": "text"}
    write(folder, "hubspot", table, quoting=csv.QUOTE_ALL, end="\n")


def salesforce_report(folder):
    header = (
        "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,"
        "Mailing Country,Other Street,Other City,Phone,Fax,Mobile,Email,Account Owner,Email Opt Out,Birthdate,Description"
    ).split(",")
    table, people = Table(header), People(8, False)
    for number in range(60):
        it = people.person()
        street = f"{it['street']}\nGebäude {number}" if number % 4 == 0 else it["street"]
        cells = {
            "Salutation": people.pick(["Mr.", "Ms.", "Dr."]), "First Name": it["first"], "Last Name": it["last"], "Title": it["job"],
            "Account Name": it["company"], "Mailing Street": street, "Mailing City": it["city"], "Mailing State/Province": it["state"],
            "Mailing Zip/Postal Code": it["zip"], "Mailing Country": "Germany", "Phone": it["work"], "Fax": it["home"],
            "Mobile": it["mobile"], "Email": it["email"], "Account Owner": "Olga Owner", "Email Opt Out": people.pick(["0", "1"]),
            "Birthdate": american(it["born"]), "Description": it["notes"],
        }
        if number % 10 == 0:
            cells |= {"Other Street": "Via Appia 1", "Other City": "Roma"}
        fields = {
            "salutation": cells["Salutation"], "first_name": it["first"], "last_name": it["last"], "job_title": it["job"],
            "company": it["company"], "address1": street, "city": it["city"], "state": it["state"], "zip": it["zip"],
            "country": "Germany", "business_phone": it["work"], "mobile_phone": it["mobile"], "owner": "Olga Owner",
            "birthday": iso(it["born"]), "notes": it["notes"],
        }
        table.add(cells, it["email"], fields)
    write(folder, "salesforce-report", table, encoding="latin-1", quoting=csv.QUOTE_ALL, end="\n")


def salesforce_loader(folder):
    header = (
        "Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Salutation,Name,OtherStreet,OtherCity,OtherState,OtherPostalCode,"
        "OtherCountry,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,Phone,Fax,MobilePhone,HomePhone,OtherPhone,"
        "AssistantPhone,ReportsToId,Email,Title,Department,AssistantName,LeadSource,Birthdate,Description,OwnerId,HasOptedOutOfEmail,"
        "CreatedDate,CreatedById,LastModifiedDate,LastModifiedById,SystemModstamp,EmailBouncedReason,EmailBouncedDate,Jigsaw"
    ).split(",")
    table, people = Table(header), People(9, True)
    for number in range(60):
        it = people.person()
        cells = {
            "Id": f"003A0000{number:07}AAA", "IsDeleted": "0", "LastName": it["last"], "FirstName": it["first"],
            "Name": f"{it['first']} {it['last']}", "MailingStreet": it["street"], "MailingCity": it["city"], "MailingState": it["state"],
            "MailingPostalCode": it["zip"], "MailingCountry": "Germany", "Phone": it["work"], "MobilePhone": it["mobile"],
            "Email": it["email"], "Title": it["job"], "LeadSource": "Web", "Birthdate": iso(it["born"]), "Description": it["notes"],
            "OwnerId": "005A0000000AAAA", "HasOptedOutOfEmail": people.pick(["true", "false"]), "CreatedDate": "2023-01-02T08:00:00.000Z",
            "SystemModstamp": "2024-03-12T09:14:00.000Z",
        }
        fields = {
            "first_name": it["first"], "last_name": it["last"], "address1": it["street"], "city": it["city"], "state": it["state"],
            "zip": it["zip"], "country": "Germany", "business_phone": it["work"], "mobile_phone": it["mobile"], "job_title": it["job"],
            "birthday": iso(it["born"]), "notes": it["notes"],
        }
        table.add(cells, it["email"], fields)
    table.guesses = {"Id": "text", "CreatedDate": "date_time", "HasOptedOutOfEmail": "yes_no"}
    write(folder, "salesforce-loader", table, quoting=csv.QUOTE_ALL)


def excel_german(folder):
    header = (
        "Kundennummer;Anrede;Titel;Vorname;Name;Firma;Straße;PLZ;Ort;Land;Ländervorwahl;Telefon;Mobil;E-Mail;E-Mail-Adresse;"
        "Geburtsdatum;Geschlecht;Umsatz;Newsletter;Letzter Kauf;Position;Bemerkung"
    ).split(";")
    table, people = Table(header), People(10, False)
    for number in range(60):
        it = people.person()
        notes = it["notes"].replace("\n", " ")
        title, gender = people.pick(["", "", "Dr.", "Prof. Dr."]), people.pick(["m", "w", "d", ""])
        euros = f"{people.below(9)}.{people.below(1000):03},{people.below(100):02}" if number % 3 else f"{people.below(900)},5"
        cells = {
            "Kundennummer": f"{10023 + number * 3}", "Anrede": people.pick(["Herr", "Frau"]), "Titel": title, "Vorname": it["first"],
            "Name": it["last"], "Firma": it["company"], "Straße": it["street"], "PLZ": it["zip"], "Ort": it["city"],
            "Land": "Deutschland", "Ländervorwahl": "+49", "Telefon": it["work"], "Mobil": it["mobile"], "E-Mail": people.pick(["ja", "nein"]),
            "E-Mail-Adresse": it["email"], "Geburtsdatum": german(it["born"]), "Geschlecht": gender, "Umsatz": euros,
            "Newsletter": people.pick(["WAHR", "FALSCH"]), "Letzter Kauf": "12.03.2024", "Position": str(number + 1), "Bemerkung": notes,
        }
        fields = {
            "salutation": cells["Anrede"], "title_before": title, "first_name": it["first"], "last_name": it["last"],
            "company": it["company"], "address1": it["street"], "zip": it["zip"], "city": it["city"], "country": "Deutschland",
            "business_phone": it["work"], "mobile_phone": it["mobile"], "birthday": iso(it["born"]),
            "gender": {"m": "male", "w": "female", "d": "other", "": ""}[gender], "notes": notes,
        }
        if number % 9 == 1:
            cells["PLZ"] = f'="{it["zip"]}"'
        if number % 9 == 2:
            cells["Mobil"] = f"'{it['mobile']}"
        if number % 9 == 3:
            cells["E-Mail-Adresse"] = f"'{it['email']}"
        if number % 9 == 4:  # what the spreadsheet made of a number
            cells["Mobil"], fields["mobile_phone"] = "4,91512E+11", ""
            table.left_out += 1
        if number % 9 == 5:
            cells["Geburtsdatum"], fields["birthday"] = "31.02.1970", ""
            table.left_out += 1
        if number % 9 == 6:
            cells["Geburtsdatum"] = german(it["born"])[:6] + f"{it['born'][0] % 100:02}"
        has_address = number % 20 != 19
        cells["E-Mail-Adresse"] = cells["E-Mail-Adresse"] if has_address else ""
        table.left_out -= not has_address and number % 9 in (4, 5)
        table.add(cells, it["email"] if has_address else None, fields)
        if number % 25 == 10:  # the same person again, as somebody else typed the address
            table.add(cells | {"E-Mail-Adresse": it["email"].upper()}, it["email"], fields)
    table.guesses = {
        "Kundennummer": "text", "Ländervorwahl": "text", "Umsatz": "decimal", "Newsletter": "yes_no", "Letzter Kauf": "date", "E-Mail": "yes_no",
    }

    def with_delimiters(text):
        """Excel writes a delimiter for a column that was only coloured, in all rows but the header."""
        first, *rest = text.split("\r\n")
        return "\r\n".join([first] + [f"{line};" if line else line for line in rest])

    write(folder, "excel-german", table, encoding="cp1252", delimiter=";", change=with_delimiters)


def shopify(folder):
    header = (
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,"
        "Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,"
        "Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags"
    ).split(",")
    table, people = Table(header), People(11, True)
    for number in range(60):
        it = people.person()
        cells = {
            "Customer ID": f"'{6400000000000 + number}", "First Name": it["first"], "Last Name": it["last"], "Email": it["email"],
            "Accepts Email Marketing": people.pick(["yes", "no"]), "Default Address Company": it["company"],
            "Default Address Address1": it["street"], "Default Address Address2": "2. OG" if number % 5 == 0 else "",
            "Default Address City": it["city"], "Default Address Province Code": "BY", "Default Address Country Code": "DE",
            "Default Address Zip": f"'{it['zip']}", "Default Address Phone": f"'{it['work']}", "Phone": f"'{it['work']}",
            "Accepts SMS Marketing": "no", "Total Spent": f"{people.below(900)}.50", "Total Orders": str(people.below(9)),
            "Note": it["notes"], "Tax Exempt": "no", "Tags": "newsletter, vip",
        }
        fields = {
            "first_name": it["first"], "last_name": it["last"], "company": it["company"], "address1": it["street"],
            "address2": cells["Default Address Address2"], "city": it["city"], "state": "BY", "country": "DE", "zip": it["zip"],
            "business_phone": it["work"], "notes": it["notes"],
        }
        if number % 12 == 5:
            cells["Email"] = ""
        table.add(cells, None if number % 12 == 5 else it["email"], fields)
    table.guesses = {"Customer ID": "text", "Total Spent": "decimal", "Total Orders": "number", "Tax Exempt": "yes_no"}
    write(folder, "shopify", table, end="\n")


def pipedrive(folder):
    parts = (
        "Name,First name,Last name,Label(s),Organization,Email - Work,Email - Home,Email - Other,Phone - Work,Phone - Home,Phone - Mobile,"
        "Phone - Other,Title,Marketing status,Double opt-in,Person created,Last activity date,ID,Owner"
    ).split(",")
    table, people = Table([f"Person - {part}" for part in parts]), People(12, True)
    for number in range(60):
        it = people.person()
        cells = {
            "Name": f"{it['first']} {it['last']}", "First name": it["first"], "Last name": it["last"], "Organization": it["company"],
            "Email - Work": it["email"], "Email - Home": f"home{number}@example.net" if number % 4 == 0 else "", "Phone - Work": it["work"],
            "Phone - Home": it["home"] if number % 3 == 0 else "", "Phone - Mobile": it["mobile"], "Title": it["job"],
            "Marketing status": people.pick(["Subscribed", "No consent", "Bounced"]), "Person created": "2023-01-02 08:00:00",
            "ID": str(number + 1), "Owner": "Olga Owner",
        }
        fields = {
            "first_name": it["first"], "last_name": it["last"], "company": it["company"], "business_phone": it["work"],
            "home_phone": cells["Phone - Home"], "mobile_phone": it["mobile"], "job_title": it["job"], "owner": "Olga Owner",
        }
        table.add({f"Person - {part}": value for part, value in cells.items()}, it["email"], fields)
    write(folder, "pipedrive", table, quoting=csv.QUOTE_ALL, end="\n")


def zoho(folder):
    header = (
        "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name.id,Account Name,Email,Title,Department,"
        "Phone,Home Phone,Mobile,Date of Birth,Created By,Created Time,Contact Name,Description,Email Opt Out,Salutation,Secondary Email,"
        "Tag,Unsubscribed Mode,Mailing Street,Mailing City,Mailing State,Mailing Zip,Mailing Country,Other Street,Other City,Locked"
    ).split(",")
    table, people = Table(header), People(13, True)
    for number in range(60):
        it = people.person()
        cells = {
            "Record Id": f"zcrm_4150868{number:06}", "Contact Owner.id": "zcrm_1", "Contact Owner": "Olga Owner", "First Name": it["first"],
            "Last Name": it["last"], "Account Name.id": "zcrm_2", "Account Name": it["company"], "Email": it["email"], "Title": it["job"],
            "Phone": it["work"], "Home Phone": it["home"], "Mobile": it["mobile"], "Date of Birth": iso(it["born"]),
            "Created By": "Olga Owner", "Created Time": "2023-01-02 08:00:00", "Contact Name": f"{it['first']} {it['last']}",
            "Description": it["notes"], "Email Opt Out": people.pick(["true", "false"]), "Salutation": people.pick(["Mr.", "Ms.", ""]),
            "Secondary Email": f"second{number}@example.org", "Mailing Street": it["street"], "Mailing City": it["city"],
            "Mailing State": it["state"], "Mailing Zip": it["zip"], "Mailing Country": "Germany", "Locked": "false",
        }
        fields = {
            "owner": "Olga Owner", "first_name": it["first"], "last_name": it["last"], "company": it["company"], "job_title": it["job"],
            "business_phone": it["work"], "home_phone": it["home"], "mobile_phone": it["mobile"], "birthday": iso(it["born"]),
            "notes": it["notes"], "salutation": cells["Salutation"], "address1": it["street"], "city": it["city"], "state": it["state"],
            "zip": it["zip"], "country": "Germany",
        }
        table.add(cells, it["email"], fields)
    write(folder, "zoho", table)


def linkedin(folder):
    table, people = Table("First Name,Last Name,URL,Email Address,Company,Position,Connected On".split(",")), People(14, True)
    for number in range(60):
        it = people.person()
        has_address = number % 4 == 0
        cells = {
            "First Name": it["first"], "Last Name": it["last"], "URL": f"https://www.example.com/in/{number}",
            "Email Address": it["email"] if has_address else "", "Company": it["company"], "Position": it["job"],
            "Connected On": "12 Mar 2024",
        }
        fields = {"first_name": it["first"], "last_name": it["last"], "website": cells["URL"], "company": it["company"], "job_title": it["job"]}
        table.add(cells, it["email"] if has_address else None, fields)
    table.guesses = {"Connected On": "date"}
    notes = 'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see email addresses for connections who have allowed their connections to see or download their email address."\n\n'
    write(folder, "linkedin", table, before=f"\ufeff{notes}", end="\n")


def newsletter_german(folder):
    header = "email;anrede;titel;vorname;nachname;firma;plz;ort;land;telefon;geburtstag;status;registriert am;bestätigt am;Bounced;Opt-in".split(";")
    table, people = Table(header), People(15, True)
    for number in range(60):
        it = people.person()
        cells = {
            "email": it["email"], "anrede": people.pick(["Herr", "Frau"]), "vorname": it["first"], "nachname": it["last"],
            "firma": it["company"], "plz": it["zip"], "ort": it["city"], "land": "DE", "telefon": it["work"],
            "geburtstag": german(it["born"]), "status": "aktiv", "registriert am": "12.03.2024 09:14", "bestätigt am": "12.03.2024 09:15",
            "Bounced": "nein", "Opt-in": "ja",
        }
        fields = {
            "salutation": cells["anrede"], "first_name": it["first"], "last_name": it["last"], "company": it["company"], "zip": it["zip"],
            "city": it["city"], "country": "DE", "business_phone": it["work"], "birthday": iso(it["born"]), "status": "aktiv",
        }
        table.add(cells, it["email"], fields)
    table.guesses = {"registriert am": "date_time", "Bounced": "yes_no", "Opt-in": "yes_no"}

    def short_rows(text):
        """Blanks behind each delimiter, in some rows."""
        lines = text.split("\r\n")
        return "\r\n".join(line.replace(";", "; ") if number % 4 == 1 else line for number, line in enumerate(lines))

    write(folder, "newsletter-german", table, before="\ufeff", delimiter=";", change=short_rows)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for make in [
        google_new, google_old, outlook_classic, outlook_com, outlook_german, mailchimp, hubspot, salesforce_report, salesforce_loader,
        excel_german, shopify, pipedrive, zoho, linkedin, newsletter_german,
    ]:
        make(folder)


main(Path(sys.argv[1]))
