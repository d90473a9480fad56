package io.tierstream.ingest.files;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in a YAML file that knows where it is, so that what is wrong there can be said with file and path.
 *
 * @param path e.g. {@code events[1].data.amount}
 * @param value a map, list, text, number, boolean, or null where there is nothing
 */
record Yaml(String file, String path, @Nullable Object value) {

    private static final int LONGEST_PATH = 1_000;

    /** What is wrong here. */
    MappingException wrong(String problem) {
        return new MappingException(file + ": " + (path.isEmpty() ? "" : path + " ") + problem);
    }

    boolean isAbsent() {
        return value == null;
    }

    boolean isText() {
        return value instanceof String;
    }

    boolean isMap() {
        return value instanceof Map<?, ?>;
    }

    boolean isList() {
        return value instanceof List<?>;
    }

    Yaml {
        // An alias can make a place contain itself.
        if (path.length() > LONGEST_PATH) {
            throw new MappingException(
                    file + ": " + path.substring(0, 100) + "… is nested too deeply, or contains itself by an alias");
        }
    }

    /** A member of this map; absent where it has none. */
    Yaml at(String name) {
        return new Yaml(file, path.isEmpty() ? name : path + "." + name, map().get(name));
    }

    /** This, a map with no other members than these: a misspelt one must not be passed over. */
    Yaml only(String... names) {
        Set<String> known = new TreeSet<>(List.of(names));
        for (String name : map().keySet()) {
            if (!known.contains(name)) {
                throw at(name).wrong("is not known; known here are " + known);
            }
        }
        return this;
    }

    Map<String, Object> map() {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(isAbsent() ? "is missing" : "must be a map of names to values");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((name, member) -> named.put(String.valueOf(name), member));
        return named;
    }

    <T> Map<String, T> mapOf(Function<Yaml, T> read) {
        Map<String, T> result = new LinkedHashMap<>();
        map().keySet().forEach(name -> result.put(name, read.apply(at(name))));
        return result;
    }

    <T> List<T> listOf(Function<Yaml, T> read) {
        if (!(value instanceof List<?> list)) {
            throw wrong(isAbsent() ? "is missing" : "must be a list: [a, b]");
        }
        List<T> result = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            result.add(read.apply(new Yaml(file, path + "[" + i + "]", list.get(i))));
        }
        return result;
    }

    String text() {
        if (!(value instanceof String text) || text.isEmpty()) {
            throw wrong(isAbsent() ? "is missing" : "must be a text; put it in quotes");
        }
        return text;
    }

    BigDecimal number() {
        if (value instanceof Number number && !(value instanceof Double fraction && !Double.isFinite(fraction))) {
            return new BigDecimal(number.toString());
        }
        throw wrong(isAbsent() ? "is missing" : "must be a number");
    }

    boolean flag() {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong("must be true or false");
    }
}
