package org.modeltree.http.problem;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** Which methods a path knows, asked of the framework's own table of resources. */
public final class AllowedMethods {

    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*[^:}\\s]+\\s*(?::((?:[^{}]|\\{[^{}]*})*))?}");

    /** In the template of the path that takes what no other does. */
    private static final String FALLBACK = "{other:";

    private AllowedMethods() {}

    /** The methods of a path of the current request's service, as the header Allow has them. */
    public static String header(String path) {
        return String.join(", ", of(path));
    }

    /** Whether any resource is made for a path, rather than to say where else it may lead. */
    static boolean isKnown(String path) {
        return !declared(path, false).isEmpty();
    }

    private static Set<String> of(String path) {
        Set<String> own = declared(path, false);
        Set<String> methods = own.isEmpty() ? declared(path, true) : own;
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }

    private static Set<String> declared(String path, boolean byFallback) {
        Set<String> methods = new TreeSet<>();
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", request.getDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String template, RuntimeResource resource) {
                        if (template.contains(FALLBACK) == byFallback
                                && pattern(template).matcher(path).matches()) {
                            methods.add(method);
                        }
                    }
                });
        return methods;
    }

    /** What a path template stands for: a parameter is one segment, unless it says otherwise itself. */
    static Pattern pattern(String template) {
        StringBuilder regex = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(template);
        int from = 0;
        while (parameter.find()) {
            regex.append(Pattern.quote(template.substring(from, parameter.start())))
                    .append("(?:")
                    .append(
                            parameter.group(1) == null
                                    ? "[^/]+"
                                    : parameter.group(1).strip())
                    .append(')');
            from = parameter.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(template.substring(from))) + "/?");
    }
}
