package org.modeltree.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.RawUrl;

/**
 * What every page has around its content.
 *
 * @param language language of the page
 * @param explicit whether the address names the language, so that links carry it on
 * @param base scheme and host by which others reach the service; empty if unknown
 * @param request address of the page
 * @param section id of the entry of the navigation that the page belongs to; empty for none
 */
public record Site(Language language, boolean explicit, Optional<String> base, RequestLink request, String section) {

    private static final String LANG = "lang";
    private static final String MARKDOWN = ".md";

    /** The surroundings of the page at an address. */
    static Site of(Language language, Optional<String> base, RequestLink request, String section) {
        return new Site(language, parameters(request).anyMatch(Site::isLanguage), base, request, section);
    }

    /** Language tag. */
    public String tag() {
        return language.tag();
    }

    /** Whether the page is in Chinese. */
    public boolean chinese() {
        return language == Language.ZH;
    }

    /** Words of the pages in their language. */
    public PageWords words() {
        return PageWords.in(language);
    }

    /** A link to another page, which keeps a language that was chosen. */
    public String to(String path) {
        return explicit ? with(path, LANG + "=" + tag()) : path;
    }

    /** The page of a model. */
    public String model(String id) {
        return to("/m/" + path(id));
    }

    /** The page of a model as Markdown. */
    public String markdown(String id) {
        return to("/m/" + path(id) + MARKDOWN);
    }

    /** This page as Markdown. Its path may end with a slash. */
    public String twin() {
        String page = request.path().replaceFirst("/$", "") + MARKDOWN;
        return to(others().isEmpty() ? page : page + "?" + others());
    }

    /** The tree around a model. */
    public String tree(String id) {
        return to("/?model=" + encoded(id));
    }

    /** The comparison of models, whose ids are separated by commas. */
    public String compare(String ids) {
        return to("/compare?models=" + encoded(ids).replace("%2C", ","));
    }

    /** The prices of a model. */
    public String offerings(String id) {
        return to("/offerings?models=" + encoded(id));
    }

    /** The price list of a provider. */
    public String provider(String id) {
        return to("/providers/" + path(id));
    }

    /** The price list of a provider as Markdown. */
    public String providerMarkdown(String id) {
        return to("/providers/" + path(id) + MARKDOWN);
    }

    /** The price list of a provider for the models of a publisher. */
    public String providerFor(String id, String vendor) {
        return to("/providers/" + path(id) + "?vendor=" + encoded(vendor));
    }

    /** The price list of a provider in the API; {@code vendor} has ids of publishers, or is empty for all. */
    public String providerOfApi(String id, String vendor) {
        return "/api/v1/providers/" + path(id) + "/offerings"
                + (vendor.isEmpty() ? "" : "?vendor=" + encoded(vendor).replace("%2C", ","));
    }

    /** The models of a publisher. */
    public String vendor(String id) {
        return to("/search?vendor=" + encoded(id));
    }

    /** The page of a capability; {@code cohort} is {@code all} or {@code current}. */
    public String capability(String id, String cohort) {
        String page = "/bands/" + path(id);
        return to(cohort.equals("all") ? page : page + "?cohort=" + cohort);
    }

    /** The page of a capability as Markdown. */
    public String capabilityMarkdown(String id) {
        return to("/bands/" + path(id) + MARKDOWN);
    }

    /** The changes before a place in the log. */
    public String changesBefore(String place) {
        return to("/changes?before=" + place);
    }

    /** This list from a cursor on, which is encoded for a query. */
    public String next(String cursor) {
        String others = parameters(request)
                .filter(part -> !RawUrl.isParameter(part, "cursor"))
                .collect(Collectors.joining("&"));
        return request.path() + "?" + (others.isEmpty() ? "" : others + "&") + "cursor=" + cursor;
    }

    /** The prices of models in the API, whose ids are separated by commas. */
    public String offeringsOfApi(String ids) {
        return "/api/v1/offerings?model=" + encoded(ids).replace("%2C", ",");
    }

    /** This page in a language. */
    public String in(String tag) {
        String others = others();
        return with(others.isEmpty() ? request.path() : request.path() + "?" + others, LANG + "=" + tag);
    }

    /** Scheme and host for examples; that of a service on the reader's machine if the settings do not have them. */
    public String origin() {
        return base.orElse("http://localhost:8080");
    }

    /** Whether others know the address of the service, so that links for search engines can be absolute. */
    public boolean isPublic() {
        return base.isPresent();
    }

    /** Absolute address of this page, with its language if that was chosen. */
    public String canonical() {
        return explicit ? absoluteIn(tag()) : absolute();
    }

    /** Absolute address of this page in a language. */
    public String absoluteIn(String tag) {
        return base.orElse("") + in(tag);
    }

    /** Absolute address of this page in the language of its reader. */
    public String absolute() {
        String others = others();
        return base.orElse("") + (others.isEmpty() ? request.path() : request.path() + "?" + others);
    }

    /** Whether an entry of the navigation is the current one. */
    public boolean isIn(String entry) {
        return section.equals(entry);
    }

    /** Address of a file of the pages, with its version. */
    public String asset(String name) {
        return Assets.path(name);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("%3A", ":");
    }

    /** Encoded for a path, in which a plus is no space. */
    private static String path(String id) {
        return encoded(id).replace("+", "%20");
    }

    private String others() {
        return parameters(request).filter(part -> !isLanguage(part)).collect(Collectors.joining("&"));
    }

    private static boolean isLanguage(String part) {
        return RawUrl.isParameter(part, LANG);
    }

    private static Stream<String> parameters(RequestLink request) {
        return request.query() == null
                ? Stream.empty()
                : RawUrl.parts(request.query()).stream().filter(part -> !part.isEmpty());
    }

    private static String with(String path, String parameter) {
        return path + (path.contains("?") ? "&" : "?") + parameter;
    }
}
