package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierstream.ingest.domain.mapping.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingReaderTest {

    private static final String GOOD = """
            name: mine
            description: Mine
            dates: {zone: UTC, formats: [yyyy-MM-dd]}
            columns: {required: [no, day, who, price, count], strip-suffix: {who: ".0"}}
            groups: {by: [no], rows: adjacent}
            reject:
              - {when: {all: [{column: who, is: empty}, {not: {column: price, below: 0}}]}, reason: nobody}
            events:
              - when: {any: [{column: no, starts-with: A}, {column: no, one-of: [B, C]}]}
                type: io.tierstream.order.placed.v1
                id: "{no}"
                source: urn:mine
                time: day
                data: {orderId: "{no}", customerId: "{who}", amount: {sum: {product: [price, count, 2]}}}
            """;

    @Test
    void shouldReadAMapping() {
        Mapping mapping = MappingReader.read("mine.yaml", GOOD);

        assertThat(mapping.name()).isEqualTo("mine");
        assertThat(mapping.events().getFirst().data()).containsOnlyKeys("orderId", "customerId", "amount");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name: mine                  | name: My Mapping            | name must be lower-case
                    description: Mine           | descripton: Mine            | descripton is not known; known here are
                    zone: UTC                   | zone: Mars                  | dates.zone is no time zone
                    formats: [yyyy-MM-dd]       | formats: [pppp]             | dates.formats has one that is no format
                    rows: adjacent              | rows: nearby                | groups.rows must be adjacent or anywhere
                    by: [no]                    | by: [nr]                    | groups.by[0] names the column nr
                    order.placed                | order.played                | events[0].type is no type that can be published
                    customerId: "{who}"         | customer: "{who}"           | events[0].data.customer is no field of the type
                    customerId: "{who}"         | customerId: "{whom}"        | events[0].data.customerId names the column whom
                    customerId: "{who}"         | customerId: "{who"          | has a { without
                    customerId: "{who}"         | customerId: 7               | must be a text; put it in quotes
                    sum: {                      | total: {                    | events[0].data.amount.total is not known
                    product: [price, count, 2]  | product: price              | must be a list
                    starts-with: A              | matches: A.*                | matches is not known
                    id: "{no}"                  | when2: x                    | is not known
                    source: urn:mine            | # nothing                   | events[0].source is missing
                    reason: nobody              | raeson: nobody              | raeson is not known
                    name: mine                  | name: [                     | is no YAML
                    rows: adjacent              | rows: adjacent, max-open: .inf | max-open must be a number
                    rows: adjacent              | rows: adjacent, max-open: 4294967297 | must be from 1 to 10,000,000
                    dates: {                    | csv: {delimiter: ";", quote: ";"}¶dates: { | csv has a delimiter and a quote
                    {column: price, below: 0}   | &self {not: *self}          | contains itself by an alias
                    """)
    void shouldSayWhereAMappingIsWrongAndWhatWouldBeRight(String right, String wrong, String message) {
        assertThatThrownBy(() -> MappingReader.read("mine.yaml", GOOD.replace(right, wrong.replace("¶", "\n"))))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("mine.yaml: ")
                .hasMessageContaining(message);
    }

    @Test
    void shouldTakeMappingsOfAFolderBesideTheShippedOnes(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), GOOD);
        Files.writeString(folder.resolve("notes.txt"), "no mapping");

        assertThat(Mappings.load(folder).all())
                .extracting(Mapping::name)
                .containsExactly("events", "mine", "online-retail");
    }
}
