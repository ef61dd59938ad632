package org.modeltree.startup;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** The Quarkus application: runs the service until it is stopped, or runs one command. */
class Service implements QuarkusApplication {

    /** Name of the command that migrates the database, loads the starter catalog into an empty one, and ends. */
    static final String MIGRATE = "migrate";

    static final String DATA_DIRECTORY = "org.modeltree.data-directory";

    private static final Logger LOG = Logger.getLogger("modeltree");

    private final FirstCard firstCard;
    private final WarmUp warmUp;
    private final ImportCommand imports;
    private final Settings settings;

    Service(FirstCard firstCard, @Readiness WarmUp warmUp, ImportCommand imports, Settings settings) {
        this.firstCard = firstCard;
        this.warmUp = warmUp;
        this.imports = imports;
        this.settings = settings;
    }

    @Override
    public int run(String... args) {
        if (args.length > 0 && args[0].equals(ImportCommand.NAME)) {
            return imports.run(args);
        }
        if (args.length > 0 && args[0].equals(MIGRATE)) {
            List<String> versions = SchemaHistory.versions();
            LOG.infof("The database has all migrations of this version, up to %s", versions.get(versions.size() - 1));
            return 0;
        }
        String base = base(ConfigProvider.getConfig());
        Optional<String> model = firstCard.id();
        String card = model.map(id -> ", first card " + base + "/api/v1/models/" + id + "/card")
                .orElse("");
        String data = Optional.ofNullable(System.getProperty(DATA_DIRECTORY))
                .map(directory -> ", data in " + directory)
                .orElse("");
        LOG.infof("Modeltree is up: docs %s/q/swagger-ui%s%s", base, card, data);
        model.filter(id -> settings.warmUp()).ifPresentOrElse(warmUp::run, warmUp::end);
        Quarkus.waitForExit();
        return 0;
    }

    /** Where the service is on this machine. */
    private static String base(Config config) {
        boolean isSecure = config.getOptionalValue("quarkus.http.insecure-requests", String.class)
                .filter(insecure -> !insecure.equalsIgnoreCase("enabled"))
                .isPresent();
        return isSecure
                ? "https://localhost:" + config.getValue("quarkus.http.ssl-port", String.class)
                : "http://localhost:" + config.getValue("quarkus.http.port", String.class);
    }

    /** Prints why the service cannot start: one message where the operator can fix it, otherwise the stack trace. */
    static void reportFailure(Throwable fault) {
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Optional<String> reason = StartupProblem.of(fault);
        if (reason.isPresent()) {
            err.println("Modeltree cannot start. " + reason.get());
            return;
        }
        err.println("Modeltree cannot start:");
        fault.printStackTrace(err);
    }
}
