package org.modeltree.bands.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLabelTest {

    @ParameterizedTest
    @CsvSource({
        "0,        0",
        "1,        1",
        "512,      512",
        "1000,     1K",
        "2048,     2K",
        "4096,     4K",
        "4097,     4.1K",
        "128000,   128K",
        "131072,   128K",
        "200000,   200K",
        "1000000,  1M",
        "1048576,  1M",
        "1050000,  1.05M",
        "1048575000, 1.05G",
        "10485760, 10M"
    })
    void tokens_have_a_short_label(long tokens, String label) {
        assertEquals(label, TokenLabel.of(tokens));
    }
}
