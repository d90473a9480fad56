package io.tierstream.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;
import tools.jackson.databind.type.LogicalType;

/**
 * How events are written as JSON: decimals exact and plain, times RFC 3339, durations ISO 8601 with whole days as days,
 * absent components left out. Reading is strict about what it knows (no number for a text, no key twice, no trailing
 * text, bounded nesting) and passes over fields that it does not know.
 */
public final class EventJson {

    /** Levels of nesting that a document may have. */
    public static final int MAX_DEPTH = 32;

    private static final JsonMapper MAPPER = build();

    private EventJson() {}

    /** The mapper, shared and thread-safe. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Whether a text is a decimal such as {@code -12.50}: 1 to 20 digits, and 1 to 20 after the point if there is one. */
    static boolean isPlainDecimal(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int point = text.indexOf('.', from);
        return point < 0
                ? areDigits(text, from, text.length())
                : areDigits(text, from, point) && areDigits(text, point + 1, text.length());
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return to > from && to - from <= 20;
    }

    private static JsonMapper build() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(64)
                        .maxNameLength(1_000)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .withConfigOverride(
                        LocalDate.class,
                        override -> override.setFormat(
                                com.fasterxml.jackson.annotation.JsonFormat.Value.forLeniency(false)))
                .withCoercionConfig(
                        LogicalType.Textual,
                        coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .addModule(new SimpleModule("tierstream")
                        .addDeserializer(BigDecimal.class, new DecimalDeserializer())
                        .addSerializer(Duration.class, new DurationSerializer()))
                .build();
    }

    /** A JSON number, or a plain decimal string. */
    private static final class DecimalDeserializer extends StdScalarDeserializer<BigDecimal> {

        DecimalDeserializer() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
                return parser.getDecimalValue();
            }
            if (token == JsonToken.VALUE_STRING) {
                String text = parser.getString();
                if (isPlainDecimal(text)) {
                    return new BigDecimal(text);
                }
                throw context.weirdStringException(text, BigDecimal.class, "not a decimal number such as \"12.50\"");
            }
            return (BigDecimal) context.handleUnexpectedToken(getValueType(context), parser);
        }
    }

    /** Whole days as days ({@code P3D}), which {@link Duration#toString} would write as hours. */
    private static final class DurationSerializer extends StdScalarSerializer<Duration> {

        DurationSerializer() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration duration, JsonGenerator generator, SerializationContext context) {
            boolean wholeDays = duration.getNano() == 0 && duration.getSeconds() % 86_400 == 0;
            generator.writeString(wholeDays ? "P" + duration.toDays() + "D" : duration.toString());
        }
    }
}
