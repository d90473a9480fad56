package io.tierstream.complaints.application;

/** Names this process among the instances of the service; another run has another name. */
public record InstanceName(String value) {}
