package org.modeltree.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * What one client knows from the answers that it got: ids, validators and cursors, and what the service has acknowledged.
 * Clients write to different vendors, so that each knows what must be stored.
 */
final class Known {

    private static final int MAX_KEPT = 40;

    /** Kinds of ids. */
    enum Kind {
        MODEL,
        VENDOR,
        PROVIDER,
        BENCHMARK,
        CAPABILITY,
        MEASUREMENT,
        OFFERING,
        ALIAS,
        WEBHOOK,
        DELIVERY,
        TOKEN,
        IMPORT,
        ETAG,
        CURSOR,
        REVISION,
        KEY
    }

    private final Map<Kind, List<String>> values = new HashMap<>();
    private final Map<String, Optional<String>> acknowledged = new TreeMap<>();

    /** Remembers a value; the oldest of a kind are forgotten. */
    void add(Kind kind, String value) {
        List<String> known = values.computeIfAbsent(kind, none -> new ArrayList<>());
        if (!known.contains(value)) {
            known.add(value);
            if (known.size() > MAX_KEPT) {
                known.remove(0);
            }
        }
    }

    void remove(Kind kind, String value) {
        values.getOrDefault(kind, new ArrayList<>()).remove(value);
    }

    /** One of a kind, at random; empty if none is known. */
    Optional<String> any(Kind kind, Random random) {
        List<String> known = values.getOrDefault(kind, List.of());
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(random.nextInt(known.size())));
    }

    /**
     * Notes what the service has acknowledged to have stored.
     *
     * @param path document with the key `name`
     * @param name value of this key; empty if the document was deleted
     */
    void acknowledge(String path, Optional<String> name) {
        acknowledged.put(path, name);
    }

    /** Leaves open what is stored, because another write may have changed it. */
    void forget(String path) {
        acknowledged.remove(path);
    }

    /** The name that each path must have now; empty for deleted ones. */
    Map<String, Optional<String>> acknowledged() {
        return acknowledged;
    }

    /** What a property or a parameter of this name usually refers to. */
    static Optional<Kind> kindOf(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "model", "models", "parent", "child", "successor", "into", "reparentTo", "root", "ids" ->
                        Kind.MODEL;
                    case "vendor", "vendors" -> Kind.VENDOR;
                    case "provider" -> Kind.PROVIDER;
                    case "benchmark" -> Kind.BENCHMARK;
                    case "capability", "scoreCapability" -> Kind.CAPABILITY;
                    case "cursor" -> Kind.CURSOR;
                    case "atRevision", "since", "before", "Modeltree-Revision", "Last-Event-ID" -> Kind.REVISION;
                    case "If-Match", "If-None-Match" -> Kind.ETAG;
                    case "Idempotency-Key" -> Kind.KEY;
                    default -> null;
                });
    }
}
