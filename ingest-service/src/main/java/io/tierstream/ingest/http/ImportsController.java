package io.tierstream.ingest.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.ingest.domain.mapping.Mapping;
import io.tierstream.ingest.domain.mapping.Rejection;
import io.tierstream.ingest.files.ImportRefusedException;
import io.tierstream.ingest.files.ImportState;
import io.tierstream.ingest.files.ImportTooLargeException;
import io.tierstream.ingest.files.Imports;
import io.tierstream.ingest.http.security.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes CSV files in, and shows how far their imports are. A publisher sees its own, ops and admin see all. */
@RestController
class ImportsController {

    /**
     * An import.
     *
     * @param rowsPerSecond since it was begun
     * @param secondsLeft estimated; absent when it is over or not begun
     * @param rejectsListed how many rejected rows are at rejectsUrl when their list is full; absent when all are
     * @param rejects the first 100 rejected rows
     * @param rejectsUrl where they are, as CSV
     */
    record View(
            String id,
            String mapping,
            boolean rebase,
            ImportState.Status state,
            String startedBy,
            Instant createdAt,
            @Nullable Instant finishedAt,
            long bytes,
            int percent,
            long rowsRead,
            long eventsPublished,
            long rowsRejected,
            @Nullable Long rejectsListed,
            @Nullable Long shiftDays,
            int restarts,
            @Nullable Long rowsPerSecond,
            @Nullable Long secondsLeft,
            @Nullable String message,
            @Nullable List<Rejection> rejects,
            @Nullable String rejectsUrl) {}

    record Page(List<View> items, @Nullable String next) {}

    private static final int SHOWN_REJECTS = 100;

    private final Imports imports;

    ImportsController(Imports imports) {
        this.imports = imports;
    }

    @Operation(
            summary = "Import a CSV file",
            description = "The body is the file, gzip or not, of any size. It is worked off in the background.",
            parameters = {
                @Parameter(name = "mapping", in = ParameterIn.QUERY, required = true, example = "online-retail"),
                @Parameter(
                        name = "rebase",
                        in = ParameterIn.QUERY,
                        description = "shift all times by whole days so that the newest row is of today",
                        schema = @Schema(type = "string", allowableValues = "now"))
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "text/csv",
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(responseCode = "202", description = "It is taken; Location says where to see how far it is")
    @ApiResponse(responseCode = "400", description = "No mapping is named, or rebase is not now", content = @Content)
    @ApiResponse(responseCode = "413", description = "The file is larger than files may be", content = @Content)
    @ApiResponse(responseCode = "415", description = "Another Content-Encoding than gzip", content = @Content)
    @ApiResponse(responseCode = "422", description = "There is no mapping of that name", content = @Content)
    @ApiResponse(
            responseCode = "429",
            description = "This publisher has five imports that are not done",
            content = @Content)
    @ApiResponse(responseCode = "507", description = "The files that wait fill the disk", content = @Content)
    @PostMapping("/v1/imports")
    ResponseEntity<View> start(HttpServletRequest request, Authentication caller) throws IOException {
        Query query = Query.of(request);
        Mapping mapping = mapping(imports, query.get("mapping"));
        boolean rebase = rebase(query.get("rebase"));
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !List.of("gzip", "x-gzip", "identity").contains(encoding.toLowerCase(Locale.ROOT))) {
            throw new RequestProblem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding may be gzip; or send the file as it is.");
        }
        try {
            ImportState state = imports.start(mapping, rebase, Publishers.of(caller), request.getInputStream());
            return ResponseEntity.accepted()
                    .location(URI.create("/v1/imports/" + state.id()))
                    .body(view(state, null));
        } catch (ImportRefusedException e) {
            throw switch (e.reason()) {
                case TOO_MANY ->
                    RequestProblem.later(
                            HttpStatus.TOO_MANY_REQUESTS, String.valueOf(e.getMessage()), Duration.ofMinutes(1));
                case NO_ROOM -> new RequestProblem(HttpStatus.INSUFFICIENT_STORAGE, String.valueOf(e.getMessage()));
            };
        } catch (ImportTooLargeException e) {
            throw new RequestProblem(HttpStatus.CONTENT_TOO_LARGE, String.valueOf(e.getMessage()));
        }
    }

    /** The mapping of that name. */
    static Mapping mapping(Imports imports, @Nullable String name) {
        List<String> known =
                imports.mappings().all().stream().map(Mapping::name).toList();
        if (name == null) {
            throw new RequestProblem(HttpStatus.BAD_REQUEST, "Say which mapping: ?mapping=NAME, one of " + known + ".");
        }
        return imports.mappings()
                .find(name)
                .orElseThrow(() -> new RequestProblem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "There is no mapping of that name; there are " + known + "."));
    }

    private static boolean rebase(@Nullable String rebase) {
        if (rebase == null) {
            return false;
        }
        if (!rebase.equals("now")) {
            throw new RequestProblem(HttpStatus.BAD_REQUEST, "rebase can only be now; leave it out to keep all times.");
        }
        return true;
    }

    @Operation(summary = "Imports, the latest first; a publisher sees its own")
    @ApiResponse(responseCode = "200", description = "OK")
    @ApiResponse(responseCode = "400", description = "limit is not from 1 to 1000", content = @Content)
    @GetMapping("/v1/imports")
    Page all(
            Authentication caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > 1000) {
            throw new RequestProblem(HttpStatus.BAD_REQUEST, "limit must be from 1 to 1000.");
        }
        List<ImportState> found = imports.all().stream()
                .filter(state ->
                        maySee(caller, state) && (cursor == null || state.id().compareTo(cursor) < 0))
                .limit(limit + 1L)
                .toList();
        List<ImportState> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(
                shown.stream().map(state -> view(state, null)).toList(),
                found.size() > limit ? shown.getLast().id() : null);
    }

    @Operation(summary = "How far an import is, and its first 100 rejected rows")
    @ApiResponse(responseCode = "200", description = "OK")
    @ApiResponse(responseCode = "404", description = "There is no such import of this publisher", content = @Content)
    @GetMapping("/v1/imports/{id}")
    View one(@PathVariable String id, Authentication caller) throws IOException {
        ImportState state = find(id, caller);
        return view(state, imports.rejects(state, SHOWN_REJECTS));
    }

    @Operation(
            summary = "The rejected rows with line, column and reason, as CSV",
            description = "All of them, unless the list is full: then its last line says so, and rejectsListed of the"
                    + " import how many there are.")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "404", description = "There is no such import of this publisher", content = @Content)
    @GetMapping("/v1/imports/{id}/rejects")
    void rejects(@PathVariable String id, Authentication caller, HttpServletResponse response) throws IOException {
        ImportState state = find(id, caller);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("rejects-" + state.id() + ".csv")
                        .build()
                        .toString());
        Path file = imports.rejectsFile(state);
        OutputStream out = response.getOutputStream();
        // Excel reads UTF-8 only behind a byte-order mark.
        out.write("\ufeff".getBytes(StandardCharsets.UTF_8));
        if (Files.exists(file)) {
            Files.copy(file, out);
        }
    }

    private ImportState find(String id, Authentication caller) {
        return imports.find(id)
                .filter(state -> maySee(caller, state))
                .orElseThrow(() -> new RequestProblem(HttpStatus.NOT_FOUND, "There is no such import."));
    }

    /** Publishers read nothing but their own. */
    static boolean maySee(Authentication caller, ImportState state) {
        return state.startedBy().equals(caller.getName())
                || caller.getAuthorities().stream()
                        .anyMatch(authority -> Role.OPS.authority().equals(authority.getAuthority())
                                || Role.ADMIN.authority().equals(authority.getAuthority()));
    }

    static View view(ImportState state, @Nullable List<Rejection> rejects) {
        boolean begun = state.workedMillis() > 0;
        boolean over = state.status().isFinal();
        return new View(
                state.id(),
                state.mapping(),
                state.rebase(),
                state.status(),
                state.startedBy(),
                state.createdAt(),
                state.finishedAt(),
                state.bytes(),
                state.percent(),
                state.rowsRead(),
                state.eventsPublished(),
                state.rowsRejected(),
                state.rejectsListed(),
                state.shiftDays(),
                state.restarts(),
                begun ? state.rowsRead() * 1000 / state.workedMillis() : null,
                begun && !over && state.percent() > 0
                        ? state.workedMillis() * (100 - state.percent()) / state.percent() / 1000
                        : null,
                state.message(),
                rejects,
                state.rowsRejected() > 0 ? "/v1/imports/" + state.id() + "/rejects" : null);
    }
}
