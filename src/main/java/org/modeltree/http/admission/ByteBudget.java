package org.modeltree.http.admission;

import java.util.HashMap;
import java.util.Map;

/**
 * Bytes held in memory for clients, counted against a limit of which one client may take half. What a client holds
 * beyond its half does not count in total, so that it takes nothing from other clients.
 */
final class ByteBudget {

    private final long maxBytes;
    private final long maxPerClient;
    private final Map<String, Long> bytesOfClient = new HashMap<>();
    private long total;

    /**
     * @param maxBytes the limit in bytes
     */
    ByteBudget(long maxBytes) {
        this.maxBytes = maxBytes;
        this.maxPerClient = maxBytes / 2;
    }

    /** Counts bytes, unless the client or all clients together would exceed the limit; then it returns false. */
    synchronized boolean tryAdd(String client, long bytes) {
        if (bytesOf(client) + bytes > maxPerClient || total + bytes > maxBytes) {
            return false;
        }
        add(client, bytes);
        return true;
    }

    /** Counts bytes, even beyond the limit. */
    synchronized void add(String client, long bytes) {
        set(client, bytesOf(client) + bytes);
    }

    /** Discounts bytes that were counted before. */
    synchronized void remove(String client, long bytes) {
        set(client, bytesOf(client) - bytes);
    }

    /** Bytes that count in total. */
    synchronized long total() {
        return total;
    }

    /** Whether the client or all clients together exceed the limit. */
    synchronized boolean isExceeded(String client) {
        return bytesOf(client) > maxPerClient || total > maxBytes;
    }

    private long bytesOf(String client) {
        return bytesOfClient.getOrDefault(client, 0L);
    }

    private void set(String client, long bytes) {
        total += Math.min(bytes, maxPerClient) - Math.min(bytesOf(client), maxPerClient);
        if (bytes == 0) {
            bytesOfClient.remove(client);
        } else {
            bytesOfClient.put(client, bytes);
        }
    }
}
