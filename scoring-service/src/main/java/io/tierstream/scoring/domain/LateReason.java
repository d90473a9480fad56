package io.tierstream.scoring.domain;

/** Why a payment came late. */
public enum LateReason {
    CUSTOMER,
    DISPUTE,
    BANK,
    SELLER
}
