import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges the history that {@link Recorder} has written, against the change log as it is in the end.
 *
 * <pre>java src/drills/java/Judge.java HISTORY LOG FAULTS PROXY-PORT</pre>
 *
 * <p>LOG has a line for each entry of the change log: revision, kind, type, model, patch, licence after it, separated by tabs.
 * FAULTS has one for each fault: start, end, name. Every write has its place in one order, the revision, so all of this takes
 * one pass:
 *
 * <ul>
 *   <li>lost: an acknowledged write is in the log, once, at the revision of its answer
 *   <li>repeated: a key has at most one entry in the log, and each of its answers is the same
 *   <li>undead: a write whose every answer says that nothing was changed is not in the log
 *   <li>old: no answer is older than the revision that its client had sent
 *   <li>wrong: what an answer shows is what the log says of its revision, so no two instances have different histories
 *   <li>fork: two answers for one path at one revision are equal
 *   <li>gap: revisions follow each other without gaps
 *   <li>failed: a read through the proxy gets an answer, unless its instance was killed after it had sent a part of it
 * </ul>
 *
 * <p>While instances of two versions run, answers of one instance are compared with those of the same one only, because a new
 * version may show more.
 *
 * <p>Prints a table of faults with the time without writes and reads, a line {@code each} for each fault with both times, and
 * figures; exits with 1 if anything is violated.
 */
public final class Judge {

    private static final int MAX_SHOWN = 12;
    private static final Pattern NAME = Pattern.compile("\"(?:path\": \"/name\", \"value\"|name)\": \"([0-9]+)\"");
    private static final Pattern VALUE = Pattern.compile("\"value\": \"([0-9]+)\"");
    private static final Pattern PRICE = Pattern.compile("\"0\\.([0-9]+)\"");
    private static final Pattern RAW = Pattern.compile("\"(?:value|raw)\": ([0-9]+)[,}]");

    /** What the client says of an answer that ends in its middle. */
    private static final Pattern HALFWAY = Pattern.compile("bytes received|chunked transfer encoding");

    private static final String UPGRADED = "upgraded";
    private static final String INSTANCE_KILLED = "instance-killed";

    private static final Map<String, Integer> VIOLATIONS = new TreeMap<>();

    private Judge() {}

    private record Write(
            long start,
            long end,
            String port,
            String kind,
            String thing,
            String value,
            String key,
            int status,
            long revision,
            String hash) {}

    private record Read(
            long start,
            long end,
            String port,
            String path,
            long seen,
            int status,
            long revision,
            boolean stale,
            String hash,
            String observed,
            String instance,
            String fault) {}

    private record Fault(long start, long end, String name) {}

    public static void main(String[] args) throws IOException {
        List<Write> writes = new ArrayList<>();
        List<Read> reads = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] w = line.split("\t", -1);
            if (w[0].equals("W")) {
                writes.add(new Write(
                        Long.parseLong(w[1]),
                        Long.parseLong(w[2]),
                        w[3],
                        w[4],
                        w[5],
                        w[6],
                        w[7],
                        Integer.parseInt(w[9]),
                        Long.parseLong(w[10]),
                        w[12]));
            } else {
                reads.add(new Read(
                        Long.parseLong(w[1]),
                        Long.parseLong(w[2]),
                        w[3],
                        w[4],
                        Long.parseLong(w[5]),
                        Integer.parseInt(w[6]),
                        Long.parseLong(w[7]),
                        Boolean.parseBoolean(w[8]),
                        w[9],
                        w[10],
                        w[11],
                        w[12]));
            }
        }
        Map<String, TreeMap<Long, String>> log = log(Files.readAllLines(Path.of(args[1])));
        List<Fault> faults = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[2]))) {
            String[] words = line.split("\t");
            faults.add(new Fault(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
        }
        judgeWrites(writes, log);
        judgeReads(reads, log, faults);
        System.out.println("writes=" + writes.size() + "\nreads=" + reads.size());
        System.out.println("stale=" + reads.stream().filter(Read::stale).count());
        // Those at a single instance fail with it.
        reads.removeIf(read -> !read.port().equals(args[3]));
        System.out.println("readsThroughProxy=" + reads.size());
        judgeAnswering(reads, faults);
        table(faults, writes, reads);
        System.out.println("acknowledged=" + writes.stream().filter(Judge::isAcknowledged).count());
        System.out.println("uncertain=" + writes.stream().filter(Judge::isUncertain).count());
        System.out.println("failedReads=" + reads.stream().filter(read -> read.status() != 200).count());
        System.out.printf(
                Locale.ROOT,
                "slowestRead=%.1f%n",
                reads.stream()
                                .filter(read -> read.status() == 200)
                                .mapToLong(read -> read.end() - read.start())
                                .max()
                                .orElse(0)
                        / 1000.0);
        for (String kind : List.of("lost", "repeated", "undead", "old", "wrong", "fork", "gap", "failed")) {
            System.out.println(kind + "=" + VIOLATIONS.getOrDefault(kind, 0));
        }
        System.exit(VIOLATIONS.isEmpty() ? 0 : 1);
    }

    private static boolean isAcknowledged(Write write) {
        return write.status() >= 200 && write.status() < 300;
    }

    /** Whether there was no answer, none of the service, or one that states that the outcome is unknown. */
    private static boolean isUncertain(Write write) {
        return write.status() == 0 || write.status() == 504 || write.status() == 598 || write.status() == 599;
    }

    /** Values by revision of each thing. */
    private static Map<String, TreeMap<Long, String>> log(List<String> lines) {
        Map<String, TreeMap<Long, String>> log = new HashMap<>();
        long last = -1;
        for (String line : lines) {
            String[] words = line.split("\t", -1);
            long revision = Long.parseLong(words[0]);
            if (last >= 0 && revision > last + 1) {
                violated("gap", "no entry of revision " + (last + 1));
            }
            last = revision;
            if (words[1].equals("import")) {
                log.computeIfAbsent("licence/all", none -> new TreeMap<>()).put(revision, words[5]);
            } else if (words[3].startsWith("jepsen/")) {
                String model = words[3].substring("jepsen/".length());
                String kind =
                        switch (words[2]) {
                            case "model" -> "name/";
                            case "offering" -> "price/";
                            default -> "raw/";
                        };
                value(kind, words[4])
                        .ifPresent(value -> log.computeIfAbsent(kind + model, none -> new TreeMap<>())
                                .put(revision, value));
            }
        }
        return log;
    }

    private static Optional<String> value(String kind, String patch) {
        List<Pattern> patterns =
                switch (kind) {
                    case "name/" -> List.of(NAME, VALUE);
                    case "price/" -> List.of(PRICE);
                    default -> List.of(RAW);
                };
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(patch);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    private static void judgeWrites(List<Write> writes, Map<String, TreeMap<Long, String>> log) {
        Map<String, List<Write>> byKey = new LinkedHashMap<>();
        writes.forEach(write ->
                byKey.computeIfAbsent(write.key(), none -> new ArrayList<>()).add(write));
        Map<String, List<Long>> places = new HashMap<>();
        log.forEach((thing, values) -> values.forEach((revision, value) ->
                places.computeIfAbsent(thing + "=" + value, none -> new ArrayList<>()).add(revision)));
        byKey.forEach((key, attempts) -> {
            Write first = attempts.get(0);
            List<Long> at = places.getOrDefault(first.thing() + "=" + first.value(), List.of());
            if (at.size() > 1) {
                violated("repeated", key + " is in the log at " + at);
            }
            Write acknowledged = null;
            boolean maybe = false;
            for (Write attempt : attempts) {
                maybe |= isUncertain(attempt);
                if (isAcknowledged(attempt)) {
                    if (acknowledged == null) {
                        acknowledged = attempt;
                        // An import has no key, so a repeated one finds everything as it is, at the first one's revision or later.
                        boolean sure = !first.kind().equals("import") || attempts.size() == 1;
                        if (at.isEmpty() || (sure && !at.contains(attempt.revision()))) {
                            violated("lost", key + " was acknowledged at revision " + attempt.revision() + " by port "
                                    + attempt.port() + ", and is in the log at " + at);
                        }
                    } else if (attempt.revision() != acknowledged.revision()
                            || attempt.status() != acknowledged.status()
                            || !attempt.hash().equals(acknowledged.hash())) {
                        violated("repeated", key + " has another answer: " + attempt + " after " + acknowledged);
                    }
                }
            }
            if (acknowledged == null && !maybe && !at.isEmpty()) {
                violated("undead", key + " was refused, and is in the log at " + at + ": " + attempts);
            }
        });
    }

    private static void judgeReads(List<Read> reads, Map<String, TreeMap<Long, String>> log, List<Fault> faults) {
        Map<String, Read> byRevision = new HashMap<>();
        Set<String> forked = new HashSet<>();
        for (Read read : reads) {
            if (read.status() != 200) {
                continue;
            }
            if (read.revision() < read.seen()) {
                violated("old", read.toString());
            }
            for (String shown : read.observed().split(";")) {
                String[] words = shown.split("=", -1);
                TreeMap<Long, String> values = log.get(words[0]);
                Map.Entry<Long, String> expected = values == null ? null : values.floorEntry(read.revision());
                if (words.length == 2 && expected != null && !expected.getValue().equals(words[1])) {
                    violated("wrong", shown + " at revision " + read.revision() + ", where the log has " + expected + ": " + read);
                }
            }
            boolean twoVersions =
                    faults.stream().anyMatch(fault -> fault.name().equals(UPGRADED) && covers(fault, read.end()));
            String key = read.path() + " at " + read.revision() + (twoVersions ? " of " + read.instance() : "");
            Read other = byRevision.putIfAbsent(key, read);
            if (other != null && !other.hash().equals(read.hash()) && forked.add(key)) {
                violated("fork", read + " and " + other);
            }
        }
    }

    /** Reads through the proxy. */
    private static void judgeAnswering(List<Read> reads, List<Fault> faults) {
        for (Read read : reads) {
            // What a process has sent of an answer is lost with it; nobody can send the rest.
            boolean lostHalfway = read.status() == 0
                    && HALFWAY.matcher(read.fault()).find()
                    && faults.stream()
                            .anyMatch(fault -> fault.name().equals(INSTANCE_KILLED) && covers(fault, read.end()));
            if (read.status() != 200 && !lostHalfway) {
                String during = faults.stream()
                        .filter(fault -> covers(fault, read.end()))
                        .map(fault -> fault.name() + " since " + (read.end() - fault.start()) + " ms")
                        .findFirst()
                        .orElse("no fault");
                violated("failed", "after " + (read.end() - read.start()) + " ms, during " + during + ": " + read);
            }
        }
    }

    private static void violated(String kind, String text) {
        if (VIOLATIONS.merge(kind, 1, Integer::sum) <= MAX_SHOWN) {
            System.err.println(kind + ": " + text);
        }
    }

    /** Times run, median and worst time without writes and reads, failed reads, and writes with an uncertain answer. */
    private static void table(List<Fault> faults, List<Write> writes, List<Read> reads) {
        List<Long> written = new ArrayList<>();
        for (Write write : writes) {
            if (isAcknowledged(write)) {
                written.add(write.end());
            }
        }
        List<Long> answered = new ArrayList<>();
        for (Read read : reads) {
            if (read.status() == 200) {
                answered.add(read.end());
            }
        }
        Collections.sort(written);
        Collections.sort(answered);
        Map<String, List<Fault>> byName = new TreeMap<>();
        faults.forEach(fault ->
                byName.computeIfAbsent(fault.name(), none -> new ArrayList<>()).add(fault));
        System.out.println("| fault | times | s without writes, median | worst | s without reads, worst | reads that failed | writes without a certain answer |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        byName.forEach((name, all) -> {
            double[] noWrites = all.stream().mapToDouble(fault -> gap(written, fault)).sorted().toArray();
            double noReads = all.stream().mapToDouble(fault -> gap(answered, fault)).max().orElse(0);
            long failed = reads.stream()
                    .filter(read -> read.status() != 200 && all.stream().anyMatch(fault -> covers(fault, read.end())))
                    .count();
            long uncertain = writes.stream()
                    .filter(Judge::isUncertain)
                    .filter(write -> all.stream().anyMatch(fault -> covers(fault, write.end())))
                    .count();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.1f | %d | %d |%n",
                    name.replace('-', ' '),
                    all.size(),
                    noWrites[noWrites.length / 2],
                    noWrites[noWrites.length - 1],
                    noReads,
                    failed,
                    uncertain);
        });
        faults.forEach(fault -> System.out.printf(
                Locale.ROOT, "each %s %.1f %.1f%n", fault.name(), gap(written, fault), gap(answered, fault)));
        double worst = faults.stream().mapToDouble(fault -> gap(written, fault)).max().orElse(0);
        System.out.printf(Locale.ROOT, "worstOutage=%.1f%n", worst);
    }

    private static boolean covers(Fault fault, long time) {
        return fault.start() <= time && time <= fault.end();
    }

    /** Longest time between two successes in seconds, while a fault lasts and until everything works again. */
    private static double gap(List<Long> times, Fault fault) {
        long last = fault.start();
        long longest = 0;
        for (long time : times) {
            if (time > fault.start() && last < fault.end()) {
                longest = Math.max(longest, time - Math.max(last, fault.start()));
            }
            last = Math.max(last, time);
        }
        return longest / 1000.0;
    }
}
