package org.modeltree.pages;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.ErrorPages;
import org.modeltree.http.problem.ProblemView;
import org.modeltree.http.value.Language;

/** Problems as pages, with what may have been meant, and links to it where it has an address. */
@Singleton
class HtmlErrorPages implements ErrorPages {

    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final String BANDS = "/bands/";
    private static final String PROVIDERS = "/providers/";
    /** A model, or a part of it, which has no page of its own. */
    private static final Pattern API_MODEL = Pattern.compile("/api/v1/models/([^/?]+/[^/?]+)(?:[/?].*)?");

    private static final Pattern MODEL_ID = Pattern.compile("[^/]+/[^/]+");

    private final Sites sites;

    HtmlErrorPages(Sites sites) {
        this.sites = sites;
    }

    @Override
    public String page(ProblemView problem, Language language, boolean chosen) {
        PageWords.ErrorWords words = PageWords.in(language).error();
        Site site = sites.of(language, new RequestLink("/", chosen ? "lang=" + language.tag() : null), "");
        String title = switch (problem.status()) {
            case 401, 403 -> words.unauthorized();
            case 404 -> words.notFound();
            case 410 -> words.gone();
            case 503 -> words.unavailable();
            default -> words.other();
        };
        String advice = switch (problem.status()) {
            case 404, 410 -> words.elsewhere();
            case 429, 503 -> words.again();
            default -> null;
        };
        List<ErrorPage.Suggestion> suggestions = problem.suggestions().stream()
                .map(text -> suggestion(text, problem, site))
                .distinct()
                .toList();
        return Templates.error(
                        site,
                        new ErrorPage(
                                problem.status(),
                                title,
                                problem.detail(),
                                problem.correlationId(),
                                suggestions,
                                advice))
                .render();
    }

    /** A suggestion is a path, an id, or the name or a value of a parameter; only the first two lead somewhere. */
    private static ErrorPage.Suggestion suggestion(String text, ProblemView problem, Site site) {
        Matcher model = API_MODEL.matcher(text);
        if (model.matches()) {
            String id = model.group(1);
            return new ErrorPage.Suggestion(id, site.to("/m/" + id));
        }
        if (text.startsWith("/")) {
            return new ErrorPage.Suggestion(text, site.to(text));
        }
        boolean isId = problem.status() == NOT_FOUND || problem.status() == GONE;
        if (isId && MODEL_ID.matcher(text).matches()) {
            return new ErrorPage.Suggestion(text, site.model(text));
        }
        String path = problem.instance() == null || !isId || text.contains("/") ? "" : problem.instance();
        return new ErrorPage.Suggestion(
                text,
                path.startsWith(BANDS)
                        ? site.capability(text, "all")
                        : path.startsWith(PROVIDERS) ? site.provider(text) : null);
    }
}
