package org.modeltree.imports;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.admission.BodyReception;
import org.modeltree.http.admission.ConcurrencyLimit;
import org.modeltree.http.problem.Problem;

/** Receiver of uploaded catalogs: stores them on disk without blocking a thread, a limited number at a time. */
@ApplicationScoped
class Uploads {

    private static final Logger LOG = Logger.getLogger(Uploads.class);
    private static final long MEGABYTE = 1L << 20;
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final ConcurrencyLimit receiving;
    private final BodyReception.Limits limits;

    Uploads(Vertx vertx, ImportSettings settings) {
        this.vertx = vertx;
        receiving = new ConcurrencyLimit(settings.receiveAtOnce());
        limits = new BodyReception.Limits(
                settings.maxMegabytes() * MEGABYTE, CatalogBytes.tooLarge(settings.maxMegabytes()), WINDOW);
    }

    /**
     * Receives the body of a request, on the event loop. The caller of this method discards the upload.
     *
     * @throws Problem.Unavailable if too many catalogs are being uploaded, in total or by this client
     */
    Future<Upload> receive(CurrentRequest request, String caller) {
        if (!receiving.tryEnter(caller)) {
            throw new Problem.Unavailable("Too many catalogs are being uploaded. Try again later.");
        }
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "modeltree-upload-" + UUID.randomUUID() + ".tmp");
        return vertx.fileSystem()
                .open(
                        file.toString(),
                        new OpenOptions()
                                .setCreateNew(true)
                                .setRead(true)
                                .setWrite(true)
                                .setDeleteOnClose(true)
                                .setPerms("rw-------"))
                .recover(fault -> Future.failedFuture(notStored(fault)))
                .compose(opened -> receive(request, new Upload(opened)))
                .onComplete(over -> receiving.leave(caller));
    }

    private Future<Upload> receive(CurrentRequest request, Upload upload) {
        return request.receive(limits, upload::add)
                .compose(received -> upload.complete())
                .recover(fault -> {
                    upload.discard();
                    return Future.failedFuture(fault instanceof Problem ? fault : notStored(fault));
                });
    }

    private static Problem notStored(Throwable fault) {
        LOG.warnf(
                "Cannot store an uploaded catalog in %s: %s", System.getProperty("java.io.tmpdir"), fault.getMessage());
        return new Problem.Unavailable(
                "The upload cannot be stored: the disk for temporary files is full or not writable."
                        + " Try again later.");
    }
}
