#!/usr/bin/env python3
"""Make the rosters of specimen persons that real programs have written.

Each goes into a folder beside this script: openpyxl/roster.xlsx and so on. It
needs Python 3.9, openpyxl, pandas and odfpy (python3-openpyxl, python3-pandas
and python3-odf in Debian) and LibreOffice's soffice in the PATH.

What openpyxl and pandas write is the same in every run: creation dates and the
times inside the ZIP containers are fixed. LibreOffice's files have fixed times
in the container too; their bytes are otherwise as LibreOffice wrote them, and
may change with its version.
"""

import argparse
import contextlib
import datetime
import os
import shutil
import struct
import subprocess
import tempfile
import types
import zipfile
from pathlib import Path
from unittest import mock

import odf.opendocument
import odf.style
import odf.table
import odf.text
import openpyxl
import pandas
from odf import dc, meta, number
from openpyxl.styles import Border, Font, PatternFill, Side

HERE = Path(__file__).resolve().parent

STAMP = datetime.datetime(2024, 1, 1, 12, 0, 0)
ZIP_TIME = (2024, 1, 1, 12, 0, 0)
DOS_TIME = struct.pack("<HH", 12 << 11, (2024 - 1980) << 9 | 1 << 5 | 1)

HEADER = ["Vorname", "Nachname", "Straße", "Hausnummer", "PLZ", "Ort", "Land",
          "E-Mail", "Profil", "Einwilligung"]
ERIKA = ["Erika", "Mustermann", "Heidestraße", 17, 51147, "Köln",
         "Deutschland", "erika.mustermann@example.org",
         "https://www.linkedin.com/in/erika-mustermann",
         datetime.date(2024, 5, 1)]
MAX = ["Max", "Mustermann", "Musterstraße", "17a", 1067, "Dresden",
       "Deutschland", "max.mustermann@example.org",
       "https://www.linkedin.com/in/max-mustermann",
       datetime.date(2023, 12, 31)]
JANE = ["Jane", "Roe", "Heidestraße", 3, 51147, "Köln", "Deutschland",
        "jane.roe@example.org", None, datetime.date(2024, 2, 29)]
JOHN = ["John", "Doe", "Musterstraße", 12, 1067, "Dresden", "Deutschland",
        "john.doe@example.org", "https://www.linkedin.com/in/john-doe", None]
JEANNE = ["Jeanne", "Dupont", "Rue de l’Exemple", "8 bis", 75001, "Paris",
          "Frankreich", "jeanne.dupont@example.org",
          "https://www.linkedin.com/in/jeanne-dupont",
          datetime.date(2024, 11, 9)]

POSTCODE = "00000"
DATE = "dd.mm.yyyy"
BOOLEAN = '"TRUE";"TRUE";"FALSE"'
YELLOW = PatternFill("solid", fgColor="FFFFF2CC")
THIN = Side(style="thin", color="FF999999")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)

MILLION = 1_000_000


# --- helpers ---------------------------------------------------------------

@contextlib.contextmanager
def frozen_openpyxl():
    """Let openpyxl take STAMP for the present while it saves a workbook."""
    clock = types.SimpleNamespace(
        datetime=types.SimpleNamespace(now=lambda tz=None: STAMP),
        timezone=datetime.timezone)
    with mock.patch("openpyxl.writer.excel.datetime", clock):
        yield


def stamp_zip(path):
    """Overwrite the times in a ZIP's headers, and leave all else alone."""
    with zipfile.ZipFile(path) as archive:
        offsets = [info.header_offset for info in archive.infolist()]
        central = archive.start_dir
    with open(path, "r+b") as file:
        for offset in offsets:
            file.seek(offset + 10)
            file.write(DOS_TIME)
            file.seek(central + 12)
            file.write(DOS_TIME)
            file.seek(central + 28)
            central += 46 + sum(struct.unpack("<HHH", file.read(6)))


def save_workbook(workbook, path):
    """Save an openpyxl workbook with fixed dates."""
    workbook.properties.created = STAMP
    with frozen_openpyxl():
        workbook.save(path)
    stamp_zip(path)


def convert(source, target, file_filter):
    """Let LibreOffice convert a file; its profile lives in a temp folder."""
    with tempfile.TemporaryDirectory(prefix="soffice-") as folder:
        folder = Path(folder)
        out = folder / "out"
        environment = dict(os.environ, HOME=str(folder), LC_ALL="C.UTF-8",
                           TZ="UTC")
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'p').as_uri()}",
             "--headless", "--norestore", "--convert-to", file_filter,
             "--outdir", str(out), str(source)],
            check=True, timeout=240, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        made, = out.iterdir()
        shutil.move(made, target)
    if zipfile.is_zipfile(target):
        stamp_zip(target)


def append_roster(sheet, rows):
    """Write a bold header and rows with formats for post code and date."""
    sheet.append(HEADER)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(row)
        sheet.cell(sheet.max_row, 5).number_format = POSTCODE
        sheet.cell(sheet.max_row, 10).number_format = DATE


def formula_workbook():
    """Return a workbook with formulas, errors and booleans.

    LibreOffice writes the boolean without a format (G2) as a boolean to XLSX
    and as a number to ODS, and the one with a boolean format (G5) the other
    way round.
    """
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Formeln"
    sheet.append(["Vorname", "Nachname", "Name", "E-Mail", "PLZ", "Profil",
                  "Einwilligung"])
    for line, person in enumerate([ERIKA, MAX, JANE, JOHN], start=2):
        sheet.append([
            person[0], person[1], f'=A{line}&" "&B{line}',
            f'=LOWER(A{line})&"."&LOWER(B{line})&"@example.org"', person[4]])
        sheet.cell(line, 5).number_format = POSTCODE
    sheet["F2"] = "=1/0"
    sheet["F3"] = "=NA()"
    sheet["F4"] = '=""'
    sheet["G2"] = True
    sheet["G3"] = "=DATE(2024,5,1)"
    sheet["G3"].number_format = DATE
    sheet["G4"] = "=6*7"
    sheet["G5"] = True
    sheet["G5"].number_format = BOOLEAN
    return workbook


def make_csv(target, file_filter):
    """Export a roster with awkward characters as text by LibreOffice."""
    workbook = openpyxl.Workbook()
    rows = [list(row) for row in (ERIKA, MAX, JANE, JOHN, JEANNE)]
    rows[0][2] = 'Heidestraße, Hof "A"; links'
    rows[2][2] = "Heidestraße\nHinterhaus"
    rows[3][2] = "Musterstraße\tNord"
    rows[4][2] = "Rue de l’Exemple – „Œuvre“ €"
    append_roster(workbook.active, rows)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.xlsx"
        save_workbook(workbook, source)
        convert(source, target, file_filter)


# --- one function per file -------------------------------------------------

def make_openpyxl_xlsx(target):
    """German headers, formatted empty cells, an empty row, a hidden sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Mitglieder"
    append_roster(sheet, [ERIKA, MAX])
    for row, person in enumerate([JANE, JOHN, JEANNE], start=5):
        for column, value in enumerate(person, start=1):
            sheet.cell(row, column).value = value
        sheet.cell(row, 5).number_format = POSTCODE
        sheet.cell(row, 10).number_format = DATE
    for row in range(8, 508):
        for column in range(1, 11):
            sheet.cell(row, column).border = BOX
        sheet.cell(row, 5).number_format = POSTCODE
        sheet.cell(row, 10).number_format = DATE
    for letter in "KLMN":
        sheet.column_dimensions[letter].fill = YELLOW
        for row in range(1, 8):
            sheet[f"{letter}{row}"].fill = YELLOW
    hidden = workbook.create_sheet("Intern")
    hidden.sheet_state = "hidden"
    hidden.append(["Vorname", "Nachname", "E-Mail"])
    hidden.append(["John", "Doe", "hidden@example.org"])
    save_workbook(workbook, target)


def make_pandas_xlsx(target):
    """English headers by DataFrame.to_excel, with a datetime column."""
    header = ["First name", "Last name", "Street", "House number",
              "Postal code", "City", "Country", "E-mail", "Profile",
              "Consent"]
    rows = [ERIKA, MAX, JANE, JOHN, JEANNE]
    frame = pandas.DataFrame([list(row) for row in rows], columns=header)
    frame["Country"] = ["Germany"] * 4 + ["France"]
    frame["City"] = frame["City"].replace("Köln", "Cologne")
    frame["Consent"] = pandas.to_datetime(frame["Consent"])
    frame.loc[0, "Consent"] = pandas.Timestamp(2024, 5, 1, 14, 30)
    with frozen_openpyxl():
        with pandas.ExcelWriter(target, engine="openpyxl") as writer:
            frame.to_excel(writer, index=False)
            writer.book.properties.created = STAMP
    stamp_zip(target)


def make_formulas_xlsx(target):
    """Formulas as openpyxl writes them: without results."""
    save_workbook(formula_workbook(), target)


def make_calculated_ods(target):
    """The formulas with results, calculated and saved by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.xlsx"
        save_workbook(formula_workbook(), source)
        convert(source, target, "ods:calc8")


def make_calculated_xlsx(target):
    """The formulas with results, calculated and saved by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.xlsx"
        save_workbook(formula_workbook(), source)
        convert(source, target, "xlsx:Calc MS Excel 2007 XML")


def make_libreoffice_csv(target):
    """Comma, UTF-8."""
    make_csv(target, "csv:Text - txt - csv (StarCalc):44,34,76,1")


def make_libreoffice_semicolon_1252_csv(target):
    """Semicolon, Windows-1252.

    LibreOffice's number for that character set is 1; given 1252, it takes an
    unknown one and cuts each character to its low byte (€ becomes 0xAC).
    """
    make_csv(target, "csv:Text - txt - csv (StarCalc):59,34,1,1")


def make_libreoffice_tab_utf16_csv(target):
    """Tab, UTF-16 with a byte order mark (65535 is LibreOffice's UTF-16)."""
    make_csv(target, "csv:Text - txt - csv (StarCalc):9,34,65535,1")
    if target.read_bytes()[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ValueError(f"{target} has no byte order mark")


def make_libreoffice_ods(target):
    """Two sheets, a hidden row, repeats, two paragraphs, a million rows."""
    document = odf.opendocument.OpenDocumentSpreadsheet()
    document.meta.addElement(meta.CreationDate(text=STAMP.isoformat()))
    document.meta.addElement(dc.Date(text=STAMP.isoformat()))

    day = number.DateStyle(name="day")
    day.addElement(number.Day(style="long"))
    day.addElement(number.Text(text="."))
    day.addElement(number.Month(style="long"))
    day.addElement(number.Text(text="."))
    day.addElement(number.Year(style="long"))
    code = number.NumberStyle(name="code")
    code.addElement(number.Number(minintegerdigits=5, decimalplaces=0))
    for style in (day, code):
        document.automaticstyles.addElement(style)
    for name, data_style in (("ceday", "day"), ("cecode", "code")):
        document.automaticstyles.addElement(odf.style.Style(
            name=name, family="table-cell", datastylename=data_style))
    yellow = odf.style.Style(name="ceyellow", family="table-cell")
    yellow.addElement(odf.style.TableCellProperties(backgroundcolor="#fff2cc"))
    document.automaticstyles.addElement(yellow)

    def cell(value, column=None):
        if value is None:
            return odf.table.TableCell()
        if isinstance(value, datetime.date):
            return odf.table.TableCell(
                valuetype="date", datevalue=value.isoformat(),
                stylename="ceday")
        if isinstance(value, int):
            style = {"stylename": "cecode"} if column == 4 else {}
            return odf.table.TableCell(valuetype="float", value=value, **style)
        element = odf.table.TableCell(valuetype="string")
        for paragraph in value.split("\n"):
            element.addElement(odf.text.P(text=paragraph))
        return element

    def row(values, **attributes):
        element = odf.table.TableRow(**attributes)
        for column, value in enumerate(values):
            element.addElement(cell(value, column))
        return element

    jane = [*JANE[:7], None, None, None]
    john = [*JOHN[:2], "Musterstraße\nHinterhaus", *JOHN[3:]]
    sheet = odf.table.Table(name="Mitglieder")
    sheet.addElement(row([*HEADER, "Foto", "Web", "Druck"]))
    sheet.addElement(row([*ERIKA, "ja", "ja", "ja"]))
    sheet.addElement(row([*MAX, "nein", "ja", "ja"]))
    sheet.addElement(row([*JEANNE, "ja", "ja", "ja"], visibility="collapse"))
    sheet.addElement(row([*jane, "nein", "nein", "nein"]))
    sheet.addElement(row([*john, None, None, "ja"]))
    empty = odf.table.TableRow(numberrowsrepeated=MILLION)
    empty.addElement(odf.table.TableCell(
        stylename="ceyellow", numbercolumnsrepeated=13))
    sheet.addElement(empty)
    document.spreadsheet.addElement(sheet)

    second = odf.table.Table(name="Vorstand")
    second.addElement(row(["Vorname", "Nachname", "E-Mail"]))
    second.addElement(row(["Jeanne", "Dupont", "board@example.org"]))
    document.spreadsheet.addElement(second)

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.ods"
        document.save(source)
        convert(source, target, "ods:calc8")


FILES = {
    "openpyxl/roster.xlsx": make_openpyxl_xlsx,
    "pandas/roster.xlsx": make_pandas_xlsx,
    "formulas/roster.xlsx": make_formulas_xlsx,
    "calculated-ods/roster.ods": make_calculated_ods,
    "calculated-xlsx/roster.xlsx": make_calculated_xlsx,
    "libreoffice-comma-utf8/roster.csv": make_libreoffice_csv,
    "libreoffice-semicolon-1252/roster.csv":
        make_libreoffice_semicolon_1252_csv,
    "libreoffice-tab-utf16/roster.csv": make_libreoffice_tab_utf16_csv,
    "libreoffice-ods/roster.ods": make_libreoffice_ods,
}


def main():
    """Make the rosters named, or all."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    folders = [name.split("/")[0] for name in FILES]
    parser.add_argument(
        "folder", nargs="*", metavar="FOLDER",
        help="make only these: " + ", ".join(folders))
    wanted = parser.parse_args().folder
    unknown = sorted(set(wanted) - set(folders))
    if unknown:
        parser.error(f"not known: {', '.join(unknown)}")
    for (name, make), folder in zip(FILES.items(), folders):
        if not wanted or folder in wanted:
            path = HERE / name
            path.parent.mkdir(exist_ok=True)
            make(path)
            print(f"{path.stat().st_size:>10} {name}", flush=True)


if __name__ == "__main__":
    main()
