package io.tierstream.contracts.complaint.v1;

import io.tierstream.contracts.EventData;

/** What travels on the topic {@code complaints}. */
public sealed interface ComplaintEvent extends EventData
        permits ComplaintOpened, ComplaintResolved, ComplaintReopened, ComplaintWithdrawn {

    /** Which complaint it is about. */
    String complaintId();
}
