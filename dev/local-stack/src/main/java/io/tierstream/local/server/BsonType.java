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
import java.util.Comparator;
import java.util.function.Function;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Keeps what MongoDB's protocol knows in the file as BSON. H2 would serialize it as Java objects and compare keys by doing
 * so, which took most of the stand-in's time.
 */
final class BsonType<T> extends BasicDataType<T> {

    /** A document of a collection; never a key. */
    static final BsonType<Document> DOCUMENT =
            new BsonType<>(document -> document, document -> document, (one, other) -> {
                throw new UnsupportedOperationException("Documents have no order of their own");
            });

    /** The {@code _id} of a document, any value. */
    static final BsonType<Object> ID = new BsonType<>(
            id -> new Document("id", id instanceof Missing ? null : id),
            document -> Missing.ofNullable(document.get("id")),
            ValueComparator.ascWithoutListHandling());

    /** The values of an index's fields. */
    static final BsonType<KeyValue> KEY =
            new BsonType<>(BsonType::fields, document -> new KeyValue(document.values()), BsonType::compareKeys);

    private static final int OBJECTS_PER_BYTE = 4;

    private final Function<T, Document> toDocument;
    private final Function<Document, T> fromDocument;
    private final Comparator<Object> order;
    private volatile int bytes = 256; // of one, about: a moving average

    private BsonType(Function<T, Document> toDocument, Function<Document, T> fromDocument, Comparator<Object> order) {
        this.toDocument = toDocument;
        this.fromDocument = fromDocument;
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
            int difference = ValueComparator.ascWithoutListHandling().compare(left.get(i), right.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    @Override
    public int compare(T one, T other) {
        return order.compare(one, other);
    }

    @Override
    public int getMemory(T value) {
        return OBJECTS_PER_BYTE * bytes;
    }

    @Override
    public void write(WriteBuffer to, T value) {
        ByteBuf bson = Unpooled.buffer(2 * bytes);
        BsonEncoder.encodeDocument(toDocument.apply(value), bson);
        to.put(bson.array(), 0, bson.writerIndex());
        took(bson.writerIndex());
    }

    @Override
    public T read(ByteBuffer from) {
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
