package dev.holdfast.proof.check;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The global transactions that a Seata server remembers. */
interface Sessions {
    List<Session> all() throws IOException, SQLException, InterruptedException;

    static Sessions of(CheckSettings.SeataAt seata, Connection connection) {
        return seata instanceof CheckSettings.SeataAt.Store store
                ? new StoredSessions(connection, store.schema())
                : new ConsoleSessions((CheckSettings.SeataAt.Console) seata);
    }
}
