package io.tierstream.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no HTTP client would. */
final class RawHttp {

    /** The server closed the connection and said nothing. */
    static final int SILENCE = 0;

    private static final int PATIENCE_MILLIS = 30_000;

    private RawHttp() {}

    /**
     * Sends the bytes, says that no more come, and reads to the end.
     *
     * @return the status, or {@link #SILENCE}
     * @throws IOException if the server neither answers nor closes
     */
    static int send(URI address, byte[] request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                in.transferTo(answer);
            } catch (SocketException closedEarly) {
                // What came until then says whether it answered.
                return status(answer);
            }
        }
        return status(answer);
    }

    private static int status(ByteArrayOutputStream answer) {
        String text = answer.toString(StandardCharsets.ISO_8859_1);
        return text.startsWith("HTTP/1.1 ") && text.length() >= 12 ? Integer.parseInt(text, 9, 12, 10) : SILENCE;
    }
}
