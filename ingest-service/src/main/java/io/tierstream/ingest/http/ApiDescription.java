package io.tierstream.ingest.http;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the generated API description cannot find out by itself. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Tierstream ingest-service",
                        version = "v1",
                        description = "Takes events over HTTP and from files, and shows dead letters."),
        security = {@SecurityRequirement(name = "key"), @SecurityRequirement(name = "token")})
@SecurityScheme(name = "key", type = SecuritySchemeType.APIKEY, in = SecuritySchemeIn.HEADER, paramName = "X-API-Key")
@SecurityScheme(name = "token", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "JWT")
class ApiDescription {

    /**
     * How every refusal looks (RFC 9457).
     *
     * @param errors each thing that is wrong with events; absent elsewhere
     */
    record Problem(
            String title,
            int status,
            String detail,
            @Nullable List<RequestProblem.Error> errors) {}

    private static final Map<String, String> ANYWHERE = new TreeMap<>(Map.of(
            "401", "No key or token, or one that is not accepted",
            "403", "The role of the caller does not allow it",
            "429", "Too many wrong keys came from this address"));

    /** What every operation may answer, and the body of whatever is not a success. */
    @Bean
    OpenApiCustomizer describedProblems() {
        return api -> {
            ModelConverters.getInstance(api.getSpecVersion() == SpecVersion.V31)
                    .readAll(Problem.class)
                    .forEach(api.getComponents()::addSchemas);
            Content problem = new Content()
                    .addMediaType(
                            org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            new MediaType().schema(new Schema<>().$ref("Problem")));
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .map(Operation::getResponses)
                    .forEach(responses -> {
                        ANYWHERE.forEach(
                                (status, when) -> responses.putIfAbsent(status, new ApiResponse().description(when)));
                        responses.forEach((status, response) -> {
                            if (status.compareTo("400") >= 0) {
                                response.setContent(problem);
                            }
                        });
                    });
        };
    }
}
