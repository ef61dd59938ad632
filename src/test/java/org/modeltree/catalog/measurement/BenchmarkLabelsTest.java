package org.modeltree.catalog.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.modeltree.http.value.Language;

class BenchmarkLabelsTest {

    @Test
    void benchmarks_keep_the_label_of_the_catalog_unless_it_is_translated() {
        assertEquals("Window", BenchmarkLabels.in(Language.EN, "context-window", "Window"));
        assertEquals("上下文窗口", BenchmarkLabels.in(Language.ZH, "context-window", "Window"));
        assertEquals("GPQA Diamond", BenchmarkLabels.in(Language.ZH, "gpqa-diamond", "GPQA Diamond"));
    }
}
