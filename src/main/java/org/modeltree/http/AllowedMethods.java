package org.modeltree.http;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** Which methods a path knows, asked of the framework's own table of resources. */
final class AllowedMethods {

    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*[^:}\\s]+\\s*(?::((?:[^{}]|\\{[^{}]*})*))?}");

    private AllowedMethods() {}

    /** The methods of a path of the current request's service, as the header Allow has them. */
    static String header(String path) {
        Set<String> methods = new TreeSet<>();
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", request.getDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String template, RuntimeResource resource) {
                        if (pattern(template).matcher(path).matches()) {
                            methods.add(method);
                        }
                    }
                });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
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
