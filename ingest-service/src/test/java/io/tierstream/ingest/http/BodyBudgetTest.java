package io.tierstream.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyBudgetTest {

    private static final long UNKNOWN = -1;

    private final AtomicLong nanoTime = new AtomicLong();
    private final BodyBudget budget = new BodyBudget(32 << 20, Duration.ofSeconds(30), nanoTime::get);
    private final CountDownLatch never = new CountDownLatch(1);
    private final ExecutorService slow = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        never.countDown();
        slow.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, BodyBudget.MAX_BODY})
    void shouldReadWhatIsSentWhetherItsLengthIsAnnouncedOrNot(int length) throws IOException {
        byte[] sent = new byte[length];
        if (length > 0) {
            sent[length - 1] = 7;
        }

        assertThat(read("shop", length, new ByteArrayInputStream(sent))).isEqualTo(sent);
        assertThat(read("shop", UNKNOWN, new ByteArrayInputStream(sent))).isEqualTo(sent);
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        for (long announced : new long[] {BodyBudget.MAX_BODY + 1, UNKNOWN}) {
            assertThat(refusal("shop", announced, new ByteArrayInputStream(new byte[BodyBudget.MAX_BODY + 1])))
                    .isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
        }
    }

    @Test
    void shouldTakeBodiesOfOthersWhileThoseOfOneDoNotCome() throws Exception {
        List<Future<HttpStatus>> stuck = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stuck.add(slow.submit(() -> refusal("slow", BodyBudget.MAX_BODY, neverComing())));
        }
        Awaitility.await().until(() -> stuck.stream().filter(Future::isDone).count() == 2);

        assertThat(read("other", BodyBudget.MAX_BODY, largest())).hasSize(BodyBudget.MAX_BODY);
        assertThat(stuck.stream().filter(Future::isDone).map(Future::resultNow))
                .containsOnly(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void shouldCountOfABodyThatDoesNotAnnounceItsLengthWhatHasComeOfIt() throws IOException {
        for (int i = 0; i < 50; i++) {
            slow.submit(() -> read("slow", UNKNOWN, neverComing()));
        }

        assertThat(read("slow", UNKNOWN, largest())).hasSize(BodyBudget.MAX_BODY);
    }

    @Test
    void shouldEndABodyThatComesByteByByteAndGiveItsRoomBack() throws IOException {
        InputStream dripping = new InputStream() {
            @Override
            public int read() {
                nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                buffer[offset] = (byte) read();
                return 1;
            }
        };

        for (int i = 0; i < 10; i++) {
            long begun = nanoTime.get();
            assertThat(refusal("slow", i % 2 == 0 ? BodyBudget.MAX_BODY : UNKNOWN, dripping))
                    .isEqualTo(HttpStatus.REQUEST_TIMEOUT);
            assertThat(Duration.ofNanos(nanoTime.get() - begun)).isEqualTo(Duration.ofSeconds(31));
        }
        assertThat(read("slow", BodyBudget.MAX_BODY, largest())).hasSize(BodyBudget.MAX_BODY);
    }

    private byte[] read(String publisher, long announced, InputStream body) throws IOException {
        return budget.use(request(announced, body), publisher, read -> read);
    }

    private HttpStatus refusal(String publisher, long announced, InputStream body) {
        RequestProblem problem = catchThrowableOfType(RequestProblem.class, () -> read(publisher, announced, body));
        return HttpStatus.valueOf(problem.getStatusCode().value());
    }

    private static InputStream largest() {
        return new ByteArrayInputStream(new byte[BodyBudget.MAX_BODY]);
    }

    private InputStream neverComing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("the test is over");
            }
        };
    }

    private static MockHttpServletRequest request(long announced, InputStream body) {
        return new MockHttpServletRequest() {
            @Override
            public long getContentLengthLong() {
                return announced;
            }

            @Override
            public ServletInputStream getInputStream() {
                // The one of Spring waits until an array is full, which no server does.
                return new DelegatingServletInputStream(body) {
                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        return body.read(buffer, offset, length);
                    }
                };
            }
        };
    }
}
