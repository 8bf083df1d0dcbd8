"""The reader of pages understands them as browsers do, and refuses what they would repair."""

import html5lib
import pytest

from tests.desk.html import read_page

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A &amp; <B></title>
<script>a < b && "</p>"</script></head><body><!-- a comment --><main>
<form action="?a=1&amp;b=2"><input name=x value='"&lt;"
&#8217;' disabled><textarea name="t">
&lt;b&gt; &amp;amp; <b>c</p>
</textarea><select name="s"><option value="1" selected>One</option></select><br><img src="x" src="y"
/></form></main></body></html>"""


def elements(page):
    return [(each.tag, dict(each.attrib), (each.text or "").strip()) for each in page.iter()]


def test_a_page_is_read_as_html5lib_reads_it():
    theirs = html5lib.parse(PAGE, namespaceHTMLElements=False)
    theirs = [each for each in elements(theirs) if isinstance(each[0], str)]  # no comments
    assert elements(read_page(PAGE.encode())) == theirs


@pytest.mark.parametrize("page", ["<main><p>One</main>", "<main>", "<main></div></main>"])
def test_what_browsers_would_repair_is_refused(page):
    with pytest.raises(AssertionError):
        read_page(page.encode())
