from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from scopeofduty.documents.docx import (
    Reading,
    Revision,
    Tracked,
    TrackedParagraph,
    TrackedRun,
    lay_out,
    lay_out_redline,
    read_docx,
    read_layout,
    write_tracked,
)
from scopeofduty.documents.redline import compare
from scopeofduty.documents.tests.strategies import ordinances, wild
from scopeofduty.documents.tests.test_docx import packed
from scopeofduty.documents.tests.test_redline_properties import revisions

COUNSEL = Revision("Counsel & <Co>", datetime(2022, 6, 28, 10, 30, tzinfo=UTC))

revisions_by_anyone = st.one_of(
    st.none(),
    st.builds(
        Revision,
        wild,
        st.one_of(
            st.none(),
            st.datetimes(min_value=datetime(1000, 1, 1)).map(lambda one: one.replace(microsecond=0)),  # noqa: DTZ001
            st.datetimes(timezones=st.just(UTC)).map(lambda one: one.replace(microsecond=0)),
        ),
    ),
)


def _alternating(runs):
    """Neighbours with the same revisions are one run."""
    kept = []
    for run in runs:
        if not kept or (kept[-1].inserted, kept[-1].deleted) != (run.inserted, run.deleted):
            kept.append(run)
    return tuple(kept)


tracked_texts = st.lists(st.one_of(wild, st.sampled_from([" ", "\t", "\n", " a\t b "])), min_size=1).map(
    "".join
)
tracked_runs = st.lists(
    st.builds(TrackedRun, tracked_texts, revisions_by_anyone, revisions_by_anyone), max_size=4
).map(_alternating)
documents = st.lists(
    st.builds(
        TrackedParagraph,
        tracked_runs,
        st.sampled_from(("", "Title", "Conclusion")),
        revisions_by_anyone,
        revisions_by_anyone,
    ),
    max_size=4,
).map(lambda paragraphs: Tracked(tuple(paragraphs)))


@settings(deadline=None)
@given(documents)
def test_text_authors_dates_and_changes_survive_the_file(document):
    assert read_docx(write_tracked(document)) == document


@settings(deadline=None)
@given(documents)
def test_rejecting_what_one_author_did_is_rejecting_what_all_did(document):
    def words(one, reading):
        return "".join(run.text for paragraph in one.read(reading) for run in paragraph.runs).split()

    for author in document.authors:
        alone = document.only(author)
        assert set(alone.authors) <= {author}
        assert words(alone, Reading.REJECTED) == words(document, Reading.REJECTED)


@settings(max_examples=60, deadline=None)
@given(ordinances())
def test_a_text_reads_back_as_the_same_tree(ordinance):
    assert read_layout(read_docx(write_tracked(lay_out(ordinance))), Reading.ACCEPTED) == ordinance


@settings(max_examples=50, deadline=None)
@given(revisions())
def test_accepting_gives_the_new_text_and_rejecting_the_old(pair):
    old, new = pair
    document = read_docx(write_tracked(lay_out_redline(compare(old, new), COUNSEL)))
    assert read_layout(document, Reading.ACCEPTED) == new
    assert read_layout(document, Reading.REJECTED) == old
    assert set(document.authors) <= {COUNSEL.author}


NAMES = """
    p r t tab br sym pPr rPr ins del moveFrom moveTo tbl tr tc sdt sdtContent hyperlink numPr numId ilvl ind
    pStyle delText lvl lvlText num abstractNum abstractNumId style basedOn name start
    startOverride lvlOverride
"""
names = st.sampled_from(NAMES.split())
values = st.sampled_from(["", "0", "1", "-1", "S", "00A7", "zzzz", "DFFF", "9" * 5000, "%1%9", "lowerRoman"])
KEYS = "val author date char left hanging firstLine styleId numId abstractNumId ilvl"
attributes = st.dictionaries(
    st.sampled_from(KEYS.split()),
    values,
    max_size=3,
)
elements = st.recursive(
    st.tuples(names, attributes, st.just(())),
    lambda inner: st.tuples(names, attributes, st.lists(inner, max_size=4).map(tuple)),
    max_leaves=12,
)


def spelled_out(element):
    name, given_attributes, children = element
    written = "".join(f' w:{key}="{value}"' for key, value in given_attributes.items())
    return f"<w:{name}{written}>{''.join(map(spelled_out, children)) or 'x'}</w:{name}>"


@settings(deadline=None)
@given(st.lists(elements, max_size=4), st.lists(elements, max_size=3), st.lists(elements, max_size=3))
def test_no_markup_breaks_the_reader(body, styles, numbering):
    body, styles, numbering = ("".join(map(spelled_out, part)) for part in (body, styles, numbering))
    document = read_docx(packed(f"<w:body>{body}</w:body>", styles=styles, numbering=numbering))
    for reading in Reading:
        read_layout(document, reading)
    assert read_docx(write_tracked(document)).authors == document.authors
