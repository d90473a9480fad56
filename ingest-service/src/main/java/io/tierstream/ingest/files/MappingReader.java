package io.tierstream.ingest.files;

import de.siegmar.fastcsv.reader.CsvReader;
import io.tierstream.contracts.EventType;
import io.tierstream.contracts.EventTypes;
import io.tierstream.ingest.domain.mapping.Condition;
import io.tierstream.ingest.domain.mapping.DateFormats;
import io.tierstream.ingest.domain.mapping.Field;
import io.tierstream.ingest.domain.mapping.Mapping;
import io.tierstream.ingest.domain.mapping.Mapping.Columns;
import io.tierstream.ingest.domain.mapping.Mapping.CsvFormat;
import io.tierstream.ingest.domain.mapping.Mapping.EventRule;
import io.tierstream.ingest.domain.mapping.Mapping.Grouping;
import io.tierstream.ingest.domain.mapping.Mapping.RejectRule;
import io.tierstream.ingest.domain.mapping.Term;
import io.tierstream.ingest.domain.mapping.Text;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a mapping file, and refuses what would go wrong later: a misspelt name, a column that is not declared, a type or
 * field that no contract knows. The language is described in the README of this module.
 */
final class MappingReader {

    private static final BigDecimal MOST_OPEN = BigDecimal.valueOf(10_000_000);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private MappingReader() {}

    static Mapping read(String file, String content) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object document;
        try {
            DumperOptions dumping = new DumperOptions();
            document = new org.yaml.snakeyaml.Yaml(
                            new SafeConstructor(options), new Representer(dumping), dumping, options, new Plain())
                    .load(content);
        } catch (YAMLException | IllegalArgumentException e) {
            // The second comes of tags such as !!binary before what is none.
            throw new MappingException(file + ": is no YAML: " + e.getMessage());
        }
        Yaml root = new Yaml(file, "", document)
                .only("name", "description", "csv", "dates", "columns", "groups", "reject", "events");
        String name = root.at("name").text();
        if (!NAME.matcher(name).matches()) {
            throw root.at("name").wrong("must be lower-case letters, digits and hyphens, at most 64");
        }
        Columns columns = columns(root.at("columns"));
        Set<String> declared = new HashSet<>(columns.required());
        declared.addAll(columns.optional());
        Yaml groups = root.at("groups");
        Grouping grouping = groups.isAbsent() ? null : grouping(groups, declared);
        return new Mapping(
                name,
                root.at("description").text(),
                csv(root.at("csv")),
                dates(root.at("dates")),
                columns,
                grouping,
                root.at("reject").isAbsent() ? List.of() : root.at("reject").listOf(rule -> reject(rule, declared)),
                root.at("events").listOf(rule -> event(rule, declared, grouping != null)));
    }

    private static CsvFormat csv(Yaml csv) {
        if (csv.isAbsent()) {
            return new CsvFormat(',', '"', "UTF-8");
        }
        csv.only("delimiter", "quote", "charset");
        Yaml charset = csv.at("charset");
        String charsetName = charset.isAbsent() ? "UTF-8" : charset.text();
        try {
            charsetName = Charset.forName(charsetName).name();
        } catch (IllegalArgumentException e) {
            throw charset.wrong("is no character set; write for example UTF-8 or ISO-8859-1");
        }
        char delimiter = character(csv.at("delimiter"), ',');
        char quote = character(csv.at("quote"), '"');
        try {
            CsvReader.builder().fieldSeparator(delimiter).quoteCharacter(quote).ofCsvRecord("");
        } catch (IllegalArgumentException e) {
            throw csv.wrong("has a delimiter and a quote that no CSV file can have: " + e.getMessage());
        }
        return new CsvFormat(delimiter, quote, charsetName);
    }

    private static char character(Yaml place, char otherwise) {
        if (place.isAbsent()) {
            return otherwise;
        }
        String text = place.text();
        if (text.length() != 1 || text.equals("\n") || text.equals("\r")) {
            throw place.wrong("must be one character");
        }
        return text.charAt(0);
    }

    private static DateFormats dates(Yaml dates) {
        dates.only("zone", "formats");
        ZoneId zone;
        try {
            zone = ZoneId.of(
                    dates.at("zone").isAbsent() ? "UTC" : dates.at("zone").text());
        } catch (DateTimeException e) {
            throw dates.at("zone").wrong("is no time zone; write for example UTC or Europe/London");
        }
        Yaml formats = dates.at("formats");
        try {
            return new DateFormats(formats.listOf(Yaml::text), zone);
        } catch (IllegalArgumentException e) {
            throw formats.wrong("has one that is no format: " + e.getMessage()
                    + "; write for example yyyy-MM-dd HH:mm, or " + DateFormats.RFC_3339);
        }
    }

    private static Columns columns(Yaml columns) {
        columns.only("required", "optional", "strip-suffix");
        List<String> required = columns.at("required").listOf(Yaml::text);
        List<String> optional = columns.at("optional").isAbsent()
                ? List.of()
                : columns.at("optional").listOf(Yaml::text);
        Yaml suffixes = columns.at("strip-suffix");
        Map<String, String> strip = suffixes.isAbsent() ? Map.of() : suffixes.mapOf(Yaml::text);
        for (String column : strip.keySet()) {
            if (!required.contains(column) && !optional.contains(column)) {
                throw suffixes.at(column).wrong("is a column that is neither required nor optional");
            }
        }
        return new Columns(required, optional, strip);
    }

    private static Grouping grouping(Yaml groups, Set<String> declared) {
        groups.only("by", "rows", "max-open");
        List<String> by = groups.at("by").listOf(column -> declared(column, column.text(), declared));
        if (by.isEmpty()) {
            throw groups.at("by").wrong("must name at least one column");
        }
        boolean adjacent = switch (groups.at("rows").text()) {
            case "adjacent" -> true;
            case "anywhere" -> false;
            default -> throw groups.at("rows").wrong("must be adjacent or anywhere");
        };
        Yaml maxOpen = groups.at("max-open");
        BigDecimal max = maxOpen.isAbsent() ? BigDecimal.valueOf(100_000) : maxOpen.number();
        if (max.compareTo(BigDecimal.ONE) < 0 || max.compareTo(MOST_OPEN) > 0) {
            throw maxOpen.wrong("must be from 1 to 10,000,000");
        }
        return new Grouping(by, adjacent, max.intValue());
    }

    private static RejectRule reject(Yaml rule, Set<String> declared) {
        rule.only("when", "reason");
        Condition when = condition(rule.at("when"), declared);
        return new RejectRule(
                when, when.columns().findFirst().orElse(""), rule.at("reason").text());
    }

    private static EventRule event(Yaml rule, Set<String> declared, boolean grouped) {
        rule.only("when", "type", "id", "source", "time", "data");
        Text type = textOf(rule.at("type"), declared);
        Yaml id = rule.at("id");
        if (id.isAbsent() && grouped) {
            throw id.wrong("is missing: an event of a group needs one, for example \"{InvoiceNo}\"");
        }
        Map<String, Field> data = rule.at("data").mapOf(field -> field(field, declared));
        checkFields(rule, type, data);
        return new EventRule(
                rule.at("when").isAbsent() ? null : condition(rule.at("when"), declared),
                type,
                id.isAbsent() ? new Text(List.of()) : textOf(id, declared),
                textOf(rule.at("source"), declared),
                declared(rule.at("time"), rule.at("time").text(), declared),
                data);
    }

    private static void checkFields(Yaml rule, Text type, Map<String, Field> data) {
        Set<String> known;
        if (type.columns().findAny().isEmpty()) {
            String name = rule.at("type").text();
            EventType found = EventTypes.inputs().stream()
                    .filter(input -> input.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> rule.at("type")
                            .wrong("is no type that can be published; these are "
                                    + EventTypes.inputs().stream()
                                            .map(EventType::name)
                                            .toList()));
            known = fields(found).collect(Collectors.toCollection(TreeSet::new));
        } else {
            known = EventTypes.inputs().stream()
                    .flatMap(MappingReader::fields)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        for (String name : data.keySet()) {
            if (!known.contains(name)) {
                throw rule.at("data").at(name).wrong("is no field of the type; its fields are " + known);
            }
        }
    }

    private static Stream<String> fields(EventType type) {
        return Arrays.stream(type.data().getRecordComponents()).map(RecordComponent::getName);
    }

    private static Field field(Yaml field, Set<String> declared) {
        if (!field.isMap()) {
            return new Field.OfText(textOf(field, declared));
        }
        if (!field.at("day").isAbsent()) {
            field.only("day");
            return new Field.OfDay(declared(field.at("day"), field.at("day").text(), declared));
        }
        field.only("sum", "negate");
        boolean negate = !field.at("negate").isAbsent() && field.at("negate").flag();
        return new Field.OfNumber(term(field.at("sum"), declared), negate);
    }

    private static Term term(Yaml term, Set<String> declared) {
        if (term.isText()) {
            return new Term.Cell(declared(term, term.text(), declared));
        }
        if (term.isMap()) {
            term.only("product");
            return new Term.Product(term.at("product").listOf(factor -> term(factor, declared)));
        }
        return new Term.Constant(term.number());
    }

    private static Text textOf(Yaml place, Set<String> declared) {
        List<String> alternatives = place.isList() ? place.listOf(Yaml::text) : List.of(place.text());
        Text text;
        try {
            text = Text.parse(alternatives);
        } catch (IllegalArgumentException e) {
            throw place.wrong(String.valueOf(e.getMessage()));
        }
        text.columns().forEach(column -> declared(place, column, declared));
        return text;
    }

    private static Condition condition(Yaml when, Set<String> declared) {
        if (!when.at("not").isAbsent()) {
            return new Condition.Not(condition(when.only("not").at("not"), declared));
        }
        if (!when.at("all").isAbsent()) {
            return new Condition.All(when.only("all").at("all").listOf(part -> condition(part, declared)));
        }
        if (!when.at("any").isAbsent()) {
            return new Condition.Any(when.only("any").at("any").listOf(part -> condition(part, declared)));
        }
        String column = declared(when.at("column"), when.at("column").text(), declared);
        Condition condition = test(when, column);
        if (condition == null || when.map().size() != 2) {
            throw when.wrong("must say column and one of is: empty, is: value, one-of, starts-with, below, above");
        }
        return condition;
    }

    private static @Nullable Condition test(Yaml when, String column) {
        when.only("column", "is", "one-of", "starts-with", "below", "above");
        if (!when.at("is").isAbsent()) {
            String value = when.at("is").text();
            return value.equals("empty") ? new Condition.Empty(column) : new Condition.OneOf(column, Set.of(value));
        }
        if (!when.at("one-of").isAbsent()) {
            return new Condition.OneOf(column, Set.copyOf(when.at("one-of").listOf(Yaml::text)));
        }
        if (!when.at("starts-with").isAbsent()) {
            return new Condition.StartsWith(column, when.at("starts-with").text());
        }
        if (!when.at("below").isAbsent()) {
            return new Condition.Below(column, when.at("below").number());
        }
        if (!when.at("above").isAbsent()) {
            return new Condition.Above(column, when.at("above").number());
        }
        return null;
    }

    private static String declared(Yaml place, String column, Set<String> declared) {
        if (!declared.contains(column)) {
            throw place.wrong("names the column " + column
                    + ", which columns.required and columns.optional do not; declared are " + new TreeSet<>(declared));
        }
        return column;
    }

    /** YAML as people expect it: no, off and 2026-11-22 are texts, only true and false are neither. */
    private static final class Plain extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
