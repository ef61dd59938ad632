package org.modeltree.pages;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.modeltree.http.cache.PublicReadPolicy;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.Representation;
import org.modeltree.pages.list.PageAddresses;
import org.modeltree.revision.LatestRevision;

/**
 * Sitemaps (sitemaps.org) of all pages that have an address without parameters: an index, and files with the pages of at
 * most 200,000 models. They exist if the settings know the address of the service, and if reads need no token. The catalog
 * is read once for each of its revisions, when a crawler asks.
 */
@Singleton
class Sitemaps {

    static final String INDEX = "/sitemap.xml";

    /** Paths of the index and of all files, as a regular expression. */
    static final String PATHS = "/sitemap(?:-[0-9]{1,6})?\\.xml";

    /** Addresses in a file; the protocol allows 50,000. */
    static final int MAX_ADDRESSES = 10_000;

    /** Models in all files; those after them are found by links. */
    private static final int MAX_MODELS = 200_000;

    private static final String TYPE = "application/xml;charset=UTF-8";
    private static final String NAMESPACE = " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

    /** All files of a revision by their path. */
    private record Files(long revision, Map<String, Representation> byPath) {}

    private final Sites sites;
    private final PageAddresses addresses;
    private final LatestRevision latest;
    private final PublicReadPolicy reads;
    private SoftReference<Files> kept = new SoftReference<>(null);

    Sitemaps(Sites sites, PageAddresses addresses, LatestRevision latest, PublicReadPolicy reads) {
        this.sites = sites;
        this.addresses = addresses;
        this.latest = latest;
        this.reads = reads;
    }

    /** Address of the index; empty if there is none. */
    Optional<String> index() {
        return reads.toEverybody() ? sites.base().map(base -> base + INDEX) : Optional.empty();
    }

    /** The file at a path; empty if there is none. Blocks. */
    @ActivateRequestContext
    synchronized Optional<Representation> file(String path) {
        if (index().isEmpty()) {
            return Optional.empty();
        }
        long revision = latest.known();
        Files files = kept.get();
        if (files == null || files.revision() < revision) {
            files = new Files(revision, read(sites.base().get()));
            kept = new SoftReference<>(files);
        }
        return Optional.ofNullable(files.byPath().get(path));
    }

    private Map<String, Representation> read(String base) {
        List<String> paths = addresses.all(MAX_MODELS);
        Map<String, Representation> files = new LinkedHashMap<>();
        for (int from = 0; from < paths.size(); from += MAX_ADDRESSES) {
            List<String> part = paths.subList(from, Math.min(from + MAX_ADDRESSES, paths.size()));
            files.put("/sitemap-" + (files.size() + 1) + ".xml", xml("urlset", "url", base, part));
        }
        files.put(INDEX, xml("sitemapindex", "sitemap", base, List.copyOf(files.keySet())));
        return files;
    }

    /** A file with addresses. Paths consist of characters that need no escape in XML. */
    private static Representation xml(String root, String entry, String base, List<String> paths) {
        StringBuilder text =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root + NAMESPACE + ">\n");
        for (String path : paths) {
            text.append("<").append(entry).append("><loc>").append(base).append(path);
            text.append("</loc></").append(entry).append(">\n");
        }
        text.append("</").append(root).append(">\n");
        Representation file = new Representation(
                text.toString().getBytes(StandardCharsets.UTF_8),
                Media.only(TYPE),
                Language.EN.tag(),
                null,
                OptionalLong.empty(),
                -1,
                "");
        file.precompute();
        return file;
    }
}
