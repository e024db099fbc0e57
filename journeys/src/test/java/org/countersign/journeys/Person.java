package org.countersign.journeys;

/** Somebody of the demo's organisation, whom one journey has for itself. */
record Person(String id, String userName, String displayName, String mail, String password) {}
