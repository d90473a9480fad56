package io.tierstream.scoring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;

class OtherInstancesTest {

    @Test
    void shouldRefuseAnAddressThatCannotBePassedOn() {
        for (String query : new String[] {"%zz", "limit=<1>", "cursor=\"", "a b"}) {
            MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/customers/x/metrics");
            request.setQueryString(query);

            assertThatThrownBy(() -> new OtherInstances().ask("localhost:1", request))
                    .as(query)
                    .isInstanceOfSatisfying(
                            RequestProblem.class,
                            problem -> assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST));
        }
    }
}
