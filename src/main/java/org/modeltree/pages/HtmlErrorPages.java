package org.modeltree.pages;

import jakarta.inject.Singleton;
import java.util.List;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.ErrorPages;
import org.modeltree.http.problem.ProblemView;
import org.modeltree.http.value.Language;

/** Problems as pages, with links to what may have been meant. */
@Singleton
class HtmlErrorPages implements ErrorPages {

    private static final String API_MODELS = "/api/v1/models/";

    @Override
    public String page(ProblemView problem, Language language) {
        PageWords.ErrorWords words = PageWords.in(language).error();
        Site site = Site.of(language, new RequestLink("/", null), "");
        String title = switch (problem.status()) {
            case 401, 403 -> words.unauthorized();
            case 404 -> words.notFound();
            case 410 -> words.gone();
            case 503 -> words.unavailable();
            default -> words.other();
        };
        List<ErrorPage.Suggestion> suggestions =
                problem.suggestions().stream().map(HtmlErrorPages::suggestion).toList();
        return Templates.error(site, new ErrorPage(problem.status(), title, problem.detail(), suggestions))
                .render();
    }

    /** A suggestion is a path, or the id of a model. */
    private static ErrorPage.Suggestion suggestion(String text) {
        if (text.startsWith(API_MODELS)) {
            String id = text.substring(API_MODELS.length());
            return new ErrorPage.Suggestion(id, "/m/" + id);
        }
        return new ErrorPage.Suggestion(text, text.startsWith("/") ? text : "/m/" + text);
    }
}
