package org.modeltree.startup;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** Tests in a browser, with the packaged service and the whole starter catalog. */
abstract class InChromium extends ServiceInChromium {

    @BeforeAll
    static void startServiceAndBrowser() throws IOException, InterruptedException {
        start();
    }
}
