package org.modeltree.catalog.measurement;

import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Reads and writes benchmarks. */
@ApplicationScoped
class BenchmarkService {

    private static final String LIST = "benchmarks";

    /** The parts of the catalog that benchmarks with their numbers of models are made of; prices are measurements, too. */
    private static final List<Part> COUNTED = List.of(
            Part.every("benchmark"), Part.every("measurement"), Part.every("offering"), Part.every("capability"));

    private final Benchmarks benchmarks;
    private final ChangeService changes;
    private final AnswerParts parts;

    BenchmarkService(Benchmarks benchmarks, ChangeService changes, AnswerParts parts) {
        this.benchmarks = benchmarks;
        this.changes = changes;
        this.parts = parts;
    }

    /** A page of benchmarks by id. */
    @InSnapshot
    ListView<BenchmarkView> list(PageRequest page, Language language, RequestLink link) {
        parts.madeOf(COUNTED);
        Cursor cursor = Cursor.decoded(page.cursor(), LIST, Cursor.Type.TEXT);
        String after = cursor == null ? "" : cursor.values().get(0).asText();
        Benchmarks.Page read = benchmarks.page(after, page.limit() + 1);
        return ListView.page(
                read.benchmarks().stream()
                        .map(benchmark -> benchmark.in(language))
                        .toList(),
                page,
                link,
                LIST,
                last -> new Cursor(List.of(TextNode.valueOf(last.id()))),
                next -> ListView.Meta.exact(read.total(), next));
    }

    /** One benchmark. */
    @InSnapshot
    Versioned<BenchmarkView> one(String id, Language language) {
        parts.madeOf(COUNTED);
        return benchmarks
                .one(id)
                .map(benchmark ->
                        new Versioned<>(benchmark.revision(), benchmark.body().in(language)))
                .orElseThrow(() -> new Problem.NotFound(
                        "There is no benchmark " + Parameters.shown(id) + ".", benchmarks.similar(id)));
    }

    /** Creates or replaces a benchmark. */
    WriteResult put(WriteRequest request, String id) {
        return changes.put(request, target(id));
    }

    /** Applies a merge patch to a benchmark. */
    WriteResult patch(WriteRequest request, String id) {
        return changes.patch(request, target(id));
    }

    /** Deletes a benchmark that has no measurements. */
    WriteResult delete(WriteRequest request, String id) {
        return changes.delete(request, target(id));
    }

    private static WriteTarget target(String id) {
        return ChangeService.targetWithoutModel("benchmark", id, "/api/v1/benchmarks/" + id);
    }
}
