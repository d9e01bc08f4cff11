package dev.holdfast.order.ledger;

import dev.holdfast.order.ledger.OrderMapper.LineRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Claims Idempotency-Keys: of all who try one, one wins. The row is the only authority. */
@Service
public class Claims {
    /** How often a key may be let go by its holder between our insert and our read before we stop believing it. */
    private static final int MOST_ROUNDS = 5;

    private final OrderMapper orders;
    private final TransactionTemplate transaction;

    Claims(OrderMapper orders, PlatformTransactionManager transactions) {
        this.orders = orders;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Key(String buyerId, String key) {
        static Key of(Fresh fresh) {
            return new Key(fresh.order().buyerId(), fresh.key());
        }
    }

    /**
     * Claims for each its key, first come, first served, also among themselves.
     *
     * @return one claim for each, in the same order
     * @throws RuntimeException if the database cannot be asked: what was claimed by then is told so when asked again
     */
    public List<Claim> all(List<Fresh> batch) {
        Map<Key, Fresh> first = new HashMap<>();
        batch.forEach(fresh -> first.putIfAbsent(Key.of(fresh), fresh));
        Map<Key, Claim> claims = new HashMap<>();
        List<Fresh> left = batch.stream()
                .filter(fresh -> first.get(Key.of(fresh)) == fresh)
                .toList();
        for (int round = 0; !left.isEmpty(); round++) {
            if (round == MOST_ROUNDS) {
                throw new IllegalStateException("keys were taken and let go " + MOST_ROUNDS + " times: " + left);
            }
            left = claim(left, claims);
        }
        return batch.stream()
                .map(fresh -> first.get(Key.of(fresh)) == fresh
                        ? claims.get(Key.of(fresh))
                        : new Claim.Lost(claims.get(Key.of(fresh)).holder()))
                .toList();
    }

    /** @return who could neither insert nor find who holds the key, for the next round */
    private List<Fresh> claim(List<Fresh> fresh, Map<Key, Claim> claims) {
        if (insert(fresh)) {
            fresh.forEach(each -> claims.put(Key.of(each), new Claim.Won(each.order())));
            return List.of();
        }
        List<Fresh> left = new ArrayList<>();
        for (Fresh each : fresh) {
            OrderMapper.Row holder = orders.findByKey(each.order().buyerId(), each.key());
            if (holder == null) {
                left.add(each);
            } else if (holder.orderNo().equals(each.order().orderNo())) {
                // Our own insert, of which the commit was not heard.
                claims.put(Key.of(each), new Claim.Won(each.order()));
            } else {
                claims.put(Key.of(each), new Claim.Lost(Orders.order(holder, orders.lines(holder.orderNo()))));
            }
        }
        return left;
    }

    private boolean insert(List<Fresh> fresh) {
        try {
            transaction.executeWithoutResult(status -> {
                orders.insert(fresh);
                orders.insertLines(fresh.stream()
                        .flatMap(each -> each.order().lines().stream()
                                .map(line -> new LineRow(
                                        each.order().orderNo(), line.storeId(), line.skuId(), line.quantity())))
                        .toList());
            });
            return true;
        } catch (DuplicateKeyException claimed) {
            return false;
        }
    }
}
