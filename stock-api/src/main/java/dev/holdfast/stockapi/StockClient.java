package dev.holdfast.stockapi;

import feign.FeignException;
import feign.RetryableException;
import feign.codec.DecodeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * Holds, takes and gives back stock, over HTTP. Inject it; the auto-configuration makes it.
 *
 * <p>A refusal is an outcome. Every method throws {@link StockUnreachableException} if the request was never sent,
 * {@link StockUnansweredException} if it may have been done, and {@link InvalidRequestException} if stock-app calls the
 * request invalid. Nothing is retried here: Try, Confirm and Cancel may each be repeated with the same arguments, and
 * only the caller knows whether it still wants to.
 */
public final class StockClient {
    private final StockEndpoints endpoints;

    StockClient(StockEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Holds all lines or none. Asking twice holds once. */
    public TryOutcome tryReserve(ReservationId id, Xid xid, Lines lines) {
        return call(
                () -> new TryOutcome.Tried(endpoints.tryReserve(id.value(), new TryRequest(xid.xid(), lines))),
                StockClient::tryOutcome);
    }

    /** Sells what the Try held. Asking twice sells once. */
    public ConfirmOutcome confirm(ReservationId id, Xid xid) {
        return call(
                () -> new ConfirmOutcome.Confirmed(endpoints.confirm(id.value(), xid)), StockClient::confirmOutcome);
    }

    /** Gives back what the Try held, or makes sure that a Try still on its way holds nothing. */
    public CancelOutcome cancel(ReservationId id, Xid xid) {
        return call(() -> new CancelOutcome.Cancelled(endpoints.cancel(id.value(), xid)), StockClient::cancelOutcome);
    }

    /**
     * A Try of many under one transaction, in one request: each holds all its lines or none, whatever becomes of the
     * others.
     *
     * @param wanted 1 to {@value TryBatch#MOST}, first come, first served
     * @return one answer for each, in the same order
     */
    public List<Answered<TryOutcome>> tryAll(Xid xid, List<TryBatch.Wanted> wanted) {
        return each(
                () -> endpoints.tryAll(new TryBatch(xid.xid(), wanted)),
                wanted.size(),
                TryOutcome.Tried::new,
                StockClient::tryOutcome);
    }

    /** Confirms many of one transaction in one request. @return one answer for each, in the same order */
    public List<Answered<ConfirmOutcome>> confirmAll(Xid xid, List<String> reservationIds) {
        return each(
                () -> endpoints.confirmAll(new SettleBatch(xid.xid(), reservationIds)),
                reservationIds.size(),
                ConfirmOutcome.Confirmed::new,
                StockClient::confirmOutcome);
    }

    /** Cancels many of one transaction in one request. @return one answer for each, in the same order */
    public List<Answered<CancelOutcome>> cancelAll(Xid xid, List<String> reservationIds) {
        return each(
                () -> endpoints.cancelAll(new SettleBatch(xid.xid(), reservationIds)),
                reservationIds.size(),
                CancelOutcome.Cancelled::new,
                StockClient::cancelOutcome);
    }

    /** Those that there are of many, in one request, in no order. @param reservationIds 1 to {@value TryBatch#MOST} */
    public List<Reservation> findAll(List<String> reservationIds) {
        return call(() -> endpoints.findAll(new FindBatch(reservationIds)), refusal -> {
            throw unexpected(refusal);
        });
    }

    private static TryOutcome tryOutcome(StockRefusal refusal) {
        return switch (refusal.problem()) {
            case INSUFFICIENT_STOCK -> new TryOutcome.Insufficient(
                    refusal.members().shortages());
            case UNKNOWN_SKU -> new TryOutcome.UnknownSku(refusal.members().unknown());
            case ALREADY_CANCELLED -> new TryOutcome.TooLate();
            case ID_REUSED -> new TryOutcome.IdReused(refusal.members().xid());
            case STOCK_BUSY -> new TryOutcome.Busy();
            default -> throw unexpected(refusal);
        };
    }

    private static ConfirmOutcome confirmOutcome(StockRefusal refusal) {
        return switch (refusal.problem()) {
            case NOT_TRIED -> new ConfirmOutcome.NotTried();
            case ALREADY_CANCELLED -> new ConfirmOutcome.AlreadyCancelled();
            case ID_REUSED -> new ConfirmOutcome.IdReused(refusal.members().xid());
            default -> throw unexpected(refusal);
        };
    }

    private static CancelOutcome cancelOutcome(StockRefusal refusal) {
        return switch (refusal.problem()) {
            case ALREADY_CONFIRMED -> new CancelOutcome.AlreadyConfirmed();
            case ID_REUSED -> new CancelOutcome.IdReused(refusal.members().xid());
            default -> throw unexpected(refusal);
        };
    }

    private static <O> List<Answered<O>> each(
            Supplier<List<Each<StockRefusal.Members>>> request,
            int asked,
            Function<Reservation, O> stands,
            Function<StockRefusal, O> refused) {
        List<Each<StockRefusal.Members>> answers = call(request, refusal -> {
            throw refusal.problem() == StockProblem.STOCK_BUSY
                    ? new StockUnreachableException("stock-app takes no more just now", refusal)
                    : unexpected(refusal);
        });
        if (answers.size() != asked) {
            throw new StockUnansweredException(asked + " were asked, " + answers.size() + " answered", null);
        }
        return answers.stream().map(each -> answered(each, stands, refused)).toList();
    }

    private static <O> Answered<O> answered(
            Each<StockRefusal.Members> each, Function<Reservation, O> stands, Function<StockRefusal, O> refused) {
        if (each.reservation() != null) {
            return new Answered<>(stands.apply(each.reservation()), null);
        }
        StockRefusal.Members members = each.problem();
        Optional<StockProblem> problem = members == null ? Optional.empty() : StockProblem.of(members.type());
        if (problem.isEmpty()) {
            return new Answered<>(null, new StockUnansweredException("no outcome, but " + members, null));
        }
        try {
            return new Answered<>(refused.apply(new StockRefusal(problem.get(), members)), null);
        } catch (StockUnansweredException | InvalidRequestException e) {
            return new Answered<>(null, e);
        }
    }

    /** The reservation, if there is one. */
    public Optional<Reservation> find(ReservationId id) {
        return call(() -> Optional.of(endpoints.find(id.value())), emptyOn(StockProblem.UNKNOWN_RESERVATION));
    }

    /**
     * Reservations still TRIED that were last touched at least {@code age} ago, oldest first.
     *
     * @param afterTime only those that were touched later, or at this time and have a higher id than {@code afterId}:
     *     what the last of the page before says; {@link Instant#EPOCH} and "" for the first page
     * @param limit 1 to 1000
     */
    public List<HeldReservation> triedFor(Duration age, Instant afterTime, String afterId, int limit) {
        return call(
                () -> endpoints.list(ReservationState.TRIED, age.toSeconds(), afterTime.toString(), afterId, limit),
                refusal -> {
                    throw unexpected(refusal);
                });
    }

    /** The stock row, if there is one. */
    public Optional<StockLevel> level(StockKey stock) {
        return call(
                () -> Optional.of(endpoints.level(stock.skuId(), stock.storeId())), emptyOn(StockProblem.UNKNOWN_SKU));
    }

    private static <T> Function<StockRefusal, Optional<T>> emptyOn(StockProblem absent) {
        return refusal -> {
            if (refusal.problem() != absent) {
                throw unexpected(refusal);
            }
            return Optional.empty();
        };
    }

    private static <T> T call(Supplier<? extends T> request, Function<StockRefusal, ? extends T> onRefusal) {
        try {
            return request.get();
        } catch (StockRefusal refusal) {
            return onRefusal.apply(refusal);
        } catch (RetryableException e) {
            throw neverSent(e)
                    ? new StockUnreachableException("stock-app cannot be reached: " + e.getMessage(), e)
                    : new StockUnansweredException("stock-app did not answer: " + e.getMessage(), e);
        } catch (DecodeException e) {
            throw new StockUnansweredException("stock-app's answer cannot be read: " + e.getMessage(), e);
        } catch (FeignException e) {
            throw new StockUnansweredException("stock-app's answer is of no use: " + e.getMessage(), e);
        }
    }

    private static boolean neverSent(RetryableException e) {
        Throwable cause = e.getCause();
        return NextInstance.cannotBeConnectedTo(cause) || cause instanceof ConnectionRequestTimeoutException;
    }

    private static RuntimeException unexpected(StockRefusal refusal) {
        return switch (refusal.problem()) {
            case INVALID_REQUEST -> new InvalidRequestException(refusal.getMessage());
            default -> new StockUnansweredException("not an answer to this request: " + refusal.getMessage(), refusal);
        };
    }
}
