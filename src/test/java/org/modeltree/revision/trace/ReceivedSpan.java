package org.modeltree.revision.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as a collector gets it, read from protocol buffers by the numbers of their fields.
 *
 * @param kind 2 for a server, 3 for a client
 * @param status 2 for an error
 */
record ReceivedSpan(
        String traceId, String id, String parent, String name, long kind, long status, Map<String, String> attributes) {

    /** A field: a number, or bytes. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Field(int tag, long number, byte[] bytes) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        String hex() {
            return HexFormat.of().formatHex(bytes);
        }
    }

    private static List<Field> fields(byte[] message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            int tag = (int) (key >> 3);
            switch ((int) (key & 7)) {
                case 0 -> fields.add(new Field(tag, varint(in), new byte[0]));
                case 1 -> fields.add(new Field(tag, in.getLong(), new byte[0]));
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    fields.add(new Field(tag, 0, bytes));
                }
                default -> fields.add(new Field(tag, in.getInt(), new byte[0]));
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    private static List<byte[]> parts(byte[] message, int tag) {
        return fields(message).stream()
                .filter(field -> field.tag == tag)
                .map(Field::bytes)
                .toList();
    }

    /** The spans of a request to a collector, each with the attributes of its resource. */
    static List<ReceivedSpan> of(byte[] request) {
        List<ReceivedSpan> spans = new ArrayList<>();
        for (byte[] resource : parts(request, 1)) {
            for (byte[] scope : parts(resource, 2)) {
                parts(scope, 2).forEach(span -> spans.add(span(span, parts(resource, 1))));
            }
        }
        return spans;
    }

    private static ReceivedSpan span(byte[] message, List<byte[]> resource) {
        Map<String, String> attributes = new TreeMap<>();
        resource.forEach(one -> parts(one, 1).forEach(attribute -> put(attribute, attributes)));
        String[] texts = {"", "", "", ""};
        long kind = 0;
        long status = 0;
        for (Field field : fields(message)) {
            switch (field.tag) {
                case 1 -> texts[0] = field.hex();
                case 2 -> texts[1] = field.hex();
                case 4 -> texts[2] = field.hex();
                case 5 -> texts[3] = field.text();
                case 6 -> kind = field.number;
                case 9 -> put(field.bytes, attributes);
                case 15 ->
                    status = fields(field.bytes).stream()
                            .filter(code -> code.tag == 3)
                            .mapToLong(Field::number)
                            .sum();
                default -> {}
            }
        }
        return new ReceivedSpan(texts[0], texts[1], texts[2], texts[3], kind, status, attributes);
    }

    private static void put(byte[] attribute, Map<String, String> attributes) {
        Field value = fields(parts(attribute, 2).get(0)).get(0);
        attributes.put(
                new String(parts(attribute, 1).get(0), StandardCharsets.UTF_8),
                value.tag == 1 ? value.text() : Long.toString(value.number));
    }
}
