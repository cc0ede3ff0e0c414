import json

import pytest

from scopeofduty.cli import main
from scopeofduty.documents import read_file
from scopeofduty.documents.docx import Reading

OLD = "Riverbend ordinance\n\nSection 1. Ask\n\n    No officer asks about status.\n"
NEW = OLD.replace("officer", "employee")


@pytest.fixture
def texts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.txt").write_text(OLD)
    (tmp_path / "new.txt").write_text(NEW)
    return tmp_path


def test_the_terminal_shows_words(texts, capfd):
    assert main(["redline", "old.txt", "new.txt"]) == 0
    assert "~ No[- officer-]{+ employee+} asks about status." in capfd.readouterr().out


def test_fail_on_change_is_an_exit_code(texts, capfd):
    assert main(["redline", "old.txt", "new.txt", "--fail-on-change"]) == 1
    assert main(["redline", "old.txt", "old.txt", "--fail-on-change"]) == 0
    assert "The two texts are the same." in capfd.readouterr().out


def test_a_docx_can_be_accepted_or_rejected_and_read_alone(texts, capfd):
    assert main(["redline", "old.txt", "new.txt", "--docx", "-o", "r.docx", "--author", "Counsel"]) == 0
    data = (texts / "r.docx").read_bytes()
    assert read_file(data, Reading.ACCEPTED) == read_file(NEW.encode())
    assert read_file(data, Reading.REJECTED) == read_file(OLD.encode())
    assert main(["redline", "r.docx", "--fail-on-change"]) == 1
    assert main(["redline", "r.docx", "old.txt", "--rejected", "--fail-on-change"]) == 0
    assert capfd.readouterr().err == ""


def test_json_html_and_pdf(texts, capfdbinary):
    assert main(["redline", "old.txt", "new.txt", "--json", "--only-changes"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["counts"]["changed"] == 1
    assert main(["redline", "old.txt", "new.txt", "--html", "--language", "es", "--title", "Antes"]) == 0
    assert b"<title>Antes</title>" in capfdbinary.readouterr().out
    assert main(["redline", "old.txt", "new.txt", "--pdf"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.docx", b"", "empty.docx: the file is empty"),
        ("cut.docx", b"PK\x03\x04", "cut.docx: the DOCX is cut off or damaged"),
        ("latin.txt", b"Secci\xf3n", "latin.txt: byte 0xf3 on line 1 is not UTF-8"),
        ("scan.pdf", b"%PDF-1.4", "scan.pdf: the file is a PDF"),
        (None, None, "missing.txt: No such file"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(texts, capfd, name, data, says):
    if name:
        (texts / name).write_bytes(data)
    assert main(["redline", "old.txt", name or "missing.txt", "-o", "out.txt"]) == 2
    said = capfd.readouterr()
    assert said.err.startswith(f"duty redline: {says}")
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert not (texts / "out.txt").exists()


def test_a_folder_that_does_not_exist_is_named(texts, capfd):
    assert main(["redline", "old.txt", "new.txt", "--html", "-o", "nowhere/r.html"]) == 2
    assert "nowhere/r.html can't be written" in capfd.readouterr().err


def test_an_older_result_survives_a_refusal(texts, capfd):
    (texts / "r.html").write_text("kept")
    (texts / "bad.txt").write_bytes(b"\xff")
    assert main(["redline", "old.txt", "bad.txt", "--html", "-o", "r.html"]) == 2
    assert (texts / "r.html").read_text() == "kept"
    assert sorted(path.name for path in texts.iterdir()) == ["bad.txt", "new.txt", "old.txt", "r.html"]


def test_the_text_of_a_law_pack_in_either_language(texts, capfd):
    pack = "# Riverbend\n\n## 3(a) Questions | Preguntas [N]\n\nNo {0} asks.\n\nES: Ningún {1} pregunta.\n"
    (texts / "old.md").write_text(pack.format("officer", "policía"))
    (texts / "new.md").write_text(pack.format("employee", "empleado"))
    assert main(["redline", "old.md", "new.md"]) == 0
    assert "~     (a) Questions\n~     No[- officer-]{+ employee+} asks." in capfd.readouterr().out
    assert main(["redline", "old.md", "new.md", "--language", "es"]) == 0
    assert "Ningún[- policía-]{+ empleado+} pregunta." in capfd.readouterr().out
    (texts / "twice.md").write_text("# Riverbend\n\n## 3 One\n\n## 3 Two\n")
    assert main(["redline", "old.md", "twice.md"]) == 2
    assert "twice.md: line 5: Section 3 stands twice in this text." in capfd.readouterr().err
