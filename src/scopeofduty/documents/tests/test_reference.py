import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "documents.md"


@pytest.mark.skipif(not PAGE.exists(), reason="the documentation is not beside an installed package")
def test_the_examples_of_the_reference_run_and_print_what_it_says(capsys):
    page = PAGE.read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = {}
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), names)  # noqa: S102  our own page
    promised = re.search(r"```\n(1 provision.*?)```", page, re.DOTALL)
    assert len(examples) == 4
    assert capsys.readouterr().out.strip() == promised[1].strip()
