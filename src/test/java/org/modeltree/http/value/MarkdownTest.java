package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "plain words, 2.5 and 60 % ¦ plain words, 2.5 and 60 %",
                "*bold* _it_ `code` ~~x~~ ¦ \\*bold\\* \\_it\\_ \\`code\\` \\~\\~x\\~\\~",
                "[text](https://evil.example) ¦ \\[text\\](https\\://evil.example)",
                "![x](https://evil.example/p.png) ¦ \\!\\[x\\](https\\://evil.example/p.png)",
                "<script>alert(1)</script> ¦ \\<script\\>alert(1)\\</script\\>",
                "a | b ¦ a \\| b",
                "&lt;b&gt; ¦ \\&lt;b\\&gt;",
                "# title ¦ \\# title",
                "- item ¦ \\- item",
                "+ item ¦ \\+ item",
                "1. item ¦ 1\\. item",
                "1.5 % ¦ 1.5 %",
                "12) item ¦ 12\\) item",
                "=== ¦ \\===",
                "> quote ¦ \\> quote",
                "see https://evil.example/a ¦ see https\\://evil.example/a",
                "HTTP://evil.example ¦ HTTP\\://evil.example",
                "www.evil.example and WWW.x.y ¦ www\\.evil.example and WWW\\.x.y",
                "mail a.b+c@evil.example ¦ mail a.b+c\\@evil.example",
                "at 10:30 p.m. @home; ratio 3:/4, w. ¦ at 10:30 p.m. @home; ratio 3:/4, w.",
                "back\\slash ¦ back\\\\slash",
            })
    void a_text_means_nothing_but_itself(String text, String expected) {
        assertEquals(expected, Markdown.line(text));
    }

    @Test
    void a_line_has_no_breaks_and_paragraphs_keep_them() {
        assertEquals("a b c", Markdown.line(" a\n\n b\tc "));
        assertEquals("a  \nb\n\n\\# c", Markdown.paragraphs("a\nb\n\n\n# c\n"));
        assertEquals("code", Markdown.paragraphs("    code"));
    }

    @Test
    void a_link_cannot_be_left() {
        assertEquals("[a\\]b](<https://x.example/%3E%20c%7Cd>)", Markdown.link("a]b", "https://x.example/> c|d"));
    }
}
