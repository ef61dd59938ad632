package org.modeltree.http;

import io.quarkus.arc.Lock;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Puts off the making of the API's description until it is asked for, because few ask and everybody waits for the start.
 * Bound by a mark of Quarkus's own, because in tests Quarkus's classes do not see ours. A bean that has the mark for
 * another reason goes on as without this, as nothing of it was put off.
 */
@Lock
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class DescriptionOnDemand {

    private static final String MAKING = "prepareDocument";

    private final Queue<InvocationContext> toBeMade = new ArrayDeque<>();
    private ClassLoader loader;

    @AroundInvoke
    Object call(InvocationContext call) throws Exception {
        if (isMaking(call.getMethod())) {
            postpone(call);
            return null;
        }
        make();
        return call.proceed();
    }

    private static boolean isMaking(Method method) {
        return OpenApiDocumentService.class.isAssignableFrom(method.getDeclaringClass())
                && method.getName().equals(MAKING);
    }

    private synchronized void postpone(InvocationContext making) {
        loader = Thread.currentThread().getContextClassLoader();
        toBeMade.add(making);
    }

    private synchronized void make() throws Exception {
        if (toBeMade.isEmpty()) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        // It finds what it is made from as it would have at the start.
        thread.setContextClassLoader(loader);
        try {
            while (!toBeMade.isEmpty()) {
                toBeMade.peek().proceed();
                toBeMade.remove();
            }
        } finally {
            thread.setContextClassLoader(callers);
        }
    }
}
