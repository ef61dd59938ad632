package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.ask;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Options, messages and exit codes of the import command. {@link ImportCommandIT} starts it as people do. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class ImportCommandTest {

    private static final String GOOD = """
            {"type":"model","id":"orbit/one","name":"One"}
            {"type":"model","id":"orbit/two","name":"Two"}
            """;
    private static final String BAD = """
            {"type":"model","id":"orbit/three","name":"Three"}
            {"type":"model","id":"orbit/four","name":"Four","parameters":-4}
            """;

    @Inject
    ImportCommand command;

    @TempDir
    Path folder;

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private void assertEnds(int code, String said, String... arguments) {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream both = new PrintStream(console, true, StandardCharsets.UTF_8);
        String[] all = new String[arguments.length + 1];
        all[0] = ImportCommand.NAME;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int ended;
        try {
            System.setOut(both);
            System.setErr(both);
            ended = command.run(all);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        String printed = console.toString(StandardCharsets.UTF_8);
        assertEquals(code, ended, printed);
        assertTrue(printed.contains(said), printed);
    }

    private static String models() {
        return ask("select string_agg(id, ' ' order by id) from model");
    }

    @Test
    void a_file_is_imported_and_the_exit_code_tells_the_result() throws IOException {
        Importing.empty();
        long before = Importing.revision();
        String good = file("good.ndjson", GOOD);
        String bad = file("bad.ndjson", BAD);
        assertEnds(
                0,
                "done (dry run): 2 created, 0 updated, 0 unchanged, 0 rejected, 0 kept, 0 unmatched\n",
                "--format=modeltree",
                "--dry-run",
                good);
        assertEquals("0", ask("select count(*) from model"));
        assertEnds(
                0,
                "done: 2 created, 0 updated, 0 unchanged, 0 rejected, 0 kept, 0 unmatched, revision " + (before + 1)
                        + "\n",
                "--format=modeltree",
                good);
        assertEquals("orbit/one orbit/two", models());
        assertEnds(
                1,
                "rejected line 2 /parameters: must be between 1 and 1000000000000000, was -4\n",
                "--format=modeltree",
                bad);
        assertEquals("orbit/one orbit/two", models());
        assertEquals(before + 1, Importing.revision());
        assertEnds(1, "so it is not a LiteLLM price map", "--format=litellm", bad);
        assertEnds(
                0,
                "done: 1 created, 0 updated, 0 unchanged, 1 rejected, 0 kept, 0 unmatched, revision " + (before + 2)
                        + "\n",
                "--format=modeltree",
                "--on-error=skip",
                bad);
        assertEquals("orbit/one orbit/three orbit/two", models());
        assertEquals(before + 2, Importing.revision());
    }

    @Test
    void arguments_that_say_nothing_are_refused_with_the_usage() throws IOException {
        String usage = "FORMAT is one of csv, epoch, huggingface, litellm, models.dev, modeltree, openrouter.\n";
        String good = file("good.ndjson", GOOD);
        long before = Importing.revision();
        assertEnds(2, usage, good);
        assertEnds(2, usage, "--format=nonsense", good);
        assertEnds(2, usage, "--format=modeltree", "--nonsense", good);
        assertEnds(2, usage, "--format=modeltree");
        assertEnds(2, usage, "--format=modeltree", good, good);
        assertEnds(2, "Cannot read the file missing.csv.\n", "--format=csv", "missing.csv");
        assertEnds(2, "Cannot read the file " + folder + ".\n", "--format=csv", folder.toString());
        assertEquals(before, Importing.revision());
    }
}
