"""Real files for the readers, each written by a tool that writes such files."""

from __future__ import annotations

import gzip
import io
import mailbox
import tarfile
import zipfile
from email.message import EmailMessage

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject
from reportlab.pdfgen import canvas

HTML = """<!doctype html><title>Library card</title><body><h1>Library card</h1>
<p>We do not ask about immigration status.</p>
<form><label for="n">Full name</label><input id="n" name="full_name">
<label for="c">Country of birth</label><input id="c" name="q7">
<fieldset><legend>I am</legend>
<label><input type="radio" name="s" value="1"> US citizen</label>
<label><input type="radio" name="s" value="2"> Permanent resident</label>
<label><input type="radio" name="s" value="3"> Other</label></fieldset>
<select name="card"><option>Visa</option><option>Mastercard</option></select>
<input name="alien_no" placeholder="A-Number"><input type="submit" value="Send"></form></body>"""


def pdf_form() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.setTitle("Pool pass")
    page.drawString(50, 760, "Pool pass application")
    page.drawString(50, 740, "Nationality: ____________________")
    form = page.acroForm
    form.textfield(name="Text14", tooltip="Country of Birth", x=50, y=700, width=200)
    form.textfield(name="ANumber", tooltip="", x=50, y=660, width=200)
    form.choice(
        name="Q3", tooltip="Choose one", x=50, y=600, options=["Citizen", "LPR", "Other"], value="Other"
    )
    form.textfield(name="phone", tooltip="Phone", x=50, y=560, width=200)
    page.showPage()
    page.drawString(50, 760, "Lugar de nacimiento: ____________")
    page.save()
    return out.getvalue()


def pdf_printed_labels() -> bytes:
    """Fields that say nothing themselves: what they ask stands beside, above or below their boxes."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    form = page.acroForm
    page.drawString(50, 700, "Country of birth")
    form.textfield(name="Text1", x=160, y=695, width=200, height=20)
    page.drawString(50, 672, "Telephone")
    page.drawString(300, 672, "Alien registration number")
    form.textfield(name="f1_02[0]", x=50, y=648, width=200, height=20)
    form.textfield(name="f1_03[0]", x=300, y=648, width=200, height=20)
    page.drawString(50, 600, "Are you a citizen of the United States?")
    form.checkbox(name="Check Box4", x=300, y=598, size=14)
    page.drawString(320, 600, "Yes")
    form.checkbox(name="Check Box5", x=360, y=598, size=14)
    page.drawString(380, 600, "No")
    page.drawString(440, 600, "Please turn over")
    form.textfield(name="undefined", x=50, y=540, width=200, height=20)
    page.drawString(50, 530, "Immigration status")
    form.textfield(name="signature", x=50, y=480, width=200, height=20)
    page.save()
    return out.getvalue()


def pdf_with_attachment() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_form())))
    writer.add_attachment("list.csv", b"name,visa_type\nx,F-1\n")
    return _written(writer)


def pdf_looping_pages() -> bytes:
    """A list of pages that holds itself."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_form())))
    pages = writer._root_object["/Pages"].get_object()
    pages[NameObject("/Kids")].append(writer._root_object.raw_get("/Pages"))
    return _written(writer)


def pdf_flat() -> bytes:
    """A form to print and fill in by hand: labels in drawn boxes, nothing to fill in on a screen."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    lines = (
        "Application for a parking permit", "Name: ____________", "Immigration status", "Place of birth",
        "If you are not a citizen of the United States and park here", "you need no other permit.",
    )  # fmt: skip
    for number, line in enumerate(lines):
        page.drawString(50, 760 - 30 * number, line)
        page.rect(45, 740 - 30 * number, 400, 28)
    page.save()
    return out.getvalue()


def pdf_drawn() -> bytes:
    """A page drawn as a scan is: a picture, no letters."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(50, 50, 400, 600, fill=1)
    page.save()
    return out.getvalue()


def pdf_locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_form())))
    writer.encrypt(user_password=password, owner_password="clerk", algorithm="AES-256")
    return _written(writer)


def pdf_xfa() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_form())))
    stream = StreamObject()
    stream.set_data(
        b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.0/">'
        b'<subform><field name="fld9"><caption><value><text>Immigration status</text></value></caption>'
        b"<items><text>Citizen</text><text>Refugee</text></items></field>"
        b'<subform name="Part2"><exclGroup name="rb1"><assist><speak>Are you a U.S. citizen?</speak></assist>'
        b'<field name="Yes"><caption><value><text>Yes</text></value></caption></field>'
        b'<field name="No"><caption><value><text>No</text></value></caption></field></exclGroup></subform>'
        b"</subform></template></xdp:xdp>"
    )
    form = writer._root_object["/AcroForm"].get_object()
    form[NameObject("/XFA")] = ArrayObject([TextStringObject("template"), writer._add_object(stream)])
    return _written(writer)


def pdf_looping() -> bytes:
    """A field that is its own kid."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_form())))
    loop = DictionaryObject({NameObject("/T"): TextStringObject("citizenship")})
    ref = writer._add_object(loop)
    loop[NameObject("/Kids")] = ArrayObject([ref])
    writer._root_object["/AcroForm"].get_object()["/Fields"].append(ref)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word_form() -> bytes:
    document = docx.Document()
    document.add_heading("Rental assistance", 1)
    document.add_paragraph("Name: ______________")
    document.add_paragraph("Place of birth: ______________")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Citizenship"
    table.cell(1, 0).text = "Telephone"
    paragraph = document.add_paragraph("Status ")
    paragraph._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val='Visa type'/><w:tag w:val='q9'/><w:dropDownList>"
            "<w:listItem w:displayText='F-1' w:value='F-1'/></w:dropDownList></w:sdtPr>"
            "<w:sdtContent><w:r><w:t>Choose</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "intake"
    sheet.append(["name", "ctznshp_cd", "notes", "phone"])
    sheet.append(["R. Doe", "1", "speaks Spanish, no papers", "555-0100"])
    sheet.append(["J. Roe", "2", "came in at noon, all fine", "555-0101"])
    choice = DataValidation(type="list", formula1='"Citizen,LPR,Undocumented"')
    sheet.add_data_validation(choice)
    choice.add("B2:B99")
    sheet["A1"].comment = Comment("Ask for the alien number too", "clerk")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mbox(path) -> bytes:
    box = mailbox.mbox(path)
    for subject, body in (("Shift report", "The driver is undocumented.\n"), ("Potholes", "Fixed two.\n")):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
        message.set_content(body)
        message.add_attachment(
            b"name,visa_type\nx,F-1\n", maintype="text", subtype="csv", filename="list.csv"
        )
        box.add(message)
    box.close()
    return path.read_bytes()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def tarred(**members: bytes) -> bytes:
    """A tar packed by gzip, as ``tar czf`` makes it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name.replace("__", "."))
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data)


_ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("table", "table"), ("form", "form"))
)


def open_document(kind: str, body: str) -> bytes:
    """The parts of a LibreOffice file that say something; ``test_opendocument`` reads real ones."""
    content = (
        f"<office:document-content {_ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content + "</office:document-content>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()
