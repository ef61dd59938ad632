package org.modeltree.startup;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.modeltree.http.problem.Problem;
import org.modeltree.imports.ImportService;
import org.modeltree.imports.ImportSummary;

/** Command {@code import --format=… FILE}: imports a file into the database without a running service. */
@ApplicationScoped
class ImportCommand {

    /** Name of the command, the first argument. */
    static final String NAME = "import";

    private static final String FORMAT = "--format=";
    private static final String DRY_RUN = "--dry-run";
    private static final String SKIP = "--on-error=skip";
    private static final String COMPLETE = "--complete";
    private static final int BAR_WIDTH = 40;
    private static final int PERCENT = 100;

    private final ImportService imports;

    ImportCommand(ImportService imports) {
        this.imports = imports;
    }

    /**
     * Runs the import.
     *
     * @return exit code: 0 on success, 1 if the import was refused, 2 if the arguments are invalid
     */
    int run(String... args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        List<String> options = Arrays.stream(args).skip(1).toList();
        Optional<String> format = options.stream()
                .filter(option -> option.startsWith(FORMAT))
                .map(option -> option.substring(FORMAT.length()))
                .findFirst();
        List<String> files =
                options.stream().filter(option -> !option.startsWith("--")).toList();
        boolean known = options.stream()
                .filter(option -> option.startsWith("--"))
                .allMatch(option -> option.startsWith(FORMAT)
                        || List.of(DRY_RUN, SKIP, COMPLETE).contains(option));
        if (!known
                || files.size() != 1
                || format.filter(imports.formats()::contains).isEmpty()) {
            err.println(
                    "Usage: java -jar quarkus-run.jar import --format=FORMAT [--dry-run] [--on-error=skip] [--complete] FILE");
            err.println("FORMAT is one of " + String.join(", ", imports.formats()) + ".");
            return 2;
        }
        Path file = Path.of(files.get(0));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            err.println("Cannot read the file " + file + ".");
            return 2;
        }
        boolean terminal = isTerminal();
        try {
            ImportSummary summary = imports.importFile(
                    file,
                    format.get(),
                    options.contains(DRY_RUN),
                    options.contains(SKIP),
                    options.contains(COMPLETE),
                    terminal ? (bytes, of, lines) -> err.print(bar(bytes, of, lines)) : (bytes, of, lines) -> {});
            if (terminal) {
                err.println();
            }
            summary.lines().forEach(out::println);
            return summary.stored() ? 0 : 1;
        } catch (Problem problem) {
            err.println(problem.getMessage());
            return 1;
        }
    }

    /** JDK 22 and later always return a console, and add a method that says whether it is a terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    private static String bar(long bytes, long of, long lines) {
        int done = of == 0 ? BAR_WIDTH : (int) (bytes * BAR_WIDTH / of);
        return String.format(
                Locale.ROOT,
                "\r[%s%s] %3d %%, %,d lines",
                "#".repeat(done),
                " ".repeat(BAR_WIDTH - done),
                of == 0 ? PERCENT : bytes * PERCENT / of,
                lines);
    }
}
