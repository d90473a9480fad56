package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;

/** What {@link ReportAnswers} writes, for the API description. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
        responseCode = "200",
        description =
                "As JSON what holds for all rows, a page of rows as items, and next, the cursor of the page after it"
                        + " unless it is the last; as CSV or XLSX all rows",
        content = {
            @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")),
            @Content(mediaType = ReportAnswers.CSV, schema = @Schema(type = "string")),
            @Content(mediaType = ReportAnswers.XLSX, schema = @Schema(type = "string", format = "binary"))
        })
@interface AnswersWithAReport {}
