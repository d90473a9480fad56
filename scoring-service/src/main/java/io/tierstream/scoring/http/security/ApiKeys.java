package io.tierstream.scoring.http.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configured API keys, found by hash; a look-up takes the same time whichever key matches or none does. */
final class ApiKeys {

    private record Entry(byte[] hash, SecurityProperties.ApiKey key) {}

    private final List<Entry> entries;

    ApiKeys(List<SecurityProperties.ApiKey> keys) {
        entries = keys.stream()
                .map(key -> new Entry(HexFormat.of().parseHex(key.sha256()), key))
                .toList();
    }

    SecurityProperties.@Nullable ApiKey find(byte[] presentedHash) {
        SecurityProperties.ApiKey found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.hash(), presentedHash)) {
                found = entry.key();
            }
        }
        return found;
    }

    static byte[] hash(String presented) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(presented.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
