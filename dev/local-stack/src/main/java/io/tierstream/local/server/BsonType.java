package io.tierstream.local.server;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what MongoDB's protocol knows in the file as BSON, keys that are one text as that text. H2 would serialize it as
 * Java objects and compare keys by doing so, which took most of the stand-in's time.
 */
final class BsonType<T> extends BasicDataType<T> {

    /** A document of a collection; never a key. */
    static final BsonType<Document> DOCUMENT = new BsonType<>(
            document -> document,
            document -> document,
            text -> {
                throw new IllegalStateException("A document was expected, not " + text);
            },
            (one, other) -> {
                throw new UnsupportedOperationException("Documents have no order of their own");
            });

    /** The {@code _id} of a document, any value. */
    static final BsonType<Object> ID = new BsonType<>(
            id -> new Document("id", id instanceof Missing ? null : id),
            document -> Missing.ofNullable(document.get("id")),
            text -> text,
            BsonType::compareValues);

    /** The values of an index's fields. */
    static final BsonType<KeyValue> KEY = new BsonType<>(
            BsonType::fields,
            document -> new KeyValue(document.values()),
            text -> new KeyValue(List.of(text)),
            BsonType::compareKeys);

    private static final int OBJECTS_PER_BYTE = 4;
    private static final ThreadLocal<ByteBuf> BUFFER = ThreadLocal.withInitial(Unpooled::buffer);

    private final Function<T, Document> toDocument;
    private final Function<Document, T> fromDocument;
    private final Function<String, T> fromText;
    private final Comparator<Object> order;
    private volatile int bytes = 256; // of one, about: a moving average

    private BsonType(
            Function<T, Document> toDocument,
            Function<Document, T> fromDocument,
            Function<String, T> fromText,
            Comparator<Object> order) {
        this.toDocument = toDocument;
        this.fromDocument = fromDocument;
        this.fromText = fromText;
        this.order = order;
    }

    private static Document fields(KeyValue key) {
        Document document = new Document();
        for (int i = 0; i < key.size(); i++) {
            Object value = key.get(i);
            document.put(Integer.toString(i), value instanceof Missing ? null : value);
        }
        return document;
    }

    private static int compareKeys(Object one, Object other) {
        KeyValue left = (KeyValue) one;
        KeyValue right = (KeyValue) other;
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int difference = compareValues(left.get(i), right.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareValues(@Nullable Object one, @Nullable Object other) {
        // Nearly all are texts, which the comparator orders in the same way, after a look at every other type.
        return one instanceof String left && other instanceof String right
                ? left.compareTo(right)
                : ValueComparator.ascWithoutListHandling().compare(one, other);
    }

    @Override
    public int compare(T one, T other) {
        return order.compare(one, other);
    }

    @Override
    public int getMemory(T value) {
        return OBJECTS_PER_BYTE * bytes;
    }

    /** The text that is all of this key; null for any other. */
    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case KeyValue key when key.size() == 1 && key.get(0) instanceof String text -> text;
            case null, default -> null;
        };
    }

    @Override
    public void write(WriteBuffer to, T value) {
        String text = text(value);
        if (text != null) {
            // BSON begins with its length, the lowest byte first, which is never negative.
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            to.putInt(Integer.reverseBytes(~utf8.length)).put(utf8);
            return;
        }
        ByteBuf bson = BUFFER.get().clear();
        BsonEncoder.encodeDocument(toDocument.apply(value), bson);
        to.put(bson.array(), 0, bson.writerIndex());
        took(bson.writerIndex());
    }

    @Override
    public T read(ByteBuffer from) {
        if (from.get(from.position() + Integer.BYTES - 1) < 0) {
            byte[] utf8 = new byte[~Integer.reverseBytes(from.getInt())];
            from.get(utf8);
            return fromText.apply(new String(utf8, StandardCharsets.UTF_8));
        }
        ByteBuf bson = Unpooled.wrappedBuffer(from);
        Document document = BsonDecoder.decodeBson(bson);
        from.position(from.position() + bson.readerIndex());
        took(bson.readerIndex());
        return fromDocument.apply(document);
    }

    private void took(int length) {
        int before = bytes;
        bytes = before + (length - before) / 16;
    }

    @Override
    @SuppressWarnings("unchecked") // An array of any objects serves.
    public T[] createStorage(int size) {
        return (T[]) new Object[size];
    }
}
