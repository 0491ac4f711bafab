#!/usr/bin/env python3
# Writes a workbook as Excel does, part by part, of a KIND: shared (strings in a part of their own, rich text, phonetic text),
# inline (strings in their cells), strict (the strict form, dates as dates), 1904 (dates from 1904; a hidden row, column and sheet;
# merged cells). Or a list of random answers: list. Usage: workbooks.py KIND FILE
# SPDX-License-Identifier: GPL-3.0-or-later
import random
import sys
import zipfile
from xml.sax.saxutils import escape

KIND, PATH = sys.argv[1:3]
STRICT = KIND == "strict"
MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main" if STRICT else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://purl.oclc.org/ooxml/officeDocument/relationships" if STRICT else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
strings = []


def words_list(path):
    chance = random.Random(5)
    scraps = ["No.", "a\n\nb", '"x"', "\U0001F600", "e\u0301", "\u05e9\u05dc", ";,.", "R&D <3", "naïve", "two  spaces", "- a dash"]
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write("ID,A,B\n")
        for n in range(40):
            cells = [" ".join(["w"] + chance.choices(scraps, k=chance.randint(1, 5))) for _ in range(2)]
            out.write("P%02d,%s\n" % (n, ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)))


def text_runs(text):
    """Rich text: every second word in a run of its own; a phonetic run that is not to be read."""
    runs = "".join('<r><rPr><b/></rPr><t xml:space="preserve">%s </t></r>' % escape(word) for word in text.split(" ")[:-1])
    return runs + "<r><t>%s</t></r>" % escape(text.split(" ")[-1]) + '<rPh sb="0" eb="1"><t>spoken</t></rPh>'


def text_cell(place, text, rich=False):
    inside = text_runs(text) if rich else '<t xml:space="preserve">%s</t>' % escape(text)
    if KIND == "inline":
        return '<c r="%s" t="inlineStr"><is>%s</is></c>' % (place, inside)
    strings.append("<si>%s</si>" % inside)
    return '<c r="%s" t="s"><v>%d</v></c>' % (place, len(strings) - 1)


def date_cell(place, days):
    """Days since the end of 1899; style 1 shows them as year, month, day."""
    if STRICT:
        return '<c r="%s" t="d" s="1"><v>2026-03-%02d</v></c>' % (place, days - 46081 + 1)
    return '<c r="%s" s="1"><v>%d</v></c>' % (place, days - 1462 if KIND == "1904" else days)


def row_xml(number, label, words, rich, attributes=""):
    cells = text_cell("A%d" % number, label) + text_cell("B%d" % number, words, rich)
    cells += date_cell("C%d" % number, 46081 + number) + '<c r="D%d"><v>%s</v></c>' % (number, ["7", "1.5", "-3"][number % 3])
    cells += '<c r="E%d" t="str"><f>B%d&amp;"!"</f><v>%s!</v></c>' % (number, number, escape(words))
    return '<row r="%d"%s>%s</row>' % (number, attributes, cells)


def sheet_xml():
    heading = "".join(text_cell("ABCDE"[i] + "1", name) for i, name in enumerate(["ID", "Words", "When", "Count", "Sum"]))
    rows = '<row r="1">%s</row>' % heading
    rows += row_xml(2, "P1", "w1 hope & <trust>", False)
    rows += row_xml(3, "P2", "w1 a bold word", KIND in ("shared", "1904"))
    rows += row_xml(5, "P3", "w1 after a gap", False)
    hidden = KIND == "1904"
    rows += row_xml(6, "P4", "w1 line\nends", False, ' hidden="1"' if hidden else "")
    columns = '<cols><col min="4" max="4" width="9" hidden="1"/></cols>' if hidden else ""
    merged = '<mergeCells count="1"><mergeCell ref="F2:G3"/></mergeCells>' if hidden else ""
    return '<worksheet xmlns="%s">%s<sheetData>%s</sheetData>%s</worksheet>' % (MAIN, columns, rows, merged)


def relations(entries):
    lines = "".join('<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (id_, REL, kind, target) for id_, kind, target in entries)
    return '<Relationships xmlns="%srelationships">%s</Relationships>' % (PACKAGE, lines)


def workbook(path):
    first = sheet_xml()
    second = first.replace("hidden=", "collapsed=").replace("<sheetData>", "<sheetData>", 1)
    strings.append("<si><t>w1 second sheet</t></si>")
    if KIND != "inline":
        second = '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (
            MAIN, '<row r="1">%s</row><row r="2">%s</row>' % (
                "".join(text_cell("ABCDE"[i] + "1", n) for i, n in enumerate(["ID", "Words", "When", "Count", "Sum"])),
                text_cell("A2", "P9") + '<c r="B2" t="s"><v>%d</v></c>' % (strings.index("<si><t>w1 second sheet</t></si>"))))
    state = ' state="hidden"' if KIND == "1904" else ""
    dates = '<workbookPr date1904="1"/>' if KIND == "1904" else "<workbookPr/>"
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": '<Types xmlns="%scontent-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="%sworksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="%sworksheet+xml"/><Override '
        'PartName="/xl/styles.xml" ContentType="%sstyles+xml"/><Override PartName="/xl/sharedStrings.xml" '
        'ContentType="%ssharedStrings+xml"/></Types>' % ((PACKAGE,) + (base,) * 5),
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": relations([("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"),
                                                 ("rId3", "styles", "styles.xml"), ("rId4", "sharedStrings", "sharedStrings.xml")]),
        "xl/workbook.xml": '<workbook xmlns="%s" xmlns:r="%s">%s<sheets><sheet name="First" sheetId="1" r:id="rId1"/><sheet name="Second" '
        'sheetId="2"%s r:id="rId2"/></sheets></workbook>' % (MAIN, REL, dates, state),
        "xl/worksheets/sheet1.xml": first,
        "xl/worksheets/sheet2.xml": second,
        "xl/styles.xml": '<styleSheet xmlns="%s"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts '
        'count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
        '</cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>' % MAIN,
        "xl/sharedStrings.xml": '<sst xmlns="%s">%s</sst>' % (MAIN, "".join(strings)),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)


if KIND == "list":
    words_list(PATH)
else:
    workbook(PATH)
