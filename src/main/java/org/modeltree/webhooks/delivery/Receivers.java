package org.modeltree.webhooks.delivery;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up and checks the addresses that webhooks call. */
@ApplicationScoped
public class Receivers {

    private static final Duration MAX_LOOK_UP = Duration.ofSeconds(2);
    /** For addresses that are being registered, while all that are being called wait for name servers. */
    private static final int MORE_THREADS = 4;

    private static final int KEEP_THREADS_SECONDS = 10;

    private final AddressPolicy policy;
    private final HostPolicy hosts;
    private final boolean allowHttp;
    /** Looking up a name blocks, for as long as a name server is silent. */
    private final ThreadPoolExecutor lookups;

    Receivers(AddressPolicy policy, HostPolicy hosts, WebhookSettings settings) {
        this.policy = policy;
        this.hosts = hosts;
        allowHttp = settings.allowHttp();
        int threads = settings.atOnce() + MORE_THREADS;
        lookups = new ThreadPoolExecutor(
                threads, threads, KEEP_THREADS_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "webhook-addresses");
                    thread.setDaemon(true);
                    return thread;
                });
        lookups.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    void stop() {
        lookups.shutdownNow();
    }

    /**
     * Checks an address that somebody wants to register. A name that cannot be looked up now is accepted; it is looked up and
     * checked again for each connection.
     *
     * @throws Receiver.InvalidAddress naming what is wrong with it
     */
    public void check(String url) throws Receiver.InvalidAddress {
        Receiver receiver = receiver(url);
        Optional<String> refusal = refusal(inTime(receiver.host()));
        if (refusal.isPresent()) {
            throw new Receiver.InvalidAddress("must not lead to " + refusal.get() + "; the setting "
                    + WebhookSettings.ALLOW_PRIVATE + " allows exceptions");
        }
    }

    private List<InetAddress> inTime(String host) {
        Future<List<InetAddress>> found = lookups.submit(() -> addresses(host));
        try {
            return found.get(MAX_LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException unknown) {
            found.cancel(true);
            return List.of();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** The parts of an address, also of one that was registered when other hosts were allowed. */
    Receiver receiver(String url) throws Receiver.InvalidAddress {
        Receiver receiver = Receiver.of(url, allowHttp);
        hosts.check(receiver);
        return receiver;
    }

    /** Runs a look-up on a thread that may block. */
    void execute(Runnable lookup) {
        lookups.execute(lookup);
    }

    /** All addresses of a host, in the order in which they are tried. */
    List<InetAddress> addresses(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    /** What kind of address is among these that webhooks must not call; empty if they may call all of them. */
    Optional<String> refusal(List<InetAddress> addresses) {
        return addresses.stream().map(policy::refusal).flatMap(Optional::stream).findFirst();
    }
}
