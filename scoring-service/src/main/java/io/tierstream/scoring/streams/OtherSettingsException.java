package io.tierstream.scoring.streams;

import java.util.List;

/** What is stored was counted under other settings than this instance has. */
final class OtherSettingsException extends RuntimeException {

    /** @param differences what each setting was, and is */
    OtherSettingsException(int partition, List<String> differences) {
        super(
                ("The figures of partition %d were counted under other settings, and would be wrong under these: %s. Nothing is"
                                + " worked on until the settings are put back, or the state is built anew under these:"
                                + " docs/operations/README.md says how (dev/up --fresh in the local stack, which forgets all data)")
                        .formatted(partition, String.join("; ", differences)));
    }
}
