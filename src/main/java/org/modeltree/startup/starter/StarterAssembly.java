package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Assembles the starter catalog. The build runs it after the compiler: {@code starter.ndjson} holds every record,
 * {@code benchmarks.ndjson} only what a service needs that starts without models.
 */
public final class StarterAssembly {

    private static final Set<String> BUILT_IN = Set.of("catalog", "benchmark", "capability");

    private StarterAssembly() {}

    /**
     * Reads the files, checks them and writes both catalogs.
     *
     * @param arguments the folder of the files and the folder to write to
     * @throws IllegalStateException if the files are invalid; its message lists what to change
     */
    public static void main(String[] arguments) throws IOException {
        Path target = Files.createDirectories(Path.of(arguments[1]));
        List<StarterRecord> records = assemble(Path.of(arguments[0]));
        write(records, target.resolve("starter.ndjson"));
        write(
                records.stream()
                        .filter(record -> BUILT_IN.contains(record.type()))
                        .toList(),
                target.resolve("benchmarks.ndjson"));
    }

    /** Records of valid files. */
    static List<StarterRecord> assemble(Path folder) throws IOException {
        StarterFaults faults = new StarterFaults();
        List<StarterRecord> records = StarterFiles.records(folder, faults);
        if (faults.all().isEmpty()) {
            // What could not be read or resolved would only be reported again, as an invalid record.
            new StarterSchema(faults).check(records);
        }
        new StarterReferences(records, faults).check();
        if (!faults.all().isEmpty()) {
            throw new IllegalStateException("The starter catalog has "
                    + faults.all().size() + " faults in " + folder + ":\n" + String.join("\n", faults.all()));
        }
        return records;
    }

    private static void write(List<StarterRecord> records, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        StringBuilder text = new StringBuilder();
        for (StarterRecord record : records) {
            text.append(json.writeValueAsString(record.json())).append('\n');
        }
        Files.writeString(file, text);
    }
}
