package io.tierstream.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BsonTypeTest {

    @Test
    void shouldReadWhatItWrote() {
        Document document = new Document("_id", "t-1")
                .append("text", "投诉 \u0000 ü")
                .append("amount", new Decimal128(new BigDecimal("12345678901234.5678")))
                .append("count", 7)
                .append("version", 1L << 40)
                .append("share", 0.25)
                .append("open", true)
                .append("nothing", null)
                .append("at", Instant.parse("2026-11-22T10:00:00.123Z"))
                .append("list", List.of("a", new Document("b", List.of(1, 2))))
                .append("bytes", new BinData(new byte[] {0, -1}));

        assertThat(again(BsonType.DOCUMENT, document)).isEqualTo(document);
        for (Object id :
                List.of("t-1", "", "é".repeat(200), 7, 7.5, 1L << 40, new ObjectId(), UUID.randomUUID(), document)) {
            assertThat(again(BsonType.ID, id)).isEqualTo(id);
        }
        assertThat(again(BsonType.ID, Missing.getInstance())).isEqualTo(Missing.getInstance());
        KeyValue key = new KeyValue("c-1", 7.0, null, new Document("a", 1));
        assertThat(again(BsonType.KEY, key)).isEqualTo(key);
        assertThat(again(BsonType.KEY, new KeyValue("c-1"))).isEqualTo(new KeyValue("c-1"));
    }

    @Test
    void shouldOrderTextsAsTheLibraryDoes() {
        List<Object> ids = List.of("a", "B", "b", "ä", "", "a\u0000", "\uD83D\uDE00", "\uFF5E", 7, new ObjectId());
        for (Object one : ids) {
            for (Object other : ids) {
                assertThat(Integer.signum(BsonType.ID.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(
                                ValueComparator.ascWithoutListHandling().compare(one, other)));
            }
        }
    }

    @Test
    void shouldOrderKeysByTheirValuesOneAfterTheOther() {
        assertThat(BsonType.KEY.compare(new KeyValue("a", 2), new KeyValue("a", 10)))
                .isNegative();
        assertThat(BsonType.KEY.compare(new KeyValue("b", 1), new KeyValue("a", 10)))
                .isPositive();
        assertThat(BsonType.KEY.compare(new KeyValue("a", 1), new KeyValue("a", 1.0)))
                .isZero();
        assertThat(BsonType.KEY.compare(new KeyValue((Object) null), new KeyValue(Missing.getInstance())))
                .isZero();
    }

    @Test
    void shouldRefuseAFileOfAnEarlierVersion(@TempDir Path folder) {
        Path file = folder.resolve("store.mv");
        MVStore old = MVStore.open(file.toString());
        old.openMap("databases.desk.tickets").put("t-1", "as Java wrote it");
        old.close();

        assertThatThrownBy(() -> StoreServer.main(new String[] {"127.0.0.1", "0", file.toString()}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--fresh");
    }

    private static <T> T again(BsonType<T> type, T value) {
        WriteBuffer buffer = new WriteBuffer();
        type.write(buffer, value);
        buffer.put((byte) 42);
        ByteBuffer written = buffer.getBuffer();
        written.flip();
        T read = type.read(written);
        assertThat(written.remaining()).as("what follows is not touched").isEqualTo(1);
        return read;
    }
}
