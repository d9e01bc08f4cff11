package dev.holdfast.stock.keeper;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.holdfast.stock.LocalTransaction;
import dev.holdfast.stock.gate.Turnstiles;
import dev.holdfast.stock.gate.Turnstiles.Holders;
import dev.holdfast.stock.gate.Turnstiles.Loaded;
import dev.holdfast.stock.gate.Turnstiles.Truth;
import dev.holdfast.stock.keeper.KeeperMapper.Standing;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.tcc.TccState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Loads one row into the gate, or sets it right, exactly, while orders go on.
 *
 * <p>What may be taken is {@code available}, less what was taken at the gate and has not arrived in the database yet. The
 * two change independently, so one of them must be held still: a transaction that writes nothing locks the stock row. A
 * reservation becomes TRIED, CONFIRMED, or CANCELLED after TRIED, only in a transaction that changes this row and so holds
 * this lock. From the lock on, therefore,
 *
 * <ol>
 *   <li>{@code available} is final until the lock is let go, and a plain read sees the very reservations that made it so;
 *   <li>every holder is then one of these: <em>tried</em>, so its units are gone from {@code available} already and are not
 *       taken off again; <em>confirmed</em>, the same, and it is no holder any more; <em>cancelled</em>, so its units are
 *       in {@code available} again and it is no holder any more (giving back later finds nothing to give back); or
 *       <em>unknown</em> to the database, so its units are still in {@code available} and are taken off;
 *   <li>a holder that comes after the holders were read cannot have been tried before the lock is let go: it is unknown,
 *       and load.lua, which looks again, takes its units off;
 *   <li>a holder that went after they were read was settled or given back, hence confirmed, cancelled or refused: its units
 *       are or are not in {@code available} just as they should be, and load.lua finds nothing to take off.
 * </ol>
 *
 * What is left is the lock itself: load.lua might be late, and run when the lock is gone. So it refuses to run later than
 * {@link #PATIENCE_MILLIS} after the holders were read, by the clock of Redis, and the lock is kept that long for it.
 *
 * <p>A reservation that never reaches the database (its Try died on the way) would hold for ever: after a while it is
 * forgotten. Should it arrive all the same, the gate lets a few too many through until the next round, and the database
 * refuses them. The same holds for Tries that came past the gate while it was open. Tries that took by force may together
 * want more than is {@code available}: then the count is below zero, and what the database refuses of them brings it back.
 */
@Component
@EnableConfigurationProperties(KeeperSettings.class)
public class RowRepair {
    /** The longest a row is locked for Redis. */
    static final long PATIENCE_MILLIS = 100;

    private static final int CHUNK = 500;

    private final KeeperMapper database;
    private final Turnstiles turnstiles;
    private final LocalTransaction transaction;
    private final KeeperSettings settings;

    RowRepair(KeeperMapper database, Turnstiles turnstiles, LocalTransaction transaction, KeeperSettings settings) {
        this.database = database;
        this.turnstiles = turnstiles;
        this.transaction = transaction;
        this.settings = settings;
    }

    /** Redis did not answer in time, or not well: the row is as it was. */
    public static final class RedisFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RedisFailed(Throwable cause) {
            super(cause);
        }
    }

    /**
     * @return empty if there is no such stock row (then it is not loaded either) or there was no time
     * @throws RedisFailed if Redis did
     * @throws org.springframework.dao.PessimisticLockingFailureException if the row is locked for too long
     */
    public Optional<Loaded> load(StockKey row) {
        return transaction.run(status -> {
            Long available = database.lockAvailable(row);
            if (available == null) {
                await(turnstiles.unload(row), PATIENCE_MILLIS);
                return Optional.empty();
            }
            Holders holders = await(turnstiles.holders(row), PATIENCE_MILLIS);
            long lockedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS + 2);
            Truth truth = truth(available, holders);
            long left = TimeUnit.NANOSECONDS.toMillis(lockedUntil - System.nanoTime());
            return left <= 2
                    ? Optional.empty()
                    : await(turnstiles.load(row, holders, PATIENCE_MILLIS, truth), left + 1);
        });
    }

    /** What the gate counts of a row, and what it should. */
    public record Count(long free, long should) {}

    /**
     * Looks at a row and locks nothing: right if it was quiet, else a guess. Empty if it is not loaded, or not a stock row.
     *
     * @throws RedisFailed if Redis did
     */
    public Optional<Count> look(StockKey row) {
        Long free = await(turnstiles.free(row), PATIENCE_MILLIS).orElse(null);
        Holders holders = await(turnstiles.holders(row), PATIENCE_MILLIS);
        Long available = database.available(row);
        if (free == null || available == null) {
            return Optional.empty();
        }
        Set<String> known = new HashSet<>();
        standings(holders).forEach(standing -> known.add(standing.reservationId()));
        long onTheirWay = holders.units().entrySet().stream()
                .filter(holder -> !known.contains(holder.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return Optional.of(new Count(free, available - onTheirWay));
    }

    /** Forgets a row that is not hot. @throws RedisFailed if Redis did */
    public void unload(StockKey row) {
        await(turnstiles.unload(row), PATIENCE_MILLIS);
    }

    private List<Standing> standings(Holders holders) {
        List<String> ids = List.copyOf(holders.takenAt().keySet());
        List<Standing> standings = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += CHUNK) {
            standings.addAll(database.standings(ids.subList(i, Math.min(i + CHUNK, ids.size()))));
        }
        return standings;
    }

    private Truth truth(long available, Holders holders) {
        List<Standing> standings = standings(holders);
        Map<TccState, List<String>> known =
                standings.stream().collect(groupingBy(Standing::state, mapping(Standing::reservationId, toList())));
        List<String> returned = new ArrayList<>(known.getOrDefault(TccState.CANCELLED, List.of()));
        returned.addAll(forgotten(holders, standings));
        return new Truth(
                available,
                known.getOrDefault(TccState.CONFIRMED, List.of()),
                returned,
                known.getOrDefault(TccState.TRIED, List.of()));
    }

    private List<String> forgotten(Holders holders, List<Standing> standings) {
        Set<String> known = new HashSet<>();
        standings.forEach(standing -> known.add(standing.reservationId()));
        long before = holders.now() - settings.forgetAfter().toMillis();
        return holders.takenAt().entrySet().stream()
                .filter(holder -> holder.getValue() < before && !known.contains(holder.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    static <T> T await(CompletableFuture<T> answer, long millis) {
        try {
            return answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new RedisFailed(e.getCause());
        } catch (TimeoutException e) {
            throw new RedisFailed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisFailed(e);
        }
    }
}
