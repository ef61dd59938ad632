package org.modeltree.http.cache;

import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.modeltree.http.admission.RequestState;
import org.modeltree.http.edge.RequestTimers;
import org.modeltree.http.edge.RequestWatch;
import org.modeltree.http.value.Representation;

/**
 * Answers plain reads from the database on a worker thread, by the services that their resources call, once they are admitted. The
 * way through the framework to a resource and back takes a third of the CPU time of such an answer. What is not in its plainest
 * form takes that way, and so does what the services refuse, whose reason they have found here.
 */
@ApplicationScoped
class DirectAnswers {

    /** After admission, before authentication: these reads are anonymous. */
    private static final int ORDER = Integer.MIN_VALUE + 5;

    private final AnswerSender sender;
    private final RequestWatch watch;

    DirectAnswers(AnswerSender sender, RequestWatch watch) {
        this.sender = sender;
        this.watch = watch;
    }

    void register(@Observes Router router) {
        router.route("/api/v1/*").order(ORDER).handler(this::answer);
    }

    private void answer(RoutingContext routing) {
        RequestState state = RequestState.of(routing);
        Optional<Callable<Representation>> work = state.answerBy();
        if (work.isEmpty()) {
            routing.next();
            return;
        }
        if (!state.beginAnswer()) {
            // The client has left.
            return;
        }
        Context context = routing.vertx().getOrCreateContext();
        context.executeBlocking(work.get(), false).onComplete(made -> {
            if (made.succeeded() || routing.response().closed()) {
                try {
                    send(routing, context, made.result());
                } finally {
                    state.endAnswer();
                }
                return;
            }
            if (made.cause() instanceof MemoryAnswers.Refused refused) {
                state.refuse(refused.refusal());
            }
            if (state.passAnswerOn()) {
                routing.next();
            }
        });
    }

    /** Sends the answer, unless the client has left. */
    private void send(RoutingContext routing, Context context, Representation answer) {
        if (routing.response().closed()) {
            return;
        }
        RequestState state = RequestState.of(routing);
        RequestTimers.setTemplate(context, answer.template());
        watch.answers(routing, answer.template());
        AnswerSender.Prepared prepared = AnswerSender.prepare(routing.request(), answer);
        // From here on only the bytes count, until the client has received them.
        state.computed(answer.size());
        state.share(answer);
        sender.send(routing, prepared, answer.revision());
    }
}
