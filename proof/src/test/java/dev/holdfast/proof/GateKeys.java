package dev.holdfast.proof;

import dev.holdfast.stack.Stack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ReadMode;

/** What the tests see and do in the gate's Redis. */
final class GateKeys implements AutoCloseable {
    final RedissonClient redis;

    GateKeys(RedissonClient redis) {
        this.redis = redis;
    }

    static GateKeys of(RedisCluster cluster) {
        Config config = config();
        ClusterServersConfig servers = config.useClusterServers();
        servers.setNodeAddresses(cluster.addresses());
        servers.setReadMode(ReadMode.MASTER)
                .setScanInterval(500)
                .setMasterConnectionMinimumIdleSize(1)
                .setSlaveConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setTimeout(3000)
                .setConnectTimeout(10_000)
                .setRetryAttempts(0);
        return new GateKeys(Redisson.create(config));
    }

    private static Config config() {
        return new Config().setCodec(StringCodec.INSTANCE).setNettyThreads(4).setThreads(2);
    }

    static GateKeys of(Stack stack) {
        return new GateKeys(client(stack, 0));
    }

    /** @param number of the database in the stack's Redis; the apps use 0 */
    static RedissonClient client(Stack stack, int number) {
        Config config = config();
        config.useSingleServer()
                .setDatabase(number)
                .setAddress("redis://" + stack.redis().address())
                .setPassword((String) stack.clientEnvironment().get("HOLDFAST_REDIS_PASSWORD"))
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setTimeout(3000)
                .setConnectTimeout(10_000)
                .setRetryAttempts(0);
        return Redisson.create(config);
    }

    /** Units that may be taken, null if the row is not loaded. */
    Long free(String row) {
        Object free = redis.getBucket("stock:{" + row + "}:free", StringCodec.INSTANCE)
                .get();
        return free == null ? null : Long.valueOf(free.toString());
    }

    void setFree(String row, long units) {
        redis.getBucket("stock:{" + row + "}:free", StringCodec.INSTANCE).set("" + units);
    }

    Map<String, String> holders(String row) {
        return redis.<String, String>getMap("stock:{" + row + "}:holders", StringCodec.INSTANCE)
                .readAllMap();
    }

    /** What is on the list of hot rows, readable or not. */
    Collection<String> listed() {
        return hotList().readAll();
    }

    /** Puts what no stock-app writes on the list of hot rows. @param forMillis negative: it has cooled so long ago */
    void list(String entry, long forMillis) {
        hotList().add(System.currentTimeMillis() + forMillis, entry);
    }

    private RScoredSortedSet<String> hotList() {
        return redis.getScoredSortedSet("holdfast:hot", StringCodec.INSTANCE);
    }

    /** The mark of the row as mark.lua writes it; empty if there is none. */
    Map<String, String> mark(String row) {
        return redis.<String, String>getMap(markKey(row), StringCodec.INSTANCE).readAllMap();
    }

    /** Milliseconds until the mark expires by itself; -2 if there is none. */
    long markLives(String row) {
        return redis.getBucket(markKey(row), StringCodec.INSTANCE).remainTimeToLive();
    }

    private static String markKey(String row) {
        return "stock:{" + row + "}:sold-out";
    }

    void flushAll() {
        redis.getKeys().flushall();
    }

    /** Everything told of this row from now on, in order; marks of other rows are renewed meanwhile. */
    List<String> listen(String row) {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        redis.getTopic("holdfast:sold-out", StringCodec.INSTANCE).addListener(String.class, (channel, message) -> {
            if (message.endsWith(" " + row)) {
                heard.add(message);
            }
        });
        return heard;
    }

    @Override
    public void close() {
        redis.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
