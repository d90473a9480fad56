package io.tierstream.scoring.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.contracts.EventJson;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.streams.PartitionReports;
import io.tierstream.scoring.streams.ScoringControlPublisher;
import io.tierstream.scoring.streams.TaskState;
import io.tierstream.scoring.streams.TaskState.Audit;
import io.tierstream.scoring.streams.TaskState.Difference;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Recalculates every customer from the recorded entries and reports differences. */
@RestController
class AuditsController {

    /**
     * @param state {@code REQUESTED}, {@code RUNNING} or {@code DONE}
     * @param customersChecked so far
     * @param differingCustomers those with at least one difference
     * @param differences the first of them, at most a hundred per partition
     */
    record AuditAnswer(
            String auditId,
            String state,
            @Nullable Instant requestedAt,
            @Nullable String requestedBy,
            long customersChecked,
            long customersTotal,
            long differingCustomers,
            List<Difference> differences) {}

    private final ScoringControlPublisher control;
    private final PartitionReports reports;
    private final ScoringProperties properties;
    private final Clock clock;

    AuditsController(
            ScoringControlPublisher control, PartitionReports reports, ScoringProperties properties, Clock clock) {
        this.control = control;
        this.reports = reports;
        this.properties = properties;
        this.clock = clock;
    }

    @Operation(summary = "Starts an audit; at the address in Location it says how far it is and what it found")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = AuditAnswer.class)))
    @PostMapping(path = "/v1/audits", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> start(Principal caller) {
        String auditId = clock.instant().toString().replaceAll("[^0-9TZ]", "");
        control.publishAudit(auditId, caller.getName());
        AuditAnswer requested = new AuditAnswer(auditId, "REQUESTED", null, caller.getName(), 0, 0, 0, List.of());
        return ResponseEntity.accepted()
                .location(URI.create("/v1/audits/" + auditId))
                .contentType(MediaType.APPLICATION_JSON)
                .body(EventJson.mapper().writeValueAsBytes(requested));
    }

    @Operation(summary = "The latest audit; earlier ones are not kept")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AuditAnswer.class)))
    @GetMapping(path = "/v1/audits/{auditId}", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] audit(@PathVariable String auditId) {
        List<Audit> parts = reports.latest().stream()
                .map(TaskState::audit)
                .filter(Objects::nonNull)
                .filter(audit -> audit.id().equals(auditId))
                .toList();
        if (parts.isEmpty()) {
            throw new RequestProblem(
                    HttpStatus.NOT_FOUND, "No audit of that id has begun; the one asked for last is kept");
        }
        boolean done = parts.size() == properties.partitions() && parts.stream().allMatch(Audit::finished);
        return EventJson.mapper()
                .writeValueAsBytes(new AuditAnswer(
                        auditId,
                        done ? "DONE" : "RUNNING",
                        parts.getFirst().requestedAt(),
                        parts.getFirst().requestedBy(),
                        parts.stream().mapToLong(Audit::done).sum(),
                        parts.stream().mapToLong(Audit::total).sum(),
                        parts.stream().mapToLong(Audit::differing).sum(),
                        parts.stream()
                                .flatMap(audit -> audit.differences().stream())
                                .toList()));
    }
}
