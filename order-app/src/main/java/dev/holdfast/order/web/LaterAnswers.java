package dev.holdfast.order.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcProperties;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.HttpEntityMethodProcessor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Writes an answer that comes later in the thread that has it. Spring's own way sends the request a second time through
 * all filters on another thread, which is a quarter of what an order costs here; what is written, and how, is Spring's.
 */
@Component
class LaterAnswers implements HandlerMethodReturnValueHandler, InitializingBean {
    private static final Logger LOG = LoggerFactory.getLogger(LaterAnswers.class);

    private final RequestMappingHandlerAdapter adapter;
    private final HandlerExceptionResolver problems;
    private final Duration most;
    private HttpEntityMethodProcessor entities;

    LaterAnswers(
            RequestMappingHandlerAdapter adapter,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems,
            WebMvcProperties settings) {
        this.adapter = adapter;
        this.problems = problems;
        this.most = settings.getAsync().getRequestTimeout();
        if (most == null || most.toMillis() < 1) {
            throw new IllegalArgumentException("spring.mvc.async.request-timeout must be at least 1ms, but is " + most
                    + ": an answer may never come");
        }
    }

    /** Before Spring's own, which would take it as well, and which takes what is no response entity. */
    @Override
    public void afterPropertiesSet() {
        entities = new HttpEntityMethodProcessor(adapter.getMessageConverters());
        List<HandlerMethodReturnValueHandler> all = new ArrayList<>();
        all.add(this);
        all.addAll(adapter.getReturnValueHandlers());
        adapter.setReturnValueHandlers(all);
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return returnType.getParameterType() == CompletableFuture.class
                && ResolvableType.forMethodParameter(returnType).getGeneric().resolve() == ResponseEntity.class;
    }

    @Override
    public void handleReturnValue(
            Object value, MethodParameter returnType, ModelAndViewContainer mav, NativeWebRequest request) {
        mav.setRequestHandled(true);
        HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
        HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
        AsyncContext async = servletRequest.startAsync();
        async.setTimeout(most.toMillis());
        CompletableFuture<?> later = (CompletableFuture<?>) value;
        CompletableFuture<Void> written = later.handle((answer, failure) -> {
            try {
                if (failure == null) {
                    entities.handleReturnValue(answer, new Inner(returnType), new ModelAndViewContainer(), request);
                } else {
                    problems.resolveException(servletRequest, response, null, cause(failure));
                }
            } catch (Exception e) {
                LOG.debug("the client has not waited for its answer: {}", e.toString());
            } finally {
                async.complete();
            }
            return null;
        });
        if (!written.isDone()) {
            async.addListener(new Late(later, written));
        }
    }

    /**
     * Ends the wait for an answer that does not come. A future is completed once, so either the answer is written or this is;
     * if the answer came just before, the server is kept from ending the exchange until it is written.
     */
    private record Late(CompletableFuture<?> later, CompletableFuture<Void> written) implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent late) {
            later.completeExceptionally(new AsyncRequestTimeoutException());
            written.join();
        }

        @Override
        public void onStartAsync(AsyncEvent again) {}

        @Override
        public void onComplete(AsyncEvent over) {}

        @Override
        public void onError(AsyncEvent failed) {}
    }

    private static Exception cause(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Exception e ? e : new IllegalStateException(cause);
    }

    /** What comes later, as if the method returned it. */
    private static final class Inner extends MethodParameter {
        Inner(MethodParameter future) {
            super(future);
        }

        @Override
        public Class<?> getParameterType() {
            return ResponseEntity.class;
        }

        @Override
        public Type getGenericParameterType() {
            return ResolvableType.forType(super.getGenericParameterType())
                    .getGeneric()
                    .getType();
        }
    }
}
