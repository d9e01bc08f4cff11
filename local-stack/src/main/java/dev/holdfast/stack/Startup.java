package dev.holdfast.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs the steps of the start side by side, each as soon as those it waits for are done; the first failure ends all. */
final class Startup {

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final Progress progress;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> steps = new ArrayList<>();
    private final CompletableFuture<Void> firstFailure = new CompletableFuture<>();

    Startup(Progress progress) {
        this.progress = progress;
    }

    void start(Server server) {
        Instant begun = Instant.now();
        server.start();
        progress.ready(server, Duration.between(begun, Instant.now()));
    }

    CompletableFuture<Void> run(Step step) {
        return runAfter(List.of(), step);
    }

    CompletableFuture<Void> runAfter(List<CompletableFuture<Void>> before, Step step) {
        CompletableFuture<Void> done = CompletableFuture.allOf(before.toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> attempt(step), threads);
        done.exceptionally(failure -> {
            firstFailure.completeExceptionally(failure);
            return null;
        });
        steps.add(done);
        return done;
    }

    /** Throws what the first step to fail threw, without waiting for the others. */
    void await() {
        CompletableFuture<Void> all = CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.anyOf(all, firstFailure).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new StackFailure(e.getMessage(), e);
        } finally {
            threads.shutdown();
        }
    }

    /** Interrupts what still starts, so that nothing starts behind the back of whoever stops all. */
    void abandon() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StackFailure(e.toString(), e);
        }
    }
}
