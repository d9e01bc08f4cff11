package dev.holdfast.proof.faults;

import dev.holdfast.stack.Detour.Peer;

/** A wire on which something may go wrong: from one app to a peer, or from both order-apps to one stock-app. */
enum Wire {
    ORDER_APP_DATABASE(Part.ORDER_APP, Peer.DATABASE),
    ORDER_APP_2_DATABASE(Part.ORDER_APP_2, Peer.DATABASE),
    STOCK_APP_DATABASE(Part.STOCK_APP, Peer.DATABASE),
    STOCK_APP_2_DATABASE(Part.STOCK_APP_2, Peer.DATABASE),
    ORDER_APP_REDIS(Part.ORDER_APP, Peer.REDIS),
    ORDER_APP_2_REDIS(Part.ORDER_APP_2, Peer.REDIS),
    STOCK_APP_REDIS(Part.STOCK_APP, Peer.REDIS),
    STOCK_APP_2_REDIS(Part.STOCK_APP_2, Peer.REDIS),
    ORDER_APP_SEATA(Part.ORDER_APP, Peer.SEATA),
    ORDER_APP_2_SEATA(Part.ORDER_APP_2, Peer.SEATA),
    DOOR_OF_STOCK_APP(Part.STOCK_APP, Peer.ITSELF),
    DOOR_OF_STOCK_APP_2(Part.STOCK_APP_2, Peer.ITSELF);

    private final Part app;
    private final Peer peer;

    Wire(Part app, Peer peer) {
        this.app = app;
        this.peer = peer;
    }

    /** Whose wire it is. */
    Part app() {
        return app;
    }

    Peer peer() {
        return peer;
    }

    /** Where it leads. */
    Part end() {
        return switch (peer) {
            case DATABASE -> Part.DATABASE;
            case REDIS -> Part.REDIS;
            case SEATA -> Part.SEATA;
            case ITSELF -> app;
        };
    }

    @Override
    public String toString() {
        return (peer == Peer.ITSELF ? "order-apps" : app.toString()) + " → " + end();
    }
}
