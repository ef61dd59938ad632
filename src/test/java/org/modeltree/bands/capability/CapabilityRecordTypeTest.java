package org.modeltree.bands.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityRecordTypeTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "log,    2048, 2097152, none",
                "linear, 0,    100,     none",
                "linear, 100,  0,       none",
                "linear, 5,    5,       /scale/ceiling must differ from the floor",
                "log,    0,    100,     /scale/floor must be above 0 on a log scale",
                "log,    60,   0,       /scale/ceiling must be above 0 on a log scale"
            })
    void the_ends_of_a_scale_are_checked(String kind, double floor, double ceiling, String fault) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("scale").put("kind", kind).put("floor", floor).put("ceiling", ceiling);
        List<String> faults = new ArrayList<>();
        new CapabilityRecordType().check(document, found -> faults.add(found.pointer() + " " + found.detail()));
        assertEquals(fault == null ? List.of() : List.of(fault), faults);
    }
}
