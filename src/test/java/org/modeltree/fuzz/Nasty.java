package org.modeltree.fuzz;

import java.util.List;
import java.util.Random;

/** Values that have broken services before. */
final class Nasty {

    /** What a script that gets into a page looks like. It must never appear unescaped. */
    static final String SCRIPT = "<script>fuzz(1)</script>";

    /** A header that an injected line break would create. */
    static final String HEADER = "x-injected";

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1.5",
            "1e3",
            "1e999",
            "-0",
            "NaN",
            "Infinity",
            "0x10",
            "9".repeat(50),
            "null",
            "true",
            "[]",
            "{}",
            "' or '1'='1",
            "'; drop table model; --",
            "\" or \"\"=\"",
            "1) union select 1--",
            "%' or 1=1 escape '!",
            "%",
            "_",
            "\\",
            "*",
            ":*",
            "& | !",
            "<->",
            "../../../etc/passwd",
            "..\\..\\windows",
            "/etc/passwd",
            "file:///etc/passwd",
            ".",
            "..",
            "{{7*7}}",
            "${7*7}",
            "#{7*7}",
            "${jndi:ldap://127.0.0.1/a}",
            "{fuzz}",
            SCRIPT,
            "\"><img src=x onerror=fuzz(1)>",
            "javascript:fuzz(1)",
            "a\r\n" + HEADER + ": 1\r\n\r\nb",
            "a\nb",
            "\t",
            "\u0000",
            "a\u0000b",
            "\u0001\u001b[31m",
            "\u007f",
            "\u0085",
            "\u2028",
            "\u202e",
            "\ufeff",
            "\ufffd",
            "\ud83d\ude00",
            "e\u0301".repeat(50),
            "\u0130\u0131\u00df\u017f",
            "\u4e2d\u6587",
            "=1+1",
            "@SUM(1)",
            "+1",
            "-2+3",
            "\"",
            "'",
            "`",
            ",",
            ",,,",
            "a,b,c",
            "/",
            "//",
            "a/",
            "/a",
            "a/b/c",
            "a//b",
            "a/..",
            "-id",
            "id,id",
            "score.",
            "score.nosuch",
            "2024-13-45",
            "0000-00-00",
            "9999-12-31",
            "-0001-01-01",
            "2024-02-30T25:61:61Z",
            "en",
            "a".repeat(201),
            "a".repeat(1_000),
            "\u4e2d".repeat(300),
            "(".repeat(200),
            "a ".repeat(99),
            "atRelease:",
            "(a+)+$");

    private Nasty() {}

    /** One of them. */
    static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
