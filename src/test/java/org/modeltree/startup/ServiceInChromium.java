package org.modeltree.startup;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests in a browser, with the packaged service. Subclasses start both before all tests. Skipped without Debian's {@code
 * chromium}.
 */
abstract class ServiceInChromium {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @TempDir
    static Path home;

    static PackagedService service;
    static Browser browser;
    private static Playwright playwright;

    /** Starts the service with these options, and a browser. */
    static void start(String... options) throws IOException, InterruptedException {
        boolean installed = Files.isExecutable(CHROMIUM);
        if (!installed) {
            System.out.println("skipped: there is no " + CHROMIUM);
        }
        assumeTrue(installed, "there is no " + CHROMIUM);
        service = PackagedService.on(home, options).up();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        // The sandbox refuses to run as root, as CI does; all that is opened is our own.
                        .setChromiumSandbox(false));
    }

    @AfterAll
    static void stopServiceAndBrowser() throws IOException {
        if (playwright != null) {
            playwright.close();
        }
        if (service != null) {
            service.close();
        }
    }

    /** Where the service is. */
    static String base() {
        return "http://127.0.0.1:" + service.port();
    }
}
