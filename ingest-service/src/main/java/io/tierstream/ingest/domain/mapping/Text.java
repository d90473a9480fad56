package io.tierstream.ingest.domain.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Text made of constants and cells, e.g. {@code INV-{InvoiceNo}}: the first of the alternatives all of whose cells have
 * something in them, or nothing.
 */
public record Text(List<List<Part>> alternatives) {

    /** A piece of a text. */
    public sealed interface Part {
        record Constant(String text) implements Part {}

        record Cell(String column) implements Part {}
    }

    public Text {
        alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    /**
     * Reads alternatives written with columns in braces.
     *
     * @throws IllegalArgumentException if a brace is not closed or stands alone
     */
    public static Text parse(List<String> templates) {
        return new Text(templates.stream().map(Text::parts).toList());
    }

    private static List<Part> parts(String template) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < template.length()) {
            int open = template.indexOf('{', from);
            int end = open < 0 ? template.length() : open;
            if (end > from) {
                String constant = template.substring(from, end);
                if (constant.indexOf('}') >= 0) {
                    throw new IllegalArgumentException("has a } without {: " + template);
                }
                parts.add(new Part.Constant(constant));
            }
            if (open < 0) {
                break;
            }
            int close = template.indexOf('}', open);
            if (close < open + 2) {
                throw new IllegalArgumentException("has a { without a column and }: " + template);
            }
            parts.add(new Part.Cell(template.substring(open + 1, close)));
            from = close + 1;
        }
        return parts;
    }

    /** The text of a row, given the cell of each column; empty when no alternative has all its cells. */
    String of(Function<String, String> cell) {
        for (List<Part> alternative : alternatives) {
            String text = of(alternative, cell);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String of(List<Part> parts, Function<String, String> cell) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Constant constant -> text.append(constant.text());
                case Part.Cell from -> {
                    String content = cell.apply(from.column());
                    if (content.isEmpty()) {
                        return "";
                    }
                    text.append(content);
                }
            }
        }
        return text.toString();
    }

    /** The columns it takes cells from. */
    public Stream<String> columns() {
        return alternatives.stream().flatMap(List::stream).flatMap(part -> switch (part) {
            case Part.Constant ignored -> Stream.empty();
            case Part.Cell cell -> Stream.of(cell.column());
        });
    }
}
