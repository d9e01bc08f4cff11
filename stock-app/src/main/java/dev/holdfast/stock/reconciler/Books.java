package dev.holdfast.stock.reconciler;

import dev.holdfast.stock.reconciler.BooksMapper.StockRow;
import dev.holdfast.stock.reconciler.BooksMapper.Sums;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds up what the database says of every stock row, in one snapshot: many short statements that see the same instant, so
 * that nothing is in flight between them and nobody is locked.
 */
@Component
@EnableConfigurationProperties(ReconcilerSettings.class)
class Books {
    private static final String BEFORE_ALL = "";

    private final BooksMapper books;
    private final int page;
    private final TransactionTemplate snapshot;

    Books(BooksMapper books, ReconcilerSettings settings, PlatformTransactionManager transactions) {
        this.books = books;
        this.page = settings.page();
        snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /** @param rows stock rows there are @param findings those in which something disagrees */
    record Compared(long rows, List<Finding> findings) {}

    Compared compare() {
        return snapshot.execute(status -> compare(sums()));
    }

    private Map<StockKey, Sums> sums() {
        Map<StockKey, Sums> sums = new HashMap<>();
        String after = BEFORE_ALL;
        while (after != null) {
            String last = books.endOfPage(after, page - 1);
            books.sums(after, last).forEach(sum -> sums.merge(key(sum), sum, Sums::plus));
            after = last;
        }
        return sums;
    }

    private Compared compare(Map<StockKey, Sums> sums) {
        List<Finding> findings = new ArrayList<>();
        long rows = 0;
        List<StockRow> some = books.stockRows(0, 0, page);
        while (!some.isEmpty()) {
            rows += some.size();
            some.forEach(row -> compare(row, sums.remove(row.key()), findings));
            StockRow last = some.get(some.size() - 1);
            some = books.stockRows(last.storeId(), last.skuId(), page);
        }
        sums.forEach((row, sum) -> differs(Kind.NO_STOCK_ROW, row, sum.tried() + sum.confirmed(), 0, findings));
        return new Compared(rows, findings);
    }

    private static void compare(StockRow row, Sums held, List<Finding> findings) {
        Sums sums = held == null ? new Sums(row.storeId(), row.skuId(), 0, 0, 0) : held;
        if (row.available() < 0 || row.frozen() < 0 || row.sold() < 0) {
            findings.add(new Finding(
                    Kind.TOTAL, row.key(), Math.min(row.available(), Math.min(row.frozen(), row.sold())), 0));
        }
        differs(Kind.TOTAL, row.key(), row.total(), row.available() + row.frozen() + row.sold(), findings);
        differs(Kind.FROZEN, row.key(), row.frozen(), sums.tried(), findings);
        differs(Kind.SOLD, row.key(), row.sold(), sums.confirmed() + row.closed(), findings);
        differs(Kind.STRAY_LINES, row.key(), sums.stray(), 0, findings);
    }

    private static void differs(Kind kind, StockKey row, long is, long should, List<Finding> findings) {
        if (is != should) {
            findings.add(new Finding(kind, row, is, should));
        }
    }

    private static StockKey key(Sums sums) {
        return new StockKey(sums.storeId(), sums.skuId());
    }
}
