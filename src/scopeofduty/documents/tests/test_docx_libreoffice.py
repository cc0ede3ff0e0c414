"""LibreOffice as an independent reader and writer of our DOCX files, and we of its."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from scopeofduty.documents import compare, read_outline
from scopeofduty.documents.docx import (
    Reading,
    Revision,
    lay_out_redline,
    read_docx,
    read_layout,
    write_tracked,
)

COUNSEL = Revision("Counsel", datetime(2022, 6, 28, 10, 30, tzinfo=UTC))
OLD = read_outline(
    dedent("""\
        Riverbend ordinance

        Section 1. Purpose

            It keeps city work apart.

        Section 2. Exceptions

            (a) No officer shall ask any person about status.

            (b) An officer may assist when life is in danger.

                (1) at once; or

                (2) when told.

          Nothing here limits testimony.

        ---

        PASSED this day.
        """)
)
NEW = read_outline(
    dedent("""\
        Riverbend ordinance

        Section 1. Purpose

            It keeps city work and federal work apart.

            It binds every employee.

        Section 3. Exceptions

            (a) A judge's warrant is obeyed.

            (b) No employee shall ask any person about status.

        Section 4. Notice. The clerk publishes it.

        ---

        PASSED this day.
        """)
)
REDLINE = write_tracked(lay_out_redline(compare(OLD, NEW), COUNSEL))

FLAT = """\
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:tracked-changes>
 <text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>Counsel</dc:creator>
  <dc:date>2022-06-28T10:30:00</dc:date></office:change-info></text:insertion></text:changed-region>
 <text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>Alliance</dc:creator>
  <dc:date>2022-06-29T09:00:00</dc:date></office:change-info><text:p>officer</text:p></text:deletion></text:changed-region>
</text:tracked-changes>
<text:p>Section 1. Purpose</text:p>
<text:p>Section 2. No <text:change text:change-id="c2"/><text:change-start
 text:change-id="c1"/>employee<text:change-end text:change-id="c1"/> shall ask, unless:</text:p>
<text:p>(a) the law says so;</text:p>
<text:p>(b) a court orders it.</text:p>
</office:text></office:body></office:document>
"""
LISTED = """\
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><text:list-style style:name="L">
 <text:list-level-style-number text:level="1" style:num-format="1"
  style:num-prefix="Section " style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
</text:list-style></office:automatic-styles><office:body><office:text>
<text:list text:style-name="L"><text:list-item><text:p>Purpose</text:p></text:list-item>
<text:list-item><text:p>No one shall ask, unless:</text:p>
<text:list><text:list-item><text:p>the law says so;</text:p></text:list-item>
<text:list-item><text:p>a court orders it.</text:p></text:list-item></text:list></text:list-item></text:list>
</office:text></office:body></office:document>
"""
MODULE = """\
<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script"
 script:name="Module1" script:language="StarBasic">
Sub Settle(source As String, target As String, command As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(doc.CurrentController.Frame, command, "", 0, Array())
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName"
  form(0).Value = "Office Open XML Text"
  doc.storeToURL(target, form())
  doc.close(True)
End Sub
</script:module>
"""
LIBRARY = """\
<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/>
</library:library>
"""
LIBRARIES = """\
<?xml version="1.0" encoding="UTF-8"?>
<library:libraries xmlns:library="http://openoffice.org/2000/library">
 <library:library library:name="Standard" library:link="false"/></library:libraries>
"""


class LibreOffice:
    """A LibreOffice with a profile of its own, in one folder."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def _run(self, *arguments):
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = [self.program, profile, "--headless", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

    def save(self, name, data):
        """Open a file and save it as DOCX."""
        source, target = self.folder / name, self.folder / "saved"
        source.write_bytes(data)
        self._run("--convert-to", "docx:Office Open XML Text", "--outdir", str(target), str(source))
        return (target / Path(name).with_suffix(".docx").name).read_bytes()

    def settle(self, data, command):
        """Open a DOCX, give a command of the menu, save it."""
        self._run("--terminate_after_init")  # makes the profile, which the macro then joins
        basic = self.folder / "profile" / "user" / "basic"
        (basic / "Standard").mkdir(parents=True, exist_ok=True)
        (basic / "script.xlc").write_text(LIBRARIES)
        (basic / "Standard" / "script.xlb").write_text(LIBRARY)
        (basic / "Standard" / "Module1.xba").write_text(MODULE)
        source, target = self.folder / "open.docx", self.folder / f"{command}.docx"
        source.write_bytes(data)
        self._run(f"macro:///Standard.Module1.Settle({source.as_uri()},{target.as_uri()},.uno:{command})")
        return target.read_bytes()


KEPT = Path(__file__).parent / "libreoffice"
"""Files that LibreOffice 7.4 wrote from the texts above, kept so that they are read wherever tests run."""


@pytest.fixture(params=["kept", pytest.param("fresh", marks=pytest.mark.long)])
def libreoffice(request, tmp_path):
    """A file as LibreOffice writes it, by name: the one that is kept, or one that it writes now."""
    if request.param == "kept":
        return lambda name, _make: (KEPT / name).read_bytes()
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer)")
    return lambda _name, make: make(LibreOffice(program, tmp_path))


def test_our_tracked_changes_survive_libreoffice(libreoffice):
    saved = read_docx(libreoffice("redline.docx", lambda it: it.save("r.docx", REDLINE)))
    assert read_layout(saved, Reading.ACCEPTED) == NEW
    assert read_layout(saved, Reading.REJECTED) == OLD
    revisions = {
        revision for _, run in saved.revisions() for revision in (run.inserted, run.deleted) if revision
    }
    assert revisions == {COUNSEL}


@pytest.mark.parametrize(
    ("command", "text"), [("AcceptAllTrackedChanges", NEW), ("RejectAllTrackedChanges", OLD)]
)
def test_libreoffice_accepts_and_rejects_our_changes_as_we_do(libreoffice, command, text):
    settled = read_docx(libreoffice(f"{command}.docx", lambda it: it.settle(REDLINE, command)))
    assert settled.authors == ()
    assert read_layout(settled, Reading.ACCEPTED) == text


def test_a_file_made_by_libreoffice_reads_both_ways(libreoffice):
    saved = read_docx(libreoffice("two-authors.docx", lambda it: it.save("l.fodt", FLAT.encode())))
    assert saved.authors == ("Alliance", "Counsel")
    accepted, rejected = (read_layout(saved, reading) for reading in (Reading.ACCEPTED, Reading.REJECTED))
    assert accepted.find("2").text == ("No employee shall ask, unless:",)
    assert rejected.find("2").text == ("No officer shall ask, unless:",)
    assert [one.label for one in accepted.walk()] == ["1", "2", "2(a)", "2(b)"]
    dates = {(run.inserted or run.deleted).date.date().isoformat() for _, run in saved.revisions()}
    assert dates == {"2022-06-28", "2022-06-29"}
    again = read_docx(write_tracked(saved))
    assert [one.runs for one in again.paragraphs] == [one.runs for one in saved.paragraphs]


def test_automatic_numbers_of_libreoffice_become_provisions(libreoffice):
    saved = read_docx(libreoffice("numbered.docx", lambda it: it.save("n.fodt", LISTED.encode())))
    text = read_layout(saved, Reading.ACCEPTED)
    assert [one.label for one in text.walk()] == ["1", "2", "2(a)", "2(b)"]
    assert text.find("1").heading == "Purpose"
