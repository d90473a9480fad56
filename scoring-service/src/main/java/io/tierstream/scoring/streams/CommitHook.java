package io.tierstream.scoring.streams;

import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs something within every commit of a task, before its offsets: what the record caches of Kafka Streams do, for
 * values that are objects. A state store without state, because stores are what a commit flushes; the only class here
 * that leans on internals of Kafka Streams (decision record 0021).
 */
final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {

    static final String NAME = "commit-hook";

    private @Nullable InternalProcessorContext<?, ?> context;
    private @Nullable ProcessorNode<?, ?, ?, ?> node;
    private @Nullable Runnable action;
    private boolean open;

    /** Called by the processor's {@code init}: from now on, each commit runs the action as if the processor did. */
    void onCommit(ProcessingContext processorContext, Runnable what) {
        context = (InternalProcessorContext<?, ?>) processorContext;
        node = context.currentNode();
        action = what;
    }

    @Override
    public void flushCache() {
        if (context == null || action == null) {
            return;
        }
        ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
        ProcessorRecordContext recordBefore = context.recordContext();
        try {
            context.setCurrentNode(node);
            context.setRecordContext(
                    new ProcessorRecordContext(context.currentSystemTimeMs(), -1, -1, null, new RecordHeaders()));
            action.run();
        } finally {
            context.setCurrentNode(nodeBefore);
            context.setRecordContext(recordBefore);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext storeContext, StateStore root) {
        storeContext.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    /** The task is to be used again by another processor instance, which will call {@link #onCommit} itself. */
    @Override
    public void clearCache() {
        context = null;
        node = null;
        action = null;
    }

    @Override
    @Deprecated
    public void flush() {
        // There is nothing to write to disk.
    }

    @Override
    public void close() {
        clearCache();
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Builds hooks; they have no changelog. */
    static final class Builder implements StoreBuilder<CommitHook> {

        @Override
        public CommitHook build() {
            return new CommitHook();
        }

        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
