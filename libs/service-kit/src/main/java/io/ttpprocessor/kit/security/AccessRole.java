package io.ttpprocessor.kit.security;

/** What a caller may do; each role may do what those before it may. */
public enum AccessRole {
  /** Ask for the server's health. */
  OPEN,
  /** Use the service. */
  READ,
  /** Look at the server itself, as by reflection. */
  ADMIN
}
