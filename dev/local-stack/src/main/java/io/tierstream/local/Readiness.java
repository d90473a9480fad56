package io.tierstream.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** How a process shows that it can do its work. */
sealed interface Readiness {

    /** It has printed a text since its start. */
    record Printed(String text) implements Readiness {}

    /** It answers 200 at an address. */
    record Answers(URI address) implements Readiness {

        private static final int MILLISECONDS = 3_000;

        boolean holds() {
            try {
                var connection = (HttpURLConnection) address.toURL().openConnection();
                connection.setConnectTimeout(MILLISECONDS);
                connection.setReadTimeout(MILLISECONDS);
                try {
                    return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        }
    }
}
